"""`tidtam plan …`: an agency's measures."""

from pathlib import Path

import click

from bot.commands.books import (
    YearParameter,
    column_option,
    json_option,
    opened_shell,
    print_json,
    print_table,
    within,
)
from bot.commands.plan_choice import (
    choose_plan,
    plan_option,
    write_title,
)
from bot.commands.plan_file import file_argument, print_warnings, read_plan_file
from bot.commands.plan_import import import_plan
from bot.problem import Problem
from domain.audit import Act
from domain.layout import Layout
from domain.plan import Plan
from domain.plan_ref import LONGEST_NAME, is_taken
from domain.writes import NamePlan
from intake.column_answers import Answers
from intake.plan_json import plan_json
from intake.plan_template import write_template
from store import agencies
from store.apply import apply
from store.books import Books
from store.plan_refs import load_plans
from store.plans import plan_on_file


@click.group()
def plan() -> None:
    """An agency's measures of a fiscal year."""


@plan.command("read")
@file_argument
@click.option("--to", "form", type=click.Path(dir_okay=False, path_type=Path), help="Also write it as our form.")
@column_option
@json_option
def read(file: Path, form: Path | None, meant: Answers, as_json: bool) -> None:
    """Show the plan in FILE as it is understood, with every warning and its place; changes nothing.

    With --to it is written as our form too (.xlsx, .docx or .csv), to be corrected there and imported.
    """
    found = read_plan_file(file, None, meant)
    if form:
        _write_form(form, found)
    if as_json:
        print_json(plan_json(found))
        return
    click.echo(f"{found.agency or 'agency not named'}, fiscal year {found.year or 'not named'}")
    for topic in found.topics:
        click.echo(f"\n{topic.number or ''} {topic.title}".rstrip())
        for measure in topic.measures:
            who = measure.responsible.text if measure.responsible else "nobody named"
            click.echo(f"  {measure.number or '-'} {measure.title[:90]}  [{who}]")
    click.echo(f"\n{len(found.topics)} topics, {len(found.measures)} measures")
    print_warnings(found.warnings)


@plan.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--of", "slug", help="With --year: the agency whose plan stands in the form.")
@click.option("--year", type=YearParameter(), help="Fiscal year, Buddhist era.")
@plan_option
def template(file: Path, slug: str | None, year: int | None, plan_name: str | None) -> None:
    """Write the form (.xlsx, .docx or .csv), empty to fill in or with an agency's plan to correct."""
    if bool(slug) != bool(year):
        raise click.UsageError("--of and --year go together")
    _write_form(file, *(_on_file(slug, year, plan_name) if slug and year else ()))
    click.echo(f"{file} written: fill it in, then `tidtam plan read {file}`")


def _write_form(file: Path, plan: Plan | None = None, layout: Layout | None = None) -> None:
    try:
        write_template(file, plan, layout=layout)
    except (OSError, ValueError) as error:
        why = f"there is no folder {file.parent}" if not file.parent.is_dir() else error
        raise Problem(f"{file} cannot be written: {why}") from error


def _on_file(slug: str, year: int, plan_name: str | None) -> tuple[Plan, Layout]:
    def load_form(books: Books) -> tuple[Plan, Layout]:
        ref, agency = choose_plan(books, slug, year, plan_name), agencies.load_agency(books)
        found = plan_on_file(books, year, ref.number)
        assert found is not None  # noqa: S101
        return found.as_plan(agency.name), agency.layout_of(ref)

    with opened_shell() as shell:
        return within(shell, slug, load_form)


@plan.command("list")
@click.argument("slug")
@json_option
def list_(slug: str, as_json: bool) -> None:
    """List the plans on file: their year, name, and the layout of their report."""
    with opened_shell() as shell:
        found, agency = within(shell, slug, lambda books: (load_plans(books), agencies.load_agency(books)))
    rows = [(one.year, one.number, write_title(one), agency.layout_of(one).name) for one in found]
    if as_json:
        print_json([dict(zip(("year", "number", "plan", "layout"), row, strict=True)) for row in rows])
    else:
        print_table([*rows], ("YEAR", "NUMBER", "PLAN", "LAYOUT"))


@plan.command("name")
@click.argument("slug")
@click.argument("name")
@click.option("--year", required=True, type=YearParameter(), help="Fiscal year, Buddhist era.")
@plan_option
def name_(slug: str, name: str, year: int, plan_name: str | None) -> None:
    """Call a plan NAME from now on: it is shown where an officer has measures of several plans."""
    new = name.strip()
    if not 0 < len(new) <= LONGEST_NAME:
        raise Problem(f"a plan's name has 1 to {LONGEST_NAME} letters")

    def rename(books: Books) -> None:
        ref = choose_plan(books, slug, year, plan_name)
        if is_taken(load_plans(books), ref, new):
            raise Problem(f"another plan of {year} is called “{new}” already")
        apply(books, (NamePlan(ref.id, new),), shell.keys, Act("command", None, shell.clock.now()))

    with opened_shell() as shell:
        within(shell, slug, rename, writes=True)
    click.echo(f"the plan of {year} is called “{new}”")


plan.add_command(import_plan)

COMMANDS = (plan,)
