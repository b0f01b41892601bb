"""On PostgreSQL: which kinds of our processes live, known by an advisory lock that ends with its process.

Each holds its kind's lock together with the others while it lives. Who finds nobody holding it has started after all
of them ended, however they ended: what they had leased need not be waited for. A machine that lost its power may keep
its lock until the server finds the connection dead; then the leases run out as they do without this.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

log = logging.getLogger("tidtam.presence")

Kind = Literal["web", "worker"]
_ROOM = 570  # our locks among others in the same database
_KEYS: dict[Kind, int] = {"web": 1, "worker": 2}
LOOKED_AFTER = 5.0  # seconds between two looks whether the lock is still held


class Presence:
    """The lock of one living process; `close` gives it up."""

    def __init__(
        self, url: URL, kind: Kind, when_alone: Callable[[], object], looked_after: float = LOOKED_AFTER
    ) -> None:
        """Runs `when_alone`, with every other process of the kind kept waiting, where none of them lives."""
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True)
        self._lock = {"room": _ROOM, "key": _KEYS[kind]}
        self._stop, self._looked_after = threading.Event(), looked_after
        self._conn: Connection | None = self._engine.connect()
        self.was_alone = bool(self._ask(self._conn, "pg_try_advisory_lock"))
        if self.was_alone:
            when_alone()
        self._ask(self._conn, "pg_advisory_lock_shared")
        if self.was_alone:
            self._ask(self._conn, "pg_advisory_unlock")
        self._thread = threading.Thread(target=self._look_after, name="tidtam-presence", daemon=True)
        self._thread.start()

    def _ask(self, conn: Connection, function: str) -> object:
        return conn.execute(text(f"SELECT {function}(:room, :key)"), self._lock).scalar()

    def _look_after(self) -> None:
        while not self._stop.wait(self._looked_after):
            try:
                self._hold_again() if self._conn is None else self._conn.execute(text("SELECT 1"))
            except DBAPIError as lost:
                log.warning("the lock of this process is lost, and taken again: %s", type(lost).__name__)
                self._let_go()

    def _hold_again(self) -> None:
        conn = self._engine.connect()
        self._ask(conn, "pg_advisory_lock_shared")
        self._conn = conn

    def _let_go(self) -> None:
        if self._conn is not None:
            self._conn.invalidate()
            self._conn.close()
        self._conn = None

    def close(self) -> None:
        """Give the lock up: it is free on return, for the server would notice a closed connection only later."""
        self._stop.set()
        self._thread.join()
        with suppress(DBAPIError):
            if self._conn is not None:
                self._ask(self._conn, "pg_advisory_unlock_shared")
        self._let_go()
