"""For which periods the tasks of the open rounds were answered, whether that counts yet or waits for its check."""

from datetime import date, datetime

from sqlalchemy import and_, select

from store import tables
from store.books import Books, composed
from store.reviews import not_returned

_T, _U, _R = tables.tasks, tables.updates, tables.rounds
_ANSWERED = composed(
    select(_U.c.task_id, _U.c.period, _U.c.at)
    .join_from(_T, _U, and_(_U.c.agency_id == _T.c.agency_id, _U.c.task_id == _T.c.id))
    .join(_R, and_(_R.c.agency_id == _T.c.agency_id, _R.c.id == _T.c.round_id))
    .where(_R.c.closed_at.is_(None), _T.c.expected, not_returned(_U))
)


def answered_for(books: Books) -> dict[int, tuple[tuple[date | None, datetime], ...]]:
    """The period and the time of every reply, by the task's id; no period where the reply named none."""
    found: dict[int, list[tuple[date | None, datetime]]] = {}
    for row in books.ask(_ANSWERED):
        found.setdefault(row.task_id, []).append((row.period, row.at))
    return {task_id: tuple(given) for task_id, given in found.items()}
