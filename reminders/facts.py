"""What planning a day needs to know of an agency, read at one moment."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.agency import Person
from domain.task import Round, Task
from domain.writes import Remind
from reminders.occurrences import oldest_due_day
from store.books import Books
from store.people import people
from store.reminders import reminded
from store.rounds import open_rounds
from store.tasks import tasks

# Longer than any holiday moves an occurrence whose key was recorded already.
_LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The open rounds with their tasks, the people, and the digests of the weeks before."""

    rounds: tuple[Round, ...]
    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    reminded: tuple[Remind, ...]


def day_facts(books: Books, day: date) -> DayFacts:
    """The facts for planning this day."""
    since = oldest_due_day(day) - _LOOK_BACK
    return DayFacts(open_rounds(books), tasks(books), people(books), reminded(books, since))
