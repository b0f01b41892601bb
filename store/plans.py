"""The plan of each fiscal year as it is kept, and its import."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Table, select

from domain.plan import MeasureOnFile, PlanOnFile, Score, TopicOnFile
from domain.writes import ImportPlan
from store import tables
from store.books import AnyRow, Books, Values
from store.expected import bring_tasks_up_to_date
from store.plan_rows import measure_of, measure_values, topic_of, topic_values
from store.responsible import bare, resolve_responsible

_PLANS, _TOPICS, _MEASURES = tables.plans, tables.topics, tables.measures

Key = tuple[str, ...]
Former = defaultdict[Key, list[AnyRow]]


def plan_years(books: Books) -> tuple[int, ...]:
    """The fiscal years (Buddhist era) that a plan is kept of, newest first."""
    return tuple(row.year for row in books.rows(select(_PLANS.c.year).order_by(_PLANS.c.year.desc())))


def plan_on_file(books: Books, year: int) -> PlanOnFile | None:
    """The fiscal year's plan with the ids of its measures, in the document's order."""
    plan = books.row(select(_PLANS).where(_PLANS.c.year == year))
    if plan is None:
        return None
    topics = _present(books, _TOPICS, plan.id)
    measures: defaultdict[int, list[MeasureOnFile]] = defaultdict(list)
    for row in _present(books, _MEASURES, plan.id):
        measures[row.topic_id].append(MeasureOnFile(row.id, measure_of(row)))
    on_file = tuple(TopicOnFile(topic_of(row), tuple(measures[row.id])) for row in topics)
    return PlanOnFile(plan.id, year, on_file, tuple(Score(**score) for score in plan.scores))


def import_plan(books: Books, write: ImportPlan) -> None:
    """Keep this plan as the year's.

    A measure with the topic's and its own title as before keeps its row, and so its tasks and replies; where
    several have both, the number decides, then the order. What is no longer in the plan is marked as gone.
    """
    plan_id = _plan_row(books, write)
    topics = write.plan.topics
    topic_ids = _save(
        books,
        write,
        _TOPICS,
        _former_topics(books, plan_id),
        [
            (_key(topic.title), {**topic_values(topic), "plan_id": plan_id, "place": place})
            for place, topic in enumerate(topics)
        ],
    )
    measures = [
        (topic, topic_id, measure)
        for topic, topic_id in zip(topics, topic_ids, strict=True)
        for measure in topic.measures
    ]
    _save(
        books,
        write,
        _MEASURES,
        _former_measures(books, plan_id),
        [
            (
                _key(topic.title, measure.title),
                {**measure_values(measure), "plan_id": plan_id, "topic_id": topic_id, "place": place},
            )
            for place, (topic, topic_id, measure) in enumerate(measures)
        ],
    )
    resolve_responsible(books)
    bring_tasks_up_to_date(books)


def _present(books: Books, table: Table, plan_id: int) -> Sequence[AnyRow]:
    query = select(table).where(table.c.plan_id == plan_id, table.c.gone_at.is_(None))
    return books.rows(query.order_by(table.c.place))


def _plan_row(books: Books, write: ImportPlan) -> int:
    scores = [{"indicator": score.indicator, "score": score.score} for score in write.plan.scores]
    values = {"scores": scores, "imported_at": write.at}
    made = books.insert_new(_PLANS, {"year": write.year, **values})
    if made is not None:
        return made
    books.update(_PLANS, (_PLANS.c.year == write.year,), values)
    ((plan_id,),) = books.rows(select(_PLANS.c.id).where(_PLANS.c.year == write.year))
    return int(plan_id)


def _former_topics(books: Books, plan_id: int) -> Former:
    query = select(_TOPICS.c.id, _TOPICS.c.number, _TOPICS.c.title, _TOPICS.c.gone_at)
    rows = books.rows(query.where(_TOPICS.c.plan_id == plan_id).order_by(_TOPICS.c.id))
    return _by_key((_key(row.title), row) for row in rows)


def _former_measures(books: Books, plan_id: int) -> Former:
    columns = (_MEASURES.c.id, _MEASURES.c.number, _MEASURES.c.title, _MEASURES.c.gone_at)
    of_topic = (_TOPICS.c.agency_id == _MEASURES.c.agency_id) & (_TOPICS.c.id == _MEASURES.c.topic_id)
    query = select(*columns, _TOPICS.c.title.label("topic")).join_from(_MEASURES, _TOPICS, of_topic)
    rows = books.rows(query.where(_MEASURES.c.plan_id == plan_id).order_by(_MEASURES.c.id))
    return _by_key((_key(row.topic, row.title), row) for row in rows)


def _save(
    books: Books, write: ImportPlan, table: Table, former: Former, new: Sequence[tuple[Key, Values]]
) -> list[int]:
    """Writes each of the new in its former row or in one of its own; their ids. The rest is marked as gone."""
    ids = []
    for row, (_, values) in zip(_matched(former, new), new, strict=True):
        if row is None:
            ids.append(books.insert(table, values))
        else:
            books.update(table, (table.c.id == row.id,), {**values, "gone_at": None})
            ids.append(row.id)
    rest = [row.id for rows in former.values() for row in rows if row.gone_at is None]
    books.update(table, (table.c.id.in_(rest),), {"gone_at": write.at})
    return ids


def _matched(former: Former, new: Sequence[tuple[Key, Values]]) -> list[AnyRow | None]:
    """The former row of each of the new, taken out of `former`: those of the same number first."""
    found: list[AnyRow | None] = [None] * len(new)
    for by_number in (True, False):
        for place, (key, values) in enumerate(new):
            candidates = [row for row in former[key] if not by_number or row.number == values["number"]]
            if found[place] is None and candidates:
                best = min(candidates, key=lambda row: row.gone_at is not None)
                former[key].remove(best)
                found[place] = best
    return found


def _key(*titles: str) -> Key:
    # Where a title is broken into lines and spaced differs from one reading of a document to the next.
    return tuple(bare(title) for title in titles)


def _by_key(rows: Iterable[tuple[Key, AnyRow]]) -> Former:
    lists: Former = defaultdict(list)
    for key, row in rows:
        lists[key].append(row)
    return lists
