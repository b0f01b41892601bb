"""A report as JSON of the documented shape."""

import json
from dataclasses import asdict
from datetime import UTC
from hashlib import sha256
from typing import Any

from checks.sentences import finding_json
from domain.columns import Column
from domain.report import Report, ReportGroup, ReportRow, Section, SectionTable, Source

_NOT_HASHED = ("sha256", "state")


def report_data(report: Report, public: bool = False) -> dict[str, Any]:
    """The report as plain data; `sha256` is over its canonical JSON without `sha256` and `state`.

    `public` leaves out who reported, when, and who approved it: what everyone may read names units alone.
    """
    data: dict[str, Any] = {
        "agency": report.agency,
        "year": report.year,
        "round": str(report.round),
        "layout": report.layout.name,
        "title": report.title,
        "heading": list(report.heading),
        "intro": list(report.intro),
        "columns": [_column_json(column) for column in report.layout.columns],
        "groups": [_group_json(group, public) for group in report.groups],
        "signatories": [asdict(person) for person in report.signatories],
        "signed_on": report.signed_on.isoformat() if report.signed_on else None,
        "note": report.note,
        "exhibits": [
            {key: value for key, value in asdict(piece).items() if key != "path"} for piece in report.exhibits
        ],
        "warnings": [finding_json(warning) for warning in report.warnings],
        "front": [_section_json(section) for section in report.front],
        "back": [_section_json(section) for section in report.back],
        "code": report.code or None,
        "state": report.state,
    }
    if report.comparison:
        data["comparison"] = asdict(report.comparison)
    if report.plan:
        data["plan"] = report.plan
    return {**data, "sha256": report_hash(data)}


def _column_json(column: Column) -> dict[str, Any]:
    """The column; what it says by default is left out."""
    said: dict[str, Any] = {"under": list(column.under), "unit": column.unit}
    shown = {name: value for name, value in said.items() if value}
    kind = {"kind": column.kind} if column.is_own else {}
    return {"key": column.key, "label": column.label, "filled_by": column.filled_by, **kind, **shown}


def report_json(report: Report, public: bool = False) -> bytes:
    """The data as readable JSON in UTF-8, the same bytes for the same report."""
    return (json.dumps(report_data(report, public), ensure_ascii=False, indent=2) + "\n").encode()


def report_hash(data: dict[str, Any]) -> str:
    """The SHA-256 of the data's canonical JSON: sorted keys, no spaces, UTF-8."""
    hashed = {key: value for key, value in data.items() if key not in _NOT_HASHED}
    canonical = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def _group_json(group: ReportGroup, public: bool) -> dict[str, Any]:
    rows = [_row_json(row, public) for row in group.rows]
    return {"title": group.title, "headings": list(group.headings), "rows": rows}


def _row_json(row: ReportRow, public: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "measure": row.measure,
        "cells": {key: list(lines) for key, lines in row.cells.items()},
        "answered": row.answered,
        "status": str(row.status) if row.status else None,
        "outside": next((str(standing) for standing in row.outside if standing), None),
    }
    if row.values:
        shown["values"] = {key: list(value) if isinstance(value, tuple) else value for key, value in row.values.items()}
    if public:
        return shown
    return {**shown, "sources": {key: [_source_json(source) for source in found] for key, found in row.sources.items()}}


def _source_json(source: Source) -> dict[str, Any]:
    at = source.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    told = {"update": source.update, "unit": source.unit, "person": source.person, "at": at}
    others = {name: getattr(source, name) for name in ("approved_by", "on_behalf_of", "corrected_by")}
    return {**told, **{name: who for name, who in others.items() if who is not None}}


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "title": section.title,
        "lines": list(section.lines),
        "labels": [list(pair) for pair in section.labels],
        "tables": [_table_json(table) for table in section.tables],
    }


def _table_json(table: SectionTable) -> dict[str, Any]:
    rows = [[None if cell is None else list(cell) for cell in row] for row in table.rows]
    return {"title": table.title, "columns": [column.label for column in table.columns], "rows": rows}
