"""Front and back matter as the data that `report.typ` sets."""

from collections.abc import Callable
from typing import Any

from domain.report import Report, Section, SectionTable
from reports.printed import closing_lines, hanging, is_status, spanned
from reports.words import width

Pieces = list[str]
Cut = Callable[[str, float], Pieces]

_BOLD = 0.9  # bold letters are wider: fewer of them fit
_INSET = 0.6  # of a cell, in ems


def section_data(section: Section, report: Report, page: float, cut: Cut) -> dict[str, Any]:
    """The section with every line cut for a page so many ems wide."""
    return {
        "kind": section.kind,
        "title": cut(section.title, page * _BOLD),
        "lines": [cut(line, page * (_BOLD if section.kind == "cover" else 1)) for line in section.lines],
        "labels": [{"label": label, "text": cut(text, page * 0.8)} for label, text in section.labels],
        "tables": [_table(table, page, cut) for table in section.tables],
        "chart": [{"name": name, "score": score} for name, score in section.chart],
        "closing": [cut(line, page / 2) for line in closing_lines(report)] if section.kind == "preface" else [],
        "signatures": section.signatures or section.kind == "signatures",
    }


def _table(table: SectionTable, page: float, cut: Cut) -> dict[str, Any]:
    total = sum(column.width for column in table.columns)
    rooms = [max(page * column.width / total - _INSET, 1.0) for column in table.columns]
    columns = [
        {
            "width": column.width,
            "label": cut(column.label, room * _BOLD),
            "under": cut(column.under, room * 2) if column.under else None,
            "right": column.right,
        }
        for column, room in zip(table.columns, rooms, strict=True)
    ]
    rows = [_cells(table, place, rooms, cut) for place in range(len(table.rows))]
    return {"title": cut(table.title, page * _BOLD), "columns": columns, "rows": rows}


def _cells(table: SectionTable, place: int, rooms: list[float], cut: Cut) -> list[dict[str, Any]]:
    """The cells that begin in this row, each with its column and how many rows it covers."""
    return [
        {
            "at": column,
            "rows": spanned(table, place, column),
            "lines": [line_data(line, rooms[column], cut) for line in cell],
        }
        for column, cell in enumerate(table.rows[place])
        if cell is not None
    ]


def line_data(line: str, room: float, cut: Cut) -> dict[str, Any]:
    """The line's pieces, how far its second row hangs, whether it is bold."""
    bold = is_status(line)
    fits = room * _BOLD if bold else room - hanging(line)
    made = cut(line, fits)
    plain = not bold and (not hanging(line) or sum(map(width, made)) < fits * 0.9)
    return {"pieces": made, "indent": hanging(line), "bold": bold, "plain": plain}
