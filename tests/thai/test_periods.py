"""A month or quarter as officers type it."""

from datetime import date

import pytest

from thai.fiscal import RoundKind, months_of
from thai.periods import read_period

MONTHS = months_of(2570, RoundKind.FIRST_HALF)
QUARTERS = MONTHS[::3]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("เดือนพฤศจิกายน", date(2026, 11, 1)),
        ("พ.ย.", date(2026, 11, 1)),
        ("พ.ย. 69", date(2026, 11, 1)),
        ("เดือน มกราคม ๒๕๗๐", date(2027, 1, 1)),
        ("ประจำเดือนตุลาคม 2569", date(2026, 10, 1)),
        ("Nov 26", date(2026, 11, 1)),
        ("เดือนพฤศจิกายน 2568", None),
        ("เดือนเมษายน", None),
        ("3", None),
        ("ติดตั้งป้ายเมื่อเดือนพฤศจิกายน", None),
        ("ไตรมาส 1", None),
    ],
)
def test_a_month_of_the_round(typed: str, first: date | None) -> None:
    assert read_period(typed, MONTHS, 1) == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ไตรมาส 1", date(2026, 10, 1)),
        ("ไตรมาสที่ ๒", date(2027, 1, 1)),
        ("ไตรมาสที่ ๒ ปีงบประมาณ ๒๕๗๐", date(2027, 1, 1)),
        ("ไตรมาส 2/2570", date(2027, 1, 1)),
        ("ไตรมาส 2/2569", None),
        ("ไตรมาส 3", None),
        ("เดือนธันวาคม", date(2026, 10, 1)),
    ],
)
def test_a_quarter_of_the_round(typed: str, first: date | None) -> None:
    assert read_period(typed, QUARTERS, 3) == first
