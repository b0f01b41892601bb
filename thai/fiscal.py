"""The fiscal year of Thai public bodies: 1 October to 30 September, named by the Buddhist-era year it ends in.

Years are Buddhist-era throughout (BE = CE + 543).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from thai.digits import to_thai

_ERA = 543
_FIRST_MONTH = 10


class RoundKind(StrEnum):
    """A reporting period of the fiscal year, in the order in which they end; an agency keeps some of them.

    `CALENDAR_SECOND` is the second half of the calendar year: it ends in the fiscal year that follows.
    """

    Q1 = "q1"
    Q2 = "q2"
    FIRST_HALF = "first_half"
    Q3 = "q3"
    CALENDAR_FIRST = "calendar_first"
    MONTHS_9 = "months_9"
    Q4 = "q4"
    SECOND_HALF = "second_half"
    ANNUAL = "annual"
    CALENDAR_SECOND = "calendar_second"


# Where each round begins in the fiscal year, how many months it has, and its name in full and in short.
_ROUNDS = {
    RoundKind.Q1: (0, 3, "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. {year}", "ไตรมาส 1 {year}"),
    RoundKind.Q2: (3, 3, "ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. {year}", "ไตรมาส 2 {year}"),
    RoundKind.FIRST_HALF: (0, 6, "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. {year}", "รอบ 6 เดือนแรก {year}"),
    RoundKind.Q3: (6, 3, "ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. {year}", "ไตรมาส 3 {year}"),
    RoundKind.CALENDAR_FIRST: (3, 6, "รอบเดือนมกราคม - มิถุนายน พ.ศ. {year}", "ม.ค.–มิ.ย. {year}"),
    RoundKind.MONTHS_9: (0, 9, "รอบ 9 เดือน ปีงบประมาณ พ.ศ. {year}", "รอบ 9 เดือน {year}"),
    RoundKind.Q4: (9, 3, "ไตรมาสที่ 4 ปีงบประมาณ พ.ศ. {year}", "ไตรมาส 4 {year}"),
    RoundKind.SECOND_HALF: (6, 6, "รอบ 6 เดือนหลัง ปีงบประมาณ พ.ศ. {year}", "รอบ 6 เดือนหลัง {year}"),
    RoundKind.ANNUAL: (0, 12, "รอบปีงบประมาณ พ.ศ. {year}", "รอบปีงบประมาณ {year}"),
    RoundKind.CALENDAR_SECOND: (9, 6, "รอบเดือนกรกฎาคม - ธันวาคม พ.ศ. {year}", "ก.ค.–ธ.ค. {year}"),
}
# The rounds of an agency whose layout names none.
USUAL_ROUNDS = (RoundKind.FIRST_HALF, RoundKind.SECOND_HALF, RoundKind.ANNUAL)


def fiscal_year(day: date) -> int:
    """The fiscal year that the day lies in: 2570 for 20 November 2026."""
    return day.year + _ERA + (day.month >= _FIRST_MONTH)


@lru_cache(1024)
def first_day(year: int) -> date:
    """1 October, with which the fiscal year begins."""
    return _month(year, 0)


@lru_cache(1024)
def last_day(year: int) -> date:
    """30 September, with which the fiscal year ends."""
    return _month(year, 12) - timedelta(days=1)


@lru_cache(1024)
def round_days(year: int, kind: RoundKind) -> tuple[date, date]:
    """The first and the last day of the round."""
    start, months, *_ = _ROUNDS[kind]
    return _months_span(year, start, months)


def earlier_rounds(kind: RoundKind) -> frozenset[RoundKind]:
    """The rounds of a year that end before this one does."""
    return frozenset(other for other in RoundKind if _end_of(other) < _end_of(kind))


def later_rounds(kind: RoundKind) -> frozenset[RoundKind]:
    """The rounds of a year that end after this one does."""
    return frozenset(other for other in RoundKind if _end_of(other) > _end_of(kind))


def _end_of(kind: RoundKind) -> int:
    start, months, *_ = _ROUNDS[kind]
    return start + months


def round_of_day(day: date, kinds: Iterable[RoundKind] = USUAL_ROUNDS) -> RoundKind | None:
    """Which of these rounds of its fiscal year the day lies in, the shortest of several; None where in none."""
    place = _place_in_year(day)
    within = [kind for kind in kinds if _ROUNDS[kind][0] <= place < _end_of(kind)]
    return min(within, key=lambda kind: _ROUNDS[kind][1], default=None)


def half_of(day: date) -> RoundKind:
    """The half of the fiscal year that the day lies in."""
    return RoundKind.FIRST_HALF if _place_in_year(day) < 6 else RoundKind.SECOND_HALF


def quarter_of(day: date) -> int:
    """The quarter of the fiscal year, 1 (October to December) to 4 (July to September)."""
    return _place_in_year(day) // 3 + 1


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of the quarter; raises ValueError outside 1 to 4."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"quarter {quarter} is not one of 1 to 4")
    return _months_span(year, (quarter - 1) * 3, 3)


@lru_cache(1024)
def months_of(year: int, kind: RoundKind) -> tuple[date, ...]:
    """The first day of each month of the round, in order."""
    start, months, *_ = _ROUNDS[kind]
    return tuple(_month(year, place) for place in range(start, start + months))


def round_name(kind: RoundKind, year: int, thai_digits: bool = True) -> str:
    """The round's name in Thai: `รอบ ๖ เดือนแรก ปีงบประมาณ พ.ศ. ๒๕๗๐`."""
    name = _ROUNDS[kind][2].format(year=year)
    return to_thai(name) if thai_digits else name


def short_round_name(kind: RoundKind, year: int) -> str:
    """The round's name in Thai in at most 20 clusters, as a button holds: `รอบ 6 เดือนแรก 2570`."""
    return _ROUNDS[kind][3].format(year=year)


def _place_in_year(day: date) -> int:
    return (day.month - _FIRST_MONTH) % 12


def _month(year: int, place: int) -> date:
    """The first day of the fiscal year's month, counted from 0 (October); 12 is the next October."""
    years, month = divmod(_FIRST_MONTH - 1 + place, 12)
    return date(year - _ERA - 1 + years, month + 1, 1)


def _months_span(year: int, place: int, months: int) -> tuple[date, date]:
    return _month(year, place), _month(year, place + months) - timedelta(days=1)
