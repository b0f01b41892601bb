"""What is expected of whom, and what was answered."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from domain.column_values import Values
from domain.expectation import (
    OUTSIDE,
    Expectation,
    Expected,
    Reply,
    Standing,
    find_expectation,
    find_status,
    propose_period,
)
from domain.plan_ref import THE_PLAN, PlanRef
from domain.status import Status as Status
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind, fiscal_year, half_of


def round_key(year: int, kind: RoundKind, plan: int = 1) -> str:
    """What an agency's rules know a round by, `2570:first_half`; of a further plan `2570:2:first_half`."""
    return f"{year}:{kind}" if plan == 1 else f"{year}:{plan}:{kind}"


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting period of a plan; its fiscal year is Buddhist era. Replies are taken from opening until closing.

    `plan` is the number of the year's plan.

    A reply from `end_from` on is given for the round's end; None: a month before the due day.
    """

    id: int
    year: int
    kind: RoundKind
    due: date
    opened_at: datetime
    closed_at: datetime | None = None
    end_from: date | None = None
    plan: int = 1

    @property
    def key(self) -> str:
        """What the agency's rules know it by, `2570:first_half`."""
        return round_key(self.year, self.kind, self.plan)

    @property
    def of(self) -> tuple[int, int, RoundKind]:
        """Which round it is: the year, the number of its plan, and the kind."""
        return self.year, self.plan, self.kind


class Review(StrEnum):
    """What became of a reply at the supervisors' check."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"


TAKE_BACK_WITHIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Check:
    """How a reply stands at the supervisors' check: who gave the verdict, why, and when; nobody yet while it waits.

    `step` counts the verdicts given and taken back so far: what is written next follows the step that was seen.
    """

    review: Review
    update_id: int
    author_id: int
    status: Status
    reviewer_id: int | None = None
    words: str = ""
    at: datetime | None = None
    step: int = 0

    def may_be_taken_back(self, person_id: int, now: datetime) -> bool:
        """True for who gave the verdict, within a day of it; what rests on it by then is looked at besides."""
        own = self.reviewer_id == person_id and self.review is not Review.WAITING
        return own and self.at is not None and now - self.at <= TAKE_BACK_WITHIN


@dataclass(frozen=True, slots=True)
class Task:
    """One expected reply: a measure, a unit and a round. `unit` is "" where no unit could be named.

    `status` is that of the reply that counts; `last_update` and `check` are of the newest one, `check` None where it
    counts without any.
    `told` is True where the newest reply says what was done, so that it can be repeated; `carried_out` the first and
    last day on which the plan has it done, None where it says nothing that was understood.
    `plan` is the plan of its measure.
    `replies` are those that were not sent back, oldest first; `year`, `kind` and `end_from` the
    round's, those of the half-year that the due day lies in where None. `done_before` is True
    where a reply of an earlier round says that it is done for good. `emptied` is True where the text of
    the newest reply was unsent: it is no answer any more, and the task is open again.
    """

    id: int
    measure_id: int
    round_id: int
    unit_id: int | None
    topic: str
    measure: str
    steps: tuple[str, ...]
    unit: str
    due: date
    status: Status = Status.NOT_STARTED
    last_update: datetime | None = None
    assignee_ids: tuple[int, ...] = ()
    cadence: CadenceKind | None = None
    told: bool = False
    carried_out: tuple[date, date] | None = None
    check: Check | None = None
    emptied: bool = False
    replies: tuple[Reply, ...] = ()
    year: int | None = None
    kind: RoundKind | None = None
    end_from: date | None = None
    done_before: bool = False
    plan: PlanRef = THE_PLAN

    @property
    def expected(self) -> Expected:
        """What its round asks of it."""
        year, kind = self.year or fiscal_year(self.due), self.kind or half_of(self.due)
        return Expected(year, kind, self.due, self.cadence, self.carried_out, self.done_before, self.end_from)

    def expectation(self, day: date) -> Expectation:
        """How it stands on the day; what was sent back, or whose text was unsent, is asked for again."""
        found = find_expectation(self.expected, self.replies, day)
        if found.asks or found.standing in OUTSIDE or not (self.returned or self.emptied):
            return found
        return replace(found, standing=Standing.WAITING)

    def propose_period(self, day: date) -> date | None:
        """The month or quarter that a reply of the day is taken for; None where the task has no such rhythm."""
        found = self.expectation(day)
        if not found.periods or self.cadence is None:
            return None
        return propose_period(found.periods, found.answered, self.cadence, day)

    @property
    def outside(self) -> Standing | None:
        """`NOT_YET` or `EARLIER` where its time lies outside the round, whatever the day; else None."""
        standing = self.expectation(self.due).standing
        return standing if standing in OUTSIDE else None

    @property
    def waits(self) -> bool:
        """True while the newest reply waits for the supervisors' check; not where its text was unsent."""
        return not self.emptied and self.check is not None and self.check.review is Review.WAITING

    @property
    def returned(self) -> bool:
        """True where the newest reply was sent back, and the task is open again."""
        return self.check is not None and self.check.review is Review.RETURNED

    @property
    def reported(self) -> Status:
        """How far it is as its officers say it, what waits for its check included; by all months where it has some."""
        periods = self.expectation(self.due).periods
        if periods and (said := find_status(self.replies, periods)):
            return said
        return self.check.status if self.check and self.waits else self.status

    @property
    def goes_on(self) -> bool:
        """True where the newest reply says what was done and that it goes on, so that one tap can repeat it."""
        newest = self.replies[-1].status if self.replies else self.reported
        return self.told and newest is Status.IN_PROGRESS and not self.returned

    @property
    def unreported(self) -> bool:
        """True where nothing was reported yet, or all that was reported was sent back; not where "not started" was."""
        return (
            self.reported is Status.NOT_STARTED
            and not self.waits
            and (self.last_update is None or self.returned or self.emptied)
        )

    def replied_since(self, moment: datetime) -> bool:
        """True where a reply came after the moment that was not sent back."""
        return not self.emptied and not self.returned and self.last_update is not None and self.last_update > moment


