"""A plan edited on file: tasks and replies stay with what they answered, whatever its name and place become."""

from dataclasses import replace

import pytest

from domain.plan import PlanOnFile, Responsible, Score, Topic
from domain.plan_edit import (
    add_measure,
    add_topic,
    change_measure,
    end_measures,
    end_topic,
    move_measure,
    put_responsible,
    split_measure,
)
from domain.task import Status
from domain.writes import CloseRound, EditPlan, SaveUpdate
from store.books import Books
from store.engine import Conflict, Database
from store.plan_edit import edit_change, find_plan, load_ended
from store.plans import plan_on_file
from store.tasks import load_tasks
from store.updates import newest_updates
from tests.agency import LAW, MONEY, MORNING, SERVICE, YEAR, after, write
from thai.fiscal import RoundKind

CLERKS = Responsible("กองคลัง", units=("กองคลัง",))


def on_file(database: Database, agency_id: int) -> PlanOnFile:
    plan = database.read(lambda conn: plan_on_file(Books(conn, agency_id), YEAR))
    assert plan is not None
    return plan


def expected(database: Database, agency_id: int) -> list[tuple[int, str, str]]:
    found = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    return [(task.id, task.measure, task.unit) for task in found]


def answer(database: Database, agency_id: int, task_id: int) -> None:
    write(database, agency_id, SaveUpdate(f"e{task_id}", task_id, 1, MORNING, Status.DONE, "ทำแล้ว"))


def edit(database: Database, agency_id: int, plan: PlanOnFile, minutes: float = 30) -> None:
    write(database, agency_id, EditPlan(plan, after(minutes)))


def test_an_edit_that_changes_nothing_changes_nothing(database: Database, agency_id: int) -> None:
    plan, tasks = on_file(database, agency_id), expected(database, agency_id)
    edit(database, agency_id, plan)
    assert (on_file(database, agency_id), expected(database, agency_id)) == (plan, tasks)
    assert database.read(lambda conn: find_plan(Books(conn, agency_id), plan.id)) == plan


def test_a_wording_that_is_nothing_like_the_former_keeps_its_tasks_and_replies(
    database: Database, agency_id: int
) -> None:
    plan, (first, *_) = on_file(database, agency_id), expected(database, agency_id)
    answer(database, agency_id, first[0])
    law = plan.measures[0]
    renamed = change_measure(plan, law.id, replace(law.measure, title="ประชุมชี้แจง", number="๙"))
    renamed = move_measure(renamed, law.id, plan.topics[1].id, 1)
    edit(database, agency_id, renamed)
    assert on_file(database, agency_id) == renamed
    assert (first[0], "ประชุมชี้แจง", first[2]) in expected(database, agency_id)
    assert [task for task, *_ in expected(database, agency_id)].count(first[0]) == 1


def test_two_measures_may_swap_their_wordings(database: Database, agency_id: int) -> None:
    plan = on_file(database, agency_id)
    law, money = plan.measures[:2]
    swapped = change_measure(change_measure(plan, law.id, money.measure), money.id, law.measure)
    edit(database, agency_id, swapped)
    assert on_file(database, agency_id) == swapped


def test_a_part_that_is_split_off_is_asked_for_anew_and_the_replies_stay_with_the_first(
    database: Database, agency_id: int
) -> None:
    plan, (first, *_) = on_file(database, agency_id), expected(database, agency_id)
    answer(database, agency_id, first[0])
    law = plan.measures[0]
    split = split_measure(plan, law.id, replace(LAW, steps=LAW.steps[:1]), replace(LAW, title="ส่วนหลัง"))
    change = database.read(lambda conn: edit_change(Books(conn, agency_id), split))
    assert (change.new, change.gone, [one.fields for one in change.changed]) == (("ส่วนหลัง",), (), [("steps",)])
    edit(database, agency_id, split)
    now = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    told = {task.measure: (task.id, task.status) for task in now}
    assert told[LAW.title] == (first[0], Status.DONE)
    assert told["ส่วนหลัง"][1] == Status.NOT_STARTED


def test_an_ended_measure_keeps_its_replies_and_comes_back_with_them(database: Database, agency_id: int) -> None:
    plan, tasks = on_file(database, agency_id), expected(database, agency_id)
    answer(database, agency_id, tasks[0][0])
    without = end_measures(plan, {plan.measures[0].id})
    change = database.read(lambda conn: edit_change(Books(conn, agency_id), without))
    assert change.gone == ((LAW.title, 1),)
    edit(database, agency_id, without)
    assert expected(database, agency_id) == tasks[1:]
    (ended,) = database.read(lambda conn: load_ended(Books(conn, agency_id), plan.id))
    assert (ended.measure, ended.topic, ended.replies, ended.at) == (LAW, plan.topics[0].topic.title, 1, after(30))
    edit(database, agency_id, add_measure(on_file(database, agency_id), plan.topics[1].id, ended.as_on_file()), 40)
    assert {task[:2] for task in expected(database, agency_id)} == {task[:2] for task in tasks}
    assert database.read(lambda conn: load_ended(Books(conn, agency_id), plan.id)) == ()
    (back,) = [
        task for task in database.read(lambda conn: load_tasks(Books(conn, agency_id))) if task.measure == LAW.title
    ]
    assert back.status is Status.DONE


def test_a_closed_rounds_tasks_stay_whatever_the_plan_becomes(database: Database, agency_id: int) -> None:
    plan, tasks = on_file(database, agency_id), expected(database, agency_id)
    answer(database, agency_id, tasks[0][0])
    write(database, agency_id, CloseRound(YEAR, RoundKind.FIRST_HALF, after(20)))
    edit(database, agency_id, end_topic(plan, plan.topics[0].id))
    of_round = database.read(lambda conn: load_tasks(Books(conn, agency_id), 1))
    assert sorted((task.id, task.measure, task.unit) for task in of_round) == tasks
    assert len(database.read(lambda conn: newest_updates(Books(conn, agency_id), 1))) == 1


def test_the_responsible_of_many_are_changed_at_once_and_tasks_follow(database: Database, agency_id: int) -> None:
    plan = on_file(database, agency_id)
    edit(database, agency_id, put_responsible(plan, {one.id for one in plan.measures}, CLERKS))
    assert [(title, unit) for _, title, unit in expected(database, agency_id)] == [
        (LAW.title, "กองคลัง"),
        (MONEY.title, "กองคลัง"),
        (SERVICE.title, "กองคลัง"),
    ]


def test_topics_and_scores_are_edited_too(database: Database, agency_id: int) -> None:
    plan = on_file(database, agency_id)
    edit(database, agency_id, replace(add_topic(plan, Topic("ใหม่", number="3")), scores=(Score("1", 90.5),)))
    found = on_file(database, agency_id)
    assert [topic.topic.title for topic in found.topics][-1] == "ใหม่"
    assert found.topics[-1].id not in (0, *(topic.id for topic in plan.topics))
    assert found.scores == (Score("1", 90.5),)


def test_an_id_that_is_not_the_plans_or_comes_twice_is_refused(database: Database, agency_id: int) -> None:
    plan = on_file(database, agency_id)
    stranger = replace(plan.measures[0], id=999)
    doubled = add_measure(plan, plan.topics[1].id, plan.measures[0])
    elsewhere = replace(plan, id=999)
    for wrong in (add_measure(plan, plan.topics[0].id, stranger), doubled, elsewhere):
        with pytest.raises(Conflict):
            edit(database, agency_id, wrong)
    assert on_file(database, agency_id) == plan
