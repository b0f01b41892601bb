"""How far LINE's clock and ours are apart, known from the events themselves."""

import threading
from collections import deque
from datetime import datetime, timedelta

from bot.clock import Clock
from store import inbox
from store.engine import Database

KEPT_FOR = timedelta(hours=1)
MOST_READ = 500  # events, at the start of a process
LEAST_SET = timedelta(seconds=2)  # a smaller difference may be a busy machine's
ALIKE_WITHIN = timedelta(seconds=0.3)
SENT_APART = timedelta(seconds=1)

Way = tuple[datetime, timedelta]  # when an event came, by our clock, and how long that was after LINE's time of it


class ClocksApart:
    """The shortest way that an event of the last hour took to us, of any agency: LINE has one clock.

    An event's own way is no measure: where the web process was down, several come late together, and the ways of those
    differ by what lay between their sendings. Where our clock is set while the process runs, that is measured. Whether
    one was set before, only the first events can show: two whose ways are alike though they were sent apart. Later on
    such events show no more than that LINE is late.
    """

    def __init__(self) -> None:
        self._before: deque[Way] = deque()  # heard by processes before this one
        self._heard: deque[Way] = deque()
        self._newest: deque[Way] = deque(maxlen=2)
        self._clock_read: tuple[datetime, float] | None = None
        self._lock = threading.Lock()

    def after(
        self, database: Database, clock: Clock, at: datetime, received_at: datetime, redelivered: bool = False
    ) -> timedelta:
        """What is to be added to LINE's times to have ours, once this event has come; negative where LINE is ahead.

        The way of a redelivered event tells nothing: LINE had sent it before.
        """
        with self._lock:
            if self._clock_read is None:
                came = database.read(lambda conn: inbox.recent_times(conn, MOST_READ))
                for said, then in reversed(came):
                    _note_way(self._before, (then, then - said))
            self._follow_our_clock(clock)
            if at != received_at and not redelivered:  # LINE gave a time
                self._newest.append((received_at, received_at - at))
                _note_way(self._heard, self._newest[-1])
                if self._show_that_a_clock_was_set():
                    self._before.clear()
            shortest = [_shortest(ways, received_at - KEPT_FOR) for ways in (self._before, self._heard)]
            return min((way for way in shortest if way is not None), default=received_at - at)

    def _follow_our_clock(self, clock: Clock) -> None:
        """Brings what is known to our clock as it goes now, where it was set since it was read last."""
        now, steady = clock.machine(), clock.steady()
        if self._clock_read is not None:
            then, steady_then = self._clock_read
            step = (now - then) - timedelta(seconds=steady - steady_then)
            if abs(step) > LEAST_SET:
                for ways in (self._before, self._heard, self._newest):
                    moved = [(came + step, way + step) for came, way in ways]
                    ways.clear()
                    ways.extend(moved)
        self._clock_read = (now, steady)

    def _show_that_a_clock_was_set(self) -> bool:
        """True where the two newest events of this process speak against what was heard before it began."""
        if not self._before or len(self._newest) < 2:
            return False
        (came, way), (came_later, way_later) = self._newest
        apart = abs((came_later - way_later) - (came - way)) >= SENT_APART
        is_set = self._heard[0][1] - self._before[0][1] > LEAST_SET
        return is_set and apart and abs(way_later - way) <= ALIKE_WITHIN


def _note_way(ways: deque[Way], new: Way) -> None:
    """Puts the newest way behind those that are shorter: a longer one of before is never the shortest again."""
    while ways and ways[-1][1] >= new[1]:
        ways.pop()
    ways.append(new)


def _shortest(ways: deque[Way], since: datetime) -> timedelta | None:
    """The shortest way since then, what is older forgotten; None where there is none."""
    while ways and ways[0][0] < since:
        ways.popleft()
    return ways[0][1] if ways else None
