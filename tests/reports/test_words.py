"""Where a line may end."""

import pytest

from reports.words import pieces, width
from tests.reports.words_to_keep import WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เจ้าหน้าที่อื่น ๆ", ["เจ้าหน้าที่", "อื่น ๆ"]),
        ("พนักงานอื่นๆ", ["พนักงาน", "อื่นๆ"]),
        ("ต.ค. ๖๙ - มี.ค. ๗๐", ["ต.ค. ๖๙", " ", "-", " ", "มี.ค. ๗๐"]),
        ("ปี พ.ศ. ๒๕๖๗", ["ปี", " ", "พ.ศ. ๒๕๖๗"]),
        ("พ.ศ.๒๕๖๗", ["พ.ศ.๒๕๖๗"]),
        ("- ประชุม", ["- ประชุม"]),
        ("๑. ประชุม", ["๑. ประชุม"]),
        ("(No Gift Policy)", ["(No", " ", "Gift", " ", "Policy)"]),
        ('กล่าว "ดี" แล้ว', ["กล่าว", " ", '"ดี"', " ", "แล้ว"]),
        ("ถาม-ตอบ", ["ถาม-", "ตอบ"]),
        ("โครงการกำกับ", ["โครงการ", "กำกับ"]),
        ("ช่องทางอิเล็กทรอนิกส์", ["ช่องทาง", "อิเล็กทรอนิกส์"]),
        ("", []),
    ],
)
def test_a_line_ends_only_between_words(text: str, expected: list[str]) -> None:
    assert pieces(text, 20) == expected


def test_the_pieces_are_the_text() -> None:
    text = "๑. จัดทำแบบประเมิน (ITA) http://a.go.th/x?y=1 พ.ศ. ๒๕๖๗ ฯลฯ ต่าง ๆ 7,000.50 บาท น้ำ"
    assert "".join(pieces(text, 20)) == text


def test_a_proper_name_is_kept_whole() -> None:
    assert "ทุ่งตัวอย่าง" not in pieces("อบต.ทุ่งตัวอย่างประกาศ", 20)
    assert "ทุ่งตัวอย่าง" in pieces("อบต.ทุ่งตัวอย่างประกาศ", 20, ("ทุ่งตัวอย่าง",))


@pytest.mark.parametrize("text", ["ก" * 300, "a" * 300, "ที่" * 100, "https://a.go.th/" + "x" * 200, "□" * 50])
def test_what_is_wider_than_its_column_is_cut_between_syllables(text: str) -> None:
    parts = pieces(text, 4)
    assert "".join(parts) == text
    assert all(width(part) <= 4 for part in parts)
    assert not any(part[0] in "\u0e34\u0e35\u0e48\u0e49" for part in parts)


def test_a_letter_that_the_face_lacks_is_a_box() -> None:
    assert pieces("ก่อน 😀中\u0bbf หลัง", 20) == ["ก่อน", " ", "□□", " ", "หลัง"]


def test_the_words_are_known_one_by_one() -> None:
    assert [word for word in WORDS if pieces(word, 30) != [word]] == []


def test_a_word_wider_than_its_column_is_cut_between_its_own_words() -> None:
    assert pieces("ส่วนราชการ", 2.8) == ["ส่วน", "ราชการ"]
