"""Wordings of when a measure is carried out, and the first and last day that they mean.

What is not understood is None: a person decides, nothing is guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from thai.fiscal import RoundKind, first_day, fiscal_year, last_day, quarter_days, round_days
from thai.months import ANY_MONTH, ANY_MONTH_WITH_DOTS, MONTHS
from thai.normalise import remove_gaps, unify_spelling
from thai.years import ERA, read_year

Span = tuple[date, date]


class _NotUnderstood(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a range: a month or a day in it, its Christian year where one was written."""

    month: int
    day: int | None
    year: int | None

    def span(self, year: int) -> Span:
        days = monthrange(year, self.month)[1]
        if self.day is not None and not 1 <= self.day <= days:
            raise _NotUnderstood
        return date(year, self.month, self.day or 1), date(year, self.month, self.day or days)


# No timeframe is longer; a pattern is never let loose on a page of text.
_LONGEST = 200
_NUMBERING = re.compile(r"(?:[-•*]|\(\d{1,2}\)|\d{1,2}\)|\d{1,2}\.(?=\s))\s*")
# `5. ม.ค.` is the fifth of January or item 5, which is January; with a second day behind it both are days.
_NUMBERED_OR_DATED = re.compile(rf"\d{{1,2}}\.(?:[ก-ฮ]|\s*{ANY_MONTH_WITH_DOTS})")
# `2. ต.ค. - มี.ค. 70` ends with a month, and so begins with one.
_NUMBERED_MONTHS = re.compile(rf"\d{{1,2}}\.\s+{ANY_MONTH_WITH_DOTS}[^-ถ]{{0,12}}(?:-|ถึง)\s*{ANY_MONTH_WITH_DOTS}")
_DOTTED_DAYS = re.compile(r"\d{1,2}\.\s*[ก-ฮ][^-]{1,30}(?:-|ถึง)\s*\d{1,2}\.\s*[ก-ฮ]")
_WITH_EXPLANATION = re.compile(r"([^()]+)\(([^()]+)\)?")
_REPEATED = re.compile(r"(.+?)\1+")

_YEAR = r"(?P<{}year>\d{{4}}|\d{{2}})"
_FISCAL = rf"(?:ของ)?(?:ประจำ)?ปีงบ(?:ประมาณ|ฯ)?(?:พศ)?{_YEAR.format('fiscal_')}"
# A quarter or a half belongs to a fiscal year, whether the wording says so or not.
_OF_YEAR = rf"(?:(?:ของ)?(?:(?:ประจำ)?ปีงบประมาณ|ปี|/)?(?:พศ)?{_YEAR.format('')}|(?:ของ)?ปีงบประมาณ)?"
_WITHIN = r"(?:ภายใน|ใน|ช่วง|ตลอด)?"

_WHOLE_YEAR = re.compile(r"(?:ตลอด|ตลอดทั้ง|ทั้ง|ตลอดระยะเวลา)ปี(?:งบประมาณ|งบ|งบฯ)?|(?:ภายใน|ใน)ปีงบประมาณ")
# What is done on days of each month is done all the year.
_EVERY_MONTH = re.compile(r"(?:ทุก)?วันที่\d{1,2}(?:-(?:วันที่)?\d{1,2})?ของทุกเดือน")
_FISCAL_YEARS = re.compile(
    r"(?:ตลอด(?:ทั้ง)?|ทั้ง|ภายใน|ใน|รอบ)?(?:ประจำ)?ปีงบ(?:ประมาณ|ฯ)?(?:พศ)?(?P<first>\d{4}|\d{2})"
    r"(?:-(?:ปีงบ(?:ประมาณ|ฯ)?)?(?:พศ)?(?P<last>\d{4}|\d{2}))?"
)
_QUARTERS = re.compile(
    rf"{_WITHIN}(?:ไตรมาส(?:ที่)?|q)(?P<first>[1-4])(?:(?P<joint>-|และ|\.)(?:ไตรมาส|q)?(?:ที่)?(?P<last>[1-4]))?{_OF_YEAR}"
)
_CALENDAR_QUARTER = re.compile(
    rf"{_WITHIN}ไตรมาส(?:ที่)?(?P<quarter>[1-4])(?:ของ|ตาม)?ปีปฏิทิน(?:พศ)?{_YEAR.format('')}?(?P<days>.*)"
)
# A round of so many months says which ones only beside them: `รอบ 6 เดือน (ต.ค. - มี.ค.)`.
_ROUND = re.compile(r"(?:รอบ|ระยะ)?(?P<number>3|6|9|12)(?P<unit>เดือน)")
# Nine months are those since October, where the fiscal year stands beside them.
_NINE = re.compile(rf"{_WITHIN}รอบ9เดือน(?:แรก)?(?=ปีงบ|ประจำปี){_OF_YEAR}")
_HALF = re.compile(rf"{_WITHIN}(?:รอบ)?(?:6เดือน|ครึ่งปี)(?P<half>แรก|หลัง){_OF_YEAR}")


