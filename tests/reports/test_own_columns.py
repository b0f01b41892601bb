"""What stands in an agency's own columns comes out of every renderer, by its kind."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from domain.column_values import Value, check_value
from domain.columns import Column, ColumnChoice
from domain.report import Report
from domain.task import Status, Update
from reports.compile.answers import answers_of
from reports.compile.compare import comparison_section
from reports.compile.material import Material
from reports.compile.own_cells import merge_lines
from reports.compile.report import compile_report
from reports.docx.report import report_docx
from reports.headings import HeadCell, head_rows
from reports.pdf.report import report_pdf
from reports.printed_columns import printed_columns
from reports.to_html import report_html
from reports.to_json import report_data
from reports.xlsx.report import report_xlsx
from reports.xlsx.totals import _list_totals
from tests.own_layout import own_layout
from tests.reports.own import own_material
from tests.reports.reading import page_texts
from thai.cadences import CadenceKind
from thai.normalise import remove_spaces


@pytest.fixture(scope="module")
def report() -> Report:
    return compile_report(own_material())


def test_headings_of_any_depth_span_what_stands_under_them() -> None:
    first, second, third = head_rows(printed_columns(own_layout()))
    spans = [(cell.text, cell.at, cell.across, cell.down) for cell in first]
    assert spans[:4] == [
        ("ที่", 0, 1, 3),
        ("โครงการ/กิจกรรม", 1, 1, 3),
        ("งบประมาณ", 2, 2, 1),
        ("ระยะเวลาดำเนินการ", 4, 3, 1),
    ]
    assert second == (
        HeadCell("ตามแผน (บาท)", 2, down=2),
        HeadCell("เบิกจ่าย (บาท)", 3, down=2),
        HeadCell("พ.ศ. 2569", 4, 2),
        HeadCell("พ.ศ. 2570", 6),
    )
    assert [cell.text for cell in third] == ["ต.ค.", "พ.ย.", "ม.ค."]


def test_replies_of_several_units_become_one_where_they_can(report: Report) -> None:
    cells = report.rows[0].cells
    assert cells["budget"] == ("๓๐,๐๐๐",)
    assert cells["spent"] == ("๒๘,๔๕๐.๕๐",)
    assert cells["progress"] == ("๗๒.๕%",)
    assert cells["people"] == ("๓๘ คน",)
    assert cells["state"] == ("เป็นไปตามแผน (สำนักปลัด)", "ล่าช้ากว่าแผน (ไม่ได้รับงบประมาณ) (กองคลัง)")
    assert cells["opened"] == ("๗ ตุลาคม ๒๕๖๙ (สำนักปลัด)", "๕ พฤศจิกายน ๒๕๖๙ (กองคลัง)")
    assert cells["trouble"] == ("- ขาดบุคลากร แก้ไขโดยขอความร่วมมือจากทุกกอง", "- งบประมาณไม่เพียงพอ")
    assert {source.unit for source in report.rows[0].sources["spent"]} == {"สำนักปลัด", "กองคลัง"}


def test_what_a_unit_wrote_in_place_of_a_number_stands_behind_the_others_and_is_in_no_sum() -> None:
    replies: tuple[tuple[int, str, dict[str, Value]], ...] = (
        (1, "สำนักปลัด", {"progress": 80}), (1, "กองคลัง", {"progress": "ประมาณครึ่ง"}), (2, "สำนักปลัด", {"progress": 50}),
    )  # fmt: skip
    report = compile_report(own_material(*replies))
    assert report.rows[0].cells["progress"] == ("๘๐%", "ประมาณครึ่ง (กองคลัง)")
    columns = printed_columns(report.layout)
    assert [total for _, column, total in _list_totals(columns, report) if column.key == "progress"] == [50]


def test_a_plans_wording_in_place_of_a_number_stays_and_nobodys_report_is_said(report: Report) -> None:
    assert report.rows[2].cells["budget"] == ("ไม่ใช้งบประมาณ",)
    assert report.rows[2].cells["trouble"] == ("ยังไม่รายงาน",)


@pytest.mark.slow
def test_the_pdf_holds_every_cell(report: Report) -> None:
    text = remove_spaces("".join(page_texts(report_pdf(report))))
    printed = [line for row in report.rows for key, lines in row.cells.items() if key != "held" for line in lines]
    assert [line for line in printed if remove_spaces(line) not in text] == []
    assert text.count("X") == 5


def test_word_sets_numbers_on_the_right_and_the_header_in_three_rows(report: Report) -> None:
    xml = ZipFile(BytesIO(report_docx(report))).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == 3
    cell = next(part for part in xml.split("<w:tc>") if "๒๘,๔๕๐.๕๐" in part)
    assert '<w:jc w:val="right"/>' in cell
    widths = [
        sum(map(int, re.findall(r'<w:tcW w:w="(\d+)"', row))) for row in xml.split("</w:tbl>")[0].split("<w:tr>")[1:]
    ]
    assert set(widths) == {14003}


def test_html_sets_numbers_on_the_right_and_ticks_marks(report: Report) -> None:
    html = report_html(report).decode()
    assert '<td class="right"><p>๒๘,๔๕๐.๕๐</p></td>' in html
    assert html.count('<td class="center"><p>X</p></td>') == 5
    assert '<th colspan="3">ระยะเวลาดำเนินการ</th>' in html


def test_excel_gets_real_numbers_and_a_row_of_totals(report: Report) -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(report_xlsx(report))).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "งบประมาณ เบิกจ่าย (บาท)" in row)
    by_name = [dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]]
    assert [row["งบประมาณ ตามแผน (บาท)"] for row in by_name] == [30000, 12500.5, "ไม่ใช้งบประมาณ", 42500.5]
    assert [row["งบประมาณ เบิกจ่าย (บาท)"] for row in by_name] == [28450.5, 0, "", 28450.5]
    assert [row["ร้อยละความคืบหน้า"] for row in by_name] == [72.5, 100, "", 86.25]
    assert by_name[-1]["หัวข้อ"] == "รวม" if "หัวข้อ" in head else "รวม" in rows[-1]
    sheet = ZipFile(BytesIO(report_xlsx(report))).read("xl/worksheets/sheet1.xml").decode()
    assert "SUBTOTAL(109," in sheet
    assert "SUBTOTAL(101," in sheet


def test_json_holds_kinds_headings_and_typed_values(report: Report) -> None:
    data = report_data(report)
    spent = next(column for column in data["columns"] if column["key"] == "spent")
    assert spent == {
        "key": "spent",
        "label": "เบิกจ่าย (บาท)",
        "filled_by": "reply",
        "kind": "money",
        "under": ["งบประมาณ"],
    }
    values = data["groups"][0]["rows"][0]["values"]
    assert values == {"budget": 30000, "spent": 28450.5, "held": ["ต.ค.", "ม.ค."], "progress": 72.5, "people": 38}


def told(*months: int, cadence: CadenceKind = CadenceKind.MONTHLY, **columns: bool) -> Report:
    """A measure of one unit that reported in these months; `columns` says of which the numbers add up."""
    material = own_material()
    layout = own_layout()
    changed = tuple(replace(one, adds_up=columns.get(one.key, False)) for one in layout.columns)
    task = replace(material.tasks[0], cadence=cadence)
    updates = [
        Update(
            month,
            task.id,
            7,
            datetime(2026, month, 20, tzinfo=UTC),
            Status.IN_PROGRESS,
            period=date(2026, month, 1),
            own={"spent": 100 * month, "people": month, "trouble": f"เดือนที่ {month}", "held": ("ต.ค.",)},
        )
        for month in months
    ]
    return compile_report(
        replace(
            material,
            layout=replace(layout, columns=changed),
            tasks=(task,),
            updates={task.id: updates[-1]},
            earlier={task.id: tuple(updates[:-1])},
        )
    )


def test_of_several_months_the_newest_number_stands_or_they_add_up_as_the_column_says() -> None:
    cells = told(10, 11, people=True).rows[0].cells
    assert cells["spent"] == ("๑,๑๐๐",)
    assert cells["people"] == ("๒๑ คน",)
    assert "- เดือนที่ ๑๐" in cells["trouble"]
    assert "- เดือนที่ ๑๑" in cells["trouble"]


def test_one_value_told_alike_by_all_units_is_said_once() -> None:
    column = Column("state", "สถานะ", "reply", kind="choice", choices=(ColumnChoice("ดี"),))
    material = own_material((1, "ก", {"state": ("ดี",)}), (1, "ข", {"state": ("ดี",)}))
    answers = answers_of(material.plan.measures[0].measure, material.tasks, material)
    assert merge_lines(column, answers) == ("ดี",)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column("a", "a", "reply", kind="money"), "มาก"),
        (Column("a", "a", "reply", kind="money"), True),
        (Column("a", "a", "reply", kind="date"), "2026-02-30"),
        (Column("a", "a", "plan", kind="choice", choices=(ColumnChoice("ดี"),)), ("แย่",)),
        (Column("a", "a", "reply", kind="text"), 5),
        (Column("a", "a", "reply", kind="links"), "https://example.go.th"),
    ],
)
def test_what_is_not_of_the_columns_kind_is_no_value(column: Column, value: Value) -> None:
    with pytest.raises(ValueError, match="column a"):
        check_value(column, value)


def test_numbers_are_set_beside_last_years() -> None:
    before = own_material((1, "สำนักปลัด", {"spent": 10000, "progress": 50}))
    before = replace(before, plan=replace(before.plan, year=2569), round=replace(before.round, year=2569))
    report = compile_report(replace(own_material(), before=before))
    assert report.comparison is not None
    numbers = {one.name: (one.then, one.now) for one in report.comparison.numbers}
    assert numbers["งบประมาณ ตามแผน (บาท)"] == (42500.5, 42500.5)
    assert numbers["งบประมาณ เบิกจ่าย (บาท)"] == (10000, 28450.5)
    assert numbers["ร้อยละความคืบหน้า"] == (50, 86.25)
    first, *others = report.comparison.measures
    differing = {one.name: (one.then, one.now) for one in first.columns}
    assert differing["งบประมาณ เบิกจ่าย (บาท)"] == (("๑๐,๐๐๐",), ("๒๘,๔๕๐.๕๐",))
    assert "งบประมาณ ตามแผน (บาท)" not in differing
    assert not others[-1].columns
    section = comparison_section(report.comparison, report.layout)
    (table,) = [each for each in section.tables if each.columns[0].label == "คอลัมน์"]
    assert ("๑๐,๐๐๐",) in table.rows[1] and ("+๑๘,๔๕๐.๕๐",) in table.rows[1]
    assert report_xlsx(report) and report_data(report)["comparison"]["numbers"]


def told_material(*replies: tuple[str, Status, int | None]) -> Material:
    """The first measure answered by units in a layout whose percent tells the status."""
    own = [{} if percent is None else {"progress": percent} for _, _, percent in replies]
    material = own_material(*((1, unit, values) for (unit, _, _), values in zip(replies, own, strict=True)))
    columns = (Column("measure", "กิจกรรม", "plan"), *(
        Column("progress", "สถานการณ์ % ความคืบหน้า", "reply", kind="percent", unit="%", tells_status=True),
        Column("trouble", "ปัญหา", "reply"),
    ))  # fmt: skip
    layout = replace(material.layout, columns=columns, digits="arabic")
    statuses = {unit: status for unit, status, _ in replies}
    units = {task.id: task.unit for task in material.tasks}
    updates = {
        key: replace(
            one, status=statuses[units[key]], reason="งบไม่พอ" if statuses[units[key]] is Status.NOT_DONE else ""
        )
        for key, one in material.updates.items()
    }
    return replace(material, layout=layout, updates=updates)


@pytest.mark.parametrize(
    ("replies", "lines"),
    [
        ((("สำนักปลัด", Status.IN_PROGRESS, 45),), ("อยู่ระหว่างดำเนินการ 45%",)),
        ((("สำนักปลัด", Status.NOT_DONE, None),), ("ไม่ดำเนินการ", "- งบไม่พอ")),
        ((("สำนักปลัด", Status.NOT_STATED, 50),), ("50%",)),
        ((("สำนักปลัด", Status.NOT_STARTED, None),), ("ยังไม่ได้ดำเนินการ",)),
        (
            (("สำนักปลัด", Status.DONE, 100), ("กองคลัง", Status.IN_PROGRESS, 20)),
            ("ดำเนินการแล้วเสร็จ (สำนักปลัด) 100%", "อยู่ระหว่างดำเนินการ (กองคลัง) 20%"),
        ),
    ],
)
def test_a_percent_that_tells_the_status_is_printed_behind_it(
    replies: tuple[tuple[str, Status, int | None], ...], lines: tuple[str, ...]
) -> None:
    report = compile_report(told_material(*replies))
    row = report.groups[0].rows[0]
    assert row.cells["progress"] == lines
    assert row.cells["trouble"] == ()
    assert [column.align for column in printed_columns(report.layout)] == ["", "", ""]
    with CalamineWorkbook.from_filelike(BytesIO(report_xlsx(report))) as book:
        assert "\n".join(lines) in [str(cell) for each in book.get_sheet_by_index(0).to_python() for cell in each]
