"""Answers to reminders, and what supervisors ask for: the same as before, later, remind them, the overview."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from domain.agency import Person, Role, is_away
from domain.asked import asked_tasks, late_tasks
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Cards, Choice, Choices, Message, Say, SignInLink, Summary, TaskList, say
from domain.own_lines import list_own_lines
from domain.reminding import JUST_REPORTED
from domain.status_words import due_words, standings_words
from domain.task import Status, Task, Update
from domain.writes import (
    AnswerDeputy,
    AnswerOffer,
    AskDeputy,
    AskReminders,
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
from handlers.left import offer_next_task
from handlers.menu import is_idle
from handlers.offers import list_waiting_offers
from handlers.outcome import Outcome
from handlers.periods import format_period, proposed_period
from handlers.stand_in import list_waiting
from handlers.to_check import waits_for_check
from thai.clusters import trim
from thai.dates import day_in_bangkok

MOST_UNITS = 12
MOST_NAMES = 10
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
    own = (f"{label}: {', '.join(told)}" for label, told in list_own_lines(facts.agency.layout, newest.own))
    result = "\n".join(line for line in (newest.result, *own) if line)
    message = say(saved, measure=trim(task.measure, 300), result=trim(result, 500))
    if period:
        message = say(N_("{saved}\nReport for: {period}"), saved=message, period=format_period(period, task))
    message = say(N_("{saved}\nTo mend it within ten minutes, type “แก้ไข”."), saved=message)
    check = waits_for_check(task, facts)
    said = (message, check) if check else (message,)
    again = _again(newest, task, event, facts, facts.person.id, period)
    return Turn(state, (*said, *offer_next_task(task, facts)), (again,))


def _tells_something(update: Update) -> bool:
    """True where there is more to repeat than the status."""
    return bool(update.result or update.own)


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
    added = {column.key for column in facts.agency.layout.own_columns if column.adds_up}
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


def remind_them(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """Those who have tasks waiting in the supervisor's units are reminded at the next occasion."""
    tasks = _supervised(facts)
    if facts.person is None or tasks is None:
        return Turn(state, (say(FOR_SUPERVISORS),))
    asked = asked_tasks(tasks, day_in_bangkok(event.at))
    units = tuple(dict.fromkeys(task.unit_id for task in asked if task.unit_id))
    if not units:
        return Turn(state, (say(N_("Nothing is waiting in your units. There is nobody to remind.")),))
    today, people = day_in_bangkok(event.at), facts.people_of(asked)
    if not people:
        return Turn(state, (say(_NOBODY),))
    lately = facts.reported_since(today - JUST_REPORTED + timedelta(days=1))
    left_out = [who for who in people if who.id in lately]
    away = [who for who in people if who not in left_out and is_away(who, today)]
    here = [who for who in people if who not in left_out and who not in away]
    reached = [who for who in here if who.line_user is not None and who.reachable]
    messages = (*_who_is_told(here, reached, facts.reminder_hours()), *_who_is_not_there(away, left_out))
    ask = AskReminders(facts.person.id, units, today, event.at)
    return Turn(state, messages, (ask,) if reached or away else ())


def _who_is_not_there(away: Sequence[Person], left_out: Sequence[Person]) -> Iterator[Say]:
    for people, sentence in ((away, _AWAY), (left_out, _LEFT_OUT)):
        if people:
            yield say(sentence, count=len(people), names=_names(people))


_NOBODY = N_("What is waiting has nobody to answer it. Please ask the agency's administrator.")
_AWAY = N_("{count} people are away: {names}. Whoever stands in is reminded in their place.")
_LEFT_OUT = N_("Not reminded, as they reported in the last seven days: {names} ({count} people).")


def _who_is_told(people: Sequence[Person], reached: Sequence[Person], hours: tuple[time, time]) -> Iterator[Say]:
    """Whom the reminder will reach and when, and whom it will not: some have not enrolled, or have blocked us."""
    if reached:
        first, last = (hour.strftime("%H.%M") for hour in hours)
        yield say(_TOLD, count=len(reached), names=_names(reached), first=first, last=last)
    enrolled = [who for who in people if who.line_user is not None]
    for missed, sentence in (
        ([who for who in people if who.line_user is None], _NOT_ENROLLED),
        ([who for who in enrolled if not who.reachable], _BLOCKED),
    ):
        if missed:
            yield say(sentence, count=len(missed), names=_names(missed))


_TOLD = N_(
    "{count} people will be reminded: {names} ({first}–{last}, on a working day). Whoever was reminded today is "
    "not again. Where LINE's messages of the month run short, the number on the menu reminds instead."
)
_NOT_ENROLLED = N_("Not reached: {count} people who have not enrolled in LINE: {names}. Please tell them yourself.")
_BLOCKED = N_("Not reached: {count} people who have blocked the account or left it: {names}. Please ask them.")


def _names(people: Sequence[Person]) -> Say:
    """The first names of the list, and how many more there are."""
    shown, rest = ", ".join(who.name for who in people[:MOST_NAMES]), len(people) - MOST_NAMES
    return say(N_("{names} and {rest} more"), names=shown, rest=rest) if rest > 0 else say("{names}", names=shown)


def show_overview(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """How far each of the supervisor's units is."""
    tasks = _supervised(facts)
    if tasks is None:
        return Turn(state, (say(FOR_SUPERVISORS),))
    if not tasks:
        return Turn(state, (say(N_("There are no tasks in an open round in your units just now.")),))
    return Turn(state, (_overview(tasks, day_in_bangkok(event.at)),))


FOR_SUPERVISORS = N_("That is for supervisors and the agency's administrators.")


def _supervised(facts: Facts) -> Sequence[Task] | None:
    """The open tasks that the person looks after; None where that is not their role."""
    if not facts.duties & {Role.SUPERVISOR, Role.ADMIN}:
        return None
    return facts.supervised_tasks()


def _overview(tasks: Sequence[Task], today: date) -> Message:
    units: dict[str, list[Task]] = {}
    for task in tasks:
        units.setdefault(task.unit or "-", []).append(task)
    shown = list(units.items())[:MOST_UNITS]
    rows = [(say("{unit}", unit=unit), (standings_words(of_unit, today),)) for unit, of_unit in shown]
    asked, unchecked = len(asked_tasks(tasks, today)), sum(task.waits for task in tasks)
    text = say(N_("Waiting for a report: {count} tasks. Type “เตือน” to have people reminded."), count=asked)
    if not asked:
        text = say(N_("Nothing waits for a report just now."))
    choices: tuple[Choice, ...] = (
        Choice(say(N_("Remind them")), ":remind"),
        Choice(say(N_("My tasks")), ":tasks"),
    )
    if emptied := sum(task.emptied for task in tasks):
        rows.append((say(N_("Text taken back")), (say(N_("{count} tasks"), count=emptied),)))
    if unchecked:
        rows.append((say(N_("Wait for the check")), (say(N_("{count} tasks"), count=unchecked),)))
        choices = (Choice(say(N_("Check replies")), ":review"), *choices)
    return Summary(say(N_("Overview of {count} tasks"), count=len(tasks)), tuple(rows), text, choices)


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
    if late := len(late_tasks(_supervised(facts) or (), today)):
        yield say(N_("In the units you supervise {count} tasks are late. Type “ภาพรวม” to see them."), count=late)
