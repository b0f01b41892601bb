"""The desk: what every decision knows. Values, read before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.agency import Agency, Person, Unit
from domain.task import Task, Update


@dataclass(frozen=True, slots=True)
class Desk:
    """The agency with its people and units, and what lies before who writes, on one day in Bangkok.

    `person` is None until enrolled. `tasks` are theirs of the open rounds and those of whom they stand in for today,
    soonest due first. `begun` is the task whose report is under way where it is none of these and may be finished all
    the same. `replies` is all that was answered to the task whose report is under way, oldest first, by its id.
    """

    agency: Agency
    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    person: Person | None
    today: date
    tasks: tuple[Task, ...] = ()
    begun: Task | None = None
    replies: Mapping[int, tuple[Update, ...]] = field(default_factory=dict)
