"""A plan is kept as it was read, its tasks follow from it, and a second import keeps what was answered."""

from dataclasses import replace

import pytest

from domain.agency import PersonRow
from domain.plan import Cadence, Measure, Plan, PlanOnFile, Responsible, Timeframe, Topic
from domain.plan_pairing import find_pairs
from domain.task import Status, Task
from domain.writes import ChangeRound, CloseRound, ImportPeople, ImportPlan, OpenRound, SaveUpdate, SetLayout
from store.agencies import add_agency
from store.books import Books
from store.engine import Database
from store.handovers import handovers
from store.plan_refs import load_plans
from store.plans import PlanChange, plan_change, plan_on_file
from store.round_look import look_at_opening
from store.rounds import find_round, load_open_rounds, load_rounds
from store.tasks import find_task, load_tasks, tasks_of_person
from tests.agency import DUE, LAW, LAYOUT, MONEY, MORNING, PLAN, SERVICE, STAFF, YEAR, after, small_agency, write
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind, first_day

FIRST, SECOND, ANNUAL = RoundKind.FIRST_HALF, RoundKind.SECOND_HALF, RoundKind.ANNUAL


def on_file(database: Database, agency_id: int) -> PlanOnFile:
    plan = database.read(lambda conn: plan_on_file(Books(conn, agency_id), YEAR))
    assert plan is not None
    return plan


def all_tasks(database: Database, agency_id: int, round_id: int | None = None) -> tuple[Task, ...]:
    return database.read(lambda conn: load_tasks(Books(conn, agency_id), round_id))


def expected(database: Database, agency_id: int) -> list[tuple[str, str]]:
    return [(find_task.measure, find_task.unit) for find_task in all_tasks(database, agency_id)]


def replan(database: Database, agency_id: int, *topics: Topic) -> None:
    write(database, agency_id, ImportPlan(replace(PLAN, topics=topics), YEAR, after(60)))


def answer(database: Database, agency_id: int, task_id: int, event_id: str = "e1") -> None:
    write(database, agency_id, SaveUpdate(event_id, task_id, 1, MORNING, Status.DONE, "ทำแล้ว"))


def test_a_plan_is_read_back_as_it_was_imported(database: Database, agency_id: int) -> None:
    plan = on_file(database, agency_id)
    topics = tuple(
        replace(topic.topic, measures=tuple(measure.measure for measure in topic.measures)) for topic in plan.topics
    )
    assert topics == PLAN.topics
    assert plan.scores == PLAN.scores
    assert [one.year for one in database.read(lambda conn: load_plans(Books(conn, agency_id)))] == [YEAR]
    assert database.read(lambda conn: plan_on_file(Books(conn, agency_id), YEAR + 1)) is None


def test_own_columns_are_kept_with_the_measure_and_a_change_of_one_is_told(database: Database, agency_id: int) -> None:
    own = {"budget": 30000, "rate": 12.5, "place": "หอประชุม", "months": ("ต.ค.", "ม.ค.")}
    measure = replace(MONEY, own=own)
    replan(database, agency_id, Topic("การใช้งบประมาณ", (measure,)))
    assert on_file(database, agency_id).measures[0].measure == measure
    dearer = Plan(None, YEAR, (Topic("การใช้งบประมาณ", (replace(measure, own={**own, "budget": 40000}),)),))
    change = database.read(lambda conn: plan_change(Books(conn, agency_id), dearer, YEAR))
    assert [one.fields for one in change.changed] == [("own",)]


def test_each_responsible_unit_has_its_task(database: Database, agency_id: int) -> None:
    assert expected(database, agency_id) == [
        (LAW.title, "งานนิติการ"),
        (MONEY.title, "สำนักปลัด"),
        (MONEY.title, "กองคลัง"),
        (SERVICE.title, "สำนักปลัด"),
        (SERVICE.title, "กองคลัง"),
        (SERVICE.title, "กองช่าง"),
    ]


