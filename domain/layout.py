"""A report layout: the one declaration of what the report prints, the chat asks and the admin page shows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

FilledBy = Literal["plan", "reply"]
Grouping = Literal["merged", "row", "table", "page"]
Digits = Literal["thai", "arabic"]

COLUMN_KEYS = frozenset(
    "topic question finding measure steps responsible timeframe follow_up "
    "result dates did did_not remark outcome suggestion evidence".split()
)
REPLY_KEYS = frozenset("result dates did did_not remark outcome suggestion evidence".split())


class LayoutError(ValueError):
    """A layout that cannot be used; the message says where and why."""


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

    `grouping` says how a topic is shown: `merged` first cell, full-width `row`, a `table` each, a `page` each.
    `heading`, `intro` and `note` may hold the placeholders {agency}, {place}, {year}, {last_year}, {round}.
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

    @property
    def reply_keys(self) -> tuple[str, ...]:
        """The keys of the columns that replies fill, in order: what the chat asks."""
        return tuple(column.key for column in self.columns if column.filled_by == "reply")


def layout_from(data: Mapping[str, Any]) -> Layout:
    """The layout that a table of TOML or JSON declares; raises LayoutError naming the key that is wrong."""
    known = set(Layout.__dataclass_fields__)
    for key in data:
        if key not in known:
            raise LayoutError(f"unknown key {key!r}; known are {', '.join(sorted(known))}")
    for key in ("name", "title", "columns"):
        if not data.get(key):
            raise LayoutError(f"{key!r} is missing")
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    fields["columns"] = tuple(_column(place, row) for place, row in enumerate(data["columns"], 1))
    if fields.get("grouping", "merged") not in ("merged", "row", "table", "page"):
        raise LayoutError(f"grouping {fields['grouping']!r} is none of merged, row, table, page")
    if fields.get("digits", "thai") not in ("thai", "arabic"):
        raise LayoutError(f"digits {fields['digits']!r} is neither thai nor arabic")
    return Layout(**fields)


def layout_data(layout: Layout) -> dict[str, Any]:
    """The layout as plain data that `layout_from` reads back."""
    return asdict(layout)


def _column(place: int, row: Mapping[str, Any]) -> Column:
    key = row.get("key")
    if key not in COLUMN_KEYS:
        raise LayoutError(f"column {place}: key {key!r} is none of {', '.join(sorted(COLUMN_KEYS))}")
    unknown = set(row) - set(Column.__dataclass_fields__)
    if unknown:
        raise LayoutError(f"column {place}: unknown key {sorted(unknown)[0]!r}")
    filled_by = row.get("filled_by") or ("reply" if key in REPLY_KEYS else "plan")
    if filled_by not in ("plan", "reply"):
        raise LayoutError(f"column {place}: filled_by {filled_by!r} is neither plan nor reply")
    return Column(**{**row, "label": row.get("label", ""), "filled_by": filled_by})
