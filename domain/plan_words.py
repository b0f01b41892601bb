"""What a plan is called where a fiscal year has several; where it has one no word is said of it."""

from collections.abc import Sequence
from typing import Final

from domain.messages import N_, Say, say
from domain.plan_ref import PlanRef, find_plan, plans_of_year
from domain.task import Task
from thai.fiscal import RoundKind, round_name

# What a plan is called that nobody has named.
UNNAMED: Final = N_("ITA measures")


def plan_title(plan: PlanRef) -> Say:
    """Its name; that of the measures of the assessment where nobody named it."""
    return say("{name}", name=plan.name) if plan.name else say(UNNAMED)


def title_among(plans: Sequence[PlanRef], year: int, number: int) -> Say | None:
    """What the year's plan is called; None where the year has no other."""
    found = find_plan(plans, year, number)
    return plan_title(found) if found and len(plans_of_year(plans, year)) > 1 else None


def find_plan_title(task: Task, among: Sequence[Task]) -> Say | None:
    """What the task's plan is called, where the tasks among which it is shown are of several plans."""
    return plan_title(task.plan) if any(one.plan.id != task.plan.id for one in among) else None


def list_by_plan(tasks: Sequence[Task], among: Sequence[Task]) -> list[tuple[Say | None, list[Task]]]:
    """The tasks by their plans, each with its name; all together without one where those shown are of one plan."""
    plans = {task.plan.id: task.plan for task in tasks}
    if len({task.plan.id for task in among}) < 2:
        return [(None, list(tasks))]
    return [(plan_title(plan), [task for task in tasks if task.plan.id == plan.id]) for plan in plans.values()]


def round_title(plans: Sequence[PlanRef], of: tuple[int, int, RoundKind]) -> Say:
    """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`; with its plan behind it where the year has several."""
    year, plan, kind = of
    name = say("{name}", name=round_name(kind, year, thai_digits=False))
    return of_plan(name, title_among(plans, year, plan))


def of_plan(text: Say, title: Say | None) -> Say:
    """The name of a round or a report, with its plan where that has a title."""
    return say("{text} · {plan}", text=text, plan=title) if title else text
