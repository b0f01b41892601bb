"""The measures of one band of rows, with their parallel cells paired and understood."""

from dataclasses import dataclass, field, replace

from domain.finding import Finding
from domain.plan import Measure, Question, Timeframe
from domain.task import Status
from intake.band import Band
from intake.fields import cadence_doubts, cadence_in_brackets, cadence_of, responsible_of, steps_of, timeframe_of, until
from intake.numbering import Item, items_of, unbulleted
from intake.pairing import Pairs, pair_items, pair_responsible, pair_timeframes
from intake.periods import ticked_timeframe
from intake.questions import garbled_code, mentioned_questions, question_doubts
from intake.replies import take_status, take_tick
from intake.ticks import CROSSES, NOT_TICKED
from intake.unreadable import UnreadableFile
from thai.digits import to_arabic

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
    "did_not": "reasons",
    "remark": "remarks",
}
# What each column's field is called in a measure.
_FIELDS = {"measure": "title", "follow_up": "cadence", "did": "result"}
_UNSURE = {
    "responsible-unread": "responsible",
    "responsible-both": "responsible",
    "timeframe-unread": "timeframe",
    "timeframe-unticked": "timeframe",
    "cadence-unread": "cadence",
}


@dataclass(slots=True)
class _Draft:
    """A measure while its lines are gathered."""

    number: str | None
    title: str
    steps: list[str] = field(default_factory=list)


def measures_of(band: Band, year: int | None) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    """The band's measures, and what a person should look at in them."""
    drafts = _number_drafts(_drafts(band), band.lines("number"))
    if not drafts:
        return (), (*band.doubts, *_unplaced(band))
    if len(drafts) > _MOST_IN_A_ROW:
        raise UnreadableFile("measures-in-a-row", place=band.find_place("measure"), count=len(drafts))
    numbers = tuple(draft.number for draft in drafts)
    status, result = _status_and_result(band)
    told = {**{key: band.lines(key) for key in _NAMES}, "result": result, "timeframe": _when(band)}
    paired = {key: _paired(key, lines, numbers) for key, lines in told.items()}
    differ = {key for key, pairs in paired.items() if told[key] and pairs.differ()}
    ticked, unticked = _ticked(band, year)
    warnings = [*band.doubts, *unticked, *(_differ(band, key, paired[key]) for key in _NAMES if key in differ)]
    measures = []
    for place, draft in enumerate(drafts):
        lines = {key: pairs.lines[place] for key, pairs in paired.items()}
        measure, found = _build_measure(draft, lines, year, band)
        sure = _confidence(lines, band, differ, found)
        measure = replace(measure, status=measure.status or status, timeframe=measure.timeframe or ticked)
        measures.append(replace(measure, others=band.others, own=band.own, confidence=sure))
        warnings.extend(found)
    return tuple(measures), tuple(warnings)


def _status_and_result(band: Band) -> tuple[Status | None, tuple[str, ...]]:
    """The status that the result opens with, and the result; in a table of any headings its words are kept."""
    status, result = take_status(band.lines("result"))
    if not band.is_plain_row:
        return status, result
    stated = take_status(band.lines("status"))[0]
    said = tuple(line for line in band.lines("result") if line.strip() not in NOT_TICKED)
    return stated or status, said


def _number_drafts(drafts: list[_Draft], numbers: tuple[str, ...]) -> list[_Draft]:
    """The drafts, a single one with the number of its row's own column."""
    number = to_arabic(" ".join(numbers)).strip("(). ")
    if len(drafts) == 1 and number and not drafts[0].number:
        return [replace(drafts[0], number=number)]
    return drafts


def _when(band: Band) -> tuple[str, ...]:
    """The timeframe's lines: its own column's, or those of a first and a last day."""
    ends = (*band.lines("start"), *band.lines("finish"))
    return band.lines("timeframe") or ((" - ".join(ends),) if ends else ())


def _ticked(band: Band, year: int | None) -> tuple[Timeframe | None, tuple[Finding, ...]]:
    """The timeframe that is ticked in columns of months or quarters, where there are any."""
    return ticked_timeframe(band.periods, year) if band.periods and not _when(band) else (None, ())


def _confidence(
    lines: dict[str, tuple[str, ...]], band: Band, differ: set[str], found: tuple[Finding, ...]
) -> dict[str, float]:
    """How sure each filled field is: of a known heading, paired without doubt, understood."""
    unread = {_UNSURE[warning.kind] for warning in (*band.doubts, *found) if warning.kind in _UNSURE}
    sure = {}
    for key in ("measure", *(key for key in _NAMES if lines[key])):
        field_ = _FIELDS.get(key, key)
        doubt = 0.0 if field_ in unread else 0.5 if key in differ else 1.0
        sure[field_] = round(band.sure.get(key, 1.0) * doubt, 2)
    return sure


