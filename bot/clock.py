"""The one place that reads time.

*World* time (due dates, expiry of codes, links and conversations) follows the demo's movable clock where there
is one; the machine's time serves leases, back-off, timeouts and token caches.
"""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import urllib3

_STALE_AFTER = timedelta(seconds=1)


def machine_now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


def seconds() -> float:
    """Seconds that only grow, for time-outs and caches."""
    return time.monotonic()


def steady_seconds() -> float:
    """Seconds that only grow, also while the machine sleeps (on Linux), and that nobody can set."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Clock:
    """World time: the machine's, or the simulator's where `url` names its clock (read once a second)."""

    def __init__(
        self,
        url: str | None = None,
        machine: Callable[[], datetime] = machine_now,
        steady: Callable[[], float] = steady_seconds,
    ) -> None:
        self._url = url
        self._machine = machine
        self.steady = steady
        self._ahead: timedelta | None = None
        self._read_at: datetime | None = None
        self._lock = threading.Lock()
        self._http = urllib3.PoolManager(retries=False)

    def machine(self) -> datetime:
        """The machine's time, UTC."""
        return self._machine()

    def now(self) -> datetime:
        """World time, UTC; never goes back. Where the simulator does not answer, the last known step ahead holds."""
        now = self._machine()
        if self._url is None:
            return now
        with self._lock:
            if self._read_at is None or now - self._read_at > _STALE_AFTER:
                self._read_at = now
                self._ahead = self._read_ahead(now)
            return now + (self._ahead or timedelta())

    def _read_ahead(self, now: datetime) -> timedelta | None:
        """How far the simulator is ahead of the machine; what was known before where it does not answer."""
        try:
            answer = self._http.request("GET", str(self._url), timeout=2.0)
            ahead = datetime.fromisoformat(json.loads(answer.data)["now"]) - now
        except (urllib3.exceptions.HTTPError, ValueError, KeyError):
            return self._ahead
        return ahead if self._ahead is None else max(self._ahead, ahead)
