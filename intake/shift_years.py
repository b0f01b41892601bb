"""A plan of another year made this year's: its times shifted, its wordings' years with them, its replies left out."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from domain.finding import Finding
from domain.plan import Measure, Plan, Timeframe, Topic
from thai.digits import to_arabic, to_thai
from thai.months import ANY_MONTH_WITH_DOTS
from thai.timeframes import read_timeframe

# A year of four figures, or of two behind a month.
_YEAR = re.compile(rf"(?<!\d)25\d\d(?!\d)|(?:{ANY_MONTH_WITH_DOTS})\.?\s*(\d\d)(?!\d)")


def shift_plan(plan: Plan, year: int) -> Plan:
    """The plan as one of the fiscal year `year` (Buddhist era); a plan whose year is not known stays as it is.

    What was answered in the document was that year's, and is left out. A title that names the other year is pointed at.
    """
    if plan.year is None or plan.year == year:
        return plan
    by = year - plan.year
    topics = tuple(
        replace(topic, measures=tuple(_shift_measure(measure, by, year, plan) for measure in topic.measures))
        for topic in plan.topics
    )
    kept = (warning for warning in plan.warnings if warning.kind not in ("timeframe-year", "year"))
    return replace(plan, year=year, round=None, topics=topics, warnings=(*kept, *_named_years(topics, plan.year, year)))


def shift_typed(typed: Mapping[str, str], by: int) -> dict[str, str]:
    """What was typed over a plan's times (`from-3`, `to-3`, `time-3`), so many years on; the rest as it is."""
    return {name: _shift_typed(name.partition("-")[0], text, by) for name, text in typed.items()}


def _shift_typed(kind: str, text: str, by: int) -> str:
    if kind == "time":
        return shift_wording(text, by)
    try:
        return _shift_day(date.fromisoformat(text), by, kind == "to").isoformat() if kind in ("from", "to") else text
    except ValueError:
        return text


def _named_years(topics: tuple[Topic, ...], other: int, year: int) -> Iterator[Finding]:
    """A warning for each measure whose wording names the other year."""
    for topic in topics:
        for measure in topic.measures:
            if str(other) in to_arabic(" ".join((measure.title, *measure.steps))):
                place = measure.places.get("title", measure.title[:60])
                yield Finding("year", place, {"other": other, "title": measure.title[:60], "meant": str(year)})


def _shift_measure(measure: Measure, by: int, year: int, plan: Plan) -> Measure:
    replies = {column.key for column in plan.columns if column.filled_by == "reply"}
    return replace(
        measure,
        timeframe=_shift_timeframe(measure.timeframe, by, year),
        own={key: value for key, value in measure.own.items() if key not in replies},
        status=None,
        result=(),
        outcome=(),
        suggestion=(),
        dates=(),
        did_not=(),
        remark=(),
    )


def _shift_timeframe(timeframe: Timeframe | None, by: int, year: int) -> Timeframe | None:
    """The timeframe so many years on; its wording with it where that then says the same days."""
    if timeframe is None or timeframe.first is None or timeframe.last is None:
        return timeframe
    first, last = _shift_day(timeframe.first, by), _shift_day(timeframe.last, by, is_last=True)
    text = shift_wording(timeframe.text, by)
    read = read_timeframe(text, year)
    return Timeframe(text if read in (None, (first, last)) else timeframe.text, first, last)


def _shift_day(day: date, by: int, is_last: bool = False) -> date:
    """The day so many years on; the last of February stays the last."""
    days = monthrange(day.year + by, day.month)[1]
    ends_month = is_last and day.day == monthrange(day.year, day.month)[1]
    return date(day.year + by, day.month, days if ends_month else min(day.day, days))


def shift_wording(text: str, by: int) -> str:
    """The wording with its Buddhist years, of four figures or two behind a month, so many years on."""
    arabic = to_arabic(text)
    places = [match.span(1 if match[1] else 0) for match in _YEAR.finditer(arabic)]
    for start, end in reversed(places):
        shifted = str(int(arabic[start:end]) + by)
        written = to_thai(shifted) if text[start:end] != arabic[start:end] else shifted
        text = f"{text[:start]}{written}{text[end:]}"
    return text
