"""One thing to tell one person, and when it can be told first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.task import Status, Task
from reminders.facts import DayFacts
from reminders.occurrences import Occurrence
from thai.dates import day_in_bangkok


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell one person: the occasion, its tasks, and the person or the day that it is about."""

    to: int
    occasion: Occurrence
    task_ids: tuple[int, ...] = ()
    about: int | None = None
    reason: str = ""


def most_urgent_first(tasks: Sequence[Task], facts: DayFacts) -> tuple[Task, ...]:
    """Those of the newest round first, then soonest due, what was not begun before what was; else as given."""
    opened = {round_.id: round_.opened_at.timestamp() for round_ in facts.rounds}
    begun = Status.IN_PROGRESS
    return tuple(sorted(tasks, key=lambda t: (-opened.get(t.round_id, 0), t.due, facts.reported_of(t) is begun)))


def first_day_for(person_id: int, at: datetime, facts: DayFacts) -> date:
    """The working day on which what happened then can be told: a digest that went out before did not speak of it."""
    first = facts.calendar.on_or_after(day_in_bangkok(at))
    if any(one.person_id == person_id and one.day == first and one.at <= at for one in facts.reminded):
        return facts.calendar.after(first, 1)
    return first
