"""What a reply or a measure says in the agency's own columns, under their headings."""

from domain.column_values import Values, format_value
from domain.layout import Layout


def list_own_lines(layout: Layout, own: Values) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The heading and the lines of each own column that says something, in the layout's order, in Arabic digits."""
    told = ((column, own[column.key]) for column in layout.own_columns if column.key in own)
    return tuple((column.heading, lines) for column, value in told if (lines := format_value(column, value)))
