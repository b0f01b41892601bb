"""The rows of a layout's form: a column or part added, taken out, moved up or down among the texts that were typed."""

import secrets
from typing import Final, get_args

from domain.column_words import KIND_WORDS
from domain.columns import KNOWN, Column, FilledBy, Kind
from domain.messages import N_
from domain.parts import Part, PartKind
from intake.column_answers import OWN
from intake.column_questions import meaning_of
from web.admin.layout_typed import TABLES, Typed, list_numbers, write_row

MOST_ROWS: Final = 60
# What is chosen of a new row, named by its table: `new-columns`; of a column of the agency's own its heading besides.
NEW: Final = "new-"
NEW_LABEL, NEW_KIND, NEW_FILLER = "new-label", "new-kind", "new-filled_by"
_NAME_IT: Final = N_("Please write the heading of the new column here.")
_ENOUGH: Final = N_("There are as many as one layout may have. Please take one away first.")


def change_rows(typed: Typed, do: str) -> tuple[dict[str, str], str, dict[str, str]]:
    """What was typed after `do` (`up-columns-3`, `add-front` …), the row to look at, and what is wrong, by field."""
    act, _, rest = do.partition("-")
    table, _, number = rest.partition("-")
    if table not in TABLES:
        return dict(typed), "", {}
    if act == "add":
        return _add(typed, table)
    numbers = list_numbers(typed, table)
    if not number.isdecimal() or int(number) not in numbers:
        return dict(typed), "", {}
    at = numbers.index(int(number))
    if act == "remove":
        numbers.pop(at)
    elif act in ("up", "down"):
        to = min(max(at + (1 if act == "down" else -1), 0), len(numbers) - 1)
        numbers.insert(to, numbers.pop(at))
        at = to
    shown = f"{table}-{min(at + 1, len(numbers))}" if numbers else ""
    return renumber_rows(typed, table, numbers), shown, {}


def renumber_rows(typed: Typed, table: str, order: list[int]) -> dict[str, str]:
    """What was typed with the table's rows in this order, numbered from 1; rows that it does not name are gone."""
    kept = {name: text for name, text in typed.items() if not name.startswith(f"{table}-")}
    for place, number in enumerate(order, 1):
        before = f"{table}-{number}-"
        row = {name: text for name, text in typed.items() if name.startswith(before)}
        kept |= {f"{table}-{place}-{name.removeprefix(before)}": text for name, text in row.items()}
    return kept


def _add(typed: Typed, table: str) -> tuple[dict[str, str], str, dict[str, str]]:
    numbers = list_numbers(typed, table)
    if len(numbers) >= MOST_ROWS:
        return dict(typed), "", {f"{NEW}{table}": _ENOUGH}
    chosen = typed.get(f"{NEW}{table}", "")
    label = typed.get(NEW_LABEL, "").strip()
    if table == "columns" and chosen not in KNOWN and not label:
        return dict(typed), "", {NEW_LABEL: _NAME_IT}
    row = write_row(_make_column(typed, chosen, label) if table == "columns" else Part(_find_part(chosen)))
    place = len(numbers) + 1
    left = {name: text for name, text in renumber_rows(typed, table, numbers).items() if not name.startswith(NEW)}
    return {**left, **{f"{table}-{place}-{key}": text for key, text in row.items()}}, f"{table}-{place}", {}


def _make_column(typed: Typed, chosen: str, label: str) -> Column:
    """A known column under its usual heading, or one of the agency's own under a name that no answer was kept under."""
    if chosen in KNOWN:
        return Column(chosen, label or meaning_of(chosen), KNOWN[chosen].filled_by)
    kind: Kind = next((one for one in KIND_WORDS if one == typed.get(NEW_KIND)), "text")
    filled_by: FilledBy = "plan" if typed.get(NEW_FILLER) == "plan" else "reply"
    return Column(f"col_{secrets.token_hex(4)}", label, filled_by, kind=kind)


def _find_part(chosen: str) -> PartKind:
    return next((kind for kind in get_args(PartKind) if kind == chosen), "text")


def list_addable(typed: Typed) -> list[tuple[str, str]]:
    """What a new column may be: one of the agency's own, or a known one that the layout does not have yet."""
    there = {typed.get(f"columns-{number}-key") for number in list_numbers(typed, "columns")}
    return [(OWN, meaning_of(OWN)), *((key, meaning_of(key)) for key in KNOWN if key not in there)]
