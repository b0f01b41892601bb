"""The schema that the migrations make is the one that the tables declare."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from store.engine import Database, open_database
from store.migrate import MIGRATIONS, migrate, schema_is_current
from store.tables import metadata


def test_the_migrations_make_the_tables_as_declared(database: Database) -> None:
    with database.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": False})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database: Database, database_url: str) -> None:
    migrate(database_url)
    assert schema_is_current(database.engine)


def test_all_migrations_can_be_taken_back(database_url: str) -> None:
    database = open_database(database_url)

    def down(conn: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = conn
        downgrade(config, "base")

    database.run(down)
    assert not schema_is_current(database.engine)
    with database.engine.connect() as conn:
        assert inspect(conn).get_table_names() == ["alembic_version"]
    migrate(database_url)
    assert schema_is_current(database.engine)
    database.close()


def test_two_processes_may_migrate_an_empty_database_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/tidtam.sqlite"
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(migrate, [url, url])) == [None, None]
