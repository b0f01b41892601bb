"""All that is kept of one person, as plain values: for that person to read and take along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from store import tables
from store.books import AnyRow, Books
from store.people import find_person, load_units

_P, _U, _E, _T, _M, _N = (
    tables.people, tables.updates, tables.evidence, tables.tasks, tables.measures, tables.notices,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeAccepted:
    """Which version of the privacy notice was accepted, and when."""

    version: str
    at: datetime


def notices_accepted(books: Books, line_user: str) -> tuple[NoticeAccepted, ...]:
    """The versions of the notice that the LINE user accepted, oldest first."""
    query = select(_N.c.version, _N.c.at).where(_N.c.line_user == line_user).order_by(_N.c.at)
    return tuple(NoticeAccepted(row.version, row.at) for row in books.fetch_all(query))


def count_given(books: Books, person_id: int) -> tuple[int, int]:
    """How many reports, and how many photos, files and links, the person has given."""
    counted = [
        books.fetch_all(select(func.count().label("given")).where(books.of(table), table.c.person_id == person_id))
        for table in (_U, _E)
    ]
    return int(counted[0][0].given), int(counted[1][0].given)


def collect_my_data(books: Books, person_id: int) -> Mapping[str, Any]:
    """Everything by kind, days and instants in ISO; {} where there is no such person."""
    who = find_person(books, person_id)
    if who is None:
        return {}
    names = {unit.id: unit.name for unit in load_units(books)}
    told = tables.task_offers
    return {
        "person": {
            "name": who.name,
            "position": who.position,
            "units": [names[unit] for unit in who.unit_ids if unit in names],
            "roles": sorted(who.roles),
            "line_user": who.line_user,
            "away": [day.isoformat() for day in who.away] if who.away else None,
        },
        "notices_accepted": [
            {"version": one.version, "at": one.at.isoformat()} for one in notices_accepted(books, who.line_user or "")
        ],
        "replies": _rows(books, _of_person(_U, person_id)),
        "evidence": _rows(
            books, _of_person(_E, person_id), but=("message_id", "source", "error", "attempts", "next_at")
        ),
        "checks": _rows(books, select(tables.reviews).where(tables.reviews.c.person_id == person_id)),
        "handed_on": _rows(books, select(told).where((told.c.from_id == person_id) | (told.c.to_id == person_id))),
        "reminders": _rows(books, select(tables.reminders).where(tables.reminders.c.person_id == person_id)),
        "sign_ins": _rows(books, select(tables.sessions).where(tables.sessions.c.person_id == person_id)),
        "record": _rows(books, select(tables.audit_entries).where(tables.audit_entries.c.person_id == person_id)),
        "conversation": _rows(
            books, select(tables.conversations).where(tables.conversations.c.line_user == (who.line_user or ""))
        ),
    }


def _of_person(table: Any, person_id: int) -> Select[Any]:
    """The person's rows of the table with the measure that each is about."""
    of_task = and_(_T.c.agency_id == table.c.agency_id, _T.c.id == table.c.task_id)
    of_measure = and_(_M.c.agency_id == table.c.agency_id, _M.c.id == _T.c.measure_id)
    joined = table.outerjoin(_T, of_task).outerjoin(_M, of_measure)
    about = _M.c.title.label("measure")
    return select(table, about).select_from(joined).where(table.c.person_id == person_id).order_by(table.c.id)


_NEVER = ("agency_id", "token_hash", "ticket", "event_id", "person_id")


def _rows(books: Books, query: Select[Any], but: Sequence[str] = ()) -> list[dict[str, Any]]:
    return [_keep_columns(row, (*_NEVER, *but)) for row in books.fetch_all(query)]


def _keep_columns(row: AnyRow, but: Sequence[str]) -> dict[str, Any]:
    return {name: _format_value(value) for name, value in row._mapping.items() if name not in but}


def _format_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
