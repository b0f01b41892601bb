"""The measures of one band of rows, with their parallel cells paired and understood."""

from dataclasses import dataclass, field, replace

from domain.plan import Cadence, Measure, Question, Responsible, Timeframe, Warning
from intake.bands import Band
from intake.markup import tidy
from intake.numbering import Item, items_of, unbulleted
from intake.pairing import Pairs, pair_items, pair_responsible, pair_timeframes
from intake.questions import garbled_code, mentioned_questions, question_doubts
from intake.responsible import read_responsible
from intake.unreadable import UnreadableFile
from thai.cadences import read_cadence
from thai.fiscal import fiscal_year
from thai.timeframes import read_timeframe

_MOST_IN_A_ROW = 200
_NAMES = {
    "responsible": "responsible",
    "timeframe": "timeframes",
    "steps": "steps",
    "follow_up": "follow-ups",
    "result": "results",
    "did": "results",
    "outcome": "outcomes",
    "suggestion": "suggestions",
    "dates": "dates",
}


@dataclass(slots=True)
class _Draft:
    """A measure while its lines are gathered."""

    number: str | None
    title: str
    steps: list[str] = field(default_factory=list)


def measures_of(band: Band, year: int | None) -> tuple[tuple[Measure, ...], tuple[Warning, ...]]:
    """The band's measures, and what a person should look at in them."""
    drafts = _drafts(band)
    if not drafts:
        return (), _unplaced(band)
    if len(drafts) > _MOST_IN_A_ROW:
        raise UnreadableFile(f"{band.place('measure')} holds {len(drafts):,} measures: give each a row of its own")
    numbers = tuple(draft.number for draft in drafts)
    paired = {key: _paired(key, band.lines(key), numbers) for key in _NAMES}
    warnings = [_differ(band, key, pairs) for key, pairs in paired.items() if band.lines(key) and pairs.differ()]
    measures = []
    for place, draft in enumerate(drafts):
        measure, found = _measure(draft, {key: pairs.lines[place] for key, pairs in paired.items()}, year, band)
        measures.append(measure)
        warnings.extend(found)
    return tuple(measures), tuple(warnings)


def _unplaced(band: Band) -> tuple[Warning, ...]:
    """A warning where a row says something and names no measure."""
    said = " ".join(line for key in _NAMES for line in band.lines(key))
    if not said:
        return ()
    message = f"“{said[:60]}” stands beside no measure and was left out"
    return (Warning("row-unread", band.place("measure"), message, "write the measure it belongs to"),)


def _paired(key: str, lines: tuple[str, ...], numbers: tuple[str | None, ...]) -> Pairs:
    if key == "responsible":
        return pair_responsible(lines, numbers)
    if key == "timeframe":
        return pair_timeframes(lines, numbers)
    return pair_items(lines, numbers, skips=key == "dates")


def _differ(band: Band, key: str, pairs: Pairs) -> Warning:
    return Warning(
        "counts-differ",
        band.place(key),
        f"{len(pairs.lines)} measures stand beside {pairs.count} {_NAMES[key]}",
        f"look which of the {_NAMES[key]} belongs to which measure; what was over is with the last one",
    )


def _drafts(band: Band) -> list[_Draft]:
    """The measures of the cell: each number or each bullet is one; text before a list is a measure with steps."""
    items = items_of(band.lines("measure"))
    if not items:
        return []
    if items[0].number is None and not items[0].bulleted:
        return [_one(items, own_steps=not band.lines("steps"))]
    return _several(items)


def _one(items: tuple[Item, ...], own_steps: bool) -> _Draft:
    listed = [item for item in items if item.number or item.bulleted] if own_steps else []
    bare = [item.wording if not own_steps else item.text for item in items if item not in listed]
    return _Draft(None, " ".join(bare), [item.text for item in listed])


def _several(items: tuple[Item, ...]) -> list[_Draft]:
    drafts: list[_Draft] = []
    by_number = items[0].number is not None
    for item in items:
        if (item.number is not None) if by_number else item.bulleted:
            drafts.append(_Draft(item.number, item.text))
        elif item.bulleted:
            drafts[-1].steps.append(item.text)
        else:
            drafts[-1].title = f"{drafts[-1].title} {item.wording}"
    return drafts


