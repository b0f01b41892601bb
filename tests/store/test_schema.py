"""The schema that the migrations make is the one that the tables declare."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from store.engine import Database, open_database
from store.migrate import MIGRATIONS, migrate, schema_is_current
from store.scope import see_every_agency
from store.tables import metadata
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

REPO = Path(__file__).parents[2]


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


def test_a_new_file_may_be_opened_while_another_process_switches_it_to_wal(tmp_path: Path) -> None:
    def open_new(number: int) -> None:
        url = f"sqlite:///{tmp_path}/{number // 4}.sqlite"
        gate.wait(10)
        database = open_database(url)
        database.run(lambda conn: conn.execute(text("CREATE TABLE IF NOT EXISTS one (id INTEGER)")))
        database.read(lambda conn: conn.execute(text("SELECT * FROM one")))
        database.close()

    gate = threading.Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_new, range(240))) == [None] * 240


HALF = """
import os, sys
from alembic import op
real, left = op.create_table, [int(sys.argv[2])]
def create_table(*arguments, **named):
    left[0] -= 1
    if left[0] < 0:
        if sys.argv[3] == "killed":
            os.kill(os.getpid(), 9)
        raise RuntimeError("planted")
    return real(*arguments, **named)
op.create_table = create_table
from store.migrate import migrate
migrate(sys.argv[1])
"""


@pytest.mark.parametrize(("tables_made", "end"), [(12, "killed"), (30, "failed")])
def test_a_migration_that_ends_half_way_leaves_nothing_and_may_be_made_again(
    tmp_path: Path, tables_made: int, end: str
) -> None:
    url = f"sqlite:///{tmp_path}/tidtam.sqlite"
    ended = subprocess.run(
        [sys.executable, "-c", HALF, url, str(tables_made), end],
        check=False, timeout=PATIENCE, capture_output=True, cwd=REPO,
    )  # fmt: skip
    assert ended.returncode == (-9 if end == "killed" else 1)
    database = open_database(url)
    with database.engine.connect() as conn:
        assert inspect(conn).get_table_names() == []
    database.close()
    migrate(url)
    database = open_database(url)
    assert schema_is_current(database.engine)
    database.close()


def test_an_error_of_the_database_does_not_quote_what_was_written(database: Database) -> None:
    secret = "ข้อความที่ไม่ควรอยู่ในบันทึก"
    statement = text("INSERT INTO agencies (slug, name) VALUES (:slug, :name)")
    for do in (database.run, database.read):
        with pytest.raises(DBAPIError) as failed:
            do(lambda conn: conn.execute(statement, {"slug": "x", "name": secret}))
        assert secret not in str(failed.value).split("DETAIL")[0]
        assert "parameters hidden" in str(failed.value)


def test_what_points_at_a_table_that_is_made_anew_points_there_still(database_url: str) -> None:
    database = open_database(database_url)

    def go_to(version: str, step: Callable[[Config, str], None]) -> Callable[[Connection], None]:
        def go(conn: Connection) -> None:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = conn
            step(config, version)

        return go

    def add_rows(conn: Connection) -> None:
        for statement in _OF_BEFORE:
            see_every_agency(conn).execute(text(statement))

    database.run(go_to("0010", downgrade))
    database.run(add_rows)
    database.run(go_to("head", upgrade))
    with database.engine.connect() as conn:
        see_every_agency(conn)
        found = conn.execute(text("SELECT number, name, layout, year FROM plans")).one()
        assert tuple(found) == (1, "", None, 2570)
        assert conn.execute(text("SELECT plan, kind FROM rounds")).one() == (1, "annual")
        assert conn.execute(text("SELECT count(*) FROM tasks")).scalar_one() == 1
    with pytest.raises(IntegrityError):
        database.run(lambda conn: see_every_agency(conn).execute(text("DELETE FROM plans")))
    database.close()


_DAY = "'2026-11-20 02:00:00'"
_OF_BEFORE = (
    "INSERT INTO agencies (id, slug, name, place, layout, signatories, created_at) "
    f"VALUES (1, 'a', 'a', '', '{{}}', '[]', {_DAY})",
    f"INSERT INTO plans (id, agency_id, year, scores, imported_at) VALUES (1, 1, 2570, '[]', {_DAY})",
    "INSERT INTO topics (id, agency_id, plan_id, place, title, questions, findings) "
    "VALUES (1, 1, 1, 0, 't', '[]', '[]')",
    "INSERT INTO measures (id, agency_id, plan_id, topic_id, place, title, questions, steps, result, outcome, "
    "suggestion, dates) VALUES (1, 1, 1, 1, 0, 'm', '[]', '[]', '[]', '[]', '[]', '[]')",
    "INSERT INTO rounds (id, agency_id, year, kind, due, opened_at) "
    f"VALUES (1, 1, 2570, 'annual', '2027-09-30', {_DAY})",
    "INSERT INTO tasks (id, agency_id, round_id, measure_id, expected) VALUES (1, 1, 1, 1, true)",
)
