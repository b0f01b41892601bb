"""What an admin is asked of a plan before it is imported, and where on the page it stands."""

from collections.abc import Mapping, Sequence

from domain.messages import N_
from domain.plan import Measure, Plan
from domain.task import Status
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


def chosen_units(unknown: Sequence[str], typed: Mapping[str, str], known: Sequence[str]) -> dict[str, str] | None:
    """What each unknown unit is called here, from fields named `unit-NAME`; None while one of them is not chosen."""
    chosen = {name: typed.get(f"unit-{name}", "") for name in unknown}
    if not all(own == KEEP or own in known for own in chosen.values()):
        return None
    return {name: own for name, own in chosen.items() if own != KEEP}


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


def anchors_by_place(plan: Plan) -> dict[str, str]:
    """Where on the page each place of the document stands: `m3` the third measure, `t1` the first topic.

    A table, page or row is where the first thing of it stands.
    """
    found: dict[str, str] = {}
    number = 0
    for at, topic in enumerate(plan.topics, 1):
        _note_place(found, topic.place, f"t{at}")
        for measure in topic.measures:
            number += 1
            for place in measure.places.values():
                _note_place(found, place, f"m{number}")
    for score in plan.scores:
        _note_place(found, score.place, "scores")
    for place in plan.places.values():
        _note_place(found, place, "head")
    return found


def _note_place(found: dict[str, str], place: str, anchor: str) -> None:
    """Notes the place, and what it lies in (`table 2` of `table 2, row 3`), where nothing of it was noted before."""
    parts = place.split(", ")
    for length in range(len(parts), 0, -1):
        if part := ", ".join(parts[:length]):
            found.setdefault(part, anchor)


def find_anchor(place: str, anchors: Mapping[str, str]) -> str:
    """The anchor of the place, else of what it lies in; "" where nothing on the page stands there."""
    parts = place.split(", ")
    shorter = (", ".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((anchors[part] for part in shorter if part in anchors), "")
