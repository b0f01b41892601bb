"""Finished documents read back by other programs' eyes."""

from collections.abc import Iterator
from itertools import pairwise

import pypdfium2

from domain.report import Report
from thai.normalise import remove_spaces


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as Chrome's reader copies it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def lowest_letters(pdf: bytes) -> list[float]:
    """How high, in points from the page's lower edge, the lowest letter of each page stands; below 0 it is lost."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            text = page.get_textpage()
            letters = text.get_text_range().strip() and range(text.count_chars())
            found.append(
                min(
                    (
                        text.get_charbox(at, loose=False)[1]
                        for at in letters or ()
                        if text.get_text_range(at, 1).strip()
                    ),
                    default=0.0,
                )
            )
            text.close()
            page.close()
        return found
    finally:
        document.close()


def every_text(report: Report) -> Iterator[str]:
    """All lines that the report must show, but for its labels."""
    yield from report.heading
    yield from report.intro
    yield report.note
    for group in report.groups:
        yield group.title
        for row in group.rows:
            for lines in row.cells.values():
                yield from lines
    for section in (*report.front, *report.back):
        yield from (section.title, *section.lines, *(text for pair in section.labels for text in pair))
        for table in section.tables:
            yield from (table.title, *(line for row in table.rows for cell in row for line in cell or ()))
    for person in report.signatories:
        yield from (person.name, person.position, person.acting_for or "", person.label or "")
    for piece in report.exhibits:
        yield from (piece.measure, piece.unit, piece.link or "")


def stands_in(line: str, pages: list[str]) -> bool:
    """True where the line stands on a page, or begins on one and goes on upon the next."""
    wanted = remove_spaces(line)
    if any(wanted in page for page in pages):
        return True
    cuts = range(1, len(wanted))
    pairs = tuple(pairwise(pages))
    return any(wanted[:cut] in one and wanted[cut:] in other for one, other in pairs for cut in cuts)
