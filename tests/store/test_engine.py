"""A write is answered once it is committed, and harms no other."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from store import tables
from store.agencies import add_agency
from store.engine import Database, open_database, savepoint
from tests.agency import LAYOUT, MORNING
from tests.patience import PATIENCE

REPO = Path(__file__).parents[2]


def add(slug: str) -> Callable[[Connection], int]:
    return lambda conn: add_agency(conn, slug, slug, LAYOUT, MORNING)


def count(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(tables.agencies)).scalar_one()


def test_it_returns_what_the_work_returns_and_keeps_what_it_wrote(database: Database) -> None:
    agency_id = database.run(add("one"))
    assert database.read(lambda conn: conn.execute(select(tables.agencies.c.id)).scalar_one()) == agency_id


def test_a_work_that_raises_leaves_nothing_and_its_caller_hears_why(database: Database) -> None:
    def work(conn: Connection) -> None:
        add("gone")(conn)
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        database.run(work)
    assert database.read(count) == 0


def test_many_threads_write_and_a_raising_one_harms_nobody(database: Database) -> None:
    def work(n: int) -> str:
        def write(conn: Connection) -> None:
            add(f"a{n}")(conn)
            if n % 7 == 0:
                raise ZeroDivisionError(n)

        try:
            database.run(write)
        except ZeroDivisionError as error:
            assert error.args == (n,)
            return "raised"
        return "kept"

    with ThreadPoolExecutor(24) as pool:
        outcomes = list(pool.map(work, range(140)))
    assert outcomes.count("raised") == 20
    slugs = database.read(lambda conn: set(conn.execute(select(tables.agencies.c.slug)).scalars()))
    assert slugs == {f"a{n}" for n in range(140) if n % 7}


def queue_together(database: Database, works: list[Callable[[Connection], object]]) -> list[object]:
    """What became of works that were all queued while another one was being written."""
    inside, go_on = threading.Event(), threading.Event()

    def slow(conn: Connection) -> None:
        inside.set()
        assert go_on.wait(10)

    def outcome(work: Callable[[Connection], object]) -> object:
        try:
            return database.run(work)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works) + 1) as pool:
        first = pool.submit(database.run, slow)
        assert inside.wait(10)
        rest = [pool.submit(outcome, work) for work in works]
        assert database._writer is not None
        while database._writer._queue.qsize() < len(works):
            pass
        go_on.set()
        first.result()
        return [each.result() for each in rest]


def test_what_is_queued_together_is_committed_once(sqlite_database: Database) -> None:
    commits = []
    event.listen(sqlite_database.engine, "commit", commits.append)
    outcomes = queue_together(sqlite_database, [add(f"a{n}") for n in range(10)])
    assert len(set(outcomes)) == 10
    assert len(commits) == 2


def test_when_the_commit_fails_each_work_is_run_again_alone(sqlite_database: Database) -> None:
    def dangling(conn: Connection) -> None:
        # Noticed only by COMMIT itself.
        conn.execute(text("PRAGMA defer_foreign_keys = ON"))
        conn.execute(text("INSERT INTO notices VALUES (999, 'U1', '1', '2026-01-01 00:00:00')"))

    works: list[Callable[[Connection], object]] = [add("a"), dangling, add("b")]
    outcomes = queue_together(sqlite_database, works)
    assert isinstance(outcomes[1], IntegrityError)
    assert isinstance(outcomes[0], int)
    assert isinstance(outcomes[2], int)
    assert sqlite_database.read(count) == 2


def test_a_work_in_a_group_may_use_savepoints_of_its_own(sqlite_database: Database) -> None:
    def work(conn: Connection) -> None:
        add("kept")(conn)
        with pytest.raises(LookupError), savepoint(conn):
            add("undone")(conn)
            raise LookupError

    queue_together(sqlite_database, [work, add("other")])
    slugs = sqlite_database.read(lambda conn: set(conn.execute(select(tables.agencies.c.slug)).scalars()))
    assert slugs == {"kept", "other"}


def test_even_a_system_exit_in_a_work_is_its_callers_alone(sqlite_database: Database) -> None:
    def leave(conn: Connection) -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        sqlite_database.run(leave)
    assert sqlite_database.run(add("after")) > 0


def test_a_savepoint_is_undone_alone(database: Database) -> None:
    def work(conn: Connection) -> None:
        add("outer")(conn)
        with pytest.raises(LookupError), savepoint(conn):
            add("inner")(conn)
            raise LookupError

    database.run(work)
    assert database.read(lambda conn: conn.execute(select(tables.agencies.c.slug)).scalars().all()) == ["outer"]


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        database.read(add("sly"))
    assert database.read(count) == 0
    assert database.run(add("open")) > 0


def test_a_read_sees_one_moments_data(database: Database) -> None:
    def twice(conn: Connection) -> tuple[int, int]:
        first = count(conn)
        database.run(add("meanwhile"))
        return first, count(conn)

    assert database.read(twice) == (0, 0)


def test_many_threads_read_at_once(database: Database) -> None:
    database.run(add("one"))
    with ThreadPoolExecutor(24) as pool:
        assert list(pool.map(lambda _: database.read(count), range(200))) == [1] * 200


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(sqlite_database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside a write"):
        sqlite_database.run(lambda conn: sqlite_database.run(count))


def test_a_closed_database_takes_nothing_more_but_has_written_what_it_took(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(database.run, add(f"a{n}")) for n in range(20)]
        database.close()
    kept = sum(1 for result in results if result.exception() is None)
    assert all(isinstance(result.exception(), RuntimeError | None) for result in results)
    with pytest.raises(RuntimeError, match="closed"):
        database.run(count)
    database.close()
    again = open_database(sqlite_url)
    assert again.read(count) == kept
    again.close()


def test_when_the_lock_is_not_to_be_had_all_callers_hear_it(sqlite_database: Database, sqlite_url: str) -> None:
    other = open_database(sqlite_url)
    with sqlite_database.engine.connect() as conn:
        conn.execute(text("PRAGMA busy_timeout = 10"))
    assert other._writer is not None
    other._writer._conn.exec_driver_sql("PRAGMA busy_timeout = 10")
    other._writer._conn.rollback()

    def hold(conn: Connection) -> None:
        with pytest.raises(OperationalError, match="locked"):
            other.run(count)

    sqlite_database.run(hold)
    assert other.run(add("later")) > 0
    other.close()


def test_a_file_that_cannot_be_opened_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(OperationalError, match="unable to open"):
        open_database(f"sqlite:///{tmp_path}/folder.sqlite")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_a_database_that_could_not_serve_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite|sqlite"):
        open_database(url)


@pytest.mark.slow
def test_what_run_returned_from_survives_a_killed_process(database_url: str) -> None:
    code = """
