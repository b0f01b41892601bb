"""Wordings of when somebody is away, `3-7 มี.ค.`, `พรุ่งนี้`, `วันนี้ถึงวันศุกร์นี้`, and their first and last day.

What is not understood, or lies in the past, is told apart and asked back: nothing is guessed.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from thai.dates import POLITE_END, NotADate, read_date
from thai.normalise import remove_gaps, unify_spelling
from thai.relative_days import read_relative

Span = tuple[date, date]

_LONGEST = 120
_MOST_DAYS = timedelta(days=366)
# `7 มี.ค. ถึง 3 มี.ค.` is rather a slip than a year: what is longer has both its years named.
_WITHOUT_A_YEAR = timedelta(days=183)
_BEGINNING_ALONE = re.compile(r"ตั้งแต่|ระหว่าง|เริ่ม")
_LEADING = re.compile(r"^(?:ระหว่าง|ตั้งแต่|ช่วง|ใน)?(?:วัน)?(?:ที่)?\s*(?=\d)|^(?:ระหว่าง|ตั้งแต่|ช่วง)\s*")
_TO = re.compile(r"\s*(?:จนถึง|ถึง|~)\s*|\s+-\s+")
_DAY_ALONE = re.compile(r"(?:วัน)?(?:ที่)?\s*(\d{1,2})")
_FIRST_DAY = re.compile(r"\d{1,2}")


class NotAnAbsence(Exception):
    """Why a wording is no absence: not understood, no such day, an end before its beginning, over, too far, or so long
    that its years are to be named."""

    def __init__(
        self, reason: Literal["not_understood", "impossible", "backwards", "past", "too_long", "no_year"]
    ) -> None:
        super().__init__(reason)
        self.reason = reason


def read_absence(text: str, today: date) -> Span:
    """The first and the last day that the wording names; raises NotAnAbsence.

    A day without a year is the nearest one before or after today; where that one is past, it is asked back.
    """
    if len(text) > _LONGEST:
        raise NotAnAbsence("not_understood")
    wording = _LEADING.sub("", POLITE_END.sub("", unify_spelling(text)), count=1).strip()
    one = _find_days(wording, today)
    if one and _BEGINNING_ALONE.match(unify_spelling(text)):
        raise NotAnAbsence("not_understood")
    span = _nearest([(day, day) for day in one], today) if one else _range(wording, today)
    if span[1] < today:
        raise NotAnAbsence("past")
    if span[1] - span[0] > _MOST_DAYS or span[0] - today > _MOST_DAYS:
        raise NotAnAbsence("too_long")
    return span


def _range(wording: str, today: date) -> Span:
    for before, after in _split_range(wording):
        lasts = _find_days(after, today)
        alone = _DAY_ALONE.fullmatch(before)
        firsts = _find_days(_FIRST_DAY.sub(alone[1], after, count=1) if alone else before, today)
        if not firsts or not lasts:
            continue
        spans = [(first, last) for first in firsts for last in lasts if first <= last <= first + _MOST_DAYS]
        if not spans:
            raise NotAnAbsence("too_long" if any(first <= last for first in firsts for last in lasts) else "backwards")
        shortest = min(last - first for first, last in spans)
        if shortest > _WITHOUT_A_YEAR and len(firsts) + len(lasts) > 2:
            raise NotAnAbsence("backwards" if alone else "no_year")
        return _nearest([span for span in spans if span[1] - span[0] == shortest], today)
    raise NotAnAbsence("not_understood")


def _split_range(wording: str) -> Iterator[tuple[str, str]]:
    """The ways in which the wording falls into a first and a last day."""
    parts = _TO.split(wording)
    if len(parts) == 2:
        yield parts[0].strip(), parts[1].strip()
    elif len(parts) == 1 and wording.count("-") == 1:
        before, after = wording.split("-")
        yield before.strip(), after.strip()


def _nearest(spans: list[Span], today: date) -> Span:
    """The span that is nearest to the day, one that it lies in first of all."""
    return min(spans, key=lambda span: max((span[0] - today).days, (today - span[1]).days, 0))


def _find_days(text: str, today: date) -> list[date]:
    """The days that the text may mean: one, or where it names no year that of each year around; [] for no day."""
    relative = read_relative(remove_gaps(text), today)
    if relative is not None:
        return [relative]
    try:
        found = [read_date(text, date(year, 12, 31)) for year in range(today.year - 1, today.year + 3)]
    except NotADate as error:
        if error.reason == "impossible":
            raise NotAnAbsence("impossible") from None
        return []
    return sorted(set(found))
