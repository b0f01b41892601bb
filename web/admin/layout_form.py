"""A layout's form as the page shows it: its fields in groups, a fold for each column and part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.column_words import KIND_WORDS
from domain.columns import KNOWN
from domain.messages import N_
from thai.fiscal import USUAL_ROUNDS, RoundKind, round_name
from web.admin.layout_fields import COLUMN, FILLERS, PAPER, PART, PARTS, WORDINGS, make_field, make_fields, name_column
from web.admin.layout_typed import STATUSES, TABLES, WORDS, Typed, list_numbers, list_rows
from web.forms import Field
from web.language import translator

_OWN: Final = ("label", "ask", "width", "kind", "filled_by", "choices", "unit", "required")
_OWN_MORE: Final = ("under", "total", "adds_up", "tells_status", "mark", "key")
_MEMO: Final = ("sender", "number", "date", "subject", "to")
_NUMBERED: Final = N_("Column {number}")
_PART: Final = N_("Part {number}")


@dataclass(frozen=True, slots=True)
class RowLook:
    """A column or part: what it is called, what it is, its fields, the rarer ones, and what goes along unseen."""

    table: str
    number: int
    title: str
    about: str
    fields: tuple[Field, ...]
    more: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What the row is called in addresses and buttons."""
        return f"{self.table}-{self.number}"

    @property
    def wrong(self) -> bool:
        """True where one of its fields has to be mended."""
        return any(one.problem for one in (*self.fields, *self.more))


@dataclass(frozen=True, slots=True)
class RoundLook:
    """A kind of round that may be kept: its usual name, whether it is, its wording."""

    kind: RoundKind
    name: str
    kept: bool
    usual: bool
    words: Field


@dataclass(frozen=True, slots=True)
class LayoutForm:
    """All that stands in the form; `wrong` names each field that has to be mended with its place, in Thai."""

    name: str
    paper: tuple[Field, ...]
    wordings: tuple[Field, ...]
    statuses: tuple[Field, ...]
    reasons: Field
    rounds: tuple[RoundLook, ...]
    rows: Mapping[str, tuple[RowLook, ...]]
    wrong: tuple[tuple[str, str, str], ...]


def make_layout_form(typed: Typed, wrong: Mapping[str, str]) -> LayoutForm:
    """The form with what was typed, and in Thai what is wrong at each field."""
    rows = {
        table: tuple(
            _look_at_row(table, number, row, typed, wrong)
            for number, row in zip(list_numbers(typed, table), list_rows(typed, table), strict=True)
        )
        for table in TABLES
    }
    places = {f"{row.name}-": row.title for each in rows.values() for row in each}
    return LayoutForm(
        name=typed.get("name", ""),
        paper=make_fields(tuple(PAPER), typed, wrong),
        wordings=make_fields(tuple(WORDINGS), typed, wrong),
        statuses=make_fields([f"statuses-{status}" for status in STATUSES], typed, wrong),
        reasons=make_field("reasons", typed, wrong),
        rounds=tuple(_look_at_round(kind, typed, wrong) for kind in RoundKind),
        rows=rows,
        wrong=tuple((name, _say_place(name, places), told) for name, told in wrong.items()),
    )


def _say_place(name: str, places: Mapping[str, str]) -> str:
    """The column or part in which the field stands, and the field's label."""
    found = next((title for prefix, title in places.items() if name.startswith(prefix)), "")
    label = make_field(name, {}, {}).title
    return f"{found} · {label}" if found else label


def _look_at_round(kind: RoundKind, typed: Typed, wrong: Mapping[str, str]) -> RoundLook:
    name, _, _ = round_name(kind, 0, thai_digits=False).partition(" ปี")
    words = make_field(f"rounds-{kind}-{WORDS}", typed, wrong)
    return RoundLook(kind, name, bool(typed.get(f"rounds-{kind}")), kind in USUAL_ROUNDS, words)


def _look_at_row(table: str, number: int, row: Mapping[str, str], typed: Typed, wrong: Mapping[str, str]) -> RowLook:
    prefix = f"{table}-{number}-"
    first, more = _choose_column_fields(row) if table == "columns" else _choose_part_fields(row)
    keys = COLUMN if table == "columns" else PART
    unseen = [key for key in keys if key not in (*first, *more)]
    # What does not fit this column is not shown; where something stands there all the same, it goes along.
    told = tuple(key for key in unseen if prefix + key in wrong)
    return RowLook(
        table,
        number,
        *(_name_column_row(row, number) if table == "columns" else _name_part_row(row, number)),
        make_fields([prefix + key for key in (*first, *told)], typed, wrong),
        make_fields([prefix + key for key in more], typed, wrong),
        tuple((prefix + key, row[key]) for key in unseen if key not in told and row.get(key)),
    )


def _choose_column_fields(row: Mapping[str, str]) -> tuple[Sequence[str], Sequence[str]]:
    known = KNOWN.get(row.get("key", ""))
    if known is None:
        return _OWN, _OWN_MORE
    asked = ("ask", "width", "required") if known.filled_by == "reply" else ("width",)
    return ("label", *asked), ("under",)


def _choose_part_fields(row: Mapping[str, str]) -> tuple[Sequence[str], Sequence[str]]:
    memo = _MEMO if row.get("kind") == "memo" else ()
    chart = ("chart",) if row.get("kind") == "scores" else ()
    return ("kind", "title", "lines", *memo, *chart), ("signatures",)


def _name_column_row(row: Mapping[str, str], number: int) -> tuple[str, str]:
    say, key = translator(), row.get("key", "")
    label = " ".join(row.get("label", "").split()) or say(_NUMBERED).format(number=number)
    filler = say(dict(FILLERS).get(row.get("filled_by", ""), ""))
    what = name_column(key)
    kind = say(next((words for kind, words in KIND_WORDS.items() if kind == row.get("kind")), ""))
    return label, " · ".join(part for part in (what, filler, kind if key not in KNOWN else "") if part)


def _name_part_row(row: Mapping[str, str], number: int) -> tuple[str, str]:
    say = translator()
    what = say(dict(PARTS).get(row.get("kind", ""), _PART)).format(number=number)
    return what, " ".join(row.get("title", "").split())
