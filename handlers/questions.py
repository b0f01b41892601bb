"""What each reply column asks: the agency's layout decides the questions, this table words them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from domain.answer_words import ANSWER_WORDS
from domain.columns import KNOWN, OWN, WHY, Column, Kind
from domain.conversation import State
from domain.events import Event
from domain.layout import Layout
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.task import Task
from handlers.facts import Facts
from handlers.flow import KEPT, Again, BadAnswer, get_answer
from handlers.reading import CANNOT_SKIP
from handlers.words import says_skip
from thai.clusters import trim
from thai.dates import NotADate, day_in_bangkok, read_date
from thai.fiscal import round_days
from thai.no_answer import why_no_answer

LONGEST = 2000

Ask = Callable[[State, Facts], Message]
Read = Callable[[Event, State, Facts], Any]


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """A free-text question; `label` heads its answer in the summary, `offered` may be chosen in place of typing."""

    name: str
    label: Say
    question: Say
    optional: bool = True
    offered: tuple[str, ...] = ()


QUESTIONS = {
    one.name: one
    for one in (
        TextQuestion(
            "result",
            say(ANSWER_WORDS["result"]),
            say(N_("What was done? Please put it in one message, for example: “3 signs put up on 5 Nov.”")),
            optional=False,
        ),
        TextQuestion(
            "outcome",
            say(ANSWER_WORDS["outcome"]),
            say(N_("What came of it? Please describe the outcome, or type “ข้าม” to skip.")),
        ),
        TextQuestion(
            "suggestion",
            say(ANSWER_WORDS["suggestion"]),
            say(N_("Is there any suggestion? Please type it, or type “ข้าม” to skip.")),
        ),
        TextQuestion(
            "remark",
            say(ANSWER_WORDS["remark"]),
            say(N_("Is there any remark? Please type it, or type “ข้าม” to skip.")),
        ),
        TextQuestion(
            "reason",
            say(ANSWER_WORDS["reason"]),
            say(N_("Why was it not carried out? Please give the reason; the report prints it.")),
            optional=False,
        ),
    )
}


_OFFERED: Final = "offered:"
_WHY_CHOSEN = N_("Why was it not carried out? Please choose, or type the reason; the report prints it.")


def list_questions(layout: Layout, task: Task | None) -> tuple[str, ...]:
    """The names of the questions that the layout's reply columns ask for a task, in the columns' order."""
    names: list[str] = []
    for column in layout.columns:
        known = KNOWN.get(column.key)
        if known is None:
            names += [f"{OWN}{column.key}"] if column.filled_by == "reply" else []
        elif known.answer == "dates":
            names += [f"date_{number}" for number in range(1, max(1, len(task.steps) if task else 0) + 1)]
        elif known.answer in QUESTIONS and known.answer not in (*names, "reason"):
            names.append(known.answer)
    return (*names, "outcome") if task and layout.adds_outcome(task.kind) else tuple(names)


def find_question(name: str, layout: Layout) -> TextQuestion | None:
    """The question for a text, as the layout words it where it does; None for what no text answers."""
    if column := layout.own_column(name):
        return TextQuestion(name, _heading(column), word_question(column), not column.required)
    if name.startswith(WHY) and (column := layout.own_column(f"{OWN}{name.removeprefix(WHY)}")):
        return TextQuestion(name, say(N_("{label}: reason"), label=_heading(column)), _heading(column), optional=False)
    question = QUESTIONS.get(name)
    if question and name == "reason" and layout.reasons:
        return replace(question, question=say(_WHY_CHOSEN), offered=layout.reasons)
    told = (one for one in layout.columns if one.key in KNOWN and KNOWN[one.key].answer == name)
    if question is None or (column := next(told, None)) is None:
        return question
    asked = say("{question}", question=column.ask) if column.ask else question.question
    return replace(question, question=asked, optional=question.optional and not column.required)


def _heading(column: Column) -> Say:
    return say("{label}", label=column.asked_as)


_ASKS: Final[Mapping[Kind, str]] = {
    "text": N_("“{label}”: please type it in one message."),
    "number": N_("“{label}”: please type the number."),
    "money": N_("“{label}”: please type the amount in baht."),
    "percent": N_("“{label}”: please choose, or type how many percent."),
    "choice": N_("“{label}”: please choose one."),
    "date": N_("“{label}”: please choose the date, or type it."),
    "period": N_("“{label}”: please choose all that apply, then “That is all”."),
    "links": N_("“{label}”: please paste the web addresses."),
}


def word_question(column: Column) -> Say:
    """What is asked for the agency's own column: the layout's words, else a sentence of its kind and heading."""
    return say("{question}", question=column.ask) if column.ask else say(_ASKS[column.kind], label=column.asked_as)


def is_optional(name: str, layout: Layout) -> bool:
    """True for a question that may be skipped."""
    if name.startswith("date_"):
        return True
    question = find_question(name, layout)
    return question is not None and question.optional


def find_label(name: str, layout: Layout) -> Say:
    """The heading of an answer in the summary."""
    if name.startswith("date_"):
        return say(N_("Date of step {number}"), number=int(name[5:]))
    question = find_question(name, layout)
    return question.label if question else say("{label}", label=name)


def ask_text(question: TextQuestion) -> Ask:
    """The asking of a free-text question."""
    skip = (Choice(say(N_("Skip")), "skip", side=True),) if question.optional else ()
    offered = tuple(Choice(say("{words}", words=one), f"{_OFFERED}{n}") for n, one in enumerate(question.offered))
    return lambda _state, _facts: Choices(question.question, (*offered, *skip))


def read_text(question: TextQuestion) -> Read:
    """The reading of a free-text answer: the text, "" where an optional one was skipped."""

    def read_typed(event: Event, _state: State, _facts: Facts) -> Any:
        if event.kind == "tap" and event.data == "skip" and question.optional:
            return ""
        offered = {f"{_OFFERED}{n}": words for n, words in enumerate(question.offered)}
        if event.kind == "tap" and event.data in offered:
            return offered[event.data]
        if event.kind != "text":
            raise BadAnswer(say(N_("Please type your answer as a message.")))
        text = event.text.strip()
        if not question.optional and says_skip(event):
            raise BadAnswer(say(CANNOT_SKIP))
        if question.optional and why_no_answer(text) == "nothing":
            return ""
        if not text:
            raise BadAnswer(say(N_("The message was empty.")))
        if len(text) > LONGEST:
            raise BadAnswer(
                say(
                    N_("That is too long: at most {most} letters. Please take {over} letters out and send it again."),
                    most=LONGEST,
                    over=len(text) - LONGEST,
                )
            )
        return text

    return read_typed


def ask_date(number: int, task: Task) -> Ask:
    """The asking for the day a step was carried out."""

    def ask_day_of_step(state: State, facts: Facts) -> Message:
        first, _ = _allowed(task, facts, None)
        step = trim(task.steps[number - 1], 120) if task.steps else trim(task.measure, 120)
        text = say(
            N_("When was this carried out?\n{step}\n\nChoose a date, type it, or type “ข้าม” to skip."), step=step
        )
        pick = Choice(say(N_("Choose a date")), "date", widget="date", earliest=first, side=True)
        same: tuple[Choice, ...] = ()
        if before := _day_of_all_before(number, state):
            text = say(N_("{question}\nThe steps before: {day}"), question=text, day=date.fromisoformat(before))
            same = (Choice(say(N_("The same day for every step")), SAME_DAY),)
        return Choices(text, (*same, pick, Choice(say(N_("Skip")), "skip", side=True)))

    return ask_day_of_step


SAME_DAY = "same_day"


def _day_of_all_before(number: int, state: State) -> str | None:
    """The one day, ISO, of all steps before this one, where it is asked the first time; None without one."""
    days = {get_answer(state, f"date_{before}") for before in range(1, number)}
    day = days.pop() if len(days) == 1 else None
    return day if day and f"date_{number}" not in state.notes.get(KEPT, {}) else None


def _give_same_day(number: int, day: str, task: Task, state: State) -> Again:
    """The day for this step and all behind it that have none."""
    steps = (f"date_{step}" for step in range(number, len(task.steps) + 1))
    given = {name: {"value": day, "message": None} for name in steps if name not in state.answers}
    return Again(given, moved=True)


def read_day(number: int, task: Task) -> Read:
    """The reading of a day within the round and not in the future: ISO, "" where skipped."""

    def read_day_of_step(event: Event, state: State, facts: Facts) -> Any:
        if event.kind == "tap" and event.data == SAME_DAY and (before := _day_of_all_before(number, state)):
            return _give_same_day(number, before, task, state)
        if event.kind == "tap" and event.data == "skip":
            return ""
        first, last = _allowed(task, facts, event)
        try:
            day = read_date(event.picked or event.text, last)
        except NotADate as not_a_date:
            raise BadAnswer(say(WHY_NO_DATE[not_a_date.reason])) from not_a_date
        if not first <= day <= last:
            raise BadAnswer(
                say(
                    N_("{day} lies outside the round. Please give a day from {first} to {last}."),
                    day=day,
                    first=first,
                    last=last,
                )
            )
        return day.isoformat()

    return read_day_of_step


WHY_NO_DATE = {
    "not_understood": N_("That date was not understood. Please write it like ๗ เม.ย. ๒๕๗๐ or 7/4/2570."),
    "impossible": N_("There is no such day in the calendar. Please check it."),
}


def _allowed(task: Task, facts: Facts, event: Event | None) -> tuple[date, date]:
    """The first day of the round, and the day of the event: replies are taken after a round's last day too."""
    round_ = facts.round_of(task)
    first, last = round_days(round_.year, round_.kind)
    return first, day_in_bangkok(event.at) if event else last
