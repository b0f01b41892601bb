"""PDF files with a text layer: the ruled tables and the text around them, wrapped lines made whole again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.own_process import run_apart
from intake.pdf_breaks import with_breaks_healed
from intake.pdf_lines import whole_lines
from intake.pdf_pages import MOST_PAGES
from intake.tables import Block, Cell, Document, Paragraph, Place, Table
from intake.unreadable import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, UnreadableFile

_ERRORS = {"locked": "locked", "damaged": "pdf-damaged", "long": "too-many-pages"}
# How sure the reading of a PDF is at best: its lines and cells are told from where letters and rules are drawn.
_SURE = 0.9
_FEWEST_LETTERS = 20
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:หน้า(?:ที่)?\s*)?[0-9๐-๙]{1,3}(?:\s*(?:/|จาก)\s*[0-9๐-๙]{1,3})?[-–\s]*")


def read_pdf(path: Path) -> Document:
    """The document that a PDF holds; raises UnreadableFile. It is parsed in a process of bounded time and memory."""
    found = run_apart("intake.pdf_pages", path, "pdf-damaged", "pdf-too-long")
    if "error" in found:
        raise UnreadableFile(_ERRORS[found["error"]], most=MOST_PAGES)
    blocks = tuple(_build_blocks(with_breaks_healed(found["pages"])))
    if sum(_size(block) for block in blocks) < _FEWEST_LETTERS:
        raise UnreadableFile("scan")
    return Document(blocks, sure=_SURE)


def _size(block: Block) -> int:
    if isinstance(block, Paragraph):
        return len(block.text)
    return sum(len(cell.text) for row in block.rows for cell in row)


def _build_blocks(pages: list[list[dict[str, Any]]]) -> Iterator[Block]:
    line = tables = rows = 0
    for page, blocks in enumerate(pages, 1):
        texts: list[dict[str, Any]] = []
        for block in [*blocks, {"kind": "end"}]:
            if block["kind"] == "text":
                if not _PAGE_NUMBER.fullmatch(block["text"]):
                    texts.append(block)
                continue
            for text in whole_lines(texts):
                line += 1
                yield Paragraph(text, line)
            texts = []
            if block["kind"] == "table":
                tables += 1
                rows += len(block["rows"])
                if rows > MOST_ROWS:
                    raise UnreadableFile("too-many-rows", most=MOST_ROWS)
                yield _build_table(block["rows"], tables, page)


def _build_table(rows: list[list[dict[str, Any]]], number: int, page: int) -> Table:
    if len(rows[0]) > MOST_COLUMNS:
        raise UnreadableFile("too-many-columns", most=MOST_COLUMNS)
    return Table(
        tuple(
            tuple(
                Cell(_refuse_unreadable(whole_lines(cell["lines"])), Place(number, down, across, page), cell["joined"])
                for across, cell in enumerate(row, 1)
            )
            for down, row in enumerate(rows, 1)
        ),
        number,
    )


def _refuse_unreadable(lines: tuple[str, ...]) -> tuple[str, ...]:
    if sum(map(len, lines)) > MOST_LETTERS:
        raise UnreadableFile("cell-too-long", most=MOST_LETTERS)
    return lines
