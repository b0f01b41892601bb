"""What differs between two layouts as they stand in the form, in words."""

from collections.abc import Iterator
from typing import Final

from domain.messages import N_
from web.admin.layout_fields import find_look
from web.admin.layout_typed import TABLES, Typed, list_rows
from web.language import translator

_COLUMN: Final = N_("column “{heading}”")
_ORDER: Final = N_("the order of the columns")
_OTHERS: Final = {
    "rounds": N_("The rounds"),
    "statuses": N_("the words of the statuses"),
    "front": N_("what stands before the table"),
    "back": N_("what stands behind the table"),
}


def list_differences(before: Typed, after: Typed) -> list[str]:
    """What of the one layout is not as in the other, each thing once, in Thai."""
    return list(dict.fromkeys((*_compare_columns(before, after), *_compare_others(before, after))))


def _compare_columns(before: Typed, after: Typed) -> Iterator[str]:
    say = translator()
    old, new = ({row.get("key", ""): row for row in list_rows(typed, "columns")} for typed in (before, after))
    for key in dict.fromkeys((*old, *new)):
        if _tidy_row(old.get(key, {})) != _tidy_row(new.get(key, {})):
            label = (new.get(key) or old[key]).get("label", "")
            yield say(_COLUMN).format(heading=" ".join(label.split()) or key)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield say(_ORDER)


def _compare_others(before: Typed, after: Typed) -> Iterator[str]:
    say = translator()
    for table in TABLES:
        rows = ([_tidy_row(row) for row in list_rows(typed, table)] for typed in (before, after))
        if table != "columns" and next(rows) != next(rows):
            yield say(_OTHERS[table])
    for name, text in before.items():
        first = name.partition("-")[0]
        if first not in TABLES and name != "name" and _tidy_text(after.get(name, "")) != _tidy_text(text):
            yield say(_OTHERS.get(first) or find_look(name).label)


def _tidy_row(row: Typed) -> dict[str, str]:
    """What stands in the row; a field that is empty says as little as one that was not sent."""
    return {key: _tidy_text(text) for key, text in row.items() if text}


def _tidy_text(text: str) -> str:
    return text.replace("\r\n", "\n")
