"""What a round would ask, looked at before it is opened."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from domain.agency import assignees
from domain.expectation import Expected, find_outside
from domain.rounds import Opening
from store import tables
from store.books import Books
from store.expected import MeasureOfUnit, wanted
from store.people import load_people, load_units
from store.task_replies import done_before, done_by_round
from store.tasks import parse_cadence, parse_span
from thai.fiscal import RoundKind, round_days

_M = tables.measures


def look_at_opening(books: Books, year: int, kind: RoundKind, plan: int = 1) -> Opening:
    """The tasks that the round expects by the plan and the people as they are; writes nothing."""
    known, everybody = load_units(books), load_people(books)
    expected = wanted(books, year, kind, plan)
    asked = [unit_id for _, unit_id in _within_its_time(books, year, kind, expected)]
    answering = {unit_id: assignees(unit_id, known, everybody) for unit_id in asked}
    ids = {person.id for who in answering.values() for person in who}
    return Opening(
        tasks=len(asked),
        units=len({unit_id for unit_id in asked if unit_id is not None}),
        people=tuple(person for person in everybody if person.id in ids),
        nobody=sum(not answering[unit_id] for unit_id in asked),
        outside=len(expected) - len(asked),
    )


def _within_its_time(
    books: Books, year: int, kind: RoundKind, expected: Iterable[MeasureOfUnit]
) -> Iterator[MeasureOfUnit]:
    """Those whose time does not lie outside the round, and that were not done for good before it."""
    pairs = tuple(expected)
    measure_ids = {measure_id for measure_id, _ in pairs}
    rows = books.fetch_all(select(_M.c.id, _M.c.cadence, _M.c.timeframe).where(_M.c.id.in_(measure_ids)))
    plan = {row.id: (parse_cadence(row.cadence), parse_span(row.timeframe)) for row in rows}
    done = done_before(done_by_round(books, measure_ids), kind)
    due = round_days(year, kind)[1]
    for pair in pairs:
        if find_outside(Expected(year, kind, due, *plan[pair[0]], done_before=pair in done)) is None:
            yield pair
