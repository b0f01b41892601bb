"""A plan: an agency's measures of one fiscal year, as its document states them.

The wording of the document is kept beside what was understood of it; what was not understood is None,
never guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from domain.column_values import Values
from domain.columns import Column
from domain.finding import Finding
from domain.plan_ref import PlanRef
from domain.task import Status
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind

TopicKind = Literal["tool", "indicator", "issue"]


@dataclass(frozen=True, slots=True)
class Question:
    """An ITA question: `code` is written `i1`, `e6` or `O27` in Arabic digits."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a measure: the wording, and what it means."""

    text: str
    everyone: bool = False
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeframe:
    """When a measure is carried out: the wording, and the first and last day it means (both or neither)."""

    text: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a measure is followed up: the wording, and the rhythm of the officer who reports."""

    text: str
    kind: CadenceKind | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One numbered item: the thing that is assigned, reminded of and reported on.

    `status` and the fields from `result` to `remark` are replies that already stand in the document. `others` are
    the texts of columns that were not understood, behind their headings. `own` holds what stands in the agency's own
    columns, by their key, whoever fills them. `places` says where each field that the
    document fills stands, `confidence` how sure its reading is, 0 (not understood) to 1.
    """

    title: str
    number: str | None = None
    questions: tuple[Question, ...] = ()
    steps: tuple[str, ...] = ()
    responsible: Responsible | None = None
    timeframe: Timeframe | None = None
    cadence: Cadence | None = None
    result: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    suggestion: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    did_not: tuple[str, ...] = ()
    remark: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    status: Status | None = None
    own: Values = field(default_factory=dict, hash=False)
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    confidence: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading that measures stand under; `parent` is the number or title of the topic above it.

    `actions` is what the analysis of last year's result proposes to do; `place` is where the heading stands.
    """

    title: str
    measures: tuple[Measure, ...] = ()
    number: str | None = None
    kind: TopicKind | None = None
    questions: tuple[Question, ...] = ()
    findings: tuple[str, ...] = ()
    parent: str | None = None
    actions: tuple[str, ...] = ()
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator's ITA score, 0 to 100."""

    indicator: str
    score: float
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: `label` is what stands beside the line (ผู้รับรองข้อมูล), `acting_for` the office acted for.

    `signed_on` is the signatory's own day as ISO text; None takes the report's.
    """

    name: str
    position: str
    acting_for: str | None = None
    label: str | None = None
    signed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The measures of one fiscal year (`year` is Buddhist era), with whatever else the document says.

    `columns` are those of the document's own table where it has others than the known ones.
    `notes` are the texts around the tables that were taken for nothing else; `places` says where agency, year and
    round stand.
    """

    agency: str | None
    year: int | None
    topics: tuple[Topic, ...]
    round: RoundKind | None = None
    layout: str | None = None
    scores: tuple[Score, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    warnings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    columns: tuple[Column, ...] = field(default=(), compare=False)
    places: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures in the document's order."""
        return tuple(measure for topic in self.topics for measure in topic.measures)


@dataclass(frozen=True, slots=True)
class MeasureOnFile:
    """A measure as an agency's plan keeps it, with the id that its tasks name."""

    id: int
    measure: Measure


@dataclass(frozen=True, slots=True)
class TopicOnFile:
    """A topic and its stored measures, with its id; the topic's own `measures` are not read."""

    topic: Topic
    measures: tuple[MeasureOnFile, ...]
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlanOnFile:
    """An agency's plan of a fiscal year (Buddhist era) as it is kept; `scores` are last year's."""

    id: int
    year: int
    topics: tuple[TopicOnFile, ...]
    scores: tuple[Score, ...] = ()
    number: int = 1
    name: str = ""
    own_layout: bool = False

    @property
    def ref(self) -> PlanRef:
        """Which plan it is."""
        return PlanRef(self.id, self.year, self.number, self.name, self.own_layout)

    @property
    def measures(self) -> tuple[MeasureOnFile, ...]:
        """All stored measures in the document's order."""
        return tuple(measure for topic in self.topics for measure in topic.measures)

    def as_plan(self, agency: str | None) -> Plan:
        """The plan without its ids, as it is written to a document."""
        topics = (replace(each.topic, measures=tuple(one.measure for one in each.measures)) for each in self.topics)
        return Plan(agency, self.year, tuple(topics), scores=self.scores)
