"""`tidtam migrate`"""

import click

from bot.problem import Problem
from bot.settings import BadSetting, read_settings
from store.migrate import migrate as bring_up_to_date


@click.command()
def migrate() -> None:
    """Bring the database schema up to date."""
    try:
        url = read_settings().database_url
        bring_up_to_date(url)
    except BadSetting as error:
        raise Problem(str(error)) from error
    click.echo("the schema is up to date")


COMMANDS = (migrate,)
