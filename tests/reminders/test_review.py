"""The supervisors' check in the reminders: what waits, once a week; what was sent back, once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from domain.agency import Role
from domain.expectation import Reply
from domain.reminding import ReminderRules
from domain.task import Check, Review, Status, Task
from domain.writes import ReviewUpdate, SaveUpdate, SetReview
from reminders.message import Known, digest_message
from reminders.plan import PlannedDigest, plan_day
from reminders.worth import Drop, worth_sending
from store.books import Books
from store.engine import Database
from store.tasks import load_tasks
from store.updates import find_newest_update
from tests.agency import MORNING, write
from tests.reminders.cases import facts, person, recorded, task, told
from tests.reminders.office import PREECHA, SOMCHAI, WICHAI, bangkok, history, office, tick, waiting

QUIET = ReminderRules(month_days=(1,), before_due=(7,), late_after=(), publish_before=(), summaries=False)
SUPERVISOR = frozenset({Role.SUPERVISOR})
HEAD = person(2, roles=SUPERVISOR, unit_ids=(1,))
MONDAY, TUESDAY, THURSDAY, FRIDAY = (date(2027, 1, day) for day in (11, 12, 14, 15))


def waits(id: int = 1, author: int = 1, **more: Any) -> Task:
    check = Check(Review.WAITING, 100 + id, author, Status.DONE)
    replies = (Reply(date(2027, 1, 8), Status.DONE),)
    return replace(task(id), check=check, last_update=bangkok(2027, 1, 8), replies=replies, **more)


def sent_back(at: datetime, author: int = 1, to: tuple[int, ...] = (1,)) -> Task:
    return replace(task(1, to), check=Check(Review.RETURNED, 101, author, Status.DONE, 2, "ขาดรูป", at), last_update=at)


def day_of(day: date, **given: Any) -> dict[int, list[str]]:
    people = given.pop("people", (person(1), HEAD))
    return {one.person_id: [*one.keys] for one in plan_day(day, facts(people=people, rules=QUIET, **given))}


def test_what_waits_is_told_once_a_week_to_whoever_checks_it() -> None:
    given = {"tasks": (waits(),), "to_check": (waits(),)}
    assert day_of(MONDAY, **given) == {2: ["to_check:2027-01-11"]}
    assert day_of(TUESDAY, **given) == {2: ["to_check:2027-01-11"]}  # came in after Monday's tick
    assert day_of(TUESDAY, reminded=(told(MONDAY, "to_check:2027-01-11", 2),), **given) == {}
    assert day_of(FRIDAY, **given) == {}
    assert day_of(MONDAY, tasks=(waits(),)) == {}


def test_what_waits_is_told_beside_the_deadlines_of_its_round() -> None:
    given = {"tasks": (waits(), task(2, to=(2,))), "to_check": (waits(),)}
    told_keys = day_of(date(2027, 3, 24), **given)[2]
    assert told_keys[0].startswith("before_due:1:7") and "to_check:before_due:1:7:2027-03-31" in told_keys


def test_nobody_is_asked_to_check_their_own_reply_but_where_there_is_nobody_else() -> None:
    own = {"tasks": (waits(author=2),), "to_check": (waits(author=2),)}
    other, admin = person(3, roles=SUPERVISOR, unit_ids=(1,)), person(4, roles=frozenset({Role.ADMIN}), unit_ids=())
    assert [*day_of(MONDAY, people=(person(1), HEAD, other, admin), **own)] == [3]
    assert [*day_of(MONDAY, people=(person(1), HEAD, admin), **own)] == [4]
    assert [*day_of(MONDAY, people=(person(1), HEAD), **own)] == [2]


def test_a_unit_without_supervisor_is_checked_by_the_person_named_or_the_admins() -> None:
    people = (person(1), person(3, roles=frozenset()), person(4, roles=frozenset({Role.ADMIN}), unit_ids=()))
    given: dict[str, Any] = {"people": people, "tasks": (waits(),), "to_check": (waits(),)}
    assert [*day_of(MONDAY, **given)] == [4]
    named = plan_day(MONDAY, facts(rules=replace(QUIET, escalate_to=3), **given))
    assert [one.person_id for one in named] == [3]


def test_a_deputy_is_told_of_what_waits_for_a_supervisor_who_is_away() -> None:
    away = replace(HEAD, away=(MONDAY, FRIDAY), deputy_id=3)
    given = {"tasks": (waits(),), "to_check": (waits(),)}
    assert day_of(MONDAY, people=(person(1), away, person(3)), **given) == {3: ["to_check:2027-01-11"]}


def test_what_was_sent_back_is_told_to_who_reported_it_the_same_day_or_the_next_working_one() -> None:
    noon = bangkok(2027, 1, 12, 12)
    back = {"tasks": (sent_back(noon, to=(1, 3)),), "people": (person(1), HEAD, person(3))}
    assert day_of(TUESDAY, **back) == {1: ["returned:101"]}
    assert day_of(MONDAY, **back) == {}
    morning = replace(told(TUESDAY, "monthly:2027-01"), at=bangkok(2027, 1, 12, 9))
    assert day_of(TUESDAY, reminded=(morning,), **back) == {}
    assert day_of(date(2027, 1, 13), reminded=(morning,), **back) == {1: ["returned:101"]}
    assert (
        day_of(date(2027, 1, 13), reminded=recorded(TUESDAY, plan_day(TUESDAY, facts(rules=QUIET, **back))), **back)
        == {}
    )
    saturday = {"tasks": (sent_back(bangkok(2027, 1, 16, 12)),)}
    assert day_of(date(2027, 1, 18), **saturday) == {1: ["returned:101"]}


def test_all_who_answer_the_task_are_told_where_who_reported_does_so_no_more() -> None:
    back = {"tasks": (sent_back(bangkok(2027, 1, 12, 12), author=9, to=(1, 3)),)}
    assert [*day_of(TUESDAY, people=(person(1), HEAD, person(3)), **back)] == [1, 3]


def test_what_was_sent_back_counts_as_waiting_in_the_routine_and_a_waiting_reply_does_not() -> None:
    back, waiting_task = sent_back(bangkok(2027, 1, 4)), waits()
    assert 1 in day_of(date(2027, 3, 24), tasks=(back,))
    assert 1 not in day_of(date(2027, 3, 24), tasks=(waiting_task,), to_check=(waiting_task,))


def english(digest: PlannedDigest, who: Any, known: Known, day: date) -> tuple[str, Any]:
    from tests.handlers.chat import english as in_english

    message = digest_message(who, digest, known, day)
    return in_english(message.text), message


def test_the_message_names_the_reason_and_has_the_card_to_report_again() -> None:
    given = facts(people=(person(1), HEAD), rules=QUIET, tasks=(sent_back(bangkok(2027, 1, 12, 12)),))
    (digest,) = plan_day(TUESDAY, given)
    known = Known(given.task_by_id, {who.id: who for who in given.people})
    text, message = english(digest, person(1), known, TUESDAY)
    assert "Sent back to be mended by เจ้าหน้าที่ 2: 1 tasks" in text
    (line,) = message.lines
    assert line.task.check and line.task.check.words == "ขาดรูป"  # its card says so
    assert [line.data for line in message.lines] == [":report:1"]


def test_the_message_to_who_checks_counts_and_offers_the_check() -> None:
    given = facts(people=(person(1), HEAD), rules=QUIET, tasks=(waits(),), to_check=(waits(), waits(2)))
    (digest,) = plan_day(MONDAY, given)
    known = Known(given.task_by_id, {who.id: who for who in given.people})
    text, message = english(digest, HEAD, known, MONDAY)
    assert "2 replies wait for your check, the oldest since 2027-01-08" in text
    assert ":review" in [choice.data for choice in message.choices] and not message.lines


@pytest.fixture
def agency_id(database: Database) -> int:
    agency_id = office(database, rules=QUIET)
    write(database, agency_id, SetReview(MORNING))
    return agency_id


def reply(database: Database, agency_id: int, event: str, at: datetime) -> Task:
    found = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    mine = next(each for each in found if SOMCHAI in each.assignee_ids)
    write(database, agency_id, SaveUpdate(event, mine.id, SOMCHAI, at, Status.DONE, "ทำแล้ว"))
    return mine


def test_from_the_reply_to_the_check_and_back_each_is_pushed_once(database: Database, agency_id: int) -> None:
    mine = reply(database, agency_id, "e1", bangkok(2027, 1, 12, 10))
    assert tick(database, bangkok(2027, 1, 12, 10, 30)) == 1
    assert tick(database, bangkok(2027, 1, 13)) == 0
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), mine.id))
    assert newest is not None
    back = ReviewUpdate(newest.id, WICHAI, Review.RETURNED, bangkok(2027, 1, 13, 11), "ขาดรูปถ่าย")
    write(database, agency_id, back)
    assert tick(database, bangkok(2027, 1, 13, 11, 1)) == 1
    assert tick(database, bangkok(2027, 1, 14)) == 0
    assert [(one.person_id, one.key) for one in history(database, agency_id)] == [
        (WICHAI, "to_check:2027-01-11"),
        (SOMCHAI, f"returned:{newest.id}"),
    ]
    row = waiting(database)[-1]
    ask = lambda conn: worth_sending(Books(conn, agency_id), row, bangkok(2027, 1, 13, 11, 5))  # noqa: E731
    assert database.read(ask) is None
    reply(database, agency_id, "e2", bangkok(2027, 1, 13, 11, 3))
    assert database.read(ask) == Drop("answered meanwhile")


def test_without_the_check_nobody_is_told_of_it(database: Database, agency_id: int) -> None:
    write(database, agency_id, SetReview(None))
    reply(database, agency_id, "e1", bangkok(2027, 1, 12, 10))
    assert tick(database, bangkok(2027, 1, 12, 10, 30)) == 0
    assert PREECHA not in [one.person_id for one in history(database, agency_id)]
