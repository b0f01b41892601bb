"""Word documents as clerks make them: nothing that Word shows is lost, nothing is read that it does not show."""

from pathlib import Path

import pytest

from domain.plan import Plan
from domain.task import Status
from intake.open_file import open_document
from intake.plan_file import read_plan
from tests.intake.word_files import (
    COLUMNS,
    HEAD,
    add_checkbox,
    add_footnote,
    add_sign,
    add_table,
    add_text_box,
    begun,
    define_list,
    leave_first_cell_out,
    put_in_list,
    saved,
    strike_row_out,
)

pytestmark = pytest.mark.repeats

ONE = ["เผยแพร่งบประมาณ", "จัดทำ\nเผยแพร่", "กองคลัง", "ไตรมาสที่ ๑-๒"]
TWO = ["จัดทำคู่มือ", "ร่าง\nแจก", "สำนักปลัด", "ตลอดปีงบประมาณ"]


def _kinds(plan: Plan) -> set[str]:
    return {warning.kind for warning in plan.warnings} - {"topic-missing"}


def test_the_steps_of_each_measure_are_numbered_anew_as_word_shows_them(tmp_path: Path) -> None:
    word = begun()
    define_list(word, 90, ("thaiNumbers", "%1."), ("thaiNumbers", "%1.%2"))
    table = add_table(word, [COLUMNS, ONE, TWO])
    for row in table.rows[1:]:
        put_in_list(row.cells[0].paragraphs[0], 90)
        for paragraph in row.cells[1].paragraphs:
            put_in_list(paragraph, 90, level=1)
    measures = read_plan(saved(word, tmp_path)).measures
    assert [measure.number for measure in measures] == ["1", "2"]
    assert [measure.steps for measure in measures] == [("๑.๑ จัดทำ", "๑.๒ เผยแพร่"), ("๒.๑ ร่าง", "๒.๒ แจก")]


def test_a_list_that_begins_anew_begins_with_one(tmp_path: Path) -> None:
    word = begun()
    define_list(word, 90, ("decimal", "%1)"))
    define_list(word, 91, anew=True)
    table = add_table(word, [COLUMNS, ONE, TWO])
    for number, row in zip((90, 91), table.rows[1:], strict=True):
        for paragraph in row.cells[1].paragraphs:
            put_in_list(paragraph, number)
    assert [m.steps for m in read_plan(saved(word, tmp_path)).measures] == [("จัดทำ", "เผยแพร่"), ("ร่าง", "แจก")]


def test_a_list_of_a_style_is_numbered_and_a_cell_may_hold_nothing_but_its_number(tmp_path: Path) -> None:
    word = begun()
    table = add_table(word, [["ที่", *COLUMNS], ["", *ONE], ["", *TWO], ["", "", "", "", ""]])
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0].style = "List Number"
    found = open_document(saved(word, tmp_path)).tables[0]
    assert [row[0].text for row in found.rows] == ["ที่", "1.", "2.", "3."]
    plan = read_plan(tmp_path / "plan.docx")
    assert [(measure.number, measure.title) for measure in plan.measures] == [("1", ONE[0]), ("2", TWO[0])]


def test_ticks_of_picture_fonts_and_boxes_of_word_are_ticks(tmp_path: Path) -> None:
    word = begun()
    heads = ["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาสที่ ๑", "ไตรมาสที่ ๒", "ทำ", "ไม่ทำ"]
    blank = ["", "", "", ""]
    table = add_table(word, [heads, [ONE[0], "กองคลัง", *blank], [TWO[0], "กองช่าง", *blank]])
    add_sign(table.cell(1, 2), "Wingdings", "F0FC")
    add_sign(table.cell(1, 3), "Wingdings 2", "F050")
    add_checkbox(table.cell(1, 4), ticked=True)
    add_checkbox(table.cell(1, 5), ticked=False)
    run = table.cell(2, 3).paragraphs[0].add_run("ü")
    run.font.name = "Wingdings"
    add_checkbox(table.cell(2, 5), ticked=True)
    one, two = read_plan(saved(word, tmp_path)).measures
    assert [(m.timeframe and str(m.timeframe.first), m.status) for m in (one, two)] == [
        ("2026-10-01", Status.DONE),
        ("2027-01-01", Status.NOT_DONE),
    ]


def test_a_sign_that_is_not_known_is_asked_about(tmp_path: Path) -> None:
    word = begun()
    table = add_table(word, [["มาตรการ", "ผู้รับผิดชอบ", "ไตรมาสที่ ๑", "ไตรมาสที่ ๒"], [ONE[0], "กองคลัง", "", ""]])
    add_sign(table.cell(1, 2), "Webdings", "F0FC")
    assert _kinds(read_plan(saved(word, tmp_path))) == {"timeframe-unread"}


