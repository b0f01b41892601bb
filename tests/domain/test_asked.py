"""Which tasks ask for a report, and what is said of them, in fiscal year 2570."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.words import words_in
from domain.asked import asked_tasks, count_standings, late_tasks, other_tasks
from domain.expectation import Reply, Standing
from domain.messages import say
from domain.status_words import due_words, missing_words, task_words
from domain.task import Check, Review, Status, Task
from tests.handlers.chat import task
from thai.cadences import CadenceKind

IN_THAI = words_in("th")
TODAY = date(2026, 11, 27)
REPLY = Reply(date(2026, 11, 9), Status.IN_PROGRESS)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def month(first: date) -> Reply:
    return Reply(first, Status.IN_PROGRESS, first, of_whole=False)


def replied(number: int = 1, reply: Reply = REPLY, **changes: Any) -> Task:
    given = {"status": reply.status, "last_update": datetime(2026, 11, 9, tzinfo=UTC), "replies": (reply,), **changes}
    return task(number, **given)


LATER = task(4, carried_out=(date(2027, 4, 1), date(2027, 9, 30)))
ONCE = task(5, cadence=CadenceKind.ONCE, carried_out=(date(2026, 10, 1), date(2026, 12, 31)))
AHEAD = task(6, cadence=CadenceKind.MONTHLY, carried_out=(date(2027, 1, 1), date(2027, 3, 31)))
ALL = (task(1), replied(2), replied(3, Reply(date(2026, 11, 9), Status.DONE)), LATER, ONCE)


def test_asked_are_those_whose_expectation_asks_the_soonest_deadline_first() -> None:
    assert [found.id for found in asked_tasks(ALL, TODAY)] == [5, 1]
    assert [found.id for found in other_tasks(ALL, TODAY)] == [2, 3, 4]
    assert [found.id for found in late_tasks(ALL, date(2027, 4, 1))] == [5, 1, 2]
    assert count_standings(ALL, TODAY)[Standing.WAITING] == 2
    assert [found.id for found in other_tasks((AHEAD, *ALL), TODAY)] == [2, 3, 6, 4]


@pytest.mark.parametrize("changes", [{"check": Check(Review.RETURNED, 1, 7, Status.IN_PROGRESS)}, {"emptied": True}])
def test_what_was_sent_back_or_unsent_is_asked_for_again(changes: dict[str, Any]) -> None:
    assert not replied().expectation(TODAY).asks
    assert replied(**changes).expectation(TODAY).standing is Standing.WAITING
    assert not replace(LATER, **changes).expectation(TODAY).asks


@pytest.mark.parametrize(
    ("shown", "day", "said"),
    [
        (task(1), TODAY, "ครบกำหนด 31 มีนาคม 2570 (อีก 124 วัน)"),
        (task(1), date(2027, 3, 30), "ครบกำหนด 31 มีนาคม 2570 (พรุ่งนี้)"),
        (task(1), date(2027, 3, 31), "ครบกำหนด 31 มีนาคม 2570 (วันนี้)"),
        (task(1), date(2027, 4, 3), "เกินกำหนดตั้งแต่ 31 มีนาคม 2570 (เลยมา 3 วัน)"),
        (ONCE, TODAY, "ครบกำหนด 31 ธันวาคม 2569 (อีก 34 วัน)"),
        (replied(), TODAY, "รายงานแล้ว"),
        (AHEAD, TODAY, "ยังไม่ถึงกำหนด"),
        (LATER, TODAY, "ยังไม่ถึงกำหนด"),
        (task(1, done_before=True), TODAY, "ดำเนินการในรอบก่อนแล้ว"),
    ],
)
def test_the_deadline_is_said_with_the_days_that_are_left(shown: Task, day: date, said: str) -> None:
    assert IN_THAI(due_words(shown, day)) == said


@pytest.mark.parametrize(
    ("cadence", "replies", "day", "said"),
    [
        (CadenceKind.MONTHLY, (month(OCTOBER),), TODAY, "รอรายงานของเดือนพฤศจิกายน 2569"),
        (CadenceKind.MONTHLY, (), TODAY, "รอรายงานของเดือนตุลาคมและพฤศจิกายน 2569"),
        (
            CadenceKind.MONTHLY, (month(OCTOBER), month(NOVEMBER)), date(2027, 1, 5),
            "รอรายงานของเดือนธันวาคม 2569 และมกราคม 2570",
        ),
        (CadenceKind.MONTHLY, (), date(2027, 2, 1), "รอรายงานของเดือนตุลาคม 2569 ถึงกุมภาพันธ์ 2570 (รวม 5 เดือน)"),
        (CadenceKind.QUARTERLY, (), TODAY, "รอรายงานของไตรมาสที่ 1 ปีงบประมาณ 2570"),
    ],
)  # fmt: skip
def test_the_months_that_are_missing_are_named(
    cadence: CadenceKind, replies: tuple[Reply, ...], day: date, said: str
) -> None:
    words = missing_words(task(1, cadence=cadence, replies=replies), day)
    assert words and IN_THAI(words) == said


def test_a_month_that_was_answered_is_not_named_nor_a_measure_without_a_rhythm() -> None:
    monthly = task(1, cadence=CadenceKind.MONTHLY, replies=(month(OCTOBER), month(NOVEMBER)))
    assert missing_words(monthly, TODAY) is None
    assert missing_words(task(1), TODAY) is None


def test_a_measure_of_another_time_is_not_called_unreported() -> None:
    assert status_in_thai(task(1)) == "ยังไม่รายงาน"
    assert status_in_thai(LATER) == "ยังไม่ถึงกำหนด"
    assert status_in_thai(replied()) == "อยู่ระหว่างดำเนินการ"


def status_in_thai(shown: Task) -> str:
    return IN_THAI(say(task_words(shown)))
