"""A report layout: the one declaration of what the report prints, the chat asks and the admin page shows."""

import re
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
PLACEHOLDERS = ("agency", "place", "year", "last_year", "round", "months")

_CHOICES = {"grouping": ("merged", "row", "table", "page"), "digits": ("thai", "arabic")}
_SWITCHES = ("landscape", "opens_with_status")
_LISTS = ("heading", "intro")
_BRACED = re.compile(r"\{([^{}]*)\}")


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
    `opens_with_status` puts the status before every result. `heading`, `intro` and `note` may hold the
    placeholders of `PLACEHOLDERS`.
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

    @property
    def reply_keys(self) -> tuple[str, ...]:
        """The keys of the columns that replies fill, in order: what the chat asks."""
        return tuple(column.key for column in self.columns if column.filled_by == "reply")


def layout_from(data: Mapping[str, Any]) -> Layout:
    """The layout that a table of TOML or JSON declares; raises LayoutError naming the key that is wrong."""
    known = Layout.__dataclass_fields__
    for key in data:
        if key not in known:
            raise LayoutError(f"unknown key {key!r}; known are {', '.join(sorted(known))}")
    for key in ("name", "title", "columns"):
        if not data.get(key):
            raise LayoutError(f"{key!r} is missing")
    for key, value in data.items():
        _check(key, value)
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    fields["columns"] = _columns(data["columns"])
    return Layout(**fields)


def layout_data(layout: Layout) -> dict[str, Any]:
    """The layout as plain data that `layout_from` reads back."""
    return asdict(layout)


def _check(key: str, value: Any) -> None:
    """Raises LayoutError where the value is not of the key's kind or names a placeholder that is not known."""
    if key == "columns":
        return
    if key in _CHOICES:
        if value not in _CHOICES[key]:
            raise LayoutError(f"{key}: {value!r} is none of {', '.join(_CHOICES[key])}")
    elif key in _SWITCHES:
        if not isinstance(value, bool):
            raise LayoutError(f"{key}: {value!r} is neither true nor false")
    elif key in _LISTS:
        if not isinstance(value, list | tuple) or not all(isinstance(line, str) for line in value):
            raise LayoutError(f"{key}: must be a list of lines")
    elif not isinstance(value, str):
        raise LayoutError(f"{key}: {value!r} is not text")
    for line in value if isinstance(value, list | tuple) else [value]:
        for name in _BRACED.findall(line) if isinstance(line, str) else ():
            if name not in PLACEHOLDERS:
                raise LayoutError(f"{key}: unknown placeholder {{{name}}}; known are {', '.join(PLACEHOLDERS)}")


def _columns(rows: Any) -> tuple[Column, ...]:
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise LayoutError("columns: must be a list of tables, each with a key and a label")
    columns = tuple(_column(place, row) for place, row in enumerate(rows, 1))
    keys = [column.key for column in columns]
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            raise LayoutError(f"column {place}: key {key!r} stands twice")
    return columns


def _column(place: int, row: Mapping[str, Any]) -> Column:
    unknown = set(row) - set(Column.__dataclass_fields__)
    if unknown:
        raise LayoutError(f"column {place}: unknown key {sorted(unknown)[0]!r}")
    key = row.get("key")
    if key not in COLUMN_KEYS:
        raise LayoutError(f"column {place}: key {key!r} is none of {', '.join(sorted(COLUMN_KEYS))}")
    filled_by = row.get("filled_by") or ("reply" if key in REPLY_KEYS else "plan")
    if filled_by not in ("plan", "reply"):
        raise LayoutError(f"column {place}: filled_by {filled_by!r} is neither plan nor reply")
    width = row.get("width", 10)
    if not isinstance(width, int) or isinstance(width, bool) or not 1 <= width <= 100:
        raise LayoutError(f"column {place}: width {width!r} is not a whole number from 1 to 100")
    for name in ("label", "under"):
        if not isinstance(row.get(name, "") or "", str):
            raise LayoutError(f"column {place}: {name} is not text")
    return Column(**{**row, "label": row.get("label", ""), "filled_by": filled_by})
