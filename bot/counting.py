"""What this process has counted, written to the tables every few seconds while it lives."""

import logging
import threading
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from store.counts import COUNTS, write_news
from store.engine import Database

log = logging.getLogger("tidtam.counting")

WRITTEN_AFTER: Final = 15.0  # seconds


def save_counts(database: Database) -> None:
    """Add what this process has counted since the last time to the tables; kept for the next time where that fails."""
    news = COUNTS.take_news()
    if not news:
        return
    try:
        database.run(lambda conn: write_news(conn, news))
    except Exception:
        COUNTS.put_back(news)
        raise


class CountsWriter:
    """The thread of a web process that writes its counts."""

    def __init__(self, database: Database, written_after: float = WRITTEN_AFTER) -> None:
        self._database, self._written_after = database, written_after
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write_on, name="tidtam-counts", daemon=True)
        self._thread.start()

    def _write_on(self) -> None:
        while not self._stop.wait(self._written_after):
            self._save_or_wait()

    def _save_or_wait(self) -> None:
        try:
            save_counts(self._database)
        except (SQLAlchemyError, RuntimeError) as trouble:  # the database is away, or closed
            log.warning("what was counted waits for the database: %s", type(trouble).__name__)

    def close(self) -> None:
        """Write the last ones and end."""
        self._stop.set()
        self._thread.join()
        self._save_or_wait()
