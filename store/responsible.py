"""Which units a measure's responsible wording names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel
from sqlalchemy import select

from domain.agency import Unit
from domain.plan import Measure, Plan, Responsible
from domain.unit_names import find_unit
from store import tables
from store.books import Books
from store.people import units_as_written
from store.plan_rows import responsible_of
from thai.normalise import fold_text

_M = tables.measures
_MU = tables.measure_units


def resolve_responsible(books: Books) -> None:
    """Name anew the units of every measure that is still in its plan, by the units there are now."""
    known = units_as_written(books)
    measures = books.fetch_all(select(_M.c.id, _M.c.responsible).where(_M.c.gone_at.is_(None)))
    ids = [row.id for row in measures]
    books.delete(_MU, (_MU.c.measure_id.in_(ids),))
    named = [(row.id, named_units(responsible_of(row.responsible), known)) for row in measures]
    books.insert_all(
        _MU,
        [
            {"measure_id": measure_id, "unit_id": unit_id, "place": place}
            for measure_id, unit_ids in named
            for place, unit_id in enumerate(unit_ids)
        ],
    )


def unknown_units(plan: Plan, known: Sequence[Unit]) -> tuple[str, ...]:
    """The divisions that the plan names and the agency does not have, in the plan's order, each once.

    Nothing is unknown while the agency has no units at all: its people are to come.
    """
    named = (name for m in plan.measures if m.responsible for name in unknown_divisions(m.responsible, known))
    return tuple(dict.fromkeys(named))


def unknown_divisions(responsible: Responsible, known: Sequence[Unit]) -> tuple[str, ...]:
    """The divisions among these that the agency does not have; none while it has no units at all."""
    named = dict.fromkeys(unit.partition("/")[0] for unit in responsible.units)
    return tuple(name for name in named if known and find_unit(name, known) is None)


def likely_units(name: str, known: Sequence[Unit]) -> tuple[str, ...]:
    """The agency's own units as `division` and `division/section`, the most alike to the name first."""
    names = {unit.id: unit.name for unit in known}
    full = [f"{names[unit.parent_id]}/{unit.name}" if unit.parent_id else unit.name for unit in known]
    return tuple(sorted(full, key=lambda each: -_likeness(each, name)))


def _likeness(unit: str, name: str) -> float:
    return max(Indel.normalized_similarity(fold_text(part), fold_text(name)) for part in (unit, unit.split("/")[-1]))


def with_units(plan: Plan, instead: Mapping[str, str]) -> Plan:
    """The plan, its divisions named as the agency calls them; the wording of who is responsible stays."""
    topics = (
        replace(topic, measures=tuple(_with_units(measure, instead) for measure in topic.measures))
        for topic in plan.topics
    )
    return replace(plan, topics=tuple(topics))


def _with_units(measure: Measure, instead: Mapping[str, str]) -> Measure:
    if measure.responsible is None:
        return measure
    units = tuple(dict.fromkeys(_instead(unit, instead) for unit in measure.responsible.units))
    return replace(measure, responsible=replace(measure.responsible, units=units))


def _instead(unit: str, instead: Mapping[str, str]) -> str:
    division, slash, section = unit.partition("/")
    own = instead.get(division, division)
    return own if "/" in own else f"{own}{slash}{section}"


def named_units(responsible: Responsible | None, known: Sequence[Unit]) -> tuple[int, ...]:
    """The ids of the units that the wording's `division` and `division/section` names mean, each once.

    A section that is not known means its division; an unknown division means nothing.
    """
    names = () if responsible is None else responsible.units
    found = (find_unit(name, known) for name in names)
    return tuple(dict.fromkeys(unit.id for unit in found if unit is not None))
