"""What stands in an agency's own column: values typed by the column's kind, and their wording."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from domain.columns import Column
from thai.dates import write_date
from thai.numbers import NotANumber, format_number, read_number

# A text or a day (ISO) is a str, a number int or float; of a choice its label, and behind it what was asked besides;
# of a period the labels ticked, of links the addresses.
Value = str | int | float | tuple[str, ...]
Values = Mapping[str, Value]

_NUMBERS: Mapping[str, Literal["number", "money", "percent"]] = {
    "number": "number",
    "money": "money",
    "percent": "percent",
}
_LOWEST: Mapping[str, int] = {"money": 0, "percent": 0}
_DECIMALS: Mapping[str, int] = {"money": 2, "percent": 2, "number": 3}


def read_values(data: Mapping[str, Any] | None) -> dict[str, Value]:
    """The values as they are kept in JSON."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in (data or {}).items()}


def check_value(column: Column, value: Value) -> Value:
    """The value as the column keeps it; raises ValueError where it is not of the column's kind.

    The plan's own columns of numbers may hold a wording instead (`ไม่ใช้งบประมาณ`): it is kept as it stands.
    """
    labels = tuple(choice.label for choice in column.choices)
    match column.kind:
        case "number" | "money" | "percent" if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case "date" if isinstance(value, str) and _names_day(value):
            return value
        case "choice" if isinstance(value, tuple) and value and (value[0] in labels or not labels):
            return value[:2]
        case "period" if isinstance(value, tuple) and (set(value) <= set(labels) or not labels):
            return tuple(label for label in labels if label in value) or value
        case "links" if isinstance(value, tuple):
            return value
        case "text" if isinstance(value, str):
            return value
        case _ if isinstance(value, str) and column.filled_by == "plan":
            return value
    raise ValueError(f"{value!r} is no {column.kind} of the column {column.key}")


def _names_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def parse_number(column: Column, text: str) -> int | float:
    """The number that was written, in Thai or Arabic digits, with separators and the column's unit or without.

    Raises NotANumber where it is none or one of another kind (`50%` of money), is negative money or percent, or has
    decimals that no such number has.
    """
    found = read_number(text, column.unit, _NUMBERS[column.kind])
    if found < _LOWEST.get(column.kind, found):
        raise NotANumber("negative")
    if -Decimal(str(found)).as_tuple().exponent > _DECIMALS[column.kind]:  # type: ignore[operator]  # never infinite
        raise NotANumber("decimals")
    return found


def format_value(column: Column, value: Value) -> tuple[str, ...]:
    """The value's lines as they are printed, in Arabic digits; `()` for what says nothing."""
    if isinstance(value, int | float):
        return (format_number_of(column, value),)
    if column.kind == "date" and isinstance(value, str) and _names_day(value):
        return (write_date(date.fromisoformat(value), thai_digits=False),)
    if isinstance(value, str):
        return tuple(line for line in value.splitlines() if line.strip())
    if column.kind == "choice":
        return (f"{value[0]} ({value[1]})" if len(value) > 1 and value[1] else value[0],) if value else ()
    if column.kind == "period":
        return (", ".join(value),) if value else ()
    return value


def format_number_of(column: Column, value: int | float) -> str:
    """The number with its separators, and with the unit where the heading does not name it already."""
    text = format_number(value, money=column.kind == "money")
    headed = column.unit in "".join((*column.under, column.label)) and not column.tells_status if column.unit else True
    return text if headed else f"{text}{'' if column.unit == '%' else ' '}{column.unit}"


def add_numbers(column: Column, values: Iterable[Value]) -> int | float | None:
    """What the numbers give together, by `totals_by`; None where there are none, or the column adds nothing."""
    numbers = [Decimal(str(value)) for value in values if isinstance(value, int | float)]
    if not numbers or column.totals_by == "none":
        return None
    total = sum(numbers, Decimal())
    return plain_number(total if column.totals_by == "sum" else round(total / len(numbers), 2))


def plain_number(number: Decimal) -> int | float:
    """An int where the number is whole, else a float."""
    return int(number) if number == number.to_integral_value() else float(number)
