"""A round compiled into frozen data: what every renderer prints and the admin page previews."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.layout import Layout
from domain.plan import Signatory, Warning
from domain.task import Status
from thai.fiscal import RoundKind

ReportState = Literal["draft", "certified", "published", "superseded"]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One measure: `cells` holds the lines of each of the layout's columns by its key.

    `status` is that of the unit least far on; None where nobody has reported.
    """

    measure: str
    cells: Mapping[str, tuple[str, ...]]
    answered: bool = True
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """A topic and its measures; `headings` are the titles of the topics above it, outermost first."""

    title: str
    rows: tuple[ReportRow, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence in the report's annex; `path` is where its bytes to show lie, "" for a link."""

    measure: str
    unit: str
    kind: str
    name: str
    sha256: str | None = None
    path: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A round of one agency, ready to print; digits and dates are already in the layout's style.

    `signed_on` is the day that stands under the signatures; None leaves it to be filled in by hand.
    """

    agency: str
    year: int
    round: RoundKind
    layout: Layout
    title: str
    heading: tuple[str, ...]
    intro: tuple[str, ...]
    groups: tuple[ReportGroup, ...]
    signatories: tuple[Signatory, ...] = ()
    note: str = ""
    signed_on: date | None = None
    exhibits: tuple[Exhibit, ...] = ()
    warnings: tuple[Warning, ...] = ()
    state: ReportState = "draft"

    @property
    def rows(self) -> tuple[ReportRow, ...]:
        """All rows in order."""
        return tuple(row for group in self.groups for row in group.rows)
