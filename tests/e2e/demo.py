"""The real `tidtam demo`: started as a person starts it, asked over HTTP, stopped with nothing left behind."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

from bot.cli import tidtam
from simulator import Person, Simulator
from tests.patience import PATIENCE

REPO = Path(__file__).resolve().parents[2]
TIDTAM = Path(sys.executable).with_name("tidtam")
READY_WITHIN, STOPS_WITHIN = 300.0, 60.0
STAFF, SUPERVISOR, ADMIN = "นายสมชาย สมมุติ", "นางวันดี ทดลอง", "นางสาวมาลี ตัวอย่าง"


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# What the demo sets for itself.
OWN_SETTINGS = ("SECRET_KEY", "DATABASE_URL", "EVIDENCE_URL", "BASE_URL", "LINE_API_HOST", "CLOCK_URL")
READING = timedelta(seconds=3.5)  # as long as a question takes to be read and an answer to be typed


def answers(person: Person, words: str) -> None:
    """Type the words once the question that was seen has been read: what is typed sooner is not meant for it."""
    until = person.simulator.now() + READING
    while person.simulator.now() < until:
        time.sleep(0.1)
    person.types(words)


class Demo:
    """One folder with a demo in it, running or not; its ports stay the same when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.simulator_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.printed = ""

    @property
    def web(self) -> str:
        """Where Tidtam answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def phones(self) -> str:
        """Where the simulator answers."""
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def code(self) -> str | None:
        """The invite code that was printed for the officer; None where the officer is enrolled."""
        found = re.search(r"invite code (\w{8})", self.printed)
        return found[1] if found else None

    def simulator(self) -> Simulator:
        """A client of the phones."""
        return Simulator(self.phones)

    def start(self, *options: str) -> None:
        """Start and wait until it says where everything is; an assertion where it stops or takes too long."""
        self.printed = ""
        with _interruptible(), self._paper.open("wb") as paper:
            self.process = subprocess.Popen(self._command(*options), env=self._env(), stdout=paper, stderr=paper)
        until = time.monotonic() + READY_WITHIN
        while "Ctrl-C" not in self.printed:
            self.printed = self._paper.read_text("utf-8")
            assert self.process.poll() is None, f"the demo stopped: {self.printed}"
            assert time.monotonic() < until, f"the demo is not ready: {self.printed}"
            time.sleep(0.05)

    def fails(self, *options: str) -> subprocess.CompletedProcess[str]:
        """What it said and its exit code, where it is not expected to start."""
        return self._run(self._command(*options))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it; asserts that it goes in peace, and each of its processes with it."""
        if self.process is None or self.process.poll() is not None:
            self.process = None
            return
        family = psutil.Process(self.process.pid).children(recursive=True)
        assert len(family) >= 3, "simulator, web process and worker"
        self.process.send_signal(how)
        try:
            code = self.process.wait(STOPS_WITHIN)
        finally:
            self.process = None
            left = psutil.wait_procs(family, timeout=2)[1]
            for one in left:
                one.kill()
        said = self._paper.read_text("utf-8").removeprefix(self.printed)
        assert not left, f"left running: {left}"
        assert code == 0, f"exit {code}: {said}"
        assert "Traceback" not in said and "ERROR" not in said, said
        assert said.strip() == "stopping …", said

    def tidtam(self, *arguments: str) -> str:
        """What a command prints that works on the same folder, run in this process: starting one takes a second."""
        nothing = dict.fromkeys(OWN_SETTINGS)
        done = CliRunner().invoke(tidtam, arguments, env={**nothing, **self._env()}, standalone_mode=False)
        assert done.exception is None, done.output
        return done.stdout

    def tidtam_in_another_window(self, *arguments: str) -> str:
        """The same of a process of its own."""
        done = self._run([TIDTAM, *arguments])
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: str) -> Any:
        """The JSON value that a command prints."""
        return json.loads(self.tidtam(*arguments, "--json"))

    @property
    def _paper(self) -> Path:
        return self.folder / "printed.txt"

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env=self._env(), capture_output=True, text=True, timeout=PATIENCE, check=False)

    def _command(self, *options: str) -> list[str | Path]:
        ports = ["--port", str(self.port), "--simulator-port", str(self.simulator_port)]
        return [TIDTAM, "demo", *ports, *options]

    def _env(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        return env | {"TIDTAM_VAR": str(self.folder / "var"), "LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Lets Ctrl-C and a closed window reach what is started, also under nohup or in the background."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """A demo that runs, in a folder of its own."""
    demo = Demo(folder)
    try:
        demo.start()
        yield demo
    finally:
        demo.stop()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The module's demo, with whatever its tests did to it."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running
