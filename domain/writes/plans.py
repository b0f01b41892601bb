"""What is written of a plan and its rounds."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.layout import Layout
from domain.plan import Plan, PlanOnFile
from domain.plan_draft import PlanDraft
from thai.fiscal import RoundKind


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The plan of one fiscal year; measures that were there before, corrected or not, keep their tasks and updates.

    `number` says which of the year's plans, 1 the first. Its name, and the layout of its report where it does not
    follow the agency's, stay as they are where they are None.
    """

    plan: Plan
    year: int
    at: datetime
    number: int = 1
    name: str | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class NamePlan:
    """What the plan is called from now on."""

    plan_id: int
    name: str


@dataclass(frozen=True, slots=True)
class EditPlan:
    """A plan on file as it is from now on: what has an id stays that topic or measure, id 0 is new, the rest ends."""

    plan: PlanOnFile
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepPlanDraft:
    """A plan that was read waits with its corrections to be imported, in place of what was kept under its key."""

    draft: PlanDraft


@dataclass(frozen=True, slots=True)
class ForgetPlanDraft:
    """A plan that was read is imported, or not wanted."""

    key: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Open a round of the year's plan of this number and make its tasks; opening again adds those that are missing.

    A reply from `end_from` on is given for the round's end; None: a month before the due day.
    """

    year: int
    kind: RoundKind
    due: date
    at: datetime
    end_from: date | None = None
    plan: int = 1


@dataclass(frozen=True, slots=True)
class ChangeRound:
    """Another due day for an open round; a reply from `end_from` on is given for its end (None: a month before)."""

    year: int
    kind: RoundKind
    due: date
    end_from: date | None = None
    plan: int = 1


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Take no more replies for this round."""

    year: int
    kind: RoundKind
    at: datetime
    plan: int = 1


PlanWrite = ImportPlan | NamePlan | EditPlan | KeepPlanDraft | ForgetPlanDraft | OpenRound | ChangeRound | CloseRound
