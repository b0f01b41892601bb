"""The load: keep-alive connections that each post the next event once the one before was answered.

Run as a program it reads a `Load` as JSON from stdin and prints a `Loaded` as JSON. Every person's events go
over one connection and so in their order; the people of a connection take turns.
"""

import json
import re
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

from tests.bench.walk import WALK, call

ROOT = Path(__file__).resolve().parent.parent.parent
_HEAD = re.compile(rb"^HTTP/1\.1 (\d+) .*?\r\ncontent-length:\s*(\d+).*?\r\n\r\n", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Load:
    """Who posts where, for how many seconds; `phase` keeps the ids of one load apart from another's."""

    port: int
    path: str
    users: Sequence[str]
    seconds: float
    phase: str
    connections: int = 16


@dataclass
class Loaded:
    """What came of it: answers other than 200, latencies in ms, times of CLOCK_MONOTONIC, the client's CPU."""

    answered: int = 0
    refused: int = 0
    saves: int = 0
    first: float = 0.0
    last: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    client_cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def finish(self) -> None:
        """The percentiles, in place of the latencies."""
        ordered = sorted(self.latencies)
        if ordered:
            self.p50_ms = ordered[len(ordered) // 2] * 1000
            self.p99_ms = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000
        self.latencies = []


def run_load(load: Load) -> Loaded:
    """The load from a process of its own."""
    command = [sys.executable, "-m", "tests.bench.load"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(asdict(load)), check=True, capture_output=True, text=True)
    return Loaded(**json.loads(done.stdout))


class _Connection:
    """One connection and the calls that are still to go over it."""

    def __init__(self, load: Load, number: int, numbers: "count[int]", loaded: Loaded) -> None:
        self._load, self._numbers, self._loaded = load, numbers, loaded
        self._said = _turns(load.users[number :: load.connections])
        self._place, self._at, self._read = 0, 0.0, b""
        self.socket = socket.create_connection(("127.0.0.1", load.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self) -> None:
        """Post the next event."""
        user, self._place = next(self._said)
        whole = call(self._load.path, user, WALK[self._place], self._load.phase, next(self._numbers))
        self._at = time.monotonic()
        self.socket.sendall(whole)

    def receive(self) -> bool:
        """Read on; True once the answer is whole."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed a connection that was kept alive")
        self._read += data
        head = _HEAD.match(self._read)
        if head is None or len(self._read) < head.end() + int(head[2]):
            return False
        self._count(head[1] == b"200")
        self._read = b""
        return True

    def _count(self, taken: bool) -> None:
        loaded = self._loaded
        loaded.last = time.monotonic()
        loaded.latencies.append(loaded.last - self._at)
        loaded.answered += taken
        loaded.refused += not taken
        loaded.saves += taken and self._place == len(WALK) - 1


def _turns(users: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Who says which word of the walk, for ever."""
    while True:
        for place in range(len(WALK)):
            for user in users:
                yield user, place


def _run(load: Load) -> Loaded:
    loaded, numbers = Loaded(), count(1)
    connections = [_Connection(load, number, numbers, loaded) for number in range(load.connections)]
    cpu, loaded.first = time.process_time(), time.monotonic()
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        end, under_way = loaded.first + load.seconds, len(connections)
        while under_way:
            for key, _ in selector.select():
                if not key.data.receive():
                    continue
                if time.monotonic() < end:
                    key.data.send()
                else:
                    under_way -= 1
    loaded.client_cpu = time.process_time() - cpu
    loaded.finish()
    return loaded


if __name__ == "__main__":
    print(json.dumps(asdict(_run(Load(**json.load(sys.stdin))))))
