"""The plan of each fiscal year as it is kept, and its import."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Table, func, or_, select

from domain.data import to_data
from domain.plan import Measure, MeasureOnFile, Plan, PlanOnFile, Score, Topic, TopicOnFile
from domain.plan_pairing import Entry, Former, find_pairs
from domain.writes import ImportPlan
from store import tables
from store.books import AnyRow, Books, Condition, Values
from store.expected import bring_tasks_up_to_date, everyone_units, reassigned
from store.handovers import note_handovers
from store.people import units_as_written
from store.plan_rows import MEASURE_FIELDS, measure_of, measure_values, topic_of, topic_values
from store.responsible import named_units, resolve_responsible
from store.tasks import load_tasks

_PLANS, _TOPICS, _MEASURES = tables.plans, tables.topics, tables.measures
_TASKS, _UPDATES = tables.tasks, tables.updates
# What is on file, and of each of the new which of these rows it is, None for a new one.
Rows = tuple[Sequence[AnyRow], Sequence[AnyRow | None]]


def count_measures(books: Books, year: int) -> int:
    """How many measures the fiscal year's plans have; 0 where there is none."""
    plans = books.fetch_all(select(_PLANS.c.id).where(_PLANS.c.year == year))
    return sum(len(_present(books, _MEASURES, plan.id)) for plan in plans)


def plan_on_file(books: Books, year: int, number: int = 1, also: Collection[int] = ()) -> PlanOnFile | None:
    """The fiscal year's plan of this number with the ids of its measures, in the document's order.

    `also` with these that left it.
    """
    plan = books.fetch_one(select(_PLANS).where(*_this(year, number)))
    if plan is None:
        return None
    measures: defaultdict[int, list[MeasureOnFile]] = defaultdict(list)
    for row in _present(books, _MEASURES, plan.id, also):
        measures[row.topic_id].append(MeasureOnFile(row.id, measure_of(row)))
    topics = _present(books, _TOPICS, plan.id, measures if also else ())
    on_file = tuple(TopicOnFile(topic_of(row), tuple(measures[row.id]), row.id) for row in topics)
    scores = tuple(Score(**score) for score in plan.scores)
    return PlanOnFile(plan.id, year, on_file, scores, plan.number, plan.name, plan.layout is not None)


def _this(year: int, number: int) -> tuple[Condition, ...]:
    return _PLANS.c.year == year, _PLANS.c.number == number


@dataclass(frozen=True, slots=True)
class ChangedMeasure:
    """A measure as it is on file and as it will be; `fields` are the names of those of its fields that differ."""

    before: Measure
    now: Measure
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskChange:
    """An answered task of an open round whose unit is another one now: `to` is that unit, "" where it is closed."""

    title: str
    unit: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What an import would do: titles of measures, the changed ones as they were and will be, the gone ones with
    how many replies hang on each; answered tasks that move to another unit, and those that are closed."""

    kept: tuple[str, ...]
    changed: tuple[ChangedMeasure, ...]
    new: tuple[str, ...]
    gone: tuple[tuple[str, int], ...]
    moved: tuple[TaskChange, ...] = ()
    closed: tuple[TaskChange, ...] = ()

    @property
    def answered_gone(self) -> tuple[tuple[str, int], ...]:
        """The measures that would go with replies."""
        return tuple(one for one in self.gone if one[1])

    @property
    def drops_replies(self) -> bool:
        """True where replies would no longer be seen: those of a measure that goes, or of a task that is closed."""
        return bool(self.answered_gone or self.closed)


def plan_change(books: Books, plan: Plan, year: int, number: int = 1) -> PlanChange:
    """What importing the plan as the year's of this number would change; writes nothing."""
    found = books.fetch_one(select(_PLANS.c.id).where(*_this(year, number)))
    if found is None:
        return PlanChange((), (), tuple(measure.title for measure in plan.measures), ())
    headings = _headings(plan.topics, _paired_topics(topic_rows(books, found.id), plan))
    former = measure_rows(books, found.id)
    return describe_change(books, former, _paired_measures(former, plan, headings), plan.measures)


