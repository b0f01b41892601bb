"""A report as JSON of the documented shape."""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from domain.report import Report, ReportGroup

_NOT_HASHED = ("sha256", "state")


def report_data(report: Report) -> dict[str, Any]:
    """The report as plain data; `sha256` is over its canonical JSON without `sha256` and `state`."""
    data: dict[str, Any] = {
        "agency": report.agency,
        "year": report.year,
        "round": str(report.round),
        "layout": report.layout.name,
        "title": report.title,
        "heading": list(report.heading),
        "intro": list(report.intro),
        "columns": [
            {"key": column.key, "label": column.label, "filled_by": column.filled_by}
            for column in report.layout.columns
        ],
        "groups": [_group(group) for group in report.groups],
        "signatories": [asdict(person) for person in report.signatories],
        "signed_on": report.signed_on.isoformat() if report.signed_on else None,
        "note": report.note,
        "exhibits": [
            {key: value for key, value in asdict(piece).items() if key != "path"} for piece in report.exhibits
        ],
        "warnings": [asdict(warning) for warning in report.warnings],
        "state": report.state,
    }
    return {**data, "sha256": report_hash(data)}


def report_json(report: Report) -> bytes:
    """The data as readable JSON in UTF-8, the same bytes for the same report."""
    return (json.dumps(report_data(report), ensure_ascii=False, indent=2) + "\n").encode()


def report_hash(data: dict[str, Any]) -> str:
    """The SHA-256 of the data's canonical JSON: sorted keys, no spaces, UTF-8."""
    hashed = {key: value for key, value in data.items() if key not in _NOT_HASHED}
    canonical = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def _group(group: ReportGroup) -> dict[str, Any]:
    rows = [
        {
            "measure": row.measure,
            "cells": {key: list(lines) for key, lines in row.cells.items()},
            "answered": row.answered,
            "status": str(row.status) if row.status else None,
        }
        for row in group.rows
    ]
    return {"title": group.title, "headings": list(group.headings), "rows": rows}
