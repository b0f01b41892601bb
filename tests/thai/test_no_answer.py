"""What answers nothing is known by its kind; what may answer is never refused."""

import pytest

from thai.no_answer import why_no_answer


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("empty", ("", "  \n", "\u200b")),
        ("number", ("1", "๑.", " 2) ", "12", "1 ครับ", "๓ ค่ะ")),
        ("signs", ("👍", "❤️🙏🏻", "1️⃣"[1:], "-", "...", "!!", "😀 😀")),
        ("nothing", ("ไม่มี", "ไม่มีครับ", "ไม่มี ค่ะ", "ไม่มีแล้ว", "ไม่", "None", "N/A", "ไม่ทราบ")),
        ("greeting", ("สวัสดีครับ", "สวัสดีค่ะ 🙏", "hello", "สวัสดีครับ ขอบคุณค่ะ", "ทดสอบ")),
        ("agreement", ("ok", "OK 👍", "โอเคค่ะ", "ครับผม", "ค่ะ", "รับทราบครับ", "ขอบคุณ", "ได้ครับ", "ok ok")),
    ],
)
def test_what_answers_nothing_is_known_by_its_kind(kind: str, texts: tuple[str, ...]) -> None:
    assert {text: why_no_answer(text) for text in texts} == dict.fromkeys(texts, kind)


@pytest.mark.parametrize(
    "text",
    [
        "จัดอบรม 1 ครั้ง", "3 ครั้ง", "85%คน", "อบรมแล้ว", "ไม่มีงบประมาณ", "ไม่มีผู้ร้องเรียน", "ดีขึ้น", "ได้ดำเนินการแล้ว",
        "ไม่ได้รับงบประมาณ", "ติดประกาศ", "โควิด", "แล้วเสร็จ", "https://example.org", "เรียนเชิญประชุม", "ประชาชนพอใจ 👍",
        "ขาดบุคลากร", "เลื่อน", "No budget", "ทดสอบระบบแล้ว", "ไม่ครบ", "สวัสดิการ",
    ],
)  # fmt: skip
def test_what_may_answer_is_taken(text: str) -> None:
    assert why_no_answer(text) is None


def test_a_long_row_of_listed_words_takes_no_time() -> None:
    assert why_no_answer("ครับ" * 500_000) is None
    assert why_no_answer("ไม่มี" * 10 + "ๆๆ" * 10) is None
