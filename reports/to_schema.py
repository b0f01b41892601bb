"""What stands in the columns of a report's CSV, as a Table Schema of the Data Package standard (datapackage.org)."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.column_words import KIND_WORDS
from domain.columns import Column, FilledBy, Kind
from domain.messages import N_
from domain.report import Report
from reports.printed_columns import PrintedColumn, columns_with_topic
from reports.to_csv import csv_table
from reports.wording import said

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FILLED_BY: Final[Mapping[FilledBy, str]] = {
    "plan": N_("from the year's measures"),
    "reply": N_("from the reports of those responsible"),
}


def table_schema(report: Report) -> dict[str, Any]:
    """A field for each column of the CSV, by the heading that stands there, in its order.

    `key` is the column's name in the report's JSON, `kind` and `unit` are what the layout says of it; the standard
    allows properties of one's own. A column is of numbers where each of its cells is one or empty.
    """
    headings, *rows = csv_table(report)
    declared = {column.key: column for column in report.layout.columns}
    columns = enumerate(columns_with_topic(report))
    fields = [
        _describe_field(column, declared.get(column.key), headings[place], [row[place] for row in rows])
        for place, column in columns
    ]
    return {"fields": fields, "missingValues": [""]}


def schema_json(report: Report) -> bytes:
    """The schema as readable JSON in UTF-8, the same bytes for the same report."""
    return (json.dumps(table_schema(report), ensure_ascii=False, indent=2) + "\n").encode()


def _describe_field(
    printed: PrintedColumn, column: Column | None, heading: str, cells: Sequence[str]
) -> dict[str, Any]:
    """The field; a topic that the table prints above its rows has no column in the layout."""
    kind: Kind = column.kind if column else "text"
    filled_by: FilledBy = column.filled_by if column else "plan"
    is_number = printed.right and all(_NUMBER.fullmatch(cell) for cell in cells if cell)
    unit = {"unit": column.unit} if column and column.unit else {}
    return {
        "name": heading,
        "type": "number" if is_number else "string",
        "title": column.heading if column and not printed.choice else heading,
        "description": _describe(printed, column, kind, filled_by),
        "key": printed.key,
        "kind": kind,
        "filled_by": filled_by,
        **unit,
    }


def _describe(printed: PrintedColumn, column: Column | None, kind: Kind, filled_by: FilledBy) -> str:
    """What stands in the column and where it comes from, in Thai."""
    if printed.choice:
        what = said(N_("“{mark}” where {choice} is ticked"), mark=printed.mark, choice=printed.choice)
    else:
        what = said(KIND_WORDS[kind])
    labels = [one.label for one in column.choices] if column and column.choices and not printed.choice else []
    parts = (
        what,
        said(N_("choices: {choices}"), choices=", ".join(labels)) if labels else "",
        said(_FILLED_BY[filled_by]),
    )
    return " · ".join(part for part in parts if part)
