"""Units renamed and merged: people, tasks and plans follow; what was closed keeps the name of then."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, exists, or_, select

from domain.agency import Unit
from domain.data import to_data
from domain.unit_merge import find_merge_problem, follow_units, plan_merge
from domain.writes import ForgetUnitName, MergeUnits, RenameUnit
from store import tables
from store.books import Books
from store.engine import Conflict
from store.expected import bring_tasks_up_to_date, move_tasks
from store.handovers import note_handovers
from store.people import forget_unit_name, load_units, set_unit_name, units_as_written
from store.plan_rows import responsible_of
from store.responsible import resolve_responsible
from store.tasks import load_tasks
from thai.normalise import fold_text, tidy_spaces

_U, _PU, _N, _M, _P = (
    tables.units,
    tables.person_units,
    tables.unit_names,
    tables.measures,
    tables.plans,
)


def rename_unit(books: Books, write: RenameUnit) -> None:
    """The unit's new name; its old one is kept for plans. Raises Conflict where it is gone or the name is taken."""
    books.hold_office()
    before, known, name = load_tasks(books), units_as_written(books), tidy_spaces(write.name)
    unit = next((one for one in known if one.id == write.unit_id), None)
    if unit is None or any(
        one.id != unit.id and one.parent_id == unit.parent_id and fold_text(one.name) == fold_text(name)
        for one in known
    ):
        raise Conflict(f"unit {write.unit_id} cannot be called {name!r}")
    books.update(_U, (_U.c.id == unit.id,), {"name": name})
    if fold_text(unit.name) != fold_text(name):
        forget_unit_name(books, ForgetUnitName(name))
        set_unit_name(books, unit.name, unit.id)
    _follow_in_plans(books, known, {}, write.since)
    resolve_responsible(books)
    bring_tasks_up_to_date(books)
    note_handovers(books, before, write.at)


def merge_units(books: Books, write: MergeUnits) -> None:
    """The unit goes into the other. Raises Conflict where one of them is gone, or it cannot."""
    books.hold_office()
    before, known = load_tasks(books), units_as_written(books)
    by_id = {one.id: one for one in known}
    unit, into = by_id.get(write.unit_id), by_id.get(write.into_id)
    if unit is None or into is None or find_merge_problem(known, unit, into):
        raise Conflict(f"unit {write.unit_id} cannot go into unit {write.into_id}")
    merge = plan_merge(known, unit, into)
    for one, division in merge.moved:
        books.update(_U, (_U.c.id == one,), {"parent_id": division})
    for one, other in merge.merged:
        _move_people(books, one, other)
        move_tasks(books, one, other)
        _move_names(books, by_id[one], other)
        books.update(_U, (or_(_U.c.id == one, _U.c.merged_into == one),), {"merged_into": other})
    _follow_in_plans(books, known, dict(merge.merged), write.since)
    resolve_responsible(books)
    bring_tasks_up_to_date(books)
    note_handovers(books, before, write.at)


def count_following(books: Books, unit_id: int, since: int) -> int:
    """How many measures of this fiscal year's plans and later ones are the unit's own, or of its sections."""
    known = load_units(books)
    near = [one.id for one in known if unit_id in (one.id, one.parent_id)]
    mu = tables.measure_units
    named = exists().where(books.of(mu), mu.c.measure_id == _M.c.id, mu.c.unit_id.in_(near)).correlate(_M)
    return len(books.fetch_all(_measures_since(since).where(named)))


def _move_people(books: Books, unit_id: int, into_id: int) -> None:
    """Who stood in the unit stands in the other, in the same place among their units."""
    there = {row.person_id for row in books.fetch_all(select(_PU.c.person_id).where(_PU.c.unit_id == into_id))}
    books.delete(_PU, (_PU.c.unit_id == unit_id, _PU.c.person_id.in_(list(there))))
    books.update(_PU, (_PU.c.unit_id == unit_id,), {"unit_id": into_id})


def _move_names(books: Books, unit: Unit, into_id: int) -> None:
    """Groups, reminders that were asked for, and all names by which plans and lists mean the unit, mean the other."""
    books.update(_N, (_N.c.unit_id == unit.id,), {"unit_id": into_id})
    set_unit_name(books, unit.name, into_id)
    for table in (tables.line_groups, tables.group_codes):
        books.update(table, (table.c.unit_id == unit.id,), {"unit_id": into_id})
    asked = tables.asked_reminders
    for row in books.fetch_all(select(asked.c.id, asked.c.unit_ids)):
        if unit.id in row.unit_ids:
            ids = list(dict.fromkeys(into_id if one == unit.id else one for one in row.unit_ids))
            books.update(asked, (asked.c.id == row.id,), {"unit_ids": ids})


def _follow_in_plans(books: Books, before: Sequence[Unit], now: Mapping[int, int], since: int | None) -> None:
    """The plans of the fiscal year `since` and later name their units as they are called now; none where it is None."""
    if since is None:
        return
    after = units_as_written(books)
    for row in books.fetch_all(_measures_since(since)):
        responsible = responsible_of(row.responsible)
        if responsible and (new := follow_units(responsible, before, after, now)) != responsible:
            books.update(_M, (_M.c.id == row.id,), {"responsible": to_data(new)})


def _measures_since(since: int) -> Select[Any]:
    """The measures in the plans of the fiscal year and later."""
    of_plan = (_P.c.agency_id == _M.c.agency_id) & (_P.c.id == _M.c.plan_id)
    query = select(_M.c.id, _M.c.responsible).join_from(_M, _P, of_plan)
    return query.where(_P.c.year >= since, _M.c.gone_at.is_(None))
