"""A PDF's pages taken apart into lines of text and ruled tables; run as a program of its own, in bounded memory.

`python -m intake.pdf_pages FILE` prints one JSON value. PDF parsers meet hostile files: what goes wrong here ends
this process alone, and `read_pdf` says so.
"""

import contextlib
import ctypes
import json
import logging
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from intake.own_process import set_bounds

MOST_PAGES = 120
_MOST_LETTERS_ON_A_PAGE = 60_000
_COMBINING = set(
    "\u0e31\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)
_COMBINING |= {chr(code) for code in range(0xF701, 0xF71B)} - {"\uf70f"}
_HEAD = 30
# Parts of a letter's size: how far apart two heights of one line may be, and what gap between letters is a space.
_SAME_HEIGHT, _LEAST_SPACE = 0.3, 0.25

Box = tuple[float, float, float, float]  # left, top, right, bottom; points from the page's upper left corner


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its box, how far down the page it stands and its size; `is_drawn` where the file holds it."""

    text: str
    box: Box
    base: float
    size: float
    is_drawn: bool


@dataclass(slots=True)
class Line:
    """A line as it is printed: `ends` is where each of its first letters ends, from the line's left edge.

    `base` is how far down its letters stand, `space` the space behind its last letter.
    """

    text: str
    left: float
    right: float
    top: float
    base: float
    ends: list[float] = field(default_factory=list)
    space: Letter | None = None

    def data(self, room: float) -> dict[str, Any]:
        """The line as JSON: `parted` says whether a space ends it, `room` how far the cell goes on behind it.

        `share` is that room's part of the whole line.
        """
        share = room / max(room + self.right - self.left, 1.0)
        ends = [round(end, 1) for end in self.ends]
        measured = {"room": round(room, 1), "share": round(share, 2), "base": round(self.base, 1), "ends": ends}
        return {"text": self.text, "parted": self.space is not None and self.space.is_drawn, **measured}


def pages_of(path: str) -> dict[str, Any]:
    """The pages, each a list of texts and tables from top to bottom; `error` names what stands against it."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"error": "locked" if "assword" in str(error) else "damaged"}
    if len(document) > MOST_PAGES:
        return {"error": "long"}
    with pdfplumber.open(path) as plumber:
        pages = [_read_page_blocks(page, plumber.pages[number]) for number, page in enumerate(document)]
    return {"pages": pages}


def _read_page_blocks(page: pypdfium2.PdfPage, ruled: Any) -> list[dict[str, Any]]:
    tables = [table for table in ruled.find_tables() if len(table.rows) and len(table.rows[0].cells) > 1]
    spots = [_inner(table.bbox) for table in tables]
    cells = [(place, box) for place, table in enumerate(tables) for box in table.cells]
    text: dict[tuple[int, Box] | None, list[Line]] = {}
    for key, line in _read_lines(page, cells, spots):
        text.setdefault(key, []).append(line)
    ruled.close()
    blocks = [(table.bbox[1], _build_table_data(table, place, text)) for place, table in enumerate(tables)]
    outside = text.get(None, [])
    edge = max((line.right for line in outside), default=0.0)
    blocks += [(line.top, {"kind": "text", **line.data(edge - line.right)}) for line in outside]
    return [block for _, block in sorted(blocks, key=lambda pair: pair[0])]


def _inner(box: Box) -> Box:
    return box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1


def _build_table_data(table: Any, place: int, text: dict[tuple[int, Box] | None, list[Line]]) -> dict[str, Any]:
    """The rows of cells; one that a merged cell covers says with which it is merged."""
    edges = sorted({box[0] for box in table.cells})
    tops = [row.bbox[1] for row in table.rows]
    by_corner = {(box[1], box[0]): box for box in table.cells}
    rows = [[_build_cell(table, place, text, by_corner, top, left) for left in edges] for top in tops]
    return {"kind": "table", "rows": rows}


def _build_cell(
    table: Any,
    place: int,
    text: dict[tuple[int, Box] | None, list[Line]],
    by_corner: dict[tuple[float, float], Box],
    top: float,
    left: float,
) -> dict[str, Any]:
    box = by_corner.get((top, left))
    if box is not None:
        lines = sorted(text.get((place, box), []), key=lambda line: line.top)
        return {"lines": [line.data(box[2] - line.right - (line.left - box[0])) for line in lines], "joined": None}
    over = next((box for box in table.cells if _holds(box, left + 1, top + 1)), None)
    return {"lines": [], "joined": None if over is None else "above" if over[1] < top - 1 else "left"}


def _holds(box: Box, across: float, down: float) -> bool:
    return box[0] <= across < box[2] and box[1] <= down < box[3]


def _read_lines(
    page: pypdfium2.PdfPage, cells: list[tuple[int, Box]], spots: list[Box]
) -> Iterator[tuple[tuple[int, Box] | None, Line]]:
    """Every printed line with the cell it stands in, None outside tables."""
    key: tuple[int, Box] | None = None
    line: Line | None = None
    for letter in _letters(page):
        if letter.text.isspace():
            if line is not None:
                line.space = line.space or letter
            continue
        at = key if letter.text in _COMBINING else _cell_at(cells, spots, letter)
        if line is None or (letter.text not in _COMBINING and (at != key or not _follows(line, letter))):
            if line is not None:
                yield key, line
            key, line = at, Line("", letter.box[0], letter.box[0], letter.box[1], letter.base)
        _add(line, letter)
    if line is not None:
        yield key, line


def _follows(line: Line, letter: Letter) -> bool:
    """Whether the letter stands in the line: at its height, whatever its font, and not before its beginning."""
    return abs(letter.base - line.base) < _SAME_HEIGHT * letter.size and letter.box[0] >= line.left - 1


def _add(line: Line, letter: Letter) -> None:
    if line.space and (line.space.is_drawn or letter.box[0] - line.right > _LEAST_SPACE * letter.size):
        line.text += " "
        _note_line_end(line, (line.right, 0, line.right, 0))
    line.space = None
    line.text += letter.text
    # A mark may reach over the letter behind it; only ำ takes room of its own.
    if letter.text not in _COMBINING or letter.text == "ำ":
        line.right = max(line.right, letter.box[2])
    _note_line_end(line, letter.box)


def _note_line_end(line: Line, box: Box) -> None:
    if len(line.ends) < _HEAD:
        line.ends.append(max(box[2] - line.left, 0.0))


def _cell_at(cells: list[tuple[int, Box]], spots: list[Box], letter: Letter) -> tuple[int, Box] | None:
    across, down = (letter.box[0] + letter.box[2]) / 2, letter.base - letter.size * 0.4
    if not any(_holds(spot, across, down) for spot in spots):
        return None
    return next((cell for cell in cells if _holds(cell[1], across, down)), None)


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letter]:
    """Each letter in the order it is drawn in, with the box of its line's height; spaces that pdfium sees in gaps."""
    height = page.get_height()
    textpage = page.get_textpage()
    rect, across, down, matrix = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    for place in range(min(textpage.count_chars(), _MOST_LETTERS_ON_A_PAGE)):
        code = pdfium.FPDFText_GetUnicode(textpage, place)
        if not 31 < code < 0x110000 or 0xD800 <= code < 0xE000:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, place, ctypes.byref(rect)):
            continue
        if pdfium.FPDFText_GetCharOrigin(textpage, place, ctypes.byref(across), ctypes.byref(down)):
            box = rect.left, height - rect.top, rect.right, height - rect.bottom
            size = pdfium.FPDFText_GetFontSize(textpage, place)
            if pdfium.FPDFText_GetMatrix(textpage, place, ctypes.byref(matrix)):
                size *= math.hypot(matrix.c, matrix.d)
            is_drawn = not pdfium.FPDFText_IsGenerated(textpage, place)
            yield Letter(chr(code), box, height - down.value, size, is_drawn)


def _main() -> None:
    set_bounds()
    logging.disable(logging.CRITICAL)  # pdfminer tells of every oddity that it passes over
    with contextlib.redirect_stderr(None):
        found = pages_of(sys.argv[1])
    sys.stdout.write(json.dumps(found, ensure_ascii=True))


if __name__ == "__main__":
    _main()
