"""Days named by their distance from today: `เมื่อวาน`, `3 วันก่อน`, `สิ้นเดือน`, `วันศุกร์ที่แล้ว`."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

_WEEKDAYS = {"จันทร์": 0, "อังคาร": 1, "พุธ": 2, "พฤหัสบดี": 3, "พฤหัส": 3, "ศุกร์": 4, "เสาร์": 5, "อาทิตย์": 6}
ANY_WEEKDAY = "|".join(_WEEKDAYS)
_NUMBERS = "ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ".split()
_DAYS_AWAY = {
    "วันนี้": 0,
    "เมื่อวาน": -1,
    "เมื่อวานนี้": -1,
    "วานนี้": -1,
    "เมื่อวานซืน": -2,
    "เมื่อวานซืนนี้": -2,
    "วานซืน": -2,
    "พรุ่งนี้": 1,
    "วันพรุ่งนี้": 1,
    "มะรืน": 2,
    "มะรืนนี้": 2,
    "วันมะรืน": 2,
    "วันมะรืนนี้": 2,
}

_DAYS_AGO = re.compile(rf"(?:เมื่อ)?(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})วัน(?:ก่อน|ที่แล้ว|ที่ผ่านมา)(?:นี้)?")
_DAYS_ON = re.compile(rf"(?:ใน)?อีก(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})วัน(?:ข้างหน้า)?")
_MONTH_END = re.compile(r"(?:วัน|ณ)?สิ้นเดือน(?P<which>นี้|ที่แล้ว|ก่อน|ที่ผ่านมา|หน้า)?")
# `อาทิตย์ที่แล้ว` is last week as often as last Sunday: only `วันอาทิตย์…` is a day.
_NEAR_WEEKDAY = re.compile(
    rf"(?:เมื่อ)?(?:วัน(?P<day>{ANY_WEEKDAY})|(?P<bare>{ANY_WEEKDAY.removesuffix('|อาทิตย์')}))"
    r"(?P<week>สัปดาห์|อาทิตย์)?(?P<which>ที่แล้ว|ก่อน|ที่ผ่านมา|นี้|หน้า|ถัดไป)"
)
_WHICH = {"ที่แล้ว": -1, "ก่อน": -1, "ที่ผ่านมา": -1, "นี้": 0, "หน้า": 1, "ถัดไป": 1}


def read_relative(squeezed: str, today: date) -> date | None:
    """The day that the squeezed text means, or None where it is not understood.

    `วันศุกร์ที่แล้ว` is the nearest Friday before today, `วันศุกร์หน้า` the nearest after it, `วันศุกร์นี้` that of the week.
    """
    if squeezed in _DAYS_AWAY:
        return today + timedelta(days=_DAYS_AWAY[squeezed])
    for pattern, read in _RELATIVE:
        if match := pattern.fullmatch(squeezed):
            return read(match, today)
    return None


def _days_ago(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=_parse_number(match["number"]))


def _days_on(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_parse_number(match["number"]))


def _parse_number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.index(text)


def _end_of_month(match: re.Match[str], today: date) -> date:
    months = _WHICH[match["which"] or "นี้"]
    if months < 0:
        return today.replace(day=1) - timedelta(days=1)
    return _month_end(today) if not months else _month_end(_month_end(today) + timedelta(days=1))


def _near_weekday(match: re.Match[str], today: date) -> date:
    """That weekday of the week named, else the nearest one before or after today (`นี้`: of today's week)."""
    weekday, which = _WEEKDAYS[match["day"] or match["bare"]], _WHICH[match["which"]]
    if match["week"] or not which:
        return today + timedelta(days=weekday - today.weekday() + 7 * which)
    return today + timedelta(days=which * ((which * (weekday - today.weekday()) - 1) % 7 + 1))


def _month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


_RELATIVE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = (
    (_DAYS_AGO, _days_ago),
    (_DAYS_ON, _days_on),
    (_MONTH_END, _end_of_month),
    (_NEAR_WEEKDAY, _near_weekday),
)