def test_a_task_says_who_answers_and_what_was_answered(database: Database, agency_id: int) -> None:
    first, second, *_ = all_tasks(database, agency_id)
    assert (first.assignee_ids, second.assignee_ids) == ((2,), (1, 2))
    assert (first.topic, first.steps, first.due) == ("การปฏิบัติหน้าที่", LAW.steps, DUE)
    write(database, agency_id, SaveUpdate("e2", first.id, 2, after(9), Status.DONE))
    write(database, agency_id, SaveUpdate("e1", first.id, 2, after(5), Status.IN_PROGRESS))
    found = database.read(lambda conn: find_task(Books(conn, agency_id), first.id))
    assert found is not None
    assert (found.status, found.last_update) == (Status.DONE, after(9))


def test_a_persons_tasks_are_those_of_the_open_rounds_soonest_due_first(database: Database, agency_id: int) -> None:
    write(database, agency_id, OpenRound(YEAR, SECOND, DUE.replace(month=1), MORNING))
    of_lawyer = database.read(lambda conn: tasks_of_person(Books(conn, agency_id), 2))
    assert [task.due.month for task in of_lawyer] == [1, 1, 1, 3, 3, 3]
    write(database, agency_id, CloseRound(YEAR, SECOND, after(1)))
    of_lawyer = database.read(lambda conn: tasks_of_person(Books(conn, agency_id), 2))
    assert [(task.measure, task.unit) for task in of_lawyer] == [
        (LAW.title, "งานนิติการ"),
        (MONEY.title, "สำนักปลัด"),
        (SERVICE.title, "สำนักปลัด"),
    ]
    assert database.read(lambda conn: tasks_of_person(Books(conn, agency_id), 999)) == ()


def test_a_division_answers_for_a_section_without_staff(database: Database, agency_id: int) -> None:
    law = replace(LAW, responsible=Responsible("กองคลัง (งานพัสดุ)", units=("กองคลัง/งานพัสดุ",)))
    write(
        database,
        agency_id,
        ImportPeople((PersonRow("หัวหน้า พัสดุ", "หัวหน้า", ("กองคลัง",), frozenset(), section="งานพัสดุ"),)),
    )
    replan(database, agency_id, Topic("การปฏิบัติหน้าที่", (law,)))
    (task,) = database.read(lambda conn: tasks_of_person(Books(conn, agency_id), 3))
    assert (task.unit, task.assignee_ids) == ("งานพัสดุ", (3,))


@pytest.mark.parametrize(
    ("names", "units"),
    [
        (("สำนัก ปลัด",), ["สำนักปลัด"]),
        (("สำนักปลัด / งาน นิติการ",), ["งานนิติการ"]),
        (("สำนักปลัด/งานที่ไม่มี",), ["สำนักปลัด"]),
        (("กองที่ไม่มี",), [""]),
        (("กองที่ไม่มี/งานนิติการ", "กองช่าง"), ["กองช่าง"]),
        (("กองช่าง", "กองช่าง"), ["กองช่าง"]),
        ((), [""]),
    ],
)
def test_responsible_names_are_resolved_to_units(
    sqlite_database: Database, names: tuple[str, ...], units: list[str]
) -> None:
    agency_id = small_agency(sqlite_database)
    replan(sqlite_database, agency_id, Topic("ก", (Measure("ข", responsible=Responsible("…", units=names)),)))
    assert [task.unit for task in all_tasks(sqlite_database, agency_id)] == units


def test_a_plan_imported_before_the_people_finds_its_units_later(database: Database) -> None:
    agency_id = database.run(lambda conn: add_agency(conn, "late", "x", LAYOUT, MORNING))
    write(database, agency_id, ImportPlan(PLAN, YEAR, MORNING), OpenRound(YEAR, FIRST, DUE, MORNING))
    assert expected(database, agency_id) == [(LAW.title, ""), (MONEY.title, ""), (SERVICE.title, "")]
    write(database, agency_id, ImportPeople((PersonRow("ก ข", "ค", ("กองคลัง",), STAFF),)))
    assert expected(database, agency_id) == [(LAW.title, ""), (MONEY.title, "กองคลัง"), (SERVICE.title, "กองคลัง")]


