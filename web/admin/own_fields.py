"""The fields of an agency's own columns of the plan, and what is typed in them understood."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.column_values import Value, check_value, format_value, parse_number
from domain.columns import Column
from domain.messages import N_
from domain.plan import Measure
from thai.numbers import NotANumber
from web.forms import Field, Wrong

FEW_LINES: Final = {"class": "few", "maxlength": 8000}
_NO_NUMBER = N_("Please write a number.")
_OTHER_VALUE = N_("This cannot stand in the column.")


def read_lines(typed: str) -> tuple[str, ...]:
    """The lines that hold something."""
    return tuple(" ".join(line.split()) for line in typed.splitlines() if line.strip())


def _name_field(column: Column) -> str:
    return f"own_{column.key}"


def own_fields(column: Column, value: Value | None) -> tuple[Field, ...]:
    """The field of an own column, one tick for each month or quarter."""
    name = _name_field(column)
    if column.kind == "period" and column.choices:
        ticked = value if isinstance(value, tuple) else ()
        return tuple(
            Field(f"{name}.{place}", N_("Field: {about}"), value="on" if one.label in ticked else "", kind="checkbox",
                  about=f"{column.heading}: {one.label}")
            for place, one in enumerate(column.choices)
        )  # fmt: skip
    shown = "\n".join(format_value(column, value)) if value is not None else ""
    if column.kind == "choice" and column.choices:
        chosen = value[0] if isinstance(value, tuple) and value else ""
        choices = [("", "–"), *((one.label, one.label) for one in column.choices)]
        return (Field(name, N_("Field: {about}"), str, chosen, kind="select", about=column.heading, choices=choices),)
    if column.kind == "date":
        shown = value if isinstance(value, str) else ""
        return (Field(name, N_("Field: {about}"), str, shown, kind="date", about=column.heading),)
    kind = "textarea" if column.kind in ("text", "links") else "text"
    limits = FEW_LINES if kind == "textarea" else {"maxlength": 300}
    return (Field(name, N_("Field: {about}"), str, shown, kind=kind, about=column.asked_as, attributes=limits),)


def change_own(
    measure: Measure,
    values: Mapping[str, Any],
    new: Mapping[str, Any],
    columns: Sequence[Column],
    wrong: dict[str, str],
) -> dict[str, Value]:
    """The own columns' values with what was typed; what is wrong goes into `wrong` under its field's name."""
    own = dict(measure.own)
    for column in columns:
        name = _name_field(column)
        try:
            if column.kind == "period" and column.choices:
                if any(each.startswith(f"{name}.") for each in new):
                    _put(own, column.key, _list_ticked_labels(column, name, values, measure))
            elif name in new:
                _put(own, column.key, _parse_own(column, str(new[name] or "")))
        except Wrong as error:
            wrong[name] = str(error)
    return own


def _put(own: dict[str, Value], key: str, value: Value | None) -> None:
    if value in (None, "", ()):
        own.pop(key, None)
    elif value is not None:
        own[key] = value


def _list_ticked_labels(column: Column, name: str, values: Mapping[str, Any], measure: Measure) -> tuple[str, ...]:
    """The labels ticked; one that was not sent stays as it was."""
    before = measure.own.get(column.key, ())
    kept = before if isinstance(before, tuple) else ()
    sent = ((one.label, values.get(f"{name}.{place}", one.label in kept)) for place, one in enumerate(column.choices))
    return tuple(label for label, tick in sent if tick)


def _parse_own(column: Column, typed: str) -> Value | None:
    """The value as the column keeps it; raises Wrong where it is not of its kind."""
    text = typed.replace("\r\n", "\n").strip()
    if not text:
        return None
    try:
        if column.is_number:
            return parse_number(column, text)
        return check_value(column, (text,) if column.kind == "choice" else _lines_or_text(column, text))
    except NotANumber:
        if not any(letter.isdigit() for letter in text):
            return text  # a plan may word it: `ไม่ใช้งบประมาณ`
        raise Wrong(_NO_NUMBER) from None
    except ValueError:
        raise Wrong(_OTHER_VALUE) from None


def _lines_or_text(column: Column, text: str) -> Value:
    return read_lines(text) if column.kind in ("links", "period") else text
