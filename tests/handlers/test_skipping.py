"""“ข้าม” is understood at every question: an optional one is skipped, at the others it is said why that cannot be."""

import pytest

from tests.handlers.chat import Chat

CANNOT = "cannot be skipped"
SKIPS = ("ข้าม", "ข้ามครับ", "ขอข้ามข้อนี้ค่ะ", "skip", "ข้ามไปก่อนนะคะ")


@pytest.mark.parametrize("said", SKIPS)
def test_what_was_taught_at_one_question_is_understood_at_the_next(said: str) -> None:
    chat = Chat(("dates", "result", "outcome", "suggestion", "remark", "evidence"))
    chat.play(
        ("รายงาน", "Which one"),
        ("1", "How far is it?"),
        (said, CANNOT),
        ("เสร็จแล้ว", "When was this carried out?"),
        (said, "When was this carried out?"),
        (said, "What was done?"),
        (said, CANNOT),
    )
    assert "Record this text" not in chat.heard, "it is never offered as the result"
    chat.play(
        ("ติดป้ายครบ 3 จุด", "What came of it?"),
        (said, "suggestion"),
        (said, "remark"),
        (said, "evidence"),
        (said, "Is this right?"),
    )
    assert chat.saved == []
    chat.taps("Save")
    (saved,) = chat.saved
    assert (saved.result, saved.outcome, saved.suggestion, saved.remark) == ("ติดป้ายครบ 3 จุด", "", "", "")


def test_a_reason_cannot_be_skipped_and_no_account_is_taken_for_skipping() -> None:
    chat = Chat(("did", "did_not", "remark"))
    chat.play(("รายงาน", "Which one"), ("1", "How far is it?"), ("ไม่ดำเนินการ", "Why was it not carried out?"))
    assert CANNOT in chat.says("ข้าม")
    assert CANNOT not in chat.says("ข้ามปีงบประมาณไปดำเนินการในปี 2571")
