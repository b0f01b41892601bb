"""Text, Markdown and HTML: a table is lines with tabs, lines between pipes, or a <table>."""

import re
from collections.abc import Iterator

from intake.garbled import is_lost, ungarbled
from intake.html_tables import html_table
from intake.markup import strip_markup
from intake.tables import Block, Document, Paragraph, table_of
from intake.unreadable import MOST_BLOCKS, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, UnreadableFile

_PIPED = re.compile(r"\s*\|.*\|\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_HEADING_MARK = re.compile(r"\s{0,3}#{1,6}\s+")
_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]{0,2000}>", re.IGNORECASE)
# What a browser does not show: from the one mark to the other.
_SILENT = (("<!--", "-->"), ("<head", "</head>"), ("<script", "</script>"), ("<style", "</style>"), ("<!doctype", ">"))
_RULE = " \t\r|:+-=_"

CellLines = tuple[str, ...]


def read_text(data: bytes) -> Document:
    """The document that the bytes of a .txt, .md or .html file hold."""
    blocks: list[Block] = []
    number = 1
    for piece, is_table in _split_at_tables(_remove_hidden(decoded(data))):
        if is_table:
            table = html_table(piece, _next_table(blocks))
            blocks.extend([table] if table else [])
        else:
            _append_lines(piece, number, blocks)
        number += piece.count("\n")
    return Document(tuple(blocks))


def _remove_hidden(text: str) -> str:
    """The text without what a browser does not show; line breaks stay, so that lines keep their numbers."""
    for begin, end in _SILENT if "<" in text else ():
        text = "".join(_outside(text, begin, end))
    return text


def _outside(text: str, begin: str, end: str) -> Iterator[str]:
    """The text outside each stretch from one mark to the other, and the line breaks within."""
    small = text.lower()
    if len(small) != len(text):  # a letter whose small form is two: places would no longer agree
        small = text
    place = 0
    while (start := small.find(begin, place)) >= 0:
        stop = small.find(end, start)
        stop = len(text) if stop < 0 else stop + len(end)
        yield text[place:start]
        yield "\n" * text.count("\n", start, stop)
        place = stop
    yield text[place:]


def _split_at_tables(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its outermost HTML tables, and whether each piece is one."""
    start = depth = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            if not depth:
                yield text[start : tag.start()], False
                start = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield text[start : tag.end()], True
                start = tag.end()
    yield text[start:], depth > 0


def _append_lines(text: str, first: int, blocks: list[Block]) -> None:
    """Put the text's lines after the blocks: tables of tabs or pipes, and paragraphs."""
    rows: list[list[CellLines]] = []
    for number, line in enumerate(text.split("\n"), first):
        if _is_row(line):
            rows.extend(_split_cells(line))
            if len(rows) * len(rows[-1] if rows else ()) > MOST_CELLS:
                raise UnreadableFile("table-too-large")
            continue
        _close(rows, blocks)
        blocks.extend(Paragraph(text, number) for text in strip_markup(_HEADING_MARK.sub("", line)))
    _close(rows, blocks)


def decoded(data: bytes) -> str:
    """The bytes as text, whichever of UTF-8, UTF-16 or the Thai Windows code page (874) they are in."""
    text = _decoded(data)
    if len(text) > 4 * MOST_TEXT:  # the markup of a saved page is longer than its text
        raise UnreadableFile("too-much-text")
    text = ungarbled(text)
    if is_lost(text):
        raise UnreadableFile("garbled")
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded_as(data, "utf-16")
    if b"\x00" in data:
        raise UnreadableFile("not-text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_as(data, "cp874")


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("not-utf-8") from error


def _is_row(line: str) -> bool:
    """Whether the line is a row of a table; tabs before the first word alone only indent it."""
    return "\t" in line.lstrip("\t ") or bool(_PIPED.fullmatch(line))


def _split_cells(line: str) -> list[list[CellLines]]:
    """The line's cells, as no row or one: a line of rules or blanks is none."""
    if not line.strip(_RULE):
        return []
    cells = line.split("\t") if "\t" in line else _PIPE.split(line.strip())[1:-1]
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile("too-many-columns", most=MOST_COLUMNS)
    return [[strip_markup(cell.replace("\\|", "|")) for cell in cells]]


def _next_table(blocks: list[Block]) -> int:
    return 1 + sum(not isinstance(block, Paragraph) for block in blocks)


def _close(rows: list[list[CellLines]], blocks: list[Block]) -> None:
    """Put the rows gathered so far after the blocks as a table, and begin anew."""
    if len(rows) > MOST_ROWS:
        raise UnreadableFile("too-many-rows", most=MOST_ROWS)
    if len(blocks) > MOST_BLOCKS:
        raise UnreadableFile("too-much-text")
    if rows:
        blocks.append(table_of(rows, _next_table(blocks)))
        rows.clear()
