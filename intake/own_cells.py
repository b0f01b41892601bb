"""What a table of any headings says in columns of its own: of the result, of who and when, of a deadline."""

import re
from collections.abc import Mapping
from dataclasses import replace

from intake.columns import Columns
from intake.own_values import is_ticked
from intake.read_columns import UNITS
from intake.tables import Cell, Row
from intake.ticks import CROSSES
from intake.who_when import split_who_when

Lines = tuple[str, ...]
_DEADLINE = re.compile(r"(?:กำหนด|วันที่?)\s*(?:แล้ว)?\s*เสร็จ|กำหนด\s*ส่ง|แล้วเสร็จ(?:ภายใน)?$|สิ้นสุด$|ครบ\s*กำหนด")


def with_own(columns: Columns, row: Row, cells: dict[str, Cell], above: Mapping[str, Lines]) -> dict[str, Cell]:
    """The cells of a table of any headings, with what own columns say of the result, and who and when taken apart.

    `above` are the lines of the row above: a cell of both that is merged with the one above says the same.
    """
    if not columns.read:
        return cells
    found = dict(cells)
    if "who_when" in cells:
        both = found.pop("who_when")
        if both.joined == "above":
            both = replace(both, lines=(*above.get("responsible", ()), *above.get("timeframe", ())))
        who, when = split_who_when(both.lines)
        found |= {"responsible": replace(both, lines=who), "timeframe": replace(both, lines=when)}
    found |= _ticked_cells(columns, row, found)
    fed = [(column.feeds, row[column.index]) for column in columns.read if column.feeds and row[column.index].lines]
    for feeds, cell in fed:
        if feeds == "status-only":
            found["status"] = cell
            continue
        reason = " ".join(found["did_not"].lines) if feeds == "status" and "did_not" in found else ""
        said = (f"{cell.text} ({reason})",) if reason else cell.lines
        so_far = found["result"].lines if "result" in found else ()
        found["result"] = replace(cell, lines=so_far + said)
        if feeds == "status":
            found["status"] = cell
    return found


def _ticked_cells(columns: Columns, row: Row, found: Mapping[str, Cell]) -> dict[str, Cell]:
    """What is ticked in columns that are one: who is responsible, and how far the measure is.

    Without a column of results the status stands for them. Two that are ticked say nothing, as does a cross alone,
    and are asked about.
    """
    ticked = {
        group: [(column.label, row[column.index]) for column in columns.read if column.group == group]
        for group in ("status", UNITS)
    }
    said = {group: [label for label, cell in cells if is_ticked(cell)] for group, cells in ticked.items() if cells}
    crosses = [cell.text for _, cell in ticked["status"] if cell.text.strip() in CROSSES]
    cells: dict[str, Cell] = {}
    if UNITS in said:
        cells["responsible"] = replace(ticked[UNITS][0][1], lines=tuple(said[UNITS]), joined=None)
    if stated := said.get("status") or crosses:
        cells["status"] = replace(ticked["status"][0][1], lines=(", ".join(stated),), joined=None)
        if said.get("status") and "result" not in found:
            cells["result"] = cells["status"]
    return cells


def has_deadline(columns: Columns) -> bool:
    """Whether the column of when, or the half of it that says so, names the day by which a thing is done."""
    labels = [column.label for column in columns.read if column.key in ("timeframe", "who_when", "finish")]
    return "start" not in columns and any(_DEADLINE.search(label) for label in labels)
