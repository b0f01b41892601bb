"""On PostgreSQL who starts after all others of its kind have ended knows that, however they ended."""

import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import make_url

from store.presence import Presence
from tests.patience import PATIENCE

HOLDER = """
import sys, time
from sqlalchemy import make_url
from store.presence import Presence
held = Presence(make_url(sys.argv[1]), "web", lambda: None)
print("held", flush=True)
time.sleep(600)
"""


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
