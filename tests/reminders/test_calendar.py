"""An agency's working days: weekends, public holidays with their substitutes, and days off of its own."""

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.reminding import ReminderRules, rules_data, rules_from
from reminders.calendar import WorkCalendar, calendar_of, days_to_switch

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
USUAL = WorkCalendar()


def test_a_weekend_and_its_substitute_are_no_working_days() -> None:
    assert USUAL.on_or_after(date(2026, 12, 5)) == date(2026, 12, 8)  # Saturday; Monday stands in for it
    assert USUAL.on_or_before(date(2027, 1, 3)) == date(2026, 12, 30)
    assert not USUAL.works_on(date(2027, 4, 13))


def test_an_agency_has_days_off_of_its_own() -> None:
    day = date(2026, 11, 20)
    own = WorkCalendar(frozenset({day}))
    assert USUAL.works_on(day) and not own.works_on(day)
    assert (own.on_or_before(day), own.on_or_after(day)) == (date(2026, 11, 19), date(2026, 11, 23))


def test_an_agency_that_keeps_public_holidays_alone_works_on_the_day_of_ploughing() -> None:
    ploughing = date(2026, 5, 13)
    assert not USUAL.works_on(ploughing) and WorkCalendar(categories=("public",)).works_on(ploughing)


def test_working_days_are_counted_over_songkran() -> None:
    assert USUAL.after(date(2027, 4, 12), 1) == date(2027, 4, 16)
    assert USUAL.before(date(2027, 4, 16), 1) == date(2027, 4, 12)
    assert USUAL.between(date(2027, 4, 9), date(2027, 4, 16)) == 2


@given(DAYS)
def test_the_nearest_working_days_lie_around_the_day(day: date) -> None:
    before, after = USUAL.on_or_before(day), USUAL.on_or_after(day)
    assert before <= day <= after
    assert USUAL.works_on(before) and USUAL.works_on(after)
    assert (before == after) == USUAL.works_on(day)
    between = [before + timedelta(days=step) for step in range(1, (after - before).days)]
    assert not any(map(USUAL.works_on, between))


@given(DAYS, st.integers(-40, 500), st.frozensets(DAYS, max_size=3))
def test_the_working_days_between_two_days_are_each_counted(first: date, days: int, own: frozenset[date]) -> None:
    calendar = WorkCalendar(own)
    each = [first + timedelta(days=number) for number in range(1, days + 1)]
    assert calendar.between(first, first + timedelta(days=days)) == sum(map(calendar.works_on, each))


def test_an_agency_may_work_on_a_holiday_and_keep_labour_day() -> None:
    labour, chakri = date(2026, 5, 1), date(2026, 4, 6)
    assert USUAL.works_on(labour) and not USUAL.works_on(chakri)
    other = calendar_of(ReminderRules(worked=(chakri,)), {labour: "วันแรงงาน"})
    assert other.works_on(chakri) and not other.works_on(labour)
    days = {one.day: one.off for one in days_to_switch(date(2026, 4, 1), date(2026, 5, 31), other)}
    assert (days[labour], days[chakri], days[date(2026, 5, 4)]) == (True, False, True)
    assert all(day.weekday() < 5 for day in days)


def test_the_days_worked_survive_being_stored() -> None:
    rules = ReminderRules(worked=(date(2026, 4, 6),))
    assert rules_from(json.loads(json.dumps(rules_data(rules)))) == rules
