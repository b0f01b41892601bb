"""Front and back matter as the data that `report.typ` sets."""

from collections.abc import Callable, Sequence
from typing import Any

from domain.layout import Layout
from domain.report import Report, Section, SectionTable
from reports.headings import HeadCell, Headed, head_rows
from reports.pdf.words import width
from reports.printed import CHART_TITLE, closing_lines, count_spanned_rows, hanging_indent, is_status
from reports.wording import said

Pieces = list[str]
Cut = Callable[[str, float], Pieces]

_BOLD = 0.9  # bold letters are wider: fewer of them fit
_INSET = 0.6  # of a cell, in ems
_TOGETHER = 6  # lines of a part without a table up to which they are not torn over two pages
WHOLE_ROW = 12  # lines up to which a row is not torn over two pages


def section_data(section: Section, report: Report, page: float, cut: Cut) -> dict[str, Any]:
    """The section with every line cut for a page so many ems wide."""
    return {
        "kind": section.kind,
        "title": cut(section.title, page * _BOLD),
        "lines": [cut(line, page * (_BOLD if section.kind == "cover" else 1)) for line in section.lines],
        "labels": [{"label": label, "text": cut(text, page * 0.8)} for label, text in section.labels],
        "tables": [_table_data(table, page, cut) for table in section.tables],
        "chart": [{"name": name, "score": score} for name, score in section.chart],
        "chart-title": cut(said(CHART_TITLE), page) if section.chart else [],
        "short": not section.tables and sum(count_rows(cut(line, page), page) for line in section.lines) <= _TOGETHER,
        "closing": [cut(line, page / 2) for line in closing_lines(report)] if section.kind == "preface" else [],
        "signatures": section.signatures or section.kind == "signatures",
    }


def _table_data(table: SectionTable, page: float, cut: Cut) -> dict[str, Any]:
    total = sum(column.width for column in table.columns)
    rooms = [max(page * column.width / total - _INSET, 1.0) for column in table.columns]
    columns = [{"width": column.width, "right": column.right} for column in table.columns]
    cells = [_row_cells(table, place, rooms, cut) for place in range(len(table.rows))]
    head = head_data(table.columns, rooms, cut)
    return {"title": cut(table.title, page * _BOLD), "columns": columns, "head": head, "rows": cells}


def head_data(columns: Sequence[Headed], rooms: list[float], cut: Cut) -> list[list[dict[str, Any]]]:
    """The header's rows; `rooms` says how wide each column is inside, in ems."""
    return [[_head_cell(cell, rooms, cut) for cell in row] for row in head_rows(columns)]


def _head_cell(cell: HeadCell, rooms: list[float], cut: Cut) -> dict[str, Any]:
    room = sum(rooms[cell.at : cell.at + cell.across])
    fits = room if cell.across > 1 else room * _BOLD
    label = [cut(line, fits) for line in cell.text.splitlines() or [""]]
    return {"label": label, "across": cell.across, "down": cell.down}


def _row_cells(table: SectionTable, place: int, rooms: list[float], cut: Cut) -> list[dict[str, Any]]:
    """The cells that begin in this row, each with its column and how many rows it covers."""
    return [
        {
            "at": column,
            **_cell_data(cell, count_spanned_rows(table, place, column), rooms[column], cut),
        }
        for column, cell in enumerate(table.rows[place])
        if cell is not None
    ]


def _cell_data(cell: tuple[str, ...], spans: int, room: float, cut: Cut) -> dict[str, Any]:
    lines = [line_data(line, room, cut) for line in cell]
    return {"rows": spans, "lines": lines, "whole": spans == 1 and 0 < count_lines(lines, room) <= WHOLE_ROW}


def count_lines(lines: list[dict[str, Any]], room: float) -> int:
    """About how many printed lines a cell of these lines has, so many ems wide."""
    return sum(count_rows(line["pieces"], room - line["indent"]) for line in lines)


def count_rows(line: Pieces, room: float) -> int:
    """How many printed lines the line takes."""
    found, used = 1, 0.0
    for piece in line:
        taken = width(piece)
        if used + taken > room and piece != " ":
            found, used = found + 1, 0.0
        used += taken
    return found


def line_data(line: str, room: float, cut: Cut, layout: Layout | None = None) -> dict[str, Any]:
    """The line's pieces, how far its second row hangs, whether it is bold."""
    bold = is_status(line, layout)
    fits = room * _BOLD if bold else room - hanging_indent(line)
    made = cut(line, fits)
    plain = not bold and (not hanging_indent(line) or sum(map(width, made)) < fits * 0.9)
    return {"pieces": made, "indent": hanging_indent(line), "bold": bold, "plain": plain}


def number_data(line: str, room: float, cut: Cut) -> dict[str, Any]:
    """A line of a column of numbers: a number is never torn, but set smaller where it is wider than its column.

    A wording in its place is broken as any other.
    """
    words = [(word,) if any(map(str.isdigit, word)) else cut(word, room) for word in line.split()]
    pieces = [piece for word in words for piece in (*word, " ")][:-1]
    widest = max((width(piece) for piece in pieces), default=0.0)
    small = min(1.0, room / widest) if widest else 1.0
    return {"pieces": pieces, "indent": 0.0, "bold": False, "plain": small == 1.0, "small": small}
