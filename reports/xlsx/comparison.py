"""The workbook's sheet that compares a round with last year's."""

from typing import Any

from domain.comparison import Comparison
from domain.layout import Layout
from domain.messages import N_
from domain.report import SectionTable
from reports.compile.compare import comparison_section
from reports.wording import clean, said

_WIDTHS = (20, 38, 24, 24, 24)  # letters


def write_comparison(book: Any, found: Comparison, layout: Layout, formats: dict[str, Any]) -> Any:
    """The sheet: the measures of both years to filter, under them the scores as numbers."""
    sheet, section = book.add_worksheet(said(N_("Comparison"))), comparison_section(found, layout)
    sheet.write_string(0, 0, clean(section.title), formats["title"])
    sheet.write_string(1, 0, clean(section.lines[0]), formats["title"])
    line = 2
    for place, table in enumerate(section.tables):
        last = _write_table(sheet, table, line, formats)
        if place == 0:
            sheet.autofilter(line, 0, last, len(table.columns) - 1)
            sheet.freeze_panes(line + 1, 0)
        line = last + 3
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    return sheet


def _write_table(sheet: Any, table: SectionTable, line: int, formats: dict[str, Any]) -> int:
    """Writes the table from the line on, what goes on said again in each row; the last line."""
    above = [""] * len(table.columns)
    for place, column in enumerate(table.columns):
        sheet.write_string(line, place, clean(column.label), formats["head"])
    for row in table.rows:
        line += 1
        above = [above[place] if cell is None else "\n".join(cell) for place, cell in enumerate(row)]
        for place, text in enumerate(above):
            _write_cell(sheet, line, place, clean(text), formats["cell"], table.columns[place].right)
    return line


def _write_cell(sheet: Any, line: int, place: int, text: str, shown: Any, number: bool) -> None:
    try:
        value = float(text.replace(",", "")) if number else None
    except ValueError:
        value = None
    if value is None:
        sheet.write_string(line, place, text, shown)
    else:
        sheet.write_number(line, place, value, shown)