def _unplaced(band: Band) -> tuple[Finding, ...]:
    """A warning where a row says something and names no measure."""
    said = " ".join(line for key in _NAMES for line in band.lines(key))
    if not said:
        return ()
    return (Finding("row-unread", band.find_place("measure"), {"said": said[:60]}),)


def _paired(key: str, lines: tuple[str, ...], numbers: tuple[str | None, ...]) -> Pairs:
    if key == "responsible":
        return pair_responsible(lines, numbers)
    if key == "timeframe":
        return pair_timeframes(lines, numbers)
    return pair_items(lines, numbers, skips=key == "dates")


def _differ(band: Band, key: str, pairs: Pairs) -> Finding:
    first = next(iter(band.lines(key)), "")
    return Finding(
        "counts-differ", band.find_place(key), {"measures": len(pairs.lines), "count": pairs.count, "text": first[:60]}
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


def _build_measure(
    draft: _Draft, lines: dict[str, tuple[str, ...]], year: int | None, band: Band
) -> tuple[Measure, tuple[Finding, ...]]:
    status, result = (None, lines["result"]) if band.is_plain_row else take_status(lines["result"])
    did, account = take_tick(lines["did"])
    not_done, reasons = take_tick(lines["did_not"])
    unclear = _unclear(lines["did"], lines["did_not"], _at(band, "did_not", draft))
    ticked = None if unclear else Status.DONE if did else Status.NOT_DONE if not_done else None
    measure = Measure(
        title=draft.title,
        number=draft.number,
        questions=mentioned_questions(draft.title),
        steps=(*draft.steps, *steps_of(lines["steps"])),
        cadence=cadence_of("\n".join(lines["follow_up"])),
        result=_without_bullets(result + account),
        outcome=_without_bullets(lines["outcome"]),
        suggestion=_without_bullets(lines["suggestion"]),
        dates=lines["dates"],
        did_not=_without_bullets(reasons),
        remark=_without_bullets(lines["remark"]),
        status=status or ticked,
        places=_find_places(lines, draft, band),
    )
    responsible, warned = responsible_of(" ".join(lines["responsible"]), _at(band, "responsible", draft))
    if responsible is None and "responsible" in band.cells:
        warned = (Finding("responsible-missing", _at(band, "responsible", draft), {"title": draft.title[:60]}),)
    timeframe, unread = timeframe_of(" ".join(lines["timeframe"]), year, _at(band, "timeframe", draft))
    if band.is_plain_row and "follow_up" not in band.cells and (elsewhere := cadence_in_brackets(band.others)):
        measure = replace(measure, cadence=elsewhere)
        unread = (*unread, Finding("cadence-elsewhere", _at(band, "measure", draft), {"word": elsewhere.text[:60]}))
    timeframe = until(timeframe) if band.has_deadline else timeframe
    doubts = (*cadence_doubts(measure.cadence, _at(band, "follow_up", draft)), *_code_doubts(draft, band))
    if (said := " ".join(band.lines("status"))) and not (status or ticked or take_status(band.lines("status"))[0]):
        doubts = (*doubts, Finding("status-unread", band.find_place("status"), {"word": said[:60]}))
    if unclear:
        doubts = (*doubts, unclear)
    return replace(measure, responsible=responsible, timeframe=timeframe), (*warned, *unread, *doubts)


def _find_places(lines: dict[str, tuple[str, ...]], draft: _Draft, band: Band) -> dict[str, str]:
    """Where each filled field stands."""
    keys = ("measure", *(key for key in _NAMES if lines[key]))
    return {_FIELDS.get(key, key): _at(band, key, draft) for key in keys}


def _unclear(did: tuple[str, ...], did_not: tuple[str, ...], place: str) -> Finding | None:
    """Why the columns of done and not done do not say which it is, None where they do."""
    if take_tick(did)[0] and take_tick(did_not)[0]:
        return Finding("status-both", place, {"done": did[0][:60], "not_done": did_not[0][:60]})
    said = (*did, *did_not)
    only_crosses = said and all(line.strip() in CROSSES for line in said)
    return Finding("status-unread", place, {"word": said[0]}) if only_crosses else None


def _code_doubts(draft: _Draft, band: Band) -> tuple[Finding, ...]:
    """A warning where the measure begins with what a scanner made of a question code."""
    if not garbled_code(draft.title):
        return ()
    return question_doubts((Question("", draft.title),), _at(band, "measure", draft))


def _at(band: Band, key: str, draft: _Draft) -> str:
    """Where the key's cell stands, with the measure's number where it has one."""
    return f"{band.find_place(key)}, measure {draft.number}" if draft.number else band.find_place(key)


def _without_bullets(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unbulleted(line) for line in lines)
