"""The schema that the migrations make is the one that the tables declare."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from store.engine import Database
from store.migrate import migrate, schema_is_current
from store.tables import metadata


def test_the_migrations_make_the_tables_as_declared(database: Database) -> None:
    with database.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": False})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database: Database, database_url: str) -> None:
    migrate(database_url)
    assert schema_is_current(database.engine)
