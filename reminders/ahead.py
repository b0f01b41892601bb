"""The days ahead: who would be told on each if nobody answered, what it costs, and what falls due. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.task import Round
from reminders.facts import DayFacts
from reminders.forecast import once_told
from reminders.occurrences import Kind, due_occurrences, publish_by
from reminders.plan import PlannedDigest, plan_day

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


def days_ahead(facts: DayFacts, today: date, last: date) -> Iterator[DayAhead]:
    """The days from today to the last one, of `LONGEST` at most, on which something is told or due."""
    for number in range(min(LONGEST, (last - today).days + 1)):
        day = today + number * _DAY
        planned = plan_day(day, facts)
        facts = once_told(facts, planned, day)
        due = tuple(round_ for round_ in facts.rounds if round_.due == day and round_.closed_at is None)
        reports = tuple(round_ for round_ in facts.rounds if publish_by(round_) == day)
        if planned or due or reports:
            yield DayAhead(day, planned, _kinds(day, facts), due, reports)


def last_day_ahead(facts: DayFacts, today: date) -> date:
    """The last day that the rounds at hand reach to: when the last report is to be on the web."""
    return max([today + 31 * _DAY, *(publish_by(round_) for round_ in facts.rounds)])


def _kinds(day: date, facts: DayFacts) -> tuple[Kind, ...]:
    due = due_occurrences(day, facts.rounds, facts.calendar, facts.rules)
    return tuple(dict.fromkeys(one.kind for one in due if one.day == day))
