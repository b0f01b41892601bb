"""What is no answer is asked back at every text question, and recorded only where that is wished."""

from dataclasses import replace
from typing import Any

import pytest

from tests.handlers.chat import Chat
from tests.handlers.test_review import reviewing, verdicts, waiting

# How each text question of a report is reached; the last of the pair is the step.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "result": ("Done",),
    "outcome": ("Done", "ติดป้ายแล้ว"),
    "suggestion": ("Done", "ติดป้ายแล้ว", "Skip"),
    "remark": ("Done", "ติดป้ายแล้ว", "Skip", "Skip"),
    "reason": ("Not carried out",),
}


def at_question(step: str) -> Chat:
    chat = Chat(("result", "outcome", "suggestion", "remark"))
    chat.tap_data(":report:1")
    for said in QUESTIONS[step]:
        chat.taps(said) if said[0].isupper() else chat.says(said)
    assert chat.state.step == step
    return chat


def answer(chat: Chat, step: str) -> Any:
    return chat.state.answers.get(step, {}).get("value")


@pytest.mark.parametrize("step", QUESTIONS)
@pytest.mark.parametrize("text", ["1", "ok", "👍", "เสร็จแล้วค่ะ", "แก้ไข", "in progress", "1"])
def test_at_every_text_question_it_is_asked_back_and_kept_only_by_choice(step: str, text: str) -> None:
    chat = at_question(step)
    heard = chat.says(text)
    assert f"Not recorded yet: “{text}”" in heard
    assert (chat.state.step, answer(chat, step)) == (step, None)
    chat.says(text)
    assert answer(chat, step) is None, "the same once more is no consent"
    chat.taps("Record this text")
    assert answer(chat, step) == text


@pytest.mark.parametrize("words", ["[Type it anew]", "Type it anew", "ย้อนกลับ"])
def test_it_is_typed_anew(words: str) -> None:
    chat = at_question("result")
    chat.play(("1", "Not recorded yet"), (words, "What was done?"))
    assert "Not recorded" not in chat.heard
    chat.play(("ติดป้ายแล้ว", "What came of it?"))
    assert answer(chat, "result") == "ติดป้ายแล้ว"


def test_the_answer_itself_may_be_typed_at_once() -> None:
    chat = at_question("result")
    chat.play(("1", "Not recorded yet"), ("ติดป้ายแล้ว", "What came of it?"))
    assert answer(chat, "result") == "ติดป้ายแล้ว"
    chat.play(("โอเค", "Not recorded yet"), ("[Skip]", "suggestion"))
    assert answer(chat, "outcome") == ""


def test_the_button_of_another_text_records_nothing() -> None:
    chat = at_question("result")
    chat.says("1")
    old = chat.button("Record this text").data
    chat.play(("2", "Not recorded yet: “2”"))
    chat.tap_data(old)
    assert answer(chat, "result") is None


@pytest.mark.parametrize("text", ["ไม่มีค่ะ", "ไม่มีข้อเสนอแนะ", "ไม่มีข้อเสนอแนะค่ะ", "-", "ข้าม"])
def test_nothing_is_skipped_where_none_need_be_given(text: str) -> None:
    chat = at_question("suggestion")
    chat.play((text, "remark"))
    assert answer(chat, "suggestion") == ""


def test_nothing_is_no_reason() -> None:
    assert "Not recorded yet" in at_question("reason").says("ไม่มี")
    assert "Not recorded yet" in at_question("result").says("-")


def test_the_reason_of_a_return_is_asked_back_too() -> None:
    chat = reviewing(waiting(1))
    chat.play(
        ("ตรวจ", "Measure 1"),
        ("2", "What is to be mended?"),
        ("2", "Not recorded yet: “2”"),
        ("send back", "Not recorded yet"),
        ("ไม่มี", "Not recorded yet"),
        ("ขาดรูปถ่าย", "Sent back"),
    )
    assert verdicts(chat) == [(101, "returned", "ขาดรูปถ่าย")]


def test_a_doubtful_text_that_is_unsent_is_forgotten() -> None:
    chat = at_question("result")
    chat.says("1", message_id="m9")
    chat.give(chat.event(kind="unsend", message_id="m9"))
    assert "m9" not in str(chat.state)
    chat.play(("ติดป้ายแล้ว", "What came of it?"))


def test_the_measure_of_pages_does_not_hide_what_is_asked() -> None:
    chat = at_question("reason")
    chat.facts.tasks = (replace(chat.facts.tasks[0], measure="ยาว" * 2000),)
    assert len(chat.says("5" * 1900)) < 1000


@pytest.mark.parametrize("text", ["แล้วแต่", "ง่วง", "คิดถึงค่ะ", "ตามสบายครับ", "จุ๊บๆ"])
def test_a_short_text_that_names_nothing_of_the_work_is_asked_back(text: str) -> None:
    chat = at_question("result")
    assert "Not recorded yet" in chat.says(text)
    chat.taps("Record this text")
    assert answer(chat, "result") == text


@pytest.mark.parametrize("text", ["อบรม", "ติดป้าย", "งบน้อย", "โควิด", "ลาดยางถนน", "ไม่พบ", "No Gift", "ดีขึ้น"])
def test_a_short_answer_is_taken_at_once(text: str) -> None:
    chat = at_question("result")
    chat.says(text)
    assert answer(chat, "result") == text


@pytest.mark.parametrize("step", ["result", "reason"])
@pytest.mark.parametrize(
    "text",
    [
        "ABCDE-23456",
        "รหัส ABCDE-23456 ค่ะ",
        "ลงทะเบียน ABCD2345",
        "T0000007",
        "มอบงานให้สมชาย",
        "รับ",
        "1 และ 2",
        "ข้อ ๑ กับข้อ ๓ ค่ะ",
    ],
)
def test_a_code_a_command_with_a_name_and_a_word_alone_are_asked_back(step: str, text: str) -> None:
    chat = at_question(step)
    assert "Not recorded yet" in chat.says(text)
    assert answer(chat, step) is None


@pytest.mark.parametrize("text", ["สัญญาเลขที่ ABCD2345 ลงวันที่ 5 พ.ย.", "อบรม 2 รุ่น", "ติดป้าย"])
def test_an_account_with_a_number_in_it_is_taken(text: str) -> None:
    chat = at_question("result")
    chat.says(text)
    assert answer(chat, "result") == text
