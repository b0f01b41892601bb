"""What was answered in an agency's own columns: shown, collected for the record, and taken up again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.column_values import Value, format_value, read_values
from domain.columns import OWN, WHY, Column
from domain.conversation import State
from domain.layout import Layout
from domain.messages import Say, say
from handlers.flow import get_answer


def find_asked_besides(column: Column, state: State) -> str:
    """What is asked of the choice that was made, "" for nothing."""
    chosen = get_answer(state, f"{OWN}{column.key}")
    return next((choice.asks for choice in column.choices if choice.label == chosen), "")


def format_own(column: Column, answer: Any) -> tuple[Say, ...]:
    """An answer of the column as it is shown, a line each."""
    (value,) = read_values({column.key: answer}).values()
    return format_own_value(column, (value,) if column.kind == "choice" and isinstance(value, str) else value)


def format_own_value(column: Column, value: Value) -> tuple[Say, ...]:
    """What stands in the column, as it is shown."""
    if column.kind == "date" and isinstance(value, str):
        return (say("{day}", day=date.fromisoformat(value)),)
    return tuple(say("{line}", line=line) for line in format_value(column, value))


def tell_own(own: Mapping[str, Value], layout: Layout) -> list[tuple[Say, tuple[Say, ...]]]:
    """What a reply says in the own columns, under their headings, in the layout's order."""
    told = [(column, own[column.key]) for column in layout.own_columns if column.key in own]
    return [(say("{label}", label=column.heading), format_own_value(column, value)) for column, value in told]


def collect_own(names: Sequence[str], state: State, layout: Layout) -> dict[str, Value]:
    """What was answered in the agency's own columns, by their key; what was skipped is left out."""
    found: dict[str, Any] = {}
    for name in names:
        column, answer = layout.own_column(name), get_answer(state, name)
        if column is None or answer in (None, "", []):
            continue
        why = get_answer(state, f"{WHY}{column.key}") if find_asked_besides(column, state) else None
        found[column.key] = [answer, *([why] if why else [])] if column.kind == "choice" else answer
    return read_values(found)


def answers_of_own(own: Mapping[str, Value], layout: Layout) -> dict[str, Any]:
    """The answers of a report that say what stands in the own columns."""
    found: dict[str, Any] = {}
    for column in layout.own_columns:
        value = own.get(column.key)
        if value is None or column.filled_by != "reply":
            continue
        found[f"{OWN}{column.key}"] = list(value) if isinstance(value, tuple) else value
        if column.kind == "choice" and isinstance(value, tuple):
            found[f"{OWN}{column.key}"] = value[0]
            found |= {f"{WHY}{column.key}": why for why in value[1:2]}
    return found
