"""Tables of a layout file read into values; what is wrong is told by its key and the type that it is not of."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from msgspec import ValidationError, convert

from domain.layout_errors import LayoutError

T = TypeVar("T")
Within = tuple[str, int] | None

# What is said of a value that is not of the type, or of one with text in it.
KINDS: dict[Any, str] = {str: "text", bool: "switch", tuple: "lines", Mapping: "table", Annotated: "width"}


def read_table(cls: type[T], table: Any, within: Within = None) -> T:
    """The value of the dataclass that the table declares; raises LayoutError with the key that is wrong."""
    if not isinstance(table, Mapping):
        raise LayoutError("table", within=within)
    types = get_type_hints(cls, include_extras=True)
    for key in table:
        if key not in types:
            raise LayoutError("unknown-key", key, key, tuple(sorted(types)), within=within)
    for each in fields(cls):  # type: ignore[arg-type]  # T is a dataclass
        required = each.default is MISSING and each.default_factory is MISSING
        if required and not str(table.get(each.name) or "").strip():
            raise LayoutError("missing", each.name, each.name, within=within)
    return cls(**{key: _read_value(key, value, types[key], within) for key, value in table.items()})


def _read_value(key: str, value: Any, type_: Any, within: Within) -> Any:
    if row := _row_type(type_):
        if not isinstance(value, list | tuple):
            raise LayoutError("tables", key, within=within)
        # What stands within a column is told by the place of the column.
        return tuple(read_table(row, each, within or (key, place)) for place, each in enumerate(value, 1))
    try:
        return convert(value, type_)
    except ValidationError as error:
        raise _explain(key, value, type_, within) from error


def _row_type(type_: Any) -> Any:
    """The dataclass of the rows, where the type is a list of tables; None where it is none."""
    row = get_args(type_)[0] if get_origin(type_) is tuple else None
    return row if hasattr(row, "__dataclass_fields__") else None


def _explain(key: str, value: Any, type_: Any, within: Within) -> LayoutError:
    """Why the value is not of the type."""
    origin = get_origin(type_) or type_
    choices = get_args(type_) if origin is Literal else ()
    if origin is Mapping and isinstance(value, Mapping):
        names = get_args(get_args(type_)[0]) or tuple(get_args(type_)[0])
        unknown = [name for name in value if name not in names]
        value, choices = (unknown[0], names) if unknown else (value, ())
    if choices:
        return LayoutError("choice", key, value, tuple(map(str, choices)), within=within)
    return LayoutError(KINDS.get(origin, KINDS[str]), key, value, within=within)
