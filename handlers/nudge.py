"""Supervisors have people reminded: whom that reaches and what it costs of the month's messages is shown first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.agency import Person, is_away
from domain.asked import asked_tasks
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Say, join_sentences, say
from domain.reminding import JUST_REPORTED
from domain.sending import Quota
from domain.task import Task
from domain.writes import AskReminders
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.overview import FOR_SUPERVISORS, find_supervised, format_names
from thai.dates import day_in_bangkok

_COSTS = N_("It costs at most {count} of the month's LINE messages; {left} of {limit} are left.")
_SHORT = N_(
    "It costs up to {count} LINE messages, and only {left} of the month's {limit} are left: whom they do not reach "
    "sees the number on the menu."
)
_UNLIMITED = N_("It costs at most {count} LINE messages; the account has no limit.")
_NOT_KNOWN = N_("It costs at most {count} LINE messages. LINE does not say just now how many are left this month.")
_SHALL = N_("Shall they be reminded?")
_ASKED = N_("They will be reminded between {first} and {last} on a working day.")
_NOT_ASKED = N_("Nobody is reminded.")
_NOTHING_WAITS = N_("Nothing is waiting in your units. There is nobody to remind.")


@dataclass(frozen=True, slots=True)
class Nudge:
    """Whose units would be reminded, what is said of that, and how many messages it costs at most: 0 is none."""

    units: tuple[int, ...]
    told: tuple[Say, ...]
    count: int = 0


def plan_nudge(tasks: Sequence[Task], at: datetime, facts: Facts) -> Nudge:
    """Whom a reminder of these tasks would reach at this moment, and whom it would not."""
    today = day_in_bangkok(at)
    asked = asked_tasks(tasks, today)
    units = tuple(dict.fromkeys(task.unit_id for task in asked if task.unit_id))
    if not units:
        return Nudge((), (say(_NOTHING_WAITS),))
    people = facts.people_of(asked)
    if not people:
        return Nudge(units, (say(_NOBODY),))
    lately = facts.reported_since(today - JUST_REPORTED + timedelta(days=1))
    left_out = [who for who in people if who.id in lately]
    away = [who for who in people if who not in left_out and is_away(who, today)]
    here = [who for who in people if who not in left_out and who not in away]
    reached = [who for who in here if who.line_user is not None and who.reachable]
    told = (*_who_is_told(here, reached, facts.reminder_hours()), *_who_is_not_there(away, left_out))
    return Nudge(units, told, len(reached) + len(away))


def ask_reminders(nudge: Nudge, at: datetime, facts: Facts) -> tuple[Say, AskReminders]:
    """That they will be reminded and when, and the write that asks for it."""
    assert facts.person is not None  # noqa: S101
    first, last = (hour.strftime("%H.%M") for hour in facts.reminder_hours())
    return say(_ASKED, first=first, last=last), AskReminders(facts.person.id, nudge.units, day_in_bangkok(at), at)


def remind_them(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """Whom a reminder would reach and what it costs; with the answer of today's button it is asked for."""
    tasks = find_supervised(facts)
    if facts.person is None or tasks is None:
        return Turn(state, (say(FOR_SUPERVISORS),))
    if argument == "no":
        return Turn(state, (say(_NOT_ASKED),))
    nudge, today = plan_nudge(tasks, event.at, facts), day_in_bangkok(event.at).isoformat()
    if not nudge.count:
        return Turn(state, nudge.told)
    if argument != today:
        return Turn(state, (_propose(nudge.told, nudge.count, today, facts.quota()),))
    told, ask = ask_reminders(nudge, event.at, facts)
    return Turn(state, (told,), (ask,))


def _propose(told: Sequence[Say], count: int, day: str, quota: Quota | None) -> Choices:
    """Who is told and what that costs, to be said yes to; the buttons hold for the day."""
    text = join_sentences([*told, tell_cost(count, quota), say(_SHALL)])
    choices = (Choice(say(N_("Remind them")), f":remind:{day}"), Choice(say(N_("Do not remind")), ":remind:no"))
    return Choices(text, choices, buttons=True)


def tell_cost(count: int, quota: Quota | None) -> Say:
    """What so many messages cost, and what is left of the month's."""
    if quota is None:
        return say(_NOT_KNOWN, count=count)
    if quota.limit is None or quota.left is None:
        return say(_UNLIMITED, count=count)
    return say(_SHORT if quota.left < count else _COSTS, count=count, left=quota.left, limit=quota.limit)


def _who_is_not_there(away: Sequence[Person], left_out: Sequence[Person]) -> Iterator[Say]:
    for people, sentence in ((away, _AWAY), (left_out, _LEFT_OUT)):
        if people:
            yield say(sentence, count=len(people), names=format_names(people))


_NOBODY = N_("What is waiting has nobody to answer it. Please ask the agency's administrator.")
_AWAY = N_("{count} people are away: {names}. Whoever stands in is reminded in their place.")
_LEFT_OUT = N_("Not reminded, as they reported in the last seven days: {names} ({count} people).")


def _who_is_told(people: Sequence[Person], reached: Sequence[Person], hours: tuple[time, time]) -> Iterator[Say]:
    """Whom the reminder will reach and when, and whom it will not: some have not enrolled, or have blocked us."""
    if reached:
        first, last = (hour.strftime("%H.%M") for hour in hours)
        yield say(_TOLD, count=len(reached), names=format_names(reached), first=first, last=last)
    enrolled = [who for who in people if who.line_user is not None]
    for missed, sentence in (
        ([who for who in people if who.line_user is None], _NOT_ENROLLED),
        ([who for who in enrolled if not who.reachable], _BLOCKED),
    ):
        if missed:
            yield say(sentence, count=len(missed), names=format_names(missed))


_TOLD = N_(
    "{count} people will be reminded: {names} ({first}–{last}, on a working day). Whoever was reminded today is "
    "not again. Where LINE's messages of the month run short, the number on the menu reminds instead."
)
_NOT_ENROLLED = N_("Not reached: {count} people who have not enrolled in LINE: {names}. Please tell them yourself.")
_BLOCKED = N_("Not reached: {count} people who have blocked the account or left it: {names}. Please ask them.")
