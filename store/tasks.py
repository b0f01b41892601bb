"""What is expected of whom, with the newest answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, bindparam, cast, func, or_, select

from domain.agency import Person, Unit, assignees, find_lineage, find_units_under
from domain.expectation import Expected, find_deadline
from domain.offers import list_division, pass_on
from domain.plan_ref import PlanRef
from domain.task import Review, Status, Task
from store import tables
from store.books import OF_AGENCY, AnyRow, Books, Condition, composed
from store.columns import is_word
from store.offers import accepted_offers
from store.people import find_person, load_lineage, people_of_units
from store.reviews import check_columns, check_from, reviewed
from store.task_replies import STANDING_REPLIES, done_before, done_by_round, read_replies
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind

_M, _R, _T, _U = tables.measures, tables.rounds, tables.tasks, tables.units


def load_tasks(books: Books, round_id: int | None = None) -> tuple[Task, ...]:
    """The tasks of the round, of all open rounds where None is given: soonest due first, then as in the plan."""
    if round_id is None:
        return _build_tasks(books, books.fetch_prepared(_OF_OPEN_ROUNDS))
    return _build_tasks(books, books.fetch_prepared(_OF_ROUND, round_id=round_id))


def tasks_of_person(books: Books, person_id: int) -> tuple[Task, ...]:
    """The open rounds' tasks that the person may answer, soonest due first."""
    who = find_person(books, person_id)
    return tasks_for(books, who) if who else ()


def tasks_for(books: Books, *who: Person) -> tuple[Task, ...]:
    """The same for people who have been read already: what one of them may answer."""
    known = load_lineage(books)
    # Who stands in a division may also have to answer for its sections.
    of_people = {unit for person in who for unit in person.unit_ids}
    near = sorted(find_units_under(of_people, known))
    rows = books.fetch_prepared(_OF_PEOPLE, unit_ids=near, person_ids=[person.id for person in who])
    return _only(who, _build_tasks(books, rows, known))


def tasks_under(books: Books, unit_id: int | None) -> tuple[Task, ...]:
    """The open rounds' tasks of the unit and its sections, of all where it is None; soonest due first."""
    if unit_id is None:
        return load_tasks(books)
    known = load_lineage(books)
    under = sorted(find_units_under((unit_id,), known))
    return _build_tasks(books, books.fetch_prepared(_OF_UNITS, unit_ids=under), known)


def open_task_for(books: Books, task_id: int, *who: Person) -> Task | None:
    """The task with this id, where its round is open and one of these people may answer it."""
    found = _only(who, _build_tasks(books, books.fetch_prepared(_OPEN_BY_ID, task_id=task_id)))
    return found[0] if found else None


def find_task(books: Books, task_id: int) -> Task | None:
    """The task with this id, whether its round is open or closed; None once it is no longer expected."""
    found = _build_tasks(books, books.fetch_prepared(_BY_ID, task_id=task_id))
    return found[0] if found else None


def load_tasks_to_check(books: Books) -> tuple[Task, ...]:
    """The tasks of every round, closed ones too, whose newest reply waits for the supervisors' check; oldest first."""
    found = _build_tasks(books, books.fetch_prepared(_WAITING))
    return tuple(sorted(found, key=lambda find_task: find_task.check.update_id if find_task.check else 0))


def tasks_judged_by(books: Books, person_id: int, since: datetime) -> tuple[Task, ...]:
    """The tasks whose newest reply has a verdict of the person's since then, closed rounds too; newest first."""
    rows = books.fetch_prepared(_JUDGED, person_id=person_id, since=since)
    found = [task for task in _build_tasks(books, rows) if task.check and task.check.reviewer_id == person_id]
    return tuple(sorted(found, key=lambda task: (task.check.at, task.id) if task.check else (), reverse=True))


def open_tasks_by_id(books: Books, task_ids: Sequence[int]) -> tuple[Task, ...]:
    """Those of these tasks whose round is open."""
    return _build_tasks(books, books.fetch_prepared(_OPEN_OF_IDS, task_ids=list(task_ids)))


