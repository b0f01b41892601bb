"""The simulator's clock: it starts on a set day, runs with real time, and can be moved forward."""

import calendar
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 09:00 in Bangkok
BANGKOK = timezone(timedelta(hours=7))


class Backwards(ValueError):
    """The clock was asked to go back; bots may rely on time that only grows."""


class Clock:
    """A world time that runs with the machine's and jumps forward when told."""

    def __init__(self, start: datetime = START, real: Callable[[], float] = time.monotonic) -> None:
        self._real = real
        self._base = start.astimezone(UTC)
        self._origin = real()

    def simulated_now(self) -> datetime:
        """The simulated instant, in UTC."""
        return self._base + timedelta(seconds=self._real() - self._origin)

    def milliseconds(self) -> int:
        """The simulated instant as LINE writes it: milliseconds since 1970."""
        return int(self.simulated_now().timestamp() * 1000)

    def move_to(self, to: datetime) -> datetime:
        """The new instant; raises Backwards for one that has passed."""
        if to < self.simulated_now():
            raise Backwards(f"the clock only moves forward; it is already {iso(self.simulated_now())}")
        self._base, self._origin = to.astimezone(UTC), self._real()
        return self.simulated_now()

    def move_by(self, *, minutes: float = 0, days: float = 0, months: int = 0) -> datetime:
        """The new instant after so many months, days and minutes of Bangkok's calendar."""
        target = add_months(self.simulated_now().astimezone(BANGKOK), months)
        return self.move_to(target + timedelta(days=days, minutes=minutes))


def add_months(at: datetime, months: int) -> datetime:
    """The same day and hour so many months later, or that month's last day where it is shorter."""
    year, month0 = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return at.replace(year=year, month=month0 + 1, day=min(at.day, last))


def iso(at: datetime) -> str:
    """An instant as `2026-11-20T02:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_instant(text: str) -> datetime:
    """The instant of an ISO text; a date or a time without a zone is Bangkok's. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=BANGKOK)
