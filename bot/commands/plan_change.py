"""What an import makes of the measures that are on file."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.problem import Problem
from domain.columns import Column
from domain.own_lines import list_own_changes
from domain.plan import Plan
from domain.plan_ref import PlanRef
from intake.field_texts import field_text
from store.books import Books
from store.plans import PlanChange, plan_change


def check_change(
    books: Books, found: Plan, ref: PlanRef, is_new: bool, file: Path, replace: bool, drop_answered: bool
) -> None:
    """Print what becomes of the measures on file; a Problem where that was not asked for."""
    if not is_new and not replace:
        raise Problem(
            f"there is a plan for {ref.year} already: add --replace to bring it up to date, "
            "or --plan and a new name to take in a further one"
        )
    change = plan_change(books, found, ref.year, ref.number)
    _print_change(change, found.columns)
    if change.drops_replies and not drop_answered:
        raise Problem(
            f"nothing was imported: {len(change.answered_gone)} measures with replies are not in {file}, "
            f"{len(change.closed)} tasks with replies would be closed: correct their titles, numbers or units, "
            "or add --drop-answered"
        )


def _print_change(change: PlanChange, columns: Sequence[Column]) -> None:
    """What becomes of the measures on file: a line for each that is new or goes, and each changed field or column."""
    if not (change.kept or change.changed or change.gone):
        return
    counts = f"{len(change.kept)} kept, {len(change.changed)} changed, {len(change.new)} new, {len(change.gone)} gone"
    click.echo(f"measures: {counts}")
    for one in change.changed:
        for heading, *sides in list_own_changes(columns, one.before.own, one.now.own):
            old, new = (" / ".join(lines) or "-" for lines in sides)
            click.echo(f"changed: {one.before.title[:60]}: {heading}: {old} → {new}")
        for name in (name for name in one.fields if name != "own"):
            texts = (field_text(measure, name) or "-" for measure in (one.before, one.now))
            click.echo(f"changed: {one.before.title[:60]}: {name}: {' → '.join(texts)}")
    for title in change.new:
        click.echo(f"new: {title}")
    for title, replies in change.gone:
        click.echo(f"gone: {title}" + (f" ({replies} replies)" if replies else ""))
    for task in change.moved:
        click.echo(f"answered task moves: {task.title}: {task.unit} → {task.to}")
    for task in change.closed:
        click.echo(f"answered task is closed: {task.title}: {task.unit}")
