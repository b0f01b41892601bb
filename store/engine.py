"""The database: one function runs every write, another every read."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.counts import COUNTS, DATABASE_ERRORS
from store.postgresql import postgresql_engine, reading, was_lost, worth_another_try
from store.sqlite import sqlite_engines
from store.writer import GroupWriter

T = TypeVar("T")
Work = Callable[[Connection], T]

_TRIES = 4
log = logging.getLogger("tidtam.database")


class Conflict(Exception):
    """Somebody else was first: what this change was based on no longer holds."""


class _Lost(Exception):
    """The connection was lost while nothing was committed: the same work may be done on another one."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__("the connection was lost")
        self.error = error


class Database:
    """An open database. Opened before a fork, it is not usable after it."""

    def __init__(self, engine: Engine, reader: Engine, writer: GroupWriter | None) -> None:
        """`engine` writes, `reader` only reads; with a `writer` its one thread alone uses `engine`."""
        self.engine = engine
        self.reader = reader
        self._writer = writer

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    def run(self, work: Work[T]) -> T:
        """What the work returns, once its short write transaction is committed; its exception if it raises.

        The work may be run more than once, with all traces of the earlier run gone: it must change nothing
        but the database. A connection that is found lost before COMMIT is tried again once.
        """
        with _counting_errors():
            return self._commit(work)

    def _commit(self, work: Work[T]) -> T:
        if self._writer is not None:
            return self._writer.run(work)
        for attempt in range(1, _TRIES):
            try:
                return self._run_once(work)
            except _Lost as lost:
                if attempt > 1:
                    raise lost.error from lost
                log.info("a connection to the database was lost: the transaction is run again")
            except DBAPIError as error:
                if not worth_another_try(error):
                    raise
                log.info("the transaction is run again: %s", type(error.orig).__name__)
            time.sleep(0.01 * attempt)
        with self.engine.begin() as conn:
            return work(conn)

    def _run_once(self, work: Work[T]) -> T:
        """The same without another try; raises _Lost where the connection was lost before COMMIT was sent."""
        with self.engine.connect() as conn, conn.begin():
            try:
                return work(conn)
            except DBAPIError as error:
                if was_lost(error):
                    raise _Lost(error) from error
                raise

    def read(self, work: Work[T]) -> T:
        """What the work returns; it sees one moment's data and cannot write. A lost connection is tried again once."""
        with _counting_errors():
            return self._read_one_moment(work)

    def _read_one_moment(self, work: Work[T]) -> T:
        try:
            with self.reader.connect() as conn:
                return work(conn)
        except DBAPIError as error:
            if not was_lost(error):
                raise
        with self.reader.connect() as conn:
            return work(conn)

    def close(self) -> None:
        """Commit what is queued, take nothing more, and close all connections."""
        if self._writer is not None:
            self._writer.close()
        self.engine.dispose()
        self.reader.dispose()


def open_database(url: str, connections: int = 16) -> Database:
    """The database at the URL; SQLite needs a file. `connections` is how many threads may use it at once."""
    backend = make_url(url).get_backend_name()
    if backend == "postgresql":
        engine = postgresql_engine(url, connections)
        return Database(engine, reading(engine), None)
    if backend == "sqlite":
        engine, reader = sqlite_engines(url, connections)
        return Database(engine, reader, GroupWriter(engine))
    raise ValueError(f"database {backend!r} is neither sqlite nor postgresql")


@contextmanager
def _counting_errors() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        COUNTS.add(DATABASE_ERRORS, type(error).__name__)
        raise


@contextmanager
def savepoint(conn: Connection) -> Iterator[None]:
    """A part of a transaction that is undone alone where it raises."""
    with conn.begin_nested():
        yield
