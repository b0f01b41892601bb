from hypothesis import given
from hypothesis import strategies as st

from intake.numbering import glued, items_of, numbered


def _texts(*lines: str) -> list[str]:
    return [item.text for item in items_of(lines)]


def test_numbers_in_their_turn_begin_new_items_and_years_do_not() -> None:
    assert _texts("๑. จัดทำแผน พ.ศ. ๒๕๗๐ ๒. ติดตาม ๕. ครั้ง ๓. สรุป") == ["จัดทำแผน พ.ศ. ๒๕๗๐", "ติดตาม ๕. ครั้ง", "สรุป"]


def test_bullets_begin_new_items_but_not_inside_a_phrase() -> None:
    assert _texts("- ช่องทางการติดต่อ - สอบถามข้อมูล -ตู้รับความเห็น") == ["ช่องทางการติดต่อ - สอบถามข้อมูล", "ตู้รับความเห็น"]
    assert _texts("- ม.ค. - ก.ย. ๖๗ - (ถาม - ตอบ)") == ["ม.ค. - ก.ย. ๖๗", "(ถาม - ตอบ)"]
    assert _texts("แจ้งเวียน - ปิดประกาศ") == ["แจ้งเวียน - ปิดประกาศ"]


def test_a_phrase_taken_for_a_list_is_made_whole() -> None:
    assert _texts("๔. เผยแพร่ช่องทางการติดต่อ", "- สอบถามข้อมูล") == ["เผยแพร่ช่องทางการติดต่อ - สอบถามข้อมูล"]


def test_numbers_are_read_in_every_usual_form() -> None:
    assert numbered("(๑) เรื่อง") == ("1", "เรื่อง")
    assert numbered("๑๐.เรื่อง") == ("10", "เรื่อง")
    assert numbered("1.2 เรื่อง") == ("1.2", "เรื่อง")
    assert numbered("๓) เรื่อง") == ("3", "เรื่อง")
    assert numbered("๒๕๗๐ เรื่อง") == (None, "๒๕๗๐ เรื่อง")
    assert numbered("๑๐ ครั้ง") == (None, "๑๐ ครั้ง")
    assert numbered("1.") == (None, "1.")


def test_thai_halves_are_glued_without_a_space() -> None:
    assert glued("ส่งเสริม", "คุณธรรม") == "ส่งเสริมคุณธรรม"
    assert glued("ระบบ", "E-Service") == "ระบบ E-Service"


@given(st.lists(st.text(), max_size=4))
def test_no_letter_is_lost_whatever_the_lines(lines: list[str]) -> None:
    found = "".join(item.wording for item in items_of(tuple(lines)))
    gone = set("".join(lines)) - set(found)
    assert all(letter.isspace() or letter in "-–—•●▪*" for letter in gone)
