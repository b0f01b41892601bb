"""What another layout does to answers that are on file: said before it is saved, or refused. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.column_values import Value, check_value
from domain.columns import KNOWN, Column
from domain.layout import Layout
from domain.messages import N_, Say, say
from store.column_answers import AnswersOnFile

_UNPRINTED: Final = N_("“{heading}”: its {count} answers are kept, but not printed any more.")
_UNPRINTED_PLAN: Final = N_("“{heading}”: what {count} measures of the plan say is kept, but not printed any more.")
_AGAIN: Final = N_("“{heading}”: {count} earlier answers under this name are printed again.")
_UNTICKED: Final = N_(
    "“{heading}”: {count} answers are ticked at {choices}, which it no longer has. They are kept, but those ticks are "
    "not printed any more."
)
_UNIT: Final = N_("“{heading}”: its {count} answers are printed with the unit “{unit}” from now on.")
_OTHER_KIND: Final = N_(
    "{count} answers are on file, so that it cannot be of another kind. "
    "Please leave the kind as it was and add a new column instead; this one may be removed."
)


@dataclass(frozen=True, slots=True)
class LayoutEffect:
    """What is to be said of it, and why a column cannot be so, by its place counted from 1."""

    lines: tuple[Say, ...] = ()
    refused: tuple[tuple[int, Say], ...] = ()


def find_layout_effect(before: Layout, after: Layout, on_file: AnswersOnFile) -> LayoutEffect:
    """What becomes of the answers on file where the one layout follows the other."""
    refused = tuple(_refuse_kinds(before, after, on_file))
    taken = {place for place, _ in refused}
    kept = replace(after, columns=tuple(one for place, one in enumerate(after.columns, 1) if place not in taken))
    lines = (*_say_unprinted(before, after, on_file), *_say_other(before, kept, on_file))
    return LayoutEffect(lines, refused)


def _refuse_kinds(before: Layout, after: Layout, on_file: AnswersOnFile) -> Iterator[tuple[int, Say]]:
    """The columns whose answers on file are of another kind."""
    for place, column in enumerate(after.columns, 1):
        values = on_file.values(column.key, column.filled_by) if column.is_own else ()
        known = before.column(column.key)
        if known is not None and _was_filled_alike(known, column):
            other = known.kind != column.kind
        else:
            other = not _fit(column, values)
        if values and other:
            yield place, say(_OTHER_KIND, count=len(values))


def _was_filled_alike(known: Column | None, column: Column) -> bool:
    return known is not None and known.filled_by == column.filled_by


def _fit(column: Column, values: Sequence[Value]) -> bool:
    """Whether the column could have been answered so; a choice that is offered no longer may stand."""
    try:
        for value in values:
            check_value(replace(column, choices=()), value)
    except ValueError:
        return False
    return True


def _say_unprinted(before: Layout, after: Layout, on_file: AnswersOnFile) -> Iterator[Say]:
    """The columns that are gone, or filled by somebody else, with what stands in them."""
    still = {KNOWN[key].answer for key in after.reply_keys if key in KNOWN}
    for column in before.columns:
        if column.is_own:
            now = after.column(column.key)
            count = len(on_file.values(column.key, column.filled_by))
            gone = now is None or now.filled_by != column.filled_by
        else:
            answer = KNOWN[column.key].answer
            count, gone = on_file.answers.get(answer, 0), answer not in still
        if gone and count:
            sentence = _UNPRINTED if column.filled_by == "reply" else _UNPRINTED_PLAN
            yield say(sentence, heading=column.heading, count=count)


def _say_other(before: Layout, after: Layout, on_file: AnswersOnFile) -> Iterator[Say]:
    """Columns that come back with answers of before, that lose what was ticked, or whose numbers count otherwise."""
    for column in after.own_columns:
        count, known = len(on_file.values(column.key, column.filled_by)), before.column(column.key)
        if count and not _was_filled_alike(known, column):
            yield say(_AGAIN, heading=column.heading, count=count)
        elif count and known and known.unit != column.unit and column.is_number:
            yield say(_UNIT, heading=column.heading, count=count, unit=column.unit or "–")
        elif count and known and column.mark:
            yield from _say_unticked(known, column, on_file.values(column.key, column.filled_by))


def _say_unticked(known: Column, column: Column, values: Sequence[Value]) -> Iterator[Say]:
    """What was ticked and printed until now, and has no narrow column of its own any more."""
    offered = {choice.label for choice in column.choices}
    printed = {choice.label for choice in known.choices} if known.mark else None
    gone = [
        {one for one in value if one not in offered and (printed is None or one in printed)}
        for value in values
        if isinstance(value, tuple)
    ]
    if any(gone):
        told = ", ".join(dict.fromkeys(one for each in gone for one in sorted(each)))
        yield say(_UNTICKED, heading=column.heading, count=sum(map(bool, gone)), choices=told)
