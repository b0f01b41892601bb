"""A stand-in for the LINE platform on this machine, for trying and testing bots; imports nothing else of ours."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .client import Message, NothingCame, Person, Refused, Simulator

if TYPE_CHECKING:
    from .app import Server

__all__ = ["Message", "NothingCame", "Person", "Refused", "Simulator", "running", "serving"]


@contextlib.contextmanager
def serving(port: int = 0, seed: int | None = None) -> Iterator["Server"]:
    """A simulator in this process, with its inside (`world`) open for tests."""
    from .app import Server

    server = Server(port=port, seed=seed)
    server.start()
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def running(port: int = 0, seed: int | None = None) -> Iterator[Simulator]:
    """A client of a simulator in this process; port 0 takes a free one, `url` says which."""
    with serving(port, seed) as server, Simulator(server.url) as simulator:
        yield simulator
