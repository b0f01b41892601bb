"""When tasks were answered, and for what: all that their expectations follow from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import and_, bindparam, select

from domain.expectation import Reply, furthest
from domain.status import Status
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, composed
from store.columns import gather
from thai.dates import BANGKOK, day_in_bangkok
from thai.fiscal import RoundKind, earlier_rounds

_R, _T, _U = tables.rounds, tables.tasks, tables.updates

_GIVEN = (_U.c.task_id, _U.c.at, _U.c.status, _U.c.period, _U.c.of_whole)
_ONE = _U.alias("one")
# In a statement on tasks: what `read_replies` reads.
STANDING_REPLIES = (
    select(gather(_ONE.c.at, _ONE.c.id, _ONE.c.status, _ONE.c.period, _ONE.c.of_whole))
    .where(_ONE.c.agency_id == OF_AGENCY, _ONE.c.task_id == _T.c.id, _ONE.c.stands)
    .correlate(_T)
    .scalar_subquery()
)
_SINCE = composed(
    select(_U.c.person_id, _U.c.at).where(_U.c.at >= bindparam("since"), _U.c.emptied_at.is_(None)).order_by(_U.c.at)
)
# What was replied to measures in all rounds of their year, by unit.
_OF_MEASURES = (
    select(_T.c.measure_id, _T.c.unit_id, _R.c.kind, *_GIVEN)
    .join_from(_T, _R, and_(_R.c.agency_id == OF_AGENCY, _R.c.id == _T.c.round_id))
    .join(_U, and_(_U.c.agency_id == OF_AGENCY, _U.c.task_id == _T.c.id))
    .where(_T.c.agency_id == OF_AGENCY, _T.c.measure_id.in_(bindparam("measure_ids", expanding=True)))
    .where(_U.c.counts)
    .order_by(_U.c.at, _U.c.id)
)


def read_replies(gathered: Sequence[Sequence[Any]] | None) -> tuple[Reply, ...]:
    """The replies of a column `STANDING_REPLIES`: those that were not sent back, oldest first."""
    rows = sorted((_read_moment(at), number, *rest) for at, number, *rest in gathered or ())
    return tuple(
        Reply(day_in_bangkok(at), Status(status), date.fromisoformat(period) if period else None, whole in (None, 1))
        for at, _, status, period, whole in rows
    )


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def last_reports(books: Books, since: date) -> dict[int, date]:
    """The day of each person's newest reply from that day on, in Bangkok, by the person's id."""
    return {row.person_id: day_in_bangkok(row.at) for row in books.fetch_prepared(_SINCE, since=_midnight(since))}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)


def done_by_round(books: Books, measure_ids: Collection[int]) -> dict[RoundKind, frozenset[tuple[int, int | None]]]:
    """Which of the measures were done for good, with the unit, in each round of their year, by replies that count."""
    found: dict[tuple[RoundKind, int, int | None], list[Reply]] = {}
    for row in books.fetch_prepared(_OF_MEASURES, measure_ids=sorted(measure_ids)) if measure_ids else ():
        found.setdefault((RoundKind(row.kind), row.measure_id, row.unit_id), []).append(_build_reply(row))
    done: dict[RoundKind, set[tuple[int, int | None]]] = {}
    for (kind, measure_id, unit_id), replies in found.items():
        if _is_done(replies):
            done.setdefault(kind, set()).add((measure_id, unit_id))
    return {kind: frozenset(pairs) for kind, pairs in done.items()}


def done_before(
    done: Mapping[RoundKind, frozenset[tuple[int, int | None]]], kind: RoundKind
) -> frozenset[tuple[int, int | None]]:
    """Those that were done for good in a round that ends before this one."""
    return frozenset[tuple[int, int | None]]().union(*(done.get(one, ()) for one in earlier_rounds(kind)))


def _is_done(replies: Sequence[Reply]) -> bool:
    last = furthest(replies)
    return last is not None and replies[last].status is Status.DONE and replies[last].final


def _build_reply(row: AnyRow) -> Reply:
    return Reply(day_in_bangkok(row.at), Status(row.status), row.period, row.of_whole is not False)
