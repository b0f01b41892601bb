"""The questions of a report as the fields of a form, and what stands beside them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.agency import is_away
from domain.conversation import State
from domain.expectation import months_of_period
from domain.layout import Layout
from domain.messages import N_, Choices, Say, say
from domain.period_words import period_words
from domain.reply_form import ReplyField, Rows
from domain.status_words import STATUS_WORDS, due_words, own_status_words
from domain.task import Status, Task, Update
from domain.writes import SaveUpdate
from handlers.earlier import ask_earlier, find_earlier_step, newest_words
from handlers.facts import Facts
from handlers.layouts import layout_of
from handlers.own_answers import tell_own
from handlers.own_fields import LINES, OPTIONAL, WRITE_DATE, list_own_fields
from handlers.periods import PERIOD, WHOLE, find_period
from handlers.questions import QUESTIONS, find_label, is_optional, list_questions
from handlers.report import BEGUN, STATUSES
from handlers.tasks import name_plan_of, told_apart

_STANDS_IN = N_("You report for {name}, who is away.")
_IN_PLACE = N_("You report in the place of {name}.")
_STEP = N_("When step {number} was carried out: {step}")
_WHY = N_("Only where it is not carried out. The report prints it.")
_WHOLE = N_("Done, or not carried out, is meant of")
_EARLIER = N_("What was reported before")


def describe_task(task: Task, facts: Facts) -> tuple[Say, ...]:
    """When it is due, which of several alike it is, whom the person stands in for, and what came of it last."""
    told = [due_words(task, facts.today)]
    if plan := name_plan_of(task, facts):
        told.append(plan)
    if apart := told_apart(task, facts):
        told.append(say("{apart}", apart=apart))
    if principal := facts.on_behalf_of(task):
        told.append(say(_STANDS_IN if is_away(principal, facts.today) else _IN_PLACE, name=principal.name))
    return (*told, last) if (last := newest_words(task, facts)) else tuple(told)


def describe_last(task: Task, facts: Facts) -> Rows:
    """The texts and dates of the newest reply under their headings."""
    newest = facts.newest_update(task.id)
    if newest is None or newest.emptied:
        return ()
    return list_rows(newest, layout_of(task, facts))


def list_rows(reply: Update | SaveUpdate, layout: Layout) -> Rows:
    """The texts, own columns and dates of a reply under their headings."""
    rows = [(find_label(name, layout), _lines(getattr(reply, name))) for name in QUESTIONS if getattr(reply, name)]
    return (*rows, *tell_own(reply.own, layout), *_dates(reply, layout))


def _lines(text: str) -> tuple[Say, ...]:
    return tuple(say("{line}", line=line) for line in text.splitlines() if line.strip())


def _dates(reply: Update | SaveUpdate, layout: Layout) -> Rows:
    return tuple((find_label(f"date_{number}", layout), (say("{day}", day=day),)) for number, day in reply.dates)


def list_fields(task: Task, answers: Mapping[str, str], state: State, facts: Facts) -> tuple[ReplyField, ...]:
    """All that may be asked about the task, whatever is answered: a page asks at once what the chat asks in turn."""
    periods = _begun_periods(task, facts)
    fields = [_period_field(task, periods, state, facts)] if periods else []
    own = own_status_words(layout_of(task, facts))
    words = [(status.value, STATUS_WORDS[status]) for status in STATUSES]
    named = [(value, say("{words}", words=own[word]) if word in own else say(word)) for value, word in words]
    fields.append(_choice("status", say(N_("Status")), named))
    if periods:
        fields.append(_choice(WHOLE, say(_WHOLE), _WHOLE_CHOICES))
    if earlier := _earlier_field(task, answers, state, facts):
        fields.append(earlier)
    layout = layout_of(task, facts)
    for name in (*list_questions(layout, task), "reason"):
        column = layout.own_column(name)
        made = list_own_fields(column) if column else [_question_field(name, task, layout)]
        asked_with = (Status.NOT_DONE,) if name == "reason" else BEGUN
        fields += [replace(one, asked_with=asked_with) for one in made]
    return tuple(replace(one, value=answers.get(one.name) or one.value) for one in fields)


_WHOLE_CHOICES = [("alone", say(N_("The month or quarter alone"))), ("for_good", say(N_("The whole measure")))]


def _earlier_field(task: Task, answers: Mapping[str, str], state: State, facts: Facts) -> ReplyField | None:
    """What becomes of the text before of the month that is chosen; None where there is none."""
    begun = {first.isoformat(): first for first in task.expectation(facts.today).periods}
    period = begun.get(answers.get(PERIOD, "")) or find_period(state, task, facts)
    name = find_earlier_step(task.id, period, facts)
    if name is None:
        return None
    asked = ask_earlier(period)(state, facts)
    assert isinstance(asked, Choices)  # noqa: S101
    return replace(
        _choice(name, say(_EARLIER), [(choice.data, choice.label) for choice in asked.choices]), hint=asked.text
    )


def _choice(name: str, label: Say, choices: list[tuple[str, Say]]) -> ReplyField:
    return ReplyField(name, label, "choice", choices=tuple(choices))


def _begun_periods(task: Task, facts: Facts) -> tuple[date, ...]:
    periods = task.expectation(facts.today).periods
    return tuple(first for first in periods if first <= facts.today) or periods[:1]


def _period_field(task: Task, periods: tuple[date, ...], state: State, facts: Facts) -> ReplyField:
    months, proposed = months_of_period(task.cadence), find_period(state, task, facts)
    choices = [(first.isoformat(), period_words(first, months)) for first in periods]
    return replace(_choice(PERIOD, say(N_("Report for")), choices), value=proposed.isoformat() if proposed else "")


def _question_field(name: str, task: Task, layout: Layout) -> ReplyField:
    if name.startswith("date_"):
        number = int(name[5:])
        step = task.steps[number - 1] if task.steps else task.measure
        return ReplyField(name, say(_STEP, number=number, step=step), "date", hint=say(WRITE_DATE))
    hint = say(OPTIONAL if is_optional(name, layout) else _WHY if name == "reason" else LINES)
    return ReplyField(name, find_label(name, layout), "text", hint=hint)


def mark_fields(
    fields: tuple[ReplyField, ...], problems: Mapping[str, Say], doubtful: frozenset[str]
) -> tuple[ReplyField, ...]:
    """The fields with what is wrong said of each."""
    return tuple(replace(one, problem=problems.get(one.name), doubtful=one.name in doubtful) for one in fields)
