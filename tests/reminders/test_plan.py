"""Who is reminded on which day, held against days worked out by hand (fiscal year 2570)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.agency import Role
from domain.expectation import Reply
from domain.offers import TaskOffer
from domain.reminding import Asked, ReminderRules, rules_data, rules_from
from domain.task import Handover, Round, Status, Task
from domain.writes import Remind
from reminders.message import Known, digest_message
from reminders.plan import PlannedDigest, Skipped
from tests.reminders.cases import (
    DUE,
    FIRST_HALF,
    OPENED,
    TWO,
    consider,
    keys,
    person,
    plan,
    recorded,
    round_,
    task,
    told,
)
from tests.reminders.test_message import IN_THAI
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind

BEFORE_DUE = "before_due:1:7:2027-03-31"


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def run(first: date, last: date, down: tuple[date, ...] = (), **given: Any) -> list[tuple[date, str]]:
    """What one person is told over these days, the worker being down on some of them."""
    history: tuple[Remind, ...] = ()
    for day in days(first, last):
        if day not in down:
            history += recorded(day, plan(day, reminded=history, **given))
    return [(digest.day, digest.key) for digest in history]


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2026-12", date(2026, 12, 1)),  # a Tuesday
        ("2027-01", date(2027, 1, 4)),  # New Year on Friday, then a weekend
        ("2027-02", date(2027, 2, 1)),
        ("2027-03", date(2027, 3, 1)),
    ],
)
def test_a_month_begins_with_a_reminder_on_its_first_working_day(month: str, day: date) -> None:
    assert keys(day) == [f"monthly:{month}"]
    assert not keys(day - timedelta(days=1))


def test_the_second_half_begins_between_two_holidays() -> None:
    second = round_(2, date(2027, 9, 30), RoundKind.SECOND_HALF)
    told_on = run(date(2027, 4, 1), date(2027, 9, 30), rounds=(second,), tasks=(task(of=second),))
    assert [str(day) for day, _ in told_on] == [
        "2027-04-01", "2027-05-03", "2027-06-01", "2027-07-01", "2027-08-02", "2027-09-01", "2027-09-23",
    ]  # fmt: skip
    assert told_on[-1][1] == "before_due:2:7:2027-09-30"


def test_the_whole_first_half_is_five_digests() -> None:
    assert run(date(2026, 11, 20), date(2027, 4, 30)) == [
        (date(2026, 12, 1), "monthly:2026-12"),
        (date(2027, 1, 4), "monthly:2027-01"),
        (date(2027, 2, 1), "monthly:2027-02"),
        (date(2027, 3, 1), "monthly:2027-03"),
        (date(2027, 3, 24), BEFORE_DUE),
    ]


def test_a_month_outside_the_round_has_none() -> None:
    assert not keys(date(2027, 4, 1))


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (date(2027, 3, 31), date(2027, 3, 24)),
        (date(2027, 3, 28), date(2027, 3, 19)),  # a Sunday before: back to Friday
        (date(2027, 4, 22), date(2027, 4, 12)),  # Songkran is 13 to 15 April
        (date(2027, 1, 8), date(2026, 12, 30)),  # 31 December and 1 January
    ],
)
def test_the_deadline_is_told_seven_days_before_or_on_the_working_day_before_that(due: date, day: date) -> None:
    given: dict[str, Any] = {"rounds": (round_(due=due),), "tasks": (task(of=round_(due=due)),)}
    assert keys(day, **given) == [f"before_due:1:7:{due}"]
    assert not keys(day - timedelta(days=1), **given)


def test_an_agencys_own_holidays_move_both_rules() -> None:
    own = frozenset({date(2026, 12, 1), date(2027, 3, 24)})
    assert not keys(date(2026, 12, 1), own_holidays=own)
    assert keys(date(2026, 12, 2), own_holidays=own) == ["monthly:2026-12"]
    assert keys(date(2027, 3, 23), own_holidays=own) == [BEFORE_DUE]


def test_two_rules_on_one_day_are_one_digest_and_none_on_the_next_day() -> None:
    due = date(2027, 3, 8)
    given: dict[str, Any] = {"rounds": (round_(due=due),), "tasks": (task(of=round_(due=due)),)}
    (digest,) = plan(date(2027, 3, 1), **given)
    assert digest.key == "before_due:1:7:2027-03-08"
    assert "7 days before" in digest.reason and "monthly" in digest.reason
    assert run(date(2027, 2, 26), date(2027, 3, 12), **given) == [(date(2027, 3, 1), digest.key)]


def test_two_rounds_in_a_month_are_one_digest_of_both() -> None:
    annual = round_(2, date(2027, 9, 30), RoundKind.ANNUAL)
    (digest,) = plan(date(2026, 12, 1), rounds=(annual, FIRST_HALF), tasks=(task(1, of=annual), task(2), task(3)))
    assert digest.task_ids == (2, 3, 1)
    assert digest.key == "monthly:2026-12"


def test_a_deadline_names_only_its_own_rounds_tasks() -> None:
    annual = round_(2, date(2027, 9, 30), RoundKind.ANNUAL)
    (digest,) = plan(date(2027, 3, 24), rounds=(annual, FIRST_HALF), tasks=(task(1, of=annual), task(2)))
    assert digest.task_ids == (2,)


def test_what_was_not_begun_comes_before_what_was_and_an_earlier_due_day_before_both() -> None:
    late = replace(task(4), due=date(2026, 11, 1))
    begun = task(1, status=Status.IN_PROGRESS)  # in November: the round's end is asked for all the same
    (digest,) = plan(date(2027, 3, 24), tasks=(begun, task(2), task(3), late))
    assert digest.task_ids == (4, 2, 3, 1)


@pytest.mark.parametrize("status", [Status.DONE, Status.NOT_DONE])
def test_nothing_is_said_once_all_is_answered(status: Status) -> None:
    assert not consider(date(2026, 12, 1), tasks=(task(status=status),))
    (digest,) = plan(date(2026, 12, 1), tasks=(task(1, status=status), task(2)))
    assert digest.task_ids == (2,)


def test_everybody_a_task_belongs_to_is_told_and_nobody_else() -> None:
    shared = (task(1, to=(1, 2)), task(2, to=(2,)), task(3, to=()))
    planned = plan(date(2026, 12, 1), tasks=shared, people=(person(1), person(2), person(3)))
    assert [(one.person_id, one.task_ids) for one in planned] == [(1, (1,)), (2, (1, 2))]


@pytest.mark.parametrize(
    ("who", "word"),
    [
        (person(line_user=None), "enrolled"),
        (person(reachable=False), "unreachable"),
        (person(away=(date(2026, 11, 30), date(2026, 12, 1))), "away"),
        (person(away=(date(2026, 12, 1), date(2026, 12, 4))), "away"),
    ],
)
def test_who_cannot_be_told_is_passed_over_with_a_reason(who: object, word: str) -> None:
    assert not plan(date(2026, 12, 1), people=(who,))
    (skipped,) = consider(date(2026, 12, 1), people=(who,))
    assert isinstance(skipped, Skipped)
    assert word in skipped.reason


def test_who_comes_back_within_three_working_days_is_told_then() -> None:
    away = (person(away=(date(2026, 11, 30), date(2026, 12, 2))),)
    assert run(date(2026, 11, 30), date(2026, 12, 20), people=away) == [(date(2026, 12, 3), "monthly:2026-12")]
    longer = (person(away=(date(2026, 11, 30), date(2026, 12, 4))),)
    assert run(date(2026, 11, 30), date(2026, 12, 20), people=longer) == []


@pytest.mark.parametrize("length", [1, 2, 3])
def test_days_of_downtime_are_made_good_once(length: int) -> None:
    down = tuple(days(date(2026, 12, 1), date(2026, 12, length)))
    assert run(date(2026, 11, 25), date(2026, 12, 20), down=down) == [(date(2026, 12, length + 1), "monthly:2026-12")]
    (digest,) = plan(date(2026, 12, 2))
    assert "missed on 2026-12-01" in digest.reason


def test_after_three_working_days_it_is_too_late() -> None:
    assert keys(date(2027, 3, 29)) == [BEFORE_DUE]  # Thursday, Friday, Monday
    assert not keys(date(2027, 3, 30))
    # 1 December, then 2, 3, 4; 5 to 7 are a weekend and a substitute holiday
    assert keys(date(2026, 12, 4)) and not keys(date(2026, 12, 8))


def test_two_missed_occurrences_are_one_digest() -> None:
    due = date(2027, 3, 9)  # told on 2 March
    given: dict[str, Any] = {"rounds": (round_(due=due),), "tasks": (task(of=round_(due=due)),)}
    down = (date(2027, 3, 1), date(2027, 3, 2))
    assert run(date(2027, 2, 25), date(2027, 3, 20), down=down, **given) == [
        (date(2027, 3, 3), "before_due:1:7:2027-03-09")
    ]


def test_a_clock_set_back_repeats_nothing() -> None:
    history = (told(date(2026, 12, 3), "monthly:2026-12"),)
    assert not any(keys(day, reminded=history) for day in days(date(2026, 11, 20), date(2026, 12, 31)))


def test_a_clock_that_ran_ahead_for_a_while_costs_no_later_reminder() -> None:
    history = (told(date(2027, 3, 24), BEFORE_DUE),)
    assert keys(date(2026, 12, 1), reminded=history) == ["monthly:2026-12"]
    assert not keys(date(2027, 3, 24), reminded=history)


def test_a_holiday_proclaimed_afterwards_repeats_nothing() -> None:
    history = (told(date(2026, 12, 1), "monthly:2026-12"),)
    own = frozenset({date(2026, 12, 1)})
    assert not keys(date(2026, 12, 2), reminded=history, own_holidays=own)


def test_a_due_day_moved_later_is_told_again_and_one_moved_nearer_at_once() -> None:
    history = (told(date(2027, 3, 24), BEFORE_DUE),)
    later = round_(due=date(2027, 4, 30))
    assert keys(date(2027, 4, 23), rounds=(later,), reminded=history) == ["before_due:1:7:2027-04-30"]
    nearer = round_(due=date(2027, 3, 26))
    assert keys(date(2027, 3, 22), rounds=(nearer,)) == ["before_due:1:7:2027-03-26"]


def test_one_persons_digest_does_not_speak_for_another() -> None:
    both = {"tasks": (task(to=(1, 2)),), "people": (person(1), person(2))}
    history = (told(date(2026, 12, 1), "monthly:2026-12", person_id=2),)
    assert [one.person_id for one in plan(date(2026, 12, 1), reminded=history, **both)] == [1]


def opened(day: int, hour: int) -> tuple[Round, ...]:
    return (round_(opened_at=datetime(2026, 12, day, hour, tzinfo=UTC)),)


def test_a_round_opened_afterwards_is_begun_aloud_and_owes_nothing_for_the_days_before() -> None:
    assert not keys(date(2026, 12, 1), rounds=opened(2, 1))  # a clock set back
    assert keys(date(2026, 12, 2), rounds=opened(2, 1)) == ["begun:1"]  # opened at eight
    assert not keys(date(2026, 12, 2), rounds=opened(2, 2))  # at nine: told on the next morning
    assert keys(date(2026, 12, 3), rounds=opened(2, 2)) == ["begun:1"]
    assert keys(date(2026, 12, 2), rounds=opened(1, 16)) == ["begun:1"]
    assert plan(date(2026, 12, 1), rounds=(round_(opened_at=datetime(2026, 11, 30, 16, tzinfo=UTC)),))[0].keys == (
        "begun:1", "monthly:2026-12",
    )  # fmt: skip


def test_a_begun_round_tells_all_that_it_will_ask_for_and_each_task_stands_in_one_part() -> None:
    answered = task(2, replies=(Reply(date(2026, 12, 1), Status.IN_PROGRESS),))
    done = task(3, status=Status.DONE)
    (digest,) = plan(date(2026, 12, 1), tasks=(task(1), answered, done), rounds=opened(1, 1))
    assert [(part.kind, part.task_ids, part.by) for part in digest.parts] == [("begun", (1, 2), DUE)]


LATE_RULES = ReminderRules(publish_before=(), summaries=False)


def test_late_reminders_get_rarer_then_go_to_the_admin_once_as_a_list_and_end() -> None:
    people = (person(1), person(2, roles=frozenset({Role.ADMIN}), unit_ids=()))
    given: dict[str, Any] = {"people": people, "rules": LATE_RULES}
    told_late = run_all(date(2027, 4, 5), date(2027, 12, 31), **given)
    # The 3rd, 7th and 14th working day after 31 March; the 15th.
    assert [one.day for one in told_late if one.person_id == 1] == [date(2027, 4, day) for day in (5, 12, 26)]
    to_admin = [one for one in told_late if one.person_id == 2]
    assert [one.key.partition(":")[0] for one in to_admin][:2] == ["unit_late", "escalated"]
    assert to_admin[1].day == date(2027, 4, 27)
    assert {one.key.partition(":")[0] for one in to_admin[2:]} == {"still_open"}


def test_an_open_round_past_its_publication_day_is_told_weekly_for_four_weeks_with_a_button() -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    given: dict[str, Any] = {"people": (admin,), "tasks": (), "rules": LATE_RULES}
    told_open = run_all(date(2027, 4, 1), date(2027, 7, 31), **given)
    # Published by 30 April; 4 and 20 May are holidays.
    assert [one.day for one in told_open] == [
        date(2027, 5, 3), date(2027, 5, 10), date(2027, 5, 17), date(2027, 5, 24), date(2027, 6, 7), date(2027, 7, 5),
    ]  # fmt: skip
    (digest,) = plan(date(2027, 5, 3), **given)
    known = Known({}, {1: admin}, {1: FIRST_HALF})
    choices = digest_message(admin, digest, known, date(2027, 5, 3)).choices
    assert [choice.data for choice in choices] == [":close_round:1"]
    closed = round_(closed_at=datetime(2027, 5, 1, tzinfo=UTC))
    assert not run_all(date(2027, 5, 1), date(2027, 7, 31), **{**given, "rounds": (closed,)})


def test_a_round_that_the_calendar_expects_is_asked_for_with_a_button() -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    given: dict[str, Any] = {"people": (admin, person(2)), "tasks": (), "rules": LATE_RULES, "rounds": ()}
    assert not plan(date(2026, 10, 1), **given)
    asked = plan(date(2026, 10, 1), plan_years=frozenset({2570}), **given)
    assert [(one.person_id, one.key) for one in asked] == [(1, "to_open:2570:first_half:2026-10-01")]
    choices = digest_message(admin, asked[0], Known({}, {1: admin}), date(2026, 10, 1)).choices
    assert [choice.data for choice in choices] == [":open_round:first_half"]
    assert not plan(date(2026, 10, 1), plan_years=frozenset({2570}), **{**given, "rounds": (round_(),)})
    annual = (round_(kind=RoundKind.ANNUAL),)
    assert not plan(date(2027, 4, 1), plan_years=frozenset({2570}), **{**given, "rounds": annual})
    assert plan(date(2027, 4, 1), plan_years=frozenset({2570}), **{**given, "rounds": (round_(),)})


def test_the_new_rounds_tasks_come_before_the_late_ones_of_the_round_before() -> None:
    second = round_(2, date(2027, 9, 30), RoundKind.SECOND_HALF, opened_at=datetime(2027, 4, 1, 1, tzinfo=UTC))
    both: dict[str, Any] = {"rounds": (FIRST_HALF, second), "rules": LATE_RULES}
    (digest,) = plan(date(2027, 4, 26), tasks=(task(1), task(2), task(3, of=second)), **both)
    assert digest.task_ids == (3, 1, 2)
    assert [part.kind for part in digest.parts] == ["check_in", "late"]


def test_a_closed_round_asks_for_nothing() -> None:
    closed = round_(closed_at=datetime(2026, 12, 1, tzinfo=UTC))
    assert not consider(date(2026, 12, 1), rounds=(closed,))


def test_another_rule_needs_no_code() -> None:
    rules = replace(TWO, month_days=(1, 25), before_due=(7, 1))
    assert keys(date(2027, 1, 25), rules=rules) == ["monthly:2027-01:25"]
    assert keys(date(2027, 3, 30), rules=rules, reminded=(told(date(2027, 3, 25), "x"),)) == [
        "before_due:1:1:2027-03-31"
    ]


def test_a_reminder_day_at_a_month_s_end_stays_in_its_month() -> None:
    rules = replace(TWO, month_days=(31,), before_due=())
    assert keys(date(2027, 1, 29), rules=rules) == ["monthly:2027-01"]  # the 31st is a Sunday
    assert keys(date(2027, 2, 26), rules=rules) == ["monthly:2027-02"]  # the 28th, too
    assert not keys(date(2027, 2, 1), rules=rules, reminded=(told(date(2027, 1, 29), "monthly:2027-01"),))


def test_nothing_comes_without_people_rounds_or_tasks() -> None:
    day = date(2026, 12, 1)
    assert not plan(day, people=()) and not plan(day, rounds=()) and not plan(day, tasks=())


def test_a_digest_is_told_apart_from_one_passed_over() -> None:
    considered = consider(date(2027, 3, 24), tasks=(task(to=(1, 2)),), people=(person(1), person(2, line_user=None)))
    assert [type(one) for one in considered] == [PlannedDigest, Skipped]


def test_a_report_may_be_asked_for_two_months_before_its_day_and_on_the_day_that_the_agency_moved_it_to() -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    early = ReminderRules(publish_before=(60, 0), publish_on={"2570:first_half": date(2027, 6, 30)})
    given: dict[str, Any] = {"people": (admin,), "tasks": (), "rounds": (round_(closed_at=OPENED),), "rules": early}
    assert keys(date(2027, 4, 30), **given) == ["publish:2027-06-30:60"]
    assert keys(date(2027, 6, 30), **given) == ["publish:2027-06-30:0"]
    assert not keys(date(2027, 3, 1), **given)


def test_the_rules_come_back_from_json_as_they_were() -> None:
    moved = ReminderRules(publish_on={"2570:first_half": date(2027, 6, 30)}, month_days=(1,))
    assert rules_from(json.loads(json.dumps(rules_data(moved)))) == moved
    assert rules_from({}) == ReminderRules()


def test_a_published_report_is_asked_for_no_more() -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    given: dict[str, Any] = {"people": (admin,), "tasks": (), "rules": ReminderRules()}
    closed = round_(closed_at=datetime(2027, 4, 1, tzinfo=UTC))
    assert keys(date(2027, 4, 16), rounds=(closed,), **given) == ["publish:2027-04-30:14"]
    assert not keys(date(2027, 4, 16), rounds=(closed,), published=frozenset({closed.id}), **given)


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


def run_all(first: date, last: date, **given: Any) -> tuple[Remind, ...]:
    """All that anybody is told over these days."""
    history: tuple[Remind, ...] = ()
    for day in days(first, last):
        history += recorded(day, plan(day, reminded=history, **given))
    return history


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
    everything = [(day, one) for day in _days(date(2026, 12, 1), date(2027, 4, 5)) for one in plan(day, **given)]
    alone = [one for _, one in everything if {part.kind for part in one.parts} == {"handed"}]
    assert alone == []  # no push for it alone
    first = next((day, one) for day, one in everything if one.person_id == 3)
    assert [part.kind for part in first[1].parts][-1] == "handed"
    known = Known({1: task(1, to=(2,)), 2: task(2)}, {one.id: one for one in given["people"]})
    assert "ปัจจุบัน เจ้าหน้าที่ 2" in IN_THAI(digest_message(head, first[1], known, first[0]).text)
    again = plan(first[0] + timedelta(days=31), reminded=recorded(first[0], (first[1],)), **given)
    assert all(part.kind != "handed" for one in again for part in one.parts)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


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
