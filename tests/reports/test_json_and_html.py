"""The documented JSON, and the page for the preview."""

import json
from dataclasses import replace
from html.parser import HTMLParser

from domain.report import Report
from reports.to_html import report_fragment, report_html
from reports.to_json import report_hash, report_json
from tests.reports.reading import every_text
from tests.reports.test_pdf import HOSTILE, hostile_report

DOCUMENTED = {
    "agency", "year", "round", "layout", "title", "columns", "groups", "signatories", "warnings", "state", "sha256",
}  # fmt: skip


def test_the_json_has_the_documented_shape(report: Report) -> None:
    data = json.loads(report_json(report))
    assert set(data) >= DOCUMENTED
    assert (data["year"], data["round"], data["layout"], data["state"]) == (2570, "first_half", "results", "draft")
    assert data["columns"][4] == {"key": "result", "label": "ผลการดำเนินการ", "filled_by": "reply"}
    assert data["groups"][0]["rows"][0]["cells"]["responsible"] == ["ทุกส่วนราชการ"]
    assert set(data["groups"][0]["rows"][0]["cells"]) == {column["key"] for column in data["columns"]}
    assert data["warnings"][0]["kind"] == "unanswered"


def test_the_hash_is_over_everything_but_itself_and_the_state(report: Report) -> None:
    data = json.loads(report_json(report))
    assert report_hash(data) == data["sha256"]
    assert json.loads(report_json(replace(report, state="published")))["sha256"] == data["sha256"]
    assert json.loads(report_json(replace(report, note="อื่น")))["sha256"] != data["sha256"]


def test_no_path_of_the_machine_is_told(report: Report) -> None:
    assert all(piece.path not in report_json(report).decode() for piece in report.exhibits if piece.path)


class Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Texts:
    reader = Texts()
    reader.feed(page)
    return reader


def test_the_page_shows_every_line(report: Report) -> None:
    text = "\n".join(read(report_html(report).decode()).texts)
    assert [line for line in every_text(report) if line not in text] == []


def test_what_people_write_is_never_markup() -> None:
    reader = read(report_fragment(hostile_report()))
    assert not reader.tags & {"b", "script"}
    assert [line for line in HOSTILE if line not in "\n".join(reader.texts)] == []
