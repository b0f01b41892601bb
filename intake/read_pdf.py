"""PDF files with a text layer: the ruled tables and the text around them, wrapped lines made whole again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pythainlp.tokenize import word_tokenize
from pythainlp.util import normalize

from intake.markup import tidy
from intake.numbering import glued, is_bulleted, numbered
from intake.own_process import run_apart
from intake.pdf_pages import MOST_PAGES
from intake.questions import read_question
from intake.responsible import begins_anew
from intake.tables import Block, Cell, Document, Paragraph, Place, Table
from intake.unreadable import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, UnreadableFile

_ELSEWHERE = "open the document it was made from and save that as .docx or .xlsx"
_ERRORS = {
    "locked": "the PDF is locked with a password: save it without one",
    "damaged": f"the PDF is damaged: {_ELSEWHERE}",
    "long": f"the PDF has more than {MOST_PAGES} pages: save the pages of the plan alone",
}
_TOO_LONG = f"the PDF takes too long to read: {_ELSEWHERE}"
# How sure the reading of a PDF is at best: its lines and cells are told from where letters and rules are drawn.
_SURE = 0.9
_FEWEST_LETTERS = 20
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:หน้า(?:ที่)?\s*)?[0-9๐-๙]{1,3}(?:\s*/\s*[0-9๐-๙]{1,3})?[-–\s]*")
# Old Thai fonts draw marks beside tall letters with letters of their own.
_DRAWN = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True))
_THAI_WORD = re.compile(r"[\u0e01-\u0e4e]+")
_HEAD = 30
# A line that leaves more of its width free than this ends a paragraph: in a list, and in other text.
_MOST_ROOM, _LITTLE_ROOM = 0.3, 0.12
_SLACK = 4.0  # points: a space, and how far off a letter's box may be
# A number or bullet whose text stands on the next line.
_MARK_LAST = re.compile(r"(?:^|\s)(?:[(]?[0-9๐-๙]{1,2}[.)]|•)$|[-–/]$")
_YEAR_FIRST = re.compile(r"(?:พ\.?ศ\.?\s*)?(?:[0-9๐-๙]{4}(?!\S)|[0-9๐-๙]{2}$)")
_AFTER_AM = re.compile(r"ำ (?=[ก-๙])")


def read_pdf(path: Path) -> Document:
    """The document that a PDF holds; raises UnreadableFile. It is parsed in a process of bounded time and memory."""
    found = run_apart("intake.pdf_pages", path, _ERRORS["damaged"], _TOO_LONG)
    if "error" in found:
        raise UnreadableFile(_ERRORS[found["error"]])
    blocks = tuple(_blocks(found["pages"]))
    if sum(_size(block) for block in blocks) < _FEWEST_LETTERS:
        raise UnreadableFile(f"the PDF is a scan without text: {_ELSEWHERE}, or type the table into our form")
    return Document(blocks, sure=_SURE)


def _size(block: Block) -> int:
    if isinstance(block, Paragraph):
        return len(block.text)
    return sum(len(cell.text) for row in block.rows for cell in row)


def _blocks(pages: list[list[dict[str, Any]]]) -> Iterator[Block]:
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
                    raise UnreadableFile(f"the PDF has more than {MOST_ROWS:,} rows: keep only the plan's own rows")
                yield _table(block["rows"], tables, page)


def _table(rows: list[list[dict[str, Any]]], number: int, page: int) -> Table:
    if len(rows[0]) > MOST_COLUMNS:
        raise UnreadableFile(f"a table has more than {MOST_COLUMNS} columns: keep only the plan's own columns")
    return Table(
        tuple(
            tuple(
                Cell(_checked(whole_lines(cell["lines"])), Place(number, down, across, page), cell["joined"])
                for across, cell in enumerate(row, 1)
            )
            for down, row in enumerate(rows, 1)
        ),
        number,
    )


def _checked(lines: tuple[str, ...]) -> tuple[str, ...]:
    if sum(map(len, lines)) > MOST_LETTERS:
        raise UnreadableFile(f"a cell holds more than {MOST_LETTERS:,} letters: split it into rows")
    return lines


def whole_lines(printed: list[dict[str, Any]]) -> tuple[str, ...]:
    """The lines as they were typed: one that was only wrapped goes on in the line before."""
    whole: list[str] = []
    before: dict[str, Any] = {}
    for line in printed:
        text = _mended(line["text"])
        if not text:
            continue
        if whole and _goes_on(whole, before, line, text):
            whole[-1] = _mended(glued(whole[-1], text))
        else:
            whole.append(text)
        before = line
    return tuple(whole)


def _goes_on(whole: list[str], before: dict[str, Any], line: dict[str, Any], text: str) -> bool:
    """Whether the line is the rest of the one before. In a list only what begins an item is sure to begin anew."""
    if _begins(text):
        return False
    if _MARK_LAST.search(whole[-1]) or _YEAR_FIRST.match(text):
        return True
    if begins_anew(whole[0]):
        return not begins_anew(text)
    had_no_room = _first_word_ends(line, text) > before["room"] - _SLACK
    return had_no_room or bool(before["share"] < (_MOST_ROOM if any(map(_begins, whole)) else _LITTLE_ROOM))


def _begins(text: str) -> bool:
    return bool(numbered(text)[0]) or is_bulleted(text) or read_question(text) is not None


def _first_word_ends(line: dict[str, Any], text: str) -> float:
    """How far the line's first word reaches from its left edge; figures and signs are never parted from a word."""
    words = word_tokenize(text[:_HEAD].split(" ")[0], engine="newmm") or [text[:1]]
    length = len(words[0])
    for word in words[1:]:
        if _THAI_WORD.match(word) and _THAI_WORD.fullmatch(words[0]):
            break
        if _THAI_WORD.match(word) and length >= 2:
            break
        length += len(word)
    ends: list[float] = line["ends"]
    return ends[min(length, len(ends)) - 1] if ends else 0.0


def _mended(text: str) -> str:
    """The text without what PDFs put into Thai: invisible spaces, letters of old fonts, marks in another order."""
    return tidy(_AFTER_AM.sub("ำ", normalize(text.replace("\u200b", "").translate(_DRAWN))))
