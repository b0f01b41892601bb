"""`tidtam tasks`"""

from datetime import date
from typing import Any

import click

from bot.commands.books import json_option, opened_shell, print_json, print_table, within
from bot.commands.plan_choice import write_title
from domain.task import Task
from store import people
from store import tasks as stored
from thai.dates import day_in_bangkok


@click.command()
@click.argument("slug")
@json_option
def tasks(slug: str, as_json: bool) -> None:
    """List every expected reply of the open rounds."""
    with opened_shell() as shell:
        today = day_in_bangkok(shell.clock.now())
        found, staff = within(shell, slug, lambda books: (stored.load_tasks(books), people.load_people(books)))
    names = {person.id: person.name for person in staff}
    rows = [_task_row(task, names, today) for task in found]
    if as_json:
        print_json(rows)
    else:
        several = ("plan",) if len({task.plan.id for task in found}) > 1 else ()
        keys = ("task", *several, "topic", "measure", "unit", "names", "status", "standing", "deadline")
        print_table([tuple(_short(row[key]) for key in keys) for row in rows], tuple(key.upper() for key in keys))


def _task_row(task: Task, names: dict[int, str], today: date) -> dict[str, Any]:
    last, found = task.last_update, task.expectation(today)
    return {
        "task": task.id,
        "plan": write_title(task.plan),
        "topic": task.topic,
        "measure": task.measure,
        "unit": task.unit,
        "person": f"p{task.assignee_ids[0]}" if task.assignee_ids else None,
        "people": [f"p{person}" for person in task.assignee_ids],
        "names": [names[person] for person in task.assignee_ids],
        "status": (task.status if task.waits else task.reported).value,
        "standing": found.standing.value,
        "asked": found.asks,
        "missing": [period.isoformat() for period in found.missing],
        "due": task.due.isoformat(),
        "deadline": found.deadline.isoformat(),
        "late": found.late,
        "check": task.check.review.value if task.check else None,
        "last_update": last.isoformat().replace("+00:00", "Z") if last else None,
    }


def _short(value: Any) -> Any:
    value = "; ".join(value) or None if isinstance(value, list) else value
    return value if not isinstance(value, str) or len(value) <= 40 else value[:39] + "…"


COMMANDS = (tasks,)
