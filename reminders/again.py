"""A reminder sent again because an administrator wishes so: what it would say now, or why it is not sent. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.agency import Person, is_away
from domain.messages import N_, Part, Say, say
from domain.reminding import AGAIN_WITHIN, MOST_AGAIN, Reminded
from reminders.facts import DayFacts
from reminders.notes import put_off_until
from reminders.plan import OWN_PARTS, PlannedDigest, plan_day
from reminders.plan import Part as DigestPart
from reminders.reach import hindrance, stand_in
from reminders.worth import find_next_hour, is_answered
from thai.dates import BANGKOK

_GONE = N_("Not sent: this person works here no more. Please see who answers these tasks now.")
_NOT_ENROLLED = N_("Not sent: {name} is not in LINE yet. Please hand over an invite code (page “People”).")
_BLOCKED = N_(
    "Not sent: {name} has blocked the account or left it. Please ask them to add it again, or give the tasks to "
    "somebody else."
)
_AWAY = N_("Not sent: {name} is away until {until}, and nobody stands in. Please name a deputy.")
_STOOD_IN = N_("Not sent: {name} is away until {until}; {deputy} stands in and is reminded instead.")
_PUT_OFF = N_("Not sent: {name} asked to be reminded on {day} instead.")
_ANSWERED = N_("Not sent: what it asked for was answered meanwhile, or is asked for no more.")
_OLD = N_("Not sent: this reminder is more than {days} days old. Whoever still has to report is reminded by the rules.")
_OFTEN = N_("Not sent: it was sent again {count} times already. Please speak to {name} yourself.")
_WAITING = N_("Not sent again: it is still on its way.")
_TODAY = N_("Not sent again: {name} is reminded today anyway, between {first} and {last}.")
_THAT_DAY = N_("Not sent again: {name} gets another reminder on {day} anyway.")


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not sent; `told` says why, and what to do."""

    told: Say


def plan_again(row: Reminded, facts: DayFacts, now: datetime) -> PlannedDigest | Refused:
    """What the reminder says as its tasks stand now, by the plan of its own day; `now` in world time.

    Each thing is told as it was to be told on that day, without what was answered or withdrawn since.
    """
    today = now.astimezone(BANGKOK).date()
    opens = find_next_hour(facts.rules, facts.calendar, now)
    sent_on = opens.date() if opens else today
    person = next((who for who in facts.people if who.id == row.person_id), None)
    if person is None:
        return Refused(say(_GONE))
    refused = _find_hindrance(row, person, facts, today, sent_on) or _find_other(row, person, facts, today, sent_on)
    if refused:
        return Refused(refused)
    found = _plan_as_then(row, facts, today, sent_on)
    return found or Refused(say(_ANSWERED))


def _find_other(row: Reminded, person: Person, facts: DayFacts, today: date, sent_on: date) -> Say | None:
    """Which other reminder the person has or had on the day that it is sent on: nobody gets two a day."""
    planned = any(one.person_id == person.id for one in plan_day(sent_on, facts))
    if planned and sent_on == today:
        first, last = (hour.strftime("%H.%M") for hour in (facts.rules.at, facts.rules.until))
        return say(_TODAY, name=person.name, first=first, last=last)
    had = (one.via == "push" and one.day == sent_on for one in facts.reminded if one.person_id == person.id)
    if planned or (row.day != sent_on and any(had)):
        return say(_THAT_DAY, name=person.name, day=sent_on)
    return None


def _find_hindrance(row: Reminded, person: Person, facts: DayFacts, today: date, sent_on: date) -> Say | None:
    """Why the person is not told it, whatever it says."""
    told: dict[str, Part] = {"name": person.name}
    if person.line_user is None:
        return say(_NOT_ENROLLED, **told)
    if not person.reachable:
        return say(_BLOCKED, **told)
    if person.away and is_away(person, sent_on):
        deputy = stand_in(person, facts.people, sent_on)
        named = {"deputy": deputy.name} if deputy else {}
        return say(_STOOD_IN if deputy else _AWAY, until=person.away[1], **told, **named)
    waiting = facts.waiting_on(today).get(person.id, ())
    put_off = put_off_until(facts.put_offs.get(person.id), waiting)
    if put_off and facts.put_offs[person.id].since <= sent_on < put_off:
        return say(_PUT_OFF, day=put_off, **told)
    if today - row.day > AGAIN_WITHIN:
        return say(_OLD, days=AGAIN_WITHIN.days)
    if len(row.again) >= MOST_AGAIN:
        return say(_OFTEN, count=MOST_AGAIN, **told)
    if any(one.state == "waiting" for one in (row.sending, *row.again) if one):
        return say(_WAITING)
    return None


def _plan_as_then(row: Reminded, facts: DayFacts, today: date, sent_on: date) -> PlannedDigest | None:
    """The digest that the reminder's day asks for as if it had not gone out, of what still asks today."""
    told = tuple(one for one in facts.reminded if one.person_id != row.person_id or one.day < row.day)
    then = replace(facts, reminded=told, told_once=frozenset(facts.told_once) - set(row.keys), put_offs={})
    planned = next((one for one in plan_day(row.day, then) if one.person_id == row.person_id), None)
    if planned is None or is_answered(row, tuple(facts.task_by_id.values()), today):
        return None
    mine = (part for part in planned.parts if _is_theirs(part, row.person_id, facts, sent_on))
    parts = tuple(kept for part in mine if (kept := _without_answered(part, facts, today)))
    if not parts:
        return None
    ids = tuple(dict.fromkeys(task_id for part in parts for task_id in part.task_ids))
    return replace(planned, parts=parts, task_ids=ids, via="push")


def _is_theirs(part: DigestPart, person_id: int, facts: DayFacts, day: date) -> bool:
    """False for what a deputy was told while somebody was away who is back on the day, or has another deputy."""
    absent = next((who for who in facts.people if who.id == part.about), None)
    if absent is None:
        return part.about is None
    if part.kind == "unreachable":
        return bool(hindrance(absent, day))
    deputy = stand_in(absent, facts.people, day)
    return deputy is not None and deputy.id == person_id


def _without_answered(part: DigestPart, facts: DayFacts, today: date) -> DigestPart | None:
    """The part with the tasks that still ask for a reply; None where it had some and none is left."""
    if part.kind not in OWN_PARTS or not part.task_ids:
        return part
    tasks = [facts.task_by_id[task_id] for task_id in part.task_ids if task_id in facts.task_by_id]
    left = tuple(
        task.id
        for task in tasks
        if task.returned
        or (found := facts.expectation_of(task, today)).asks
        or (part.kind == "begun" and found.expects)
    )
    return replace(part, task_ids=left) if left else None
