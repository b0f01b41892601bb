"""`python -m simulator` alone: quick to start, small, and importing nothing else of ours."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import urllib3

from simulator import Simulator
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def alone() -> Iterator[tuple[subprocess.Popen[str], Simulator, float]]:
    """The process, a client of it, and the CPU seconds that it took to start."""
    port = free_port()
    command = [sys.executable, "-m", "simulator", "--port", str(port), "--start", "2027-03-24T09:00"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert f":{port}" in process.stdout.readline()
            used = psutil.Process(process.pid).cpu_times()
            with Simulator(f"http://127.0.0.1:{port}") as sim:
                yield process, sim, used.user + used.system
        finally:
            process.terminate()


def test_it_starts_bare_quickly_and_small(alone: tuple[subprocess.Popen[str], Simulator, float]) -> None:
    process, sim, seconds = alone
    channel = sim.call("GET", "channels")[0]
    assert (channel["id"], channel["secret"], channel["token"]) == ("1234567890", "simulator-secret", "simulator-token")
    assert [one["friend"] for one in sim.call("GET", "people")] == ["friend"] * 3
    assert sim.now().isoformat().startswith("2027-03-24T02:00")
    assert seconds < 2  # of CPU; about 0.4
    assert psutil.Process(process.pid).memory_info().rss < 80_000_000
    page = urllib3.request("GET", sim.url + "/", retries=False)
    assert b"LINE" in page.data


def test_a_taken_port_is_told_in_one_line(alone: tuple[subprocess.Popen[str], Simulator, float]) -> None:
    port = alone[1].url.rsplit(":", 1)[1]
    again = subprocess.run(
        [sys.executable, "-m", "simulator", "--port", port], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert again.returncode == 1
    assert again.stderr.strip().splitlines()[-1] == (
        f"port {port} of 127.0.0.1 is taken or not ours; try --port {int(port) + 1}"
    )


@pytest.mark.parametrize(("option", "value"), [("--start", "2020-01-01"), ("--start", "soon"), ("--port", "99999")])
def test_a_wrong_option_is_told_without_a_traceback(option: str, value: str) -> None:
    port = [] if option == "--port" else ["--port", str(free_port())]
    command = [sys.executable, "-m", "simulator", *port, option, value]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ended.returncode in (1, 2)
    assert option in ended.stderr
    assert "Traceback" not in ended.stderr