def _end_pattern(name: str) -> str:
    year = rf"(?:ปี)?(?P<{name}era>พศ|คศ)?{_YEAR.format(name)}"
    in_words = rf"(?:(?:วันที่|ที่)?(?P<{name}day>\d{{1,2}}))?(?:เดือน)?(?P<{name}month>{ANY_MONTH})(?:{year})?"
    in_numbers = (
        rf"(?:วันที่)?(?P<{name}d>\d{{1,2}})(?P<{name}sign>[/.-])(?P<{name}m>\d{{1,2}})(?P={name}sign)"
        rf"(?P<{name}y>\d{{4}}|\d{{2}})"
    )
    return f"(?:{in_words}|{in_numbers})"


_OPENING = r"(?:(?:ระยะเวลา)?ดำเนินการ|รอบ)?(?P<opening>ตั้งแต่|เริ่ม(?:ตั้งแต่|ต้น)?|ณ|ระหว่าง|ช่วง|ภายใน|ไม่เกิน|ใน)?"
# A duration that explains a range: `ต.ค. 69 - ก.ย. 70 (12 เดือน)`.
_DURATION = re.compile(r"(?:รวม|ระยะเวลา)?(?P<number>\d{1,2})(?P<unit>เดือน|ปี)")
# What names a beginning alone says no end.
_OPEN_ENDED = ("ตั้งแต่", "เริ่ม", "ณ", "ระหว่าง")
_CLOSING = rf"(?:{_FISCAL})?(?P<every>(?:ของ)?ทุกปี)?"
_ENDS = re.compile(rf"{_OPENING}{_end_pattern('a_')}(?:-{_end_pattern('b_')})?{_CLOSING}")
_DAYS_OF_A_MONTH = re.compile(rf"{_OPENING}(?:วันที่)?(?P<from_day>\d{{1,2}})-{_end_pattern('b_')}{_CLOSING}")


def read_timeframe(text: str, year: int) -> Span | None:
    """The first and the last day that the wording means, or None where it is not understood or hardly meant.

    A whole fiscal year that is not the plan's, and what begins after it has ended, are hardly meant: a person decides.
    `year` is the plan's fiscal year (Buddhist era), meant where the wording names none. `ภายในวันที่ …` begins with
    the fiscal year that the day lies in; `ภายในเดือน …` is that month. A wording that is repeated counts once.
    """
    span = find_span(text, year)
    if span is None or span[0] > last_day(year):
        return None
    other = fiscal_year(span[0])
    return None if other != year and span == (first_day(other), last_day(other)) else span


def find_span(text: str, year: int) -> Span | None:
    """The first and the last day that the wording names, of whatever year, or None where it names none."""
    wording = unify_spelling(text)
    days = bool(_DOTTED_DAYS.match(wording))
    sure = days or _NUMBERED_MONTHS.match(wording)
    if len(text) > _LONGEST or (_NUMBERED_OR_DATED.match(wording) and not sure):
        return None
    numbered = _NUMBERING.match(wording) and not days
    wording = _NUMBERING.sub("", wording, count=1) if numbered else wording
    try:
        return _read_explained(_unify_range(wording), year)
    except _NotUnderstood:
        return None


def _unify_range(wording: str) -> str:
    text = remove_gaps(wording).replace(" ", "").replace(":", "").replace("จนถึง", "ถึง").replace("ถึง", "-")
    text = text.replace("'", "").replace("’", "").replace("สิ้นสุด", "-")
    repeated = _REPEATED.fullmatch(text)
    return repeated[1] if repeated else text


def _read_explained(text: str, year: int) -> Span | None:
    """`ไตรมาสที่ 1 (ต.ค.-ธ.ค.)` is understood where both wordings say the same."""
    if match := _WITH_EXPLANATION.fullmatch(text):
        outer = _match_readers(match[1], year)
        if duration := _DURATION.fullmatch(match[2]):
            return outer if outer and _months(outer) == _months_meant(duration) else None
        inner = _match_readers(match[2], year)
        if (meant := _ROUND.fullmatch(match[1])) and inner:
            return inner if _months(inner) == _months_meant(meant) else None
        if inner and outer != inner and not re.search(r"\d{2}", match[1]):
            outer = _match_readers(match[1], fiscal_year(inner[1]))
        return outer if outer == inner else None
    return _match_readers(text.strip("()"), year)


def _months(span: Span) -> int | None:
    """How many whole months the span has; None where it begins or ends within one."""
    if span[0].day != 1 or span[1].day != monthrange(span[1].year, span[1].month)[1]:
        return None
    return (span[1].year - span[0].year) * 12 + span[1].month - span[0].month + 1


def _months_meant(duration: re.Match[str]) -> int:
    return int(duration["number"]) * (12 if duration["unit"] == "ปี" else 1)


def _match_readers(text: str, year: int) -> Span | None:
    for pattern, read in _READERS:
        if match := pattern.fullmatch(text):
            return _in_order(read(match, year))
    return None


