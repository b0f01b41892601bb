"""Which tasks a round expects, and keeping its tasks so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from domain.task import Round
from domain.writes import OpenRound
from store import tables
from store.agencies import load_agency
from store.books import Books
from store.people import load_lineage, load_people, load_units
from store.plan_refs import find_plan_ref
from store.plan_rows import responsible_of
from store.rounds import load_open_rounds, load_rounds
from thai.fiscal import RoundKind

_M, _MU, _R, _T = tables.measures, tables.measure_units, tables.rounds, tables.tasks

# A measure and the unit that answers for it; no unit where none could be named.
MeasureOfUnit = tuple[int, int | None]


def open_round(books: Books, write: OpenRound) -> None:
    """Take replies for the round and make its tasks; one that is open, or was closed, is brought up to date."""
    books.hold_office()
    values = {"due": write.due, "closed_at": None, "end_from": write.end_from}
    this = (_R.c.year == write.year, _R.c.plan == write.plan, _R.c.kind == write.kind)
    if not books.update(_R, this, values):
        new = {"year": write.year, "plan": write.plan, "kind": write.kind, "opened_at": write.at}
        books.insert(_R, {**new, **values})
    bring_tasks_up_to_date(books)


def bring_tasks_up_to_date(books: Books) -> None:
    """Make the tasks that the open rounds lack, and stop expecting those that have lost their reason."""
    for round_ in load_open_rounds(books):
        _bring_up_to_date(books, round_)


@dataclass(frozen=True, slots=True)
class _Made:
    id: int
    expected: bool
    answered: bool
    in_plan: bool


@dataclass(frozen=True, slots=True)
class Reassigned:
    """An answered task whose unit no longer answers for the measure while another one newly does.

    Where one unit stands for one other the task moves `to` it with its reply, unless that one has replied, too; else
    `moves` is False: it is closed, its reply kept unseen.
    """

    task_id: int
    measure_id: int
    unit_id: int | None
    to: int | None
    moves: bool


def reassigned(books: Books, units_of: Mapping[int, Sequence[int]]) -> tuple[Reassigned, ...]:
    """What becomes of the open rounds' answered tasks where these measures get these units; writes nothing."""
    found: list[Reassigned] = []
    for round_ in load_open_rounds(books):
        made = {key: task for key, task in _made(books, round_).items() if key[0] in units_of}
        wanted = {(measure, unit): None for measure, units in units_of.items() for unit in units or (None,)}
        found += _reassigned(made, wanted, _merged_units(books))
    return tuple(found)


def move_tasks(books: Books, unit_id: int, into_id: int) -> None:
    """The open rounds' tasks of the unit go to the other; where that has one of the measure already each stays."""
    for round_ in load_open_rounds(books):
        made = _made(books, round_)
        for measure in [measure for measure, unit in made if unit == unit_id]:
            if _has_place(made, (measure, into_id), made[measure, unit_id]):
                _move(books, made, (measure, unit_id), into_id)


def _merged_units(books: Books) -> frozenset[int]:
    return frozenset({unit.id for unit in load_lineage(books)} - {unit.id for unit in load_units(books)})


def _has_place(made: Mapping[MeasureOfUnit, _Made], key: MeasureOfUnit, task: _Made) -> bool:
    """Whether the task may move there: no task is, or one that nobody answered and nobody is asked for."""
    there = made.get(key)
    if there is None:
        return True
    # The two are exchanged by way of the place without a unit.
    return task.expected and not there.expected and not there.answered and (key[0], None) not in made


def _move(books: Books, made: dict[MeasureOfUnit, _Made], key: MeasureOfUnit, unit_id: int | None) -> None:
    """Give the task to the unit; the empty one that stands there takes its place. `made` follows."""
    measure, former = key
    task, there = made.pop(key), made.pop((measure, unit_id), None)
    places = [(task, unit_id)] if there is None else [(there, None), (task, unit_id), (there, former)]
    for one, unit in places:
        books.update(_T, (_T.c.id == one.id,), {"unit_id": unit})
    made |= {(measure, unit): one for one, unit in places[-2:]}


