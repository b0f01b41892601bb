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


def own_values(entries: Sequence[Entry]) -> dict[str, Value]:
    """What stands in the own columns as one value each, by their key; of several measures their numbers together."""
    found: dict[str, Value] = {}
    for column in entries[0].layout.own_columns:
        told = [value for entry in entries if (value := _find_value(column, entry)) is not None]
        one = told[0] if len(entries) == 1 and told else add_numbers(column, told)
        found |= {} if one is None else {column.key: one}
    return found


def _find_value(column: Column, entry: Entry) -> Value | None:
    if column.filled_by == "plan":
        return entry.measure.measure.own.get(column.key)
    return merge_value(column, entry.answers)


def merge_value(column: Column, answers: Sequence[Answer]) -> Value | None:
    """The one value that the units' replies give: numbers as the column says, ticks and links together.

    None where they give none, or differ in what cannot be one.
    """
    told = [answer.update.own[column.key] for answer in answers if column.key in answer.update.own]
    if len(told) == 1:
        return told[0]
    if column.is_number:
        return add_numbers(column, told)
    if column.kind in ("period", "links"):
        together = dict.fromkeys(each for value in told if isinstance(value, tuple) for each in value)
        order = [choice.label for choice in column.choices] or list(together)
        return tuple(each for each in order if each in together) if together else None
    return told[0] if len(set(told)) == 1 else None


def merge_lines(column: Column, answers: Sequence[Answer]) -> Lines:
    """The lines of what is one value; else of each reply, where it is no text with its unit.

    What a unit wrote in place of a number stands behind the numbers of the others: it is in no sum.
    """
    told = [(answer.task.unit, answer.update.own[column.key]) for answer in answers if column.key in answer.update.own]
    if (one := merge_value(column, answers)) is not None:
        lines = format_value(column, one)
        if column.is_number and len(told) > 1:
            words = [(unit, value) for unit, value in told if isinstance(value, str)]
            lines += tuple(f"{line} ({unit})" for unit, value in words for line in format_value(column, value))
        return add_bullets(lines) if column.kind == "text" and len(lines) > 1 else lines
    if column.kind == "text":
        lines = tuple(line for _, value in told for line in format_value(column, value))
        return add_bullets(remove_repeats_under_headings(lines))
    named = (f"{line} ({unit})" if unit else line for unit, value in told for line in format_value(column, value))
    return remove_repeats(tuple(named))
