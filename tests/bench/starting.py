"""What it costs to start: CPU of commands, and of the web process up to its first 200; its memory without a PDF."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from tests.bench.office import SLUG, make_office
from tests.bench.servers import ROOT, free_port, gunicorn_command, line_stub, tree_cpu_seconds
from tests.bench.turns import server_env
from tests.bench.walk import WALK, call

_TIMES = 3
_EVENTS = 60  # until its libraries are warm
_PATIENCE = 60.0  # seconds


def run(times: int = _TIMES) -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    with TemporaryDirectory(prefix="tidtam-bench-") as name, line_stub(0.001) as line:
        folder = Path(name)
        url = f"sqlite:///{folder / 'start.db'}"
        users = make_office(url, 20)
        env = server_env(url, line, folder)
        commands = {"--help": ("--help",), "tasks": ("tasks", SLUG)}
        spent = {told: median(_cpu_of(list(words), env) for _ in range(times)) for told, words in commands.items()}
        web = [_start_web(env, users) for _ in range(times)]
    first, megabytes = median(cpu for cpu, _ in web), median(held for _, held in web)
    return [
        *((f"`tidtam {told}`", f"{cpu:.2f} s of CPU") for told, cpu in spent.items()),
        ("web process, to its first 200", f"{first:.2f} s of CPU"),
        (f"web process after {_EVENTS} events, without a PDF", f"{megabytes:.0f} MB"),
    ]


def _cpu_of(words: Sequence[str], env: Mapping[str, str]) -> float:
    """Seconds of CPU from the command's start to its end."""
    command = [sys.executable, "-m", "bot.commands", *words]
    started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0, words
    return used.ru_utime + used.ru_stime


def _start_web(env: Mapping[str, str], users: Sequence[str]) -> tuple[float, float]:
    """CPU seconds of gunicorn and its process to the first 200, and the MB that the process holds some events later."""
    port = free_port()
    command = gunicorn_command("bot.app:create_app()", 1, port)
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}) as server:
        try:
            _wait_for_200(port, users[0])
            cpu = tree_cpu_seconds(server.pid)
            for number in range(_EVENTS):
                assert _post(port, users[number % len(users)], WALK[0], number) == 200
            (web,) = psutil.Process(server.pid).children()
            return cpu, web.memory_info().rss / 1024 / 1024
        finally:
            server.terminate()


def _wait_for_200(port: int, user: str) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            assert _post(port, user, WALK[0], time.monotonic_ns() % 10**12) == 200
            return
        except OSError:
            assert time.monotonic() < until, "the web process does not answer"
            time.sleep(0.02)


def _post(port: int, user: str, words: str, number: int) -> int:
    """The answer's status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.connect()
        connection.sock.sendall(call(f"/line/{SLUG}/webhook", user, words, "start", number))
        answer = http.client.HTTPResponse(connection.sock)
        answer.begin()
        return answer.status
    finally:
        connection.close()


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
