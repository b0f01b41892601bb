"""What a digest says in Thai, and how much of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.messages import Digest, Say
from domain.task import Task
from reminders.message import Known, digest_message
from reminders.plan import Part, PlannedDigest
from tests.reminders.cases import person, task
from thai.catalogue import translator

TODAY = date(2026, 12, 1)


def in_thai(sentence: Say) -> str:
    parts = {name: in_thai(part) if isinstance(part, Say) else part for name, part in sentence.parts.items()}
    return translator("th")(sentence.msgid).format_map(parts)


def digest_of(tasks: Sequence[Task], day: date = TODAY) -> Digest:
    ids = tuple(task.id for task in tasks)
    planned = PlannedDigest(1, "k", ids, "", ("k",), (Part("deadline", ids),))
    return digest_message(person(), planned, Known({task.id: task for task in tasks}, {1: person()}), day)


def digest(count: int, day: date = TODAY) -> Digest:
    return digest_of([task(id) for id in range(1, count + 1)], day)


def test_it_says_how_many_wait_the_nearest_due_day_and_what_to_do() -> None:
    text = in_thai(digest(3).text)
    assert "3 รายการ" in text and "2027-03-31" in text and "เจ้าหน้าที่ 1" in text
    assert "แตะ “รายงาน”" in text
    assert "เกินกำหนด" not in text


def test_each_card_begins_the_report_of_its_task() -> None:
    assert [line.data for line in digest(3).lines] == [":report:1", ":report:2", ":report:3"]


def test_a_long_list_is_cut_at_nine_cards_and_the_rest_counted() -> None:
    assert len(digest(9).lines) == 9 and "ยังมีอีก" not in in_thai(digest(9).text)
    assert len(digest(10).lines) == 9 and "ยังมีอีก 1 รายการ" in in_thai(digest(10).text)
    assert "มีงานรอรายงาน 31 รายการ" in in_thai(digest(31).text) and "ยังมีอีก 22 รายการ" in in_thai(digest(31).text)


def test_late_tasks_are_counted_with_the_day_they_were_due() -> None:
    waiting = [replace(task(1), due=date(2026, 11, 30)), task(2)]
    text = in_thai(digest_of(waiting).text)
    assert "เกินกำหนดแล้ว 1 รายการ" in text and "2026-11-30" in text


def test_three_hundred_people_who_cannot_be_reached_leave_room_for_the_rest() -> None:
    people = {1: person(), **{id: person(id, line_user=None) for id in range(2, 302)}}
    parts = (Part("deadline", (1,)), *(Part("unreachable", (), id, None, "never enrolled") for id in range(2, 302)))
    planned = PlannedDigest(1, "k", (1,), "", ("k",), parts)
    text = in_thai(digest_message(people[1], planned, Known({1: task(1)}, people), TODAY).text)
    assert "เจ้าหน้าที่ 13 ยังไม่ได้ลงทะเบียน" in text and "และอีก 288 คน" in text
    assert text.endswith("ในรายการที่ต้องการ") and len(text) < 2000


def test_an_absence_without_deputy_names_its_last_day() -> None:
    people = {1: person(), 2: person(2, away=(TODAY, date(2026, 12, 24)))}
    planned = PlannedDigest(1, "k", (), "", ("k",), (Part("unreachable", (), 2, None, "away"),))
    text = in_thai(digest_message(people[1], planned, Known({}, people), TODAY).text)
    assert "เจ้าหน้าที่ 2 ไม่อยู่ถึงวันที่ 2026-12-24" in text and "ผู้รายงานแทน" in text


def test_a_summary_of_many_units_counts_those_that_it_leaves_out() -> None:
    tasks = {id: replace(task(id), unit=f"กอง {id}") for id in range(1, 21)}
    planned = PlannedDigest(1, "k", (), "", ("k",), (Part("summary", tuple(tasks)),))
    text = in_thai(digest_message(person(), planned, Known(tasks, {1: person()}), TODAY).text)
    assert "กอง 12:" in text and "กอง 13:" not in text and "อีก 8 ส่วนราชการ" in text


def test_what_is_offered_can_also_be_typed() -> None:
    assert [(in_thai(choice.label), choice.data, choice.side) for choice in digest(1).choices] == [
        ("งาน", ":tasks", True),
        ("สถานะ", ":status", True),
        ("เตือนพรุ่งนี้", ":later:1", True),
        ("เตือนอีก 3 วัน", ":later:3", True),
        ("เตือนสัปดาห์หน้า", ":later:7", True),
    ]
