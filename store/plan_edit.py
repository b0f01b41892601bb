"""A plan edited on file: kept by the ids of its topics and measures, and what that would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.plan import Measure, MeasureOnFile, PlanOnFile
from domain.plan_edit import NEW
from domain.task import Round, Update
from domain.writes import EditPlan
from store import tables
from store.books import AnyRow, Books
from store.engine import Conflict
from store.expected import bring_tasks_up_to_date
from store.handovers import note_handovers
from store.people import find_person, load_units
from store.plan_rows import measure_of
from store.plans import (
    PlanChange,
    count_replies,
    describe_change,
    measure_rows,
    plan_on_file,
    save_topics,
    topic_rows,
)
from store.responsible import resolve_responsible
from store.rounds import load_rounds
from store.tasks import load_tasks
from store.updates import updates_of_task

_PLANS, _T = tables.plans, tables.tasks


@dataclass(frozen=True, slots=True)
class EndedMeasure:
    """A measure that left the plan: when, under which topic it stood, and how many replies hang on it."""

    id: int
    measure: Measure
    topic_id: int
    topic: str
    at: datetime
    replies: int

    def as_on_file(self) -> MeasureOnFile:
        """The measure as it comes back."""
        return MeasureOnFile(self.id, self.measure)


def find_plan(books: Books, plan_id: int) -> PlanOnFile | None:
    """The plan with this id; None where there is none."""
    found = books.fetch_one(select(_PLANS.c.year, _PLANS.c.number).where(_PLANS.c.id == plan_id))
    return None if found is None else plan_on_file(books, found.year, found.number)


def load_ended(books: Books, plan_id: int) -> tuple[EndedMeasure, ...]:
    """The measures that have left the plan, those of last first."""
    gone = sorted(
        (row for row in measure_rows(books, plan_id) if row.gone_at), key=lambda row: row.gone_at, reverse=True
    )
    replies = count_replies(books, [row.id for row in gone])
    return tuple(
        EndedMeasure(row.id, measure_of(row), row.topic_id, row.topic, row.gone_at, replies.get(row.id, 0))
        for row in gone
    )


@dataclass(frozen=True, slots=True)
class GivenReply:
    """A reply to a measure, whether or not it is asked any more: of which round and unit, by whom."""

    round: Round
    unit: str
    by: str
    update: Update

    @property
    def texts(self) -> tuple[str, ...]:
        """What was written in it."""
        return tuple(text for text in self.update.texts.values() if text)


def replies_of_measure(books: Books, measure_id: int) -> tuple[GivenReply, ...]:
    """All that was replied to the measure, oldest first, also where its tasks are not expected any more."""
    query = select(_T.c.id, _T.c.round_id, _T.c.unit_id).where(_T.c.measure_id == measure_id).order_by(_T.c.id)
    tasks = books.fetch_all(query)
    rounds = {each.id: each for each in load_rounds(books)} if tasks else {}
    units = {each.id: each.name for each in load_units(books)} if tasks else {}
    given = [
        GivenReply(rounds[task.round_id], units.get(task.unit_id, ""), _name_of(books, update.person_id), update)
        for task in tasks
        for update in updates_of_task(books, task.id)
    ]
    return tuple(sorted(given, key=lambda one: (one.update.at, one.update.id)))


def _name_of(books: Books, person_id: int) -> str:
    found = find_person(books, person_id)
    return found.name if found else ""


def edit_change(books: Books, plan: PlanOnFile) -> PlanChange:
    """What keeping the plan so would change; writes nothing. Raises Conflict where an id is not the plan's."""
    former = measure_rows(books, plan.id)
    measures = [one.measure for one in plan.measures]
    return describe_change(books, former, _rows_of(former, [one.id for one in plan.measures]), measures)


def edit_plan(books: Books, write: EditPlan) -> None:
    """Keep the plan so: tasks follow, and who inherits one is told. Raises Conflict where an id is not the plan's."""
    books.hold_office()
    plan, before = write.plan, load_tasks(books)
    topics, measures = topic_rows(books, plan.id), measure_rows(books, plan.id)
    of_topics = _rows_of(topics, [topic.id for topic in plan.topics])
    of_measures = _rows_of(measures, [one.id for one in plan.measures])
    scores = [{"indicator": score.indicator, "score": score.score} for score in plan.scores]
    if not books.update(_PLANS, (_PLANS.c.id == plan.id,), {"scores": scores, "imported_at": write.at}):
        raise Conflict(f"plan {plan.id} is not here")
    kept = plan.as_plan(None).topics
    save_topics(books, plan.id, kept, (topics, of_topics), (measures, of_measures), write.at)
    resolve_responsible(books)
    bring_tasks_up_to_date(books)
    note_handovers(books, before, write.at)


def _rows_of(rows: Sequence[AnyRow], ids: Sequence[int]) -> list[AnyRow | None]:
    """The row of each id, None for what is new; raises Conflict for an id of another plan, or one that comes twice."""
    by_id = {row.id: row for row in rows}
    known = [one for one in ids if one != NEW]
    if len(set(known)) != len(known) or not by_id.keys() >= set(known):
        raise Conflict("the plan names a topic or measure that is not its own")
    return [by_id.get(one) for one in ids]
