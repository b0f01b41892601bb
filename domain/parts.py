"""Front and back matter of a report as data: cover, preface, memo, text, score tables, analysis tables."""

from dataclasses import dataclass
from typing import Literal

PartKind = Literal["cover", "preface", "memo", "text", "scores", "analysis", "signatures", "comparison"]


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
    def texts(self) -> tuple[tuple[str, str], ...]:
        """All its wording, in which placeholders may stand, each with its key."""
        told = ("title", "sender", "number", "date", "subject", "to")
        return (*((key, getattr(self, key)) for key in told), *(("lines", line) for line in self.lines))
