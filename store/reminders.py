"""Who was reminded of what, and when."""

from datetime import date

from sqlalchemy import select

from domain.writes import Remind
from store import tables
from store.books import Books
from store.engine import Conflict

_R = tables.reminders


def reminded(books: Books, since: date) -> tuple[Remind, ...]:
    """The reminders of that day and later, oldest first."""
    rows = books.rows(select(_R).where(_R.c.day >= since).order_by(_R.c.day, _R.c.id))
    return tuple(Remind(row.person_id, row.key, row.day, tuple(row.task_ids), row.reason, row.at) for row in rows)


def remind(books: Books, write: Remind) -> None:
    """The person's one reminder of the day; raises Conflict where the day or the occurrence has had one."""
    values = {"person_id": write.person_id, "key": write.key, "day": write.day, "task_ids": list(write.task_ids)}
    if books.insert_new(_R, {**values, "reason": write.reason, "at": write.at}) is None:
        raise Conflict(f"person {write.person_id} was reminded already: {write.key}, {write.day}")
