"""The header rows of a table whose columns share headings, of any depth: one reckoning for every renderer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Headed(Protocol):
    """A column with a label and the headings above it, outermost first."""

    @property
    def label(self) -> str:
        """What stands right over the column."""

    @property
    def under(self) -> tuple[str, ...]:
        """The headings above the label."""


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the header: the column at which it begins, counted from 0, and how many columns and rows it covers."""

    text: str
    at: int
    across: int = 1
    down: int = 1


def head_rows(columns: Sequence[Headed]) -> tuple[tuple[HeadCell, ...], ...]:
    """The header's rows from above: a heading spans the neighbours that share it, a label reaches down to the table."""
    depth = 1 + max((len(column.under) for column in columns), default=0)
    return tuple(tuple(_row_cells(columns, level, depth)) for level in range(depth))


def _row_cells(columns: Sequence[Headed], level: int, depth: int) -> list[HeadCell]:
    cells: list[HeadCell] = []
    before: tuple[str, ...] = ()
    for at, column in enumerate(columns):
        path = column.under[: level + 1]
        if len(path) <= level:
            if len(column.under) == level:
                cells.append(HeadCell(column.label, at, down=depth - level))
        elif path == before:
            last = cells.pop()
            cells.append(HeadCell(last.text, last.at, last.across + 1))
        else:
            cells.append(HeadCell(path[-1], at))
        before = path if len(path) > level else ()
    return cells
