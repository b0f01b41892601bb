"""A workbook's cells as text; run as a program of its own, for a damaged sheet can end the process that parses it.

`python -m intake.sheet_cells FILE` prints one JSON value.
"""

import json
import sys
from datetime import date, datetime
from typing import Any

import python_calamine

from intake.own_process import set_bounds
from intake.sheet_look import sheet_looks
from intake.unreadable import MOST_COLUMNS, MOST_ROWS


def sheets_of(path: str) -> dict[str, Any]:
    """Each sheet's name, rows and merged ranges (top, left, bottom, right, from 0), its look, and whether it is hidden.

    `error` names what stands against it.
    """
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            shown = {
                each.name for each in book.sheets_metadata if each.visible == python_calamine.SheetVisibleEnum.Visible
            }
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except python_calamine.PasswordError:
        return {"error": "locked"}
    except python_calamine.CalamineError:
        return {"error": "damaged"}
    if any(sheet.total_height > MOST_ROWS for sheet in sheets):
        return {"error": "rows"}
    if any(sheet.total_width > MOST_COLUMNS for sheet in sheets):
        return {"error": "columns"}
    looks = sheet_looks(path)
    return {
        "sheets": [
            {**_sheet(sheet), "look": looks.get(sheet.name), "hidden": sheet.name not in shown} for sheet in sheets
        ]
    }


def _sheet(sheet: python_calamine.CalamineSheet) -> dict[str, Any]:
    values = sheet.to_python(skip_empty_area=False)
    merges = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    return {"name": sheet.name, "rows": [[_format_cell(value) for value in row] for row in values], "merges": merges}


def _format_cell(value: object) -> str:
    """What a cell shows: numbers without what a computer's reckoning adds, days as people write them, boxes."""
    if isinstance(value, bool):
        return "☑" if value else "☐"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(" ")
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else str(value)


if __name__ == "__main__":
    set_bounds()
    sys.stdout.write(json.dumps(sheets_of(sys.argv[1])))