# A reply's texts in the order shown: each is a field of `Update` and `SaveUpdate`, a column of the table `updates` and
# a question of `handlers/questions.py`. What stores, shows, joins and checks replies goes by this list.
REPLY_TEXTS: Final = ("result", "outcome", "reason", "suggestion", "remark")
# Those that cannot be skipped: a reply whose text was unsent is none.
NEEDED_TEXTS: Final = frozenset({"result", "reason"})


@dataclass(frozen=True, slots=True)
class Correction:
    """A slip in a saved reply was corrected: which reply, by whom, when, and why.

    `reply_id` is the reply as it was first given, however often it was corrected.
    """

    reply_id: int
    person_id: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Update:
    """One reply. `dates` pairs a step's number, from 1, with the day it was carried out.

    `adds` says whether its texts go on with those before, None where that was not asked. `on_behalf_of` is the id of
    who was away and was stood in for, None where nobody was.
    `reason` says why a measure is not done; `period` is the first day of the month or quarter it answers for.
    `check` is how it stands at the supervisors' check, None where none is asked of it. `own` holds what it says in the
    agency's own columns, by their key. `correction` is set where it takes the place of a reply with a slip: its officer
    and moment are those of that reply. `corrected` is True where such a one, that was not sent back, took its place.
    """

    id: int
    task_id: int
    person_id: int
    at: datetime
    status: Status
    result: str = ""
    dates: tuple[tuple[int, date], ...] = ()
    outcome: str = ""
    suggestion: str = ""
    remark: str = ""
    reason: str = ""
    period: date | None = None
    check: Check | None = None
    emptied: bool = False
    of_whole: bool = True
    adds: bool | None = None
    on_behalf_of: int | None = None
    own: Values = field(default_factory=dict, hash=False)
    correction: Correction | None = None
    corrected: bool = False

    @property
    def stands(self) -> bool:
        """True where it was neither sent back nor emptied, and no correction took its place."""
        returned = self.check is not None and self.check.review is Review.RETURNED
        return not (returned or self.emptied or self.corrected)

    @property
    def texts(self) -> dict[str, Any]:
        """What it says by the names of `REPLY_TEXTS`, "" where nothing."""
        return {name: getattr(self, name) for name in REPLY_TEXTS}

    @property
    def skipped(self) -> bool:
        """True where it says that nothing was carried out in one month or quarter, and no more than that."""
        return self.status is Status.NOT_DONE and not self.of_whole and self.period is not None

    @property
    def counts(self) -> bool:
        """True where no check is asked of it, or it was approved; not where its text was unsent."""
        if self.emptied:
            return False
        return self.check is None or self.check.review is Review.APPROVED


@dataclass(frozen=True, slots=True)
class Handover:
    """A person inherited a task: from whom, None where nobody answered it before, and when."""

    task_id: int
    person_id: int
    from_id: int | None
    at: datetime
