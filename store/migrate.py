"""Bringing the schema up to date."""

from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from store.engine import open_database

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program uses on this database.
_LOCK = 7_300_570


class UnknownSchema(Exception):
    """The database was made by a version unknown here: a later one, or one before the first release."""


def migrate(url: str) -> None:
    """Bring the database to the newest schema, in one transaction; does nothing where it is there already.

    Raises UnknownSchema where another version made it.
    """
    database = open_database(url)
    try:
        database.run(_upgrade)
    except CommandError as error:
        raise UnknownSchema(str(error)) from error
    finally:
        database.close()


def schema_is_current(engine: Engine) -> bool:
    """True where no migration is missing."""
    with engine.connect() as conn:
        return set(MigrationContext.configure(conn).get_current_heads()) == {newest_schema()}


def newest_schema() -> str:
    """The name of the newest schema, which this version works with."""
    newest = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    assert newest is not None  # noqa: S101
    return newest


def _upgrade(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        # Two processes may start at once; on SQLite the transaction's own lock does this.
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    upgrade(config, "head")
