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
    def texts(self) -> tuple[str, ...]:
        """All its wording, in which placeholders may stand."""
        return (self.title, *self.lines, self.sender, self.number, self.date, self.subject, self.to)
