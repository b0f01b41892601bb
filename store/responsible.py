"""Which units a measure's responsible wording names."""

from collections.abc import Sequence

from sqlalchemy import select

from domain.agency import Unit
from domain.plan import Responsible
from store import tables
from store.books import Books
from store.people import units
from store.plan_rows import responsible_of
from thai.normalise import fold_text

_M = tables.measures
_MU = tables.measure_units


def resolve_responsible(books: Books) -> None:
    """Name anew the units of every measure that is still in its plan, by the units there are now."""
    known = units(books)
    measures = books.rows(select(_M.c.id, _M.c.responsible).where(_M.c.gone_at.is_(None)))
    ids = [row.id for row in measures]
    books.delete(_MU, (_MU.c.measure_id.in_(ids),))
    named = [(row.id, named_units(responsible_of(row.responsible), known)) for row in measures]
    books.add(
        _MU,
        [
            {"measure_id": measure_id, "unit_id": unit_id, "place": place}
            for measure_id, unit_ids in named
            for place, unit_id in enumerate(unit_ids)
        ],
    )


def named_units(responsible: Responsible | None, known: Sequence[Unit]) -> tuple[int, ...]:
    """The ids of the units that the wording's `division` and `division/section` names mean, each once.

    Spaces are ignored. A section that is not known means its division; an unknown division means nothing.
    """
    names = () if responsible is None else responsible.units
    found = (_unit_id(name, known) for name in names)
    return tuple(dict.fromkeys(unit_id for unit_id in found if unit_id is not None))


def _unit_id(name: str, known: Sequence[Unit]) -> int | None:
    division, _, section = fold_text(name).partition("/")
    of_division = next((unit.id for unit in known if unit.parent_id is None and fold_text(unit.name) == division), None)
    if of_division is None or not section:
        return of_division
    sections = (unit.id for unit in known if unit.parent_id == of_division and fold_text(unit.name) == section)
    return next(sections, of_division)
