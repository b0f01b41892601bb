"""Which month or quarter a report answers for, and whether *done* or *not carried out* is meant of that alone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.conversation import State
from domain.events import Event
from domain.expectation import months_of_period
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.period_words import MONTH_WORDS, period_words, periods_words
from domain.task import Status, Task
from handlers.facts import Facts
from handlers.flow import KEPT, Again, BadAnswer, get_answer, not_a_choice
from handlers.words import OF_THE_PERIOD, OF_THE_WHOLE, says_one_of
from thai.dates import day_in_bangkok
from thai.fiscal import quarter_of
from thai.periods import read_period

PERIOD, WHOLE = "period", "whole"
_ALONE, _FOR_GOOD = "alone", "for_good"


def proposed_period(task: Task, day: date, facts: Facts) -> date | None:
    """The month or quarter that a reply of this day is taken for; None where the task has no such rhythm.

    What was sent back, or whose text was unsent, is mended: the reply anew is for the same one.
    """
    newest = facts.newest_update(task.id) if task.returned or task.emptied else None
    if newest and newest.period in task.expectation(day).periods:
        return newest.period
    return task.propose_period(day)


def find_period(state: State, task: Task, facts: Facts) -> date | None:
    """The month or quarter of the report: the one chosen, else the one proposed by the day on which it was begun."""
    chosen, begun = get_answer(state, PERIOD), state.notes.get("begun")
    day = day_in_bangkok(datetime.fromisoformat(begun)) if begun else facts.today
    if chosen and date.fromisoformat(chosen) in task.expectation(day).periods:
        return date.fromisoformat(chosen)
    return proposed_period(task, day, facts)


def format_period(first: date, task: Task) -> Say:
    """The month or quarter in words."""
    return period_words(first, months_of_period(task.cadence))


def is_being_chosen(state: State) -> bool:
    """True where the period was chosen, or is asked for."""
    return PERIOD in state.answers or PERIOD in state.notes.get(KEPT, {})


def change_period(state: State, task: Task, facts: Facts) -> Again:
    """The question for the period; going back keeps the one that it was."""
    first = find_period(state, task, facts)
    return Again({PERIOD: None}, {KEPT: {PERIOD: _period_entry(first) if first else None}}, moved=True)


def parse_period(event: Event, task: Task) -> Again | None:
    """The answers with the month or quarter that was typed; None where none was. Raises BadAnswer for one to come."""
    day = day_in_bangkok(event.at)
    periods = task.expectation(day).periods
    first = read_period(event.text, periods, months_of_period(task.cadence)) if event.kind == "text" else None
    return Again({PERIOD: _period_entry(_begun(first, day, task))}, moved=True) if first else None


def ask_period(task: Task) -> Any:
    """The asking for the month or quarter that the report answers for, among those that have begun."""

    def ask_which(_state: State, facts: Facts) -> Message:
        found, months = task.expectation(facts.today), months_of_period(task.cadence)
        begun = [first for first in found.periods if first <= facts.today] or found.periods[:1]
        question = N_("Which quarter is this report for?") if months > 1 else N_("Which month is this report for?")
        text = say(question)
        if found.answered:
            told = N_("{question}\nReported already: {periods}")
            text = say(told, question=text, periods=periods_words(found.answered, months))
        return Choices(text, tuple(Choice(_period_label(first, months), first.isoformat()) for first in begun))

    return ask_which


def read_chosen(task: Task) -> Any:
    """The reading of the month or quarter: the first day, ISO."""

    def read_which(event: Event, _state: State, _facts: Facts) -> Any:
        day = day_in_bangkok(event.at)
        periods = task.expectation(day).periods
        tapped = next((each for each in periods if event.kind == "tap" and event.data == each.isoformat()), None)
        typed = read_period(event.text, periods, months_of_period(task.cadence)) if event.kind == "text" else None
        first = tapped or typed
        if first is None:
            raise not_a_choice()
        return _begun(first, day, task).isoformat()

    return read_which


def _begun(first: date, day: date, task: Task) -> date:
    if first > day and first != task.expectation(day).periods[0]:
        raise BadAnswer(say(N_("{period} has not begun yet."), period=format_period(first, task)))
    return first


def _period_label(first: date, months: int) -> Say:
    """The period as a button names it: short."""
    if months > 1:
        return say(N_("quarter {number}"), number=quarter_of(first))
    return period_words(first, months)


def asks_whole(state: State, task: Task | None) -> bool:
    """True where *done*, or *not carried out*, may be meant of a month or quarter alone."""
    ends = get_answer(state, "status") in (Status.DONE, Status.NOT_DONE)
    return task is not None and ends and bool(task.expectation(task.due).periods)


def ask_whole(task: Task) -> Any:
    """The asking whether the month's part is done or left out, or the measure for good."""

    def ask_how_much(state: State, facts: Facts) -> Message:
        first, months = find_period(state, task, facts), months_of_period(task.cadence)
        assert first is not None  # noqa: S101
        named = say(N_("quarter {number}"), number=quarter_of(first))
        named = named if months > 1 else say(N_("the month of {month}"), month=say(MONTH_WORDS[first.month - 1]))
        alone = Choice(say(N_("Only {period}"), period=named), _ALONE)
        text = _ASKED_OF[Status(get_answer(state, "status"))]
        return Choices(
            say(text, period=format_period(first, task)), (alone, Choice(say(N_("The whole measure")), _FOR_GOOD))
        )

    return ask_how_much


_ASKED_OF = {
    Status.DONE: N_(
        "What is done: the part of {period}, or the whole measure, so that nothing more is to be reported?"
    ),
    Status.NOT_DONE: N_("What is not carried out: the part of {period} alone, or the whole measure from now on?"),
}


def read_whole(event: Event, _state: State, _facts: Facts) -> Any:
    """Whether the whole is meant."""
    if event.kind == "tap" and event.data in (_ALONE, _FOR_GOOD):
        return event.data
    for word, meant in ((OF_THE_PERIOD, _ALONE), (OF_THE_WHOLE, _FOR_GOOD)):
        if event.kind == "text" and says_one_of(event.text, word):
            return meant
    raise not_a_choice()


def answer_whole(of_whole: bool) -> str:
    """The answer that says so."""
    return _FOR_GOOD if of_whole else _ALONE


def is_of_whole(state: State, task: Task) -> bool:
    """False where *done* or *not carried out* was said of the month or quarter alone."""
    return not asks_whole(state, task) or get_answer(state, WHOLE) != _ALONE


def format_whole(state: State, task: Task, facts: Facts) -> Say:
    """What *done* or *not carried out* is meant of, for the summary."""
    first = find_period(state, task, facts)
    if is_of_whole(state, task) or first is None:
        return say(N_("The whole measure"))
    return say(N_("Only {period}"), period=format_period(first, task))


def _period_entry(first: date) -> Mapping[str, Any]:
    return {"value": first.isoformat(), "message": None}
