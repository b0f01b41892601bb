"""What an admin corrects of a plan before it is imported: who, when and how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.messages import N_
from domain.plan import Cadence, Measure, Plan, Timeframe
from domain.task import Status
from intake.fields import responsible_of
from intake.past_replies import finished_words, past_reply
from thai.cadences import CadenceKind

RHYTHMS = {
    CadenceKind.MONTHLY: N_("every month"),
    CadenceKind.QUARTERLY: N_("every quarter"),
    CadenceKind.HALF_YEARLY: N_("every six months"),
    CadenceKind.YEARLY: N_("every year"),
    CadenceKind.ONCE: N_("once"),
    CadenceKind.CONTINUOUS: N_("continuously"),
}
# The fields of a measure, as an admin calls them.
FIELDS = {
    "number": N_("number"),
    "title": N_("wording"),
    "questions": N_("ITA questions"),
    "steps": N_("steps"),
    "responsible": N_("who is responsible"),
    "timeframe": N_("time"),
    "cadence": N_("follow-up"),
    "result": N_("result"),
    "outcome": N_("outcome"),
    "suggestion": N_("suggestion"),
    "dates": N_("days"),
    "did_not": N_("why it was not done"),
    "remark": N_("remark"),
    "others": N_("other columns"),
    "status": N_("status"),
    "own": N_("columns of your own"),
}
# The choice to take a unit in that the agency does not have.
KEEP = "="
# What a reply that names no status may be said to be, the likeliest first.
STATUSES = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_DONE)
# Below this a reading is shown opened, to be looked at.
DOUBTFUL = 0.6
_NO_UNIT = N_("No unit was understood. Write for example สำนักปลัด (งานนิติการ) or ทุกส่วนราชการ.")
_NO_TITLE = N_("A measure needs its wording.")
_NO_DAY = N_("Both days are needed, the first not after the last.")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The plan as corrected, and what was not understood of the corrections by the field's name."""

    plan: Plan
    problems: Mapping[str, str]


def chosen_units(unknown: Sequence[str], typed: Mapping[str, str], known: Sequence[str]) -> dict[str, str] | None:
    """What each unknown unit is called here, from fields named `unit-NAME`; None while one of them is not chosen."""
    chosen = {name: typed.get(f"unit-{name}", "") for name in unknown}
    if not all(own == KEEP or own in known for own in chosen.values()):
        return None
    return {name: own for name, own in chosen.items() if own != KEEP}


def correct(plan: Plan, typed: Mapping[str, str]) -> Corrected:
    """The plan with what was typed; fields are named `title-3`, `who-3`, `from-3` … for the third measure."""
    problems: dict[str, str] = {}
    number = 0
    topics = []
    for topic in plan.topics:
        measures = []
        for measure in topic.measures:
            number += 1
            measures.append(_correct_measure(measure, typed, number, problems))
        topics.append(replace(topic, measures=tuple(measures)))
    return Corrected(replace(plan, topics=tuple(topics)), problems)


def _correct_measure(measure: Measure, typed: Mapping[str, str], number: int, problems: dict[str, str]) -> Measure:
    title = " ".join(typed.get(f"title-{number}", measure.title).split())
    if title:
        measure = replace(measure, title=title)
    else:
        problems[f"title-{number}"] = _NO_TITLE
    measure = _with_who(measure, typed.get(f"who-{number}"), f"who-{number}", problems)
    days = typed.get(f"from-{number}"), typed.get(f"to-{number}")
    measure = _with_days(measure, days, f"from-{number}", problems)
    if (status := typed.get(f"status-{number}")) in STATUSES:
        measure = replace(measure, status=Status(status))
    often = typed.get(f"often-{number}")
    if often in list(CadenceKind):
        kind = CadenceKind(often)
        measure = replace(measure, cadence=Cadence(measure.cadence.text if measure.cadence else "", kind))
    return measure


def _with_who(measure: Measure, typed: str | None, name: str, problems: dict[str, str]) -> Measure:
    said = measure.responsible.text if measure.responsible else ""
    if typed is None or typed.strip() == said.strip():
        return measure
    found, doubts = responsible_of(typed[:600], "")
    if found is not None and doubts:
        problems[name] = _NO_UNIT
        return measure
    return replace(measure, responsible=found)


def _with_days(measure: Measure, typed: tuple[str | None, str | None], name: str, problems: dict[str, str]) -> Measure:
    if not any(typed):
        return measure
    try:
        first, last = (date.fromisoformat(text or "") for text in typed)
    except ValueError:
        problems[name] = _NO_DAY
        return measure
    if first > last or not 2000 < first.year < 2200:
        problems[name] = _NO_DAY
        return measure
    return replace(measure, timeframe=Timeframe(measure.timeframe.text if measure.timeframe else "", first, last))


def doubtful(measure: Measure) -> bool:
    """Whether a person should look at who, when or how often."""
    asked = ("responsible", "timeframe", "cadence")
    return measure.responsible is None or any(measure.confidence.get(key, 1.0) < DOUBTFUL for key in asked)


def status_asked(measure: Measure) -> str | None:
    """Where the measure's reply in the document names no status: its words that tell of something finished, else "".

    None where the status is named, or there is no reply.
    """
    reply = past_reply(measure)
    return (finished_words(measure) or "") if reply and reply.status is Status.NOT_STATED else None


def measures_by_place(plan: Plan) -> dict[str, int]:
    """The number of the first measure, from 1, that has a field at the place."""
    found: dict[str, int] = {}
    for number, measure in enumerate(plan.measures, 1):
        for place in measure.places.values():
            found.setdefault(place, number)
    return found
