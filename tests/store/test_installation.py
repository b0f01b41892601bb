"""Links to the installation's own pages: signed, short-lived, spent once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from store import dump, tables
from store.engine import Database
from store.installation import (
    end_installation_session,
    has_installation_session,
    is_link_token,
    make_link_token,
    open_installation_session,
)
from store.keys import Keys
from tests.agency import KEYS, MORNING, after

LATER = after(10)
EVENING = after(120)


def spend(database: Database, link: str, session: str = "session", minutes: float = 0) -> bool:
    now = after(minutes)
    return database.run(lambda conn: open_installation_session(conn, KEYS, link, session, now, EVENING))


def test_a_link_is_spent_once_and_opens_a_session_until_its_end(database: Database) -> None:
    link = make_link_token(KEYS, "nonce", LATER)
    assert spend(database, link) and not spend(database, link, "another")
    hashed = KEYS.hash_token("session")
    assert database.read(lambda conn: has_installation_session(conn, hashed, after(119)))
    assert not database.read(lambda conn: has_installation_session(conn, hashed, EVENING))
    assert not database.read(lambda conn: has_installation_session(conn, KEYS.hash_token("another"), MORNING))
    database.run(lambda conn: end_installation_session(conn, hashed, MORNING))
    assert not database.read(lambda conn: has_installation_session(conn, hashed, MORNING))


def test_of_many_at_once_one_spends_it(database: Database) -> None:
    link = make_link_token(KEYS, "nonce", LATER)
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(lambda number: spend(database, link, f"session-{number}"), range(6))) == 1


def test_a_link_is_over_after_its_time_and_another_keys_link_is_none(database: Database) -> None:
    link = make_link_token(KEYS, "nonce", LATER)
    assert is_link_token(KEYS, link, after(9.9)) and not is_link_token(KEYS, link, LATER)
    until, nonce, signed = link.split(".")
    others = (
        make_link_token(Keys(("another-secret-of-16",)), "nonce", LATER),
        f"{int(until) + 60}.{nonce}.{signed}",
        f"{until}.other.{signed}",
        f"0{link}",
        f"{link}x",
        "",
        ".",
        "..",
        "๑.๒.๓",
        "-1.nonce.x",
        "9" * 400,
    )
    for token in others:
        assert not spend(database, token), token


def test_neither_the_link_nor_the_session_is_stored_in_the_clear_or_carried_away(database: Database) -> None:
    link = make_link_token(KEYS, "nonce", LATER)
    assert spend(database, link)
    (row,) = database.read(lambda conn: conn.execute(select(tables.installation_sessions)).all())
    assert "session" not in tuple(row) and link not in tuple(row) and len(row.link_hash) == 64
    assert tables.installation_sessions not in dump.TABLES
