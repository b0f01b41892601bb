"""Which tasks a digest asks for and of whom: rhythms, windows, heirs, what was handed on (fiscal year 2570)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.agency import Role
from domain.expectation import Reply
from domain.offers import TaskOffer
from domain.reminding import Asked, ReminderRules
from domain.task import Handover, Status, Task
from reminders.message import Known, digest_message
from tests.reminders.cases import (
    DUE,
    FIRST_HALF,
    LATE_RULES,
    OPENED,
    TWO,
    days,
    keys,
    person,
    plan,
    recorded,
    round_,
    run_all,
    task,
)
from tests.reminders.test_message import IN_THAI
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind


def test_a_quarterly_task_waits_for_the_quarters_last_month_and_a_yearly_one_for_its_deadline() -> None:
    rules = ReminderRules()
    first_quarter = (Reply(date(2026, 12, 28), Status.IN_PROGRESS, date(2026, 10, 1), of_whole=False),)
    silent = replace(task(), cadence=CadenceKind.QUARTERLY)
    assert keys(date(2027, 1, 4), tasks=(silent,), rules=rules) == ["monthly:2027-01"]  # the quarter before is missing
    quarterly = {"tasks": (replace(silent, replies=first_quarter),), "rules": rules}
    assert not keys(date(2027, 1, 4), **quarterly) and not keys(date(2027, 2, 1), **quarterly)
    assert keys(date(2027, 3, 25), tasks=quarterly["tasks"], rules=replace(rules, before_due=())) == [
        "monthly:2027-03:25"
    ]
    assert keys(date(2026, 12, 1), tasks=(silent,), rules=rules) == ["monthly:2026-12"]
    assert keys(date(2026, 12, 25), tasks=(silent,), rules=rules) == ["monthly:2026-12:25"]
    yearly = {"tasks": (replace(task(), cadence=CadenceKind.YEARLY),), "rules": rules}
    assert not keys(date(2026, 12, 1), **yearly) and keys(date(2027, 3, 17), **yearly)


def test_a_measure_done_once_by_a_date_of_its_own_has_that_deadline() -> None:
    by = (date(2026, 11, 1), date(2027, 1, 29))
    once = {"tasks": (replace(task(), cadence=CadenceKind.ONCE, carried_out=by), task(2)), "rules": TWO}
    assert [one.task_ids for one in plan(date(2027, 1, 22), **once)] == [(1,)]
    assert keys(date(2027, 1, 22), **once) == ["once:2027-01-29:7"]


def test_what_the_plan_begins_later_is_not_asked_for_before() -> None:
    begins = (date(2027, 1, 10), date(2027, 9, 30))
    later = {"tasks": (replace(task(), carried_out=begins),)}
    assert not keys(date(2026, 12, 1), **later) and keys(date(2027, 1, 4), **later)


def by_month(*months: date, status: Status = Status.IN_PROGRESS) -> tuple[Reply, ...]:
    return tuple(Reply(month + timedelta(days=20), status, month, of_whole=False) for month in months)


OCTOBER, NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH = (
    date(2026 + month // 12, month % 12 + 1, 1) for month in range(9, 15)
)


def test_a_month_that_was_answered_for_is_not_asked_for_again() -> None:
    rules = replace(TWO, month_days=(1, 25))
    answered = replace(task(), cadence=CadenceKind.MONTHLY, replies=by_month(OCTOBER, NOVEMBER, DECEMBER))
    assert not keys(date(2026, 12, 25), rules=rules, tasks=(answered,))
    assert keys(date(2027, 1, 4), rules=rules, tasks=(answered,))
    one_missing = replace(answered, replies=by_month(OCTOBER, DECEMBER))
    assert keys(date(2026, 12, 25), rules=rules, tasks=(one_missing,)) == ["monthly:2026-12:25"]


def test_without_a_rhythm_it_is_asked_for_monthly_until_its_first_reply_and_again_near_the_end() -> None:
    begun = (task(status=Status.IN_PROGRESS),)
    months = (date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 1), date(2027, 3, 1))
    assert [bool(keys(day)) for day in months] == [True] * 4
    assert [bool(keys(day, tasks=begun)) for day in months] == [False, False, False, True]
    own_window = (task(status=Status.IN_PROGRESS, of=round_(end_from=date(2027, 1, 15))),)
    assert [bool(keys(day, tasks=own_window)) for day in months] == [False, False, True, True]


@pytest.mark.parametrize("status", list(Status))
def test_who_reported_for_the_end_is_never_called_late_nor_is_the_head_or_the_admin_told(status: Status) -> None:
    people = (person(1), person(2, roles=frozenset({Role.SUPERVISOR})), person(3, roles=frozenset({Role.ADMIN})))
    on_the_last_day = (Reply(DUE, status),)
    monthly = replace(
        task(2), cadence=CadenceKind.MONTHLY, replies=by_month(OCTOBER, NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH)
    )
    given: dict[str, Any] = {"people": people, "rules": LATE_RULES}
    assert not run_all(date(2027, 4, 1), date(2027, 4, 30), tasks=(task(replies=on_the_last_day), monthly), **given)
    assert run_all(date(2027, 4, 1), date(2027, 4, 30), tasks=(task(),), **given)


def test_a_measure_outside_its_time_is_neither_asked_for_nor_late() -> None:
    later = replace(task(1), carried_out=(date(2027, 4, 1), date(2027, 9, 30)))
    second = round_(2, date(2027, 9, 30), RoundKind.SECOND_HALF)
    earlier = replace(task(2, of=second), carried_out=(date(2026, 10, 1), date(2026, 12, 31)))
    carried = task(3, of=second, done_before=True)
    given: dict[str, Any] = {"tasks": (later, earlier, carried), "rounds": (FIRST_HALF, second)}
    given["rules"] = replace(ReminderRules(), publish_before=())
    everything = run_all(date(2026, 11, 1), date(2027, 11, 30), people=(person(1, roles=frozenset(Role)),), **given)
    assert {one.key.partition(":")[0] for one in everything} == {"still_open"}


def test_who_takes_a_task_over_is_told_once_in_the_next_digest_which_it_is() -> None:
    taken = Handover(1, 1, 9, datetime(2026, 12, 20, 3, tzinfo=UTC))
    given: dict[str, Any] = {"tasks": (task(1), task(2)), "handovers": (taken,)}
    (digest,) = plan(date(2027, 1, 4), **given)
    assert [(part.kind, part.task_ids) for part in digest.parts] == [("check_in", (1, 2)), ("inherited", (1,))]
    text = digest_message(person(), digest, Known({1: task(1), 2: task(2)}, {1: person()}), date(2027, 1, 4)).text
    assert repr(text).count("of somebody who answers for them no more") == 1 and "มาตรการ 1" in repr(text)
    history = recorded(date(2027, 1, 4), (digest,))
    (after,) = plan(date(2027, 2, 1), reminded=history, **given)
    assert [part.kind for part in after.parts] == ["check_in"]
    # It came back to the same person after another had it: that is a second handover.
    back = (Handover(1, 9, 1, taken.at + timedelta(days=20)), replace(taken, at=taken.at + timedelta(days=30)))
    (again,) = plan(date(2027, 2, 1), reminded=history, **{**given, "handovers": (taken, *back)})
    assert [part.kind for part in again.parts] == ["check_in", "inherited"]


def test_a_supervisor_hears_in_a_digest_that_goes_out_anyway_what_was_handed_to_a_colleague() -> None:
    head = person(3, roles=frozenset({Role.SUPERVISOR}))
    given: dict[str, Any] = {"people": (person(1), person(2), head), "tasks": (task(1, to=(2,)), task(2))}
    given["handed"] = (TaskOffer(5, 1, 1, 2, OPENED, "accepted", OPENED),)
    everything = [(day, one) for day in days(date(2026, 12, 1), date(2027, 4, 5)) for one in plan(day, **given)]
    alone = [one for _, one in everything if {part.kind for part in one.parts} == {"handed"}]
    assert alone == []  # no push for it alone
    first = next((day, one) for day, one in everything if one.person_id == 3)
    assert [part.kind for part in first[1].parts][-1] == "handed"
    known = Known({1: task(1, to=(2,)), 2: task(2)}, {one.id: one for one in given["people"]})
    assert "ปัจจุบัน เจ้าหน้าที่ 2" in IN_THAI(digest_message(head, first[1], known, first[0]).text)
    again = plan(first[0] + timedelta(days=31), reminded=recorded(first[0], (first[1],)), **given)
    assert all(part.kind != "handed" for one in again for part in one.parts)


@pytest.mark.parametrize(
    ("handover", "its"),
    [
        (Handover(1, 2, 9, OPENED), task(1)),  # passed on since
        (Handover(1, 1, None, OPENED), task(1)),  # nobody had it before
        (Handover(1, 1, 9, OPENED), task(1, status=Status.DONE)),  # nothing is asked for any more
    ],
)
def test_who_answers_no_more_or_never_took_it_from_anybody_is_no_heir(handover: Handover, its: Task) -> None:
    digests = plan(date(2027, 1, 4), tasks=(its, task(2)), handovers=(handover,))
    assert [part.kind for digest in digests for part in digest.parts] == ["check_in"]


def test_what_was_taken_over_waits_for_the_heir_who_is_away() -> None:
    heir = person(1, away=(date(2027, 1, 1), date(2027, 1, 20)), deputy_id=2)
    taken = Handover(1, 1, 9, OPENED)
    (digest,) = plan(date(2027, 1, 4), people=(heir, person(2)), handovers=(taken,))
    assert (digest.person_id, [part.kind for part in digest.parts]) == (2, ["check_in"])
    history = recorded(date(2027, 1, 4), (digest,))
    (back,) = plan(date(2027, 2, 1), people=(heir, person(2)), handovers=(taken,), reminded=history)
    assert (back.person_id, [part.kind for part in back.parts]) == (1, ["check_in", "inherited"])


def test_who_reported_in_the_last_seven_days_is_not_reminded_because_a_head_asks() -> None:
    asked = (Asked(5, 9, (1,), datetime(2027, 2, 10, 2, tzinfo=UTC)),)
    assert keys(date(2027, 2, 10), asked=asked) == ["asked:5"]
    assert not keys(date(2027, 2, 10), asked=asked, last_reports={1: date(2027, 2, 4)})
    assert keys(date(2027, 2, 10), asked=asked, last_reports={1: date(2027, 2, 3)}) == ["asked:5"]


def test_tasks_without_anybody_are_told_to_the_admin_once() -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    given: dict[str, Any] = {"people": (admin,), "tasks": (task(1, to=()), task(2, to=()))}
    (digest,) = plan(date(2026, 12, 1), **given)
    assert digest.keys == ("nobody:1", "nobody:2")
    assert not plan(date(2026, 12, 1), told_once=frozenset(digest.keys), **given)
