"""A layout as the texts of a form's fields, and back: the same value that its TOML declares.

A field is named by its key (`title`), by its table, place and key (`columns-2-label`), or by what it words
(`rounds-q1`, `statuses-done`). What is wrong is told by the field's name.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Final, get_args, get_origin, get_type_hints

from domain.columns import Column, ColumnChoice
from domain.layout import Chosen, Layout, layout_from
from domain.layout_errors import LayoutError
from domain.parts import Part
from reports.layouts.load import check_layout
from thai.digits import to_arabic
from thai.fiscal import RoundKind

Typed = Mapping[str, str]
Data = dict[str, Any]

TABLES: Final[Mapping[str, type[Column] | type[Part]]] = {"front": Part, "columns": Column, "back": Part}
# Ticked in a form of their own.
ELSEWHERE: Final = ("blocks",)
WORDS: Final = "words"
STATUSES: Final[tuple[Chosen, ...]] = get_args(Chosen)
# How a choice of two is sent, where the layout says true or false.
LANDSCAPE, PORTRAIT = "landscape", "portrait"
# Texts of a list stand one a line; these keep their empty lines.
_WITH_GAPS: Final = ("heading", "intro", "lines")
_CHOICE, _LEVEL = "|", "›"
_ESCAPED = re.compile(r"\\([\\n|›])")
_ROW = re.compile(r"(\w+)-(\d{1,4})-(\w+)")
# A stand-in for what the layout cannot be without, while the rest of it is looked at.
_FILLED: Final = ("name", "title")


def _list_keys(cls: type, left_out: Collection[str] = ()) -> Mapping[str, Any]:
    hints = get_type_hints(cls)
    return {one.name: hints[one.name] for one in fields(cls) if one.name not in left_out}


# The keys of a layout, column and part that stand in the form, each with the type of its value.
KEYS: Final[Mapping[type, Mapping[str, Any]]] = {
    Layout: _list_keys(Layout, (*TABLES, *ELSEWHERE)),
    Column: _list_keys(Column),
    Part: _list_keys(Part),
}


def write_layout_fields(layout: Layout) -> dict[str, str]:
    """The text of every field of the layout."""
    typed = {key: _write_value(key, getattr(layout, key)) for key in KEYS[Layout] if key not in ("rounds", "statuses")}
    for kind in RoundKind:
        kept = "on" if kind in layout.rounds else ""
        typed |= {_name_round(kind): kept, f"rounds-{kind}-{WORDS}": layout.rounds.get(kind, "")}
    typed |= {f"statuses-{status}": layout.statuses.get(status, "") for status in STATUSES}
    for table in TABLES:
        for number, row in enumerate(getattr(layout, table), 1):
            typed |= {f"{table}-{number}-{key}": text for key, text in write_row(row).items()}
    return typed


def write_row(row: Column | Part) -> dict[str, str]:
    """The text of every field of a column or part."""
    return {key: _write_value(key, getattr(row, key)) for key in KEYS[type(row)]}


def read_layout_fields(typed: Typed) -> tuple[Layout | None, dict[str, LayoutError]]:
    """The layout that the fields say, None where it cannot be used; and what is wrong, by the field's name.

    Of each column and part, and of each key beside them, the first error is told.
    """
    data = _read_data(typed)
    numbers = {table: list_numbers(typed, table) for table in TABLES}
    wrong: dict[str, LayoutError] = {}
    while True:
        try:
            found = check_layout(layout_from(data))
            return (None if wrong else found), wrong
        except LayoutError as error:
            if not wrong or error.within or error.key != "columns":  # all columns were taken out as wrong
                wrong.setdefault(_find_field(error, numbers, data), error)
            if not _take_out(error, data, numbers):
                return None, wrong


def list_numbers(typed: Typed, table: str) -> list[int]:
    """The numbers of the table's rows, in order."""
    found = (_ROW.fullmatch(name) for name in typed)
    return sorted({int(match[2]) for match in found if match and match[1] == table})


def list_rows(typed: Typed, table: str) -> list[dict[str, str]]:
    """The texts of each of the table's rows by their keys, in order."""
    prefixes = [f"{table}-{number}-" for number in list_numbers(typed, table)]
    return [
        {name.removeprefix(prefix): text for name, text in typed.items() if name.startswith(prefix)}
        for prefix in prefixes
    ]


def _read_data(typed: Typed) -> Data:
    """What a TOML file with the same content reads as."""
    data = {key: _read_typed_value(key, typed[key], type_) for key, type_ in KEYS[Layout].items() if key in typed}
    ticked = [kind for kind in RoundKind if typed.get(_name_round(kind))]
    data["rounds"] = {str(kind): _tidy(typed.get(f"rounds-{kind}-{WORDS}", "")) for kind in ticked}
    worded = {status: _tidy(typed.get(f"statuses-{status}", "")) for status in STATUSES}
    data["statuses"] = {status: words for status, words in worded.items() if words}
    for table, cls in TABLES.items():
        data[table] = [_read_row_typed(typed, f"{table}-{number}-", cls) for number in list_numbers(typed, table)]
    return data


