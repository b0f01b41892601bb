"""What was typed is read as it is meant: slips, dialect, the wrong keyboard; and never more than that."""

import pytest

from thai.no_answer import why_no_answer
from thai.typed.meaning import is_question, read_exactly, read_typed
from thai.typed.spellings import list_spellings, retype_in_thai

STATUSES = {f"status.{name}": name for name in ("done", "in_progress", "not_started", "not_done")}


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("เส็รจแล้ว", "done"), ("เรียบรอยแล้วคับ", "done"), ("เฮ็ดแล้วเด้อ", "done"), ("เยียะแล้วเจ้า", "done"),
        ("ครบแล้วครับ 100%", "done"), ("gliH0c]h;", "done"), ("ดำเนิณการแล้วเสร็จ", "done"),
        ("อยุ่ระหว่างดำเนินการ", "in_progress"), ("กะลังเฮ็ดอยู่", "in_progress"), ("ยังบ่ทันเฮ็ด", "not_started"),
    ],
)  # fmt: skip
def test_slips_and_dialect_mean_what_they_are_slips_of(typed: str, status: str) -> None:
    read = read_typed(typed, STATUSES)
    assert (read.meanings, read.sure) == ((status,), True)


@pytest.mark.parametrize(
    "typed",
    [
        "น่าจะเสร็จ",
        "ใกล้เสร็จไหม",
        "ดำเนินการแล้ว 50%",
        "100%",
        "ไม่ครบ 100%",
        "บ่เสร็จ",
        "ไม่ได้ดำเนินการ",
        "มิได้ดำเนินการ",
        "เสร็จ?",
    ],
)
def test_what_may_mean_two_things_is_not_sure(typed: str) -> None:
    assert not read_typed(typed, STATUSES).sure


def test_a_tone_mark_alone_makes_no_other_word() -> None:
    assert read_exactly("น่าจะผ่าน", {"say.approve"}) is None
    assert read_exactly("อนุมัติ", {"say.approve"}) == "say.approve"


@pytest.mark.parametrize("text", ["Facebook", "No Gift Policy", "e-mail", "COVID-19", "https://a.example", "ITA 2569"])
def test_what_is_meant_in_english_stays_so(text: str) -> None:
    assert retype_in_thai(text) == "" and len(list_spellings(text)) <= 2


def test_the_keyboard_left_in_english_is_no_answer() -> None:
    assert retype_in_thai("9bf9yh'xhkp") == "ติดตั้งป้าย"
    assert why_no_answer("9bf9yh'xhkp") == "trial" and why_no_answer("gxHo") == "trial"


def test_a_question_is_known_by_its_words() -> None:
    assert is_question("เหมือนเดิมไหม") and is_question("เหมือนเดิม?") and not is_question("เหมือนเดิมค่ะ")
