"""No printed line ends inside a word: two hundred of them in columns of many widths, each letter read in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import pypdfium2
import pytest

from domain.report import Report, ReportGroup, ReportRow
from reports.compile.report import compile_report
from reports.pdf import data as pdf_data
from reports.pdf.report import report_pdf
from reports.pdf.sections import number_data
from reports.pdf.words import split_pieces, width
from tests.reports.sample import sample
from tests.reports.words_to_keep import WORDS

pytestmark = pytest.mark.slow

# Columns from three ems to nine: the long words just fit in, or do not.
KEYS = ("steps", "responsible", "timeframe", "follow_up", "measure", "result", "outcome", "remark", "suggestion")
WIDTHS = (8, 9, 10, 11, 12, 13, 15, 17, 22)
EM = 16 * 2.54 / 72
PAGE, INSET = 24.7, 0.3
LINE = 16  # points, at least
A_ROW = 4  # words: few enough for a row not to be cut


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the PDF, the number of its page, and how high it stands there, in points."""

    text: str
    page: int
    bottom: float

    def line_ends_before(self, other: "Letter") -> bool:
        return self.page != other.page or abs(self.bottom - other.bottom) > LINE / 2


def letters(pdf: bytes) -> Iterator[Letter]:
    """The Thai letters in the order in which they are shown, marks with the line of their letter."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for place in range(text.count_chars()):
            letter = text.get_text_range(place, 1)
            if "ก" <= letter <= "๛":
                yield Letter(letter, number, text.get_charbox(place, loose=True)[1])
        text.close()
        page.close()
    document.close()


def room(wide: int) -> float:
    """How many ems of text a column takes."""
    return (PAGE * wide / sum(WIDTHS) - INSET) / EM


def words_in_columns(order: list[str]) -> tuple[Report, list[tuple[str, ...]]]:
    """A report with the words in every column, some in each row, and the words of each cell as they are printed."""
    report = compile_report(sample())
    columns = tuple(
        replace(report.layout.columns[0], key=key, label="-", width=wide)
        for key, wide in zip(KEYS, WIDTHS, strict=True)
    )
    rows, cells = [], []
    for place in range(0, len(order), A_ROW):
        fitting = {key: tuple(w for w in order[place : place + A_ROW] if width(w) <= room(wide))
                   for key, wide in zip(KEYS, WIDTHS, strict=True)}  # fmt: skip
        rows.append(ReportRow("-", {key: ("".join(words),) for key, words in fitting.items()}))
        cells += [words for words in fitting.values() if words]
    layout = replace(report.layout, columns=columns)
    made = replace(report, layout=layout, groups=(ReportGroup("-", tuple(rows)),), heading=("-",), intro=(), note="")
    return replace(made, signatories=()), cells


def broken(pdf: bytes, cells: list[tuple[str, ...]]) -> tuple[int, list[str]]:
    """How many words were found in the PDF, and which of them stand in more than one line."""
    shown = list(letters(pdf))
    text = "".join(letter.text for letter in shown)
    at, found, wrong = 0, 0, []
    for words in cells:
        at = text.index("".join(words), at)
        for word in words:
            if any(one.line_ends_before(other) for one, other in pairwise(shown[at : at + len(word)])):
                wrong.append(word)
            at += len(word)
            found += 1
    return found, wrong


def orders(many: int) -> list[list[str]]:
    return [Random(seed).sample(WORDS, len(WORDS)) for seed in range(many)]


def test_there_are_two_hundred_words() -> None:
    assert len(set(WORDS)) == len(WORDS) == 200


@pytest.mark.parametrize("order", orders(3), ids=("first", "second", "third"))
def test_no_line_ends_inside_a_word(order: list[str]) -> None:
    report, cells = words_in_columns(order)
    found, wrong = broken(report_pdf(report), cells)
    assert wrong == []
    assert found > 0.9 * len(WORDS) * len(WIDTHS)


def test_most_lines_end_in_the_sample() -> None:
    """The narrow columns do break their lines: else nothing would have been tried."""
    report, cells = words_in_columns(orders(1)[0])
    pdf = report_pdf(report)
    ends = sum(one.line_ends_before(other) for one, other in pairwise(letters(pdf)))
    assert ends > len(cells)


def test_a_word_that_is_cut_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_inside(text: str, wide: float, names: tuple[str, ...] = ()) -> list[str]:
        whole = split_pieces(text, wide, names)
        return [part for piece in whole for part in (piece[: len(piece) // 2], piece[len(piece) // 2 :]) if part]

    monkeypatch.setattr(pdf_data, "split_pieces", cut_inside)
    report, cells = words_in_columns(orders(1)[0])
    assert broken(report_pdf(report), cells)[1]


QUOTED = "กล่าวถึง “มาตรการ” และ ‘คู่มือ’ (ตามประกาศ) ฯลฯ ต่าง ๆ ทั้งหลายๆ กรุงเทพฯ ณ “จุดบริการ” (No Gift Policy) (ITA) ฯลฯ อื่น ๆ"
NARROW = "ดำเนินการ จำนวน คำสั่ง น้ำ ค้ำประกัน ผู้บริหาร รู้ กู้ยืม ประโยชน์ ทรัพย์ เจตนารมณ์ ศูนย์ ตั้ง ปี่ ฟื้นฟู ป้ำ ฎีกา ญาติ ฐาน".split()


def in_a_column(text: str, share: float) -> Report:
    """The text in a column of that share of the page."""
    report, _ = words_in_columns(list(WORDS))
    columns = tuple(
        replace(report.layout.columns[0], key=key, width=round(1000 * part))
        for key, part in (("measure", share), ("result", 1 - share))
    )
    groups = (ReportGroup("-", (ReportRow("-", {"measure": (text,)}),)),)
    return replace(report, layout=replace(report.layout, columns=columns), groups=groups)


@pytest.mark.parametrize("share", [0.06, 0.07, 0.076, 0.082, 0.1, 0.15, 0.2, 0.3])
def test_no_line_begins_with_what_closes_or_goes_on(share: float) -> None:
    document = pypdfium2.PdfDocument(report_pdf(in_a_column(QUOTED, share)))
    lines = [line.strip() for page in document for line in page.get_textpage().get_text_bounded().splitlines()]
    document.close()
    assert len(lines) > 4
    assert [line for line in lines if line.startswith(tuple("”’)ๆฯ")) or line.endswith(tuple("“‘("))] == []


@pytest.mark.parametrize("points", range(40, 121, 20))
def test_marks_above_and_below_read_back_from_the_narrowest_columns(points: int) -> None:
    text = "".join(Random(points).choices(NARROW, k=300))
    pdf = report_pdf(in_a_column(text, (points + 8) / 72 * 2.54 / PAGE))
    assert "".join(each.text for each in letters(pdf) if not "๐" <= each.text <= "๙") == text


def test_in_a_column_of_numbers_a_number_is_never_torn_and_words_are_broken_at_their_full_size() -> None:
    number = number_data("1,250,000.00", 2.0, split_pieces)
    assert number["pieces"] == ["1,250,000.00"] and number["small"] < 1
    words = number_data("ดำเนินการโดยไม่ใช้งบประมาณ", 5.0, split_pieces)
    assert words["small"] == 1.0 and len(words["pieces"]) > 1
    assert "".join(words["pieces"]) == "ดำเนินการโดยไม่ใช้งบประมาณ"
