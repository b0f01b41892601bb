"""How often something was tried, counted in the database for all processes; who tried stands there as a hash."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete

from store import tables
from store.books import insert_into

_T = tables.attempts
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries by one of the same key within the time, counted anew when that is over."""

    name: str
    most: int
    within: timedelta


def count_attempt(conn: Connection, limit: Limit, key_hash: str, now: datetime) -> datetime | None:
    """One more try; until when no more is allowed, None where this one is."""
    until = end_of(limit, now)
    values = {"name": limit.name, "key_hash": key_hash, "until": until, "tries": 1}
    statement = insert_into(_T, conn.dialect.name).values(**values)
    keys = [_T.c.name, _T.c.key_hash, _T.c.until]
    counted = statement.on_conflict_do_update(index_elements=keys, set_={"tries": _T.c.tries + 1}).returning(_T.c.tries)
    return until if conn.execute(counted).scalar_one() > limit.most else None


def end_of(limit: Limit, now: datetime) -> datetime:
    """When the time in which tries are counted now is over."""
    return now + limit.within - (now - _EPOCH) % limit.within


def forget_attempts(conn: Connection, before: datetime) -> int:
    """Forgets what was counted in times over before then; how many rows."""
    return conn.execute(delete(_T).where(_T.c.until < before)).rowcount


class Waiting:
    """Who is over a limit, as far as this process has heard."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], datetime] = {}
        self._lock = threading.Lock()

    def find_end(self, key: tuple[str, str], now: datetime) -> datetime | None:
        """Until when the key waits; None where it need not."""
        with self._lock:
            until = self._until.get(key)
        return until if until is not None and until > now else None

    def keep(self, key: tuple[str, str], until: datetime, now: datetime) -> None:
        """The key waits until then; who need not wait any more is forgotten."""
        with self._lock:
            if len(self._until) >= _MOST_REMEMBERED:
                self._until = {one: end for one, end in self._until.items() if end > now}
            if len(self._until) < _MOST_REMEMBERED:
                self._until[key] = until
