"""Dates as Thai officers write them, and the days of Bangkok's calendar.

Reading takes what people type in a chat and what LINE's date picker sends; writing follows official custom.
"""

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from thai.digits import to_thai
from thai.months import ANY_MONTH, MONTHS, NAMES, SHORT_NAMES
from thai.normalise import remove_gaps, unify_spelling
from thai.relative_days import ANY_WEEKDAY, read_relative
from thai.years import ERA, read_year

BANGKOK = ZoneInfo("Asia/Bangkok")

Style = Literal["long", "short", "numeric"]
Reason = Literal["not_understood", "impossible"]


class NotADate(ValueError):
    """A text that names no day: `reason` says whether it was not understood or the day does not exist."""

    def __init__(self, reason: Reason) -> None:
        # Without the text: an error may reach a log, and logs never hold what people wrote.
        super().__init__(reason)
        self.reason: Reason = reason


class _NoSuchDay(Exception):
    pass


# No date is longer; a pattern is never let loose on a page of text.
_LONGEST = 80
POLITE_END = re.compile(r"\s*(?:เลย)?(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|เลย)$")
_WHAT_WAS_DONE = re.compile(r"^(?:ได้)?(?:จัดทำ|ทำ|ดำเนินการ|ดำเนินงาน|จัด)(?:เสร็จ|ไป|แล้ว)*\s*(?=เมื่อ|วัน|ณ|\d)")
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2})?)?"
)
_NUMERIC = re.compile(
    rf"(?:เมื่อ|ณ)?\s*(?:วัน)?\s*(?:{ANY_WEEKDAY})?\s*(?:ที่)?\s*(?P<day>\d{{1,2}})"
    r"(?P<sep>\s*[-/.]\s*|\s+)(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})"
)
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})")
_WORDS = re.compile(
    rf"(?:เมื่อ|ณ)?(?:วัน)?(?:{ANY_WEEKDAY}|พฤ|อา|[จอพศส])?(?:วัน)?(?:ที่)?(?P<day>\d{{1,2}})[-/]?"
    rf"(?:เดือน)?(?P<month>{ANY_MONTH})(?:[-/]?(?:ปี)?(?P<era>พศ|คศ)?(?P<year>\d{{4}}|\d{{2}}))?"
)


def read_date(text: str, today: date, ahead: bool = False) -> date:
    """The day that the text names; raises NotADate.

    A day and month without a year is the nearest such day not after `today`, or not before it where `ahead`. A weekday
    beside a full date is not believed: people err there. `วันศุกร์ที่แล้ว` is the nearest Friday before today, `วันศุกร์หน้า`
    the nearest after it.
    """
    if len(text) > _LONGEST:
        raise NotADate("not_understood")
    spaced = _WHAT_WAS_DONE.sub("", POLITE_END.sub("", unify_spelling(text)))
    squeezed = remove_gaps(spaced)
    try:
        day = _written_out(spaced, squeezed, today, ahead) or read_relative(squeezed, today)
    except _NoSuchDay:
        raise NotADate("impossible") from None
    if day is None:
        raise NotADate("not_understood")
    return day


def write_date(day: date, style: Style = "long", thai_digits: bool = True) -> str:
    """The day in the Buddhist era: `๓๑ มีนาคม ๒๕๖๗`, short `๓๑ มี.ค. ๖๗`, numeric `๓๑/๓/๒๕๖๗`.

    The short style keeps four digits of a year outside 25xx, where two would be read as another one.
    """
    year = day.year + ERA
    if style == "numeric":
        text = f"{day.day}/{day.month}/{year}"
    elif style == "short":
        text = f"{day.day} {month_name(day.month, short=True)} {_short_year(year)}"
    else:
        text = f"{day.day} {month_name(day.month)} {year}"
    return to_thai(text) if thai_digits else text


def write_time(moment: datetime, thai_digits: bool = True) -> str:
    """The moment on Bangkok's clock, `๒๐ พ.ย. ๖๙ เวลา ๐๙.๐๐ น.`; raises ValueError where it has no zone."""
    local = _in_bangkok(moment)
    text = f"{write_date(local.date(), 'short', thai_digits=False)} เวลา {local:%H.%M} น."
    return to_thai(text) if thai_digits else text


def month_name(month: int, short: bool = False) -> str:
    """The Thai name of the month, 1 to 12; raises ValueError for another number."""
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} is not one of 1 to 12")
    return (SHORT_NAMES if short else NAMES)[month - 1]


def day_in_bangkok(moment: datetime) -> date:
    """The day that Bangkok's calendar shows at the moment; raises ValueError where it has no zone."""
    return _in_bangkok(moment).date()


def _in_bangkok(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day in Bangkok")
    return moment.astimezone(BANGKOK)


def _short_year(year: int) -> str:
    return f"{year % 100:02}" if year // 100 == 25 else str(year)


def _written_out(spaced: str, squeezed: str, today: date, ahead: bool) -> date | None:
    if match := _ISO.fullmatch(spaced) or _NUMERIC.fullmatch(spaced):
        return _build_day(read_year(match["year"]), int(match["month"]), int(match["day"]))
    if match := _DAY_AND_MONTH.fullmatch(spaced):
        return _nearest(int(match["month"]), int(match["day"]), today, ahead)
    if not (match := _WORDS.fullmatch(squeezed)):
        return None
    month, day = MONTHS[match["month"]], int(match["day"])
    if match["year"] is None:
        return _nearest(month, day, today, ahead)
    return _build_day(read_year(match["year"], match["era"] or ""), month, day)


def _build_day(year: int | None, month: int, day: int) -> date | None:
    if year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        raise _NoSuchDay from None


def _nearest(month: int, day: int, today: date, ahead: bool) -> date:
    """The last such day up to today, or the first from today on; 29 February comes back within eight years."""
    step = 1 if ahead else -1
    for year in range(today.year, today.year + 9 * step, step):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found == today or (found > today) is ahead:
            return found
    raise _NoSuchDay