def test_importing_the_same_plan_again_changes_no_id(database: Database, agency_id: int) -> None:
    before = on_file(database, agency_id), all_tasks(database, agency_id)
    replan(database, agency_id, *PLAN.topics)
    assert (on_file(database, agency_id), all_tasks(database, agency_id)) == before


def test_a_corrected_plan_keeps_the_ids_of_measures_it_still_has(database: Database, agency_id: int) -> None:
    ids = {measure.measure.title: measure.id for measure in on_file(database, agency_id).measures}
    law = replace(LAW, title="เผยแพร่  ประมวลจริยธรรม", number="9", steps=("ขั้นใหม่",))
    replan(database, agency_id, Topic("การปฏิบัติ หน้าที่", (Measure("เรื่องใหม่"), law)))
    new, kept = on_file(database, agency_id).measures
    assert kept.id == ids[LAW.title]
    assert kept.measure == law
    assert new.id not in ids.values()
    assert len(on_file(database, agency_id).topics) == 1


def test_measures_of_one_title_are_told_apart_by_their_numbers(database: Database, agency_id: int) -> None:
    def twins(*numbers: str) -> dict[str | None, int]:
        replan(database, agency_id, Topic("ก", tuple(Measure("ชื่อซ้ำ", number) for number in numbers)))
        return {measure.measure.number: measure.id for measure in on_file(database, agency_id).measures}

    first = twins("1", "2")
    again = twins("3", "2", "1")
    assert (again["1"], again["2"]) == (first["1"], first["2"])
    assert twins("2") == {"2": first["2"]}
    assert twins("1", "2", "3") == again


def test_what_left_the_plan_is_no_longer_expected_but_its_answers_are_kept(database: Database, agency_id: int) -> None:
    answered = all_tasks(database, agency_id)[0]
    answer(database, agency_id, answered.id)
    replan(database, agency_id, PLAN.topics[1])
    assert {measure for measure, _ in expected(database, agency_id)} == {SERVICE.title}
    assert database.read(lambda conn: find_task(Books(conn, agency_id), answered.id)) is None
    replan(database, agency_id, *PLAN.topics)
    back = database.read(lambda conn: find_task(Books(conn, agency_id), answered.id))
    assert back is not None
    assert back.status is Status.DONE


def test_a_unit_no_longer_responsible_keeps_its_task_only_where_it_answered(database: Database, agency_id: int) -> None:
    _, chief, finance, *_ = all_tasks(database, agency_id)
    answer(database, agency_id, chief.id)
    fewer = replace(MONEY, responsible=Responsible("กองคลัง", units=("กองคลัง",)))
    replan(database, agency_id, replace(PLAN.topics[0], measures=(LAW, fewer)), PLAN.topics[1])
    of_money = [task for task in all_tasks(database, agency_id) if task.measure == MONEY.title]
    assert [(task.unit, task.unreported) for task in of_money] == [("สำนักปลัด", False), ("กองคลัง", True)]
    assert database.read(lambda conn: find_task(Books(conn, agency_id), finance.id)) is not None


def test_one_unit_in_anothers_place_takes_over_its_answered_task(database: Database, agency_id: int) -> None:
    law, *_ = all_tasks(database, agency_id)
    answer(database, agency_id, law.id)
    elsewhere = replace(LAW, responsible=Responsible("กองช่าง", units=("กองช่าง",)))
    topics = (replace(PLAN.topics[0], measures=(elsewhere, MONEY)), PLAN.topics[1])
    told = change(database, agency_id, *topics)
    assert [(one.title, one.unit, one.to) for one in told.moved] == [(LAW.title, law.unit, "กองช่าง")]
    replan(database, agency_id, *topics)
    of_law = [task for task in all_tasks(database, agency_id) if task.measure == LAW.title]
    assert [(task.id, task.unit, task.status) for task in of_law] == [(law.id, "กองช่าง", Status.DONE)]
    heirs = database.read(lambda conn: handovers(Books(conn, agency_id), MORNING))
    (heir,), (before,) = of_law[0].assignee_ids, law.assignee_ids
    assert [(one.task_id, one.person_id, one.from_id) for one in heirs] == [(law.id, heir, before)]


