"""Word documents (.docx): paragraphs and tables in their order, numbers and bullets that Word sets written out."""

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError, PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from intake.markup import plain_lines
from intake.tables import Block, Cell, Document, Joined, Paragraph, Place, Row, Table
from intake.unreadable import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, UnreadableFile

_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# A drawing's text stands twice in the file, and what was struck out is no text.
_PASSED_OVER = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag")}


def read_word(path: Path) -> Document:
    """The document that a .docx file holds; raises UnreadableFile. Nothing in it is run or fetched."""
    try:
        document = docx.Document(str(path))
        lists = _Lists(document)
        return Document(tuple(_blocks(document.element.body, lists)))
    except UnreadableFile:
        raise
    except (PackageNotFoundError, OpcError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise _damaged() from error
    # python-docx looks parts and attributes up without asking whether they are there.
    except (LookupError, AttributeError, TypeError, ValueError, NotImplementedError) as error:
        raise _damaged() from error


def _damaged() -> UnreadableFile:
    return UnreadableFile("the document is damaged: open it in Word and save it again")


class _Lists:
    """The numbers that Word sets before a list's paragraphs, counted as the document is read."""

    def __init__(self, document: Any) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._bullets = set(_bulleted_levels(document))

    def mark(self, paragraph: Any) -> str:
        """What stands before the paragraph: `1. `, `- ` or nothing."""
        numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number = None if numbering is None else numbering.find(qn("w:numId"))
        if number is None or number.get(qn("w:val")) in (None, "0"):
            return ""
        level = numbering.find(qn("w:ilvl"))
        key = (number.get(qn("w:val")), "0" if level is None else level.get(qn("w:val")))
        if key in self._bullets:
            return "- "
        self._counts[key] += 1
        return f"{self._counts[key]}. "


def _bulleted_levels(document: Any) -> Iterator[tuple[str, str]]:
    """The lists and levels (`numId`, `ilvl`) whose mark is a bullet."""
    if not any(rel.reltype.endswith("/numbering") for rel in document.part.rels.values()):
        return
    root = document.part.numbering_part.element
    bullets = {
        (abstract.get(qn("w:abstractNumId")), level.get(qn("w:ilvl")))
        for abstract in root.findall(qn("w:abstractNum"))
        for level in abstract.findall(qn("w:lvl"))
        if any(style.get(qn("w:val")) == "bullet" for style in level.findall(qn("w:numFmt")))
    }
    for number in root.findall(qn("w:num")):
        abstract = number.find(qn("w:abstractNumId"))
        named = None if abstract is None else abstract.get(qn("w:val"))
        yield from ((number.get(qn("w:numId")), level) for name, level in bullets if name == named)


def _blocks(body: Any, lists: _Lists) -> Iterator[Block]:
    line = tables = 0
    for element in _unwrapped(body):
        if element.tag == qn("w:p"):
            for text in plain_lines(_text(element, lists)):
                line += 1
                yield Paragraph(text, line)
        elif element.tag == qn("w:tbl"):
            tables += 1
            yield _table(element, tables, lists)


def _unwrapped(element: Any) -> Iterator[Any]:
    """The element's children, those of content controls and of insertions in their place."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _table(element: Any, number: int, lists: _Lists) -> Table:
    rows = [row for row in _unwrapped(element) if row.tag == qn("w:tr")]
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"a table has more than {MOST_ROWS:,} rows: keep only the plan's own rows")
    read = [_row(row, number, place, lists) for place, row in enumerate(rows, 1)]
    width = max(map(len, read), default=0)
    return Table(tuple(_filled(row, width, number, place) for place, row in enumerate(read, 1)), number)


def _filled(row: list[Cell], width: int, number: int, place: int) -> Row:
    empty = (Cell((), Place(number, place, column)) for column in range(len(row) + 1, width + 1))
    return (*row, *empty)


def _row(row: Any, number: int, place: int, lists: _Lists) -> list[Cell]:
    cells: list[Cell] = []
    for element in _unwrapped(row):
        if element.tag != qn("w:tc"):
            continue
        above = _continues(element)
        lines = () if above else _lines(element, lists)
        joined: Joined | None = "above" if above else None
        for _ in range(min(_span(element), MOST_COLUMNS)):
            cells.append(Cell(lines, Place(number, place, len(cells) + 1), joined))
            lines, joined = (), joined or "left"
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile(f"a table has more than {MOST_COLUMNS} columns: keep only the plan's own columns")
    return cells


def _continues(cell: Any) -> bool:
    """Whether the cell is merged with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _span(cell: Any) -> int:
    """How many columns the cell takes up."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = "1" if span is None else span.get(qn("w:val"), "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 6 else 1


def _lines(cell: Any, lists: _Lists) -> tuple[str, ...]:
    """The lines of the cell's paragraphs, those of a table inside it too."""
    lines = tuple(line for text in _paragraphs(cell, lists) for line in plain_lines(text))
    if sum(map(len, lines)) > MOST_LETTERS:
        raise UnreadableFile(f"a cell holds more than {MOST_LETTERS:,} letters: split it into rows")
    return lines


def _paragraphs(cell: Any, lists: _Lists) -> Iterator[str]:
    for paragraph in cell.iter(qn("w:p")):
        yield _text(paragraph, lists)


def _text(paragraph: Any, lists: _Lists) -> str:
    """The paragraph's text behind the number or bullet that Word sets."""
    text = "".join(_pieces(paragraph))
    return lists.mark(paragraph) + text if text.strip() else ""


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _PASSED_OVER and child.tag != qn("w:p"):
            yield from _pieces(child)
