"""A round compiled into frozen data: what every renderer prints and the admin page previews."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.column_values import Values
from domain.comparison import Comparison
from domain.expectation import Standing
from domain.finding import Finding
from domain.layout import Layout
from domain.parts import PartKind
from domain.plan import Signatory
from domain.task import Status
from thai.fiscal import RoundKind

ReportState = Literal["draft", "certified", "published", "superseded", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose reply a row's cells come from: the update, who sent it (`p7`) and when; who approved it, where one had to.

    `on_behalf_of` is in whose place it was given: of who was away, or by an administrator. `corrected_by` is who
    corrected a slip in it. It is not printed.
    """

    update: int
    unit: str
    person: str
    at: datetime
    approved_by: str | None = None
    on_behalf_of: str | None = None
    corrected_by: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One measure, or where the layout says so all of a topic: the lines of each of the layout's columns by its key.

    `status` is that of the unit least far on; None where nobody has reported. `statuses` are those of each of the
    row's measures: counts are of measures, however many stand in a row. `outside` says of each whether its time lies
    outside the round, where nobody reported. `sources` are the replies behind each
    column that replies fill; `tasks` the ids of all that were asked for it. `values` holds what stands in the agency's
    own columns as it is typed, by their key, where it is one value.
    """

    measure: str
    cells: Mapping[str, tuple[str, ...]]
    answered: bool = True
    status: Status | None = None
    sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    tasks: tuple[int, ...] = ()
    statuses: tuple[Status | None, ...] = ()
    outside: tuple[Standing | None, ...] = ()
    values: Values = field(default_factory=dict, hash=False)

    @property
    def standings(self) -> tuple[Status | Standing | None, ...]:
        """The status of each of its measures, else whether its time lies outside the round."""
        return tuple(status or out for status, out in zip(self.statuses, self.outside, strict=True))


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """A topic and its measures; `headings` are the titles of the topics above it, outermost first."""

    title: str
    rows: tuple[ReportRow, ...]
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionColumn:
    """A column of a table in front or back matter."""

    label: str
    width: int
    under: tuple[str, ...] = ()
    right: bool = False


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table in front or back matter; a cell of None goes on with the one above it."""

    columns: tuple[SectionColumn, ...]
    rows: tuple[tuple[tuple[str, ...] | None, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the front or back matter, ready to print.

    `labels` are a memo's heading lines as (label, text), "" where it is to be written by hand; `chart` is drawn as
    (name, 0 to 100) bars.
    """

    kind: PartKind
    title: str = ""
    lines: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    tables: tuple[SectionTable, ...] = ()
    chart: tuple[tuple[str, float], ...] = ()
    signatures: bool = False


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
    day: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A round of one agency, ready to print; digits and dates are already in the layout's style.

    `signed_on` is the day that stands under the signatures; None leaves it to be filled in by hand. `code` and
    `verify_url` are printed on the last page of a certified version, with `certified_by`: who, and when.
    `pending` says on the PDF of a draft who is asked to certify it.
    `word_template` is where the bytes of the agency's own Word template lie; "" where its .docx follows the layout.
    `emblem` is where the PNG of the agency's emblem lies, "" without one; covers and memos bear it.
    `plan` is what the year's plan is called, "" where nobody named it.
    `comparison` sets the round beside last year's, where that one is in the books.
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
    warnings: tuple[Finding, ...] = ()
    state: ReportState = "draft"
    front: tuple[Section, ...] = ()
    back: tuple[Section, ...] = ()
    code: str = ""
    verify_url: str = ""
    certified_by: str = ""
    pending: tuple[str, ...] = ()
    word_template: str = ""
    emblem: str = ""
    comparison: Comparison | None = None
    plan: str = ""

    @property
    def signs_in_front(self) -> bool:
        """True where those who sign stand under a part of the front or back matter and not behind the table."""
        return any(section.signatures for section in (*self.front, *self.back))

    @property
    def rows(self) -> tuple[ReportRow, ...]:
        """All rows in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def statuses(self) -> tuple[Status | None, ...]:
        """How far each measure is, in order; None for one that nobody has reported on."""
        return tuple(status for row in self.rows for status in row.statuses)

    @property
    def outside(self) -> tuple[Standing | None, ...]:
        """Whether the time of each measure without a reply lies outside the round, in order."""
        return tuple(standing for row in self.rows for standing in row.outside)

    @property
    def standings(self) -> tuple[Status | Standing | None, ...]:
        """How far each measure is; where nobody reported, whether its time lies outside the round; None else."""
        return tuple(standing for row in self.rows for standing in row.standings)

    @property
    def asked(self) -> int:
        """How many measures the round asks a reply for, or has one of."""
        return sum(standing is None for standing in self.outside)

    @property
    def unanswered(self) -> int:
        """How many measures wait for a reply that the round asks for."""
        known = zip(self.statuses, self.outside, strict=True)
        return sum(status is None and standing is None for status, standing in known)
