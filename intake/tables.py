"""What every reader yields: paragraphs and tables of cells, in the document's order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.finding import Finding
from intake.unreadable import MOST_LETTERS, UnreadableFile

Joined = Literal["above", "left"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands; all count from 1, `row` as the document's own program counts, `page` 0 without pages."""

    table: int
    row: int
    column: int
    page: int = 0

    def __str__(self) -> str:
        page = f"page {self.page}, " if self.page else ""
        return f"{page}table {self.table}, row {self.row}, column {self.column}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's lines; `joined` says that it has none of its own, being merged with the cell above or to its left."""

    lines: tuple[str, ...]
    place: Place
    joined: Joined | None = None

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text outside tables; `line` counts from 1."""

    text: str
    line: int

    @property
    def place(self) -> str:
        """Where it stands, for a warning."""
        return f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equally many cells; `number` counts the document's tables from 1, `widths` are those of its grid.

    `landscape` says how a sheet's paper lies; None where that is said of the whole document, or not at all.
    """

    rows: tuple[Row, ...]
    number: int
    widths: tuple[int, ...] = ()
    landscape: bool | None = None

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content in order, whatever kind of file it was; `sure` is how sure its reading is, 0 to 1.

    `sheets` are the names of a workbook's sheets by the numbers of their tables, `doubts` what was left out.
    `landscape` says how its paper lies, None where the file does not.
    """

    blocks: tuple[Block, ...]
    sure: float = 1.0
    sheets: Mapping[int, str] = field(default_factory=dict)
    doubts: tuple[Finding, ...] = ()
    landscape: bool | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text outside tables."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def table_of(rows: list[list[tuple[str, ...]]], number: int, first_row: int = 1) -> Table:
    """The table with these cells' lines, short rows filled up with empty cells; raises UnreadableFile."""
    if any(sum(map(len, lines)) > MOST_LETTERS for row in rows for lines in row):
        raise UnreadableFile("cell-too-long", most=MOST_LETTERS)
    width = max((len(row) for row in rows), default=0)
    return Table(
        tuple(
            tuple(
                Cell(lines, Place(number, first_row + down, 1 + across))
                for across, lines in enumerate(row + [()] * (width - len(row)))
            )
            for down, row in enumerate(rows)
        ),
        number,
    )


def with_merges(table: Table, merges: tuple[tuple[int, int, int, int], ...]) -> Table:
    """The table with the cells of each merged range (top, left, bottom, right, from 0) emptied and marked as joined."""
    rows = [list(row) for row in table.rows]
    for top, left, bottom, right in merges:
        for down in range(top, min(bottom + 1, len(rows))):
            for across in range(left, min(right + 1, table.width)):
                if (down, across) != (top, left):
                    joined: Joined = "left" if across > left else "above"
                    rows[down][across] = replace(rows[down][across], lines=(), joined=joined)
    return replace(table, rows=tuple(tuple(row) for row in rows))
