"""What opening, moving and closing a round changes, as it is told before it is done. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.agency import Person
from domain.plan_ref import KeptRounds, PlanRef
from domain.task import Round, Task
from thai.fiscal import RoundKind, fiscal_year, round_days, round_of_day

# A due day later than so long after the round's last day is a slip.
_LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a round asks once it is open: how many tasks of how many units, of whom, and how many have nobody.

    `outside` more are not asked for: their time lies outside the round, or they were done for good before it.
    """

    tasks: int
    units: int
    people: tuple[Person, ...]
    nobody: int
    outside: int = 0

    @property
    def reached(self) -> tuple[Person, ...]:
        """Those who can be told in LINE."""
        return tuple(who for who in self.people if who.line_user is not None and who.reachable)

    @property
    def unreached(self) -> tuple[Person, ...]:
        """Those who have not enrolled, or have blocked the account."""
        return tuple(who for who in self.people if who not in self.reached)


@dataclass(frozen=True, slots=True)
class RoundOfPlan:
    """A round that a plan keeps; `known` is its record where it was opened before."""

    plan: PlanRef
    kind: RoundKind
    known: Round | None = None

    @property
    def year(self) -> int:
        """The plan's fiscal year (Buddhist era)."""
        return self.plan.year

    @property
    def of(self) -> tuple[int, int, RoundKind]:
        """Which round it is: the year, the number of its plan, and the kind."""
        return self.plan.year, self.plan.number, self.kind


def rounds_to_open(kept: KeptRounds, rounds: Sequence[Round], today: date) -> tuple[RoundOfPlan, ...]:
    """The rounds kept of the plans that are not open; those that the calendar expects first."""
    known = {round_.of: round_ for round_ in rounds}
    found = [
        RoundOfPlan(plan, kind, known.get((plan.year, plan.number, kind)))
        for plan, kinds in kept.items()
        for kind in kinds
    ]
    closed = [one for one in found if one.known is None or one.known.closed_at is not None]
    expected = {plan: round_of_day(today, kinds) for plan, kinds in kept.items() if plan.year == fiscal_year(today)}
    return tuple(sorted(closed, key=lambda one: (expected.get(one.plan) != one.kind, one.known is not None, -one.year)))


def expected_since(year: int, kinds: Sequence[RoundKind], day: date) -> tuple[RoundKind, date] | None:
    """The round of these that the calendar expects on the day, and since when; None where it expects none.

    It begins once those before it are over: the nine months of October to June are asked for from April on.
    """
    kind = round_of_day(day, kinds)
    if kind is None or fiscal_year(day) != year:
        return None
    over = [last + timedelta(days=1) for one in kinds if (last := round_days(year, one)[1]) < day]
    return kind, max(round_days(year, kind)[0], *over) if over else round_days(year, kind)[0]


def seen_as(known: Round | None) -> str:
    """What the round is known by when it is looked at: where that is another meanwhile, nothing is done unasked."""
    return f"{known.due} {known.closed_at} {known.end_from}" if known else "-"


def due_days(year: int, kind: RoundKind) -> tuple[date, date]:
    """The first and the last day that may be the round's due day."""
    first, last = round_days(year, kind)
    return first, last + _LATEST


def without_end(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """Those that closing the round on this day leaves without their reply for its end."""
    return tuple(task for task in tasks if task.expectation(day).expects)


def count_by_unit(tasks: Iterable[Task]) -> tuple[tuple[str, int], ...]:
    """How many of the tasks each unit has, the most first; "" for those of none."""
    return tuple(Counter(task.unit for task in tasks).most_common())
