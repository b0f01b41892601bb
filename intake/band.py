"""One row of a plan with what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.column_values import Value
from domain.finding import Finding
from intake.tables import Cell

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One row's worth of the plan: the lines under each key, and where its measure stands.

    `topic` is the wording that begins a topic here, None where the topic above goes on. `sure` says how near each
    column's heading is to one that is known, 0 to 1. `periods` are cells to be ticked under their headings, `others`
    the texts of columns that were not understood, behind their headings, `own` the values of the agency's own columns.
    `is_plain_row` says that the row is one of a
    table of any headings, its measure's status words its result, `has_deadline` that its timeframe says by when.
    """

    topic: str | None
    cells: dict[str, Lines]
    places: dict[str, str]
    sure: dict[str, float] = field(default_factory=dict)
    doubts: tuple[Finding, ...] = ()
    periods: tuple[tuple[str, Cell], ...] = ()
    others: tuple[str, ...] = ()
    own: Mapping[str, Value] = field(default_factory=dict)
    is_plain_row: bool = False
    has_deadline: bool = False

    def lines(self, key: str) -> Lines:
        """The lines in the key's column, () where it is empty or not there."""
        return self.cells.get(key, ())

    def find_place(self, key: str) -> str:
        """Where the key's cell stands, for a warning."""
        return self.places.get(key) or next(iter(self.places.values()), "the plan's table")
