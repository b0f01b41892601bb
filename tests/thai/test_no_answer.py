"""What answers nothing is known by its kind; what may answer is never refused."""

import time

import pytest

from thai.catalogue import translator
from thai.no_answer import why_no_answer

NONE = (
    "1", "๒", "1.", "12)", "2️⃣", "1 2", "ok", "OK!", "โอเคค่ะ", "👍", "👍🏽👍", "😊", "สวัสดีค่ะ",
    "สวัสดีครับ ขอบคุณครับ", "ครับ", "ค่าาาา", "...",
    "-", "แก้ไข", "ขอแก้ไขค่ะ", "แล้วเสร็จ", "เสร็จแล้วค่ะ", "ดำเนินการเรียบร้อยแล้วครับ",
    "ยังไม่ได้ทำเลย", "กำลังดำเนินการอยู่", "เหมือนเดิม",
    "รอแป๊บนึงนะคะ", "ทำยังไงคะ", "ต้องพิมพ์อะไร", "ส่งรูปได้ไหมคะ", "ช่องนี้คืออะไร?", "บันทึก",
    "ยกเลิกก่อนนะคะ", "ไม่มีงาน", "test", "5555",
    "ยอมรับ", "ข้อ 1", "ตอบข้อ ๒ ค่ะ", "พี่คะ ขอถามหน่อยค่ะ", "ใส่อะไรดีคะ", "เดี๋ยวส่งให้นะคะ", "ๆๆๆ",
    "ติดประชุมอยู่ค่ะ", "ขอเวลาหน่อยครับ", "ส่งผิดค่ะ", "เหมือนเดือนที่แล้ว", "ตามเอกสารแนบค่ะ", "กดไม่ได้ค่ะ",
    "asdf", "กกก", "เสร็จละ", "ไม่มีข้อมูล", "100%", "อนุมัติ", "คืออะไร", "ผอ.ต้องลงนามที่ไหนครับ",
)  # fmt: skip
ANSWERS = (
    "ติดป้ายแล้ว 3 จุด", "ดำเนินการแล้วเสร็จ ติดป้ายครบ 3 จุด", "ไม่มีงบประมาณ", "ควรมีงบเพิ่ม",
    "ประชุมชี้แจง", "จัดอบรมแล้ว", "1. ติดป้าย",
    "อบรม ๒ ครั้ง", "รองบประมาณ", "บันทึกข้อมูลในระบบแล้ว", "ขาดรูปถ่าย", "รายงานผู้บริหารทราบ",
    "ไม่มีผู้ร้องเรียน", "แจ้งเวียนทุกกอง", "เผยแพร่แล้ว",
    "ได้แจ้งให้ผู้เกี่ยวข้องทราบแล้วว่าต้องดำเนินการให้แล้วเสร็จเมื่อไร", "Training held",
    "3 ครั้ง", "ครบ 12 หมู่บ้าน", "ไม่พบ", "มีการดำเนินการแล้ว", "ยกเลิกเพราะน้ำท่วม", "รอผู้บริหารลงนาม", "ไม่มีปัญหา", "ดีขึ้น",
    "ประชุมชี้แจงว่าของขวัญคืออะไร", "แจกแผ่นพับ รู้หรือยัง", "อนุมัติแล้ว",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("empty", ("", "  \n", "\u200b")),
        ("number", ("1", "๑.", " 2) ", "12", "1 ครับ", "๓ ค่ะ")),
        ("signs", ("👍", "❤️🙏🏻", "1️⃣"[1:], "-", "...", "!!", "😀 😀")),
        ("nothing", ("ไม่มี", "ไม่มีครับ", "ไม่มี ค่ะ", "ไม่มีแล้ว", "ไม่", "None", "N/A", "ไม่ทราบ")),
        ("greeting", ("สวัสดีครับ", "สวัสดีค่ะ 🙏", "hello", "สวัสดีครับ ขอบคุณค่ะ", "ขอบคุณ")),
        ("trial", ("ทดสอบ", "asdf")),
        ("status", ("เสร็จแล้วค่ะ", "แล้วเสร็จ", "ดำเนินการแล้ว")),
        ("command", ("แก้ไข",)),
        ("question", ("ทำยังไงคะ",)),
        ("agreement", ("ok", "OK 👍", "โอเคค่ะ", "ครับผม", "ค่ะ", "รับทราบครับ", "ได้ครับ", "ok ok")),
    ],
)
def test_what_answers_nothing_is_known_by_its_kind(kind: str, texts: tuple[str, ...]) -> None:
    assert {text: why_no_answer(text) for text in texts} == dict.fromkeys(texts, kind)


@pytest.mark.parametrize(
    "text",
    [
        "จัดอบรม 1 ครั้ง", "3 ครั้ง", "85%คน", "อบรมแล้ว", "ไม่มีงบประมาณ", "ไม่มีผู้ร้องเรียน", "ดีขึ้น",
        "ไม่ได้รับงบประมาณ", "ติดประกาศ", "โควิด", "https://example.org", "เรียนเชิญประชุม", "ประชาชนพอใจ 👍",
        "ขาดบุคลากร", "เลื่อน", "No budget", "ทดสอบระบบแล้ว", "ไม่ครบ", "สวัสดิการ",
    ],
)  # fmt: skip
def test_what_may_answer_is_taken(text: str) -> None:
    assert why_no_answer(text) is None


def test_a_long_row_of_listed_words_takes_no_time() -> None:
    assert why_no_answer("ครับ" * 500_000) is None
    assert why_no_answer("ไม่มี" * 10 + "ๆๆ" * 10)


@pytest.mark.parametrize("text", NONE)
def test_it_is_no_answer(text: str) -> None:
    assert why_no_answer(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_it_is_an_answer(text: str) -> None:
    assert why_no_answer(text) is None


def test_every_status_alone_is_no_answer() -> None:
    assert all(
        why_no_answer(translator("th")(words)) for words in ("Done", "In progress", "Not started", "Not carried out")
    )


def test_endless_words_cost_nothing() -> None:
    began = time.process_time()
    assert why_no_answer("โอเค" * 500 + "งบ") is None and why_no_answer("โอเค" * 500)
    assert time.process_time() - began < 5
