"""How far LINE's clock and ours are apart, known from the events themselves."""

import threading
from collections import deque
from datetime import datetime, timedelta
from itertools import pairwise

from store import inbox
from store.engine import Database

KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 500
# So many events in a row, sent apart, whose ways are alike show that a clock was set.
ALIKE = 4
ALIKE_WITHIN = timedelta(seconds=0.3)
SENT_APART = timedelta(seconds=1)
LEAST_SET = timedelta(seconds=2)  # a smaller difference may be a busy machine's


class ClocksApart:
    """The shortest way that an event of the last hour took to us, of any agency: LINE has one clock.

    An event's own way is no measure: where the web process was down, several come late together, and the ways of those
    differ by what lay between their sendings. Ways that are alike though sent apart are of clocks that were set: what
    came before says no more.
    """

    def __init__(self) -> None:
        self._ways: deque[tuple[datetime, timedelta]] = deque(maxlen=MOST_KEPT)
        self._known = False
        self._lock = threading.Lock()

    def after(self, database: Database, at: datetime, received_at: datetime) -> timedelta:
        """What is to be added to LINE's times to have ours, once this event has come; negative where LINE is ahead."""
        with self._lock:
            if not self._known:  # another process, or one that was killed, has heard more
                came = database.read(lambda conn: inbox.recent_times(conn, MOST_KEPT))
                self._ways.extend((then, then - said) for said, then in reversed(came))
                self._known = True
            while self._ways and received_at - self._ways[0][0] > KEPT_FOR:
                self._ways.popleft()
            if at != received_at:  # LINE gave a time
                self._ways.append((received_at, received_at - at))
                self._forget_before_clocks_were_set()
            return min((way for _, way in self._ways), default=received_at - at)

    def _forget_before_clocks_were_set(self) -> None:
        newest = list(self._ways)[-ALIKE:]
        ways = [way for _, way in newest]
        sent = sorted(then - way for then, way in newest)
        apart = all(later - earlier >= SENT_APART for earlier, later in pairwise(sent))
        is_set = min(ways) - min(way for _, way in self._ways) > LEAST_SET
        if len(newest) == ALIKE and is_set and apart and max(ways) - min(ways) <= ALIKE_WITHIN:
            self._ways = deque(newest, maxlen=MOST_KEPT)
