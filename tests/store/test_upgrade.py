"""A database of the first release with a row in every table, brought up to date: nothing is lost, old code goes on."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.command import downgrade
from alembic.config import Config
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    insert,
    inspect,
    select,
)

from store.books import Books
from store.engine import Database, open_database
from store.migrate import MIGRATIONS, migrate
from store.scope import see_every_agency
from store.task_state import find_wrong_state

pytestmark = pytest.mark.slow

FIRST = "0001"
MOMENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
# What the checks of these columns allow; of the same name elsewhere anything goes.
WORDS = {
    ("person_roles", "role"): "staff",
    ("topics", "kind"): "issue",
    ("rounds", "kind"): "annual",
    ("report_versions", "kind"): "annual",
    ("evidence", "kind"): "photo",
    ("evidence", "state"): "saved",
    ("inbox", "state"): "done",
    ("outbox", "state"): "sent",
    ("outbox", "sent_via"): "reply",
    ("updates", "status"): "done",
    ("reviews", "verdict"): "approved",
    ("report_steps", "step"): "published",
    ("agencies", "review_from"): MOMENT,
    ("tasks", "unit_id"): 1,
    ("people", "line_user"): "U1",
}
KINDS: tuple[tuple[type, Any], ...] = (
    (Boolean, True), (Integer, 1), (JSON, []), (DateTime, MOMENT), (Date, date(2026, 11, 20)), (object, "x"),
)  # fmt: skip


def value_of(table: Table, column: "Column[Any]") -> Any:
    """What the one row has there; nothing where nothing is asked for."""
    if (table.name, column.name) in WORDS:
        return WORDS[table.name, column.name]
    return None if column.nullable else next(value for kind, value in KINDS if isinstance(column.type, kind))


def tables_of(database: Database) -> list[Table]:
    """The tables as they stand in the database, those first that others point at."""
    metadata = MetaData()
    metadata.reflect(database.engine)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def rows_of(database: Database, tables: list[Table]) -> dict[str, list[Any]]:
    def read(conn: Connection) -> dict[str, list[Any]]:
        see_every_agency(conn)
        return {table.name: [tuple(row) for row in conn.execute(select(table))] for table in tables}

    return database.read(read)


def in_revision(revision: str) -> Callable[[Connection], None]:
    def go(conn: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = see_every_agency(conn)
        downgrade(config, revision)

    return go


@pytest.fixture
def first_release(database_url: str) -> Database:
    """A database of the first release with a row in each of its tables."""
    database = open_database(database_url)
    database.run(in_revision(FIRST))

    # Read before the transaction: another connection would wait for it.
    tables = tables_of(database)
    database.run(lambda conn: [see_every_agency(conn).execute(insert(t), [_row(t)]) for t in tables])
    return database


def _row(table: Table) -> dict[str, Any]:
    return {column.name: value_of(table, column) for column in table.columns}


def test_every_row_of_the_first_release_is_kept(first_release: Database, database_url: str) -> None:
    tables = tables_of(first_release)
    before = rows_of(first_release, tables)
    assert {len(rows) for rows in before.values()} == {1}
    migrate(database_url)
    assert rows_of(first_release, tables) == before  # the columns that it knew, by their names

    def check(conn: Connection) -> tuple[Any, ...]:
        assert find_wrong_state(Books(conn, 1)) == ()
        state = "SELECT newest_id, review, counting_id FROM tasks"
        return tuple(see_every_agency(conn).exec_driver_sql(state).one())

    assert first_release.read(check) == (1, "approved", 1)
    first_release.close()


def test_code_of_the_first_release_may_write_on_while_the_schema_is_brought_up_to_date(
    first_release: Database, database_url: str
) -> None:
    known = {table.name: {column.name for column in table.columns} for table in tables_of(first_release)}
    migrate(database_url)
    with first_release.engine.connect() as conn:
        now = {name: inspect(conn).get_columns(name) for name in known}
    asked = {
        f"{name}.{column['name']}"
        for name, columns in now.items()
        for column in columns
        if column["name"] not in known[name] and not column["nullable"] and column["default"] is None
    }
    assert asked == set(), "a process that does not know these columns could add no row"
    assert all(known[name] <= {column["name"] for column in columns} for name, columns in now.items())
    first_release.close()
