from hypothesis import given
from hypothesis import strategies as st

from thai.digits import to_arabic, to_thai


def test_digits_change_and_nothing_else() -> None:
    assert to_thai("O27 รอบ 6 เดือน ๖๘ ²") == "O๒๗ รอบ ๖ เดือน ๖๘ ²"
    assert to_arabic("ข้อ ๐๑๑ (i๑) 5") == "ข้อ 011 (i1) 5"


@given(st.text())
def test_arabic_digits_come_back_from_thai_ones(text: str) -> None:
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert len(to_thai(text)) == len(text)
