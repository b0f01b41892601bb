"""Who would be told what on a day, and what it costs: the same plan as the worker's, nothing sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypedDict

from domain.writes import Remind
from reminders.facts import DayFacts, day_facts
from reminders.occurrences import oldest_due_day
from reminders.plan import Considered, PlannedDigest, consider_day, plan_day
from reminders.rules import AT
from store.books import Books
from thai.dates import BANGKOK


class Delivery(TypedDict):
    """One person's day: by what way they are told, of which tasks, and why, or why not."""

    person: str
    via: Literal["push", "badge", "reply", "none"]
    tasks: list[int]
    reason: str


class Quota(TypedDict):
    """LINE's pushes a month and how many are used; null where unlimited or unknown."""

    limit: int | None
    used: int | None


class Forecast(TypedDict):
    """The JSON of `tidtam remind`; `cost` is in pushes."""

    date: str
    deliveries: list[Delivery]
    cost: int
    quota: Quota


def forecast(
    books: Books, day: date, limit: int | None = None, used: int | None = None, today: date | None = None
) -> Forecast:
    """The day as the worker will find it, or as it is where the day is `today`.

    The days from `today` until the day, all days before it where None is given, count as kept: only a missed
    day before `today` is made good.
    """
    facts = _as_if_kept(_as_if_open(day_facts(books, day), day), today, day)
    told = [_told(digest) for digest in facts.reminded if digest.day == day]
    considered = consider_day(day, facts.rounds, facts.tasks, facts.people, facts.reminded)
    deliveries = told + [_delivery(one) for one in considered]
    cost = sum(delivery["via"] == "push" for delivery in deliveries)
    return Forecast(date=day.isoformat(), deliveries=deliveries, cost=cost, quota=Quota(limit=limit, used=used))


def _as_if_open(facts: DayFacts, day: date) -> DayFacts:
    """The facts with no round opened later than that day: a day in the past may be looked at too."""
    morning = datetime.combine(day, AT, BANGKOK)
    opened = (replace(round_, opened_at=min(round_.opened_at, morning)) for round_ in facts.rounds)
    return replace(facts, rounds=tuple(opened))


def _as_if_kept(facts: DayFacts, today: date | None, day: date) -> DayFacts:
    """The facts with the digests that the days before would still bring."""
    first = oldest_due_day(day)
    for earlier in _days(first if today is None else max(first, today), day):
        planned = plan_day(earlier, facts.rounds, facts.tasks, facts.people, facts.reminded)
        facts = replace(facts, reminded=(*facts.reminded, *_as_recorded(planned, earlier)))
    return facts


def _as_recorded(planned: Sequence[PlannedDigest], day: date) -> Iterator[Remind]:
    at = datetime.combine(day, time(), UTC)
    return (Remind(one.person_id, one.key, day, one.task_ids, one.reason, at) for one in planned)


def _days(first: date, end: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((end - first).days))


def _delivery(one: Considered) -> Delivery:
    via: Literal["push", "none"] = "push" if isinstance(one, PlannedDigest) else "none"
    return Delivery(person=f"p{one.person_id}", via=via, tasks=list(one.task_ids), reason=one.reason)


def _told(digest: Remind) -> Delivery:
    reason = f"was told already that day: {digest.reason}"
    return Delivery(person=f"p{digest.person_id}", via="none", tasks=list(digest.task_ids), reason=reason)
