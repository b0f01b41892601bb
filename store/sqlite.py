"""SQLite: what every connection is told, and how transactions begin."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url

_BUSY_MS = 5_000
_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = FAST")


def sqlite_engines(url: str, connections: int) -> tuple[Engine, Engine]:
    """Two engines on one file: the first writes and begins IMMEDIATE, the second cannot write."""
    address = make_url(url)
    if not address.database or address.database == ":memory:":
        raise ValueError("SQLite in memory cannot be shared by threads: name a file, sqlite:///path/to/file")
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    # All are kept once opened: opening one costs more than what is read through it.
    reader = create_engine(address, hide_parameters=True, pool_size=connections, max_overflow=0, pool_use_lifo=True)
    _prepare(reader, "query_only = ON", begin="BEGIN")
    return writing_engine(address), reader


def writing_engine(address: URL) -> Engine:
    """An engine whose transactions take the write lock when they begin."""
    # No pool: its one user, the writer thread, keeps the connection that was opened for it.
    # Parameters are hidden from errors, which are logged: the values may be what somebody wrote.
    engine = create_engine(address, hide_parameters=True, poolclass=NullPool, connect_args={"check_same_thread": False})
    _prepare(engine, begin="BEGIN IMMEDIATE")
    return engine


def _prepare(engine: Engine, *pragmas: str, begin: str) -> None:
    # The driver's own idea of when a transaction begins breaks savepoints and BEGIN IMMEDIATE: it is
    # switched off (isolation_level None), and BEGIN is sent here instead.
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        _switch_to_wal(cursor)
        for pragma in (*_PRAGMAS, *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(conn: Connection) -> None:
        conn.exec_driver_sql(begin)


def _switch_to_wal(cursor: Any) -> None:
    """Switches the file to WAL, once for ever.

    Two that switch a new file at the same moment would wait for each other: SQLite refuses one of them at once,
    whatever its busy timeout, and it has to try again.
    """
    until = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
