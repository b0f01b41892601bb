"""Who would be told what on a day, and what it costs: the same plan as the worker's, nothing sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypedDict

from domain.sending import Quota as LeftQuota
from domain.writes import Remind
from reminders.facts import DayFacts, day_facts
from reminders.plan import Considered, PlannedDigest, Skipped, consider_day, for_good, plan_day
from reminders.quota import month_of, within_quota
from store.books import Books
from thai.dates import BANGKOK, day_in_bangkok

# So long that its opening is told no more.
_LONG_OPEN = timedelta(days=30)


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

    The days from `today` until the day, all days before it where None is given or the day is past, count as kept:
    only a missed day before `today` is made good.
    """
    facts = as_if_kept(_as_if_open(day_facts(books, day), day), today, day)
    told = [_describe_delivery(digest) for digest in facts.reminded if digest.day == day]
    if used is not None and today is not None and day.replace(day=1) > today:
        # Of a month to come, the pushes that it will have had by then.
        used = sum(one.via == "push" and day.replace(day=1) <= one.day < day for one in facts.reminded)
    quota = None if used is None else LeftQuota(limit, used)
    considered = considered_within(day, facts, consider_day(day, facts), quota)
    deliveries = told + [_delivery(one) for one in considered]
    cost = sum(delivery["via"] == "push" for delivery in deliveries)
    return Forecast(date=day.isoformat(), deliveries=deliveries, cost=cost, quota=Quota(limit=limit, used=used))


def considered_within(
    day: date, facts: DayFacts, considered: Sequence[Considered], quota: LeftQuota | None
) -> tuple[Considered, ...]:
    """What the day asks for, each digest with the way that the quota leaves it."""
    planned = [one for one in considered if isinstance(one, PlannedDigest)]
    month = month_of(day, facts, [one.person_id for one in planned]) if planned else None
    ways = {one.person_id: one for one in within_quota(planned, quota, facts.rules.kept_percent, month)}
    return tuple(one if isinstance(one, Skipped) else ways[one.person_id] for one in considered)


def as_if_kept(facts: DayFacts, today: date | None, day: date) -> DayFacts:
    """The facts with the digests that the days before would still bring, if nobody answers."""
    first = facts.calendar.before(facts.calendar.on_or_before(day), facts.rules.made_good_for)
    for earlier in _days_between(first if today is None or today > day else today, day):
        facts = once_told(facts, plan_day(earlier, facts), earlier)
    return facts


def once_told(facts: DayFacts, planned: Sequence[PlannedDigest], day: date) -> DayFacts:
    """The facts after the day's digests were told."""
    told = (*facts.reminded, *as_recorded(planned, day))
    once = frozenset(facts.told_once).union(*(for_good(one.keys) for one in planned))
    return replace(facts, reminded=told, told_once=once)


def as_recorded(planned: Sequence[PlannedDigest], day: date) -> Iterator[Remind]:
    """The digests as the store would keep them."""
    at = datetime.combine(day, time(), UTC)
    return (Remind(one.person_id, one.key, day, one.task_ids, one.reason, at, one.keys, one.via) for one in planned)


def _as_if_open(facts: DayFacts, day: date) -> DayFacts:
    """The facts with the rounds opened later as if long before: a day in the past may be looked at too."""
    before = datetime.combine(day, facts.rules.at, BANGKOK) - _LONG_OPEN
    return replace(
        facts,
        rounds=tuple(
            replace(round_, opened_at=before) if day_in_bangkok(round_.opened_at) > day else round_
            for round_ in facts.rounds
        ),
    )


def _days_between(first: date, end: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((end - first).days))


def _delivery(one: Considered) -> Delivery:
    via: Literal["push", "badge", "none"] = one.via if isinstance(one, PlannedDigest) else "none"
    return Delivery(person=f"p{one.person_id}", via=via, tasks=list(one.task_ids), reason=one.reason)


def _describe_delivery(digest: Remind) -> Delivery:
    reason = f"was told already that day: {digest.reason}"
    return Delivery(person=f"p{digest.person_id}", via="none", tasks=list(digest.task_ids), reason=reason)
