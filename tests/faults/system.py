"""The installation under test: the simulator, web processes and workers, each a process that can be killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import urllib3

from tests.e2e.demo import REPO, free_port
from tests.storage import S3Server

STARTS_WITHIN = 120.0  # seconds; the machine may be busy with other things


@dataclass
class Process:
    """A process of ours in a group of its own; started again under the same command."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    paper: Path
    ready: str | None = None  # an address that answers 200 once it can be used
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, without waiting until it is ready."""
        with self.paper.open("ab") as paper:
            command = (sys.executable, *self.command)
            self.running = subprocess.Popen(
                command, cwd=REPO, env={**os.environ, **self.env}, stdout=paper, stderr=paper, start_new_session=True
            )

    def is_ready(self) -> bool:
        """Whether it runs, and answers where it has an address."""
        if self.running is None or self.running.poll() is not None:
            return False
        if self.ready is None:
            return True
        try:
            return bool(_HTTP.request("GET", self.ready, timeout=2.0).status == 200)
        except urllib3.exceptions.HTTPError:
            return False

    def wait(self) -> None:
        """Return once it is ready, started again where it ended, as a supervisor does; it may not take too long."""
        until = time.monotonic() + STARTS_WITHIN
        while not self.is_ready():
            assert time.monotonic() < until, f"{self.name} is not ready: {self.paper.read_text('utf-8')[-3000:]}"
            if self.running is None or self.running.poll() is not None:
                time.sleep(1.0)
                self.start()
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9 for it and all that it started."""
        assert self.running is not None
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def kill_child(self, rng: random.Random) -> bool:
        """kill -9 for one of its children, which it starts again itself; False where it has none."""
        assert self.running is not None
        children = psutil.Process(self.running.pid).children()
        if children:
            rng.choice(children).kill()
        return bool(children)


_HTTP = urllib3.PoolManager(retries=False)


@dataclass
class System:
    """All processes; `postmaster` is PostgreSQL's where that is the database, `storage` S3 where that keeps photos."""

    simulator: Process
    web: Process
    workers: tuple[Process, ...]
    postmaster: int | None = None
    storage: S3Server | None = None
    killed: list[str] = field(default_factory=list)

    @property
    def processes(self) -> tuple[Process, ...]:
        return (self.simulator, self.web, *self.workers)


@contextmanager
def running_system(
    folder: Path,
    database_url: str,
    secret: str,
    start: str,
    postmaster: int | None,
    seed: int,
    storage: S3Server | None = None,
) -> Iterator[System]:
    """Everything started and ready; killed at the end, whatever happened."""
    port, phones = free_port(), free_port()
    line = f"http://127.0.0.1:{phones}"
    env = {
        "SECRET_KEY": secret,
        "DATABASE_URL": database_url,
        **(storage.environment() if storage else {"EVIDENCE_URL": (folder / "evidence").as_uri()}),
        "TIDTAM_VAR": str(folder),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LINE_API_HOST": line,
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(REPO),
    }
    ours = ("-m", "bot.commands")
    simulator = Process(
        "simulator",
        ("-m", "simulator", "--port", str(phones), "--start", start, "--seed", str(seed)),
        env, folder / "simulator.log", f"{line}/_sim/clock",
    )  # fmt: skip
    web = Process("web", (*ours, "serve", "--port", str(port)), env, folder / "web.log", f"{env['BASE_URL']}/readyz")
    workers = tuple(
        Process(f"worker {number}", (*ours, "worker"), env, folder / f"worker-{number}.log")
        for number in range(1, 3 if postmaster else 2)
    )
    system = System(simulator, web, workers, postmaster, storage)
    try:
        for process in system.processes:
            process.start()
        for process in system.processes:
            process.wait()
        yield system
    finally:
        for process in system.processes:
            if process.running is not None and process.running.poll() is None:
                process.kill()


class Killer:
    """kill -9 at random moments, and a start soon after; seeded, though what it hits is never the same twice."""

    def __init__(self, system: System, seed: int, pause: float, stop: threading.Event) -> None:
        self._system, self._rng, self._pause, self._stop = system, random.Random(f"killer:{seed}"), pause, stop

    def kill(self, times: int) -> None:
        """So many kills; each waits until what is killed was ready, for something must have been under way."""
        for _ in range(times):
            if self._stop.wait(self._rng.uniform(0.2, 2 * self._pause)):
                return
            self._kill_one()
        for process in self._system.processes:
            process.wait()

    def _kill_one(self) -> None:
        system, drawn = self._system, self._rng.random()
        if system.postmaster is not None and drawn < 0.05:
            self._kill_postgresql()
            return
        if system.storage is not None and 0.05 < drawn < 0.25:
            self._kill_storage(system.storage)
            return
        process = self._rng.choice((system.web, system.web, *system.workers))
        process.wait()
        time.sleep(self._rng.uniform(0, 1.5))
        several = process is system.web and system.postmaster is not None
        if several and self._rng.random() < 0.6 and process.kill_child(self._rng):
            self._note("a web process")
            return
        process.kill()
        self._note(process.name)
        time.sleep(self._rng.uniform(0, 1.5))
        process.start()

    def _kill_storage(self, storage: S3Server) -> None:
        storage.kill()
        self._note("s3")
        time.sleep(self._rng.uniform(0, 3.0))
        storage.start()

    def _kill_postgresql(self) -> None:
        """kill -9 for one of its processes: it ends them all and recovers from its log."""
        children = psutil.Process(self._system.postmaster).children()
        backends = [one for one in children if "[local]" in " ".join(one.cmdline())]
        if backends:
            self._rng.choice(backends).kill()
            self._note("postgresql")

    def _note(self, name: str) -> None:
        self._system.killed.append(f"{time.strftime('%H:%M:%S')} {name}")
