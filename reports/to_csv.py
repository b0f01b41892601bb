"""A report's table as CSV, for spreadsheets and programs."""

import csv
from collections import Counter
from io import StringIO

from domain.csv_cells import guard_cell
from domain.report import Report, ReportGroup, ReportRow
from reports.printed_columns import PrintedColumn, columns_with_topic
from reports.wording import clean


def report_csv(report: Report) -> bytes:
    """A line for each row under the layout's headings, the topic in each; a number as one, all else as it is printed.

    UTF-8 with the mark without which a spreadsheet garbles Thai; nobody who reported is named.
    """
    file = StringIO(newline="")
    csv.writer(file).writerows(csv_table(report))
    return file.getvalue().encode("utf-8-sig")


def csv_table(report: Report) -> list[list[str]]:
    """The headings and the rows, as the file holds them."""
    columns = columns_with_topic(report)
    headings = _tell_apart([_write_text((_join_heading(column),)) for column in columns])
    groups = report.groups
    return [headings, *([_format_cell(column, row, one) for column in columns] for one in groups for row in one.rows)]


def _tell_apart(headings: list[str]) -> list[str]:
    """The headings, a second one of the same words with its number: by them alone programs know the columns."""
    seen = Counter[str]()
    told = []
    for heading in headings:
        seen[heading] += 1
        told.append(f"{heading} ({seen[heading]})" if seen[heading] > 1 else heading)
    return told


def _join_heading(column: PrintedColumn) -> str:
    return " ".join(" ".join((*column.under, column.label)).split())


def _format_cell(column: PrintedColumn, row: ReportRow, group: ReportGroup) -> str:
    lines, value = column.lines_within(group, row), row.values.get(column.key)
    is_number = column.right and isinstance(value, int | float) and len(lines) <= 1
    return str(value) if is_number else _write_text(lines)


def _write_text(lines: tuple[str, ...]) -> str:
    return guard_cell("\n".join(clean(line) for line in lines))
