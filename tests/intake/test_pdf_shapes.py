"""PDFs of shapes that word processors make: several fonts, spaced paragraphs, rows torn by pages, hasty line ends."""

from pathlib import Path

import pytest
import typst

from domain.plan import Plan
from intake.pdf_breaks import with_breaks_healed
from intake.pdf_lines import whole_lines
from intake.plan_file import read_plan
from reports.fonts.face import FAMILY, FONT_FOLDER
from reports.pdf.text import exact_text

pytestmark = pytest.mark.slow

HEAD = ("มาตรการ/แนวทาง", "ขั้นตอนหรือวิธีการ", "ผู้รับผิดชอบ", "ทำ", "ไม่ทำ", "หมายเหตุ")
LONG = "เผยแพร่คู่มือการให้บริการให้ประชาชนทราบอย่างทั่วถึงผ่านช่องทางที่หลากหลายของหน่วยงาน"


def _made(folder: Path, rows: list[list[str]], page: str, before: str = "", cell: str = "") -> Plan:
    """The plan read out of a PDF of these rows on pages of that size; `before` and `cell` are typst settings."""
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    head = ", ".join(f"[{text}]" for text in HEAD)
    source = f"""
#set page({page}, margin: 1cm)
#set text(font: "{FAMILY}", size: 14pt, lang: "th")
#set par(leading: 0.4em, spacing: 0.4em)
{before}
มาตรการส่งเสริมคุณธรรม องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ประจำปีงบประมาณ พ.ศ. ๒๕๗๐

1.1 การปรับปรุงการประเมินของผู้มีส่วนได้ส่วนเสียภายใน (IIT)

{cell}
#table(columns: (3fr, 4fr, 2fr, 4fr, 1fr, 1fr), inset: 4pt, align: left + top, table.header({head}), {cells})
"""
    (folder / "made.typ").write_text(source, encoding="utf-8")
    made = typst.compile(folder / "made.typ", font_paths=[FONT_FOLDER], ignore_system_fonts=True)
    (folder / "made.pdf").write_bytes(exact_text(made))
    return read_plan(folder / "made.pdf")


def test_a_row_torn_by_pages_is_one_measure_and_columns_are_told_by_all_pages(tmp_path: Path) -> None:
    """The first page holds one row, its title the name of an indicator: a topic, if that page alone were asked."""
    rows = [
        ["(1) การใช้งบประมาณ", f"{LONG} " * 3, "กองคลัง", f"- แจ้งเวียน{LONG}ทุกเดือน - {LONG}", "", ""],
        ["(2) จัดทำคู่มือ", LONG, "สำนักปลัด", f"- {LONG}", "", ""],
        ["(3) จัดประชุม", LONG, "ทุกส่วนราชการ", f"- {LONG}", "", ""],
    ]
    plan = _made(tmp_path, rows, "width: 24cm, height: 5.6cm")
    assert [(m.number, m.title) for m in plan.measures] == [
        ("1", "การใช้งบประมาณ"), ("2", "จัดทำคู่มือ"), ("3", "จัดประชุม"),
    ]  # fmt: skip
    assert [len(measure.steps) for measure in plan.measures] == [1, 1, 1]
    assert [len(measure.result) for measure in plan.measures] == [2, 1, 1]
    assert "".join(plan.measures[0].steps).replace(" ", "") == LONG * 3
    assert [topic.kind for topic in plan.topics] == ["tool"]


def test_letters_of_another_font_stay_in_their_line_and_number(tmp_path: Path) -> None:
    rows = [["(1) จัดทำคู่มือ", "1. เสนอ E-Service ภายใน 7 วัน 2. เผยแพร่ facebook", "กองคลัง", "-แจ้งเวียน", "", ""]]
    fonts = '#show regex("[0-9a-zA-Z().-]+"): set text(font: "New Computer Modern", size: 11pt)'
    plan = _made(tmp_path, rows, "width: 29.7cm, height: 21cm", before=fonts)
    (measure,) = plan.measures
    assert (measure.number, measure.title) == ("1", "จัดทำคู่มือ")
    assert measure.steps == ("เสนอ E-Service ภายใน 7 วัน", "เผยแพร่ facebook")
    assert measure.result == ("แจ้งเวียน",)


