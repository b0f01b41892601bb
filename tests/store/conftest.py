"""The small agency and one of its tasks, on both databases."""

import pytest

from domain.task import Task
from store.books import Books
from store.engine import Database
from store.tasks import load_tasks
from tests.agency import small_agency


@pytest.fixture
def agency_id(database: Database) -> int:
    return small_agency(database)


@pytest.fixture
def task(database: Database, agency_id: int) -> Task:
    return database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]
