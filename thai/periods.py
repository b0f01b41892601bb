"""Which month or quarter of a round is meant by what somebody types."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from thai.fiscal import fiscal_year, quarter_of
from thai.months import ANY_MONTH, MONTHS
from thai.normalise import remove_gaps, unify_spelling
from thai.years import ERA, read_year

_LONGEST = 60
_OF = r"(?:เปลี่ยนเป็น|ของ|สำหรับ|เป็น)?(?:รอบ|ประจำ)?"
_YEAR = r"(?: |/)?(?:ปี)?(?:งบประมาณ)?(?P<era>พศ|คศ)?(?P<year>\d{4}|\d{2})"
_MONTH = re.compile(rf"{_OF}(?:เดือน)?(?P<month>{ANY_MONTH})(?:{_YEAR})?")
_QUARTER = re.compile(rf"{_OF}(?:ไตรมาส|q)(?:ที่)?(?P<quarter>[1-4])(?:{_YEAR})?")


def read_period(text: str, periods: Sequence[date], months: int) -> date | None:
    """The first day of the one of these periods that the text names: `เดือนพฤศจิกายน`, `พ.ย. 69`, `ไตรมาส 1`.

    Each has so many months; a month names the quarter that it lies in. None for anything else.
    """
    if not months or len(text) > _LONGEST:
        return None
    plain = remove_gaps(unify_spelling(text))
    if match := _MONTH.fullmatch(plain):
        each = [
            (first, day.year)
            for first in periods
            for day in _months(first, months)
            if day.month == _month_number(match)
        ]
    elif (match := _QUARTER.fullmatch(plain)) and months > 1:
        each = [(first, fiscal_year(first) - ERA) for first in periods if quarter_of(first) == int(match["quarter"])]
    else:
        return None
    meant = _years(match)
    found = [first for first, year in each if not meant or year in meant]
    return found[0] if len(found) == 1 else None


def _month_number(match: re.Match[str]) -> int:
    return MONTHS[match["month"]]


def _months(first: date, months: int) -> Iterator[date]:
    """The first day of each of the period's months: none begins before January and ends after it."""
    return (first.replace(month=first.month + later) for later in range(months))


def _years(match: re.Match[str]) -> set[int | None]:
    """The Christian years that may be meant, none where none is named: the periods tell which."""
    if not match["year"]:
        return set()
    return {read_year(match["year"], match["era"] or era) for era in ("", "พศ", "คศ")}
