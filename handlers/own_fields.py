"""The questions of an agency's own columns as the fields of a form."""

from collections.abc import Mapping
from typing import Final

from domain.columns import OWN, WHY, Column, Kind
from domain.messages import N_, Say, join_sentences, say
from domain.reply_form import FieldKind, ReplyField

OPTIONAL: Final = N_("May be left empty.")
LINES: Final = N_("One item a line.")
WRITE_DATE: Final = N_("For example 7 เม.ย. 2570 or 7/4/2570. May be left empty.")
_HINTS: Final[Mapping[Kind, str]] = {
    "text": LINES,
    "date": N_("For example 7 เม.ย. 2570 or 7/4/2570."),
    "number": N_("A number, for example 28,450.50."),
    "money": N_("An amount in baht, for example 28,450.50."),
    "percent": N_("A number from 0 to 100."),
    "links": N_("Web addresses, one a line."),
}
_ONLY: Final = N_("Only where “{label}” is chosen.")

_KINDS: Final[Mapping[Kind, FieldKind]] = {
    "date": "date",
    "number": "number",
    "money": "number",
    "percent": "number",
    "choice": "choice",
    "period": "ticks",
}


def list_own_fields(column: Column) -> list[ReplyField]:
    """The field of the column, and one for what its choices ask besides."""
    asked = (say("{question}", question=column.ask),) if column.ask else ()
    hints = [*asked, *_hints(column), *(() if column.required else (say(OPTIONAL),))]
    return [
        ReplyField(
            f"{OWN}{column.key}",
            say("{label}", label=column.asked_as),
            _KINDS.get(column.kind, "text"),
            choices=tuple((choice.label, say("{label}", label=choice.label)) for choice in column.choices),
            hint=join_sentences(hints, " ") if hints else None,
        ),
        *_list_besides(column),
    ]


def _list_besides(column: Column) -> list[ReplyField]:
    """The field for what a choice asks besides."""
    asking = [choice for choice in column.choices if choice.asks]
    if not asking:
        return []
    only = say(_ONLY, label=", ".join(choice.label for choice in asking))
    return [ReplyField(f"{WHY}{column.key}", say("{asks}", asks=asking[0].asks), "text", hint=only)]


def _hints(column: Column) -> tuple[Say, ...]:
    """How an answer of the column's kind is written."""
    hint = _HINTS.get(column.kind)
    return (say(hint),) if hint else ()