def test_paragraphs_set_apart_are_not_run_together(tmp_path: Path) -> None:
    """No line has a bullet, and the first leaves no room for a word: only their distance parts them."""
    said = ["แจ้งเวียนคู่มือให้ทุกส่วนราชการทราบแล้วทุกแห่ง", "จัดประชุมชี้แจงเจ้าหน้าที่ผู้เกี่ยวข้องทุกคน", "เผยแพร่บนเว็บไซต์ของหน่วยงาน"]
    rows = [["(1) จัดทำคู่มือ", LONG, "กองคลัง", "#parbreak()".join(said), "", ""]]
    plan = _made(tmp_path, rows, "width: 22cm, height: 21cm", cell="#set par(spacing: 1.2em)")
    assert [line.replace(" ", "") for line in plan.measures[0].result] == said


def _line(text: str, room: float, base: float, width: float = 100.0) -> dict[str, object]:
    """A printed line whose letters are 6 points wide."""
    ends = [6.0 * (place + 1) for place in range(len(text))]
    return {"text": text, "parted": False, "room": room, "share": room / width, "base": base, "ends": ends}


@pytest.mark.parametrize(
    ("first", "room", "second", "lines"),
    [
        ("๑. ประชาสัมพันธ์ช่องทา", 34, "งอื่นๆ", 1),  # broken within a word
        ("๑. ประพฤติตนอย่างเคร่งครัด", 40, "ก่อน/ขณะ/หลัง", 1),  # no program parts these three
        ("- ตามแผนขององค์กรประจำ", 45, "ปี", 1),  # no paragraph ends so
        ("๑. จัดทำคู่มือ", 60, "๒. เผยแพร่", 2),
        ("จัดทำคู่มือ", 60, "จัดประชุม", 2),
        ("กองคลัง (งานพัสดุ) สำนัก", 30, "ปลัด (งานนิติการ)", 1),
    ],
)
def test_a_line_goes_on_where_it_was_only_wrapped(first: str, room: float, second: str, lines: int) -> None:
    assert len(whole_lines([_line(first, room, 10), _line(second, 5, 22)])) == lines


def test_a_number_apart_from_its_dot_is_a_number() -> None:
    assert whole_lines([_line("๓ .เผยแพร่", 5, 10)]) == ("๓.เผยแพร่",)


def _row(*texts: str, room: float = 4.0) -> list[dict[str, object]]:
    return [{"joined": None, "lines": [_line(text, room, 10)] if text else []} for text in texts]


def _pages(*tables: list[list[dict[str, object]]]) -> list[list[dict[str, object]]]:
    return [[{"kind": "table", "rows": rows}] for rows in tables]


def _texts(pages: list[list[dict[str, object]]]) -> list[list[list[str]]]:
    return [
        [[" ".join(str(line["text"]) for line in cell["lines"]) for cell in row] for row in block["rows"]]  # type: ignore
        for page in pages
        for block in page
    ]


def test_a_row_over_three_pages_is_made_whole_under_repeated_headings() -> None:
    head = ("มาตรการ", "ขั้นตอน")
    healed = with_breaks_healed(
        _pages(
            [_row(*head), _row("จัดทำคู่มือ", "๑. เสนอ")],
            [_row(*head), _row("", "ผู้บริหาร")],
            [_row(*head), _row("", "ลงนาม"), _row("จัดประชุม", "๑. เชิญ")],
        )
    )
    assert _texts(healed) == [
        [["มาตรการ", "ขั้นตอน"], ["จัดทำคู่มือ", "๑. เสนอ ผู้บริหาร ลงนาม"]],
        [["มาตรการ", "ขั้นตอน"]],
        [["มาตรการ", "ขั้นตอน"], ["จัดประชุม", "๑. เชิญ"]],
    ]


def test_a_new_row_on_a_new_page_stays_a_row() -> None:
    pages = _pages(
        [_row("มาตรการ", "ขั้นตอน"), _row("จัดทำคู่มือ", "๑. เสนอ", room=60.0)],
        [_row("มาตรการ", "ขั้นตอน"), _row("จัดประชุม", "เชิญผู้เกี่ยวข้อง")],
    )
    assert [len(rows) for rows in _texts(with_breaks_healed(pages))] == [2, 2]


def test_a_table_of_another_width_is_none_of_the_rest() -> None:
    pages = _pages([_row("ก", "ข", "ค")], [_row("", "ผู้บริหาร")])
    assert [len(rows) for rows in _texts(with_breaks_healed(pages))] == [1, 1]
