"""A plan on file as it becomes by one edit: added, changed, moved, split, merged, ended. Pure.

What has an id stays what it is on file, with its tasks and replies, wherever it moves; id 0 is new.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from domain.plan import Measure, MeasureOnFile, PlanOnFile, Responsible, Timeframe, Topic, TopicOnFile

NEW: Final = 0
_Each = TypeVar("_Each")


class NotOnFile(LookupError):
    """The topic or measure is not in the plan (any more)."""


def find_measure(plan: PlanOnFile, measure_id: int) -> tuple[TopicOnFile, MeasureOnFile]:
    """The measure and the topic that it stands under; raises NotOnFile."""
    for topic in plan.topics:
        for one in topic.measures:
            if one.id == measure_id:
                return topic, one
    raise NotOnFile(measure_id)


def find_topic(plan: PlanOnFile, topic_id: int) -> TopicOnFile:
    """The topic; raises NotOnFile."""
    found = next((topic for topic in plan.topics if topic.id == topic_id), None)
    if found is None:
        raise NotOnFile(topic_id)
    return found


def change_measure(plan: PlanOnFile, measure_id: int, measure: Measure) -> PlanOnFile:
    """The plan with this in the measure's place."""
    find_measure(plan, measure_id)
    return _map_measures(plan, lambda one: (replace(one, measure=measure) if one.id == measure_id else one,))


def add_measure(plan: PlanOnFile, topic_id: int, added: MeasureOnFile) -> PlanOnFile:
    """The plan with the measure at the end of the topic; one that was ended comes back with its id."""
    topic = find_topic(plan, topic_id)
    return _put_topic(plan, replace(topic, measures=(*topic.measures, added)))


def end_measures(plan: PlanOnFile, measure_ids: Collection[int]) -> PlanOnFile:
    """The plan without these measures."""
    for one in measure_ids:
        find_measure(plan, one)
    return _map_measures(plan, lambda one: () if one.id in measure_ids else (one,))


def move_measure(plan: PlanOnFile, measure_id: int, topic_id: int, place: int) -> PlanOnFile:
    """The plan with the measure as the topic's so-many-eth, counted from 1; beyond its end it is the last."""
    find_topic(plan, topic_id)
    _, moved = find_measure(plan, measure_id)
    rest = end_measures(plan, {measure_id})
    topic = find_topic(rest, topic_id)
    at = min(max(place, 1), len(topic.measures) + 1) - 1
    return _put_topic(rest, replace(topic, measures=(*topic.measures[:at], moved, *topic.measures[at:])))


def order_measures(plan: PlanOnFile, topic_id: int, places: Mapping[int, int]) -> PlanOnFile:
    """The plan with the topic's measures in the order of these places by id; who is given another's place has it."""
    topic = find_topic(plan, topic_id)
    at: dict[int, tuple[int, int, int]] = {}
    for place, one in enumerate(topic.measures, 1):
        wanted = places.get(one.id, place)
        at[one.id] = wanted, (wanted > place) - (wanted < place), place
    return _put_topic(plan, replace(topic, measures=tuple(sorted(topic.measures, key=lambda one: at[one.id]))))


def split_measure(plan: PlanOnFile, measure_id: int, first: Measure, *rest: Measure) -> PlanOnFile:
    """The plan with the measure in parts, one behind the other; the first keeps its tasks and replies."""
    find_measure(plan, measure_id)
    new = tuple(MeasureOnFile(NEW, each) for each in rest)
    return _map_measures(plan, lambda one: (MeasureOnFile(one.id, first), *new) if one.id == measure_id else (one,))


def merge_measures(plan: PlanOnFile, kept_id: int, others: Collection[int], merged: Measure) -> PlanOnFile:
    """The plan with one measure for several: the kept one says all, the others end."""
    return change_measure(end_measures(plan, set(others) - {kept_id}), kept_id, merged)