def _in_order(span: Span) -> Span:
    if span[0] > span[1]:
        raise _NotUnderstood
    return span


def _whole_year(_match: re.Match[str], year: int) -> Span:
    return first_day(year), last_day(year)


def _fiscal_years(match: re.Match[str], _year: int) -> Span:
    return first_day(_buddhist(match["first"])), last_day(_buddhist(match["last"] or match["first"]))


def _quarters(match: re.Match[str], year: int) -> Span:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if first > last or (match["joint"] in ("และ", ".") and last != first + 1):
        raise _NotUnderstood
    year = _buddhist(match["year"]) if match["year"] else year
    return quarter_days(year, first)[0], quarter_days(year, last)[1]


def _calendar_quarter(match: re.Match[str], year: int) -> Span:
    """A quarter of the calendar year; without a year the last one belongs to either of two."""
    quarter = int(match["quarter"])
    if not match["year"] and quarter == 4:
        raise _NotUnderstood
    calendar = _christian(match["year"]) if match["year"] else year - ERA
    first = _End(quarter * 3 - 2, None, calendar).span(calendar)[0]
    span = (first, _End(quarter * 3, None, calendar).span(calendar)[1])
    if match["days"] and _match_readers(match["days"].strip("()"), fiscal_year(first)) != span:
        raise _NotUnderstood
    return span


def _nine(match: re.Match[str], year: int) -> Span:
    return round_days(_buddhist(match["year"]) if match["year"] else year, RoundKind.MONTHS_9)


def _half(match: re.Match[str], year: int) -> Span:
    kind = RoundKind.FIRST_HALF if match["half"] == "แรก" else RoundKind.SECOND_HALF
    return round_days(_buddhist(match["year"]) if match["year"] else year, kind)


def _ends(match: re.Match[str], year: int) -> Span:
    first = _read_end(match, "a_")
    last = _read_end(match, "b_") if match["b_month"] or match["b_m"] else None
    if last is None and (match["opening"] or "").startswith(_OPEN_ENDED):
        raise _NotUnderstood
    span = _between(first, last or first, _year_meant(match, (first, last or first), year))
    by_a_day = match["opening"] in ("ภายใน", "ไม่เกิน") and last is None and first.day is not None
    if match["opening"] == "ไม่เกิน" and not by_a_day:
        raise _NotUnderstood
    return (first_day(fiscal_year(span[1])), span[1]) if by_a_day else span


def _days_of_a_month(match: re.Match[str], year: int) -> Span:
    last = _read_end(match, "b_")
    if last.day is None or match["b_m"]:
        raise _NotUnderstood
    first = _End(last.month, int(match["from_day"]), last.year)
    return _between(first, last, _year_meant(match, (first, last), year))


def _year_meant(match: re.Match[str], ends: tuple[_End, _End], year: int) -> int:
    """The fiscal year of the ends that name none; `ของทุกปี` beside a year contradicts itself."""
    if match["every"] and (match["fiscal_year"] or any(end.year for end in ends)):
        raise _NotUnderstood
    return _buddhist(match["fiscal_year"]) if match["fiscal_year"] else year


def _read_end(match: re.Match[str], name: str) -> _End:
    if match[f"{name}m"]:
        month, day, year = int(match[f"{name}m"]), match[f"{name}d"], match[f"{name}y"]
    else:
        month, day, year = MONTHS[match[f"{name}month"]], match[f"{name}day"], match[f"{name}year"]
    if not 1 <= month <= 12:
        raise _NotUnderstood
    return _End(month, int(day) if day else None, _christian(year, match[f"{name}era"]) if year else None)


def _between(first: _End, last: _End, year: int) -> Span:
    """The days from one end to the other; an end without a year takes the nearest one beside the other's."""
    wraps = (first.month, first.day or 1) > (last.month, last.day or 31)
    if first.year is None and last.year is None:
        return first.span(_in_fiscal(first, year))[0], last.span(_in_fiscal(last, year))[1]
    first_year = first.year if first.year is not None else (last.year or 0) - wraps
    last_year = last.year if last.year is not None else first_year + wraps
    return first.span(first_year)[0], last.span(last_year)[1]


def _in_fiscal(end: _End, year: int) -> int:
    return first_day(year).year + (end.month < first_day(year).month)


def _christian(digits: str, era: str | None = None) -> int:
    year = read_year(digits, era or "")
    if year is None:
        raise _NotUnderstood
    return year


def _buddhist(digits: str) -> int:
    return _christian(digits) + ERA


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Span]], ...] = (
    (_WHOLE_YEAR, _whole_year),
    (_EVERY_MONTH, _whole_year),
    (_FISCAL_YEARS, _fiscal_years),
    (_QUARTERS, _quarters),
    (_CALENDAR_QUARTER, _calendar_quarter),
    (_HALF, _half),
    (_NINE, _nine),
    (_ENDS, _ends),
    (_DAYS_OF_A_MONTH, _days_of_a_month),
)
