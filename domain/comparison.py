"""A round beside the same round of the year before: what went on, what is new, what ended, and the scores."""

from dataclasses import dataclass
from typing import Literal

from domain.expectation import Standing
from domain.task import Status


@dataclass(frozen=True, slots=True)
class ComparedColumn:
    """What a column of the agency's own says of a measure in both years, where that is not the same: lines each."""

    name: str
    now: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedMeasure:
    """A measure of either year; `before` is last year's title where it is worded otherwise.

    `now` and `then` are the status of the unit least far on; where nobody reported, whether the measure's time lies
    outside the round; None else, and where there was no such measure. `columns` are the own ones that differ.
    """

    kind: Literal["carried", "new", "ended"]
    topic: str
    measure: str
    before: str = ""
    now: Status | Standing | None = None
    then: Status | Standing | None = None
    columns: tuple[ComparedColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedScore:
    """An indicator's or tool's score of two assessments, 0 to 100, or a column's number; None where not given."""

    name: str
    now: float | None
    then: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of the fiscal year `year` (Buddhist era) and the one before; the scores are of the assessments before either.

    `numbers` are what the columns of numbers of the agency's own give over all measures of either year.
    """

    year: int
    measures: tuple[ComparedMeasure, ...]
    scores: tuple[ComparedScore, ...] = ()
    numbers: tuple[ComparedScore, ...] = ()

    def count_of(self, kind: str) -> int:
        """How many measures are of this kind."""
        return sum(measure.kind == kind for measure in self.measures)
