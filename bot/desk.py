"""Reads what every decision knows."""

from dataclasses import replace
from datetime import date

from domain.agency import Person, stood_in_for
from domain.task import Task, Update
from handlers.desk import Desk
from store import agencies, people, tasks, updates
from store.books import Books


def load_desk(books: Books, person: Person | None, today: date, chosen: int | None = None) -> Desk:
    """The desk of the person; `chosen` is the task whose report is under way: a deputy may finish it after the absence.

    In a turn the agency, its people and units are remembered, so that this sends one statement; one more where the
    chosen task was reported on before.
    """
    everyone = people.load_people(books)
    desk = Desk(agencies.load_agency(books), everyone, people.load_units(books), person, today)
    if person is None:
        return desk
    found = tasks.tasks_for(books, person, *stood_in_for(person, everyone, today))
    begun = None if chosen is None else next((task for task in found if task.id == chosen), None)
    late = None if begun or chosen is None else _find_begun_for_other(books, desk, person, chosen)
    return replace(desk, tasks=found, begun=late, replies=_load_replies(books, begun or late))


def _find_begun_for_other(books: Books, desk: Desk, person: Person, chosen: int) -> Task | None:
    """The task, where it is of somebody whose deputy the person is and who is back."""
    principals = {one for one in desk.people if one.deputy_id == person.id}
    if principals == set(stood_in_for(person, desk.people, desk.today)):
        return None
    return tasks.open_task_for(books, chosen, person, *principals)


def _load_replies(books: Books, task: Task | None) -> dict[int, tuple[Update, ...]]:
    if task is None or task.last_update is None:
        return {}
    return {task.id: updates.updates_of_task(books, task.id)}
