"""A spreadsheet's sheet taken apart: text above, between and below its tables is text, not rows of a plan."""

from collections.abc import Iterator
from dataclasses import replace

from intake.columns import DEEPEST_HEADING, columns_at, names_columns
from intake.tables import Block, Document, Paragraph, Row, Table


def apart(document: Document) -> Document:
    """The document with each table cut where text or another table's headings begin."""
    return replace(document, blocks=tuple(piece for block in document.blocks for piece in _split_at_headings(block)))


def _split_at_headings(block: Block) -> Iterator[Block]:
    if isinstance(block, Paragraph):
        yield block
        return
    heads = _find_heading_rows(block)
    if len(heads) < 2 and (not heads or heads[0] == 0) and not any(map(_is_blank, block.rows)):
        yield block
        return
    start = 0
    for place in [*heads, len(block.rows)]:
        text_from = _text_before(block.rows, start, place, at_end=place == len(block.rows), headed=start in heads)
        yield from _cut_table(block, start, text_from)
        yield from _rows_as_paragraphs(block.rows[text_from:place])
        start = place


def _find_heading_rows(table: Table) -> list[int]:
    """Where each heading row stands; the second row of a nested heading is none."""
    found: list[int] = []
    inside = 0
    for place, row in enumerate(table.rows):
        is_likely = place < DEEPEST_HEADING if not found else names_columns(row)
        columns = columns_at(table, place) if place >= inside and is_likely else None
        if columns:
            found.append(place)
            inside = place + columns.rows
    return found


def _is_blank(row: Row) -> bool:
    return not any(cell.lines for cell in row)


def _is_text(row: Row) -> bool:
    """Whether only one cell says something."""
    return sum(bool(cell.lines) for cell in row) <= 1


def _text_before(rows: tuple[Row, ...], start: int, end: int, at_end: bool, headed: bool) -> int:
    """Where the text before the next heading begins: behind the last blank row, or at a headless stretch's start.

    Rows of one cell right above a heading, without a blank row, are text too, but for a topic's row of a table.
    """
    if not headed:
        return start
    blanks = [place for place in range(start, end) if _is_blank(rows[place])]
    for place in blanks:
        if all(_is_text(row) for row in rows[place:end]):
            return place
    if at_end:
        return end
    place = end
    while place > start and _is_text(rows[place - 1]):
        place -= 1
    return place


def _cut_table(block: Table, start: int, end: int) -> Iterator[Block]:
    rows = tuple(row for row in block.rows[start:end] if not _is_blank(row))
    if rows:
        yield replace(block, rows=rows)


def _rows_as_paragraphs(rows: tuple[Row, ...]) -> Iterator[Block]:
    for row in rows:
        for cell in row:
            for line in cell.lines:
                yield Paragraph(line, row[0].place.row)
