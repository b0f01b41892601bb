"""Where a line may end."""

import re
from collections.abc import Iterator

import pytest

from reports.pdf.word_parts import words_in
from reports.pdf.words import dictionary, split_pieces, width
from tests.bench.seeds import seed_file
from tests.intake.files import DOCUMENTS
from tests.reports.test_line_ends import WIDTHS, room
from tests.reports.words_to_keep import WORDS

COMPOUNDS = (
    "องค์การบริหารส่วนตำบล องค์กรปกครองส่วนท้องถิ่น นายกองค์การบริหารส่วนตำบล ตามขั้นตอน ผลการดำเนินงาน การบริหารงานบุคคล "
    "ผู้มีส่วนได้ส่วนเสีย พนักงานส่วนตำบล การรายงานผล การทำรายงาน ผู้ใต้บังคับบัญชา รักษาราชการแทน เทคโนโลยีสารสนเทศ "
    "การอำนวยความสะดวก การแสดงความคิดเห็น แผนปฏิบัติการ ทรัพยากรบุคคล ประโยชน์ส่วนรวม ปีงบประมาณ ข้อมูลข่าวสาร"
).split()
# One word each, or foreign, or holding one: in a column narrower than itself it is cut at a syllable.
SINGLE = "คอมพิวเตอร์ ทรัพยากร ธรรมาภิบาล กราฟิก อิเล็กทรอนิกส์ เจตนารมณ์ มหาดไทย เทคโนโลยี".split()


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
    assert split_pieces(text, 20) == expected


def test_the_pieces_are_the_text() -> None:
    text = "๑. จัดทำแบบประเมิน (ITA) http://a.go.th/x?y=1 พ.ศ. ๒๕๖๗ ฯลฯ ต่าง ๆ 7,000.50 บาท น้ำ"
    assert "".join(split_pieces(text, 20)) == text


def test_a_proper_name_is_kept_whole() -> None:
    assert "ทุ่งตัวอย่าง" not in split_pieces("อบต.ทุ่งตัวอย่างประกาศ", 20)
    assert "ทุ่งตัวอย่าง" in split_pieces("อบต.ทุ่งตัวอย่างประกาศ", 20, ("ทุ่งตัวอย่าง",))


@pytest.mark.parametrize("text", ["ก" * 300, "a" * 300, "ที่" * 100, "https://a.go.th/" + "x" * 200, "□" * 50])
def test_what_is_wider_than_its_column_is_cut_between_syllables(text: str) -> None:
    parts = split_pieces(text, 4)
    assert "".join(parts) == text
    assert all(width(part) <= 4 for part in parts)
    assert not any(part[0] in "\u0e34\u0e35\u0e48\u0e49" for part in parts)


def test_a_letter_that_the_face_lacks_is_a_box() -> None:
    assert split_pieces("ก่อน 😀中\u0bbf หลัง", 20) == ["ก่อน", " ", "□□", " ", "หลัง"]


def test_the_words_are_known_one_by_one() -> None:
    assert [word for word in WORDS if split_pieces(word, 30) != [word]] == []


def test_a_word_wider_than_its_column_is_cut_between_its_own_words() -> None:
    assert split_pieces("ส่วนราชการ", 2.8) == ["ส่วน", "ราชการ"]


def is_made_of_words(part: str) -> bool:
    """True where the dictionary holds every stretch of Thai letters in it, or words that make it up."""
    runs = (run.strip("ฯ") for run in re.findall("[ก-๎]+", re.sub(r"(?:[ก-ฮ][ิ-ื]?\.){2,}", "", part)))
    return all(not run or run in dictionary() or len(words_in(run, dictionary())) > 1 for run in runs)


def cut_inside_words(lines: list[str]) -> Iterator[tuple[str, float, str]]:
    """Each line, column and piece that is no word, at nine widths; but for parts of a word wider than the column."""
    for line in lines:
        for wide in map(room, WIDTHS):
            too_wide = any(word in line and width(word) > wide for word in SINGLE)
            yield from (
                (line, wide, part) for part in split_pieces(line, wide) if not (is_made_of_words(part) or too_wide)
            )


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("องค์การบริหารส่วนตำบล", 5.8, ["องค์การบริหาร", "ส่วนตำบล"]),
        ("องค์การบริหารส่วนตำบล", 3.2, ["องค์การ", "บริหาร", "ส่วนตำบล"]),
        ("องค์กรปกครองส่วนท้องถิ่น", 3.9, ["องค์กร", "ปกครอง", "ส่วนท้องถิ่น"]),
        ("ตามขั้นตอน", 2.4, ["ตาม", "ขั้นตอน"]),
        ("การรายงานผล", 2.9, ["การ", "รายงานผล"]),
        ("(งานนิติการ)", 2.7, ["(งาน", "นิติการ)"]),
        ("พ.ศ. ๒๕๖๗", 2.5, ["พ.ศ.", " ", "๒๕๖๗"]),
        ("๑. เจ้าหน้าที่", 2.9, ["๑.", " ", "เจ้าหน้าที่"]),
    ],
)
def test_a_long_word_is_cut_between_the_words_it_is_made_of(text: str, column: float, expected: list[str]) -> None:
    assert split_pieces(text, column) == expected


def test_no_compound_is_cut_inside_a_word() -> None:
    assert list(cut_inside_words([*COMPOUNDS, *WORDS])) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", DOCUMENTS)
def test_no_word_of_a_document_is_cut(number: str) -> None:
    path = seed_file(number)
    if path is None:
        pytest.skip("the real documents are not at hand")
    text = re.sub("<[^>]+>", "\n", path.read_text(encoding="utf-8"))
    whole = [line for line in re.split(r"[\n\t]", text) if line.strip()]
    words = sorted({piece for line in whole for piece in split_pieces(line, 1000) if is_made_of_words(piece)})
    assert len(words) > 200
    assert list(cut_inside_words(words)) == []
