"""The row under the workbook's table that adds up its numbers, of the rows that a filter shows."""

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_range

from domain.column_values import Value, add_numbers
from domain.columns import Column
from domain.messages import N_
from domain.report import Report
from reports.printed_columns import PrintedColumn
from reports.wording import said

NUMBER_FORMATS: Final = {"whole": "#,##0", "parts": "#,##0.00"}
# Excel's numbers for SUBTOTAL, which leaves out what a filter hides.
_FUNCTIONS: Final = {"sum": 109, "average": 101}


def number_kind(value: int | float) -> str:
    """Which of the formats shows the number."""
    return "whole" if isinstance(value, int) or value.is_integer() else "parts"


def write_totals(
    sheet: Any, rows: tuple[int, int], columns: Sequence[PrintedColumn], report: Report, formats: dict[str, Any]
) -> None:
    """Writes the row under the last of the rows, where any column has numbers that give one."""
    first, last = rows
    totals = {place: (column, total) for place, column, total in _list_totals(columns, report)}
    for place in range(len(columns)) if totals else ():
        if place in totals:
            column, total = totals[place]
            formula = f"=SUBTOTAL({_FUNCTIONS[column.totals_by]},{xl_range(first, place, last, place)})"
            sheet.write_formula(last + 1, place, formula, formats[f"bold {number_kind(total)}"], total)
        else:
            sheet.write_string(last + 1, place, said(N_("Total")) if place == 0 else "", formats["bold"])


def _list_totals(columns: Sequence[PrintedColumn], report: Report) -> list[tuple[int, Column, int | float]]:
    found = []
    for place, printed in enumerate(columns):
        column = report.layout.column(printed.key)
        total = add_numbers(column, _list_values(printed.key, report)) if column and printed.right else None
        if column and total is not None:
            found.append((place, column, total))
    return found


def _list_values(key: str, report: Report) -> list[Value]:
    """The values of the rows that hold a number alone: what a unit wrote in words beside it is no number in Excel."""
    return [row.values[key] for row in report.rows if key in row.values and len(row.cells.get(key, ())) <= 1]
