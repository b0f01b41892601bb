"""A plan in a file, as the command line reads it."""

from collections.abc import Iterable
from pathlib import Path

import click

from bot.problem import Problem
from checks.sentences import render_message, render_proposal
from domain.finding import Finding
from domain.layout import Layout
from domain.plan import Plan
from intake.column_answers import Answers
from intake.plan_file import read_plan
from intake.unreadable import UnreadableFile

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def read_plan_file(file: Path, year: int | None, meant: Answers, layout: Layout | None = None) -> Plan:
    """The plan in the file; a Problem where it cannot be read."""
    try:
        return read_plan(file, year, meant, layout)
    except UnreadableFile as error:
        raise Problem(str(error)) from error


def print_warnings(warnings: Iterable[Finding]) -> None:
    """A line for each warning: its place, what it says and what to do."""
    for warning in warnings:
        click.echo(f"{warning.place}: {render_message(warning)} – {render_proposal(warning)}", err=True)
