"""`tidtam report`, `tidtam check` and `tidtam layout`."""

from pathlib import Path

import click

from bot.commands.books import column_option, json_option, opened_shell, print_json, round_option, within, year_option
from bot.commands.plan_choice import choose_plan, find_layout, plan_option
from bot.problem import Problem
from checks.sentences import finding_json, render_message, render_proposal
from domain.columns import COLUMN_KEYS
from domain.data import to_data
from domain.layout import Layout
from domain.layout_errors import LayoutError
from domain.report import Report
from intake.column_answers import Answers
from intake.learn_layout import learn_layout
from intake.open_file import open_document
from intake.unreadable import UnreadableFile
from reports.compile.load import NothingToReport, load_material, load_report
from reports.compile.report import compile_report
from reports.layouts.load import layout_text, read_layout
from reports.render import UnknownKind, render
from reports.word.problems import BadTemplate
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind


@click.command()
@click.argument("slug")
@year_option
@round_option
@plan_option
@click.option(
    "--layout", "layout_name", help="Another layout than the agency's: its name, a .toml file, or a Word template."
)
@click.option("--to", "to", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def report(slug: str, year: int, kind: str, plan_name: str | None, layout_name: str | None, to: Path) -> None:
    """Compile a round and write it as .pdf, .docx, .xlsx, .html, .json or .csv, by the file's ending."""
    template = Path(layout_name) if layout_name and layout_name.endswith(".docx") else None
    chosen = find_layout(layout_name) if layout_name and not template else None
    if not to.parent.is_dir():
        raise Problem(f"{to} cannot be written: there is no folder {to.parent}")
    with opened_shell() as shell:
        try:
            plan = within(shell, slug, lambda books: choose_plan(books, slug, year, plan_name)).number
            made = within(
                shell, slug, lambda books: load_report(books, year, RoundKind(kind), shell.files, chosen, plan)
            )
            if template:
                _fill(template, made, to)
            else:
                render(made, to.suffix, to)
        except OSError as error:
            raise Problem(f"{to} cannot be written: {error.strerror or error}") from error
        except (NothingToReport, UnknownKind) as error:
            raise Problem(str(error)) from error
        except BadTemplate as error:
            raise Problem(f"the Word template {template.name if template else ''}: {error}") from error
    answered = len(made.statuses) - made.unanswered
    click.echo(f"{to} written: {len(made.statuses)} measures, {answered} answered", err=True)


def _fill(template: Path, made: Report, to: Path) -> None:
    from reports.word.process import fill_safely

    if to.suffix.lower() != ".docx":
        raise Problem(f"a Word template gives a .docx, not {to.suffix or 'a file without ending'}")
    to.write_bytes(fill_safely(_template(template), made))


def _template(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror}") from error


@click.command()
@click.argument("slug")
@year_option
@round_option
@plan_option
@json_option
def check(slug: str, year: int, kind: str, plan_name: str | None, as_json: bool) -> None:
    """What should be looked at before a round's report is certified; exit 1 if something forbids certifying."""
    from reports.check.report import check_report  # the word lists take a second that other commands need not wait for

    with opened_shell() as shell:
        today = day_in_bangkok(shell.clock.now())
        try:
            plan = within(shell, slug, lambda books: choose_plan(books, slug, year, plan_name)).number
            material = within(
                shell, slug, lambda books: load_material(books, year, RoundKind(kind), shell.files, plan=plan)
            )
        except NothingToReport as error:
            raise Problem(str(error)) from error
    found = check_report(material, compile_report(material), today)
    if as_json:
        print_json([{**finding_json(one), "blocks": one.blocks, "task": one.task} for one in found])
    for one in () if as_json else found:
        said = f"{render_message(one)} – {render_proposal(one)}"
        click.echo(f"{'BLOCKS ' if one.blocks else ''}{one.kind}: {one.place}: {said}")
    blocking = sum(one.blocks for one in found)
    click.echo(f"{len(found)} findings, {blocking} forbid certifying", err=True)
    if blocking:
        raise click.exceptions.Exit(1)


@click.group()
def layout() -> None:
    """Report layouts of an agency's own."""


@layout.command("check")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--layout", "of", help="The layout whose columns a Word template prints: its name, or a .toml file; else the usual."
)
@json_option
def layout_check(file: Path, of: str | None, as_json: bool) -> None:
    """Say whether FILE (.toml, or a Word template .docx) can be used, or which line or word of it is wrong."""
    if file.suffix.lower() == ".docx":
        _check_template(file, find_layout(of) if of else None, as_json)
        return
    try:
        found = read_layout(file)
    except LayoutError as error:
        raise Problem(str(error)) from error
    if as_json:
        print_json(to_data(found))
        return
    parts = [part.kind for part in (*found.front, *found.back)]
    click.echo(f"{file.name}: {found.name} can be used")
    click.echo(f"prints: {', '.join(column.key for column in found.columns)}")
    click.echo(f"asks: {', '.join(found.reply_keys) or 'nothing'}")
    click.echo(f"front and back: {', '.join(parts) or 'nothing'}")


@layout.command("learn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "to", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The layout to write.")
@column_option
def layout_learn(file: Path, to: Path, meant: Answers) -> None:
    """Write the layout by which a report looks like FILE, an agency's own document, to a .toml file.

    What is not sure of it is asked; answer with --column and look at the file before it is used.
    """
    try:
        learned = learn_layout(open_document(file), to.stem, meant)
    except UnreadableFile as error:
        raise Problem(str(error)) from error
    try:
        to.write_text(layout_text(learned.layout), encoding="utf-8")
    except OSError as error:
        raise Problem(f"{to} cannot be written: {error.strerror}") from error
    for asked in learned.plan.warnings:
        if asked.kind.startswith("column-"):
            click.echo(f"{asked.place}: {render_message(asked)} – {render_proposal(asked)}", err=True)
    click.echo(f"{to} written: prints {', '.join(column.key for column in learned.layout.columns)}")
    click.echo(f"asks: {', '.join(learned.layout.reply_keys) or 'nothing'}; then `tidtam layout check {to}`")


def _check_template(file: Path, of: Layout | None, as_json: bool) -> None:
    from reports.word.check import check_template

    columns = [column.key for column in of.columns] if of else COLUMN_KEYS
    try:
        check_template(_template(file), columns)
    except BadTemplate as error:
        raise Problem(f"{file.name}: {error}") from error
    if as_json:
        print_json({"template": file.name})
    else:
        click.echo(f"{file.name} can be used: upload it in the admin page, or name it after `tidtam report --layout`")


COMMANDS = (report, check, layout)
