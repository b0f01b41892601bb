"""The columns of a table as a layout declares them, and what stands in an agency's own ones, typed by their kind."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

from domain.column_values import Value, parse_number
from domain.columns import EVIDENCE, KNOWN, NUMBERS, Column, ColumnChoice, is_own_key
from intake.columns import Columns
from intake.contents import filled_texts
from intake.periods import spread_ticks
from intake.read_columns import UNITS, ReadColumn
from intake.tables import Cell, Row
from intake.ticks import NOT_TICKED, TICKS
from thai.dates import NotADate, read_date
from thai.numbers import NotANumber

PERIODS, _WHEN = "periods", "ระยะเวลาดำเนินการ"
_WIDEST = 100
_TICKED = {"status": "สถานะการดำเนินการ", UNITS: "ผู้รับผิดชอบ"}
# A day's month stands whole in so many parts of a page's width.
_NARROWEST: Mapping[str, int] = {"date": 11}


def declare_columns(read: tuple[ReadColumn, ...], widths: tuple[int, ...] = ()) -> tuple[Column, ...]:
    """The columns in their order, months or quarters to be ticked as one; `widths` are those of the file's own grid."""
    found: list[Column] = []
    for (is_period, ticked), group in groupby(read, key=lambda column: (column.key == "period", column.group)):
        each = tuple(group)
        if ticked:
            found.append(_declare_ticked(each, sum(_width(column, widths) for column in each)))
        elif is_period:
            found.append(_declare_periods(each, sum(_width(column, widths) for column in each)))
        else:
            found.extend(_declare(column, _width(column, widths)) for column in each if column.label)
    return tuple(found)


def _width(column: ReadColumn, widths: tuple[int, ...]) -> int:
    return widths[column.index] if column.index < len(widths) else 10


def _declare(column: ReadColumn, width: int) -> Column:
    """The column; what a layout prints under no key of its own is text."""
    return Column(
        key=column.key,
        label=column.label,
        filled_by=column.filled_by,
        width=max(_NARROWEST.get(column.kind, 1), min(_WIDEST, width)),
        under=column.under,
        kind=column.kind if is_own_key(column.key) else "text",
        choices=column.choices if column.kind in ("choice", "period") and is_own_key(column.key) else (),
        unit=column.unit,
    )


def _declare_periods(read: tuple[ReadColumn, ...], width: int) -> Column:
    shared = read[0].under[:1] if len({column.under[:1] for column in read}) == 1 else ()
    choices = tuple(ColumnChoice(column.label, under=column.under[len(shared) :]) for column in read)
    label = shared[0] if shared else _WHEN
    width = max(1, min(_WIDEST, width))
    mark = next((column.mark for column in read if column.mark), "✓")
    # The heading that they share is printed above them; a label of ours only names them.
    return Column(PERIODS, label, "plan", width, shared, kind="period", choices=choices, mark=mark)


def _declare_ticked(read: tuple[ReadColumn, ...], width: int) -> Column:
    """The columns of which one is ticked, as one: of statuses the known one, of units the agency's own."""
    under = read[0].under
    return Column(
        key=read[0].group,
        label=under[-1] if under else _TICKED[read[0].group],
        filled_by=read[0].filled_by,
        width=max(1, min(_WIDEST, width)),
        under=under,
        kind="text" if read[0].group in KNOWN else "period",
        choices=tuple(ColumnChoice(column.label) for column in read),
        mark=next((column.mark for column in read if column.mark), "✓"),
    )


def own_values(columns: Columns, row: Row, above: Mapping[str, Value]) -> dict[str, Value]:
    """What stands in the row's own columns; a cell merged with the one above says what `above` says."""
    found: dict[str, Value] = {}
    for column in columns.read:
        cell = row[column.index]
        if not (is_own_key(column.key) or column.key == EVIDENCE) or column.key == "period" or column.group:
            continue
        if cell.joined == "above" and column.key in above:
            found[column.key] = above[column.key]
        elif filled_texts(cell.lines) or (cell.lines and column.filled_by == "plan"):
            found[column.key] = _parse_cell(column, cell.lines)
    periods = tuple((column.label, row[column.index]) for column in columns.read if column.key == "period")
    ticked = tuple(label for label, cell in spread_ticks(periods) if cell.text.strip() not in NOT_TICKED)
    units = tuple(column.label for column in columns.read if column.group == UNITS and is_ticked(row[column.index]))
    return {**found, **({PERIODS: ticked} if ticked else {}), **({UNITS: units} if units else {})}


def is_ticked(cell: Cell) -> bool:
    """Whether a tick stands in the cell, and nothing else."""
    return cell.text.strip() not in NOT_TICKED and set(cell.text) <= TICKS


def _parse_cell(column: ReadColumn, lines: tuple[str, ...]) -> Value:
    return parse_own(_declare(column, 1), lines)


def parse_own(column: Column, lines: tuple[str, ...]) -> Value:
    """The cell's value; of the plan's own columns what is not of the kind keeps its wording."""
    text = "\n".join(lines)
    try:
        if column.kind in NUMBERS and filled_texts(lines) and not _is_worded(column, text):
            return parse_number(column, text)
        if column.kind == "date":
            return read_date(text, date(2026, 10, 1)).isoformat()
    except (NotANumber, NotADate):
        return text
    if column.kind == "choice" and any(choice.label == text for choice in column.choices):
        return (text,)
    return lines if column.kind == "links" else text


def _is_worded(column: Column, text: str) -> bool:
    """Whether the plan's own number is written with a word for its size: it is printed again as it stands."""
    return column.filled_by == "plan" and any(word in text for word in ("ล้าน", "แสน", "หมื่น", "พัน"))


def add_values(above: Mapping[str, Value], more: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a row and of one that goes on in it: texts one below the other, ticks together."""
    found = dict(above)
    for key, value in more.items():
        before = found.get(key)
        if isinstance(before, tuple) and isinstance(value, tuple):
            found[key] = (*before, *(each for each in value if each not in before))
        elif before is None:
            found[key] = value
        elif before != value:
            found[key] = f"{_as_text(before)}\n{_as_text(value)}"
    return found


def _as_text(value: Value) -> str:
    return "\n".join(value) if isinstance(value, tuple) else str(value)