def test_an_answered_task_is_closed_where_it_is_not_clear_whose_it_is_now(database: Database, agency_id: int) -> None:
    _, chief, finance, *_ = all_tasks(database, agency_id)
    answer(database, agency_id, chief.id)
    elsewhere = replace(MONEY, responsible=Responsible("กองช่าง", units=("กองช่าง",)))
    topics = (replace(PLAN.topics[0], measures=(LAW, elsewhere)), PLAN.topics[1])
    told = change(database, agency_id, *topics)
    assert (told.moved, [(one.title, one.unit) for one in told.closed]) == ((), [(MONEY.title, "สำนักปลัด")])
    assert told.drops_replies
    replan(database, agency_id, *topics)
    of_money = [task for task in all_tasks(database, agency_id) if task.measure == MONEY.title]
    assert [(task.unit, task.unreported) for task in of_money] == [("กองช่าง", True)]
    assert database.read(lambda conn: find_task(Books(conn, agency_id), finance.id)) is None


def test_opening_a_round_again_adds_what_is_missing_and_opens_it(database: Database, agency_id: int) -> None:
    before = all_tasks(database, agency_id)
    write(database, agency_id, CloseRound(YEAR, FIRST, after(1)), CloseRound(YEAR, FIRST, after(2)))
    closed = database.read(lambda conn: find_round(Books(conn, agency_id), YEAR, FIRST))
    assert closed is not None
    assert closed.closed_at == after(1)
    assert database.read(lambda conn: load_open_rounds(Books(conn, agency_id))) == ()
    assert all_tasks(database, agency_id) == ()
    assert len(all_tasks(database, agency_id, closed.id)) == 6
    later = DUE.replace(month=4, day=15)
    write(database, agency_id, OpenRound(YEAR, FIRST, later, after(3)))
    assert [replace(task, due=DUE) for task in all_tasks(database, agency_id)] == list(before)
    (again,) = database.read(lambda conn: load_rounds(Books(conn, agency_id)))
    assert (again.due, again.opened_at, again.closed_at) == (later, MORNING, None)


def test_a_closed_round_does_not_change_with_the_plan(database: Database, agency_id: int) -> None:
    write(database, agency_id, CloseRound(YEAR, FIRST, after(1)))
    (round_,) = database.read(lambda conn: load_rounds(Books(conn, agency_id)))
    replan(database, agency_id, Topic("ใหม่", (Measure("ใหม่"),)))
    assert len(all_tasks(database, agency_id, round_.id)) == 6


def test_an_annual_round_has_tasks_of_its_own_only_without_half_years(database: Database, agency_id: int) -> None:
    write(database, agency_id, OpenRound(YEAR, ANNUAL, DUE, MORNING))
    annual = database.read(lambda conn: find_round(Books(conn, agency_id), YEAR, ANNUAL))
    assert annual is not None
    assert all_tasks(database, agency_id, annual.id) == ()
    write(database, agency_id, ImportPlan(Plan(None, None, PLAN.topics), YEAR + 1, MORNING))
    write(database, agency_id, OpenRound(YEAR + 1, ANNUAL, DUE, MORNING))
    annual = database.read(lambda conn: find_round(Books(conn, agency_id), YEAR + 1, ANNUAL))
    assert annual is not None
    assert len(all_tasks(database, agency_id, annual.id)) == 6


def round_tasks(database: Database, agency_id: int, kind: RoundKind) -> tuple[Task, ...]:
    write(database, agency_id, OpenRound(YEAR, kind, DUE, MORNING))
    opened = database.read(lambda conn: find_round(Books(conn, agency_id), YEAR, kind))
    assert opened is not None
    return all_tasks(database, agency_id, opened.id)


def test_the_round_of_twelve_months_asks_as_those_of_three_six_and_nine_do(database: Database, agency_id: int) -> None:
    rounds = {RoundKind.Q1: "รอบ 3 เดือน", RoundKind.MONTHS_9: "รอบ 9 เดือน", ANNUAL: "รอบ 12 เดือน"}
    write(database, agency_id, SetLayout(replace(LAYOUT, rounds=rounds)))
    for kind in rounds:
        assert len(round_tasks(database, agency_id, kind)) == 6, kind


