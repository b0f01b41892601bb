"""The data of a published report: CSV and JSON, described for people and, by a standard, for programs."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from domain.columns import Column, ColumnChoice
from domain.report import Report
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from reports.to_csv import report_csv
from reports.to_schema import table_schema
from tests.reports.sample import sample
from tests.web.admin.test_certify import PUBLIC, certify, publish
from tests.web.site import Site

pytestmark = pytest.mark.usefixtures("quick_pdf")


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.slow
def test_the_package_describes_the_files_of_this_version(site: Site, published: FlaskClient) -> None:
    anyone = site.browser()
    answer = anyone.get(f"{PUBLIC}/first_half/datapackage.json")
    assert answer.mimetype == "application/json" and answer.headers["Cache-Control"] == "public, no-cache"
    told = json.loads(answer.data)
    assert told["name"] == "demo-2570-1-first_half" and told["version"] == "1"
    assert told["homepage"] == f"{site.base_url}{PUBLIC}/first_half"
    for resource, suffix in zip(told["resources"], ("csv", "json"), strict=True):
        parts = urlsplit(resource["path"])
        assert f"{parts.scheme}://{parts.netloc}" == site.base_url
        data = anyone.get(parts.path).data
        assert data == anyone.get(f"{PUBLIC}/first_half.{suffix}").data
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
    table, _ = told["resources"]
    headings, *rows = read_csv(anyone.get(f"{PUBLIC}/first_half.csv").data)
    assert [field["name"] for field in table["schema"]["fields"]] == headings and rows
    certify(published, reason="แก้ไขตัวเลข")
    publish(published, 2)
    newer = json.loads(anyone.get(f"{PUBLIC}/first_half/datapackage.json").data)
    assert newer["version"] == "2" and newer["resources"][0]["path"].endswith("/first_half/v2.csv")


@pytest.mark.slow
def test_the_page_says_of_each_column_what_stands_in_it(site: Site, published: FlaskClient) -> None:
    anyone = site.browser()
    page = unescape(anyone.get(f"{PUBLIC}/first_half/data").text)
    told = json.loads(anyone.get(f"{PUBLIC}/first_half.json").data)
    for column in told["columns"]:
        assert f"<code>{column['key']}</code>" in page and column["label"] in page
    assert f"{PUBLIC}/first_half/datapackage.json" in page
    assert "มาจากมาตรการประจำปี" in page and "มาจากการรายงานของผู้รับผิดชอบ" in page


@pytest.mark.parametrize("name", layout_names())
def test_each_layouts_csv_has_the_columns_that_its_schema_names(name: str) -> None:
    assert_described(compile_report(sample(named_layout(name))))


OWN = (
    Column("spent", "เบิกจ่าย", "reply", kind="money", under=("งบประมาณ",), unit="บาท"),
    Column("people", "ผู้เข้าร่วม", "reply", kind="number", unit="คน"),
    Column("state", "สถานะ", "reply", kind="choice", choices=(ColumnChoice("แล้วเสร็จ"), ColumnChoice("ไม่เสร็จ"))),
    Column("when", "ดำเนินการ", "plan", kind="period", mark="✓", choices=(ColumnChoice("ต.ค."), ColumnChoice("พ.ย."))),
)


def own_report(**values: object) -> Report:
    """A report whose first row has these values in the agency's own columns."""
    layout = named_layout("results")
    report = compile_report(sample(replace(layout, columns=(*layout.columns, *OWN))))
    group = report.groups[0]
    texts = {key: (str(value),) for key, value in values.items() if not isinstance(value, tuple)}
    row = replace(group.rows[0], values=values, cells={**group.rows[0].cells, **texts})  # type: ignore[arg-type]
    first = replace(group, rows=(row, *group.rows[1:]))
    return replace(report, groups=(first, *report.groups[1:]))


def assert_described(report: Report) -> dict[str, dict[str, str]]:
    """The fields by their name, once the table was read by them alone."""
    fields = table_schema(report)["fields"]
    headings, *rows = read_csv(report_csv(report))
    assert [field["name"] for field in fields] == headings
    assert len(set(headings)) == len(headings), "a heading names one column"
    for field, *cells in zip(fields, *rows, strict=True):
        assert field["type"] in ("string", "number") and field["description"]
        if field["type"] == "number":
            [float(cell) for cell in cells if cell]
    return {field["name"]: field for field in fields}


def test_a_number_is_one_with_its_unit_and_a_months_mark_names_its_column() -> None:
    fields = assert_described(own_report(spent=12500.5, people=30, state="แล้วเสร็จ", when=("ต.ค.",)))
    spent = fields["งบประมาณ เบิกจ่าย"]
    assert (spent["type"], spent["key"], spent["kind"], spent["unit"]) == ("number", "spent", "money", "บาท")
    assert fields["ผู้เข้าร่วม"]["type"] == "number"
    assert "แล้วเสร็จ, ไม่เสร็จ" in fields["สถานะ"]["description"]
    months = [field for field in fields.values() if field["key"] == "when"]
    assert len(months) == 2 and "✓" in months[0]["description"]


def test_two_columns_of_one_heading_are_told_apart() -> None:
    layout = named_layout("results")
    twice = tuple(Column(key, "ร้อยละ", "reply", kind="percent") for key in ("first", "second"))
    fields = assert_described(compile_report(sample(replace(layout, columns=(*layout.columns, *twice)))))
    assert fields["ร้อยละ"]["key"] == "first" and fields["ร้อยละ (2)"]["key"] == "second"


def test_a_column_in_which_one_cell_is_no_number_is_of_words() -> None:
    report = own_report(people=30)
    row = report.groups[0].rows[0]
    told = replace(row, cells={**row.cells, "people": ("30", "ไม่นับวิทยากร")})
    groups = (replace(report.groups[0], rows=(told, *report.groups[0].rows[1:])), *report.groups[1:])
    assert assert_described(replace(report, groups=groups))["ผู้เข้าร่วม"]["type"] == "string"
