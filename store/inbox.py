"""Every event that LINE was told 200 for, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, String, bindparam, case, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from store import tables
from store.books import Books, Condition, insert_new
from store.columns import Json, is_word
from store.first_look import AT_NOTHING, LOOK, FirstLook, LookAt, read_look, unsent_message
from store.scope import for_every_agency, see_agency

INTERNAL = "tidtam.evidence"  # the type of our own events
EDITED = "messageEdited"  # LINE's word for a message changed after it was sent
_I = tables.inbox
_DONE = is_word(_I.c.state, "done")
_FAILED = is_word(_I.c.state, "failed")
_DEAD = is_word(_I.c.state, "dead")
# A turn that fails for the first time is stored so in the same transaction; one taken again may be unsent meanwhile.
_MAY_FAIL = or_(_FAILED, _I.c.attempts == 0)


@dataclass(frozen=True, slots=True)
class FailedEvent:
    """An event whose turn failed; `next_at` is when it was seen to be due again, and what a claim moves."""

    agency_id: int
    id: int
    event_id: str
    raw: Mapping[str, Any] | None
    line_user: str | None
    attempts: int
    next_at: datetime
    received_at: datetime
    error: str | None


def store_event(
    books: Books,
    *,
    event_id: str,
    type: str,
    at: datetime,
    received_at: datetime,
    line_user: str | None = None,
    message_id: str | None = None,
    raw: Mapping[str, Any] | None = None,
    says: str | None = None,
    look_at: LookAt = AT_NOTHING,
) -> FirstLook | None:
    """The first look of the event's turn, once it is stored (as done); None where it was already: all is done then.

    Where it says the message `says`, and that was unsent before, `raw` is not kept.
    """
    values = {"event_id": event_id, "type": type, "at": at, "line_user": line_user, "message_id": message_id}
    rest = {"told": raw, "says": says, "state": "done", "attempts": 0, "received_at": received_at}
    stored = books.insert_and_fetch(_store(books.conn.dialect.name), {**values, **rest, **look_at.values})
    return None if stored is None else read_look(stored, look_at)


@cache
def _store(dialect: str) -> ReturningInsert[Any]:
    unsent = unsent_message(bindparam("says", type_=String))
    kept = case((unsent.is_(None), bindparam("told", type_=Json)))
    return insert_new(_I, dialect).values(raw=kept).returning(*LOOK)


def has_events(books: Books) -> bool:
    """True once LINE has sent the agency anything."""
    return books.fetch_one(select(_I.c.id).where(_I.c.type != INTERNAL).limit(1)) is not None


def stored_raw(books: Books, event_id: str) -> Mapping[str, Any] | None:
    """The event as LINE sent it, None where it is not kept (any more)."""
    row = books.fetch_one(select(_I.c.raw).where(_I.c.event_id == event_id))
    return None if row is None else row.raw


def mark_done(books: Books, event_id: str) -> None:
    """The event's turn was taken."""
    books.update(_I, (_I.c.event_id == event_id,), {"state": "done", "next_at": None, "error": None})


def mark_failed(books: Books, event_id: str, error: str, next_at: datetime) -> None:
    """The event's turn failed and is due again then; nothing where it was unsent meanwhile."""
    values = {"state": "failed", "error": error, "next_at": next_at, "attempts": _I.c.attempts + 1}
    books.update(_I, (_I.c.event_id == event_id, _MAY_FAIL), values)


def mark_dead(books: Books, event_id: str, error: str) -> None:
    """The event's turn has failed for good: the operator looks at it; nothing where it was unsent meanwhile."""
    values = {"state": "dead", "error": error, "next_at": None, "attempts": _I.c.attempts + 1}
    books.update(_I, (_I.c.event_id == event_id, _MAY_FAIL), values)


def dead_events(books: Books) -> tuple[str, ...]:
    """The ids of the events that failed for good, oldest first."""
    query = select(_I.c.event_id).where(_DEAD).order_by(_I.c.id)
    return tuple(row.event_id for row in books.fetch_all(query))


def forget_event(books: Books, event_id: str) -> None:
    """What LINE sent is no longer kept, that it sent something is; a turn that failed is not taken again."""
    forgotten = {"raw": None, "error": None, "state": "done", "next_at": None}
    books.update(_I, (_I.c.event_id == event_id,), forgotten)


def empty_raw_of(books: Books, event_id: str) -> None:
    """What LINE sent in an event whose turn was taken is no longer kept."""
    books.update(_I, (_I.c.event_id == event_id, _DONE), {"raw": None})


def recent_times(conn: Connection, limit: int) -> tuple[tuple[datetime, datetime], ...]:
    """When LINE says that the latest events of any agency happened, and when they came to us; newest first.

    Not those of our own, and not those without a time of LINE's.
    """
    from_line = (_I.c.type != INTERNAL, _I.c.at != _I.c.received_at)
    query = select(_I.c.at, _I.c.received_at).where(*from_line).order_by(_I.c.id.desc()).limit(limit)
    rows = for_every_agency(conn, query)
    return tuple((row.at, row.received_at) for row in rows)


def find_due_events(conn: Connection, now: datetime, limit: int) -> tuple[FailedEvent, ...]:
    """The failed events of any agency that are due again by now, longest due first."""
    query = select(_I).where(_FAILED, _I.c.next_at <= now).order_by(_I.c.next_at, _I.c.id).limit(limit)
    rows = for_every_agency(conn, query)
    names = tuple(FailedEvent.__dataclass_fields__)
    return tuple(FailedEvent(**{name: getattr(row, name) for name in names}) for row in rows)


def claim_event(conn: Connection, event: FailedEvent, lease_end: datetime) -> bool:
    """True where the event is the caller's to try again until the lease ends; False where another was first."""
    this = (_I.c.agency_id == event.agency_id, _I.c.id == event.id)
    seen = (_FAILED, _I.c.next_at == event.next_at)
    claimed = update(_I).where(*this, *seen).values(next_at=lease_end)
    return see_agency(conn, event.agency_id).execute(claimed).rowcount == 1


def awaited_hashes(conn: Connection) -> frozenset[str]:
    """The names of the bytes that failed internal events of any agency tell of: they are recorded when retaken."""
    query = select(_I.c.raw).where(_FAILED, _I.c.raw.is_not(None))
    rows = for_every_agency(conn, query)
    told = (row.raw.get("fetched") for row in rows)
    fetched = (one for one in told if isinstance(one, dict))
    return frozenset(one[name] for one in fetched for name in ("sha256", "shown") if one.get(name))


def empty_old_raw(conn: Connection, before: datetime) -> int:
    """Forgets, for every agency, what LINE sent in events done and received before then; how many there were."""
    return _empty_raw(conn, _DONE, before)


def empty_dead_raw(conn: Connection, before: datetime) -> int:
    """Forgets, for every agency, what LINE sent in events that failed for good and came before then; how many."""
    return _empty_raw(conn, _DEAD, before)


def _empty_raw(conn: Connection, state: Condition, before: datetime) -> int:
    old = (state, _I.c.raw.is_not(None), _I.c.received_at < before)
    emptied = update(_I).where(*old).values(raw=None)
    return for_every_agency(conn, emptied).rowcount