def describe_change(
    books: Books, former: Sequence[AnyRow], rows: Sequence[AnyRow | None], measures: Sequence[Measure]
) -> PlanChange:
    """What keeping each of the measures in its row, None for a new one, would change of the former rows."""
    pairs = [(row, measure) for row, measure in zip(rows, measures, strict=True) if row is not None]
    differing = [(row, measure, _differing(row, measure)) for row, measure in pairs]
    changed = [ChangedMeasure(measure_of(row), measure, fields) for row, measure, fields in differing if fields]
    kept = [measure.title for _, measure, fields in differing if not fields]
    new = [measure.title for row, measure in zip(rows, measures, strict=True) if row is None]
    ids = {row.id for row, _ in pairs}
    gone = [row for row in former if row.gone_at is None and row.id not in ids]
    replies = count_replies(books, [row.id for row in gone])
    lost = tuple((row.title, replies.get(row.id, 0)) for row in gone)
    others = [(row, measure) for row, measure, fields in differing if "responsible" in fields]
    moved, closed = _task_changes(books, others)
    return PlanChange(tuple(kept), tuple(changed), tuple(new), lost, moved, closed)


def _task_changes(
    books: Books, pairs: Sequence[tuple[AnyRow, Measure]]
) -> tuple[tuple[TaskChange, ...], tuple[TaskChange, ...]]:
    """The answered tasks that would move, and those that would be closed, where these measures have other units."""
    known = units_as_written(books)
    names, titles = {unit.id: unit.name for unit in known}, {row.id: measure.title for row, measure in pairs}
    everyone = everyone_units(books)
    units_of = {
        row.id: everyone if m.responsible and m.responsible.everyone else named_units(m.responsible, known)
        for row, m in pairs
    }
    found = reassigned(books, units_of) if pairs else ()
    told = [
        (one.moves, TaskChange(titles[one.measure_id], names.get(one.unit_id or 0, "-"), names.get(one.to or 0, "-")))
        for one in found
    ]
    return tuple(one for moves, one in told if moves), tuple(replace(one, to="") for moves, one in told if not moves)


def import_plan(books: Books, write: ImportPlan) -> None:
    """Keep this plan as the year's of its number.

    A measure that was there before, corrected or not, keeps its row, and so its tasks and replies
    (`plan_pairing` says which is which). What is no longer in the plan is marked as gone. Where another unit answers
    now, its people inherit the task.
    """
    books.hold_office()
    before = load_tasks(books)
    plan_id = _plan_row(books, write)
    topics = write.plan.topics
    former_topics, former = topic_rows(books, plan_id), measure_rows(books, plan_id)
    of_topics = _paired_topics(former_topics, write.plan)
    of_measures = _paired_measures(former, write.plan, _headings(topics, of_topics))
    save_topics(books, plan_id, topics, (former_topics, of_topics), (former, of_measures), write.at)
    resolve_responsible(books)
    bring_tasks_up_to_date(books)
    note_handovers(books, before, write.at)


def save_topics(
    books: Books, plan_id: int, topics: Sequence[Topic], of_topics: Rows, of_measures: Rows, at: datetime
) -> None:
    """Write the topics and their measures as the plan's; what of the former rows is none of them is marked as gone."""
    values = [{**topic_values(topic), "plan_id": plan_id, "place": place} for place, topic in enumerate(topics)]
    topic_ids = _save(books, at, _TOPICS, *of_topics, values)
    under = [(topic_id, each) for topic_id, topic in zip(topic_ids, topics, strict=True) for each in topic.measures]
    values = [
        {**measure_values(measure), "plan_id": plan_id, "topic_id": topic_id, "place": place}
        for place, (topic_id, measure) in enumerate(under)
    ]
    _save(books, at, _MEASURES, *of_measures, values)


def _present(books: Books, table: Table, plan_id: int, also: Collection[int] = ()) -> Sequence[AnyRow]:
    """The plan's rows that have not left it, and `also` these, which stand in front of what took their place."""
    is_here = or_(table.c.gone_at.is_(None), table.c.id.in_(list(also)))
    return books.fetch_all(select(table).where(table.c.plan_id == plan_id, is_here).order_by(table.c.place, table.c.id))


def _plan_row(books: Books, write: ImportPlan) -> int:
    scores = [{"indicator": score.indicator, "score": score.score} for score in write.plan.scores]
    values: dict[str, object] = {"scores": scores, "imported_at": write.at}
    values |= {} if write.name is None else {"name": write.name}
    values |= {} if write.layout is None else {"layout": to_data(write.layout)}
    made = books.insert_new(_PLANS, {"year": write.year, "number": write.number, **values})
    if made is not None:
        return made
    this = _this(write.year, write.number)
    books.update(_PLANS, this, values)
    ((plan_id,),) = books.fetch_all(select(_PLANS.c.id).where(*this))
    return int(plan_id)


