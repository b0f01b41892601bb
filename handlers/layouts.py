"""Whose layout a question or a reply goes by: that of the plan which its measure stands in."""

from domain.conversation import State
from domain.layout import Layout
from domain.task import Task, Update
from handlers.facts import Facts
from handlers.flow import get_answer


def layout_of(task: Task | None, facts: Facts) -> Layout:
    """The layout of the task's plan; the agency's where no task is known."""
    return facts.agency.layout_of(task.plan if task else None)


def layout_in(state: State, facts: Facts) -> Layout:
    """The layout that the report under way goes by."""
    chosen = get_answer(state, "task")
    return layout_of(facts.task(chosen), facts) if chosen is not None else facts.agency.layout


def layout_of_reply(update: Update, facts: Facts) -> Layout:
    """The layout that the reply was asked by, whoever gave it; the task is looked up only where there are several."""
    if not facts.agency.plan_layouts:
        return facts.agency.layout
    return layout_of(facts.task(update.task_id) or facts.any_task(update.task_id), facts)
