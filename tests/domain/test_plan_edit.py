"""One edit of a plan: what has an id stays itself wherever it goes, what is new has none, and nothing else changes."""

from dataclasses import replace
from datetime import date

import pytest

from domain.plan import Measure, MeasureOnFile, PlanOnFile, Responsible, Timeframe, Topic, TopicOnFile
from domain.plan_edit import (
    NEW,
    NotOnFile,
    add_measure,
    add_topic,
    change_measure,
    change_topic,
    end_measures,
    end_topic,
    join_measures,
    merge_measures,
    move_measure,
    move_topic,
    order_measures,
    put_responsible,
    split_measure,
)

ONE, TWO, THREE = (MeasureOnFile(number, Measure(f"มาตรการ {number}", number=str(number))) for number in (1, 2, 3))
PLAN = PlanOnFile(
    9,
    2570,
    (
        TopicOnFile(Topic("ก", number="1"), (ONE, TWO), 11),
        TopicOnFile(Topic("ข", number="2", parent="1"), (THREE,), 12),
    ),
)


def ids(plan: PlanOnFile) -> list[list[int]]:
    return [[one.id for one in topic.measures] for topic in plan.topics]


@pytest.mark.parametrize(
    ("topic", "place", "order"),
    [(11, 1, [[2, 1], [3]]), (12, 1, [[1], [2, 3]]), (12, 99, [[1], [3, 2]]), (12, -5, [[1], [2, 3]])],
)
def test_a_measure_moves_within_its_topic_and_to_another(topic: int, place: int, order: list[list[int]]) -> None:
    moved = move_measure(PLAN, 2, topic, place)
    assert ids(moved) == order
    assert sorted(moved.measures, key=lambda one: one.id) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({3: 1}, [3, 1, 2]),
        ({1: 3}, [2, 3, 1]),
        ({1: 2}, [2, 1, 3]),
        ({1: 3, 3: 1}, [3, 2, 1]),
        ({1: 9, 2: 9}, [3, 1, 2]),
        ({}, [1, 2, 3]),
    ],
)
def test_a_place_that_is_typed_is_the_place_it_gets(places: dict[int, int], order: list[int]) -> None:
    plan = PlanOnFile(9, 2570, (TopicOnFile(Topic("ก"), (ONE, TWO, THREE), 11),))
    assert ids(order_measures(plan, 11, places)) == [order]


def test_of_a_split_measure_the_first_part_stays_itself() -> None:
    split = split_measure(PLAN, 1, Measure("ก่อน"), Measure("หลัง"))
    assert ids(split) == [[1, NEW, 2], [3]]
    assert [one.measure.title for one in split.topics[0].measures] == ["ก่อน", "หลัง", "มาตรการ 2"]


def test_of_merged_measures_the_kept_one_stays_itself_and_the_others_end() -> None:
    merged = merge_measures(PLAN, 3, {1, 3}, Measure("รวม"))
    assert ids(merged) == [[2], [3]]
    assert merged.measures[-1].measure.title == "รวม"


def test_what_a_joined_measure_says_is_what_each_said() -> None:
    kept = Measure("ก", steps=("ทำ",), responsible=Responsible("คลัง", units=("กองคลัง",)), own={"place": "วัด"})
    first = Timeframe("ต.ค.", date(2026, 10, 1), date(2026, 10, 31))
    last = Timeframe("มี.ค.", date(2027, 3, 1), date(2027, 3, 31))
    other = Measure(
        "ข", steps=("ทำ", "แล้วเผยแพร่"), responsible=Responsible("ช่าง", units=("กองช่าง", "กองคลัง")), timeframe=last,
        own={"place": "โรงเรียน", "budget": 5},
    )  # fmt: skip
    joined = join_measures(replace(kept, timeframe=first), (other, Measure("ค")))
    assert (joined.title, joined.steps) == ("ก", ("ทำ", "แล้วเผยแพร่", "ค"))
    assert joined.responsible == Responsible("คลัง / ช่าง", units=("กองคลัง", "กองช่าง"))
    assert joined.timeframe == Timeframe("ต.ค. / มี.ค.", date(2026, 10, 1), date(2027, 3, 31))
    assert joined.own == {"place": "วัด", "budget": 5}


def test_the_responsible_of_many_are_put_at_once() -> None:
    put = put_responsible(PLAN, {1, 3}, Responsible("กองช่าง", units=("กองช่าง",)))
    assert [one.measure.responsible is not None for one in put.measures] == [True, False, True]


def test_topics_are_added_renamed_moved_and_ended_and_those_under_a_renamed_one_follow() -> None:
    added = add_topic(PLAN, Topic("ค"))
    assert [topic.id for topic in added.topics] == [11, 12, NEW]
    renamed = change_topic(PLAN, 11, Topic("ก", number="5"))
    assert (renamed.topics[1].topic.parent, ids(renamed)) == ("5", ids(PLAN))
    assert ids(move_topic(PLAN, 12, 1)) == [[3], [1, 2]]
    assert ids(end_topic(PLAN, 11)) == [[3]]


def test_a_measure_that_was_ended_comes_back_with_its_id() -> None:
    assert ids(add_measure(end_measures(PLAN, {1}), 12, ONE)) == [[2], [3, 1]]


def test_what_is_not_in_the_plan_is_refused() -> None:
    for edit in (
        lambda: end_measures(PLAN, {7}),
        lambda: change_measure(PLAN, 7, Measure("ก")),
        lambda: move_measure(PLAN, 1, 77, 1),
        lambda: put_responsible(PLAN, {1, 7}, None),
        lambda: end_topic(PLAN, 77),
    ):
        with pytest.raises(NotOnFile):
            edit()