def test_what_was_done_in_a_quarter_is_not_asked_for_in_the_next(database: Database, agency_id: int) -> None:
    first = next(task for task in round_tasks(database, agency_id, RoundKind.Q1) if task.measure == SERVICE.title)
    answer(database, agency_id, first.id)
    later = {(task.measure, task.unit): task.done_before for task in round_tasks(database, agency_id, RoundKind.Q2)}
    assert later[first.measure, first.unit]
    assert sum(later.values()) == 1
    assert not any(task.done_before for task in round_tasks(database, agency_id, RoundKind.Q1))


def test_a_round_without_a_plan_has_no_tasks(database: Database) -> None:
    agency_id = database.run(lambda conn: add_agency(conn, "bare", "x", LAYOUT, MORNING))
    write(database, agency_id, OpenRound(YEAR, FIRST, DUE, MORNING))
    assert all_tasks(database, agency_id) == ()


def change(database: Database, agency_id: int, *topics: Topic) -> PlanChange:
    plan = replace(PLAN, topics=topics)
    return database.read(lambda conn: plan_change(Books(conn, agency_id), plan, YEAR))


def test_a_corrected_title_keeps_the_measure_and_its_reply(database: Database, agency_id: int) -> None:
    answered = all_tasks(database, agency_id)[0]
    answer(database, agency_id, answered.id)
    corrected = replace(LAW, title="เผยแพร่ประมวลจริยธรรมฯ")
    topics = replace(PLAN.topics[0], measures=(corrected, MONEY)), PLAN.topics[1]
    told = change(database, agency_id, *topics)
    (changed,) = told.changed
    assert told == PlanChange((MONEY.title, SERVICE.title), (changed,), (), ())
    assert (changed.before.title, changed.now.title, changed.fields) == (LAW.title, corrected.title, ("title",))
    replan(database, agency_id, *topics)
    first = all_tasks(database, agency_id)[0]
    assert (first.id, first.measure, first.status) == (answered.id, corrected.title, Status.DONE)
    assert len(all_tasks(database, agency_id)) == 6


def test_a_corrected_topic_keeps_its_measures(database: Database, agency_id: int) -> None:
    before = {task.id for task in all_tasks(database, agency_id)}
    replan(database, agency_id, replace(PLAN.topics[0], title="การปฏิบัติหน้าที่ฯ", number="7"), PLAN.topics[1])
    assert {task.id for task in all_tasks(database, agency_id)} == before
    assert len(on_file(database, agency_id).topics) == 2


def test_of_several_alike_each_keeps_its_own_row(database: Database, agency_id: int) -> None:
    titles = [f"รายงานผลการใช้จ่ายงบประมาณประจำไตรมาสที่ {quarter}" for quarter in "1234"]
    replan(database, agency_id, Topic("ก", tuple(Measure(title, str(n)) for n, title in enumerate(titles, 1))))
    ids = [measure.id for measure in on_file(database, agency_id).measures]
    corrected = [title.replace("รายงานผล", "การรายงานผล") for title in titles]
    backwards = Topic("ก", tuple(Measure(title, str(n)) for n, title in reversed(list(enumerate(corrected, 1)))))
    replan(database, agency_id, backwards)
    assert [measure.id for measure in on_file(database, agency_id).measures] == ids[::-1]


def test_another_measure_under_the_same_number_takes_over_no_reply(database: Database, agency_id: int) -> None:
    answer(database, agency_id, all_tasks(database, agency_id)[0].id)
    other = Measure("จัดซื้อรถกู้ชีพ", LAW.number, responsible=LAW.responsible)
    told = change(database, agency_id, replace(PLAN.topics[0], measures=(other, MONEY)), PLAN.topics[1])
    assert (told.changed, told.new, told.gone) == ((), (other.title,), ((LAW.title, 1),))
    assert told.answered_gone == ((LAW.title, 1),)


def test_a_measure_moved_to_another_topic_keeps_its_reply(database: Database, agency_id: int) -> None:
    answered = all_tasks(database, agency_id)[0]
    answer(database, agency_id, answered.id)
    replan(database, agency_id, Topic("เรื่องอื่น", (LAW,)), PLAN.topics[1])
    assert [task.status for task in all_tasks(database, agency_id) if task.id == answered.id] == [Status.DONE]


