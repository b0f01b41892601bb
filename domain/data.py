"""Values as plain data of JSON, and back: one way for what is stored, printed and carried by a page."""

from typing import Any, TypeVar

from msgspec import ValidationError, convert, to_builtins

T = TypeVar("T")


def to_data(value: object) -> Any:
    """The dataclass, or list of them, as plain data: days are ISO text, what is absent null or an empty list."""
    return to_builtins(value)


def from_data(data: Any, type_: type[T]) -> T:
    """The value of that type that `to_data` made this of; raises ValueError where it is none."""
    try:
        return convert(data, type_)
    except ValidationError as error:
        raise ValueError(str(error)) from error
