"""Who is reminded on which day, held against days worked out by hand (fiscal year 2570)."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.agency import Role
from domain.expectation import Reply
from domain.plan_ref import PlanRef
from domain.reminding import ReminderRules, rules_data, rules_from
from domain.task import Round, Status
from domain.writes import Remind
from reminders.message import Known, digest_message
from reminders.plan import PlannedDigest, Skipped
from tests.reminders.cases import (
    DUE,
    FIRST_HALF,
    LATE_RULES,
    OPENED,
    TWO,
    consider,
    days,
    keys,
    person,
    plan,
    recorded,
    round_,
    run_all,
    task,
    told,
)
from tests.reminders.test_message import IN_THAI
from thai.fiscal import USUAL_ROUNDS, RoundKind

BEFORE_DUE = "before_due:1:7:2027-03-31"


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


KEPT = {PlanRef(1, 2570): USUAL_ROUNDS}


@pytest.mark.parametrize(
    ("kinds", "day", "expected"),
    [
        ((RoundKind.Q1, RoundKind.Q2, RoundKind.Q3, RoundKind.Q4), date(2026, 10, 1), "q1"),
        ((RoundKind.Q1, RoundKind.Q2, RoundKind.Q3, RoundKind.Q4), date(2027, 1, 4), "q2"),
        ((RoundKind.Q1, RoundKind.FIRST_HALF, RoundKind.MONTHS_9, RoundKind.ANNUAL), date(2027, 1, 4), "first_half"),
        ((RoundKind.Q1, RoundKind.FIRST_HALF, RoundKind.MONTHS_9, RoundKind.ANNUAL), date(2027, 4, 1), "months_9"),
        ((RoundKind.Q1, RoundKind.FIRST_HALF, RoundKind.MONTHS_9, RoundKind.ANNUAL), date(2027, 7, 1), "annual"),
        ((RoundKind.CALENDAR_FIRST,), date(2026, 10, 1), None),
    ],
)
def test_the_round_asked_for_is_one_that_the_plan_keeps(
    kinds: tuple[RoundKind, ...], day: date, expected: str | None
) -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    given: dict[str, Any] = {"people": (admin,), "tasks": (), "rules": LATE_RULES, "rounds": ()}
    asked = plan(day, kept={PlanRef(1, 2570): kinds}, **given)
    assert [one.key for one in asked] == ([f"to_open:2570:{expected}:{day}"] if expected else [])


def test_two_plans_rounds_are_asked_for_in_one_digest_each_by_its_name() -> None:
    admin, action = person(roles=frozenset({Role.ADMIN})), PlanRef(2, 2570, 2, "แผนปราบปรามทุจริต", True)
    kept = {**KEPT, action: (RoundKind.Q1, RoundKind.Q2)}
    given: dict[str, Any] = {"people": (admin,), "tasks": (), "rules": LATE_RULES, "rounds": ()}
    (digest,) = plan(date(2026, 10, 1), kept=kept, **given)
    message = digest_message(admin, digest, Known({}, {1: admin}, plans=tuple(kept)), date(2026, 10, 1))
    assert [choice.data for choice in message.choices] == [":open_round:first_half", ":open_round:q1:2570:2"]
    text = IN_THAI(message.text)
    assert "มาตรการ ITA" in text and "แผนปราบปรามทุจริต" in text


def test_a_round_of_another_plan_does_not_make_the_late_ones_less_urgent() -> None:
    other = round_(2, date(2027, 9, 30), RoundKind.ANNUAL, opened_at=datetime(2027, 4, 1, 1, tzinfo=UTC), plan=2)
    (digest,) = plan(
        date(2027, 4, 26), tasks=(task(1), task(3, of=other)), rounds=(FIRST_HALF, other), rules=LATE_RULES
    )
    assert digest.task_ids[0] == 1


def test_a_round_that_the_calendar_expects_is_asked_for_with_a_button() -> None:
    admin = person(roles=frozenset({Role.ADMIN}))
    given: dict[str, Any] = {"people": (admin, person(2)), "tasks": (), "rules": LATE_RULES, "rounds": ()}
    assert not plan(date(2026, 10, 1), **given)
    asked = plan(date(2026, 10, 1), kept=KEPT, **given)
    assert [(one.person_id, one.key) for one in asked] == [(1, "to_open:2570:first_half:2026-10-01")]
    choices = digest_message(admin, asked[0], Known({}, {1: admin}), date(2026, 10, 1)).choices
    assert [choice.data for choice in choices] == [":open_round:first_half"]
    assert not plan(date(2026, 10, 1), kept=KEPT, **{**given, "rounds": (round_(),)})
    annual = (round_(kind=RoundKind.ANNUAL),)
    assert not plan(date(2027, 4, 1), kept=KEPT, **{**given, "rounds": annual})
    assert plan(date(2027, 4, 1), kept=KEPT, **{**given, "rounds": (round_(),)})


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
