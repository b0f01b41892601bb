"""Front and back matter of a report as data: cover, preface, memo, text, score tables, analysis tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from domain.layout_errors import LayoutError

PartKind = Literal["cover", "preface", "memo", "text", "scores", "analysis", "signatures", "comparison"]

_LISTS = ("lines",)
_SWITCHES = ("signatures", "chart")


@dataclass(frozen=True, slots=True)
class Part:
    """One part before or behind the report's table; its texts may hold the layout's placeholders.

    `sender`, `number`, `date`, `subject` and `to` are the memo's lines; an empty number or date is left to be
    written by hand. `signatures` puts those who sign under this part instead of behind the table; `chart` draws
    the scores. `comparison` is printed where last year's round is in the books.
    """

    kind: PartKind
    title: str = ""
    lines: tuple[str, ...] = ()
    sender: str = ""
    number: str = ""
    date: str = ""
    subject: str = ""
    to: str = ""
    signatures: bool = False
    chart: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """All its wording, in which placeholders may stand."""
        return (self.title, *self.lines, self.sender, self.number, self.date, self.subject, self.to)


def part_from(row: Any) -> Part:
    """The part that a table of TOML or JSON declares; raises LayoutError."""
    if not isinstance(row, Mapping):
        raise LayoutError("table")
    for key, value in row.items():
        _check_part_entry(key, value)
    if row.get("kind") not in get_args(PartKind):
        raise LayoutError("choice", "kind", row.get("kind"), get_args(PartKind))
    fields: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in row.items()}
    return Part(**fields)


def _check_part_entry(key: str, value: Any) -> None:
    if key not in Part.__dataclass_fields__:
        raise LayoutError("unknown-key", key, key, tuple(sorted(Part.__dataclass_fields__)))
    if key in _LISTS:
        if not isinstance(value, list | tuple) or not all(isinstance(line, str) for line in value):
            raise LayoutError("lines", key)
    elif key in _SWITCHES:
        if not isinstance(value, bool):
            raise LayoutError("switch", key, value)
    elif not isinstance(value, str):
        raise LayoutError("text", key, value)
