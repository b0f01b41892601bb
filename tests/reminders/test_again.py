"""A reminder sent again: to whom it still belongs, and never beside another of the same day."""

from dataclasses import replace
from datetime import date, datetime, time

from domain.agency import Person
from domain.reminding import Reminded, ReminderRules
from reminders.again import Refused, plan_again
from reminders.facts import DayFacts
from reminders.plan import PlannedDigest, plan_day
from tests.reminders.cases import facts, person, recorded
from thai.dates import BANGKOK

A_WEEK_BEFORE, THE_DAY_BEFORE, DUE_DAY = date(2027, 3, 24), date(2027, 3, 30), date(2027, 3, 31)
AWAY = (date(2027, 3, 20), date(2027, 3, 25))


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BANGKOK)


def tell(facts: DayFacts, day: date, person_id: int = 1) -> tuple[DayFacts, Reminded]:
    """The facts after the day's reminders went out, and the person's line in the log."""
    planned = plan_day(day, facts)
    one = next(each for each in planned if each.person_id == person_id)
    row = Reminded(person_id, day, "push", one.task_ids, one.reason, at(day, 9), one.keys, 1)
    return replace(facts, reminded=(*facts.reminded, *recorded(day, planned))), row


def msgid(found: PlannedDigest | Refused) -> str:
    assert isinstance(found, Refused)
    return found.told.msgid


def with_deputy(away: tuple[date, date] | None, deputy: int | None = 2) -> tuple[Person, ...]:
    return (person(1, away=away, deputy_id=deputy), person(2), person(3))


def test_a_deputy_is_not_reminded_again_of_what_the_officer_answers_who_is_back() -> None:
    told, row = tell(facts(people=with_deputy(AWAY)), A_WEEK_BEFORE, 2)
    during, after = at(date(2027, 3, 25), 10), at(date(2027, 3, 26), 10)
    again = plan_again(row, told, during)
    assert isinstance(again, PlannedDigest) and again.task_ids == (1,)
    assert msgid(plan_again(row, told, after)).startswith("Not sent: what it asked for")
    other = replace(told, people=with_deputy((AWAY[0], DUE_DAY), deputy=3))
    assert msgid(plan_again(row, other, during)).startswith("Not sent: what it asked for"), "another stands in by now"


def test_what_waits_for_the_next_morning_does_not_come_beside_that_days_reminder() -> None:
    told, row = tell(facts(rules=ReminderRules(before_due=(7, 0), publish_before=())), A_WEEK_BEFORE)
    assert isinstance(plan_again(row, told, at(THE_DAY_BEFORE, 17)), PlannedDigest), "it goes out the same day"
    refused = plan_again(row, told, at(THE_DAY_BEFORE, 19))
    assert msgid(refused).startswith("Not sent again: {name} gets another reminder")
    assert isinstance(refused, Refused) and refused.told.parts["day"] == DUE_DAY


def test_who_was_reminded_today_is_not_reminded_again_of_something_earlier() -> None:
    first, row = tell(facts(rules=ReminderRules(before_due=(7, 0), publish_before=())), A_WEEK_BEFORE)
    told, of_today = tell(first, DUE_DAY)
    assert msgid(plan_again(row, told, at(DUE_DAY, 10))).startswith("Not sent again: {name} gets another reminder")
    assert isinstance(plan_again(of_today, told, at(DUE_DAY, 10)), PlannedDigest), "today's own may be sent again"


def test_who_is_away_when_it_would_go_out_is_not_told() -> None:
    told, row = tell(facts(), A_WEEK_BEFORE)
    leaves = replace(told, people=(person(1, away=(DUE_DAY, date(2027, 4, 9))),))
    assert isinstance(plan_again(row, leaves, at(THE_DAY_BEFORE, 17)), PlannedDigest)
    assert "is away until" in msgid(plan_again(row, leaves, at(THE_DAY_BEFORE, 19)))
