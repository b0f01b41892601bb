from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.fiscal import (
    RoundKind,
    earlier_rounds,
    first_day,
    fiscal_year,
    last_day,
    later_rounds,
    months_of,
    quarter_days,
    quarter_of,
    round_days,
    round_name,
    round_of_day,
)

YEARS = st.integers(2500, 2650)
DAYS = st.dates(date(1960, 1, 1), date(2100, 1, 1))
ONE_DAY = timedelta(days=1)


def test_the_demo_begins_in_the_first_quarter_of_2570() -> None:
    day = date(2026, 11, 20)
    assert (fiscal_year(day), quarter_of(day)) == (2570, 1)
    assert fiscal_year(date(2026, 9, 30)) == 2569
    assert quarter_of(date(2026, 9, 30)) == 4


@given(DAYS)
def test_every_day_lies_in_its_fiscal_year_and_quarter(day: date) -> None:
    year = fiscal_year(day)
    first, last = quarter_days(year, quarter_of(day))
    assert first_day(year) <= first <= day <= last <= last_day(year)


@given(YEARS)
def test_years_follow_one_another_without_a_gap(year: int) -> None:
    assert last_day(year) + ONE_DAY == first_day(year + 1)
    assert fiscal_year(first_day(year)) == fiscal_year(last_day(year)) == year


@given(YEARS)
def test_rounds_and_quarters_partition_the_year(year: int) -> None:
    halves = [round_days(year, RoundKind.FIRST_HALF), round_days(year, RoundKind.SECOND_HALF)]
    quarters = [quarter_days(year, quarter) for quarter in (1, 2, 3, 4)]
    for parts in (halves, quarters):
        assert (parts[0][0], parts[-1][1]) == round_days(year, RoundKind.ANNUAL)
        assert all(left[1] + ONE_DAY == right[0] for left, right in pairwise(parts))


@given(YEARS)
def test_the_months_of_the_halves_are_the_months_of_the_year(year: int) -> None:
    first, second = months_of(year, RoundKind.FIRST_HALF), months_of(year, RoundKind.SECOND_HALF)
    assert first + second == months_of(year, RoundKind.ANNUAL)
    assert [day.month for day in first] == [10, 11, 12, 1, 2, 3]
    assert all(day.day == 1 and fiscal_year(day) == year for day in first + second)


def test_rounds_have_names() -> None:
    assert round_name(RoundKind.FIRST_HALF, 2570) == "รอบ ๖ เดือนแรก ปีงบประมาณ พ.ศ. ๒๕๗๐"
    assert round_name(RoundKind.SECOND_HALF, 2570, thai_digits=False) == "รอบ 6 เดือนหลัง ปีงบประมาณ พ.ศ. 2570"
    assert round_name(RoundKind.ANNUAL, 2570) == "รอบปีงบประมาณ พ.ศ. ๒๕๗๐"


def test_there_is_no_fifth_quarter() -> None:
    for quarter in (0, 5):
        with pytest.raises(ValueError, match="quarter"):
            quarter_days(2570, quarter)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (RoundKind.Q1, date(2026, 10, 1), date(2026, 12, 31)),
        (RoundKind.Q2, date(2027, 1, 1), date(2027, 3, 31)),
        (RoundKind.Q4, date(2027, 7, 1), date(2027, 9, 30)),
        (RoundKind.MONTHS_9, date(2026, 10, 1), date(2027, 6, 30)),
        (RoundKind.CALENDAR_FIRST, date(2027, 1, 1), date(2027, 6, 30)),
        (RoundKind.CALENDAR_SECOND, date(2027, 7, 1), date(2027, 12, 31)),
    ],
)
def test_the_days_of_the_rounds_that_an_agency_may_keep(kind: RoundKind, first: date, last: date) -> None:
    assert round_days(2570, kind) == (first, last)


def test_kinds_stand_in_the_order_in_which_they_end() -> None:
    ends = [round_days(2570, kind)[1] for kind in RoundKind]
    assert ends == sorted(ends)
    assert earlier_rounds(RoundKind.SECOND_HALF) >= {RoundKind.FIRST_HALF, RoundKind.Q1, RoundKind.Q3}
    assert RoundKind.FIRST_HALF not in earlier_rounds(RoundKind.Q2)
    assert later_rounds(RoundKind.Q1) >= {RoundKind.FIRST_HALF, RoundKind.ANNUAL}


@pytest.mark.parametrize(
    ("day", "kinds", "kind"),
    [
        (date(2026, 11, 20), (RoundKind.FIRST_HALF, RoundKind.SECOND_HALF, RoundKind.ANNUAL), RoundKind.FIRST_HALF),
        (date(2026, 11, 20), (RoundKind.Q1, RoundKind.FIRST_HALF, RoundKind.MONTHS_9), RoundKind.Q1),
        (
            date(2027, 5, 2),
            (RoundKind.Q1, RoundKind.FIRST_HALF, RoundKind.MONTHS_9, RoundKind.ANNUAL),
            RoundKind.MONTHS_9,
        ),
        (date(2026, 11, 20), (RoundKind.Q2,), None),
    ],
)
def test_the_round_of_a_day_is_the_shortest_that_is_kept(
    day: date, kinds: tuple[RoundKind, ...], kind: RoundKind | None
) -> None:
    assert round_of_day(day, kinds) is kind
