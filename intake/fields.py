"""One field of a measure, understood from its wording, with what a person should look at in it."""

import re
from dataclasses import replace

from domain.finding import Finding
from domain.plan import Cadence, Responsible, Timeframe
from intake.markup import tidy
from intake.numbering import items_of, unbulleted
from intake.responsible import read_responsible
from thai.cadences import read_cadence
from thai.fiscal import first_day, fiscal_year
from thai.timeframes import read_timeframe

_IN_BRACKETS = re.compile(r"\(([^()]*(?:ประเมินผล|รายงาน|ติดตาม|วัดผล)[^()]*)\)")


def steps_of(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The steps without their numbers where these only count them: 1, 2, 3."""
    items = items_of(lines)
    counted = len(items) > 1 and [item.number for item in items] == [str(place) for place in range(1, len(items) + 1)]
    return tuple(item.text if counted else item.wording for item in items)


def cadence_of(text: str) -> Cadence | None:
    """How often the wording says to follow up, or None where there is none."""
    return Cadence(text, read_cadence(text)) if text else None


def cadence_in_brackets(texts: tuple[str, ...]) -> Cadence | None:
    """The rhythm that another column's text names in brackets: `ร้อยละความสำเร็จ (ประเมินผล 1 ครั้งต่อปีงบประมาณ)`."""
    found = (match[1] for text in texts for match in _IN_BRACKETS.finditer(text))
    return next((Cadence(text, kind) for text in found if (kind := read_cadence(text))), None)


def cadence_doubts(cadence: Cadence | None, place: str) -> tuple[Finding, ...]:
    """A warning where a follow-up is worded and its rhythm not understood."""
    if cadence is None or cadence.kind:
        return ()
    return (Finding("cadence-unread", place, {"cadence": cadence.text[:60]}),)


def responsible_of(text: str, place: str) -> tuple[Responsible | None, tuple[Finding, ...]]:
    """Who the wording names, with a warning for what was not understood of it."""
    text = unbulleted(tidy(text))
    if not text:
        return None, ()
    understood = read_responsible(text)
    found = understood.responsible
    parts = understood.left_over or (() if found.everyone or found.units else (text,))
    warnings = [Finding("responsible-unread", place, {"part": part[:60]}) for part in parts]
    if found.everyone and found.units:
        warnings.append(Finding("responsible-both", place, {"word": text[:60]}))
    return found, tuple(warnings)


def timeframe_of(text: str, year: int | None, place: str) -> tuple[Timeframe | None, tuple[Finding, ...]]:
    """When the wording means in the fiscal year, with a warning where it is not understood."""
    text = unbulleted(tidy(text))
    if not text:
        return None, ()
    span = read_timeframe(text, year) if year else None
    if span is None:
        return Timeframe(text), (Finding("timeframe-unread", place, {"word": text[:60]}),)
    inside = year in (fiscal_year(span[0]), fiscal_year(span[1]))
    return Timeframe(text, *span), () if inside else (_other_year(text, fiscal_year(span[1]), year, place),)


def until(timeframe: Timeframe | None) -> Timeframe | None:
    """The timeframe of a column that says by when: a single day is the last one, the fiscal year's first the first."""
    if timeframe is None or timeframe.last is None or timeframe.first != timeframe.last:
        return timeframe
    return replace(timeframe, first=first_day(fiscal_year(timeframe.last)))


def _other_year(text: str, found: int, year: int | None, place: str) -> Finding:
    return Finding("timeframe-year", place, {"word": text[:60], "found": found, "meant": str(year)})
