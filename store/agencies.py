"""The agencies of this installation, and what each says of itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select
from sqlalchemy.exc import IntegrityError

from domain.agency import Agency
from domain.audit import Act, Noted
from domain.data import from_data, to_data
from domain.layout import Layout, layout_from
from domain.plan import Signatory
from domain.writes import SetBlocks, SetLayout
from store import tables
from store.audit import append_entries
from store.books import OF_AGENCY, AnyRow, Books
from store.engine import Conflict
from store.plan_refs import set_plan_layout
from store.scope import for_every_agency

_A, _P = tables.agencies, tables.plans
# A row for each plan with a layout of its own; one where none has.
_WITH_PLANS = select(_A, _P.c.id.label("plan_id"), _P.c.layout.label("plan_layout"))
_HAS_LAYOUT = _P.c.layout.is_not(None)
_THIS = _WITH_PLANS.outerjoin_from(_A, _P, and_(_P.c.agency_id == OF_AGENCY, _HAS_LAYOUT)).where(_A.c.id == OF_AGENCY)
_ALL = _WITH_PLANS.outerjoin_from(_A, _P, and_(_P.c.agency_id == _A.c.id, _HAS_LAYOUT)).order_by(_A.c.slug)


class _Layouts(Mapping[int, Layout]):
    """The layouts of plans by the plan's id, each read when it is asked for."""

    def __init__(self, stored: Mapping[int, Any]) -> None:
        self._stored = stored

    def __getitem__(self, plan_id: int) -> Layout:
        return layout_from(self._stored[plan_id])

    def __iter__(self) -> Iterator[int]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __repr__(self) -> str:
        return f"layouts of {sorted(self._stored)}"


def add_agency(conn: Connection, slug: str, name: str, layout: Layout, at: datetime, by: Act | None = None) -> int:
    """Adds an agency; its id. Raises Conflict where the slug is taken."""
    values = {"slug": slug, "name": name, "layout": to_data(layout), "place": "", "signatories": []}
    try:
        with conn.begin_nested():
            agency_id: int = conn.execute(insert(_A).values(created_at=at, **values).returning(_A.c.id)).scalar_one()
    except IntegrityError as error:
        raise Conflict(f"there is an agency {slug!r} already") from error
    if by is not None:
        append_entries(Books(conn, agency_id), by, (Noted("changed", "agency", parts={"what": "made"}),))
    return agency_id


def load_agencies(conn: Connection) -> tuple[Agency, ...]:
    """All agencies, by slug."""
    by_id: dict[int, list[AnyRow]] = {}
    for row in for_every_agency(conn, _ALL):
        by_id.setdefault(row.id, []).append(row)
    return tuple(map(_agency, by_id.values()))


def load_agency(books: Books) -> Agency:
    """The agency whose books these are."""
    return books.remember("agency", lambda: _agency(books.fetch_prepared(_THIS)))


def emblem_hashes(conn: Connection) -> frozenset[str]:
    """The names of the bytes of all agencies' emblems: they are never swept away."""
    rows = conn.execute(select(_A.c.emblem).where(_A.c.emblem.is_not(None)))
    return frozenset(row.emblem for row in rows)


def set_layout(books: Books, write: SetLayout) -> None:
    """The agency's layout, name, place, emblem and signatories from now on, each where the write names it."""
    values: dict[str, Any] = {}
    if write.layout is not None and write.plan_id is not None:
        set_plan_layout(books, write.plan_id, write.layout)
    elif write.layout is not None:
        values["layout"] = to_data(write.layout)
    if write.place is not None:
        values["place"] = write.place
    if write.signatories is not None:
        values["signatories"] = to_data(write.signatories)
    if write.name is not None:
        values["name"] = write.name
    if write.emblem is not None:
        values["emblem"] = write.emblem or None
    if values:
        books.update(_A, (), values)


def set_blocks(books: Books, write: SetBlocks) -> None:
    """The findings that forbid certifying from now on, in the layout as it is now."""
    agency = load_agency(books)
    if write.plan_id is not None:
        # A plan that followed the agency's layout has one of its own from now on.
        layout = agency.plan_layouts.get(write.plan_id, agency.layout)
        set_plan_layout(books, write.plan_id, replace(layout, blocks=write.kinds))
        return
    books.update(_A, (), {"layout": to_data(replace(agency.layout, blocks=write.kinds))})


def _agency(rows: Iterable[AnyRow]) -> Agency:
    """The agency in the rows, one for each of its plans with a layout."""
    row, *_ = found = tuple(rows)
    return Agency(
        id=row.id,
        slug=row.slug,
        name=row.name,
        layout=layout_from(row.layout),
        place=row.place,
        signatories=from_data(row.signatories, tuple[Signatory, ...]),
        review_from=row.review_from,
        emblem=row.emblem,
        plan_layouts=_Layouts({one.plan_id: one.plan_layout for one in found if one.plan_id is not None}),
    )
