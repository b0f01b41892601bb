"""What is expected of whom, with the newest answer."""

from typing import Any

from sqlalchemy import Select, and_, select

from domain.agency import assignees
from domain.task import Status, Task
from store import tables
from store.books import AnyRow, Books, Condition
from store.people import people, person, units
from store.updates import newest_of_task

_M, _R, _T, _U = tables.measures, tables.rounds, tables.tasks, tables.units
_OPEN = _R.c.closed_at.is_(None)


def tasks(books: Books, round_id: int | None = None) -> tuple[Task, ...]:
    """The tasks of the round, of all open rounds where None is given: soonest due first, then as in the plan."""
    return _tasks(books, _OPEN if round_id is None else _T.c.round_id == round_id)


def tasks_of_person(books: Books, person_id: int) -> tuple[Task, ...]:
    """The open rounds' tasks that the person may answer, soonest due first."""
    who = person(books, person_id)
    if who is None:
        return ()
    # Who stands in a division may also have to answer for its sections.
    near = [unit.id for unit in units(books) if {unit.id, unit.parent_id} & set(who.unit_ids)]
    return tuple(task for task in _tasks(books, _OPEN, _T.c.unit_id.in_(near)) if person_id in task.assignee_ids)


def task(books: Books, task_id: int) -> Task | None:
    """The task with this id, whether its round is open or closed; None once it is no longer expected."""
    found = _tasks(books, _T.c.id == task_id)
    return found[0] if found else None


def _tasks(books: Books, *where: Condition) -> tuple[Task, ...]:
    # Not by `books.rows`: a condition on what is joined from outside would lose the tasks without it.
    rows = books.conn.execute(_query(books).where(books.of(_T), _T.c.expected, *where)).all()
    if not rows:
        return ()
    known, everyone = units(books), people(books)
    answering = {unit_id: assignees(unit_id, known, everyone) for unit_id in {row.unit_id for row in rows}}
    return tuple(_task(row, tuple(who.id for who in answering[row.unit_id])) for row in rows)


def _query(books: Books) -> Select[Any]:
    topics, updates = tables.topics, tables.updates
    sources = (
        _T.join(_R, and_(_R.c.agency_id == _T.c.agency_id, _R.c.id == _T.c.round_id))
        .join(_M, and_(_M.c.agency_id == _T.c.agency_id, _M.c.id == _T.c.measure_id))
        .join(topics, and_(topics.c.agency_id == _M.c.agency_id, topics.c.id == _M.c.topic_id))
        .outerjoin(_U, and_(books.of(_U), _U.c.id == _T.c.unit_id))
        .outerjoin(updates, and_(books.of(updates), updates.c.id == newest_of_task(books)))
    )
    columns = (
        *(_T.c.id, _T.c.measure_id, _T.c.round_id, _T.c.unit_id, _R.c.due, _M.c.steps, _M.c.title),
        *(topics.c.title.label("topic"), _U.c.name.label("unit"), updates.c.status, updates.c.at.label("last_update")),
    )
    order = (_R.c.due, _R.c.id, topics.c.place, _M.c.place, _T.c.unit_id, _T.c.id)
    return select(*columns).select_from(sources).order_by(*order)


def _task(row: AnyRow, assignee_ids: tuple[int, ...]) -> Task:
    return Task(
        id=row.id,
        measure_id=row.measure_id,
        round_id=row.round_id,
        unit_id=row.unit_id,
        topic=row.topic,
        measure=row.title,
        steps=tuple(row.steps),
        unit=row.unit or "",
        due=row.due,
        status=Status(row.status) if row.status else Status.NOT_STARTED,
        last_update=row.last_update,
        assignee_ids=assignee_ids,
    )