def test_what_was_paired_before_an_import_is_not_paired_again_while_others_wait(
    database: Database, agency_id: int
) -> None:
    corrected = replace(PLAN.topics[0], measures=(replace(LAW, title="เผยแพร่ประมวลจริยธรรมฯ"), MONEY))
    find_pairs.cache_clear()  # another database's plan is the same
    change(database, agency_id, corrected, PLAN.topics[1])
    before = find_pairs.cache_info().misses
    replan(database, agency_id, corrected, PLAN.topics[1])
    assert find_pairs.cache_info().misses == before
    # What is on file has changed since: it is paired anew.
    replan(database, agency_id, corrected, PLAN.topics[1])
    assert find_pairs.cache_info().misses > before


def test_the_change_of_a_first_import_is_all_new(database: Database, agency_id: int) -> None:
    told = database.read(lambda conn: plan_change(Books(conn, agency_id), PLAN, YEAR + 1))
    assert (len(told.new), told.gone) == (3, ())
    assert change(database, agency_id, *PLAN.topics).kept == (LAW.title, MONEY.title, SERVICE.title)


def test_an_open_rounds_due_day_is_changed_and_a_closed_one_stays(database: Database, agency_id: int) -> None:
    later, from_then = DUE.replace(month=4, day=15), DUE.replace(month=3, day=1)
    write(database, agency_id, ChangeRound(YEAR, FIRST, later, from_then))
    assert {task.due for task in all_tasks(database, agency_id)} == {later}
    write(database, agency_id, CloseRound(YEAR, FIRST, after(1)), ChangeRound(YEAR, FIRST, DUE))
    (closed,) = database.read(lambda conn: load_rounds(Books(conn, agency_id)))
    assert (closed.due, closed.end_from) == (later, from_then)


def test_what_opening_a_round_would_ask_is_what_it_asks_then(database: Database, agency_id: int) -> None:
    seen = database.read(lambda conn: look_at_opening(Books(conn, agency_id), YEAR, SECOND))
    write(database, agency_id, CloseRound(YEAR, FIRST, MORNING), OpenRound(YEAR, SECOND, DUE, MORNING))
    made = [task for task in all_tasks(database, agency_id) if not task.outside]
    assert (seen.tasks, seen.units) == (len(made), len({task.unit for task in made if task.unit}))
    assert {who.id for who in seen.people} == {person_id for task in made for person_id in task.assignee_ids}
    assert seen.nobody == sum(not task.assignee_ids for task in made)
    assert {*seen.reached, *seen.unreached} == set(seen.people)


def test_what_lies_outside_a_rounds_time_is_not_counted_as_asked_before_it_is_opened(
    database: Database, agency_id: int
) -> None:
    law = next(task for task in all_tasks(database, agency_id) if task.measure == LAW.title)
    ended = Timeframe("ต.ค. - ธ.ค. ๖๙", first_day(YEAR), first_day(YEAR).replace(month=12, day=31))
    once = replace(LAW, cadence=Cadence("ครั้งเดียว", CadenceKind.ONCE))
    replan(
        database, agency_id, replace(PLAN.topics[0], measures=(once, replace(MONEY, timeframe=ended))), PLAN.topics[1]
    )
    answer(database, agency_id, law.id)
    seen = database.read(lambda conn: look_at_opening(Books(conn, agency_id), YEAR, SECOND))
    write(
        database,
        agency_id,
        CloseRound(YEAR, FIRST, MORNING),
        OpenRound(YEAR, SECOND, DUE.replace(month=9, day=30), MORNING),
    )
    made = all_tasks(database, agency_id)
    outside = [task for task in made if task.outside]
    assert {task.measure for task in outside} == {LAW.title, MONEY.title}
    assert (seen.tasks, seen.outside) == (len(made) - len(outside), len(outside))
    asked = [task for task in made if not task.outside]
    assert {who.id for who in seen.people} == {person_id for task in asked for person_id in task.assignee_ids}
    assert seen.units == len({task.unit for task in asked})
