"""An installation with nothing in it, as its operator starts it, with the stand-in for LINE."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import Simulator
from tests.e2e.demo import READY_WITHIN, STOPS_WITHIN, TIDTAM, free_port
from tests.patience import PATIENCE


class Installation:
    """The processes of an empty installation; `first_visit` is the link that `tidtam serve` printed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.line_port = folder, free_port(), free_port()
        self.web, self.line = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{self.line_port}"
        self.first_visit = ""
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start, and wait until the web process answers."""
        self._start("line.txt", sys.executable, "-m", "simulator", "--port", str(self.line_port))
        self._wait_for("line.txt", "LINE simulator on")
        subprocess.run([TIDTAM, "migrate"], env=self._env(), check=True, capture_output=True, timeout=PATIENCE)
        self._start("web.txt", TIDTAM, "serve", "--port", str(self.port))
        printed = self._wait_for("web.txt", "/setup/sign-in/")
        found = re.search(rf"{self.web}/setup/sign-in/\S+", printed)
        assert found, printed
        self.first_visit = found[0]
        self._wait_for("web.txt", "Booting worker")
        self._start("worker.txt", TIDTAM, "worker")

    def stop(self) -> None:
        """Stop, the stand-in last; asserts that no error was logged."""
        for process in reversed(self._running):
            process.terminate()
            process.wait(STOPS_WITHIN)
        said = (self.folder / "web.txt").read_text("utf-8")
        for text in (path.read_text("utf-8") for path in self.folder.glob("*.txt")):
            assert "Traceback" not in text and "ERROR" not in text, text
        assert self.first_visit.rpartition("/")[2] not in said.partition(self.first_visit)[2], "the link is in the log"

    def simulator(self) -> Simulator:
        """A client of the phones."""
        return Simulator(self.line)

    def _start(self, paper: str, *command: str | Path) -> None:
        with (self.folder / paper).open("wb") as out:
            self._running.append(subprocess.Popen(command, env=self._env(), stdout=out, stderr=out))

    def _wait_for(self, paper: str, words: str) -> str:
        until = time.monotonic() + READY_WITHIN
        while words not in (printed := (self.folder / paper).read_text("utf-8")):
            assert time.monotonic() < until, f"{words!r} did not come: {printed}"
            assert all(process.poll() is None for process in self._running), printed
            time.sleep(0.05)
        return printed

    def _env(self) -> dict[str, str]:
        return {
            **os.environ,
            "TIDTAM_VAR": str(self.folder / "var"),
            "SECRET_KEY": "a-secret-for-this-installation",
            "DATABASE_URL": "",
            "EVIDENCE_URL": "",
            "BASE_URL": self.web,
            "LINE_API_HOST": self.line,
            "CLOCK_URL": f"{self.line}/_sim/clock",
            "LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
        }


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation with nothing in it, running."""
    running = Installation(tmp_path)
    with contextlib.ExitStack() as stack:
        stack.callback(running.stop)
        running.start()
        yield running
