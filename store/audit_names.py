"""What the numbers in the record of who did what stand for, as it is called today."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Select, and_, select

from domain.audit import AuditEntry, Subject
from store import tables
from store.books import Books

_P, _U, _T, _M, _R = tables.people, tables.units, tables.tasks, tables.measures, tables.updates
_L, _V, _I, _C = tables.plans, tables.report_versions, tables.invites, tables.certificate_requests
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Named:
    """People and units by their number, measures by task and by reply, plans' years, versions, whose invites, and what
    was sent to a head.
    """

    people: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    tasks: Mapping[int, str] = field(default_factory=dict)
    replies: Mapping[int, str] = field(default_factory=dict)
    plans: Mapping[int, int] = field(default_factory=dict)
    versions: Mapping[int, tuple[int, str, int, int]] = field(default_factory=dict)
    invites: Mapping[int, int] = field(default_factory=dict)
    requests: Mapping[int, tuple[int, str, int, int]] = field(default_factory=dict)


def names_of_people(books: Books) -> dict[int, str]:
    """Everybody's names by their numbers, also of who works here no longer."""
    return {row.id: row.name for row in books.fetch_all(select(_P.c.id, _P.c.name))}


def load_named(books: Books, entries: Sequence[AuditEntry]) -> Named:
    """The names that the entries need; everybody's, also of who works here no longer."""
    tasks = _titles(books, _T.c.id, _about(entries, "task"), select(_T.c.id, _M.c.title).join_from(_T, _M, _OF_MEASURE))
    replied = select(_R.c.id, _M.c.title).join_from(_R, _T, _OF_TASK).join(_M, _OF_MEASURE)
    version, request = (select(one.c.id, one.c.year, one.c.kind, one.c.plan, one.c.number) for one in (_V, _C))
    return Named(
        people=names_of_people(books),
        units={row.id: row.name for row in books.fetch_all(select(_U.c.id, _U.c.name))},
        tasks=tasks,
        replies=_titles(books, _R.c.id, _about(entries, "reply"), replied),
        plans={row.id: row.year for row in books.fetch_all(select(_L.c.id, _L.c.year))},
        versions={row.id: tuple(row)[1:] for row in books.fetch_all(version)},
        invites={row.id: row.person_id for row in books.fetch_all(select(_I.c.id, _I.c.person_id))},
        requests={row.id: tuple(row)[1:] for row in books.fetch_all(request)},
    )


_OF_TASK = and_(_T.c.agency_id == _R.c.agency_id, _T.c.id == _R.c.task_id)
_OF_MEASURE = and_(_M.c.agency_id == _T.c.agency_id, _M.c.id == _T.c.measure_id)


def _about(entries: Sequence[AuditEntry], about: Subject) -> list[int]:
    found = {one.noted.about_id for one in entries if one.noted.about == about and one.noted.about_id is not None}
    return sorted(found)


def _titles(books: Books, key: Column[int], ids: Sequence[int], query: Select[tuple[int, str]]) -> dict[int, str]:
    """The measures' titles by the rows' numbers; few numbers are asked for in one statement."""
    parts: list[Collection[int]] = [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
    return {row.id: row.title for part in parts for row in books.fetch_all(query.where(key.in_(part)))}