import os, sys
sys.path.insert(0, sys.argv[2])
from store.agencies import add_agency
from store.engine import open_database
from tests.agency import LAYOUT, MORNING
database = open_database(sys.argv[1])
for n in range(5):
    database.run(lambda conn: add_agency(conn, f"a{n}", "x", LAYOUT, MORNING))
os._exit(9)
"""
    command = [sys.executable, "-c", code, database_url, str(REPO)]
    killed = subprocess.run(command, check=False, timeout=PATIENCE)
    assert killed.returncode == 9
    database = open_database(database_url)
    assert database.read(count) == 5
    database.close()


def test_sqlite_is_set_up_not_to_lose_what_it_has_answered(sqlite_database: Database) -> None:
    def settings(conn: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    assert sqlite_database.run(settings) == expected


@pytest.mark.slow
def test_a_statement_is_prepared_when_it_is_first_sent_and_planned_for_any_values(postgresql_url: str) -> None:
    database = open_database(postgresql_url)
    known = "SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements"

    def read(conn: Connection) -> list[tuple[str, int, int]]:
        conn.execute(select(tables.agencies.c.id).where(tables.agencies.c.slug == "one"))
        return [tuple(row) for row in conn.execute(text(known))]

    ((_, generic, custom),) = [row for row in database.read(read) if "agencies" in row[0]]
    assert (generic, custom) == (1, 0)
    database.close()
