"""`tidtam round …`: when replies are taken."""

from datetime import date

import click

from bot.commands.books import DayParameter, opened_shell, round_option, within, write, year_option
from bot.commands.plan_choice import choose_plan, plan_option
from bot.problem import Problem
from domain.writes import CloseRound, OpenRound
from store import rounds as stored
from store import tasks
from thai.fiscal import RoundKind, round_days


@click.group("round")
def round_() -> None:
    """The rounds of a fiscal year."""


@round_.command("open")
@click.argument("slug")
@year_option
@round_option
@click.option("--due", type=DayParameter(), help="Day by which replies are due; as before, else the round's last day.")
@plan_option
def open_(slug: str, year: int, kind: str, due: date | None, plan_name: str | None) -> None:
    """Take replies for a round: makes one task for each measure and unit."""
    which = RoundKind(kind)
    first, last = round_days(year, which)
    if due and due < first:
        raise Problem(f"{due} lies before the round, which begins on {first}: give a later --due")
    with opened_shell() as shell:
        plan = within(shell, slug, lambda books: choose_plan(books, slug, year, plan_name)).number
        before = within(shell, slug, lambda books: stored.find_round(books, year, which, plan))
        due = due or (before.due if before else last)
        end_from = before.end_from if before and before.end_from and before.end_from <= due else None
        write(shell, slug, OpenRound(year, which, due, shell.clock.now(), end_from, plan))
        opened = within(shell, slug, lambda books: stored.find_round(books, year, which, plan))
        made = within(shell, slug, lambda books: tasks.load_tasks(books, opened.id)) if opened else ()
    asked = [task for task in made if task.outside is None]
    nobody = [task for task in asked if not task.assignee_ids]
    click.echo(f"round {kind} {year} is open: {len(asked)} tasks, due {due}")
    if len(made) > len(asked):
        click.echo(
            f"{len(made) - len(asked)} more are not asked for: their time lies outside it, or they were done before"
        )
    if before and before.due != due:
        click.echo(f"due: {before.due} → {due}")
    if nobody:
        click.echo(f"{len(nobody)} tasks have nobody to answer them: `tidtam tasks {slug}` shows which", err=True)


@round_.command("close")
@click.argument("slug")
@year_option
@round_option
@plan_option
def close(slug: str, year: int, kind: str, plan_name: str | None) -> None:
    """Take no more replies for a round."""
    which = RoundKind(kind)
    with opened_shell() as shell:
        plan = within(shell, slug, lambda books: choose_plan(books, slug, year, plan_name)).number
        if within(shell, slug, lambda books: stored.find_round(books, year, which, plan)) is None:
            raise Problem(f"round {kind} {year} of {slug} was never opened")
        write(shell, slug, CloseRound(year, which, shell.clock.now(), plan))
    click.echo(f"round {kind} {year} is closed")


COMMANDS = (round_,)
