from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from thai.holidays import is_working_day, working_day_on_or_after, working_day_on_or_before, working_holidays

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SONGKRAN = date(2027, 4, 13)


def test_holidays_have_thai_names() -> None:
    assert "สงกรานต์" in working_holidays(2027)[SONGKRAN]


def test_a_day_off_of_public_offices_alone_is_chosen_by_category() -> None:
    ploughing = date(2026, 5, 13)
    assert "พืชมงคล" in working_holidays(2026)[ploughing]
    assert ploughing not in working_holidays(2026, ["public"])


def test_nobody_can_change_the_holidays_for_the_next_one_asking() -> None:
    working_holidays(2027).clear()
    assert SONGKRAN in working_holidays(2027)
    assert not is_working_day(SONGKRAN)


def test_a_weekend_and_its_substitute_are_no_working_days() -> None:
    assert working_day_on_or_after(date(2026, 12, 5)) == date(2026, 12, 8)  # Saturday; Monday stands in for it
    assert working_day_on_or_before(date(2027, 1, 3)) == date(2026, 12, 30)


def test_an_agency_has_days_off_of_its_own() -> None:
    day = date(2026, 11, 20)
    assert is_working_day(day)
    assert not is_working_day(day, frozenset({day}))
    assert working_day_on_or_after(day, frozenset({day})) == date(2026, 11, 23)
    assert working_day_on_or_before(day, frozenset({day})) == date(2026, 11, 19)


@given(DAYS)
def test_the_nearest_working_days_lie_around_the_day(day: date) -> None:
    before, after = working_day_on_or_before(day), working_day_on_or_after(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    assert (before == after) == is_working_day(day)
    between = [before + timedelta(days=step) for step in range(1, (after - before).days)]
    assert not any(is_working_day(one) for one in between)
