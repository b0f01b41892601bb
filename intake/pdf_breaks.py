"""A PDF's table rows that a page break tore in two, made whole where the print shows it."""

from difflib import SequenceMatcher
from typing import Any

from intake.pdf_lines import begins, had_no_room
from thai.normalise import fold_text

Block = dict[str, Any]  # a text or a table as `pdf_pages` gives it
_LONGEST, _ALIKE = 400, 0.9
Rows = list[list[dict[str, Any]]]


def with_breaks_healed(pages: list[list[Block]]) -> list[list[Block]]:
    """The pages, a page's first row put into the row it goes on from; that row may be several pages before."""
    above: Rows = []
    for page in pages:
        first = next((block for block in page if block["kind"] == "table"), None)
        if first and above:
            _heal(above, first["rows"])
        last = page[-1] if page and page[-1]["kind"] == "table" else None
        own: Rows = last["rows"] if last else []
        is_rest = last is first and above and len(own) == _count_repeated_heads(above, own)
        above = above if is_rest else own
    return [[block for block in page if block["kind"] == "text" or block["rows"]] for page in pages]


def _heal(above: Rows, rows: Rows) -> None:
    """Move the first row below the headings into the last one above, where it is the rest of that."""
    place = _count_repeated_heads(above, rows)
    if place >= len(rows) or len(rows[0]) != len(above[0]):
        return
    owners = [_owner(above, column) for column in range(len(above[0]))]
    if not _is_torn(owners, rows[place]):
        return
    for owner, cell in zip(owners, rows.pop(place), strict=True):
        owner["lines"].extend(cell["lines"])


def _count_repeated_heads(above: Rows, rows: Rows) -> int:
    """How many rows at the table's head repeat those of the table above; a letter may be cut off by the page."""
    pairs = enumerate(zip(above, rows, strict=False))
    return next(
        (place for place, (one, other) in pairs if not _is_same_text(_fold_row(one), _fold_row(other))), len(rows)
    )


def _is_same_text(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False).ratio() > _ALIKE


def _fold_row(row: list[dict[str, Any]]) -> str:
    return fold_text("".join(line["text"] for cell in row for line in cell["lines"]))


def _owner(rows: Rows, column: int) -> dict[str, Any]:
    """The cell that the column's last row belongs to."""
    cells = [row[column] for row in rows]
    return next((cell for cell in reversed(cells) if cell["joined"] != "above"), cells[0])


def _is_torn(owners: list[dict[str, Any]], row: list[dict[str, Any]]) -> bool:
    """Whether the row goes on from the one above: in the middle of a sentence, and leaving cells empty or all so."""
    both = [
        (own["lines"][-1], cell["lines"][0]) for own, cell in zip(owners, row, strict=True) if _have_text(own, cell)
    ]
    torn = [not begins(first) and had_no_room(last, first) for last, first in both]
    left_out = any(own["lines"] and not cell["lines"] for own, cell in zip(owners, row, strict=True))
    return any(torn) and (left_out or all(torn))


def _have_text(own: dict[str, Any], cell: dict[str, Any]) -> bool:
    return bool(own["lines"] and cell["lines"])