def _reassigned(
    made: Mapping[MeasureOfUnit, _Made], wanted: Mapping[MeasureOfUnit, None], merged: frozenset[int]
) -> list[Reassigned]:
    left: defaultdict[int, list[MeasureOfUnit]] = defaultdict(list)
    come: defaultdict[int, list[MeasureOfUnit]] = defaultdict(list)
    for key, task in made.items():
        if task.expected and task.in_plan and key not in wanted:
            left[key[0]].append(key)
    for key in wanted:
        if key not in made or not made[key].expected:
            come[key[0]].append(key)
    return [
        Reassigned(made[key].id, measure, key[1], come[measure][0][1] if moves else None, moves)
        for measure, keys in left.items()
        for moves in [len(keys) == len(come[measure]) == 1 and _has_place(made, come[measure][0], made[keys[0]])]
        for key in keys
        # What a unit answered that went into another stays that one's to see.
        if made[key].answered and come[measure] and (moves or key[1] not in merged)
    ]


def _reassign(books: Books, made: dict[MeasureOfUnit, _Made], wanted: Mapping[MeasureOfUnit, None]) -> None:
    """Move what was answered to the unit that answers from now on, else close it; `made` follows."""
    for one in _reassigned(made, wanted, _merged_units(books)):
        key = one.measure_id, one.unit_id
        if one.moves:
            _move(books, made, key, one.to)
        else:
            made.pop(key)
            books.update(_T, (_T.c.id == one.task_id,), {"expected": False})


def _bring_up_to_date(books: Books, round_: Round) -> None:
    made = _made(books, round_)
    expected_now = wanted(books, round_.year, round_.kind, round_.plan)
    _reassign(books, made, expected_now)
    missing = [
        {"measure_id": measure, "unit_id": unit} for measure, unit in expected_now if (measure, unit) not in made
    ]
    books.insert_all(_T, [{"round_id": round_.id, "expected": True, **task} for task in missing])
    for key, task in made.items():
        # What was answered stays, unless its measure has left the plan.
        expected = key in expected_now or (task.answered and task.in_plan)
        if expected != task.expected:
            books.update(_T, (_T.c.id == task.id,), {"expected": expected})


def _made(books: Books, round_: Round) -> dict[MeasureOfUnit, _Made]:
    query = (
        select(_T, _T.c.newest_id.is_not(None).label("answered"), _M.c.gone_at.is_(None).label("in_plan"))
        .join_from(_T, _M, (_M.c.agency_id == _T.c.agency_id) & (_M.c.id == _T.c.measure_id))
        .where(_T.c.round_id == round_.id)
    )
    return {
        (row.measure_id, row.unit_id): _Made(row.id, row.expected, row.answered, row.in_plan)
        for row in books.fetch_all(query)
    }


def wanted(books: Books, year: int, kind: RoundKind, plan: int = 1) -> dict[MeasureOfUnit, None]:
    """What the round of the year's plan of this number expects, open or not, in the plan's order."""
    if kind is RoundKind.ANNUAL and _has_half(books, year, plan):
        return {}
    plans = tables.plans
    measures = books.fetch_all(
        select(_M.c.id, _M.c.responsible)
        .join_from(_M, plans, (plans.c.agency_id == _M.c.agency_id) & (plans.c.id == _M.c.plan_id))
        .where(plans.c.year == year, plans.c.number == plan, _M.c.gone_at.is_(None))
        .order_by(_M.c.place)
    )
    everyone = everyone_units(books)
    named: defaultdict[int, list[int]] = defaultdict(list)
    for row in books.fetch_all(select(_MU.c.measure_id, _MU.c.unit_id).order_by(_MU.c.place)):
        named[row.measure_id].append(row.unit_id)
    found: dict[MeasureOfUnit, None] = {}
    for measure in measures:
        responsible = responsible_of(measure.responsible)
        is_everyone = responsible is not None and responsible.everyone
        for unit_id in (everyone if is_everyone else named[measure.id]) or (None,):
            found[measure.id, unit_id] = None
    return found


def everyone_units(books: Books) -> list[int]:
    """The divisions in which, or in a section of which, somebody works: who everyone is."""
    peopled = {unit_id for person in load_people(books) for unit_id in person.unit_ids}
    known = load_units(books)
    peopled |= {unit.parent_id for unit in known if unit.id in peopled and unit.parent_id is not None}
    return [unit.id for unit in known if unit.parent_id is None and unit.id in peopled]


def _has_half(books: Books, year: int, plan: int) -> bool:
    """True where the plan's year is reported in parts: the annual round then only compiles them."""
    parts = any(
        (other.year, other.plan) == (year, plan) and other.kind is not RoundKind.ANNUAL for other in load_rounds(books)
    )
    return parts and not load_agency(books).layout_of(find_plan_ref(books, year, plan)).year_asks_anew