def _read_row_typed(typed: Typed, prefix: str, cls: type) -> Data:
    types = KEYS[cls]
    return {key: _read_typed_value(key, typed[prefix + key], types[key]) for key in types if prefix + key in typed}


def _name_round(kind: RoundKind) -> str:
    return f"rounds-{kind}"


def _write_value(key: str, value: Any) -> str:
    if key == "landscape":
        return LANDSCAPE if value else PORTRAIT
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, tuple):
        return "\n".join(write_choice(one) if isinstance(one, ColumnChoice) else _escape(one, "") for one in value)
    return str(value)


def _read_typed_value(key: str, text: str, type_: Any) -> Any:
    """The value that TOML would have; what is not of the type stays a text, to be told as wrong."""
    text = _tidy(text)
    if key == "landscape":
        return text != PORTRAIT
    if get_origin(type_) is tuple:
        is_choice = get_args(type_)[0] is ColumnChoice
        lines = text.split("\n") if text else []
        kept = [line for line in lines if line.strip() or key in _WITH_GAPS]
        return [_read_choice(line) if is_choice else _unescape(line) for line in kept]
    return _READ.get(_find_basic_type(type_), str)(text)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n")


def _find_basic_type(type_: Any) -> type:
    """`int` for numbers and choices of numbers, `bool`, else `str`."""
    values = [value for value in get_args(type_) if isinstance(value, int)]
    return int if values or type_ is int else bool if type_ is bool else str


def _read_number(text: str) -> int | str:
    bare = to_arabic(text.strip())
    return int(bare) if bare.isdecimal() and len(bare) < 10 else text


_READ: Final[Mapping[type, Callable[[str], Any]]] = {int: _read_number, bool: bool}


def write_choice(choice: ColumnChoice) -> str:
    """`พ.ศ. 2569 › ต.ค.`, `ล่าช้า | เพราะเหตุใด`: the headings above, the choice, what is asked besides."""
    path = f" {_LEVEL} ".join(_escape(one, _LEVEL + _CHOICE) for one in (*choice.under, choice.label))
    return f"{path} {_CHOICE} {_escape(choice.asks, _CHOICE)}" if choice.asks else path


def _read_choice(line: str) -> Data:
    path, *asks = _split(line, _CHOICE)
    *under, label = _split(path, _LEVEL)
    return {
        "label": _unescape(label.strip()),
        "asks": _unescape(_CHOICE.join(asks).strip()),
        "under": [_unescape(one.strip()) for one in under if one.strip()],
    }


def _split(text: str, mark: str) -> list[str]:
    """The text parted at each mark that is not escaped."""
    found = re.finditer(f"{_ESCAPED.pattern}|{re.escape(mark)}", text)
    cuts = [match.start() for match in found if match[0] == mark]
    return [text[first + 1 : last] for first, last in zip([-1, *cuts], [*cuts, len(text)], strict=True)]


def _escape(text: str, marks: str) -> str:
    """The text on one line: `\\n` for a line's end, a backslash before each of the marks and before a backslash."""
    for mark in ("\\", *marks):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


def _find_field(error: LayoutError, numbers: Mapping[str, Sequence[int]], data: Data) -> str:
    """The field at which the error is told."""
    if error.within:
        table, place = error.within
        return f"{table}-{numbers[table][place - 1]}-{_find_key(error)}"
    if error.key == "statuses":
        same = [status for status, words in data["statuses"].items() if words == error.value]
        return f"statuses-{same[-1] if same else error.value}"
    return error.key


def _find_key(error: LayoutError) -> str:
    """The key of the column that has to be mended: what stands there in vain, not the kind that it needs."""
    in_vain = {("choice", "period"): "choices", ("period",): "mark", ("money", "number", "percent"): "total"}
    return in_vain.get(error.known, error.key) if (error.kind, error.key) == ("choice", "kind") else error.key


def _take_out(error: LayoutError, data: Data, numbers: dict[str, list[int]]) -> bool:
    """Leaves out of the data what the error is about, so that the rest can be looked at; False where it cannot be."""
    if error.within:
        table, place = error.within
        del data[table][place - 1], numbers[table][place - 1]
        return True
    if error.key in _FILLED and data.get(error.key) != "x":
        data[error.key] = "x"
        return True
    return error.key not in _FILLED and data.pop(error.key, MISSING) is not MISSING and error.key != "columns"
