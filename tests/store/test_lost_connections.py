"""Work on a connection that was lost is tried again once; lost again, or at commit, its error is the caller's."""

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from store.engine import open_database
from tests.databases import end_connections
from tests.store.test_engine import add, count


def end_all(url: str) -> None:
    """Ends every connection to the database."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        end_connections(conn)


@pytest.mark.slow
def test_a_connection_that_was_lost_meanwhile_is_tried_again_once(postgresql_url: str) -> None:
    database = open_database(postgresql_url)
    agency_id = database.run(add("one"))
    end_all(postgresql_url)
    assert database.read(count) == 1
    end_all(postgresql_url)
    assert database.run(add("two")) == agency_id + 1
    assert database.read(count) == 2
    database.close()


@pytest.mark.slow
def test_a_connection_lost_again_and_one_lost_at_commit_are_the_caller_s_trouble(postgresql_url: str) -> None:
    database = open_database(postgresql_url)

    def lose(conn: Connection) -> None:
        tried.append(1)
        add("lost")(conn)
        end_all(postgresql_url)
        conn.execute(text("SELECT 1"))

    def lose_at_commit(conn: Connection) -> None:
        tried.append(1)
        add("lost")(conn)
        end_all(postgresql_url)

    for work, times in ((lose, 2), (lose_at_commit, 1)):
        tried: list[int] = []
        with pytest.raises(OperationalError):
            database.run(work)
        assert len(tried) == times
    assert database.read(count) == 0
    database.close()