def test_a_text_box_is_read_once_where_it_hangs(tmp_path: Path) -> None:
    word = begun()
    word.paragraphs[0].clear()
    add_text_box(word.paragraphs[0], HEAD)
    table = add_table(word, [COLUMNS, [*ONE[:2], "", ONE[3]]])
    add_text_box(table.cell(1, 2).paragraphs[0], "กองคลัง")
    plan = read_plan(saved(word, tmp_path))
    assert (plan.agency, plan.year) == ("องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", 2570)
    assert [m.responsible and m.responsible.text for m in plan.measures] == ["กองคลัง"]


def test_a_row_struck_out_is_left_out_and_a_row_that_begins_further_right_keeps_its_columns(tmp_path: Path) -> None:
    word = begun()
    steps = [["", "๓. รายงานผล", "", ""]]
    table = add_table(word, [COLUMNS, [ONE[0], "๑. จัดทำ\n๒. เผยแพร่", *ONE[2:]], *steps, TWO])
    leave_first_cell_out(table.rows[2])
    strike_row_out(table.rows[3])
    (measure,) = read_plan(saved(word, tmp_path)).measures
    assert measure.steps == ("จัดทำ", "เผยแพร่", "รายงานผล")


def test_a_table_split_in_two_by_a_heading_goes_on_under_it_without_headings_of_its_own(tmp_path: Path) -> None:
    word = begun()
    word.add_paragraph("๑. การปฏิบัติหน้าที่")
    add_table(word, [COLUMNS, ONE])
    word.add_paragraph("๒. การใช้งบประมาณ")
    add_table(word, [TWO])
    plan = read_plan(saved(word, tmp_path))
    assert [(t.number, [m.title for m in t.measures]) for t in plan.topics] == [("1", [ONE[0]]), ("2", [TWO[0]])]
    assert [m.steps for m in plan.measures] == [("จัดทำ", "เผยแพร่"), ("ร่าง", "แจก")]
    assert _kinds(plan) == set()


def test_rows_without_headings_behind_a_line_of_text_are_read_and_asked_about(tmp_path: Path) -> None:
    word = begun()
    add_table(word, [COLUMNS, ONE])
    word.add_paragraph("หน้า ๒ ของแผน")
    add_table(word, [TWO])
    plan = read_plan(saved(word, tmp_path))
    assert [m.title for m in plan.measures] == [ONE[0], TWO[0]]
    assert _kinds(plan) == {"table-headless"}


def test_a_table_that_is_not_understood_is_named_and_its_text_kept(tmp_path: Path) -> None:
    word = begun()
    add_table(word, [COLUMNS, ONE])
    word.add_paragraph("งบประมาณ")
    add_table(word, [["โครงการ", "บาท"], ["อบรม", "๕,๐๐๐"]])
    add_table(word, [["ลงชื่อ", ""], ["(นางสาวตัวอย่าง ทดสอบ)", ""], ["ปลัด", ""]])
    plan = read_plan(saved(word, tmp_path))
    assert [warning.place for warning in plan.warnings if warning.kind == "table-unread"] == [
        "table 2, row 1, column 1"
    ]
    assert "๕,๐๐๐" in plan.notes


def test_a_footnote_is_kept_as_text(tmp_path: Path) -> None:
    word = begun()
    add_table(word, [COLUMNS, ONE])
    add_footnote(word, "ตามหนังสือสั่งการ ว ๑๒๓")
    assert read_plan(saved(word, tmp_path)).notes[-1] == "ตามหนังสือสั่งการ ว ๑๒๓"


def test_what_both_rows_of_a_merged_measure_say_is_read_once(tmp_path: Path) -> None:
    word = begun()
    again = ["", "เผยแพร่", "กองคลัง", "ไตรมาสที่  ๑-๒"]
    other = ["", "ติดประกาศ", "กองช่าง", "ไตรมาสที่ ๑-๒"]
    table = add_table(word, [COLUMNS, ONE, again, other, TWO])
    table.cell(1, 0).merge(table.cell(3, 0))
    first, second = read_plan(saved(word, tmp_path)).measures
    assert first.steps == ("จัดทำ", "เผยแพร่", "ติดประกาศ")
    assert first.responsible is not None and first.responsible.units == ("กองคลัง", "กองช่าง")
    assert first.responsible.text.count("กองคลัง") == 1
    assert first.timeframe is not None and first.timeframe.text == "ไตรมาสที่ ๑-๒"
    assert second.title == TWO[0]
