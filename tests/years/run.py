"""Years one after the other, each on an empty database of its own; SQLAlchemy's statements are compiled once."""

import contextlib
import logging
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from store.engine import Database
from store.migrate import migrate
from store.sqlite import sqlite_engines
from tests.years.year import DRAWN, Outcome, Year, virtual_time

IN_MEMORY = Path("/dev/shm")


class Runner:
    """A folder in memory with an empty database that is copied for each year."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._empty = folder, folder / "empty.db"
        migrate(f"sqlite:///{self._empty}")
        with contextlib.closing(sqlite3.connect(self._empty)) as conn:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine, reader = sqlite_engines(f"sqlite:///{folder / 'year.db'}", 2)
        self._database = Database(engine, reader, None)

    def run(self, seed: int, layout: str = "", days: int = 0, limit: int | None = DRAWN) -> Outcome:
        """The year of this seed."""
        self._database.close()
        for former in self._folder.glob("year.db*"):
            former.unlink()
        shutil.rmtree(self._folder / "evidence", ignore_errors=True)
        shutil.copyfile(self._empty, self._folder / "year.db")
        random.seed(seed)  # what the product draws: how long it waits before the next try
        year = Year(seed, self._database, self._folder, layout, days, limit)
        with virtual_time(lambda: year.hub):
            return year.run()


@contextlib.contextmanager
def runner() -> Iterator[Runner]:
    """A runner in a folder of its own, in memory where there is one."""
    logging.getLogger("tidtam").setLevel(logging.CRITICAL)
    where = str(IN_MEMORY) if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="tidtam-years-", dir=where) as folder:
        yield Runner(Path(folder))
