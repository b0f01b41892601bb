"""The agencies of this installation, and what each says of itself."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from domain.agency import Agency
from domain.data import from_data, to_data
from domain.layout import Layout, layout_from
from domain.plan import Signatory
from domain.writes import SetBlocks, SetLayout
from store import tables
from store.books import OF_AGENCY, AnyRow, Books
from store.engine import Conflict

_A = tables.agencies
_THIS = select(_A).where(_A.c.id == OF_AGENCY)


def add_agency(conn: Connection, slug: str, name: str, layout: Layout, at: datetime) -> int:
    """Adds an agency; its id. Raises Conflict where the slug is taken."""
    values = {"slug": slug, "name": name, "layout": to_data(layout), "place": "", "signatories": []}
    try:
        with conn.begin_nested():
            agency_id: int = conn.execute(insert(_A).values(created_at=at, **values).returning(_A.c.id)).scalar_one()
    except IntegrityError as error:
        raise Conflict(f"there is an agency {slug!r} already") from error
    return agency_id


def load_agencies(conn: Connection) -> tuple[Agency, ...]:
    """All agencies, by slug."""
    return tuple(_agency(row) for row in conn.execute(select(_A).order_by(_A.c.slug)))


def load_agency(books: Books) -> Agency:
    """The agency whose books these are."""
    (row,) = books.fetch_prepared(_THIS)
    return _agency(row)


def emblem_hashes(conn: Connection) -> frozenset[str]:
    """The names of the bytes of all agencies' emblems: they are never swept away."""
    rows = conn.execute(select(_A.c.emblem).where(_A.c.emblem.is_not(None)))
    return frozenset(row.emblem for row in rows)


def set_layout(books: Books, write: SetLayout) -> None:
    """The agency's layout, name, place, emblem and signatories from now on, each where the write names it."""
    values: dict[str, Any] = {}
    if write.layout is not None:
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
    layout = replace(load_agency(books).layout, blocks=write.kinds)
    books.update(_A, (), {"layout": to_data(layout)})


def _agency(row: AnyRow) -> Agency:
    signatories = from_data(row.signatories, tuple[Signatory, ...])
    return Agency(
        row.id, row.slug, row.name, layout_from(row.layout), row.place, signatories, row.review_from, row.emblem
    )