def _measure(
    draft: _Draft, lines: dict[str, tuple[str, ...]], year: int | None, band: Band
) -> tuple[Measure, tuple[Warning, ...]]:
    measure = Measure(
        title=draft.title,
        number=draft.number,
        questions=mentioned_questions(draft.title),
        steps=(*draft.steps, *steps_of(lines["steps"])),
        cadence=cadence_of("\n".join(lines["follow_up"])),
        result=_plain(lines["result"] + lines["did"]),
        outcome=_plain(lines["outcome"]),
        suggestion=_plain(lines["suggestion"]),
        dates=lines["dates"],
    )
    responsible, warned = responsible_of(" ".join(lines["responsible"]), _at(band, "responsible", draft))
    timeframe, unread = timeframe_of(" ".join(lines["timeframe"]), year, _at(band, "timeframe", draft))
    doubts = (*cadence_doubts(measure.cadence, _at(band, "follow_up", draft)), *_code_doubts(draft, band))
    return replace(measure, responsible=responsible, timeframe=timeframe), (*warned, *unread, *doubts)


def _code_doubts(draft: _Draft, band: Band) -> tuple[Warning, ...]:
    """A warning where the measure begins with what a scanner made of a question code."""
    if not garbled_code(draft.title):
        return ()
    return question_doubts((Question("", draft.title),), _at(band, "measure", draft))


def _at(band: Band, key: str, draft: _Draft) -> str:
    """Where the key's cell stands, with the measure's number where it has one."""
    return f"{band.place(key)}, measure {draft.number}" if draft.number else band.place(key)


def steps_of(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The steps without their numbers where these only count them: 1, 2, 3."""
    items = items_of(lines)
    counted = [item.number for item in items] == [str(place) for place in range(1, len(items) + 1)]
    return tuple(item.text if counted else item.wording for item in items)


def cadence_of(text: str) -> Cadence | None:
    """How often the wording says to follow up, or None where there is none."""
    return Cadence(text, read_cadence(text)) if text else None


def cadence_doubts(cadence: Cadence | None, place: str) -> tuple[Warning, ...]:
    """A warning where a follow-up is worded and its rhythm not understood."""
    if cadence is None or cadence.kind:
        return ()
    message = f"“{cadence.text[:60]}” does not say how often"
    return (Warning("cadence-unread", place, message, "say how often, for example ทุกเดือน"),)


def responsible_of(text: str, place: str) -> tuple[Responsible | None, tuple[Warning, ...]]:
    """Who the wording names, with a warning for what was not understood of it."""
    text = unbulleted(tidy(text))
    if not text:
        return None, ()
    understood = read_responsible(text)
    found = understood.responsible
    parts = understood.left_over or (() if found.everyone or found.units else (text,))
    warnings = [Warning("responsible-unread", place, f"“{part[:60]}” names no unit", _NAME_A_UNIT) for part in parts]
    if found.everyone and found.units:
        warnings.append(Warning("responsible-unread", place, f"“{text[:60]}” names units and everyone", _NAME_A_UNIT))
    return found, tuple(warnings)


_NAME_A_UNIT = "choose the units that answer for this measure"


def timeframe_of(text: str, year: int | None, place: str) -> tuple[Timeframe | None, tuple[Warning, ...]]:
    """When the wording means in the fiscal year, with a warning where it is not understood."""
    text = unbulleted(tidy(text))
    if not text:
        return None, ()
    span = read_timeframe(text, year) if year else None
    if span is None:
        asked = "say its first and last day"
        return Timeframe(text), (Warning("timeframe-unread", place, f"“{text[:60]}” is not understood", asked),)
    inside = year in (fiscal_year(span[0]), fiscal_year(span[1]))
    return Timeframe(text, *span), () if inside else (_other_year(text, fiscal_year(span[1]), year, place),)


def _other_year(text: str, found: int, year: int | None, place: str) -> Warning:
    message = f"the timeframe “{text[:60]}” lies in the fiscal year {found}, not {year}"
    return Warning("timeframe-year", place, message, f"write the year {year}, if that is what is meant")


def _plain(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unbulleted(line) for line in lines)
