"""Which tasks ask their officers for a report: the one count of chat, digest, menu, page and command line. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from domain.agency import Person, stood_in_for
from domain.expectation import Standing
from domain.task import Task


def asked_tasks(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """Those that ask for a report on the day, the soonest deadline first."""
    asked = [task for task in tasks if task.expectation(day).asks]
    return tuple(sorted(asked, key=lambda task: task.expectation(day).deadline))


def asked_of(who: Person, tasks: Iterable[Task], people: Iterable[Person], day: date) -> tuple[Task, ...]:
    """The person's own among them, and those of who is away on the day and stood in for."""
    ids = {who.id, *(one.id for one in stood_in_for(who, people, day))}
    return asked_tasks((task for task in tasks if ids.intersection(task.assignee_ids)), day)


def other_tasks(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """Those that ask for nothing on the day: reported ones, then those of another time; else in the order given."""
    others = [task for task in tasks if not task.expectation(day).asks]
    return tuple(sorted(others, key=lambda task: _PLACES.get(task.expectation(day).standing, 0)))


_PLACES = {Standing.AHEAD: 1, Standing.NOT_YET: 1, Standing.EARLIER: 2}


def late_tasks(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """Those whose report for the round's end is missing after its day, the soonest deadline first."""
    return tuple(task for task in asked_tasks(tasks, day) if task.expectation(day).late)


def count_standings(tasks: Sequence[Task], day: date) -> Counter[Standing]:
    """How many tasks stand how on the day."""
    return Counter(task.expectation(day).standing for task in tasks)
