"""Which of an agency's plans: a fiscal year may have several, each with its rounds, its report and its layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from thai.fiscal import RoundKind
from thai.normalise import fold_text

LONGEST_NAME: Final = 60  # letters of a plan's name: it is shown beside each measure


@dataclass(frozen=True, slots=True)
class PlanRef:
    """A plan of a fiscal year (Buddhist era); `number` counts the year's plans from 1, `name` is "" until named.

    `own_layout` is True where its report has a layout of its own and does not follow the agency's.
    """

    id: int = 0
    year: int = 0
    number: int = 1
    name: str = ""
    own_layout: bool = False


KeptRounds = Mapping[PlanRef, tuple[RoundKind, ...]]

THE_PLAN: Final = PlanRef()  # where nothing is known of others


def plans_of_year(plans: Sequence[PlanRef], year: int) -> tuple[PlanRef, ...]:
    """The year's plans, in the order in which they first came."""
    return tuple(sorted((plan for plan in plans if plan.year == year), key=lambda plan: plan.number))


def find_plan(plans: Sequence[PlanRef], year: int, number: int) -> PlanRef | None:
    """The year's plan of this number; None where there is none."""
    return next((plan for plan in plans if (plan.year, plan.number) == (year, number)), None)


def same_plan_of(plans: Sequence[PlanRef], plan: PlanRef, year: int) -> PlanRef | None:
    """The other year's plan that this one follows: that of its name, or where both years have one plan that one."""
    then, now = plans_of_year(plans, year), plans_of_year(plans, plan.year)
    if len(then) == len(now) == 1:
        return then[0]
    return next((one for one in then if fold_text(one.name) == fold_text(plan.name)), None)


def is_taken(plans: Sequence[PlanRef], plan: PlanRef, name: str) -> bool:
    """Whether another plan of the year has this name."""
    others = (one for one in plans_of_year(plans, plan.year) if one.number != plan.number)
    return any(fold_text(one.name) == fold_text(name) for one in others)
