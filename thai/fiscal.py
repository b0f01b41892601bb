"""The fiscal year of Thai public bodies: 1 October to 30 September, named by the Buddhist-era year it ends in.

Years are Buddhist-era throughout (BE = CE + 543).
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from thai.digits import to_thai

_ERA = 543
_FIRST_MONTH = 10


class RoundKind(StrEnum):
    """A reporting period of the fiscal year."""

    FIRST_HALF = "first_half"
    SECOND_HALF = "second_half"
    ANNUAL = "annual"


# Where each round begins in the fiscal year, and how many months it has.
_ROUNDS = {RoundKind.FIRST_HALF: (0, 6), RoundKind.SECOND_HALF: (6, 6), RoundKind.ANNUAL: (0, 12)}
_ROUND_NAMES = {
    RoundKind.FIRST_HALF: "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. {year}",
    RoundKind.SECOND_HALF: "รอบ 6 เดือนหลัง ปีงบประมาณ พ.ศ. {year}",
    RoundKind.ANNUAL: "รอบปีงบประมาณ พ.ศ. {year}",
}


_SHORT_NAMES = {
    RoundKind.FIRST_HALF: "รอบ 6 เดือนแรก {year}",
    RoundKind.SECOND_HALF: "รอบ 6 เดือนหลัง {year}",
    RoundKind.ANNUAL: "รอบปีงบประมาณ {year}",
}


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
    start, months = _ROUNDS[kind]
    return _months_span(year, start, months)


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
    start, months = _ROUNDS[kind]
    return tuple(_month(year, place) for place in range(start, start + months))


def round_name(kind: RoundKind, year: int, thai_digits: bool = True) -> str:
    """The round's name in Thai: `รอบ ๖ เดือนแรก ปีงบประมาณ พ.ศ. ๒๕๗๐`."""
    name = _ROUND_NAMES[kind].format(year=year)
    return to_thai(name) if thai_digits else name


def short_round_name(kind: RoundKind, year: int) -> str:
    """The round's name in Thai in at most 20 clusters, as a button holds: `รอบ 6 เดือนแรก 2570`."""
    return _SHORT_NAMES[kind].format(year=year)


def _place_in_year(day: date) -> int:
    return (day.month - _FIRST_MONTH) % 12


def _month(year: int, place: int) -> date:
    """The first day of the fiscal year's month, counted from 0 (October); 12 is the next October."""
    years, month = divmod(_FIRST_MONTH - 1 + place, 12)
    return date(year - _ERA - 1 + years, month + 1, 1)


def _months_span(year: int, place: int, months: int) -> tuple[date, date]:
    return _month(year, place), _month(year, place + months) - timedelta(days=1)
