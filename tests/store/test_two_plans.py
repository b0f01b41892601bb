"""Two plans of one year keep their measures, rounds, layouts and reports apart."""

from domain.plan_ref import PlanRef, same_plan_of
from domain.task import Round, Task
from domain.writes import CloseRound, ImportPlan, NamePlan, OpenRound, SetBlocks, SetLayout
from store.agencies import load_agencies, load_agency
from store.books import Books
from store.engine import Database
from store.plan_refs import load_plans
from store.plans import plan_change, plan_on_file
from store.round_look import look_at_opening
from store.rounds import find_round, load_open_rounds
from store.tasks import load_tasks
from tests.agency import DUE, LAYOUT, MORNING, PLAN, YEAR, after, write
from tests.two_plans import ACTION, ACTION_LAYOUT, ACTION_PLAN, TRAINING, agency_of_two_plans
from thai.fiscal import RoundKind

FIRST, Q1, ANNUAL = RoundKind.FIRST_HALF, RoundKind.Q1, RoundKind.ANNUAL


def plans_of(database: Database, agency_id: int) -> tuple[PlanRef, ...]:
    return database.read(lambda conn: load_plans(Books(conn, agency_id)))


def tasks_of(database: Database, agency_id: int) -> tuple[Task, ...]:
    return database.read(lambda conn: load_tasks(Books(conn, agency_id)))


def open_rounds(database: Database, agency_id: int) -> tuple[Round, ...]:
    return database.read(lambda conn: load_open_rounds(Books(conn, agency_id)))


def test_each_plan_keeps_its_measures_and_a_new_version_changes_its_own_alone(database: Database) -> None:
    agency_id = agency_of_two_plans(database)
    write(database, agency_id, ImportPlan(ACTION_PLAN, YEAR, after(5), 2))
    first, second = (
        database.read(lambda conn, number=number: plan_on_file(Books(conn, agency_id), YEAR, number))
        for number in (1, 2)
    )
    assert first is not None and second is not None
    assert [one.measure.title for one in first.measures] == [one.title for one in PLAN.measures]
    assert [one.measure for one in second.measures] == [TRAINING]
    assert (second.name, second.own_layout, first.name, first.own_layout) == (ACTION, True, "", False)
    change = database.read(lambda conn: plan_change(Books(conn, agency_id), ACTION_PLAN, YEAR, 2))
    assert (change.kept, change.gone) == ((TRAINING.title,), ())


def test_a_round_asks_for_the_measures_of_its_own_plan(database: Database) -> None:
    agency_id = agency_of_two_plans(database)
    assert [(one.plan, one.kind) for one in open_rounds(database, agency_id)] == [(1, FIRST), (2, Q1)]
    found = tasks_of(database, agency_id)
    assert {(task.plan.number, task.kind) for task in found} == {(1, FIRST), (2, Q1)}
    assert [task.measure for task in found if task.plan.number == 2] == [TRAINING.title]
    look = database.read(lambda conn: look_at_opening(Books(conn, agency_id), YEAR, RoundKind.Q2, 2))
    assert (look.tasks, look.units) == (1, 1)
    write(database, agency_id, CloseRound(YEAR, Q1, after(9), 2))
    assert [one.plan for one in open_rounds(database, agency_id)] == [1]


def test_the_same_kind_of_round_of_two_plans_is_two_rounds(database: Database) -> None:
    agency_id = agency_of_two_plans(database)
    write(database, agency_id, OpenRound(YEAR, ANNUAL, DUE, MORNING), OpenRound(YEAR, ANNUAL, DUE, MORNING, plan=2))
    ids = [
        database.read(lambda conn, number=number: find_round(Books(conn, agency_id), YEAR, ANNUAL, number))
        for number in (1, 2)
    ]
    assert ids[0] is not None and ids[1] is not None and ids[0].id != ids[1].id
    assert (ids[0].key, ids[1].key) == ("2570:annual", "2570:2:annual")
    # The first half of the one plan says nothing of whether the other reports on its year in parts.
    assert {task.plan.number for task in tasks_of(database, agency_id) if task.kind is ANNUAL} == {2}


def test_each_plan_has_its_layout_and_the_agencys_stays(database: Database) -> None:
    agency_id = agency_of_two_plans(database)
    agency, (main, action) = (
        database.read(lambda conn: load_agency(Books(conn, agency_id))),
        plans_of(database, agency_id),
    )
    assert (agency.layout_of(main), agency.layout_of(action), agency.layout_of(None)) == (LAYOUT, ACTION_LAYOUT, LAYOUT)
    write(database, agency_id, SetBlocks(("date-future",), action.id))
    changed = database.read(lambda conn: load_agency(Books(conn, agency_id)))
    assert (changed.layout_of(action).blocks, changed.layout.blocks) == (("date-future",), LAYOUT.blocks)
    write(database, agency_id, SetLayout(LAYOUT, plan_id=action.id))
    (known,) = database.read(load_agencies)
    assert known.layout_of(action) == LAYOUT


def test_a_plan_follows_that_of_its_name_and_the_only_one_the_only_one(database: Database) -> None:
    agency_id = agency_of_two_plans(database)
    write(database, agency_id, ImportPlan(ACTION_PLAN, YEAR + 1, after(5), 1, "แผน ปราบปรามทุจริต"))
    write(database, agency_id, ImportPlan(PLAN, YEAR + 1, after(6), 2))
    plans = plans_of(database, agency_id)
    action, main = (one for one in plans if one.year == YEAR + 1)
    before = same_plan_of(plans, main, YEAR)
    assert before is not None and before.number == 1
    write(database, agency_id, NamePlan(action.id, ACTION))
    renamed = next(one for one in plans_of(database, agency_id) if one.id == action.id)
    before = same_plan_of(plans, renamed, YEAR)
    assert before is not None and before.number == 2
    assert same_plan_of([PlanRef(1, YEAR), PlanRef(2, YEAR + 1, name="x")], PlanRef(2, YEAR + 1, name="x"), YEAR)
