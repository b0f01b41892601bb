"""By what an agency's menus are known to show an old number: a few newest ids and counts, for all agencies at once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Table, case, func, select

from domain.agency import Role
from store import tables
from store.scope import for_every_agency

_A = tables.agencies


def _of_agency(table: Table, *values: Any) -> list[ScalarSelect[Any]]:
    """Each value over the rows of the agency that the query is at."""
    return [select(value).where(table.c.agency_id == _A.c.id).scalar_subquery() for value in values]


_U, _V, _R, _T, _L, _P = tables.updates, tables.reviews, tables.rounds, tables.tasks, tables.plans, tables.people
_S, _O, _H = tables.person_units, tables.person_roles, tables.handovers
_F = tables.task_offers
_NEWS = select(
    _A.c.id,
    _A.c.slug,
    _A.c.review_from,
    *_of_agency(_U, func.max(_U.c.id)),
    *_of_agency(_V, func.max(_V.c.id)),
    *_of_agency(_R, func.count(_R.c.id), func.count(_R.c.closed_at), func.min(_R.c.due), func.max(_R.c.due)),
    *_of_agency(_T, func.max(_T.c.id)),
    *_of_agency(_L, func.max(_L.c.imported_at)),
    *_of_agency(
        _P, func.count(_P.c.id), func.count(_P.c.line_user), func.sum(case((_P.c.reachable, 1), else_=0)),
        func.max(_P.c.reachable_at),
    ),
    # Who stands where and may do what decides whose tasks they are; an heir is told of theirs besides.
    *_of_agency(_S, func.count(), func.sum(_S.c.person_id * _S.c.unit_id)),
    *_of_agency(_O, *(func.sum(case((_O.c.role == role, _O.c.person_id), else_=0)) for role in Role)),
    *_of_agency(_H, func.max(_H.c.id)),
    *_of_agency(_F, func.count(_F.c.answered_at)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """What differs once people enrolled or left, replied or were checked, or a round or a plan is another."""

    agency_id: int
    slug: str
    mark: tuple[Any, ...]


def news_of_agencies(conn: Connection) -> tuple[News, ...]:
    """Every agency with the mark of what its people's numbers follow from."""
    rows = for_every_agency(conn, _NEWS)
    return tuple(News(row[0], row[1], tuple(row[2:])) for row in rows)