def _paired_topics(rows: Sequence[AnyRow], plan: Plan) -> list[AnyRow | None]:
    """The row on file of each of the plan's topics."""
    former = tuple(Former(row.id, "", row.number, row.title, row.gone_at is not None) for row in rows)
    return _of_ids(rows, find_pairs(former, tuple(Entry("", topic.number, topic.title) for topic in plan.topics)))


def _paired_measures(rows: Sequence[AnyRow], plan: Plan, headings: Sequence[str]) -> list[AnyRow | None]:
    """The row on file of each of the plan's measures; `headings` are those of its topics."""
    former = tuple(Former(row.id, row.topic, row.number, row.title, row.gone_at is not None) for row in rows)
    new = (
        Entry(under, measure.number, measure.title)
        for under, topic in zip(headings, plan.topics, strict=True)
        for measure in topic.measures
    )
    return _of_ids(rows, find_pairs(former, tuple(new)))


def _of_ids(rows: Sequence[AnyRow], ids: Sequence[int | None]) -> list[AnyRow | None]:
    by_id = {row.id: row for row in rows}
    return [None if row_id is None else by_id[row_id] for row_id in ids]


def _headings(topics: Sequence[Topic], rows: Sequence[AnyRow | None]) -> list[str]:
    """The title that each topic has on file, else its own: what its measures are compared under."""
    return [topic.title if row is None else row.title for topic, row in zip(topics, rows, strict=True)]


def topic_rows(books: Books, plan_id: int) -> Sequence[AnyRow]:
    """The plan's topics, also those that have left it."""
    query = select(_TOPICS.c.id, _TOPICS.c.number, _TOPICS.c.title, _TOPICS.c.gone_at)
    return books.fetch_all(query.where(_TOPICS.c.plan_id == plan_id).order_by(_TOPICS.c.id))


def measure_rows(books: Books, plan_id: int) -> Sequence[AnyRow]:
    """The plan's measures, also those that have left it, each with its `topic`'s title."""
    of_topic = (_TOPICS.c.agency_id == _MEASURES.c.agency_id) & (_TOPICS.c.id == _MEASURES.c.topic_id)
    query = select(_MEASURES, _TOPICS.c.title.label("topic")).join_from(_MEASURES, _TOPICS, of_topic)
    return books.fetch_all(query.where(_MEASURES.c.plan_id == plan_id).order_by(_MEASURES.c.id))


def _differing(row: AnyRow, measure: Measure) -> tuple[str, ...]:
    """The names of the fields in which the measure is not what the row says of it."""
    stored = measure_of(row)
    return tuple(name for name in MEASURE_FIELDS if getattr(stored, name) != getattr(measure, name))


def count_replies(books: Books, measure_ids: Sequence[int]) -> dict[int, int]:
    """How many replies each of these measures has, in all rounds; those without are left out."""
    of_task = (_UPDATES.c.agency_id == _TASKS.c.agency_id) & (_UPDATES.c.task_id == _TASKS.c.id)
    query = select(_TASKS.c.measure_id, func.count().label("replies")).join_from(_TASKS, _UPDATES, of_task)
    rows = books.fetch_all(query.where(_TASKS.c.measure_id.in_(measure_ids)).group_by(_TASKS.c.measure_id))
    return {row.measure_id: row.replies for row in rows}


def _save(
    books: Books,
    at: datetime,
    table: Table,
    former: Sequence[AnyRow],
    rows: Sequence[AnyRow | None],
    new: Sequence[Values],
) -> list[int]:
    """Writes each of the new in its former row or in one of its own; their ids. The rest is marked as gone."""
    ids = []
    for row, values in zip(rows, new, strict=True):
        if row is None:
            ids.append(books.insert(table, values))
        else:
            books.update(table, (table.c.id == row.id,), {**values, "gone_at": None})
            ids.append(row.id)
    rest = [row.id for row in former if row.gone_at is None and row.id not in ids]
    books.update(table, (table.c.id.in_(rest),), {"gone_at": at})
    return ids
