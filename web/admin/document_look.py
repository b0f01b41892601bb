"""A document as it came, for a page: a PDF's first pages as pictures, of every other file its text and tables."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from intake.tables import Cell, Document, Paragraph, Row, Table

_MOST_ROWS, _MOST_PARTS = 14, 24


@dataclass(frozen=True, slots=True)
class LookCell:
    """A cell's text, and how many rows and columns it spans."""

    text: str
    down: int = 1
    across: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A line of text, or the first rows of a table; `more` counts the rows that are left out."""

    text: str = ""
    rows: tuple[tuple[LookCell, ...], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class DocumentLook:
    """A document's first pages as addresses of pictures, else its first parts."""

    pictures: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def _draw_pages(path: Path) -> tuple[bytes, ...]:
    from intake.pdf_pictures import draw_first_pages  # its library is loaded when the first PDF is shown

    return draw_first_pages(path)


def look_at_document(path: Path, document: Document) -> DocumentLook:
    """The document's beginning as it came."""
    pictures = _draw_pages(path) if path.suffix == ".pdf" else ()
    if pictures:
        return DocumentLook(tuple(picture_address(data, "jpeg") for data in pictures))
    return DocumentLook(parts=tuple(islice(_list_parts(document), _MOST_PARTS)))


def picture_address(data: bytes, kind: str) -> str:
    """The picture as an address that holds it."""
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _list_parts(document: Document) -> Iterator[Part]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield Part(text=block.text)
        elif any(cell.lines for row in block.rows for cell in row):
            yield _table_part(block)


def _table_part(table: Table) -> Part:
    rows = table.rows[:_MOST_ROWS]
    return Part(rows=tuple(tuple(_cells(rows, down)) for down in range(len(rows))), more=len(table.rows) - len(rows))


def _cells(rows: tuple[Row, ...], down: int) -> Iterator[LookCell]:
    row = rows[down]
    for place, cell in enumerate(row):
        if cell.joined is None:
            across = _count_joined(row[place + 1 :], "left")
            below = tuple(other[place] for other in rows[down + 1 :])
            yield LookCell("\n".join(cell.lines), 1 + _count_joined(below, "above"), 1 + across)


def _count_joined(cells: tuple[Cell, ...], joined: str) -> int:
    """How many of the cells, from the first on, are one with the cell before them."""
    return next((place for place, cell in enumerate(cells) if cell.joined != joined), len(cells))
