"""The workbook read back by another program."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from domain.columns import Column
from domain.report import Report, ReportRow
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from reports.xlsx.report import report_xlsx
from tests.reports.sample import sample
from tests.reports.test_pdf import HOSTILE, hostile_report

pytestmark = pytest.mark.repeats


def sheets(book: bytes) -> dict[str, list[list[object]]]:
    opened = CalamineWorkbook.from_filelike(BytesIO(book))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


@pytest.mark.parametrize("name", layout_names())
def test_every_cell_reads_back(name: str) -> None:
    report = compile_report(sample(named_layout(name)))
    rows = sheets(report_xlsx(report))["รายงาน"]
    head = len(report.heading or (report.title,))
    columns = report.layout.columns
    found = [row[-len(columns) :] for row in rows[head + 1 :]][: len(report.rows)]
    assert found == [[_cell_of(column, row) for column in columns] for row in report.rows]


def _cell_of(column: Column, row: ReportRow) -> object:
    """What the cell holds: a number as one, lines as text; so the number too that stands behind a status."""
    alone = column.is_number and not column.tells_status
    return row.values.get(column.key, "") if alone else "\n".join(row.cells[column.key])


def test_the_topic_stands_in_every_row(report: Report) -> None:
    rows = sheets(report_xlsx(report))["รายงาน"][len(report.heading) + 1 :]
    assert all(row[0] for row in rows)


def test_the_summary_counts_where_the_measures_stand(report: Report) -> None:
    head, *rows = sheets(report_xlsx(report))["สรุป"]
    total = dict(zip(head, rows[4], strict=True))
    assert total == {
        "หัวข้อ": "รวม",
        "จำนวนมาตรการ": 12,
        "ดำเนินการแล้วเสร็จ": 9,
        "อยู่ระหว่างดำเนินการ": 1,
        "ไม่ดำเนินการ": 1,
        "ยังไม่ได้ดำเนินการ": 0,
        "ยังไม่รายงาน": 1,
    }


def test_measures_are_counted_and_not_rows_where_a_topic_is_one_row() -> None:
    report = compile_report(sample(named_layout("outcomes")))
    assert len(report.rows) < 12 == len(report.statuses)
    head, *rows = sheets(report_xlsx(report))["สรุป"]
    total = dict(zip(head, next(row for row in rows if row[0] == "รวม"), strict=True))
    assert (total["จำนวนมาตรการ"], total["ดำเนินการแล้วเสร็จ"], total["ยังไม่รายงาน"]) == (12, 9, 1)


def test_the_header_is_frozen_and_filters(report: Report) -> None:
    with ZipFile(BytesIO(report_xlsx(report))) as container:
        sheet = container.read("xl/worksheets/sheet1.xml").decode()
    assert "<autoFilter" in sheet and 'state="frozen"' in sheet


def test_what_people_write_is_never_a_formula() -> None:
    made = report_xlsx(hostile_report())
    with ZipFile(BytesIO(made)) as container:
        assert b"<f>" not in b"".join(container.read(n) for n in container.namelist() if "worksheets/" in n)
    assert any("\n".join(HOSTILE) in row for row in sheets(made)["รายงาน"])


def test_a_cell_too_long_for_a_sheet_says_where_the_rest_stands() -> None:
    report = hostile_report()
    row = report.groups[0].rows[0]
    object.__setattr__(row, "cells", {**row.cells, "result": ("ก" * 40_000,)})
    (cell,) = {str(c) for line in sheets(report_xlsx(report))["รายงาน"] for c in line if "ก" * 30_000 in str(c)}
    assert len(cell) == 32_767
    assert cell.endswith("… (ส่วนที่เหลืออยู่ใน PDF และ Word)")


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert report_xlsx(report) == report_xlsx(report)
