"""Words typed for a choice: taken where they are sure, asked back likeliest first, and nothing told is typed twice."""

import pytest

from domain.task import Status, Update
from tests.handlers.chat import START, Chat


def at_status(*reply_keys: str) -> Chat:
    chat = Chat(reply_keys or ("result", "suggestion"))
    chat.tap_data(":report:1")
    return chat


def test_what_is_told_behind_the_status_is_offered_as_the_result_and_taken_by_choice() -> None:
    chat = at_status()
    heard = chat.says("ดำเนินการแล้วเสร็จ ติดป้ายครบ 3 จุด")
    assert "What was done?" in heard and "You wrote already: “ติดป้ายครบ 3 จุด”" in heard
    assert "result" not in chat.state.answers
    chat.play(("[Record this text]", "suggestion"), ("ข้าม", "evidence"), ("ไม่มี", "Is this right?"), ("บันทึก", "Saved"))
    assert (chat.saved[0].status, chat.saved[0].result) == (Status.DONE, "ติดป้ายครบ 3 จุด")


def test_the_offered_text_may_be_typed_anew_or_unsent() -> None:
    chat = at_status()
    chat.says("เสร็จแล้วค่ะ ติดป้าย", message_id="m77")
    chat.play(("พิมพ์ใหม่", "What was done?"), ("ประชุมแล้ว", "suggestion"))
    assert chat.state.answers["result"]["value"] == "ประชุมแล้ว"
    chat = at_status()
    chat.says("เสร็จแล้วค่ะ ติดป้าย", message_id="m78")
    chat.give(chat.event(kind="unsend", message_id="m78"))
    assert "ติดป้าย" not in str(chat.state.answers) + str(chat.state.notes)


def test_the_reason_is_offered_to_what_was_not_carried_out() -> None:
    chat = at_status()
    chat.play(("ไม่ดำเนินการ เนื่องจากไม่มีงบประมาณ", "You wrote already"), ("[Record this text]", "Is this right?"))
    assert chat.state.answers["reason"]["value"] == "เนื่องจากไม่มีงบประมาณ"


def test_what_no_question_asks_for_is_shown_as_left_out_before_saving() -> None:
    chat = at_status()
    assert "Not in the report: รอประชุมก่อน" in chat.says("ยังไม่ได้ดำเนินการ รอประชุมก่อน")


@pytest.mark.parametrize(
    ("typed", "likeliest"),
    [("ยังไม่เสร็จ", "In progress"), ("ไม่ได้ทำ", "Not carried out"), ("ยัง", "Not started"), ("เสดแล้ว่า", "Done")],
)
def test_a_doubtful_status_is_asked_back_likeliest_first(typed: str, likeliest: str) -> None:
    chat = at_status()
    assert "It is not clear" in chat.says(typed)
    assert "status" not in chat.state.answers
    assert chat.last[-1].choices[0].label.msgid == likeliest  # type: ignore[union-attr]
    chat.says("1")
    assert "status" in chat.state.answers and not chat.state.notes.get("guess")


@pytest.mark.parametrize(
    "typed", ["เสร็จแล้วบางจุด", "ทำแล้ว แต่ยังขาดรูป", "เสร็จแล้ว 2 จุด เหลือ 1 จุด", "เสร็จสิ้นเดือนหน้า", "ไม่เสร็จ"]
)
def test_what_takes_the_status_back_is_no_status(typed: str) -> None:
    chat = at_status()
    chat.says(typed)
    assert "status" not in chat.state.answers


def test_a_text_sent_before_its_question_is_not_typed_twice() -> None:
    chat = at_status()
    assert "does not say how far" in chat.says("ติดป้ายประชาสัมพันธ์หน้าสำนักงาน")
    assert "You wrote already: “ติดป้ายประชาสัมพันธ์หน้าสำนักงาน”" in chat.taps("Done")


def test_the_same_typed_at_the_first_question_records_that_the_task_goes_on() -> None:
    chat = Chat()
    chat.facts.updates = {1: Update(5, 1, 7, START.replace(day=1), Status.IN_PROGRESS, result="ทำป้าย")}
    chat.tap_data(":report:1")
    assert "goes on as before" in chat.says("เหมือนเดิมค่ะ")
    assert chat.state.flow == "menu" and len(chat.saved) == 1


def test_the_same_without_a_task_is_asked_of_which_one() -> None:
    chat = Chat()
    assert "Which one goes on as before" in chat.says("เหมือนเดิม")
    assert not chat.saved


def test_nobody_is_reminded_by_a_guess() -> None:
    chat = Chat()
    chat.says("ช่วยเตือนคนในกองที่เขายังไม่ได้ส่งกันหน่อยได้ไหม")
    assert not chat.written


def test_what_was_sent_is_shown_in_the_midst_of_a_report_and_the_question_stays() -> None:
    chat = at_status()
    chat.facts.updates = {2: Update(5, 2, 7, START, Status.DONE, result="ติดป้าย 3 จุด")}
    heard = chat.says("ขอดูรายงานที่ส่งไปแล้ว")
    assert "Measure 2\n  Done, 2026-11-20: ติดป้าย 3 จุด" in heard and "How far is it?" in heard


@pytest.mark.parametrize("typed", ["จะเสร็จแล้ว", "อยากเสร็จแล้ว", "ขอดำเนินการแล้วเสร็จ", "ต้องการทำแล้ว"])
def test_what_is_wished_is_no_status(typed: str) -> None:
    chat = at_status()
    chat.says(typed)
    assert "status" not in chat.state.answers
