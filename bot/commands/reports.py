"""`tidtam report`."""

from pathlib import Path

import click

from bot.commands.books import opened_shell, round_option, within, year_option
from bot.problem import Problem
from domain.layout import Layout, LayoutError
from reports.layouts import layout_names, named_layout, read_layout
from reports.load import NothingToReport, load_report
from reports.render import UnknownKind, render
from thai.fiscal import RoundKind


@click.command()
@click.argument("slug")
@year_option
@round_option
@click.option("--layout", "layout_name", help="Another layout than the agency's: its name, or a .toml file.")
@click.option("--to", "to", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def report(slug: str, year: int, kind: str, layout_name: str | None, to: Path) -> None:
    """Compile a round and write it as .pdf, .docx, .xlsx, .html or .json, by the file's ending."""
    layout = _layout(layout_name) if layout_name else None
    with opened_shell() as shell:
        try:
            made = within(shell, slug, lambda books: load_report(books, year, RoundKind(kind), shell.files, layout))
            render(made, to.suffix, to)
        except (NothingToReport, UnknownKind, OSError) as error:
            raise Problem(str(error)) from error
    answered = sum(row.answered for row in made.rows)
    click.echo(f"{to} written: {len(made.rows)} measures, {answered} answered", err=True)


def _layout(name: str) -> Layout:
    try:
        if name in layout_names():
            return named_layout(name)
        return read_layout(Path(name))
    except (LayoutError, OSError) as error:
        known = ", ".join(layout_names())
        raise Problem(f"layout {name!r}: {error}; use a .toml file or one of {known}") from error


COMMANDS = (report,)
