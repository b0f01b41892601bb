"""The record of who did what: entries are added in the transaction of what they tell, and never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select

from domain.audit import FIRST_HASH, Act, AuditEntry, Noted, hash_entry
from store import tables
from store.books import AnyRow, Books

_E, _H = tables.audit_entries, tables.audit_heads
VIEWED_ONCE_IN: Final = timedelta(hours=1)
LOOKED_AT: Final = 500  # of a person's entries
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last entry of an agency's record: its number, 0 where there is none, and its hash."""

    number: int
    hash: str


def append_entries(books: Books, act: Act, noted: Sequence[Noted]) -> None:
    """Adds what was done to the agency's record; whoever else adds to it waits until this transaction ends.

    To be called last in a transaction: what it waits for is then held for a moment only.
    """
    if not noted:
        return
    end = _hold_end(books)
    number, last, rows = end.number, end.hash, []
    for one in noted:
        number += 1
        last = hash_entry(books.agency_id, AuditEntry(number, act, one), last)
        rows.append(_to_row(number, act, one, last))
    books.insert_all(_E, rows)
    books.update(_H, (), {"number": number, "hash": last})


def _to_row(number: int, act: Act, one: Noted, hashed: str) -> dict[str, object]:
    return {
        **{"number": number, "at": act.at, "person_id": act.person_id, "way": act.way},
        **{"kind": one.kind, "about": one.about, "about_id": one.about_id, "behalf_of": one.behalf_of},
        **{"parts": dict(one.parts), "hash": hashed},
    }


def _hold_end(books: Books) -> ChainEnd:
    """The end of the agency's chain, held until the transaction ends. SQLite has one writer anyway."""
    query = select(_H.c.number, _H.c.hash).with_for_update()
    found = books.fetch_one(query)
    if found is None:
        books.insert_new(_H, {"number": 0, "hash": FIRST_HASH})
        found = books.fetch_one(query)
    assert found is not None  # noqa: S101
    return ChainEnd(found.number, found.hash)


def was_viewed(books: Books, act: Act, noted: Noted) -> bool:
    """True where the same person's view of the same page stands in the record within the hour before.

    Among their newest entries alone: a page must not wait for a look at all that they did for years.
    """
    since, theirs = act.at - VIEWED_ONCE_IN, (books.of(_E), _E.c.person_id == act.person_id)
    newest = select(_E).where(*theirs).order_by(_E.c.number.desc()).limit(LOOKED_AT).subquery()
    same = (newest.c.kind == noted.kind, newest.c.about == noted.about, newest.c.at > since)
    rows = books.conn.execute(select(newest.c.about_id, newest.c.parts).where(*same))
    return any(row.about_id == noted.about_id and row.parts == dict(noted.parts) for row in rows)


def find_chain_end(books: Books) -> ChainEnd:
    """Where the agency's chain is said to end."""
    found = books.fetch_one(select(_H.c.number, _H.c.hash))
    return ChainEnd(found.number, found.hash) if found else ChainEnd(0, FIRST_HASH)


def find_chain_fault(books: Books) -> int | None:
    """The number of the first entry that was changed, taken out or slipped in; None where all fit."""
    last, number = FIRST_HASH, 0
    query = books.within(select(_E).order_by(_E.c.number))
    with books.conn.execute(query, execution_options={"yield_per": _AT_ONCE}) as rows:
        for entry in map(_to_entry, rows):
            number += 1
            last = hash_entry(books.agency_id, entry, last)
            if entry.number != number or entry.hash != last:
                return number
    return None if find_chain_end(books) == ChainEnd(number, last) else number + 1


def _to_entry(row: AnyRow) -> AuditEntry:
    act = Act(row.way, row.person_id, row.at)
    return AuditEntry(
        row.number, act, Noted(row.kind, row.about, row.about_id, row.behalf_of, row.parts or {}), row.hash
    )


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are meant: of who acted or in whose place, of a kind, from a moment until before another."""

    person_id: int | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None


def load_entries(
    books: Books, wanted: EntryFilter | None = None, before: int | None = None, most: int | None = None
) -> tuple[AuditEntry, ...]:
    """The entries that are meant, newest first: at most so many, with numbers below `before`."""
    by = wanted or EntryFilter()
    query = select(_E).order_by(_E.c.number.desc()).limit(most)
    if by.person_id is not None:
        query = query.where(or_(_E.c.person_id == by.person_id, _E.c.behalf_of == by.person_id))
    if by.kind:
        query = query.where(_E.c.kind == by.kind)
    if by.since is not None:
        query = query.where(_E.c.at >= by.since)
    if by.until is not None:
        query = query.where(_E.c.at < by.until)
    if before is not None:
        query = query.where(_E.c.number < before)
    return tuple(map(_to_entry, books.fetch_all(query)))
