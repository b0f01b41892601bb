"""The questions of an agency's own columns, asked by the column's kind."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from domain.column_values import format_value
from domain.columns import OWN, WHY, Column
from domain.conversation import State
from domain.layout import Layout
from domain.messages import N_, Choice, Choices, Message, Say, say
from handlers.facts import Facts
from handlers.flow import Step
from handlers.own_answers import find_asked_besides
from handlers.own_reading import CHOICE, EVERY, find_ticked, read_own
from handlers.periods import find_period
from handlers.questions import TextQuestion, ask_text, find_question, read_text, word_question
from handlers.tasks import find_chosen_task

Then = Callable[[State], str]

_SKIP: Final = Choice(say(N_("Skip")), "skip", side=True)
_PERCENTS: Final = (0, 25, 50, 75, 100)


def own_steps(column: Column, then: Then, adds: bool, layout: Layout) -> tuple[Step, ...]:
    """The steps of the column: its question, and what a choice asks besides; what is added to text may be left out."""
    name, optional = f"{OWN}{column.key}", adds or not column.required
    question = find_question(name, layout)
    assert question is not None  # noqa: S101
    question = replace(question, optional=optional)
    if column.kind == "text":
        return (Step(name, _ask_text(column, question), read_text(question), then, text=True),)
    ask = partial(_ask, column, optional)
    if not any(choice.asks for choice in column.choices):
        return (Step(name, ask, read_own(column, optional), then),)
    why = replace(question, name=f"{WHY}{column.key}", optional=False)

    def lead_on(state: State) -> str:
        return why.name if find_asked_besides(column, state) else then(state)

    return (
        Step(name, ask, read_own(column, optional), lead_on, lambda _label: (why.name,)),
        Step(why.name, partial(_ask_why, column), read_text(why), then, text=True),
    )


def _ask_why(column: Column, state: State, _facts: Facts) -> Message:
    return Choices(say("{question}", question=find_asked_besides(column, state)))


def _ask_text(column: Column, question: TextQuestion) -> Callable[[State, Facts], Message]:
    def ask_own_text(state: State, facts: Facts) -> Message:
        return ask_text(replace(question, question=_word(column, state, facts)))(state, facts)

    return ask_own_text


def _ask(column: Column, optional: bool, state: State, facts: Facts) -> Message:
    skip = (_SKIP,) if optional else ()
    return Choices(_word(column, state, facts), (*_list_choices(column, state), *skip))


def _list_choices(column: Column, state: State) -> tuple[Choice, ...]:
    """What can be tapped. A number is typed as it is, so that those of a percent have no number before them."""
    match column.kind:
        case "percent":
            return tuple(Choice(say("{number}%", number=n), str(n), side=True) for n in _PERCENTS)
        case "choice":
            labels = (choice.label for choice in column.choices)
            return tuple(Choice(say("{label}", label=label), f"{CHOICE}{n}") for n, label in enumerate(labels))
        case "date":
            return (Choice(say(N_("Choose a date")), "date", widget="date", side=True),)
        case "period":
            return _list_ticks(column, state)
        case _:
            return ()


def _list_ticks(column: Column, state: State) -> tuple[Choice, ...]:
    ticked = find_ticked(column, state)
    named = ("✓ {label}" if choice.label in ticked else "{label}" for choice in column.choices)
    pairs = zip(named, column.choices, strict=True)
    ticks = (Choice(say(text, label=choice.label), f"{CHOICE}{n}") for n, (text, choice) in enumerate(pairs))
    return (*ticks, *((Choice(say(N_("That is all")), "done", side=True),) if ticked else (_EVERY,)))


_EVERY: Final = Choice(say(N_("All of them")), EVERY, side=True)


_SO_FAR = N_("{question}\nPlease give the total so far, not of this time alone.")
_OF_PERIOD = N_("{question}\nPlease give what is of this time alone; it is added to what was reported before.")
_BEFORE = N_("{question}\nReported before: {told}")


def _word(column: Column, state: State, facts: Facts) -> Say:
    """The question; of a number that is asked again and again what it counts, and of all what was said before."""
    question, task = word_question(column), find_chosen_task(state, facts)
    newest = facts.newest_update(task.id) if task else None
    told = newest.own.get(column.key) if newest and not newest.emptied else None
    again = task is not None and (told is not None or find_period(state, task, facts) is not None)
    if again and column.kind in ("number", "money"):
        question = say(_OF_PERIOD if column.adds_up else _SO_FAR, question=question)
    if told is not None and column.kind != "text":
        lines = format_value(column, told)
        question = say(_BEFORE, question=question, told=", ".join(lines))
    return question