def join_measures(kept: Measure, others: Iterable[Measure]) -> Measure:
    """What the kept measure says once it stands for the others as well; its wording and number stay."""
    joined = kept
    for other in others:
        joined = replace(
            joined,
            questions=_unite(joined.questions, other.questions),
            steps=_unite(joined.steps, other.steps or (other.title,)),
            responsible=_join_responsible(joined.responsible, other.responsible),
            timeframe=_join_timeframe(joined.timeframe, other.timeframe),
            cadence=joined.cadence or other.cadence,
            own={**other.own, **joined.own},
        )
    return joined


def _join_responsible(one: Responsible | None, other: Responsible | None) -> Responsible | None:
    if one is None or other is None or one == other:
        return one or other
    text = " / ".join(_unite((one.text,), (other.text,)))
    return Responsible(text, one.everyone or other.everyone, _unite(one.units, other.units))


def _join_timeframe(one: Timeframe | None, other: Timeframe | None) -> Timeframe | None:
    """From the first day of both to the last; one that was not understood says no days, and gives its wording alone."""
    if one is None or other is None or one == other:
        return one or other
    text = " / ".join(_unite((one.text,), (other.text,)))
    if one.first and other.first and one.last and other.last:
        return Timeframe(text, min(one.first, other.first), max(one.last, other.last))
    return Timeframe(text, one.first or other.first, one.last or other.last)


def _unite(one: Sequence[_Each], other: Sequence[_Each]) -> tuple[_Each, ...]:
    return (*one, *(each for each in other if each not in one))


def put_responsible(plan: PlanOnFile, measure_ids: Collection[int], responsible: Responsible | None) -> PlanOnFile:
    """The plan with these measures answered for by the same."""
    for one in measure_ids:
        find_measure(plan, one)
    return _map_measures(
        plan,
        lambda one: (
            replace(one, measure=replace(one.measure, responsible=responsible)) if one.id in measure_ids else one,
        ),
    )


def change_topic(plan: PlanOnFile, topic_id: int, topic: Topic) -> PlanOnFile:
    """The plan with this heading in the topic's place; the topics that stood under it follow its name."""
    before = find_topic(plan, topic_id)
    under = {before.topic.number: topic.number or topic.title, before.topic.title: topic.number or topic.title}
    changed = _put_topic(plan, replace(before, topic=topic))
    return replace(
        changed,
        topics=tuple(
            replace(each, topic=replace(each.topic, parent=under[each.topic.parent]))
            if each.topic.parent in under and each.topic.parent is not None and each.id != topic_id
            else each
            for each in changed.topics
        ),
    )


def add_topic(plan: PlanOnFile, topic: Topic) -> PlanOnFile:
    """The plan with one more topic at its end."""
    return replace(plan, topics=(*plan.topics, TopicOnFile(topic, (), NEW)))


def end_topic(plan: PlanOnFile, topic_id: int) -> PlanOnFile:
    """The plan without the topic and its measures."""
    find_topic(plan, topic_id)
    return replace(plan, topics=tuple(topic for topic in plan.topics if topic.id != topic_id))


def move_topic(plan: PlanOnFile, topic_id: int, place: int) -> PlanOnFile:
    """The plan with the topic as the so-many-eth, counted from 1."""
    moved, rest = find_topic(plan, topic_id), end_topic(plan, topic_id).topics
    at = min(max(place, 1), len(rest) + 1) - 1
    return replace(plan, topics=(*rest[:at], moved, *rest[at:]))


def _put_topic(plan: PlanOnFile, put: TopicOnFile) -> PlanOnFile:
    return replace(plan, topics=tuple(put if topic.id == put.id else topic for topic in plan.topics))


def _map_measures(plan: PlanOnFile, become: Callable[[MeasureOnFile], tuple[MeasureOnFile, ...]]) -> PlanOnFile:
    """The plan with each measure in the place of what it becomes: one, several or none."""
    topics = (
        replace(topic, measures=tuple(new for one in topic.measures for new in become(one))) for topic in plan.topics
    )
    return replace(plan, topics=tuple(topics))
