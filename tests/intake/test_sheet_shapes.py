"""Workbooks as clerks make them: dates, reckoned numbers and boxes as they are shown, hidden and several sheets."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from domain.plan import Plan
from intake.form_wording import form_wording
from intake.plan_file import read_plan
from tests.intake.shapes import HALF, HEAD

pytestmark = pytest.mark.slow

_HEADS = ["มาตรการ", "ผู้รับผิดชอบ", "เริ่มต้น", "สิ้นสุด", "งบประมาณ"]


def _sheet(book: Any, name: str, title: str, heading: str = HEAD) -> Any:
    sheet = book.add_worksheet(name)
    for place, row in enumerate([[heading], [], _HEADS, [title, "กองคลัง"]]):
        sheet.write_row(place, 0, row)
    days = book.add_format({"num_format": "d mmm yyyy"})
    sheet.write_datetime(3, 2, date(2026, 10, 1), days)
    sheet.write_datetime(3, 3, date(2027, 3, 31), days)
    return sheet


def _kinds(plan: Plan) -> set[str]:
    return {warning.kind for warning in plan.warnings} - {"topic-missing", "column-unread"}


def test_days_and_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        sheet = _sheet(book, "แผน", "เผยแพร่")
        sheet.write(3, 4, 33.3 * 3)
        sheet.write_row(4, 0, ["จัดทำคู่มือ", "กองช่าง", "1/10/2569", "31/3/70", 5.0])
    plan = read_plan(tmp_path / "plan.xlsx")
    assert [m.timeframe and (str(m.timeframe.first), str(m.timeframe.last)) for m in plan.measures] == [HALF, HALF]
    assert [measure.others for measure in plan.measures] == [("งบประมาณ: 99.9",), ("งบประมาณ: 5",)]
    assert _kinds(plan) == set()


def test_a_day_typed_with_a_buddhist_year_is_that_day(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        sheet = _sheet(book, "แผน", "เผยแพร่")
        days = book.add_format({"num_format": "d mmm yyyy"})
        sheet.write_datetime(3, 2, date(2569, 10, 1), days)
        sheet.write_datetime(3, 3, date(2570, 3, 31), days)
    (measure,) = read_plan(tmp_path / "plan.xlsx").measures
    assert measure.timeframe and (str(measure.timeframe.first), str(measure.timeframe.last)) == HALF


def test_a_box_that_is_not_ticked_says_nothing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        sheet = book.add_worksheet()
        rows = [[HEAD], [], ["มาตรการ", "ผู้รับผิดชอบ", "ทำ", "ไม่ทำ"], ["เผยแพร่", "กองคลัง", True, False]]
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    (measure,) = read_plan(tmp_path / "plan.xlsx").measures
    assert (measure.status, measure.did_not) == ("done", ())


def test_a_hidden_sheet_is_left_out_and_said(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        _sheet(book, "แผน", "เผยแพร่")
        _sheet(book, "ปีก่อน", "มาตรการเก่า", HEAD.replace("๒๕๗๐", "๒๕๖๙")).hide()
    plan = read_plan(tmp_path / "plan.xlsx")
    assert [measure.title for measure in plan.measures] == ["เผยแพร่"]
    assert [(w.kind, w.place) for w in plan.warnings if w.kind.startswith("sheet")] == [("sheet-hidden", "ปีก่อน")]


def test_measures_of_several_sheets_are_all_read_and_asked_about(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        _sheet(book, "แผน", "เผยแพร่")
        _sheet(book, "ปีก่อน", "มาตรการเก่า", HEAD.replace("๒๕๗๐", "๒๕๖๙"))
    plan = read_plan(tmp_path / "plan.xlsx")
    assert [measure.title for measure in plan.measures] == ["เผยแพร่", "มาตรการเก่า"]
    assert _kinds(plan) == {"sheets-several", "year"}


def test_a_row_without_a_measure_that_names_who_answers_is_asked_about(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        sheet = _sheet(book, "แผน", "เผยแพร่")
        sheet.write_row(4, 0, ["", "กองช่าง"])
    assert _kinds(read_plan(tmp_path / "plan.xlsx")) == {"row-nameless"}


def test_cells_merged_on_our_form_count_for_each_row_and_a_second_form_is_named(tmp_path: Path) -> None:
    labels = form_wording()["columns"]
    heads, who = list(labels.values()), list(labels).index("responsible")
    with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
        for name in ("หนึ่ง", "สอง"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads)
            for row, title in enumerate(("เผยแพร่", "จัดทำคู่มือ"), 1):
                sheet.write_row(
                    row, 0, [{"topic": "1. การใช้งบประมาณ", "measure": title}.get(key, "") for key in labels]
                )
            sheet.merge_range(1, who, 2, who, "กองคลัง")
    plan = read_plan(tmp_path / "plan.xlsx", 2570)
    assert [m.responsible and m.responsible.text for m in plan.measures] == ["กองคลัง", "กองคลัง"]
    assert "form-twice" in _kinds(plan)
