"""`tidtam backup`, `tidtam restore`, `tidtam export`"""

from pathlib import Path

import click

from bot.backup import Kept, UnfitBackup, back_up
from bot.backup import restore as put_back
from bot.commands.books import opened_shell, within
from bot.export import export as take_along
from bot.problem import Problem
from bot.shell import Shell
from store.agencies import load_agencies
from store.keys import KeysError
from store.migrate import migrate

file_argument = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@file_argument
def backup(path: Path) -> None:
    """Write everything to one zip: rows and evidence. Keep the SECRET_KEY beside it, for the file has none."""
    with opened_shell() as shell:
        try:
            kept = back_up(shell, path)
        except OSError as error:
            raise Problem(f"{path} cannot be written: {error.strerror}") from error
    _echo_kept(kept, path)


@click.command()
@file_argument
def restore(path: Path) -> None:
    """Fill an empty database and evidence folder from a backup."""
    with opened_shell(migrated=False) as shell:
        try:
            migrate(shell.settings.database_url)
            kept = put_back(shell, path)
        except UnfitBackup as error:
            raise Problem(str(error)) from error
        except OSError as error:
            raise Problem(f"{path} cannot be restored: {error.strerror}") from error
        click.echo(f"restored {kept.rows} rows and {kept.files} files of evidence")
        _look_at_channels(shell)


@click.command()
@click.argument("slug")
@file_argument
def export(slug: str, path: Path) -> None:
    """Write one agency's records to a zip: XLSX, JSON and evidence. It holds personal data."""
    with opened_shell() as shell:
        agency_id = within(shell, slug, lambda books: books.agency_id)
        try:
            kept = take_along(shell, agency_id, path)
        except OSError as error:
            raise Problem(f"{path} cannot be written: {error.strerror}") from error
    _echo_kept(kept, path)


def _echo_kept(kept: Kept, path: Path) -> None:
    click.echo(f"{kept.rows} rows and {kept.files} files of evidence are in {path}")
    if kept.missing:
        click.echo(f"{kept.missing} files of evidence are not on the disk and so not in it", err=True)


def _look_at_channels(shell: Shell) -> None:
    for agency in shell.database.read(load_agencies):
        try:
            shell.channel_of_slug(agency.slug)
        except KeysError:
            click.echo(
                f"the LINE channel of {agency.slug} was stored under another SECRET_KEY: "
                "start with that one, or run `tidtam channel set`",
                err=True,
            )


COMMANDS = (backup, restore, export)
