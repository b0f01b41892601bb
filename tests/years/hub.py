"""Virtual time: many works that wait for their moment, one running at a time, in an order that follows from the seed.

Each work is a greenlet: the product's code waits in the midst of a call (for LINE, for a second to pass) while others
go on, as threads and processes would, but always in the same order.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from greenlet import GreenletExit, getcurrent, greenlet


@dataclass
class Work:
    """Something that runs, waits and goes on; `turn` counts its waits, so that a wait cut short is not ended twice."""

    run: Any
    owner: object = None
    turn: int = 0
    over: bool = False


@dataclass(order=True)
class _Entry:
    at: float
    number: int
    work: Work = field(compare=False)
    turn: int = field(compare=False)


class Hub:
    """The one who has the time, in seconds since `start`, and says who goes on next."""

    def __init__(self, start: datetime) -> None:
        self.start_of_time = start
        self.at = 0.0
        self.steps = 0
        self.after_step: Callable[[], None] = lambda: None
        self._main = getcurrent()
        self._waiting: list[_Entry] = []
        self._entries = 0
        self._works: list[Work] = []
        self._present: Work | None = None
        self._doomed: list[Work] = []

    def now(self) -> datetime:
        """The true time."""
        return self.start_of_time + timedelta(seconds=self.at)

    def seconds(self) -> float:
        """Seconds since the beginning."""
        return self.at

    def until(self, moment: datetime) -> float:
        """How many seconds there are until the moment; 0 once it has passed."""
        return max(0.0, (moment - self.now()).total_seconds())

    def begin(self, run: Callable[[], object], after: float = 0.0, owner: object = None) -> Work:
        """Have this run after so many seconds; `owner` is who can be ended with all that it does."""
        work = Work(greenlet(run, self._main), owner)
        self._works.append(work)
        self._wait(work, after)
        return work

    def sleep(self, seconds: float) -> None:
        """Let the others go on until so much time has passed, or somebody wakes the one that sleeps."""
        work = self._present
        if work is None or getcurrent() is not work.run:
            raise RuntimeError("only a work of the hub may wait")
        self._wait(work, seconds)
        self._main.switch()

    def wake(self, work: Work, after: float = 0.0) -> None:
        """End the work's wait after so many seconds, if that is sooner."""
        if not work.over:
            self._push(work, after)

    @property
    def present(self) -> Work:
        """The work that runs."""
        assert self._present is not None
        return self._present

    def end_all_of(self, owner: object) -> None:
        """End whatever the owner had under way, in the midst of it; the present work may be one of them."""
        self._doomed += [work for work in self._works if work.owner is owner and not work.over]

    def run(self, until: datetime) -> None:
        """Go on until this moment."""
        end = (until - self.start_of_time).total_seconds()
        while self._waiting and self._waiting[0].at <= end:
            entry = heapq.heappop(self._waiting)
            work = entry.work
            if work.over or entry.turn != work.turn:
                continue
            self.at = max(self.at, entry.at)
            work.turn += 1
            self._step(work)
        self.at = max(self.at, end)

    def close(self) -> None:
        """End everything."""
        self._doomed = [work for work in self._works if not work.over]
        self._bury()

    def _step(self, work: Work) -> None:
        self.steps += 1
        self._present = work
        try:
            work.run.switch()
        finally:
            self._present = None
        if work.run.dead:
            work.over = True
        self._bury()
        if self.steps % 256 == 0:
            self._works = [one for one in self._works if not one.over]
        self.after_step()

    def _bury(self) -> None:
        for work in self._doomed:
            if not work.over:
                work.over = True
                if not work.run.dead:
                    work.run.throw(GreenletExit)
        self._doomed.clear()

    def _wait(self, work: Work, seconds: float) -> None:
        self._push(work, seconds)

    def _push(self, work: Work, after: float) -> None:
        self._entries += 1
        heapq.heappush(self._waiting, _Entry(self.at + max(0.0, after), self._entries, work, work.turn))
