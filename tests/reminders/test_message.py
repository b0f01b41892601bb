"""What a digest says in Thai, and how much of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.words import words_in
from domain.agency import Person
from domain.expectation import Reply
from domain.messages import Digest, Say
from domain.task import Status, Task
from reminders.message import Known, digest_message
from reminders.plan import Part, PlannedDigest
from tests.reminders.cases import FIRST_HALF, person, task
from thai.cadences import CadenceKind
from thai.catalogue import translator

TODAY = date(2026, 12, 1)
IN_THAI = words_in("th")


def in_thai(sentence: Say) -> str:
    parts = {name: in_thai(part) if isinstance(part, Say) else part for name, part in sentence.parts.items()}
    return translator("th")(sentence.msgid).format_map(parts)


def digest_of(tasks: Sequence[Task], day: date = TODAY, *parts: Part, who: Sequence[Person] = ()) -> Digest:
    ids = tuple(task.id for task in tasks)
    planned = PlannedDigest(1, "k", ids, "", ("k",), parts or (Part("deadline", ids),))
    people = {one.id: one for one in (person(), *who)}
    known = Known({task.id: task for task in tasks}, people, {1: FIRST_HALF})
    return digest_message(person(), planned, known, day)


def text_of(part: Part, *tasks: Task, day: date = TODAY, who: Sequence[Person] = ()) -> list[str]:
    """The lines of a digest with this part, in Thai as it is sent, without the next step."""
    *lines, step = IN_THAI(digest_of(tasks, day, part, who=who).text).splitlines()
    assert step == "แตะ “รายงาน” ในรายการที่ต้องการ"
    return lines


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
    assert len(digest(9).lines) == 9 and "ทั้งหมด" not in in_thai(digest(9).text)
    assert len(digest(10).lines) == 9
    assert "แสดงในที่นี้ 9 รายการ รอรายงานทั้งหมด 10 รายการ" in in_thai(digest(10).text)
    assert "ใกล้ครบกำหนด: 31 รายการ" in in_thai(digest(31).text) and "รอรายงานทั้งหมด 31 รายการ" in in_thai(
        digest(31).text
    )


LATER_MONTH = replace(
    task(8, cadence=CadenceKind.MONTHLY),
    replies=(Reply(date(2026, 11, 20), Status.IN_PROGRESS, date(2026, 11, 1), of_whole=False),),
)
ONCE = replace(task(9), cadence=CadenceKind.ONCE, carried_out=(date(2026, 10, 1), date(2026, 12, 31)))


@pytest.mark.parametrize(
    ("part", "day", "said"),
    [
        (Part("deadline", (1, 2)), date(2027, 3, 24), "ใกล้ครบกำหนด: 2 รายการ ครบกำหนด 31 มีนาคม 2570 (อีก 7 วัน)"),
        (Part("deadline", (1, 2)), date(2027, 3, 30), "ครบกำหนดพรุ่งนี้: 2 รายการ (31 มีนาคม 2570)"),
        (Part("deadline", (1, 2)), date(2027, 3, 31), "ครบกำหนดวันนี้: 2 รายการ (31 มีนาคม 2570)"),
        (Part("deadline", (9,)), date(2026, 12, 24), "ใกล้ครบกำหนด: 1 รายการ ครบกำหนด 31 ธันวาคม 2569 (อีก 7 วัน)"),
        (
            Part("deadline", (9,)), date(2027, 1, 4),
            "เลยวันที่กำหนดแล้วเสร็จ: 1 รายการ กำหนด 31 ธันวาคม 2569 (เลยมา 4 วัน)",
        ),
        # Of several deadlines those that have passed before do not hide the one that is told.
        (Part("deadline", (9, 1)), date(2027, 3, 24), "ใกล้ครบกำหนด: 2 รายการ ครบกำหนด 31 มีนาคม 2570 (อีก 7 วัน)"),
        (
            Part("asked", (9, 1)), date(2026, 12, 1),
            "หัวหน้าส่วนราชการขอให้รายงาน: 2 รายการ ครบกำหนด 31 ธันวาคม 2569 เป็นรายการแรก (อีก 30 วัน)",
        ),
        (
            Part("put_off", (1,)), date(2026, 12, 1),
            "เตือนอีกครั้งตามที่ท่านขอ: 1 รายการ ครบกำหนด 31 มีนาคม 2570 (อีก 120 วัน)",
        ),
        (Part("late", (9, 1)), date(2027, 4, 3), "เกินกำหนด: 2 รายการ ครบกำหนด 31 มีนาคม 2570 (เลยมา 3 วัน)"),
        (Part("check_in", (1,), month=date(2026, 11, 1)), date(2026, 12, 1), "รายงานประจำเดือนพฤศจิกายน 2569: 1 รายการ"),
        # November is reported, October is not.
        (Part("check_in", (8,), month=date(2026, 11, 1)), date(2026, 11, 25), "รายงานที่ยังขาด: 1 รายการ"),
        (
            Part("check_in", (8, 1), month=date(2026, 11, 1)), date(2026, 11, 25),
            "รายงานประจำเดือนพฤศจิกายน 2569: 2 รายการ",
        ),
        (Part("check_in", (8,), month=date(2026, 12, 1)), date(2026, 12, 25), "รายงานประจำเดือนธันวาคม 2569: 1 รายการ"),
        (
            Part("begun", (1, 2), round_ids=frozenset({1})), date(2026, 11, 23),
            "เริ่มรอบใหม่: รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 "
            "มี 2 รายการที่ต้องรายงานในรอบนี้ ครบกำหนด 31 มีนาคม 2570 (อีก 128 วัน)",
        ),
    ],
)  # fmt: skip
def test_each_reminder_says_which_it_is_with_the_tasks_own_deadline(part: Part, day: date, said: str) -> None:
    tasks = {found.id: found for found in (task(1), task(2), ONCE, LATER_MONTH)}
    assert text_of(part, *(tasks[i] for i in part.task_ids), day=day) == ["เรียน เจ้าหน้าที่ 1", said]


def test_a_report_to_be_published_is_told_by_its_round() -> None:
    part = Part("publish", by=date(2027, 4, 30), round_ids=frozenset({1}))
    told = IN_THAI(digest_of((), date(2027, 4, 16), part).text)
    assert told.splitlines()[1] == (
        "รายงานผลรอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 ควรได้รับการรับรองและเผยแพร่บนเว็บไซต์ภายในวันที่ 30 เมษายน 2570"
    )


def test_what_waits_besides_is_counted_as_the_menu_counts_it() -> None:
    part = Part("check_in", (1,), month=date(2026, 11, 1))
    others = (task(2), task(3, to=(2,)), replace(task(4), done_before=True))
    assert text_of(part, task(1), *others)[1:] == [
        "รายงานประจำเดือนพฤศจิกายน 2569: 1 รายการ",
        "แสดงในที่นี้ 1 รายการ รอรายงานทั้งหมด 2 รายการ พิมพ์ “งาน” เพื่อดูทั้งหมด",
    ]


def test_who_takes_a_task_over_is_told_so_in_one_line() -> None:
    planned = (Part("deadline", (1,)), Part("inherited", (1,)))
    told = PlannedDigest(1, "k", (1,), "", ("k",), planned)
    text = IN_THAI(digest_message(person(), told, Known({1: task()}, {1: person()}, {1: FIRST_HALF}), TODAY).text)
    assert "ท่านรับช่วงต่อจากผู้รับผิดชอบเดิม 1 รายการ (มาตรการ 1)" in text.splitlines()


def test_who_stands_in_hears_for_whom() -> None:
    away = person(2, away=(TODAY, date(2026, 12, 24)), deputy_id=1)
    part = Part("deadline", (1,), about=2)
    assert text_of(part, task(1, to=(2,)), day=date(2027, 3, 24), who=(away,))[1] == (
        "รายงานแทน เจ้าหน้าที่ 2 (ไม่อยู่ปฏิบัติราชการในช่วงนี้) – ใกล้ครบกำหนด: 1 รายการ ครบกำหนด 31 มีนาคม 2570 (อีก 7 วัน)"
    )


def test_a_summary_counts_by_what_is_expected_and_names_no_zero() -> None:
    given = Reply(date(2026, 11, 25), Status.IN_PROGRESS)
    tasks = (task(1), replace(task(2), replies=(given,)), replace(task(3), unit="กองคลัง", replies=(given,)))
    planned = PlannedDigest(1, "k", (), "", ("k",), (Part("summary", (1, 2, 3)),))
    text = IN_THAI(digest_message(person(), planned, Known({t.id: t for t in tasks}, {1: person()}), TODAY).text)
    assert "• สำนักปลัด: รอรายงาน 1 · รายงานแล้ว 1\n• กองคลัง: รายงานแล้ว 1\n" in text


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


def test_a_task_whose_reply_was_taken_back_says_why_it_is_open_again() -> None:
    emptied = replace(task(1), emptied=True)
    told = text_of(Part("deadline", (1, 2)), emptied, task(2))
    assert any(line.endswith("(ในจำนวนนี้ 1 รายการต้องรายงานใหม่ เพราะข้อความที่รายงานไว้ถูกยกเลิกใน LINE)") for line in told)
