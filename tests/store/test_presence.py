"""On PostgreSQL who starts after all others of its kind have ended knows that, however they ended."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from store.engine import Database
from store.files import FilesUnavailable
from store.presence import Presence, place_key, places_in_use
from tests.databases import end_connections, watched
from tests.patience import PATIENCE

HOLDER = """
import sys, time
from sqlalchemy import make_url
from store.presence import Presence
held = Presence(make_url(sys.argv[1]), "web", lambda: None)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    with watched(postgresql_url) as database:
        yield database


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def starts_alone(url: str) -> bool:
    """Whether a web process that starts now finds no other; it ends at once."""
    ran: list[str] = []
    started = Presence(make_url(url), "web", lambda: ran.append("alone"))
    started.close()
    assert started.was_alone == bool(ran)
    return bool(ran)


def test_who_starts_beside_a_living_process_is_not_alone(postgresql_url: str) -> None:
    first = Presence(make_url(postgresql_url), "web", lambda: None)
    other_kind = Presence(make_url(postgresql_url), "worker", lambda: None)
    assert first.was_alone and other_kind.was_alone
    assert not starts_alone(postgresql_url) and not starts_alone(postgresql_url)
    first.close()
    assert starts_alone(postgresql_url)
    other_kind.close()


@pytest.mark.slow
def test_a_process_that_was_killed_is_not_waited_for(postgresql_url: str) -> None:
    held = subprocess.Popen([sys.executable, "-c", HOLDER, postgresql_url], stdout=subprocess.PIPE, text=True)
    assert held.stdout and held.stdout.readline() == "held\n"
    assert not starts_alone(postgresql_url)
    held.kill()
    held.wait()
    held.stdout.close()
    wait_for(lambda: starts_alone(postgresql_url))


def test_a_living_process_whose_connection_was_lost_holds_its_lock_again(postgresql_url: str) -> None:
    living = Presence(make_url(postgresql_url), "web", lambda: None, looked_after=0.02)
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as conn:
        holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 570 AND objid = 1 AND granted"
        (lost,) = conn.execute(holders).fetchall()
        conn.execute("SELECT pg_terminate_backend(%s, 60000)", lost)
        wait_for(lambda: [pid for pid in conn.execute(holders).fetchall() if pid != lost] != [])
    assert not starts_alone(postgresql_url)
    living.close()


def test_where_living_processes_keep_files_is_known(postgresql_database: Database, postgresql_url: str) -> None:
    url, told = make_url(postgresql_url), iter([FilesUnavailable("not yet"), "here", "here"])

    def tell_later() -> str:
        if isinstance(answer := next(told), FilesUnavailable):
            raise answer
        return answer

    def in_use() -> set[int]:
        return set(postgresql_database.read(places_in_use))

    web = Presence(url, "web", lambda: None, place_id=lambda: "here")
    worker = Presence(url, "worker", lambda: None, looked_after=0.02, place_id=tell_later)
    assert in_use() == {place_key("here")}
    wait_for(lambda: worker._place_told)
    other = Presence(url, "worker", lambda: None, place_id=lambda: "elsewhere")
    assert in_use() == {place_key("here"), place_key("elsewhere")}
    other.close()
    assert in_use() == {place_key("here")}
    worker.close()
    web.close()
    assert in_use() == set()


def test_the_place_is_told_anew_after_a_lost_connection(postgresql_database: Database, postgresql_url: str) -> None:
    kept = Presence(make_url(postgresql_url), "web", lambda: None, looked_after=0.05, place_id=lambda: "here")
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as conn:
        end_connections(conn)
    wait_for(lambda: set(postgresql_database.read(places_in_use)) == {place_key("here")})
    kept.close()


def test_on_sqlite_all_processes_share_a_disk(sqlite_database: Database) -> None:
    assert sqlite_database.read(places_in_use) == frozenset()
