"""`tidtam agency …`"""

import click

from bot.commands.books import json_option, opened_shell, print_json, print_table, within, write
from bot.problem import Problem
from domain.agency import may_be_slug
from domain.audit import Act
from domain.writes import SetReview
from reports.layouts.load import layout_names, named_layout
from store import agencies as stored
from store.engine import Conflict
from thai.normalise import fold_text, tidy_spaces


@click.group()
def agency() -> None:
    """The agencies of this installation."""


@agency.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="The agency's name as its reports print it.")
@click.option("--layout", "layout_name", default="results", help="Its report layout.")
def add(slug: str, name: str, layout_name: str) -> None:
    """Add an agency; SLUG is its short name in addresses."""
    if not may_be_slug(slug):
        raise Problem(f"{slug!r} cannot stand in an address: use a-z, 0-9 and -, at most 40")
    if not fold_text(name):
        raise Problem("the name is empty: give the agency's name as its reports print it")
    if layout_name not in layout_names():
        raise Problem(f"there is no layout {layout_name!r}: use one of {', '.join(layout_names())}")
    with opened_shell() as shell:
        now, layout = shell.clock.now(), named_layout(layout_name)
        try:
            by = Act("command", None, now)
            shell.database.run(lambda conn: stored.add_agency(conn, slug, tidy_spaces(name), layout, now, by))
        except Conflict as error:
            raise Problem(str(error)) from error
        click.echo(f"agency {slug} added; LINE posts to {shell.settings.base_url}/line/{slug}/webhook")


@agency.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the agencies."""
    with opened_shell() as shell:
        found = shell.database.read(stored.load_agencies)
    if as_json:
        print_json([{"slug": a.slug, "name": a.name, "layout": a.layout.name} for a in found])
    else:
        print_table([(a.slug, a.name, a.layout.name) for a in found], ("SLUG", "NAME", "LAYOUT"))


@agency.command("review")
@click.argument("slug")
@click.argument("state", type=click.Choice(["on", "off"]))
def review(slug: str, state: str) -> None:
    """Have supervisors check every reply before it counts, or not."""
    with opened_shell() as shell:
        asked = within(shell, slug, stored.load_agency).review_from is not None
        if asked != (state == "on"):
            write(shell, slug, SetReview(shell.clock.now() if state == "on" else None))
        told = "count once a supervisor approved them" if state == "on" else "count at once"
        click.echo(f"agency {slug}: replies from now on {told}")


COMMANDS = (agency,)
