"""When somebody is away, as people write it."""

from datetime import date

import pytest

from thai.absences import NotAnAbsence, read_absence

TODAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("3-7 มี.ค.", date(2027, 3, 3), date(2027, 3, 7)),
        ("๓ – ๗ มีนาคม ๒๕๗๐", date(2027, 3, 3), date(2027, 3, 7)),
        ("วันที่ 3 ถึง 7 มี.ค. 70", date(2027, 3, 3), date(2027, 3, 7)),
        ("ตั้งแต่วันที่ 3 มี.ค. ถึงวันที่ 7 มี.ค. 2570", date(2027, 3, 3), date(2027, 3, 7)),
        ("3/3/70 - 7/3/70", date(2027, 3, 3), date(2027, 3, 7)),
        ("3/3/2570-7/3/2570", date(2027, 3, 3), date(2027, 3, 7)),
        ("3-7/3/70", date(2027, 3, 3), date(2027, 3, 7)),
        ("2027-03-03 ถึง 2027-03-07", date(2027, 3, 3), date(2027, 3, 7)),
        ("3/12", date(2026, 12, 3), date(2026, 12, 3)),
        ("25 ธ.ค. - 5 ม.ค.", date(2026, 12, 25), date(2027, 1, 5)),
        ("25 ธ.ค. - 5 ม.ค. 70", date(2026, 12, 25), date(2027, 1, 5)),
        ("18-25 พ.ย.", date(2026, 11, 18), date(2026, 11, 25)),
        ("วันนี้", TODAY, TODAY),
        ("วันนี้ครับ", TODAY, TODAY),
        ("พรุ่งนี้", date(2026, 11, 21), date(2026, 11, 21)),
        ("วันนี้ - 25 พ.ย.", TODAY, date(2026, 11, 25)),
        ("วันจันทร์หน้า", date(2026, 11, 23), date(2026, 11, 23)),
        ("1 ต.ค. 69 - 30 พ.ย. 69", date(2026, 10, 1), date(2026, 11, 30)),
        ("ตั้งแต่วันนี้ถึง 30 พ.ย.", TODAY, date(2026, 11, 30)),
        ("15 ต.ค. - 10 เม.ย.", date(2026, 10, 15), date(2027, 4, 10)),
        ("วันนี้ถึง 30 ก.ย. 70", TODAY, date(2027, 9, 30)),
    ],
)
def test_the_days_are_read_as_people_write_them(said: str, first: date, last: date) -> None:
    assert read_absence(said, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "not_understood"),
        ("3-7", "not_understood"),
        ("2 วัน", "not_understood"),
        ("3, 5 และ 9 มี.ค.", "not_understood"),
        ("ไม่ทราบ", "not_understood"),
        ("วันนี้" * 30, "not_understood"),
        ("30 ก.พ. 70", "impossible"),
        ("30 - 31 เม.ย. 70", "impossible"),
        ("7-3 มี.ค. 70", "backwards"),
        ("28-3 ม.ค.", "backwards"),
        ("30 ถึง 1 ธ.ค.", "backwards"),
        ("7 มี.ค. ถึง 3 มี.ค.", "no_year"),
        ("7 มี.ค. ถึง 3 มี.ค. 70", "no_year"),
        ("15 พ.ย. - 10 พ.ย.", "no_year"),
        ("1 พ.ย. - 31 ต.ค.", "no_year"),
        ("วันนี้ถึง 30 ก.ย.", "no_year"),
        ("ตั้งแต่ 3 มี.ค.", "not_understood"),
        ("ตั้งแต่วันนี้", "not_understood"),
        ("ระหว่าง 3 มี.ค. 70", "not_understood"),
        ("3 มี.ค. เป็นต้นไป", "not_understood"),
        ("เมื่อวาน", "past"),
        ("18 พ.ย.", "past"),
        ("3-7 มี.ค. 69", "past"),
        ("3-7 มี.ค. 72", "too_long"),
        ("1 ธ.ค. 69 - 1 ธ.ค. 71", "too_long"),
    ],
)
def test_what_is_no_absence_says_why(said: str, reason: str) -> None:
    with pytest.raises(NotAnAbsence) as told:
        read_absence(said, TODAY)
    assert told.value.reason == reason


def test_a_day_just_past_is_not_taken_for_next_years() -> None:
    with pytest.raises(NotAnAbsence, match="past"):
        read_absence("3 มี.ค.", date(2027, 3, 4))


def test_the_end_of_the_fiscal_year_wraps_nothing() -> None:
    assert read_absence("28 ก.ย. - 2 ต.ค.", date(2027, 9, 29)) == (date(2027, 9, 28), date(2027, 10, 2))
