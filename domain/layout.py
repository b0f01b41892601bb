"""A report layout: the one declaration of what the report prints, the chat asks and the admin page shows."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from domain.layout_errors import LayoutError
from domain.parts import Part, part_from
from thai.fiscal import RoundKind

FilledBy = Literal["plan", "reply"]
Grouping = Literal["merged", "row", "table", "page"]
Digits = Literal["thai", "arabic"]
Rows = Literal["measure", "topic"]

COLUMN_KEYS = frozenset(
    "topic question finding measure steps responsible timeframe follow_up "
    "result dates did did_not remark outcome suggestion evidence".split()
)
REPLY_KEYS = frozenset("result dates did did_not remark outcome suggestion evidence".split())
PLACEHOLDERS = (
    *("agency", "place", "year", "last_year", "next_year", "round", "months", "topics", "measures", "signed"),
    *("score", "band"),
)
# What a line of the column `dates` may name besides.
DATE_PLACEHOLDERS = ("step", "day", "month_count")

_CHOICES = {
    "grouping": ("merged", "row", "table", "page"),
    "digits": ("thai", "arabic"),
    "rows": ("measure", "topic"),
}
_SWITCHES = ("landscape", "opens_with_status", "signature_dates", "requires_evidence", "marks_deputies")
_LISTS = ("heading", "intro", "blocks")
_PARTS = ("front", "back")
_DATE_LINES = ("date_line", "date_line_full")
_BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` is relative to the other columns, `under` a heading shared with its neighbours."""

    key: str
    label: str
    filled_by: FilledBy
    width: int = 10
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How an agency's report looks.

    `grouping` says how a topic is shown: `merged` first cell, full-width `row`, a `table` each, a `page` each; `rows`
    prints a row for each measure, or one for each topic with all its measures in it. `opens_with_status` puts the
    status before every result. `rounds` words the rounds (`first_half = "รอบ ๖ เดือน"`), `date_line` a step's day,
    `date_line_full` the day on which six months of it were full; `topic_mark`, `measure_mark` and `step_mark` write
    a number (`(#)`). `signature_dates` puts a day under each signature. `front` and `back` are what stands before
    and behind the table. `photos_a_page` is 2 or 4. `marks_deputies` prints beside a reply that it was given by who
    stood in; nobody is named. `requires_evidence` asks for
    a photo, file or link with whatever is done; `blocks` names the findings of the check that forbid certifying.
    All wording may hold the placeholders of `PLACEHOLDERS`.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    grouping: Grouping = "merged"
    digits: Digits = "thai"
    landscape: bool = True
    heading: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    note: str = ""
    signature_label: str = ""
    opens_with_status: bool = False
    rows: Rows = "measure"
    rounds: Mapping[str, str] = field(default_factory=dict)
    date_line: str = ""
    date_line_full: str = ""
    signature_dates: bool = True
    topic_mark: str = "#."
    measure_mark: str = "#."
    step_mark: str = "#."
    requires_evidence: bool = False
    marks_deputies: bool = False
    photos_a_page: int = 2
    blocks: tuple[str, ...] = ("unanswered", "agency-name", "date-future")
    front: tuple[Part, ...] = ()
    back: tuple[Part, ...] = ()

    @property
    def reply_keys(self) -> tuple[str, ...]:
        """The keys of the columns that replies fill, in order: what the chat asks."""
        return tuple(column.key for column in self.columns if column.filled_by == "reply")


def layout_from(data: Mapping[str, Any]) -> Layout:
    """The layout that a table of TOML or JSON declares; raises LayoutError naming the key that is wrong."""
    known = Layout.__dataclass_fields__
    for key in data:
        if key not in known:
            raise LayoutError("unknown-key", key, key, tuple(sorted(known)))
    for key in ("name", "title", "columns"):
        if not data.get(key):
            raise LayoutError("missing", key, key)
    for key, value in data.items():
        _check_entry(key, value)
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    fields["columns"] = _parse_columns(data["columns"])
    for key in _PARTS:
        fields[key] = _parts(key, data.get(key, ()))
    return Layout(**fields)


def layout_data(layout: Layout) -> dict[str, Any]:
    """The layout as plain data that `layout_from` reads back."""
    return asdict(layout)


def _check_entry(key: str, value: Any) -> None:
    """Raises LayoutError where the value is not of the key's kind or names a placeholder that is not known."""
    if key == "columns" or key in _PARTS:
        return
    if key == "photos_a_page":
        if value not in (2, 4) or isinstance(value, bool):
            raise LayoutError("photos", key, value)
    elif key == "rounds":
        _check_rounds(value)
    elif key in _CHOICES:
        if value not in _CHOICES[key]:
            raise LayoutError("choice", key, value, _CHOICES[key])
    elif key in _SWITCHES:
        if not isinstance(value, bool):
            raise LayoutError("switch", key, value)
    elif key in _LISTS:
        if not isinstance(value, list | tuple) or not all(isinstance(line, str) for line in value):
            raise LayoutError("lines", key)
    elif not isinstance(value, str):
        raise LayoutError("text", key, value)
    for line in value if isinstance(value, list | tuple) else [value]:
        _check_placeholders(key, line, (*PLACEHOLDERS, *DATE_PLACEHOLDERS) if key in _DATE_LINES else PLACEHOLDERS)


def _check_placeholders(key: str, line: Any, known: tuple[str, ...] = PLACEHOLDERS) -> None:
    for name in _BRACED.findall(line) if isinstance(line, str) else ():
        if name not in known:
            raise LayoutError("placeholder", key, name, known)


def _check_rounds(value: Any) -> None:
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise LayoutError("table", "rounds")
    for name in value:
        if name not in list(RoundKind):
            raise LayoutError("choice", "rounds", name, tuple(RoundKind))


def _parts(key: str, rows: Any) -> tuple[Part, ...]:
    if not isinstance(rows, list | tuple):
        raise LayoutError("tables", key)
    found = []
    for place, row in enumerate(rows, 1):
        try:
            part = part_from(row)
            for text in part.texts:
                _check_placeholders("", text)
        except LayoutError as error:
            raise error.at(within=(key, place)) from error
        found.append(part)
    return tuple(found)


def _parse_columns(rows: Any) -> tuple[Column, ...]:
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise LayoutError("tables", "columns")
    columns = tuple(_column(("column", place), row) for place, row in enumerate(rows, 1))
    keys = [column.key for column in columns]
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            raise LayoutError("twice", "key", key, within=("column", place))
    return columns


def _column(within: tuple[str, int], row: Mapping[str, Any]) -> Column:
    unknown = set(row) - set(Column.__dataclass_fields__)
    if unknown:
        known = tuple(sorted(Column.__dataclass_fields__))
        raise LayoutError("unknown-key", min(unknown), min(unknown), known, within=within)
    key = row.get("key")
    if key not in COLUMN_KEYS:
        raise LayoutError("choice", "key", key, tuple(sorted(COLUMN_KEYS)), within=within)
    filled_by = row.get("filled_by") or ("reply" if key in REPLY_KEYS else "plan")
    if filled_by not in ("plan", "reply"):
        raise LayoutError("filled-by", "filled_by", filled_by, within=within)
    width = row.get("width", 10)
    if not isinstance(width, int) or isinstance(width, bool) or not 1 <= width <= 100:
        raise LayoutError("width", "width", width, within=within)
    for name in ("label", "under"):
        if not isinstance(row.get(name, "") or "", str):
            raise LayoutError("text", name, row[name], within=within)
    return Column(**{**row, "label": row.get("label", ""), "filled_by": filled_by})
