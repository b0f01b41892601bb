"""Who inherited which task from whom, so that the heirs can be told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.task import Handover, Task
from store import tables
from store.books import Books, composed
from store.tasks import open_tasks_by_id

_H = tables.handovers
_SINCE = composed(select(_H).where(_H.c.at >= bindparam("since", type_=_H.c.at.type)).order_by(_H.c.id))


def handovers(books: Books, since: datetime) -> tuple[Handover, ...]:
    """Who inherited a task from that moment on, in the order it happened; some may have passed it on since."""
    return tuple(
        Handover(row.task_id, row.person_id, row.from_id, row.at) for row in books.fetch_prepared(_SINCE, since=since)
    )


def note_handovers(books: Books, before: Sequence[Task], at: datetime) -> None:
    """Keeps who answers these open tasks now and did not before, and who of those before does so no more."""
    after = {task.id: task.assignee_ids for task in open_tasks_by_id(books, [task.id for task in before])}
    for task in before:
        heirs = [one for one in after.get(task.id, ()) if one not in task.assignee_ids]
        gone = [one for one in task.assignee_ids if one not in after.get(task.id, ())]
        left = next(iter(gone), None)
        rows = [{"task_id": task.id, "person_id": heir, "from_id": left, "at": at} for heir in heirs]
        books.insert_all(_H, rows)
