"""Wordings of how often a measure is followed up, and the rhythm of the officer who reports.

What is not understood is None: a person decides, nothing is guessed.
"""

import re
from enum import StrEnum
from fractions import Fraction

from thai.follow_ups import by_actor
from thai.months import ANY_MONTH, FULL_MONTH, MONTHS


class CadenceKind(StrEnum):
    """The rhythm in which a measure is followed up."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"
    CONTINUOUS = "continuous"


class _NotUnderstood(Exception):
    pass


# A rhythm is kept as times a year; a week or a day fits none of the kinds and so is not understood.
_KINDS = {
    Fraction(12): CadenceKind.MONTHLY,
    Fraction(4): CadenceKind.QUARTERLY,
    Fraction(2): CadenceKind.HALF_YEARLY,
    Fraction(1): CadenceKind.YEARLY,
}
_TIMES_A_YEAR = {
    "เดือน": 12, "ไตรมาส": 4, "ครึ่งปี": 2, "ปีงบประมาณ": 1, "ปี": 1, "สัปดาห์": 52, "อาทิตย์": 52, "วัน": 365,
}  # fmt: skip
_ANY_UNIT = "(?:" + "|".join(_TIMES_A_YEAR) + ")"
_UNIT = f"(?P<unit>{_ANY_UNIT})"
_NUMBER_WORDS = {"หนึ่ง": "1", "สองครั้ง": "2ครั้ง", "สองเดือน": "2เดือน", "สาม": "3", "สี่": "4", "หก": "6"}

# A short name is one only where no letter follows: `มีคณะทำงาน` is not March.
_MONTH = rf"(?:{FULL_MONTH}|{ANY_MONTH}(?:(?![ก-ฮ])|(?=(?:ของ)?ทุกปี|กับ)))"
# A day, a month or both; its year may stand behind it.
_DATE = rf"(?:วันที่)?(?:\d{{1,2}})?(?:เดือน)?{_MONTH}(?:(?:ปี)?(?:พศ)?(?:\d{{4}}|\d{{2}})(?!\d|ครั้ง))?"
_DATES = rf"{_DATE}(?:(?:และ|กับ|-|/)?(?:ภายใน)?{_DATE})*"
_DEADLINE = re.compile(
    rf"(?:ภายใน|ใน|(?P<each>ทุก)|(?={_DATES}(?:ของ)?ทุกปี))(?:สิ้น)?(?P<dates>{_DATES})(?P<every>(?:ของ)?ทุกปี)?"
    r"|ภายใน(?:ไตรมาส(?:ที่)?\d(?P<quarters>(?:-|และ|/)(?:ไตรมาส)?(?:ที่)?\d)?|(?:สิ้น)?ปีงบประมาณ)"
    r"|(?:ภายใน|(?:ภายใน)?รอบ)(?P<halves>(?:6เดือน|ครึ่งปี)(?:แรก|หลัง)(?:และ(?:ภายใน)?(?:รอบ)?(?:6เดือน|ครึ่งปี)?หลัง)?)"
    r"|ภายใน(?:รอบ)?6เดือน"
)
# Every month from one to another is monthly; `ทุกเดือนเมษายน` is once a year.
_MONTHS_FROM_TO = re.compile(rf"(?<=ทุกเดือน)(?:ตั้งแต่|ระหว่าง|ช่วง)?{_DATE}(?:-|ถึง|จนถึง){_DATE}")
# `ภายใน 7 วัน` counts from an event that nobody here knows of.
_AFTER_AN_EVENT = re.compile(r"ภายใน\d+(?:วัน|เดือน|สัปดาห์|ชั่วโมง)")
# Beside so many times of another interval, `ทุกปี` says no interval of its own.
_EVERY_YEAR_BEFORE = re.compile(r"ทุก(?:ๆ)?ปี(?:งบประมาณ)?(?=(?:ปี(?:งบประมาณ)?|ไตรมาส|เดือน)ละ\d)")
_EVERY_YEAR_BEHIND = re.compile(r"((?:ปี(?:งบประมาณ)?|ไตรมาส|เดือน)ละ\d{1,2}ครั้ง)ทุก(?:ๆ)?ปี(?!ละ)")
_OF_EVERY_YEAR = re.compile("(?:ของ|เป็นประจำ|ประจำ)ทุกปี")

# What turns an interval into something else: a denial, an exception, every other month, one of two, more than it.
_NOT_SO = re.compile(
    rf"(?:ไม่|มิ|งด)(?:ได้|ต้อง|ใช่|เป็น|จำเป็น|มี|ติดตาม|ตรวจ|รายงาน)[^\n]{{0,20}}?(?:ทุก|ราย(?:เดือน|ไตรมาส|ปี)|{_ANY_UNIT}ละ)"
    r"|(?:ยก|งด)เว้น|(?:เดือน|ไตรมาส|ปี)(?:คู่|คี่|เว้น)|เฉพาะ(?:เดือน|ไตรมาส|ปี|ช่วง)|(?<!ไม่)(?:มากกว่า|เกินกว่า)"
    rf"|วันที่\d{{1,2}}(?:และ|กับ|[.])(?:วันที่)?\d{{1,2}}(?:ของ)?(?:ทุก|แต่ละ)?เดือน(?!{_MONTH})"
    r"|ทุก(?:วัน)?(?:สิ้น|ต้น|กลาง)?เดือน(?:ใน|ของ)(?:ช่วง|รอบ)?(?:ไตรมาส|6เดือน|ครึ่งปี)"
    rf"|หรือ(?:ภายใน|ทุก(?:ๆ)?|ราย|อย่างน้อย)?(?:เดือน)?(?:\d|{_MONTH}|{_ANY_UNIT})"
    rf"|{_ANY_UNIT}/(?:ทุก(?:ๆ)?|ราย)?{_ANY_UNIT}"
)

_PER = rf"(?P<of>\d{{1,3}})?{_UNIT}"
_WEEKDAY = "(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์|ทำการ)?"
_LEAST = "(?:อย่างน้อย|ไม่น้อยกว่า|ไม่ต่ำกว่า)?"
_TIMES = r"(?P<times>\d{1,3}(?:-\d{1,3})?)?ครั้ง"
_OTHER_TIMES = r"(?:จำนวน)?(?:[02-9]|\d{2,3})ครั้ง"
_INTERVALS = tuple(
    re.compile(pattern)
    for pattern in (
        # A day of each month, or so many days after its end.
        rf"(?:ทุก(?:ๆ)?|ภายใน|ไม่เกิน|ก่อน)(?:วันที่\d{{1,2}}|(?:วัน{_WEEKDAY}|สัปดาห์)(?:แรก|สุดท้าย|ที่[1-5]))ของ(?:ทุก|แต่ละ)?"
        rf"(?P<unit>เดือน|ไตรมาส)(?:ถัดไป)?(?!{_MONTH}|แรก|สุดท้าย|ที่|ถัด)",
        r"ทุก(?:ๆ)?วันที่\d{1,2}(?:ทุก)?(?P<unit>เดือน)",
        rf"(?<!และ|กับ|ถึง)(?<!-)วันที่\d{{1,2}}ของ(?:ทุก|แต่ละ|(?=เดือนถัดไป))(?P<unit>เดือน)(?:ถัดไป)?(?!{_MONTH}|แรก|สุดท้าย|ที่|ถัด)",
        r"ภายใน\d{1,2}วัน(?:ทำการ)?(?:หลัง|นับ)(?:จาก|แต่)?(?:วัน)?(?:สิ้น|สิ้นสุด)(?P<unit>เดือน|ไตรมาส)",
        rf"{_PER}ละ{_LEAST}(?:{_TIMES}|(?!\d))",
        rf"{_TIMES}(?:ต่อ|/){_PER}",
        rf"(?:ทุก(?:ๆ)?(?:รอบ|วัน(?=สิ้น))?(?:สิ้น|ต้น|กลาง)?|ราย){_PER}(?!{_MONTH}|ที่|แรก|หลัง|สุดท้าย|{_OTHER_TIMES})",
        r"(?<![\d-])(?P<of>\d{1,3})(?P<unit>เดือน|ปี)(?:ต่อ|/)?1?ครั้ง",
        rf"ประจำ(?P<unit>เดือน|ไตรมาส|สัปดาห์)(?!{_MONTH}|ที่?\d|\d)",
        r"รอบ(?P<of>6)(?P<unit>เดือน)(?:แรก)?และ(?:รอบ)?12เดือน",
    )
)
# `คนละ 1 ครั้ง`, `1 ครั้งขึ้นไป` and `1 ครั้ง/ภาคการศึกษา` are no single time.
_ONCE = re.compile(r"(?<!อย่างน้อย)(?<!ไม่น้อยกว่า)(?<!ไม่ต่ำกว่า)(?<!มากกว่า)(?<!ละ)(?<![\d-])1ครั้ง(?!ต่อ|/|ขึ้นไป)|ครั้งเดียว")
_CONTINUOUS = re.compile(r"(?<!ไม่)(?:เป็นปัจจุบัน|ต่อเนื่อง|สม่ำเสมอ|เป็นระยะ|เป็นประจำ)|ตลอด(?:เวลา|(?:ทั้ง)?ปี(?:งบประมาณ)?)")


def read_cadence(text: str) -> CadenceKind | None:
    """The rhythm that the wording means, or None where it is not understood.

    An interval wins over a deadline, a deadline over `เป็นปัจจุบัน`. Where several act, what is said of the officer
    decides; then what is said of nobody in particular; a supervisor's own rhythm only where no one else is named.
    """
    said = by_actor(text)
    try:
        kind = _rhythm(said.officer)
        if kind in (None, CadenceKind.CONTINUOUS):
            kind = _rhythm(f"{said.officer}\n{said.unnamed}")
        return kind if kind or said.officer else _rhythm(said.supervisor)
    except _NotUnderstood:
        return None


def _rhythm(squeezed: str) -> CadenceKind | None:
    """The rhythm of the text, None where it names none; raises where it names one that is no kind of ours."""
    for word, digit in _NUMBER_WORDS.items():
        squeezed = squeezed.replace(word, digit)
    if _NOT_SO.search(squeezed):
        raise _NotUnderstood
    squeezed = _MONTHS_FROM_TO.sub("|", squeezed)
    rest = _DEADLINE.sub("|", squeezed)
    if kind := _interval(rest):
        return kind
    if _AFTER_AN_EVENT.search(rest):
        raise _NotUnderstood
    if deadlines := list(_DEADLINE.finditer(squeezed)):
        return _by_deadlines(deadlines)
    if _OF_EVERY_YEAR.search(rest):
        return CadenceKind.YEARLY
    if _ONCE.search(rest):
        return CadenceKind.ONCE
    return CadenceKind.CONTINUOUS if _CONTINUOUS.search(rest) else None


def _interval(text: str) -> CadenceKind | None:
    """The one interval of the text; where there are several, the one that the report is given in."""
    text = _EVERY_YEAR_BEHIND.sub(r"\1|", _EVERY_YEAR_BEFORE.sub("|", _OF_EVERY_YEAR.sub("|", text)))
    found = _intervals(text)
    if len(set(found.values())) > 1:
        reported = text.rfind("รายงาน")
        found = {place: times for place, times in found.items() if place > reported >= 0}
        if len(set(found.values())) != 1:
            raise _NotUnderstood
    if not found:
        return None
    times = next(iter(found.values()))
    if times not in _KINDS:
        raise _NotUnderstood
    return _KINDS[times]


def _intervals(text: str) -> dict[int, Fraction]:
    """Place in the text and times a year of every interval; each stretch of text is read once."""
    found: dict[int, Fraction] = {}
    for pattern in _INTERVALS:
        for match in pattern.finditer(text):
            found[match.start()] = _times_a_year(match.groupdict())
        text = pattern.sub(lambda match: "|" * len(match.group()), text)
    return found


def _times_a_year(parts: dict[str, str | None]) -> Fraction:
    times, every = parts.get("times") or "1", int(parts.get("of") or 1)
    if not times.isdigit() or not every:
        raise _NotUnderstood
    return Fraction(_TIMES_A_YEAR[parts["unit"] or ""] * int(times), every)


def _by_deadlines(deadlines: list[re.Match[str]]) -> CadenceKind:
    """Two dates half a year apart are a half-yearly rhythm; one is yearly where every year is named, else once."""
    if any(match["quarters"] or "-" in (match["dates"] or "") for match in deadlines):
        raise _NotUnderstood
    halves = {half for match in deadlines for half in ("แรก", "หลัง") if half in (match["halves"] or "")}
    months = {MONTHS[name] for match in deadlines for name in re.findall(ANY_MONTH, match["dates"] or "")}
    if len(halves) == 2 and not months:
        return CadenceKind.HALF_YEARLY
    if len(months) > 2:
        raise _NotUnderstood
    if len(months) == 2:
        if abs(max(months) - min(months)) != 6:
            raise _NotUnderstood
        return CadenceKind.HALF_YEARLY
    return CadenceKind.YEARLY if any(match["every"] or match["each"] for match in deadlines) else CadenceKind.ONCE
