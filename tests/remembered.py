"""What many tests write first into an empty SQLite database: written once, and its rows repeated for the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from store.engine import Database

T = TypeVar("T")


@dataclass(frozen=True)
class _Made:
    answer: object
    rows: Sequence[tuple[str, Sequence[tuple[object, ...]]]]


_MADE: dict[str, _Made] = {}


def remember(database: Database, name: str, make: Callable[[], T]) -> T:
    """What `make` returned where it was first called under this name on an empty database; its rows are in this one.

    On PostgreSQL, and where anything was ever written, `make` is called. The name tells all that `make` depends on.
    """
    if database.dialect != "sqlite" or not database.read(_is_new):
        return make()
    if name not in _MADE:
        answer = make()
        _MADE[name] = _Made(answer, database.read(_rows))
        return answer
    made = _MADE[name]
    database.run(lambda conn: _insert(conn, made))
    return made.answer  # type: ignore[return-value]


def _is_new(conn: Connection) -> bool:
    """True where no table holds a row or has ever counted an id."""
    empty = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {table})" for table in (*_tables(conn), "sqlite_sequence"))
    return bool(conn.exec_driver_sql(f"SELECT {empty}").scalar())


def _tables(conn: Connection) -> Sequence[str]:
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?"
    return conn.exec_driver_sql(listed, ("alembic_version",)).scalars().all()


def _rows(conn: Connection) -> Sequence[tuple[str, Sequence[tuple[object, ...]]]]:
    """The statement that inserts, and the rows, of each table that holds any."""
    found = []
    for table in _tables(conn):
        rows = [tuple(row) for row in conn.exec_driver_sql(f"SELECT * FROM {table}")]
        if rows:
            found.append((f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows))
    return found


def _insert(conn: Connection, made: _Made) -> None:
    conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for statement, rows in made.rows:
        conn.exec_driver_sql(statement, list(rows))