def has_own_deadlines(books: Books) -> bool:
    """Whether a measure of an open round is to be done by a day of its own."""
    for row in books.fetch_prepared(_TIMES):
        span = parse_span(row.timeframe)
        expected = Expected(row.year, RoundKind(row.kind), row.due, parse_cadence(row.cadence), span)
        if find_deadline(expected) < row.due:
            return True
    return False


def _only(who: Sequence[Person], found: tuple[Task, ...]) -> tuple[Task, ...]:
    ids = {person.id for person in who}
    return tuple(find_task for find_task in found if ids.intersection(find_task.assignee_ids))


def _build_tasks(books: Books, rows: Sequence[AnyRow], known: tuple[Unit, ...] | None = None) -> tuple[Task, ...]:
    if not rows:
        return ()
    known = load_lineage(books) if known is None else known
    asked = {row.unit_id for row in rows}
    near = {above for unit_id in asked for above in find_lineage(unit_id, known)}
    nearby = people_of_units(books, sorted(near))
    answering = {unit_id: tuple(who.id for who in assignees(unit_id, known, nearby)) for unit_id in asked}
    handed = _passed_on(books, rows, answering, known)
    kinds = {RoundKind(row.kind) for row in rows}
    by_round = done_by_round(books, {row.measure_id for row in rows if row.kind not in _FIRST})
    done = {kind: done_before(by_round, kind) for kind in kinds}
    return tuple(
        replace(
            _build_task(row, handed.get(row.id) or answering[row.unit_id]),
            replies=read_replies(row.replies),
            done_before=(row.measure_id, row.unit_id) in done[RoundKind(row.kind)],
        )
        for row in rows
    )


def _passed_on(
    books: Books, rows: Sequence[AnyRow], answering: Mapping[int | None, tuple[int, ...]], known: tuple[Unit, ...]
) -> dict[int, tuple[int, ...]]:
    """Who answers those of the tasks that an officer handed to a colleague, by the task's id."""
    accepted = accepted_offers(books, [row.id for row in rows])
    units = {row.id: row.unit_id for row in rows if row.id in accepted}
    if not accepted:
        return {}
    divisions = {unit_id: list_division(unit_id, known) for unit_id in set(units.values())}
    people = people_of_units(books, sorted(frozenset().union(*divisions.values())))
    here = {
        unit_id: {who.id for who in people if near.intersection(who.unit_ids)} for unit_id, near in divisions.items()
    }
    return {
        task_id: pass_on(answering[unit_id], accepted[task_id], here[unit_id]) for task_id, unit_id in units.items()
    }


_FIRST = (RoundKind.Q1, RoundKind.FIRST_HALF)  # nothing is asked before them but of the other one
_LAST = tables.updates.alias("last")


def _has_dates(update: FromClause) -> ColumnElement[bool]:
    """Where a reply dates a step: a layout of dates asks for no text."""
    return cast(update.c.dates, Text) != "[]"


def _query(*where: Condition) -> Select[Any]:
    # Not by `composed`: a condition on what is joined from outside would lose the tasks without it.
    topics, plans, newest = tables.topics, tables.plans, _LAST
    sources = (
        _T.join(_R, and_(_R.c.agency_id == _T.c.agency_id, _R.c.id == _T.c.round_id))
        .join(_M, and_(_M.c.agency_id == _T.c.agency_id, _M.c.id == _T.c.measure_id))
        .join(topics, and_(topics.c.agency_id == _M.c.agency_id, topics.c.id == _M.c.topic_id))
        .join(plans, and_(plans.c.agency_id == _M.c.agency_id, plans.c.id == _M.c.plan_id))
        .outerjoin(_U, and_(_U.c.agency_id == OF_AGENCY, _U.c.id == _T.c.unit_id))
        .outerjoin(newest, and_(newest.c.agency_id == OF_AGENCY, newest.c.id == _T.c.newest_id))
        .outerjoin(tables.reviews, reviewed(newest))
    )
    columns = (
        *(_T.c.id, _T.c.measure_id, _T.c.round_id, _T.c.unit_id, _R.c.due, _M.c.steps, _M.c.title),
        *(_R.c.year, _R.c.kind, _R.c.end_from),
        *(plans.c.id.label("plan_id"), plans.c.number, plans.c.name, plans.c.layout.is_not(None).label("own_layout")),
        *(
            topics.c.title.label("topic"),
            _U.c.name.label("unit"),
            _T.c.counting_status,
            newest.c.at.label("last_update"),
        ),
        *(
            _M.c.cadence,
            _M.c.timeframe,
            or_(newest.c.result != "", newest.c.own.is_not(None), _has_dates(newest)).label("told"),
            newest.c.id.label("last_id"),
        ),
        newest.c.emptied_at,
        *(
            func.coalesce(newest.c.corrected_by, newest.c.person_id).label("author_id"),
            _T.c.newest_status.label("last_status"),
            *check_columns(newest),
        ),
        STANDING_REPLIES.label("replies"),
    )
    order = (_R.c.due, _R.c.id, topics.c.place, _M.c.place, _T.c.unit_id, _T.c.id)
    expected = (_T.c.agency_id == OF_AGENCY, _T.c.expected)
    return select(*columns).select_from(sources).where(*expected, *where).order_by(*order)


