"""On PostgreSQL: which kinds of our processes live, and where they keep files, by locks that end with their process.

Each holds its kind's lock together with the others while it lives. Who finds nobody holding it has started after all
of them ended, however they ended: what they had leased need not be waited for. A machine that lost its power may keep
its lock until the server finds the connection dead; then the leases run out as they do without this.
"""

import hashlib
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from store.files import FilesUnavailable

log = logging.getLogger("tidtam.presence")

Kind = Literal["web", "worker"]
_ROOM = 570  # our locks among others in the same database
_KEYS: dict[Kind, int] = {"web": 1, "worker": 2}
_PLACES = 571  # the locks that say where a process keeps files
LOOKED_AFTER = 5.0  # seconds between two looks whether the lock is still held


class Presence:
    """The lock of one living process; `close` gives it up."""

    def __init__(
        self,
        url: URL,
        kind: Kind,
        when_alone: Callable[[], object],
        looked_after: float = LOOKED_AFTER,
        place_id: Callable[[], str] | None = None,
    ) -> None:
        """Runs `when_alone`, with every other process of the kind kept waiting, where none of them lives.

        `place_id` says where this process keeps files; while the place cannot be reached, it is asked again.
        """
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        self._lock = {"room": _ROOM, "key": _KEYS[kind]}
        self._stop, self._looked_after = threading.Event(), looked_after
        self._place_id, self._place_told = place_id, False
        self._conn: Connection | None = self._engine.connect()
        self.was_alone = bool(self._ask(self._conn, "pg_try_advisory_lock"))
        if self.was_alone:
            when_alone()
        self._ask(self._conn, "pg_advisory_lock_shared")
        if self.was_alone:
            self._ask(self._conn, "pg_advisory_unlock")
        self._tell_place(self._conn)
        self._thread = threading.Thread(target=self._look_after, name="tidtam-presence", daemon=True)
        self._thread.start()

    def _ask(self, conn: Connection, function: str) -> object:
        return conn.execute(text(f"SELECT {function}(:room, :key)"), self._lock).scalar()

    def _look_after(self) -> None:
        while not self._stop.wait(self._looked_after):
            try:
                self._hold_again() if self._conn is None else self._tell_place(self._conn)
            except DBAPIError as lost:
                log.warning("the lock of this process is lost, and taken again: %s", type(lost).__name__)
                self._let_go()

    def _hold_again(self) -> None:
        conn = self._engine.connect()
        self._ask(conn, "pg_advisory_lock_shared")
        self._conn = conn

    def _tell_place(self, conn: Connection) -> None:
        """Holds the lock of the place where files are kept, once that is known."""
        conn.execute(text("SELECT 1"))
        if self._place_told or self._place_id is None:
            return
        with suppress(FilesUnavailable):
            lock = {"room": _PLACES, "key": place_key(self._place_id())}
            conn.execute(text("SELECT pg_advisory_lock_shared(:room, :key)"), lock)
            self._place_told = True

    def _let_go(self) -> None:
        if self._conn is not None:
            self._conn.invalidate()
            self._conn.close()
        self._conn, self._place_told = None, False

    def close(self) -> None:
        """Give the lock up: it is free on return, for the server would notice a closed connection only later."""
        self._stop.set()
        self._thread.join()
        with suppress(DBAPIError):
            if self._conn is not None:
                self._conn.execute(text("SELECT pg_advisory_unlock_all()"))
        self._let_go()


def place_key(place_id: str) -> int:
    """The number by which a place of files is known among the locks."""
    return int.from_bytes(hashlib.sha256(place_id.encode()).digest()[:4]) >> 1


def places_in_use(conn: Connection) -> frozenset[int]:
    """The keys of the places in which living processes keep files; none on SQLite, whose processes share a disk."""
    if conn.dialect.name != "postgresql":
        return frozenset()
    locks = (
        "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = :room AND objsubid = 2"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return frozenset(conn.execute(text(locks), {"room": _PLACES}).scalars())
