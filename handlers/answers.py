"""The answers of a report as they are shown: when a stopped one is offered, to be looked over, and once saved."""

from collections.abc import Sequence
from datetime import date

from domain.conversation import State
from domain.layout import Layout
from domain.messages import N_, Say, say
from domain.plan_ref import THE_PLAN
from domain.status_words import STATUS_WORDS, say_status, say_status_in
from domain.task import Status, Task
from handlers.earlier import EARLIER, earlier_words
from handlers.evidence import format_evidence
from handlers.facts import Facts
from handlers.flow import get_answer
from handlers.layouts import layout_in, layout_of
from handlers.own_answers import format_own
from handlers.periods import WHOLE, find_period, format_period, format_whole
from handlers.questions import find_label
from handlers.reading import OFFERED
from handlers.tasks import find_chosen_task

Row = tuple[Say, tuple[Say, ...]]


def format_answers(names: Sequence[str], state: State, task: Task, facts: Facts) -> list[Row]:
    """The answers of these questions under their headings, the month or quarter that they are for first."""
    first = find_period(state, task, facts)
    rows: list[Row] = [(say(N_("Report for")), (format_period(first, task),))] if first else []
    layout = layout_of(task, facts)
    rows += [(format_label(name, state, layout), format_answer(name, state, facts)) for name in names]
    left_out = state.notes.get(OFFERED)
    return [*rows, (say(N_("Not in the report")), (say("{text}", text=left_out["value"]),))] if left_out else rows


_LEFT_OUT = N_("{label} (not recorded with this status)")


def format_left_out(names: Sequence[str], state: State, facts: Facts) -> tuple[Row, ...]:
    """The answers of questions that are not asked any more: shown, as they will not be saved."""
    labels = ((name, format_label(name, state, layout_in(state, facts))) for name in names)
    return tuple((say(_LEFT_OUT, label=label), format_answer(name, state, facts)) for name, label in labels)


def format_label(name: str, state: State, layout: Layout) -> Say:
    """The heading of an answer."""
    if name == WHOLE:
        return say_status_in(layout, Status(get_answer(state, "status")))
    if name.startswith(EARLIER):
        return say(N_("Text before"))
    fixed = {
        "status": say(N_("Status")),
        "evidence": say(N_("Evidence")),
    }
    return fixed.get(name) or find_label(name, layout)


def format_answer(name: str, state: State, facts: Facts) -> tuple[Say, ...]:
    """An answer as it is shown, a line each."""
    answer = get_answer(state, name)
    if name == "status":
        task = find_chosen_task(state, facts)
        return (say_status(STATUS_WORDS[Status(answer)], task.plan if task else THE_PLAN),)
    if name == WHOLE and (task := find_chosen_task(state, facts)):
        return (format_whole(state, task, facts),)
    if name == "evidence":
        return format_evidence(state, facts)
    if name.startswith(EARLIER):
        return (earlier_words(answer),)
    if answer in (None, "", []):
        return (say(N_("none")),)
    if column := layout_in(state, facts).own_column(name):
        return format_own(column, answer)
    if name.startswith("date_"):
        return (say("{day}", day=date.fromisoformat(answer)),)
    return tuple(say("{line}", line=line) for line in str(answer).splitlines() if line.strip())