_OPEN = _R.c.closed_at.is_(None)
_TIMES = composed(
    select(_M.c.cadence, _M.c.timeframe, _R.c.year, _R.c.kind, _R.c.due)
    .join_from(_M, _T, and_(_T.c.agency_id == _M.c.agency_id, _T.c.measure_id == _M.c.id))
    .join(_R, and_(_R.c.agency_id == _T.c.agency_id, _R.c.id == _T.c.round_id))
    .where(_OPEN, _T.c.expected)
)
_THIS = _T.c.id == bindparam("task_id")
_OF_OPEN_ROUNDS = _query(_OPEN)
_OF_ROUND = _query(_T.c.round_id == bindparam("round_id"))
_OF_UNITS = _query(_OPEN, _T.c.unit_id.in_(bindparam("unit_ids", expanding=True)))
_HANDED = select(tables.task_offers.c.task_id).where(
    tables.task_offers.c.agency_id == OF_AGENCY,
    tables.task_offers.c.to_id.in_(bindparam("person_ids", expanding=True)),
    is_word(tables.task_offers.c.answer, "accepted"),
)
_OF_PEOPLE = _query(_OPEN, or_(_T.c.unit_id.in_(bindparam("unit_ids", expanding=True)), _T.c.id.in_(_HANDED)))
_BY_ID = _query(_THIS)
_OPEN_BY_ID = _query(_OPEN, _THIS)
_OPEN_OF_IDS = _query(_OPEN, _T.c.id.in_(bindparam("task_ids", expanding=True)))
_WAITING = _query(is_word(_T.c.review, Review.WAITING), _LAST.c.emptied_at.is_(None))


_JUDGED = _query(
    tables.reviews.c.person_id == bindparam("person_id"),
    tables.reviews.c.at >= bindparam("since", type_=tables.reviews.c.at.type),
)


def _build_task(row: AnyRow, assignee_ids: tuple[int, ...]) -> Task:
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
        status=Status(row.counting_status) if row.counting_status else Status.NOT_STARTED,
        last_update=row.last_update,
        assignee_ids=assignee_ids,
        cadence=parse_cadence(row.cadence),
        told=bool(row.told),
        carried_out=parse_span(row.timeframe),
        year=row.year,
        kind=RoundKind(row.kind),
        end_from=row.end_from,
        check=check_from(row, row.last_id, row.author_id, row.last_status),
        emptied=row.emptied_at is not None,
        plan=PlanRef(row.plan_id, row.year, row.number, row.name, bool(row.own_layout)),
    )


def parse_cadence(cadence: Mapping[str, Any] | None) -> CadenceKind | None:
    """A measure's rhythm as its row keeps it; None where it has none that was understood."""
    kind = (cadence or {}).get("kind")
    return CadenceKind(kind) if kind else None


def parse_span(timeframe: Mapping[str, Any] | None) -> tuple[date, date] | None:
    """The first and last day of a measure's timeframe."""
    known = timeframe or {}
    if not known.get("first") or not known.get("last"):
        return None
    return date.fromisoformat(known["first"]), date.fromisoformat(known["last"])
