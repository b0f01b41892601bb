"""What is written of a plan and its rounds."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.plan import Plan, PlanOnFile
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The plan of one fiscal year; measures that were there before, corrected or not, keep their tasks and updates."""

    plan: Plan
    year: int
    at: datetime


@dataclass(frozen=True, slots=True)
class EditPlan:
    """A plan on file as it is from now on: what has an id stays that topic or measure, id 0 is new, the rest ends."""

    plan: PlanOnFile
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a round of the year's plan and make its tasks; opening again adds the tasks that are missing.

    A reply from `end_from` on is given for the round's end; None: a month before the due day.
    """

    year: int
    kind: RoundKind
    due: date
    at: datetime
    end_from: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeRound:
    """Another due day for an open round; a reply from `end_from` on is given for its end (None: a month before)."""

    year: int
    kind: RoundKind
    due: date
    end_from: date | None = None


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Take no more replies for this round."""

    year: int
    kind: RoundKind
    at: datetime


PlanWrite = ImportPlan | EditPlan | OpenRound | ChangeRound | CloseRound
