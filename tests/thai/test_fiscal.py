from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai.fiscal import (
    RoundKind,
    first_day,
    fiscal_year,
    last_day,
    months_of,
    quarter_days,
    quarter_of,
    round_days,
    round_name,
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
