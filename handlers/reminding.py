"""Answers to reminders, and what supervisors ask for: the same as before, later, remind them, the overview."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from domain.asked import asked_tasks, late_tasks
from domain.conversation import State
from domain.events import Event
from domain.layout import Layout
from domain.messages import N_, Cards, Choices, Message, Say, SignInLink, Summary, TaskList, join_sentences, say
from domain.own_lines import list_own_lines
from domain.status_words import due_words
from domain.task import Status, Task, Update
from domain.writes import (
    AnswerDeputy,
    AnswerOffer,
    AskDeputy,
    OfferTask,
    PutOffReminders,
    ReviewUpdate,
    SaveComment,
    SaveUpdate,
    SetAway,
    TakeBackReview,
)
from handlers.comments import list_open_comments
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.layouts import layout_of
from handlers.left import offer_next_task
from handlers.menu import is_idle
from handlers.offers import list_waiting_offers
from handlers.outcome import Outcome
from handlers.overview import find_supervised
from handlers.periods import format_period, proposed_period
from handlers.questions import find_label
from handlers.stand_in import list_waiting
from handlers.to_check import waits_for_check
from thai.clusters import trim
from thai.dates import day_in_bangkok

_WAYS_LATER = {"1": 1, "3": 3, "7": 7}


def repeat_reply(state: State, event: Event, facts: Facts, task: Task, wanted: date | None = None) -> Turn | None:
    """The turn that records a task's last reply once more; None where there is nothing to repeat.

    It is for the month or quarter that is wanted, else for the one that the day is taken for.
    """
    newest = facts.newest_update(task.id)
    if (
        facts.person is None
        or newest is None
        or not _tells_something(newest)
        or newest.status is not Status.IN_PROGRESS
    ):
        return None
    if task.returned or task.emptied:
        return None
    day = day_in_bangkok(event.at)
    period = wanted or proposed_period(task, day, facts)
    if _said_already(newest, task, day, period):
        return Turn(state, (say(_RECORDED, measure=trim(task.measure, 300)),))
    saved = N_("Saved: {measure} – goes on as before:\n{result}")
    own = (f"{label}: {', '.join(told)}" for label, told in list_own_lines(layout_of(task, facts), newest.own))
    result = "\n".join(line for line in (newest.result, *own) if line)
    told = [say("{line}", line=trim(result, 500))] if result else []
    told += [_date_line(step, day, layout_of(task, facts)) for step, day in newest.dates]
    message = say(saved, measure=trim(task.measure, 300), result=join_sentences(told))
    if period:
        message = say(N_("{saved}\nReport for: {period}"), saved=message, period=format_period(period, task))
    message = say(N_("{saved}\nTo mend it within ten minutes, type “แก้ไข”."), saved=message)
    check = waits_for_check(task, facts)
    said = (message, check) if check else (message,)
    again = _again(newest, task, event, facts, facts.person.id, period)
    return Turn(state, (*said, *offer_next_task(task, facts)), (again,))


def _date_line(step: int, day: date, layout: Layout) -> Say:
    label = find_label(f"date_{step}", layout)
    return say("{label}: {day}", label=label, day=day)


def _tells_something(update: Update) -> bool:
    """True where there is more to repeat than the status."""
    return bool(update.result or update.own or update.dates)


_RECORDED = N_("That was recorded already: {measure}\nTo change it, type “แก้ไข”.")


def say_if_repeated(state: State, event: Event, facts: Facts, task: Task, period: date | None) -> Turn | None:
    """That the task was recorded as going on by the person already: the second tap of two; None where it was not."""
    newest = facts.newest_update(task.id)
    own = newest is not None and facts.person is not None and newest.person_id == facts.person.id
    if not own or task.returned or task.emptied or newest is None or newest.status is not Status.IN_PROGRESS:
        return None
    said = _said_already(newest, task, day_in_bangkok(event.at), period)
    return Turn(state, (say(_RECORDED, measure=trim(task.measure, 300)),)) if said else None


def _again(newest: Update, task: Task, event: Event, facts: Facts, person_id: int, period: date | None) -> SaveUpdate:
    # What is added up from month to month has no new part where nothing has changed.
    added = {column.key for column in layout_of(task, facts).own_columns if column.adds_up}
    own = {key: value for key, value in newest.own.items() if key not in added}
    return SaveUpdate(
        event.id, task.id, person_id, event.at, newest.status, dates=newest.dates, period=period,
        repeats=newest.id, follows=newest.id, adds=True if newest.adds else None,
        on_behalf_of=principal.id if (principal := facts.on_behalf_of(task)) else None,
        earlier=tuple(piece.id for piece in facts.evidence_of(newest.id) if piece.state == "saved"), own=own,
        **newest.texts,
    )  # fmt: skip


def _said_already(newest: Update, task: Task, day: date, period: date | None) -> bool:
    """Whether a reply answers for the same period already, or one of the same day where there are none."""
    return period in task.expectation(day).answered if period else day == day_in_bangkok(newest.at)


def put_off_reminders(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """No reminder of the person's own tasks before tomorrow, in three days, or next Monday."""
    if facts.person is None or argument not in _WAYS_LATER:
        return Turn(state, (say(N_("Please choose when to be reminded: tomorrow, in 3 days or next week.")),))
    today = day_in_bangkok(event.at)
    days = 7 - today.weekday() if argument == "7" else _WAYS_LATER[argument]
    until = today + timedelta(days=days)
    told = N_("You will be reminded again on {day}, or on the next working day; sooner where something is due before.")
    return Turn(state, (say(told, day=until),), (PutOffReminders(facts.person.id, until, today),))


# What was just written says by itself what is next.
_TELLING = (
    SaveUpdate, SaveComment, PutOffReminders, ReviewUpdate, TakeBackReview, SetAway, AskDeputy, AnswerDeputy, OfferTask,
    AnswerOffer,
)  # fmt: skip


def add_daily_nudge(outcome: Outcome, event: Event, facts: Facts) -> Outcome:
    """The outcome, and once a day what else waits: an answer costs nothing. Not in the middle of a report."""
    if event.kind not in ("text", "tap", "media", "follow") or facts.person is None or not outcome.messages:
        return outcome
    today = day_in_bangkok(event.at)
    if not is_idle(outcome.state) or outcome.state.nudged_on == today:
        return outcome
    told = replace(outcome, state=replace(outcome.state, nudged_on=today))
    listed = any(isinstance(message, TaskList | Cards | Summary | SignInLink) for message in outcome.messages)
    if listed or any(isinstance(write, _TELLING) for write in outcome.writes):
        return told
    also, last = tuple(_also(facts, today)), outcome.messages[-1]
    if isinstance(last, Choices):
        return replace(told, messages=(*outcome.messages[:-1], *also, last))
    return replace(told, messages=(*outcome.messages, *also))


def _also(facts: Facts, today: date) -> Iterator[Message]:
    """What waits for the person: their own tasks, others' replies, and what is late where they supervise."""
    yield from list_waiting(facts)
    yield from list_waiting_offers(facts)
    yield from list_open_comments(facts)
    if asked := asked_tasks(facts.open_tasks(), today):
        also = N_("{count} of your tasks wait for a report. {due}. Type “งาน” to see them.")
        yield say(also, count=len(asked), due=due_words(asked[0], today))
    if to_check := len(facts.tasks_to_check()):
        yield say(N_("{count} replies wait for your check. Type “ตรวจ” to look at them."), count=to_check)
    if late := len(late_tasks(find_supervised(facts) or (), today)):
        yield say(N_("In the units you supervise {count} tasks are late. Type “ภาพรวม” to see them."), count=late)
