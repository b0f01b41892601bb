"""Who makes a document next: few at a time, few who wait, and nobody for long.

The web process's threads answer LINE as well: however many people ask for documents, most threads stay free.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class TooBusy(RuntimeError):
    """So many documents are being made already that this one was not begun; it may be asked for again."""


class Turns:
    """At most `makers` make a document while at most `waiting` others wait for them, for so many seconds."""

    def __init__(self, makers: int, waiting: int, longest: float) -> None:
        self._makers, self._inside = BoundedSemaphore(makers), BoundedSemaphore(makers + waiting)
        self._longest = longest

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While it lasts this thread makes its document; raises TooBusy where there is no room, or none in time."""
        if not self._inside.acquire(blocking=False):
            raise TooBusy
        try:
            if not self._makers.acquire(timeout=self._longest):
                raise TooBusy
            try:
                yield
            finally:
                self._makers.release()
        finally:
            self._inside.release()
