"""Cells with a box to tick for each status: `☑ ดำเนินการแล้ว ☐ อยู่ระหว่างดำเนินการ` says the first."""

import re
from dataclasses import replace

from domain.progress import STATUS_WORDINGS
from intake.tables import Block, Cell, Document, Row, Table
from thai.normalise import fold_text

_TICKED = r"[☑☒✓✔√]|[(\[]\s*[✓✔√/xX]\s*[)\]]"
_EMPTY = r"[☐□○]|[(\[]\s*[)\]]"
_OPTION = re.compile(rf"(?P<sign>{_TICKED}|{_EMPTY})\s*(?P<label>[^☑☒✓✔√☐□○(\[]+(?:\([^()]{{3,}}\)[^☑☒✓✔√☐□○(\[]*)?)")
_IS_TICKED = re.compile(_TICKED)


def with_boxes_read(document: Document) -> Document:
    """The document, each cell of statuses to be ticked with the one that is; empty where none is.

    Where several are ticked, or something else stands there too, the cell stays as it is.
    """
    blocks: tuple[Block, ...] = tuple(
        replace(block, rows=tuple(map(_read_row, block.rows))) if isinstance(block, Table) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _read_row(row: Row) -> Row:
    return tuple(_read_cell(cell) for cell in row)


def _read_cell(cell: Cell) -> Cell:
    text = " ".join(cell.lines)
    options = [(match["sign"], " ".join(match["label"].split())) for match in _OPTION.finditer(text)]
    rest = _OPTION.sub("", text).strip()
    ticked = [label for sign, label in options if _IS_TICKED.fullmatch(sign)]
    if (
        len(options) < 2
        or rest
        or len(ticked) > 1
        or any(fold_text(label) not in STATUS_WORDINGS for _, label in options)
    ):
        return cell
    return replace(cell, lines=tuple(ticked))
