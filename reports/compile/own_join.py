"""What several replies of one unit say in an agency's own columns, as one reply says it."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from domain.column_values import Value, plain_number
from domain.columns import EVIDENCE, Column
from domain.layout import Layout
from domain.task import Update

# The texts of all, as those of other columns are joined; it is handed how the text of one reply is found.
JoinTexts = Callable[[Callable[[Update], str]], str]


def join_own(layout: Layout, updates: Sequence[Update], join_texts: JoinTexts) -> dict[str, Value]:
    """The values of the replies, oldest first: texts joined, what adds up added, ticks and links together.

    Of all else the newest stands.
    """
    columns = (*layout.own_columns, *(column for column in layout.columns if column.key == EVIDENCE))
    found = ((column, _join_column(column, updates, join_texts)) for column in columns)
    return {column.key: value for column, value in found if value is not None}


def _join_column(column: Column, updates: Sequence[Update], join_texts: JoinTexts) -> Value | None:
    told = [update.own[column.key] for update in updates if column.key in update.own]
    if not told:
        return None
    if column.kind == "text":
        return join_texts(lambda update: str(update.own.get(column.key, "")))
    if column.kind in ("period", "links"):
        together = dict.fromkeys(each for value in told if isinstance(value, tuple) for each in value)
        order = [choice.label for choice in column.choices]
        return tuple(sorted(together, key=order.index) if set(together) <= set(order) else together)
    if column.adds_up and column.is_number:
        return plain_number(sum((Decimal(str(value)) for value in told if isinstance(value, int | float)), Decimal()))
    return told[-1]
