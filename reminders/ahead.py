"""The days ahead: who would be told on each if nobody answered, what it costs, and what falls due. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.reminding import Via
from domain.sending import Quota
from domain.task import Round
from reminders.facts import DayFacts
from reminders.forecast import once_told
from reminders.occurrences import Kind, due_occurrences, find_occasion_kind, publish_by
from reminders.plan import PlannedDigest, plan_day
from reminders.quota import MOST_PUSHES

LONGEST = 400
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day with something on it: the digests, the kinds of occasion, the rounds due, the reports due by then."""

    day: date
    digests: tuple[PlannedDigest, ...] = ()
    kinds: tuple[Kind, ...] = ()
    due: tuple[Round, ...] = ()
    to_publish: tuple[Round, ...] = ()

    @property
    def pushes(self) -> int:
        """How many are told in LINE; the others see the number on their menu."""
        return sum(one.via == "push" for one in self.digests)


def days_ahead(facts: DayFacts, today: date, last: date) -> Iterator[DayAhead]:
    """The days from today to the last one, of `LONGEST` at most, on which something is told or due.

    Nobody is pushed more than `MOST_PUSHES` a month, as the worker does it.
    """
    pushed = Counter((one.person_id, one.day.replace(day=1)) for one in facts.reminded if one.via == "push")
    yield from _within_most(list(_days_ahead(facts, today, last)), pushed)


def _within_most(days: Sequence[DayAhead], pushed: Counter[tuple[int, date]]) -> Iterator[DayAhead]:
    """The days with the ways of their digests: what is more urgent later in the month goes before."""
    waiting: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
    for one in days:
        for digest in one.digests:
            waiting[digest.person_id, one.day.replace(day=1)].append(digest.rank)
    for one in days:
        digests = list[PlannedDigest]()
        for digest in one.digests:
            key = digest.person_id, one.day.replace(day=1)
            waiting[key].remove(digest.rank)
            more_urgent = sum(rank < digest.rank for rank in waiting[key])
            via: Via = "push" if pushed[key] + more_urgent < MOST_PUSHES else "badge"
            pushed[key] += via == "push"
            digests.append(replace(digest, via=via))
        yield replace(one, digests=tuple(digests))


def _days_ahead(facts: DayFacts, today: date, last: date) -> Iterator[DayAhead]:
    for number in range(min(LONGEST, (last - today).days + 1)):
        day = today + number * _DAY
        planned = plan_day(day, facts)
        facts = once_told(facts, planned, day)
        due = tuple(round_ for round_ in facts.rounds if round_.due == day and round_.closed_at is None)
        reports = tuple(round_ for round_ in facts.rounds if publish_by(round_, facts.rules) == day)
        if planned or due or reports:
            yield DayAhead(day, planned, _kinds(day, facts, planned), due, reports)


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """A month's pushes, if nobody answers: how many there are yet to be, and whether the quota is short of them."""

    first: date
    pushes: int
    short: bool


def priced_months(ahead: Sequence[DayAhead], quota: Quota | None, today: date) -> tuple[MonthAhead, ...]:
    """The months of these days against the quota: this month's use counts, and a month begins with none."""
    pushes = Counter[date]()
    for day in ahead:
        pushes[day.day.replace(day=1)] += day.pushes
    limit = quota.limit if quota else None
    used = Counter({today.replace(day=1): quota.used if quota else 0})
    return tuple(
        MonthAhead(first, count, limit is not None and used[first] + count > limit)
        for first, count in sorted(pushes.items())
    )


def last_day_ahead(facts: DayFacts, today: date) -> date:
    """The last day that the rounds at hand reach to: when the last report is to be on the web."""
    return max([today + 31 * _DAY, *(publish_by(round_, facts.rules) for round_ in facts.rounds)])


def _kinds(day: date, facts: DayFacts, planned: Sequence[PlannedDigest]) -> tuple[Kind, ...]:
    """The kinds of the rounds' occasions on the day, and of whatever else its digests are about."""
    due = [one.kind for one in due_occurrences(day, facts.rounds, facts.calendar, facts.rules) if one.day == day]
    told = (find_occasion_kind(key) for digest in planned for key in digest.keys)
    return tuple(dict.fromkeys((*due, *(kind for kind in told if kind is not None))))
