"""When tasks were answered, and for what: all that their expectations follow from."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlalchemy import and_, bindparam, select

from domain.expectation import Reply, furthest
from domain.status import Status
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, composed
from store.reviews import counts, not_returned
from thai.dates import BANGKOK, day_in_bangkok
from thai.fiscal import RoundKind

_R, _T, _U = tables.rounds, tables.tasks, tables.updates

_GIVEN = (_U.c.task_id, _U.c.at, _U.c.status, _U.c.period, _U.c.of_whole)
_OF_TASKS = (
    select(*_GIVEN)
    .where(_U.c.agency_id == OF_AGENCY, _U.c.task_id.in_(bindparam("task_ids", expanding=True)))
    .where(not_returned(_U))
    .order_by(_U.c.at, _U.c.id)
)
_SINCE = composed(
    select(_U.c.person_id, _U.c.at).where(_U.c.at >= bindparam("since"), _U.c.emptied_at.is_(None)).order_by(_U.c.at)
)
# What was replied to measures in their year's first half, by unit.
_OF_FIRST_HALF = (
    select(_T.c.measure_id, _T.c.unit_id, *_GIVEN)
    .join_from(_T, _R, and_(_R.c.agency_id == OF_AGENCY, _R.c.id == _T.c.round_id, _R.c.kind == RoundKind.FIRST_HALF))
    .join(_U, and_(_U.c.agency_id == OF_AGENCY, _U.c.task_id == _T.c.id))
    .where(_T.c.agency_id == OF_AGENCY, _T.c.measure_id.in_(bindparam("measure_ids", expanding=True)))
    .where(counts(_U))
    .order_by(_U.c.at, _U.c.id)
)


def replies_of_tasks(books: Books, task_ids: Sequence[int]) -> dict[int, tuple[Reply, ...]]:
    """The replies to each of the tasks that were not sent back, oldest first, by the task's id."""
    found: dict[int, list[Reply]] = {}
    for row in books.fetch_prepared(_OF_TASKS, task_ids=list(task_ids)) if task_ids else ():
        found.setdefault(row.task_id, []).append(_build_reply(row))
    return {task_id: tuple(given) for task_id, given in found.items()}


def last_reports(books: Books, since: date) -> dict[int, date]:
    """The day of each person's newest reply from that day on, in Bangkok, by the person's id."""
    return {row.person_id: day_in_bangkok(row.at) for row in books.fetch_prepared(_SINCE, since=_midnight(since))}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)


def done_in_first_half(books: Books, measure_ids: Collection[int]) -> frozenset[tuple[int, int | None]]:
    """Which of the measures were done for good in their year's first half, by the replies that count: with the unit."""
    found: dict[tuple[int, int | None], list[Reply]] = {}
    for row in books.fetch_prepared(_OF_FIRST_HALF, measure_ids=sorted(measure_ids)) if measure_ids else ():
        found.setdefault((row.measure_id, row.unit_id), []).append(_build_reply(row))
    return frozenset(pair for pair, replies in found.items() if _is_done(replies))


def _is_done(replies: Sequence[Reply]) -> bool:
    last = furthest(replies)
    return last is not None and replies[last].status is Status.DONE and replies[last].final


def _build_reply(row: AnyRow) -> Reply:
    return Reply(day_in_bangkok(row.at), Status(row.status), row.period, row.of_whole is not False)
