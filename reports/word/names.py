"""What a Word template may name: the report's texts, groups, rows, signatories and evidence, each with its shape."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from docxtpl import Listing

from domain.columns import COLUMN_KEYS
from domain.layout import Layout
from domain.report import Report, ReportRow
from domain.task import Status
from reports.printed import signature_day, signature_lines
from reports.wording import clean, day_of_letter, status_words
from thai.fiscal import round_name

TEXT: Final = "text"
NUMBER: Final = "number"
# A text, a number, a list of one shape, or names with a shape each.
Shape = str | list[Any] | Mapping[str, Any]

_ROW: Final[Mapping[str, Shape]] = {"status": TEXT, **dict.fromkeys(sorted(COLUMN_KEYS), TEXT)}
SHAPE: Final[Mapping[str, Shape]] = {
    **dict.fromkeys(("agency", "year", "round", "title", "note", "signed_on"), TEXT),
    "heading": [TEXT],
    "intro": [TEXT],
    "rows": [{**_ROW, "topic_title": TEXT}],
    "groups": [{"title": TEXT, "headings": [TEXT], "rows": [_ROW]}],
    "signatories": [
        {"lines": [TEXT], **dict.fromkeys(("name", "position", "acting_for", "label", "day"), TEXT)},
    ],
    "exhibits": [dict.fromkeys(("measure", "unit", "kind", "name", "link", "day"), TEXT)],
}


def shape_of(columns: Collection[str]) -> Mapping[str, Shape]:
    """The names of a report with these columns: an agency's own are known there too."""
    row = {**_ROW, **dict.fromkeys(columns, TEXT)}
    group = {"title": TEXT, "headings": [TEXT], "rows": [row]}
    return {**SHAPE, "rows": [{**row, "topic_title": TEXT}], "groups": [group]}


def template_words(report: Report) -> dict[str, Any]:
    """The report in the shape of `SHAPE`; a column that its layout has not is empty."""
    groups: list[dict[str, Any]] = [
        {
            "title": clean(group.title),
            "headings": [clean(line) for line in group.headings],
            "rows": [_make_row(row, report.layout) for row in group.rows],
        }
        for group in report.groups
    ]
    return {
        "agency": clean(report.agency),
        "year": str(report.year),
        "round": round_name(report.round, report.year, thai_digits=report.layout.digits == "thai"),
        "title": clean(report.title),
        "note": clean(report.note),
        "signed_on": day_of_letter(report.signed_on, report.layout) if report.signed_on else "",
        "heading": [clean(line) for line in report.heading],
        "intro": [clean(line) for line in report.intro],
        "rows": [{**row, "topic_title": group["title"]} for group in groups for row in group["rows"]],
        "groups": groups,
        "signatories": _list_signatories(report),
        "exhibits": _list_exhibits(report),
    }


def _make_row(row: ReportRow, layout: Layout) -> dict[str, Any]:
    """Each cell's lines in one text, a new line for each."""
    keys = {*COLUMN_KEYS, *row.cells}
    cells = {key: Listing(clean("\n".join(row.cells.get(key, ())))) for key in keys}
    return {**cells, "status": _find_row_status(row, layout)}


def _find_row_status(row: ReportRow, layout: Layout) -> str:
    """How far the row is, as its main cell says it; "" where its document states none, or its measures differ in it."""
    if row.status:
        return "" if row.status is Status.NOT_STATED else status_words(row.status, layout)
    standings = set(row.standings)
    return status_words(standings.pop(), layout) if len(standings) == 1 else ""


def _list_signatories(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "lines": [clean(line) for line in signature_lines(who)],
            "name": clean(who.name),
            "position": clean(who.position),
            "acting_for": clean(who.acting_for or ""),
            "label": clean(who.label or ""),
            "day": signature_day(report, who),
        }
        for who in report.signatories
    ]


def _list_exhibits(report: Report) -> list[dict[str, str]]:
    fields = ("measure", "unit", "kind", "name", "link", "day")
    return [{field: clean(getattr(piece, field) or "") for field in fields} for piece in report.exhibits]
