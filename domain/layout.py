"""A report layout: the one declaration of what the report prints, the chat asks and the admin page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from domain.columns import KNOWN, NUMBERS, OWN, PLAN_KEYS, Column, is_own_key
from domain.layout_errors import LayoutError
from domain.parts import Part
from domain.tables import read_table
from thai.clusters import trim
from thai.fiscal import USUAL_ROUNDS, RoundKind

Grouping = Literal["merged", "row", "table", "page"]
Digits = Literal["thai", "arabic"]
Rows = Literal["measure", "topic"]
Chosen = Literal["not_started", "in_progress", "done", "not_done"]  # the statuses that a reply may have

PLACEHOLDERS = (
    *("agency", "place", "year", "last_year", "next_year", "round", "months", "topics", "measures", "signed"),
    *("score", "band"),
)
_LABEL: Final = 20  # letters of a button's label that LINE shows
# What a line of the column `dates` may name besides.
DATE_PLACEHOLDERS = ("step", "day", "month_count")


@dataclass(frozen=True, slots=True)
class Layout:
    """How an agency's report looks.

    `grouping` says how a topic is shown: `merged` first cell, full-width `row`, a `table` each, a `page` each; `rows`
    prints a row for each measure, or one for each topic with all its measures in it. `opens_with_status` puts the
    status before every result. `rounds` words the rounds that the agency keeps (`first_half = "รอบ ๖ เดือน"`),
    `date_line` a step's day, `date_line_full` the day on which six months of it were full;
    `topic_mark`, `measure_mark` and `step_mark` write
    a number (`(#)`). `signature_dates` puts a day under each signature. `front` and `back` are what stands before
    and behind the table. `photos_a_page` is 2 or 4. `lone_bullet` puts a dash also
    before what replies say in a single line. `marks_deputies` prints beside a reply that it was given by who
    stood in; nobody is named. `requires_evidence` asks for
    a photo, file or link with whatever is done. `statuses` are the agency's own words for all four statuses, shown and
    printed in place of ours; `reasons` are offered where something is not carried out. `blocks` names the findings of
    the check that forbid certifying.
    All wording may hold the placeholders of `PLACEHOLDERS`.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    grouping: Grouping = "merged"
    digits: Digits = "thai"
    landscape: bool = True
    heading: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    note: str = ""
    signature_label: str = ""
    opens_with_status: bool = False
    rows: Rows = "measure"
    rounds: Mapping[RoundKind, str] = field(default_factory=dict)
    date_line: str = ""
    date_line_full: str = ""
    signature_dates: bool = True
    topic_mark: str = "#."
    measure_mark: str = "#."
    step_mark: str = "#."
    requires_evidence: bool = False
    marks_deputies: bool = False
    photos_a_page: Literal[2, 4] = 2
    lone_bullet: bool = True
    statuses: Mapping[Chosen, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ("unanswered", "agency-name", "date-future")
    front: tuple[Part, ...] = ()
    back: tuple[Part, ...] = ()

    @property
    def reply_keys(self) -> tuple[str, ...]:
        """The keys of the columns that replies fill, in order: what the chat asks."""
        return tuple(column.key for column in self.columns if column.filled_by == "reply")

    @property
    def round_kinds(self) -> tuple[RoundKind, ...]:
        """The rounds that the agency keeps, in the order in which they end: those it words, else the usual ones."""
        return tuple(kind for kind in RoundKind if kind in (self.rounds or USUAL_ROUNDS))

    @property
    def year_asks_anew(self) -> bool:
        """True where the round of the year is reported on itself, as none of the others kept reaches its end.

        So it is with rounds of 3, 6, 9 and 12 months, each of which tells all since October.
        """
        kinds = self.round_kinds
        return RoundKind.ANNUAL in kinds and not {RoundKind.SECOND_HALF, RoundKind.Q4} & set(kinds)

    def adds_outcome(self, kind: RoundKind | None) -> bool:
        """True where the year's report has an outcome column besides: it tells what came of it, the halves need not."""
        answers = {KNOWN[key].answer for key in self.reply_keys if key in KNOWN}
        year = kind is RoundKind.ANNUAL and not self.year_asks_anew
        return year and "result" in answers and "outcome" not in answers

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns that the agency named itself, in order."""
        return tuple(column for column in self.columns if column.is_own)

    @property
    def own_main_key(self) -> str | None:
        """The own reply column that says what no known column has room for.

        The one that tells the status, else the first text, else the first of all.
        """
        replies = [column for column in self.own_columns if column.filled_by == "reply"]
        told, texts = (one for one in replies if one.tells_status), (one for one in replies if one.kind == "text")
        return next((column.key for column in (*told, *texts, *replies)), None)

    def own_column(self, name: str) -> Column | None:
        """The agency's own column that an answer of this name (`own_` and its key) fills; None for all others."""
        found = self.column(name.removeprefix(OWN)) if name.startswith(OWN) else None
        return found if found and found.is_own else None

    def column(self, key: str) -> Column | None:
        """The column of that key; None where the layout has none."""
        return next((column for column in self.columns if column.key == key), None)


def layout_from(data: Mapping[str, Any]) -> Layout:
    """The layout that a table of TOML or JSON declares; raises LayoutError naming the key that is wrong."""
    columns = data.get("columns")
    if isinstance(columns, list | tuple):
        for place, row in enumerate(columns, 1):
            _check_filler(row, ("columns", place))
        data = {**data, "columns": [_complete(row) for row in columns]}
    layout = read_table(Layout, data)
    keys = [column.key for column in layout.columns]
    _check_statuses(layout)
    for place, column in enumerate(layout.columns, 1):
        _check_column(column, ("columns", place))
        if column.key in keys[: place - 1]:
            raise LayoutError("twice", "key", column.key, within=("columns", place))
    return layout


def _check_statuses(layout: Layout) -> None:
    """Raises LayoutError where the words do not tell the four statuses, or the reasons, apart on a button of LINE."""
    for status in get_args(Chosen) if layout.statuses else ():
        if not layout.statuses.get(status, "").strip():
            raise LayoutError("missing", "statuses", status)
    for key, words in (("statuses", tuple(layout.statuses.values())), ("reasons", layout.reasons)):
        labels = [trim(" ".join(word.split()), _LABEL).casefold() for word in words]
        if twice := next((word for place, word in enumerate(words) if labels[place] in labels[:place]), None):
            raise LayoutError("twice", key, twice)
        if braced := next((word for word in words if "{" in word or "}" in word), None):
            raise LayoutError("brace", key, braced)
        if key == "reasons" and not all(labels):
            raise LayoutError("text", key, "")


def _check_filler(row: Any, within: tuple[str, int]) -> None:
    """Raises LayoutError where nobody fills a column: of the agency's own only its layout knows who does."""
    key = row.get("key") if isinstance(row, Mapping) else None
    if isinstance(key, str) and key.strip() and key not in KNOWN and "filled_by" not in row:
        raise LayoutError("own-filler", "key", key, tuple(KNOWN), within=within)


def _complete(row: Any) -> Any:
    """The column's table with what may be written shorter: who fills a known one, a heading or choice by itself."""
    if not isinstance(row, Mapping):
        return row
    known = KNOWN.get(row["key"]) if isinstance(row.get("key"), str) else None
    full: dict[str, Any] = {"filled_by": known.filled_by if known else "plan", **row}
    full = {**full, "under": _as_list(full["under"])} if "under" in full else full
    if isinstance(choices := full.get("choices"), list | tuple):
        full["choices"] = [_complete_choice(each) for each in choices]
    return full


def _complete_choice(choice: Any) -> Any:
    if isinstance(choice, str):
        return {"label": choice}
    if isinstance(choice, Mapping) and "under" in choice:
        return {**choice, "under": _as_list(choice["under"])}
    return choice


def _as_list(under: Any) -> Any:
    """The headings above a column; None or "" are none."""
    return ([under] if under else []) if isinstance(under, str | None) else under


def _check_column(column: Column, within: tuple[str, int]) -> None:
    """Raises LayoutError where the column cannot be meant so."""
    if column.key not in KNOWN and not is_own_key(column.key):
        raise LayoutError("own-key", "key", column.key, within=within)
    if column.key in PLAN_KEYS and column.filled_by == "reply":
        raise LayoutError("choice", "filled_by", "reply", ("plan",), within=within)
    if column.key in KNOWN and column.kind != "text":
        raise LayoutError("choice", "kind", column.kind, ("text",), within=within)
    if column.kind in ("choice", "period") and not column.choices:
        raise LayoutError("missing", "choices", "choices", within=within)
    is_ticked = column.key == "status" and column.mark
    if is_ticked and not column.choices:
        raise LayoutError("missing", "choices", "choices", within=within)
    if column.choices and column.kind not in ("choice", "period") and not is_ticked:
        raise LayoutError("choice", "kind", column.kind, ("choice", "period"), within=within)
    labels = [choice.label for choice in column.choices]
    if twice := next((label for place, label in enumerate(labels) if label in labels[:place]), None):
        raise LayoutError("twice", "choices", twice, within=within)
    if column.mark and column.kind != "period" and column.key != "status":
        raise LayoutError("choice", "kind", column.kind, ("period",), within=within)
    if column.tells_status and not (column.is_own and column.filled_by == "reply"):
        raise LayoutError("choice", "tells_status", "true", ("false",), within=within)
    if column.total and column.kind not in NUMBERS:
        raise LayoutError("choice", "kind", column.kind, tuple(sorted(NUMBERS)), within=within)
