"""The columns of an agency's table: those that Tidtam knows by their key, and the agency's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from msgspec import Meta

FilledBy = Literal["plan", "reply"]
Kind = Literal["text", "number", "money", "percent", "choice", "date", "period", "links"]
Total = Literal["", "sum", "average", "none"]

NUMBERS: Final = frozenset({"number", "money", "percent"})
_TOTALS: Final[Mapping[str, Total]] = {"number": "sum", "money": "sum", "percent": "average"}
# How the answer that fills an own column is called, before the column's key, and what was asked besides.
OWN: Final = "own_"
WHY: Final = "why_"
# Under this key own values also hold what a document says of its evidence: words, of which no file came.
EVIDENCE: Final = "evidence"
_FORM_NUMBER: Final = re.compile(r"^\s*\([0-9๐-๙]{1,2}\)\s*(?=\S)")
_OWN_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column that means the same in every layout.

    `answer` is the answer of a reply that it prints: one of `domain.task.REPLY_TEXTS`, `status`, `dates` or `evidence`.
    The known column with the smallest `opens` that a layout has says how far the measure is.
    """

    filled_by: FilledBy
    answer: str = ""
    opens: int = 0


KNOWN: Final[Mapping[str, KnownColumn]] = {
    "topic": KnownColumn("plan"),
    "question": KnownColumn("plan"),
    "finding": KnownColumn("plan"),
    "number": KnownColumn("plan"),
    "measure": KnownColumn("plan"),
    "steps": KnownColumn("plan"),
    "responsible": KnownColumn("plan"),
    "timeframe": KnownColumn("plan"),
    "follow_up": KnownColumn("plan"),
    "status": KnownColumn("reply", "status"),
    "result": KnownColumn("reply", "result", 1),
    "did": KnownColumn("reply", "result", 2),
    "outcome": KnownColumn("reply", "outcome", 4),
    "did_not": KnownColumn("reply", "reason", 7),
    "suggestion": KnownColumn("reply", "suggestion", 6),
    "remark": KnownColumn("reply", "remark", 5),
    "dates": KnownColumn("reply", "dates", 3),
    "evidence": KnownColumn("reply", "evidence", 8),
}
COLUMN_KEYS: Final = tuple(KNOWN)
REPLY_KEYS: Final = tuple(key for key, known in KNOWN.items() if known.filled_by == "reply")
PLAN_KEYS: Final = tuple(key for key, known in KNOWN.items() if known.filled_by == "plan")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One of a column's choices; `asks` is what is asked besides where it is chosen (`เพราะเหตุใด`), "" for nothing.

    `under` are the headings above it where each choice is printed as a column of its own.
    """

    label: str
    asks: str = ""
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table.

    `key` is one of `KNOWN` or the agency's own; `width` is relative to the other columns; `under` are the headings
    above it, outermost first, shared with its neighbours. `choices` are those of a choice, or the months or quarters
    of a period. `mark` prints each of a period's choices as a narrow column with this mark where it is ticked; those of
    the column `status` are the agency's words for the statuses.
    `unit` is what a number counts, `ask` the question in the chat, made from the label where it is empty; what is
    `required` cannot be skipped. `total` says what several units' numbers give together, and the row under the table:
    "" goes by the kind. Where `adds_up`, replies of several months or half-years tell a part each; else the newest
    number stands. What `tells_status` is printed behind how far the measure is: `อยู่ระหว่างดำเนินการ 25%`.
    """

    key: str
    label: str
    filled_by: FilledBy
    width: Annotated[int, Meta(ge=1, le=100)] = 10
    under: tuple[str, ...] = ()
    kind: Kind = "text"
    choices: tuple[ColumnChoice, ...] = ()
    unit: str = ""
    ask: str = ""
    required: bool = False
    mark: str = ""
    total: Total = ""
    adds_up: bool = False
    tells_status: bool = False

    @property
    def heading(self) -> str:
        """The label behind the headings above it, as it is called without a table: no form's `(๑๐)`, nothing twice."""
        parts = dict.fromkeys(_FORM_NUMBER.sub("", part) for part in (*self.under, self.label))
        return " ".join(" ".join(parts).split())

    @property
    def asked_as(self) -> str:
        """The heading, and in brackets what the number counts where the heading does not say it."""
        says = not self.unit or self.unit == "%" or self.unit in self.heading
        return self.heading if says else f"{self.heading} ({self.unit})"

    @property
    def is_own(self) -> bool:
        """True where the agency named it: its values stand in `own` of measures and replies."""
        return self.key not in KNOWN

    @property
    def is_number(self) -> bool:
        """True for what is printed on the right and added up."""
        return self.kind in NUMBERS

    @property
    def totals_by(self) -> Total:
        """How its numbers give one: `sum`, `average` or `none`."""
        return self.total or _TOTALS.get(self.kind, "none")


# What a row of a Word template is named by besides its columns.
_TAKEN: Final = frozenset({"topic_title"})


def is_own_key(key: str) -> bool:
    """True for a key that an agency may give a column of its own: `a-z`, digits and `_`, at most 40 letters."""
    return key not in KNOWN and key not in _TAKEN and _OWN_KEY.fullmatch(key) is not None
