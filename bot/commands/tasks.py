"""`tidtam tasks` and `tidtam remind`."""

from datetime import date
from typing import Any

import click

from bot.commands.problem import DayParameter, json_option, opened_shell, print_json, print_table, within
from bot.shell import Shell
from domain.sending import SendError
from domain.task import Task
from reminders.forecast import forecast
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
        found, staff = within(shell, slug, lambda books: (stored.tasks(books), people.people(books)))
    names = {person.id: person.name for person in staff}
    rows = [_row(task, names, today) for task in found]
    if as_json:
        print_json(rows)
    else:
        keys = ("task", "topic", "measure", "unit", "person", "status", "due", "late")
        print_table([tuple(_short(row[key]) for key in keys) for row in rows], tuple(key.upper() for key in keys))


def _row(task: Task, names: dict[int, str], today: date) -> dict[str, Any]:
    last = task.last_update
    return {
        "task": task.id,
        "topic": task.topic,
        "measure": task.measure,
        "unit": task.unit,
        "person": "; ".join(names[person] for person in task.assignee_ids) or None,
        "status": task.status.value,
        "due": task.due.isoformat(),
        "late": task.late_on(today),
        "last_update": last.isoformat().replace("+00:00", "Z") if last else None,
    }


def _short(value: Any) -> Any:
    return value if not isinstance(value, str) or len(value) <= 40 else value[:39] + "…"


@click.command()
@click.argument("slug")
@click.option("--on", "day", required=True, type=DayParameter(), help="The day, like 2027-03-01.")
@json_option
def remind(slug: str, day: date, as_json: bool) -> None:
    """Show who would be told what that day, and what it costs; sends nothing."""
    with opened_shell() as shell:
        limit, used = _quota(shell, slug)
        told = within(shell, slug, lambda books: forecast(books, day, limit, used))
    if as_json:
        print_json(told)
        return
    for delivery in told["deliveries"]:
        count = len(delivery["tasks"])
        click.echo(f"{delivery['person']}  {delivery['via']:5}  {count} tasks  {delivery['reason']}")
    click.echo(f"cost {told['cost']} of {limit if limit is not None else 'an unknown quota'}, {used} used")


def _quota(shell: Shell, slug: str) -> tuple[int | None, int | None]:
    """The month's limit and use as LINE tells them; unknown where there is no channel or no answer."""
    known = shell.channel_of_slug(slug)
    if known is None or known.credentials is None:
        return None, None
    try:
        quota = shell.line.quota(known.credentials)
    except SendError:
        return None, None
    return quota.limit, quota.used


COMMANDS = (tasks, remind)
