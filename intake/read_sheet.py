"""Workbooks and CSV files: each sheet is one table, its rows counted as the spreadsheet counts them."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain.csv_cells import unguard_cell
from domain.finding import Finding
from intake.markup import plain_lines
from intake.own_process import run_apart
from intake.read_text import decoded
from intake.tables import Document, Table, table_of, with_merges
from intake.unreadable import MOST_COLUMNS, MOST_ROWS, UnreadableFile

_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_SAMPLE = 20_000


_ERRORS = {"locked": "locked", "damaged": "workbook-damaged", "rows": "too-many-rows", "columns": "too-many-columns"}
_MOST = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}


def read_workbook(path: Path) -> Document:
    """The document that an .xlsx file holds: a table for each sheet that is shown and not empty."""
    found = run_apart("intake.sheet_cells", path, "workbook-damaged", "workbook-too-long")
    if "error" in found:
        raise UnreadableFile(_ERRORS[found["error"]], most=_MOST.get(found["error"], 0))
    sheets = dict(enumerate(found["sheets"], 1))
    tables = [_sheet(sheet, place) for place, sheet in sheets.items() if not sheet["hidden"]]
    hidden = tuple(_left_out(sheet["name"]) for sheet in sheets.values() if sheet["hidden"] and sheet["rows"])
    names = {place: sheet["name"] for place, sheet in sheets.items()}
    return Document(tuple(table for table in tables if table.rows), sheets=names, doubts=hidden)


def _left_out(name: str) -> Finding:
    return Finding("sheet-hidden", name, {"name": name})


def _sheet(sheet: dict[str, Any], number: int) -> Table:
    table = table_of([[plain_lines(value) for value in row] for row in sheet["rows"]], number)
    merged = with_merges(table, tuple(tuple(merge) for merge in sheet["merges"]))
    return _with_look(merged, *sheet["look"]) if sheet["look"] else merged


def _with_look(table: Table, columns: list[tuple[int, int, float]], usual: float, landscape: bool | None) -> Table:
    """The table with its columns' widths (hundredths of a letter) where any is stated, and how the paper lies."""
    widths = [usual] * table.width
    for first, last, width in columns:
        for place in range(max(first, 0), min(last + 1, table.width)):
            widths[place] = width
    stated = tuple(max(0, round(width * 100)) for width in widths) if columns else ()
    return replace(table, widths=stated, landscape=landscape)


def read_csv(data: bytes) -> Document:
    """The document that a CSV file's bytes hold, parted by commas, semicolons or tabs."""
    text = decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows = []
    try:
        for values in reader:
            rows.append([plain_lines(unguard_cell(value)) for value in values])
            _check_size(len(rows), len(values))
    except csv.Error as error:
        raise UnreadableFile("csv-broken", line=reader.line_num, why=str(error)) from error
    return Document((table_of(rows, 1),) if any(any(row) for row in rows) else ())


def _delimiter(text: str) -> str:
    """The mark that most of the first lines have outside quotes."""
    lines = _QUOTED.sub("", text[:_SAMPLE]).splitlines()
    return max(
        _DELIMITERS, key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines))
    )


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise UnreadableFile("too-many-rows", most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise UnreadableFile("too-many-columns", most=MOST_COLUMNS)
