"""The cells of an agency's own columns: what the plan says, or what the units' replies give together."""

from collections.abc import Sequence

from domain.column_values import Value, add_numbers, format_value
from domain.columns import Column
from reports.compile.entry import Answer, Entry, Lines
from reports.wording import add_bullets, remove_repeats, remove_repeats_under_headings


def own_lines(key: str, entry: Entry) -> Lines:
    """The lines of the column of that key."""
    column = entry.layout.column(key)
    if column is None:
        return ()
    if column.filled_by == "plan":
        value = entry.measure.measure.own.get(key)
        return () if value is None else format_value(column, value)
    return merge_lines(column, entry.answers)


def merge_value(column: Column, answers: Sequence[Answer]) -> Value | None:
    """The one value that the units' replies give: numbers added up as the column says; None where they give none."""
    told = [answer.update.own[column.key] for answer in answers if column.key in answer.update.own]
    if len(set(told)) == 1 and (len(told) == 1 or not column.is_number):
        return told[0]
    return add_numbers(column, told) if column.is_number else None


def merge_lines(column: Column, answers: Sequence[Answer]) -> Lines:
    """The lines of what gives one value or is told alike; else of each reply, where it is no text with its unit."""
    if (one := merge_value(column, answers)) is not None:
        return format_value(column, one)
    told = [
        (answer, format_value(column, answer.update.own[column.key]))
        for answer in answers
        if column.key in answer.update.own
    ]
    if column.kind in ("text", "links"):
        return add_bullets(remove_repeats_under_headings(tuple(line for _, lines in told for line in lines)))
    return remove_repeats(tuple(f"{line} ({answer.task.unit})" for answer, lines in told for line in lines))
