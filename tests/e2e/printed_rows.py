"""The rows of a report's files, with what all of them have in common."""

import io
from pathlib import Path

import docx
from python_calamine import CalamineWorkbook

from intake.open_file import open_document
from thai.digits import to_arabic
from thai.normalise import remove_spaces


def bare_of(text: str) -> str:
    """The text as files have it in common: Arabic digits, no spaces, no separators of thousands."""
    return remove_spaces(to_arabic(text)).replace(",", "")


def rows_of_word(data: bytes) -> list[list[str]]:
    """The rows of the first table."""
    return [[bare_of(cell.text) for cell in row.cells] for row in docx.Document(io.BytesIO(data)).tables[0].rows]


def rows_of_pdf(path: Path) -> list[list[str]]:
    """The rows of the ruled table on its page, wrapped lines as one."""
    return [[bare_of(cell.text) for cell in row] for row in open_document(path).tables[0].rows]


def rows_of_excel(data: bytes) -> list[list[str]]:
    """The rows of the first sheet, numbers as they are shown."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [[shown(cell) for cell in row] for row in rows]


def shown(cell: object) -> str:
    """A cell's text, money with its satang."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.2f}"
    return bare_of(str(cell))
