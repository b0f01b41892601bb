"""Numbers as people write them."""

import pytest

from thai.numbers import Kind, NotANumber, format_number, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30000", 30000),
        ("30,000", 30000),
        ("๓๐,๐๐๐ บาท", 30000),
        ("28,450.50", 28450.5),
        ("28,450.- บาท", 28450),
        ("ร้อยละ ๘๐", 80),
        ("80 %", 80),
        ("๘๐%", 80),
        ("1.5 ล้านบาท", 1_500_000),
        ("2 แสนบาทถ้วน", 200_000),
        ("0", 0),
        ("จำนวน 25", 25),
        ("-3", -3),
        ("12 ครับ", 12),
    ],
)
def test_a_number_is_read(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_understood"),
        ("ไม่มี", "not_understood"),
        ("1,00", "not_understood"),
        ("1,50", "not_understood"),
        ("3 จาก 4 หมู่บ้าน", "several"),
        ("10-20", "several"),
        ("ประมาณ 30", "not_understood"),
        ("ดำเนินการแล้ว ๕๐%", "not_understood"),
        ("1.2.3", "not_understood"),
        ("99999999999999", "too_large"),
        ("๑๒ คน", "not_understood"),
        ("10 15", "several"),
        ("1 000", "several"),
        ("25\n30", "several"),
        ("- 3", "not_understood"),
    ],
)
def test_what_is_not_surely_one_number_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [("money", "28,450.- บาท", 28450), ("money", "รวมเป็นเงิน 500", 500), ("percent", "ร้อยละ ๘๐", 80),
     ("percent", "50 เปอร์เซ็น ครับผม", 50), ("number", "จำนวน 25", 25)],
)  # fmt: skip
def test_what_stands_around_it_is_of_its_kind(kind: Kind, text: str, number: float) -> None:
    assert read_number(text, kind=kind) == number


@pytest.mark.parametrize(
    ("kind", "text"),
    [("money", "๕๐%"), ("money", "ร้อยละ 50"), ("money", "50 เปอร์เซ็นต์"), ("percent", "50 บาท"), ("percent", "๕๐.-"),
     ("number", "25 บาท"), ("number", "25%"), ("number", "ร้อยละ 25")],
)  # fmt: skip
def test_a_number_of_another_kind_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text, "คน", kind)


def test_the_unit_may_stand_behind_it() -> None:
    assert read_number("๑๒ คน", "คน") == 12


@pytest.mark.parametrize(
    ("number", "money", "text"),
    [
        (30000, True, "30,000"),
        (28450.5, True, "28,450.50"),
        (28450.5, False, "28,450.5"),
        (0.125, False, "0.125"),
        (30000.0, True, "30,000"),
    ],
)
def test_a_number_is_written_with_separators(number: float, money: bool, text: str) -> None:
    assert format_number(number, money) == text
