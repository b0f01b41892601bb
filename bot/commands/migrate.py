"""`tidtam migrate`"""

import click
from sqlalchemy.exc import DBAPIError

from bot.problem import Problem
from bot.settings import BadSetting, read_settings
from store.migrate import UnknownSchema
from store.migrate import migrate as bring_up_to_date


@click.command()
def migrate() -> None:
    """Bring the database schema up to date."""
    try:
        url = read_settings().database_url
        bring_up_to_date(url)
    except BadSetting as error:
        raise Problem(str(error)) from error
    except UnknownSchema as error:
        raise Problem(
            f"the database was made by another version of Tidtam ({error}): use that version, or an empty database"
        ) from error
    except (DBAPIError, OSError) as error:
        told = str(getattr(error, "orig", error)).splitlines()[0]
        raise Problem(f"the database cannot be brought up to date: {told}; check DATABASE_URL") from error
    click.echo("the schema is up to date")


COMMANDS = (migrate,)
