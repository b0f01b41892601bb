"""The edge on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import Database
from tests.bot.edge import Edge
from tests.databases import watched


@pytest.fixture
def edge(database: Database, database_url: str, tmp_path: Path) -> Iterator[Edge]:
    """The real app on a fresh database of each kind."""
    made = Edge(database, database_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def quick_edge(sqlite_url: str, tmp_path: Path) -> Iterator[Edge]:
    """The real app on SQLite alone, for what does not hang on the database."""
    with watched(sqlite_url) as database:
        made = Edge(database, sqlite_url, tmp_path)
        yield made
        made.close()
