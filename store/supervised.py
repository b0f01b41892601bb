"""The tasks that a person looks after: their units' as supervisor, all as administrator."""

from collections.abc import Sequence

from domain.agency import Person, Role, units_headed
from domain.task import Task
from store.books import Books
from store.people import load_lineage
from store.tasks import load_tasks


def supervised_tasks(books: Books, person: Person, stood_in_for: Sequence[Person] = ()) -> tuple[Task, ...]:
    """The open rounds' tasks of the units that the person supervises, or stands in for there; an admin's are all."""
    every = load_tasks(books)
    if Role.ADMIN in person.roles:
        return every
    known = load_lineage(books)
    near = frozenset[int]().union(*(units_headed(who, known) for who in (person, *stood_in_for)))
    return tuple(task for task in every if task.unit_id in near)
