"""What a reply or a measure says in the agency's own columns, under their headings."""

from collections.abc import Iterable

from domain.column_values import Values, format_value
from domain.columns import EVIDENCE, Column
from domain.layout import Layout


def list_own_lines(layout: Layout, own: Values) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The heading and the lines of each own column that says something, in the layout's order, in Arabic digits."""
    told = ((column, own[column.key]) for column in layout.own_columns if column.key in own)
    return tuple((column.heading, lines) for column, value in told if (lines := format_value(column, value)))


def list_own_changes(
    columns: Iterable[Column], before: Values, now: Values
) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """The heading of each of the own columns in which the two differ, with the lines of both, in Arabic digits.

    A value of none of the columns stands under its key.
    """
    known = {one.key: one for one in columns if one.is_own or one.key == EVIDENCE}
    others = (key for key in dict.fromkeys((*before, *now)) if key not in known)
    listed = (*known.values(), *(Column(key, key, "plan") for key in others))
    told = ((one.heading, _format_column(one, before), _format_column(one, now)) for one in listed)
    return tuple((heading, old, new) for heading, old, new in told if old != new)


def _format_column(column: Column, own: Values) -> tuple[str, ...]:
    return format_value(column, own.get(column.key, ()))
