"""What was understood of a document's columns, as the page shows and asks it, one after another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from domain.columns import FilledBy, Kind
from domain.messages import N_
from intake.column_answers import MEANINGS, OWN, name_columns
from intake.column_questions import meaning_of
from intake.finished_columns import is_asked
from intake.learn_layout import Learned
from intake.read_columns import ReadColumn
from intake.tables import Document, Row
from web.admin.plan_columns import list_meanings

# What is sent of each column, with its number behind it.
FIELDS = ("heading", "found", "column", "filler", "kind", "choices")
_SAMPLES, _LONGEST = 2, 80
_WHAT = N_("Please say what this column is.")
_WHO = N_("Please say who fills it in.")


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column: its heading, two of its cells, what it was taken for, by whom it is filled and with what.

    `asks_what` and `asks_who` are true where that is not sure, `choices` pairs what it may be with its words, the
    likeliest first. `name` is what answers call it by; "" where it cannot be answered for. `key` is `own` for one of
    the agency's own, "" where nothing was understood.
    """

    heading: str
    name: str
    samples: tuple[str, ...]
    key: str
    filled_by: FilledBy
    kind: Kind
    options: tuple[str, ...]
    asks_what: bool
    asks_who: bool
    choices: tuple[tuple[str, str], ...]

    @property
    def meaning(self) -> str:
        """The words for what it was taken for."""
        return meaning_of(self.key) if self.key else ""


def look_at_columns(learned: Learned) -> tuple[ColumnLook, ...]:
    """The columns of the layout's table in their order, neighbours that are ticked as one."""
    names = name_columns([column.path for column in learned.columns])
    named = tuple(zip(learned.columns, names, strict=True))
    looks: list[ColumnLook] = []
    for is_joined, group in groupby(named, key=lambda pair: pair[0].group or pair[0].key == "period"):
        each = [(column, name) for column, name in group if column.label]
        found = [_look_at(column, name, learned.table.rows) for column, name in each]
        looks.extend([_join_looks(found)] if is_joined and found else found)
    return tuple(looks)


def _look_at(column: ReadColumn, name: str, rows: Sequence[Row]) -> ColumnLook:
    cells = (row[column.index] for row in rows if column.index < len(row))
    samples = tuple(dict.fromkeys(cell.text[:_LONGEST] for cell in cells if cell.lines))[:_SAMPLES]
    key = (
        OWN
        if column.is_own or (column.key not in MEANINGS and column.key not in ("period", "who_when"))
        else column.key
    )
    return ColumnLook(
        heading=" › ".join(dict.fromkeys(column.path)),
        name=name,
        samples=samples,
        key=key,
        filled_by=column.filled_by,
        kind=column.kind,
        options=tuple(choice.label for choice in column.choices),
        asks_what=is_asked(column),
        asks_who=not column.filler_sure,
        choices=list_meanings([meaning_of(one) for one in column.likely]),
    )


def _join_looks(looks: list[ColumnLook]) -> ColumnLook:
    headings = " · ".join(look.heading for look in looks)
    return replace(looks[0], heading=headings, name="", samples=(), asks_what=False, asks_who=False)


def look_at_headings(document: Document) -> tuple[ColumnLook, ...]:
    """The columns of the largest table of a document of which none was understood: each is asked about."""
    tables = [table for table in document.tables if table.width > 1]
    table = max(tables, key=lambda each: len(each.rows), default=None)
    row = next((row for row in table.rows if sum(bool(cell.lines) for cell in row) > 1), ()) if table else ()
    return tuple(
        ColumnLook(
            heading=cell.text,
            name=cell.text,
            samples=(),
            key="",
            filled_by="plan",
            kind="text",
            options=(),
            asks_what=True,
            asks_who=False,
            choices=list_meanings([meaning_of("measure")]),
        )
        for cell in row
        if cell.lines
    )


def find_unanswered(looks: Sequence[ColumnLook], typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The name of each field that has to be answered before a layout is kept, and what is said of it."""
    for number, look in enumerate(looks, 1):
        if look.asks_what and not typed.get(f"column-{number}"):
            yield f"column-{number}", _WHAT
        if look.asks_who and not typed.get(f"filler-{number}"):
            yield f"filler-{number}", _WHO


def renumber(typed: Mapping[str, str], looks: Sequence[ColumnLook]) -> dict[str, str]:
    """What was typed of each column under its number among these, whatever its number was when it was typed."""
    before = {text: name.removeprefix("heading-") for name, text in typed.items() if name.startswith("heading-")}
    pairs = ((number, before[look.name]) for number, look in enumerate(looks, 1) if look.name in before)
    return {
        f"{field}-{number}": typed[f"{field}-{former}"]
        for number, former in pairs
        for field in FIELDS
        if f"{field}-{former}" in typed
    }
