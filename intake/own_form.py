"""An agency's own columns on our form: headed `[key:kind]`, so that what is taken away reads back as it was."""

import re
from collections.abc import Iterable
from typing import Final

from domain.column_values import Value, Values
from domain.layout import Layout
from thai.numbers import NotANumber, read_number

# What begins the name of such a column among the form's keys.
OWN: Final = "own:"
_HEADING: Final = re.compile(r"\[([a-z][a-z0-9_]{0,39}):(number|list|text)\]")


def own_key(heading: str) -> str | None:
    """The form's key of a column with this heading, `own:spent:number`; None where it is no such column."""
    found = _HEADING.search(heading)
    return f"{OWN}{found[1]}:{found[2]}" if found else None


def list_own_keys(measures: Iterable[Values]) -> list[str]:
    """The form's keys of all own columns that hold something, in the order in which they come."""
    told: dict[str, list[Value]] = {}
    for own in measures:
        for key, value in own.items():
            told.setdefault(key, []).append(value)
    return [f"{OWN}{key}:{_kind_of(values)}" for key, values in told.items()]


def _kind_of(values: list[Value]) -> str:
    if any(isinstance(value, tuple) for value in values):
        return "list"
    return "number" if any(isinstance(value, int | float) for value in values) else "text"


def own_heading(key: str, layout: Layout | None) -> str:
    """How the column is headed on the form: as the layout names it, and by what it is known again."""
    named = key.removeprefix(OWN)
    column = layout.column(named.partition(":")[0]) if layout else None
    return f"{column.heading} [{named}]" if column else f"[{named}]"


def write_own(own: Values) -> dict[str, str]:
    """The texts of the cells, by the column's own key."""
    return {key: "\n".join(value) if isinstance(value, tuple) else str(value) for key, value in own.items()}


def read_own(cells: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, Value]:
    """The values in these cells: the form's key and the lines of each; an empty one says nothing."""
    found: dict[str, Value] = {}
    for name, lines in cells:
        _, key, kind = name.split(":")
        if lines:
            found[key] = _parse_field(kind, lines)
    return found


def _parse_field(kind: str, lines: tuple[str, ...]) -> Value:
    """The value as its kind says; a wording in place of a number stays one."""
    text = "\n".join(lines)
    if kind == "list":
        return lines
    if kind == "number":
        try:
            return read_number(text)
        except NotANumber:
            return text
    return text
