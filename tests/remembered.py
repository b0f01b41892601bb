"""What many tests write first into an empty database: written once a process, and its rows repeated for the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from store.engine import Database
from store.scope import see_every_agency

T = TypeVar("T")


@dataclass(frozen=True)
class _Made:
    answer: object
    rows: Sequence[tuple[str, Any]]


_MADE: dict[tuple[str, str], _Made] = {}


def remember(database: Database, name: str, make: Callable[[], T]) -> T:
    """What `make` returned where it was first called under this name on an empty database; its rows are in this one.

    Where anything was ever written, `make` is called. The name tells all that `make` depends on.
    """
    is_new, rows_of, insert = _KINDS[database.dialect]
    if not database.read(is_new):
        return make()
    kept = database.dialect, name
    if kept not in _MADE:
        answer = make()
        _MADE[kept] = _Made(answer, database.read(rows_of))
        return answer
    made = _MADE[kept]
    database.run(lambda conn: insert(conn, made.rows))
    return made.answer  # type: ignore[return-value]


def _is_new_sqlite(conn: Connection) -> bool:
    """True where no table holds a row or has ever counted an id."""
    return _are_empty(conn, (*_tables_of_sqlite(conn), "sqlite_sequence"))


def _are_empty(conn: Connection, tables: Sequence[str]) -> bool:
    empty = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {table})" for table in tables)
    return bool(conn.exec_driver_sql(f"SELECT {empty}").scalar())


def _tables_of_sqlite(conn: Connection) -> Sequence[str]:
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> ?"
    return conn.exec_driver_sql(listed, ("alembic_version",)).scalars().all()


def _rows_of_sqlite(conn: Connection) -> Sequence[tuple[str, Any]]:
    """The statement that inserts, and the rows, of each table that holds any."""
    found = []
    for table in _tables_of_sqlite(conn):
        rows = [tuple(row) for row in conn.exec_driver_sql(f"SELECT * FROM {table}")]
        if rows:
            found.append((f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows))
    return found


def _insert_sqlite(conn: Connection, rows: Sequence[tuple[str, Any]]) -> None:
    conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for statement, values in rows:
        conn.exec_driver_sql(statement, list(values))


_COUNTED = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


def _is_new_postgresql(conn: Connection) -> bool:
    """True where no table holds a row and no sequence has ever counted an id."""
    see_every_agency(conn)
    return conn.exec_driver_sql(_COUNTED).first() is None and _are_empty(conn, _tables_of_postgresql(conn))


def _tables_of_postgresql(conn: Connection) -> Sequence[str]:
    listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    return conn.exec_driver_sql(listed).scalars().all()


def _rows_of_postgresql(conn: Connection) -> Sequence[tuple[str, Any]]:
    """The statement that copies in, and the bytes, of each table that holds any; last what sets the sequences."""
    found: list[tuple[str, Any]] = []
    cursor = see_every_agency(conn).connection.cursor()
    for table in _tables_of_postgresql(conn):
        with cursor.copy(f"COPY {table} TO STDOUT") as copy:
            rows = b"".join(copy)
        if rows:
            found.append((f"COPY {table} FROM STDIN", rows))
    counted = [f"setval('{name}', {last})" for name, last in conn.exec_driver_sql(_COUNTED)]
    return [*found, (f"SELECT {', '.join(counted)}", None)]


def _insert_postgresql(conn: Connection, rows: Sequence[tuple[str, Any]]) -> None:
    conn.exec_driver_sql("SET LOCAL ROLE postgres")  # rows are not copied in where a policy would look at each
    conn.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no foreign key is asked in what order
    cursor = conn.connection.cursor()
    for statement, copied in rows:
        if copied is None:
            cursor.execute(statement)
            continue
        with cursor.copy(statement) as copy:
            copy.write(copied)
    conn.exec_driver_sql("RESET ROLE")


_KINDS: dict[str, tuple[Callable[..., bool], Callable[..., Any], Callable[..., None]]] = {
    "sqlite": (_is_new_sqlite, _rows_of_sqlite, _insert_sqlite),
    "postgresql": (_is_new_postgresql, _rows_of_postgresql, _insert_postgresql),
}
