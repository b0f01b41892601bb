"""A report is looked over before it is saved, and any answer of it changed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from domain.conversation import State
from domain.events import Event
from domain.expectation import months_of_period
from domain.messages import N_, Choice, Choices, Message, Summary, say
from domain.task import Task
from handlers.answers import format_answers, format_label, format_left_out
from handlers.asides import EVIDENCE, open_aside
from handlers.earlier import newest_words
from handlers.evidence import count_missing_photos, find_links, list_files_with_earlier, read_evidence
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Step, get_answer, read_choice
from handlers.layouts import layout_in, layout_of
from handlers.mending import MENDS, RESENDS
from handlers.periods import PERIOD, change_period, find_period, parse_period
from handlers.shown_reply import tell_comments
from handlers.tasks import find_chosen_task, name_plan_of, told_apart
from thai.clusters import trim

ListNames = Callable[[State, Facts], tuple[str, ...]]

_MISSING = N_(
    "{count} of the photos sent together have not come yet. You may wait: the report is shown again as they come. "
    "Or save now: what comes later is added to this report.\nIs the rest right?"
)


_STILL = N_("Photos, files and links can still be sent now.\nIs this right?")
_ADD = "add:"


def look_over_steps(list_answered: ListNames, list_asides: ListNames, list_left_out: ListNames) -> tuple[Step, Step]:
    """The question whether all is right, and the one which answer is to be changed."""
    return (
        Step(
            "summary",
            partial(_ask_summary, list_answered, list_asides, list_left_out),
            partial(_read_summary, list_asides),
            _after_summary,
            looks_over=True,
        ),
        Step(
            "change",
            partial(_ask_change, list_answered, list_asides),
            partial(_read_change, list_answered, list_asides),
            DONE,
            forgets=lambda _name: ("summary", "change"),
            reopens=lambda name: (name,),
            looks_over=True,
        ),
    )


def _ask_summary(
    list_answered: ListNames, list_asides: ListNames, list_left_out: ListNames, state: State, facts: Facts
) -> Message:
    task = find_chosen_task(state, facts)
    assert task is not None  # noqa: S101
    asides, months, layout = list_asides(state, facts), months_of_period(task.cadence), layout_of(task, facts)
    shown = (EVIDENCE,) if EVIDENCE in asides and list_files_with_earlier(state, facts) else ()
    rows = tuple(format_answers((*list_answered(state, facts), *shown), state, task, facts))
    rows += format_left_out(list_left_out(state, facts), state, facts)
    other = say(N_("Change the quarter")) if months > 1 else say(N_("Change the month"))
    choices = (
        Choice(say(N_("Save")), "save"),
        Choice(say(N_("Change one")), "change"),
        *(Choice(say(N_("Add {what}"), what=format_label(name, state, layout)), f"{_ADD}{name}") for name in asides),
        *((Choice(other, PERIOD),) if _may_move(state, task, facts) else ()),
        Choice(say(N_("Cancel")), ":cancel"),
    )
    title = say("{measure}", measure=trim(task.measure, 300))
    if apart := told_apart(task, facts):
        title = say("{measure} ({apart})", measure=trim(task.measure, 300), apart=apart)
    if plan := name_plan_of(task, facts):
        rows = ((say(N_("Plan")), (plan,)), *rows)
    if principal := facts.on_behalf_of(task):
        rows = ((say(N_("On behalf of")), (say("{name}", name=principal.name),)), *rows)
    if RESENDS in state.notes and (told := newest_words(task, facts)):
        lines = (told, *tell_comments(facts.comments_of(task.id), facts))
        rows = ((say(N_("To be mended")), lines), *rows)
    missing = count_missing_photos(state)
    question = say(_STILL) if EVIDENCE in asides else say(N_("Is this right?"))
    question = say(_MISSING, count=missing) if missing else question
    return Summary(title, rows, question, choices)


def _read_summary(list_asides: ListNames, event: Event, state: State, facts: Facts) -> Any:
    task = find_chosen_task(state, facts)
    if event.kind == "tap" and event.data in ("save", "change"):
        return event.data
    added = event.data.removeprefix(_ADD)
    if event.kind == "tap" and event.data != added and added in list_asides(state, facts):
        return open_aside(added, state)
    if event.kind == "text" and find_links(event.text):
        return read_evidence(event, state, facts)
    if task and event.kind == "tap" and event.data == PERIOD and _may_move(state, task, facts):
        return change_period(state, task, facts)
    if task and _may_move(state, task, facts) and (typed := parse_period(event, task)):
        return typed
    raise BadAnswer(say(N_("Nothing has been saved yet. Please choose “Save”, “Change one” or “Cancel”.")))


def _may_move(state: State, task: Task, facts: Facts) -> bool:
    """True where the report may be for another month: what is mended takes the place of a reply in its own."""
    return MENDS not in state.notes and find_period(state, task, facts) is not None


def _after_summary(state: State) -> str:
    return DONE if get_answer(state, "summary") == "save" else "change"


def _ask_change(list_answered: ListNames, list_asides: ListNames, state: State, facts: Facts) -> Message:
    names = (*list_answered(state, facts), *list_asides(state, facts))
    choices = tuple(Choice(format_label(name, state, layout_in(state, facts)), name) for name in names)
    return Choices(say(N_("Which answer would you like to change?")), choices)


def _read_change(list_answered: ListNames, list_asides: ListNames, event: Event, state: State, facts: Facts) -> Any:
    asides = list_asides(state, facts)
    name = read_choice(event, (*list_answered(state, facts), *asides))
    return replace(open_aside(name, state), answers={"summary": None}) if name in asides else name
