"""What goes with the PDF: the report's data as JSON and CSV, no more of it than anybody may read."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pikepdf
import pytest

from domain.report import Report, ReportGroup, ReportRow, Source
from reports.compile.report import compile_report
from reports.pdf.report import report_pdf
from reports.to_csv import report_csv
from reports.to_json import report_json
from tests.reports.own import own_material

PERSON = "p4711"


@pytest.fixture(scope="module")
def report() -> Report:
    """A report that knows who reported each of its cells."""
    report = compile_report(own_material())
    source = Source(99, "กองคลัง", PERSON, datetime(2027, 3, 20, tzinfo=UTC))
    named = [replace(row, sources=dict.fromkeys(row.cells, (source,))) for row in report.groups[0].rows]
    return replace(report, groups=(replace(report.groups[0], rows=tuple(named)), *report.groups[1:]))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_pdf_brings_the_public_json_and_the_csv_byte_for_byte(report: Report) -> None:
    assert PERSON in report_json(report).decode()
    made = report_pdf(report)
    assert made == report_pdf(report)
    with pikepdf.open(BytesIO(made)) as document:
        files = {name: each.get_file().read_bytes() for name, each in document.attachments.items()}
        kinds = {name: each.get_file().mime_type for name, each in document.attachments.items()}
        assert {str(each.AFRelationship) for each in document.Root.AF} == {"/Data"}
    assert files == {
        "report-2570-first_half.json": report_json(report, public=True),
        "report-2570-first_half.csv": report_csv(report),
    }
    assert kinds == {"report-2570-first_half.json": "application/json", "report-2570-first_half.csv": "text/csv"}
    assert not any(PERSON in data.decode() for data in files.values())


def test_the_csv_has_a_line_for_each_row_and_numbers_as_numbers(report: Report) -> None:
    head, *lines = read_csv(report_csv(report))
    assert len(lines) == len(report.rows) and {len(line) for line in lines} == {len(head)}
    money = next(column for column in report.layout.columns if column.kind == "money")
    place = next(place for place, label in enumerate(head) if label.endswith(money.label))
    typed = [row.values.get(money.key) for row in report.rows]
    assert [line[place] for line in lines if line[place][:1].isdigit()] == [
        str(value) for value in typed if isinstance(value, int | float)
    ]
    assert any(isinstance(value, int | float) for value in typed)
    assert not any("\n" in label for label in head)


def test_no_cell_of_the_csv_is_taken_for_a_formula(report: Report) -> None:
    key = next(column.key for column in report.layout.columns if column.key == "measure")
    row = ReportRow("x", {key: ("=1+1", "- สอง")})
    lines = read_csv(report_csv(replace(report, groups=(ReportGroup("+ก", (row,)),))))
    assert "'=1+1\n- สอง" in lines[1] and "'+ก" in lines[1]
