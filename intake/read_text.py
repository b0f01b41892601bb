"""Text and Markdown: a table is lines with tabs, or lines between pipes."""

import re

from intake.markup import lines_of
from intake.tables import Block, Document, Paragraph, table_of
from intake.unreadable import MOST_COLUMNS, MOST_ROWS, UnreadableFile

_PIPED = re.compile(r"\s*\|.*\|\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_HEADING_MARK = re.compile(r"\s{0,3}#{1,6}\s+")
_RULE = " \t\r|:+-=_"

CellLines = tuple[str, ...]


def read_text(data: bytes) -> Document:
    """The document that the bytes of a .txt or .md file hold."""
    blocks: list[Block] = []
    rows: list[list[CellLines]] = []
    for number, line in enumerate(decoded(data).split("\n"), 1):
        if _is_row(line):
            rows.extend(_row(line))
            continue
        _close(rows, blocks)
        blocks.extend(Paragraph(text, number) for text in lines_of(_HEADING_MARK.sub("", line)))
    _close(rows, blocks)
    return Document(tuple(blocks))


def decoded(data: bytes) -> str:
    """The bytes as text, whichever of UTF-8, UTF-16 or the Thai Windows code page (874) they are in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded_as(data, "utf-16")
    if b"\x00" in data:
        raise UnreadableFile("this is not a text file: save the document as .xlsx, .csv or .txt")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_as(data, "cp874")


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("the letters of this text file cannot be read: save it as UTF-8 text") from error


def _is_row(line: str) -> bool:
    """Whether the line is a row of a table; tabs before the first word alone only indent it."""
    return "\t" in line.lstrip("\t ") or bool(_PIPED.fullmatch(line))


def _row(line: str) -> list[list[CellLines]]:
    """The line's cells, as no row or one: a line of rules or blanks is none."""
    if not line.strip(_RULE):
        return []
    cells = line.split("\t") if "\t" in line else _PIPE.split(line.strip())[1:-1]
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile(f"a table has more than {MOST_COLUMNS} columns: keep only the plan's own columns")
    return [[lines_of(cell.replace("\\|", "|")) for cell in cells]]


def _close(rows: list[list[CellLines]], blocks: list[Block]) -> None:
    """Put the rows gathered so far after the blocks as a table, and begin anew."""
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"a table has more than {MOST_ROWS:,} rows: keep only the plan's own rows")
    if rows:
        number = 1 + sum(not isinstance(block, Paragraph) for block in blocks)
        blocks.append(table_of(rows, number))
        rows.clear()
