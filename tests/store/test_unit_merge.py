"""Units merged and renamed: people, open tasks, groups and plans follow; what was closed keeps the name of then."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from time import monotonic

import pytest
from sqlalchemy import Connection, text

from domain.agency import PersonRow, Unit
from domain.offers import list_division
from domain.plan import PlanOnFile, Responsible
from domain.task import Status, Task
from domain.writes import (
    AskReminders,
    CloseRound,
    ImportPeople,
    ImportPlan,
    IssueGroupCode,
    LinkGroup,
    MergeUnits,
    RenameUnit,
    SaveUpdate,
)
from store.apply import apply
from store.books import Books
from store.engine import Conflict, Database
from store.groups import load_groups
from store.people import load_lineage, load_people, load_units
from store.plans import plan_on_file
from store.reminder_rules import asked_reminders
from store.tasks import find_task, load_tasks, tasks_of_person, tasks_under
from tests.agency import KEYS, LAW, MONEY, MORNING, PLAN, SERVICE, STAFF, YEAR, after, small_agency, write
from tests.databases import watched
from tests.patience import PATIENCE
from thai.fiscal import RoundKind

_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def unit(database: Database, agency_id: int, name: str) -> int:
    return next(one.id for one in units(database, agency_id) if one.name == name)


def units(database: Database, agency_id: int) -> tuple[Unit, ...]:
    return database.read(lambda conn: load_units(Books(conn, agency_id)))


def tasks(database: Database, agency_id: int, round_id: int | None = None) -> tuple[Task, ...]:
    return database.read(lambda conn: load_tasks(Books(conn, agency_id), round_id))


def plan(database: Database, agency_id: int) -> PlanOnFile:
    found = database.read(lambda conn: plan_on_file(Books(conn, agency_id), YEAR))
    assert found is not None
    return found


def merge(database: Database, agency_id: int, one: str, into: str, since: int | None = YEAR) -> None:
    ids = unit(database, agency_id, one), unit(database, agency_id, into)
    write(database, agency_id, MergeUnits(*ids, after(30), since))


def answer(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, SaveUpdate(f"e{task.id}", task.id, 1, MORNING, Status.DONE, "ทำแล้ว"))


def test_people_open_tasks_and_plans_follow(database: Database, agency_id: int) -> None:
    before = {(task.measure, task.unit): task for task in tasks(database, agency_id)}
    answer(database, agency_id, before[MONEY.title, "กองคลัง"])
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    assert "กองคลัง" not in [one.name for one in units(database, agency_id)]
    people = database.read(lambda conn: load_people(Books(conn, agency_id)))
    clerk = next(one for one in people if one.name == "มานี มีสุข")
    assert clerk.unit_ids == (unit(database, agency_id, "กองช่าง"),)
    now = {task.id: task for task in tasks(database, agency_id)}
    # The task is the same one, with what was replied and what is being written.
    moved = now[before[MONEY.title, "กองคลัง"].id]
    assert (moved.unit, moved.status, clerk.id in moved.assignee_ids) == ("กองช่าง", Status.DONE, True)
    money = plan(database, agency_id).measures[1].measure.responsible
    assert money and (money.text, money.units) == ("สำนักปลัด/ กองช่าง", ("สำนักปลัด", "กองช่าง"))
    # Both had a task of the measure of everyone: the one that nobody had answered is not asked for.
    of_service = [task for task in now.values() if task.measure == SERVICE.title]
    assert [task.unit for task in of_service] == ["สำนักปลัด", "กองช่าง"]


def test_of_two_answered_tasks_of_a_measure_each_stays_and_the_others_people_have_both(
    database: Database, agency_id: int
) -> None:
    both = [task for task in tasks(database, agency_id) if task.measure == SERVICE.title][1:]
    for task in both:
        answer(database, agency_id, task)
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    now = {task.id: task for task in tasks(database, agency_id)}
    assert [now[task.id].unit for task in both] == ["กองคลัง", "กองช่าง"]
    assert now[both[0].id].assignee_ids == now[both[1].id].assignee_ids != ()
    clerk = now[both[0].id].assignee_ids[0]
    mine = database.read(lambda conn: tasks_of_person(Books(conn, agency_id), clerk))
    assert {task.id for task in both} <= {task.id for task in mine}
    works = unit(database, agency_id, "กองช่าง")
    under = database.read(lambda conn: tasks_under(Books(conn, agency_id), works))
    assert {task.id for task in both} <= {task.id for task in under}


def test_what_stays_under_a_unit_is_answered_by_the_last_one_that_it_went_into(
    database: Database, agency_id: int
) -> None:
    both = [task for task in tasks(database, agency_id) if task.measure == SERVICE.title][1:]
    for task in both:
        answer(database, agency_id, task)
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    merge(database, agency_id, "กองช่าง", "สำนักปลัด")
    office = unit(database, agency_id, "สำนักปลัด")
    for task in both:
        now = database.read(lambda conn, one=task.id: find_task(Books(conn, agency_id), one))  # type: ignore[misc]
        assert now is not None and now.assignee_ids != ()
        mine = database.read(lambda conn, who=now.assignee_ids[0]: tasks_of_person(Books(conn, agency_id), who))  # type: ignore[misc]
        under = database.read(lambda conn: tasks_under(Books(conn, agency_id), office))
        assert now in mine and now in under
        assert list_division(office, database.read(lambda conn: load_lineage(Books(conn, agency_id)))) >= {now.unit_id}


def test_of_two_merges_at_once_the_second_sees_the_first(postgresql_url: str) -> None:
    with watched(postgresql_url) as database:
        agency_id = small_agency(database)
        money, works = unit(database, agency_id, "กองคลัง"), unit(database, agency_id, "กองช่าง")
        merged = threading.Event()

        def merge_and_wait(conn: Connection) -> None:
            apply(Books(conn, agency_id), [MergeUnits(money, works, after(30), YEAR)], KEYS)
            merged.set()
            until = monotonic() + PATIENCE
            while not conn.execute(_WAITING, execution_options={"every_agency": True}).scalar() and monotonic() < until:
                merged.wait(0.01)

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(database.run, merge_and_wait)
            assert merged.wait(60)
            second = pool.submit(write, database, agency_id, MergeUnits(works, money, after(31), YEAR))
            first.result()
            with pytest.raises(Conflict):
                second.result()
        assert works in [one.id for one in units(database, agency_id)]


def give_money_to(database: Database, agency_id: int, *names: str) -> None:
    measure = replace(MONEY, responsible=Responsible("/".join(names), units=names))
    topic = replace(PLAN.topics[0], measures=(LAW, measure))
    write(database, agency_id, ImportPlan(replace(PLAN, topics=(topic, *PLAN.topics[1:])), YEAR, after(5)))


def of_money(database: Database, agency_id: int) -> list[tuple[str, int, Status]]:
    return [(task.unit, task.id, task.status) for task in tasks(database, agency_id) if task.measure == MONEY.title]


@pytest.mark.parametrize("merged", [True, False], ids=["by a merge", "by a new plan"])
def test_a_reply_comes_back_with_the_measure_to_a_unit_that_had_it_before_and_never_answered(
    database: Database, agency_id: int, merged: bool
) -> None:
    give_money_to(database, agency_id, "กองช่าง")
    give_money_to(database, agency_id, "กองคลัง")
    (task,) = [each for each in tasks(database, agency_id) if each.measure == MONEY.title]
    answer(database, agency_id, task)
    if merged:
        merge(database, agency_id, "กองคลัง", "กองช่าง")
    else:
        give_money_to(database, agency_id, "กองช่าง")
    assert of_money(database, agency_id) == [("กองช่าง", task.id, Status.DONE)]


def test_a_merge_hides_no_reply_though_the_other_unit_answered_the_measure_before(
    database: Database, agency_id: int
) -> None:
    saved = []
    # The first one's reply is closed as two units come in its place.
    for units_of in (("กองช่าง",), ("สำนักปลัด", "กองคลัง")):
        give_money_to(database, agency_id, *units_of)
        (found,) = [one for unit_of, one, _ in of_money(database, agency_id) if unit_of == units_of[-1]]
        answer(database, agency_id, next(each for each in tasks(database, agency_id) if each.id == found))
        saved.append(found)
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    assert {one for _, one, status in of_money(database, agency_id) if status is Status.DONE} >= {saved[1]}


def test_a_closed_round_keeps_the_name_of_then(database: Database, agency_id: int) -> None:
    before = [(task.id, task.unit) for task in tasks(database, agency_id)]
    write(database, agency_id, CloseRound(YEAR, RoundKind.FIRST_HALF, after(10)))
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    assert sorted((task.id, task.unit) for task in tasks(database, agency_id, 1)) == sorted(before)


def test_a_section_goes_into_another_and_sections_of_one_name_are_merged(database: Database, agency_id: int) -> None:
    rows = tuple(
        PersonRow(name, "ธุรการ", (division,), STAFF, section="งานธุรการ")
        for name, division in (("ก หนึ่ง", "กองคลัง"), ("ข สอง", "กองช่าง"))
    )
    write(database, agency_id, ImportPeople(rows))
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    left = [one for one in units(database, agency_id) if one.name == "งานธุรการ"]
    assert [one.parent_id for one in left] == [unit(database, agency_id, "กองช่าง")]
    people = database.read(lambda conn: load_people(Books(conn, agency_id)))
    assert {one.name for one in people if left[0].id in one.unit_ids} == {"ก หนึ่ง", "ข สอง"}
    merge(database, agency_id, "งานนิติการ", "สำนักปลัด")
    assert "งานนิติการ" not in [one.name for one in units(database, agency_id)]
    law = plan(database, agency_id).measures[0].measure.responsible
    assert law and law.units == ("สำนักปลัด",)
    assert [task.unit for task in tasks(database, agency_id) if task.measure == LAW.title] == ["สำนักปลัด"]


def test_lists_and_plans_that_name_it_as_before_mean_the_one_it_went_into(database: Database, agency_id: int) -> None:
    merge(database, agency_id, "กองคลัง", "กองช่าง", None)
    assert plan(database, agency_id).measures[1].measure.responsible == MONEY.responsible
    before = [(task.id, task.unit) for task in tasks(database, agency_id)]
    write(database, agency_id, ImportPlan(PLAN, YEAR, after(40)))
    assert [(task.id, task.unit) for task in tasks(database, agency_id)] == before
    write(database, agency_id, ImportPeople((PersonRow("ใหม่ มาแล้ว", "นักวิชาการ", ("กองคลัง",), STAFF),)))
    people = database.read(lambda conn: load_people(Books(conn, agency_id)))
    assert people[-1].unit_ids == (unit(database, agency_id, "กองช่าง"),)
    # The name is free: another unit may be called so.
    works = unit(database, agency_id, "กองช่าง")
    write(database, agency_id, RenameUnit(works, "กองคลัง", after(50)))
    assert unit(database, agency_id, "กองคลัง") == works


def test_groups_and_reminders_that_were_asked_for_follow(database: Database, agency_id: int) -> None:
    money, works = unit(database, agency_id, "กองคลัง"), unit(database, agency_id, "กองช่าง")
    write(
        database,
        agency_id,
        IssueGroupCode(5, money, "code", MORNING, after(60)),
        LinkGroup(1, "C1", 5, MORNING),
        AskReminders(4, (money, works), date(2026, 11, 21), MORNING),
    )
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    assert [one.unit_id for one in database.read(lambda conn: load_groups(Books(conn, agency_id)))] == [works]
    (asked,) = database.read(lambda conn: asked_reminders(Books(conn, agency_id), date(2026, 11, 20)))
    assert asked.unit_ids == (works,)


def test_a_unit_merged_twice_over_is_followed_to_the_end(database: Database, agency_id: int) -> None:
    both = [task for task in tasks(database, agency_id) if task.measure == SERVICE.title]
    for task in both:
        answer(database, agency_id, task)
    merge(database, agency_id, "กองคลัง", "กองช่าง")
    merge(database, agency_id, "กองช่าง", "สำนักปลัด")
    now = {task.id: task for task in tasks(database, agency_id)}
    assert {now[task.id].assignee_ids for task in both} == {now[both[0].id].assignee_ids}


def test_what_cannot_be_merged_is_a_conflict_and_changes_nothing(database: Database, agency_id: int) -> None:
    office, law = unit(database, agency_id, "สำนักปลัด"), unit(database, agency_id, "งานนิติการ")
    before = units(database, agency_id)
    for one, into in ((office, office), (office, law), (office, 999), (999, office)):
        with pytest.raises(Conflict):
            write(database, agency_id, MergeUnits(one, into, after(1)))
    assert units(database, agency_id) == before


def test_a_renamed_unit_is_called_so_in_this_years_plan_and_later_ones_alone(
    database: Database, agency_id: int
) -> None:
    write(database, agency_id, ImportPlan(PLAN, YEAR - 1, MORNING))
    money = unit(database, agency_id, "กองคลัง")
    write(database, agency_id, RenameUnit(money, "กองการเงิน", after(1), YEAR))
    now = plan(database, agency_id).measures[1].measure.responsible
    assert now and (now.text, now.units) == ("สำนักปลัด/ กองการเงิน", ("สำนักปลัด", "กองการเงิน"))
    last = database.read(lambda conn: plan_on_file(Books(conn, agency_id), YEAR - 1))
    assert last is not None and last.measures[1].measure.responsible == MONEY.responsible
