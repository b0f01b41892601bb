"""A report layout: the one declaration of what the report prints, the chat asks and the admin page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta

from domain.layout_errors import LayoutError
from domain.parts import Part
from domain.tables import read_table
from thai.fiscal import RoundKind

FilledBy = Literal["plan", "reply"]
Grouping = Literal["merged", "row", "table", "page"]
Digits = Literal["thai", "arabic"]
Rows = Literal["measure", "topic"]

ReplyKey = Literal["result", "dates", "did", "did_not", "remark", "outcome", "suggestion", "evidence"]
PlanKey = Literal["topic", "question", "finding", "measure", "steps", "responsible", "timeframe", "follow_up"]
ColumnKey = Literal[PlanKey, ReplyKey]

COLUMN_KEYS: tuple[str, ...] = get_args(ColumnKey)
REPLY_KEYS: tuple[str, ...] = get_args(ReplyKey)
PLACEHOLDERS = (
    *("agency", "place", "year", "last_year", "next_year", "round", "months", "topics", "measures", "signed"),
    *("score", "band"),
)
# What a line of the column `dates` may name besides.
DATE_PLACEHOLDERS = ("step", "day", "month_count")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` is relative to the other columns, `under` a heading shared with its neighbours."""

    key: ColumnKey
    label: str
    filled_by: FilledBy
    width: Annotated[int, Meta(ge=1, le=100)] = 10
    under: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How an agency's report looks.

    `grouping` says how a topic is shown: `merged` first cell, full-width `row`, a `table` each, a `page` each; `rows`
    prints a row for each measure, or one for each topic with all its measures in it. `opens_with_status` puts the
    status before every result. `rounds` words the rounds (`first_half = "รอบ ๖ เดือน"`), `date_line` a step's day,
    `date_line_full` the day on which six months of it were full; `topic_mark`, `measure_mark` and `step_mark` write
    a number (`(#)`). `signature_dates` puts a day under each signature. `front` and `back` are what stands before
    and behind the table. `photos_a_page` is 2 or 4. `marks_deputies` prints beside a reply that it was given by who
    stood in; nobody is named. `requires_evidence` asks for
    a photo, file or link with whatever is done; `blocks` names the findings of the check that forbid certifying.
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
    blocks: tuple[str, ...] = ("unanswered", "agency-name", "date-future")
    front: tuple[Part, ...] = ()
    back: tuple[Part, ...] = ()

    @property
    def reply_keys(self) -> tuple[str, ...]:
        """The keys of the columns that replies fill, in order: what the chat asks."""
        return tuple(column.key for column in self.columns if column.filled_by == "reply")


def layout_from(data: Mapping[str, Any]) -> Layout:
    """The layout that a table of TOML or JSON declares; raises LayoutError naming the key that is wrong."""
    columns = data.get("columns")
    if isinstance(columns, list | tuple):
        data = {**data, "columns": [_with_filler(row) for row in columns]}
    layout = read_table(Layout, data)
    keys = [column.key for column in layout.columns]
    for place, key in enumerate(keys, 1):
        if key in keys[: place - 1]:
            raise LayoutError("twice", "key", key, within=("columns", place))
    return layout


def _with_filler(row: Any) -> Any:
    """The column's table with who fills it: replies whatever they can, where the file does not say."""
    if not isinstance(row, Mapping):
        return row
    return {"filled_by": "reply" if row.get("key") in REPLY_KEYS else "plan", **row}
