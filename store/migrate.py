"""Bringing the schema up to date."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from store.engine import open_database
from store.migrations.apart import hold_agencies_apart
from store.scope import see_every_agency

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
        if not schema_is_current(database.engine):
            database.run(_upgrade)
    finally:
        database.close()


def schema_is_current(engine: Engine) -> bool:
    """True where no migration is missing."""
    with engine.connect() as conn:
        if not inspect(conn).has_table("alembic_version"):
            return False
        return set(conn.scalars(text("SELECT version_num FROM alembic_version"))) == {newest_schema()}


def newest_schema() -> str:
    """The name of the newest schema, which this version works with: the number that the newest file begins with."""
    return max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _upgrade(conn: Connection) -> None:
    # Loaded here: every command asks whether the schema is current, hardly any brings it up to date.
    from alembic.command import upgrade
    from alembic.config import Config
    from alembic.util import CommandError

    see_every_agency(conn)
    if conn.dialect.name == "postgresql":
        # Two processes may start at once; on SQLite the transaction's own lock does this.
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    try:
        upgrade(config, "head")
        hold_agencies_apart(conn)
    except CommandError as error:
        raise UnknownSchema(str(error)) from error
