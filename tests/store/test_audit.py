"""The record of who did what: a chain that holds under many writers, and that shows every change made by hand."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from domain import writes as w
from domain.agency import Role
from domain.audit import Act, Noted
from domain.audited_writes import describe_write
from domain.task import Status
from domain.writes import ChangePerson, SetDeputy, SetLayout
from store.apply import apply
from store.audit import append_entries, find_chain_end, find_chain_fault, load_entries, was_viewed
from store.books import Books
from store.engine import Conflict, Database, open_database
from store.signins import end_session, open_session
from tests.agency import KEYS, MORNING, small_agency

BY = Act("page", 5, MORNING)
VIEWED = Noted("viewed", "person", 1)


def add(database: Database, agency_id: int, *noted: Noted, by: Act = BY) -> None:
    database.run(lambda conn: append_entries(Books(conn, agency_id), by, noted))


def fault(database: Database, agency_id: int = 1) -> int | None:
    return database.read(lambda conn: find_chain_fault(Books(conn, agency_id)))


def kinds(database: Database, agency_id: int = 1) -> list[tuple[str, str, int | None]]:
    found = database.read(lambda conn: load_entries(Books(conn, agency_id)))
    return [(one.noted.kind, one.noted.about, one.act.person_id) for one in reversed(found)]


def test_what_was_done_stands_in_the_record_in_its_own_transaction(database: Database) -> None:
    agency_id = small_agency(database)
    change = ChangePerson(1, "สมชาย ใจดี", "นิติกร", (1,), frozenset({Role.STAFF}), MORNING)
    database.run(lambda conn: apply(Books(conn, agency_id), [change, SetLayout(place="อำเภออื่น")], KEYS, BY))
    assert kinds(database) == [("changed", "person", 5), ("changed", "agency", 5)]

    def fail(conn: Connection) -> None:
        apply(Books(conn, agency_id), [SetDeputy(1, 2)], KEYS, BY)
        raise Conflict("too late")

    with pytest.raises(Conflict):
        database.run(fail)
    assert len(kinds(database)) == 2
    assert fault(database) is None


def test_signing_in_and_out_stands_there(database: Database) -> None:
    agency_id = small_agency(database)
    until = MORNING + timedelta(hours=12)
    database.run(lambda conn: open_session(Books(conn, agency_id), 5, "hash", MORNING, until))
    for _ in range(2):
        database.run(lambda conn: end_session(Books(conn, agency_id), "hash", MORNING))
    assert kinds(database) == [("signed_in", "sessions", 5), ("signed_out", "sessions", 5)]


def test_the_chain_holds_where_many_write_at_once(database: Database, database_url: str) -> None:
    """Two open databases are two processes: on SQLite each has a writer thread, on PostgreSQL many connections."""
    small_agency(database)
    small_agency(database, "other")
    second = open_database(database_url)

    def add_many(number: int) -> None:
        for _ in range(10):
            add((database, second)[number % 2], 1 + number % 3 // 2, VIEWED, by=Act("worker", None, MORNING))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(add_many, range(8))) == [None] * 8
    second.close()
    assert [len(kinds(database, agency)) for agency in (1, 2)] == [60, 20]
    assert (fault(database, 1), fault(database, 2)) == (None, None)


def test_a_view_is_known_for_an_hour(database: Database) -> None:
    small_agency(database)
    add(database, 1, VIEWED)

    def seen(minutes: int, noted: Noted = VIEWED, person_id: int = 5) -> bool:
        act = Act("page", person_id, MORNING + timedelta(minutes=minutes))
        return database.read(lambda conn: was_viewed(Books(conn, 1), act, noted))

    assert [seen(1), seen(59), seen(61)] == [True, True, False]
    assert not seen(1, Noted("viewed", "person", 2))
    assert not seen(1, Noted("viewed", "person", 1, parts={"year": 2570}))
    assert not seen(1, person_id=4)


def test_whether_a_page_was_viewed_is_looked_up_among_the_newest_entries_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody did in years would make each page slower; a view that stands there twice does no harm."""
    monkeypatch.setattr("store.audit.LOOKED_AT", 3)
    small_agency(database)
    small_agency(database, "other")
    add(database, 1, VIEWED, *[Noted("viewed", "task", number) for number in (1, 2)])
    add(database, 1, *[Noted("viewed", "task", number) for number in (3, 4)], by=Act("page", 4, MORNING))
    seen = [database.read(lambda conn, of=of: was_viewed(Books(conn, of), BY, VIEWED)) for of in (1, 2)]  # type: ignore[misc]
    assert seen == [True, False]
    add(database, 1, Noted("viewed", "task", 5))
    assert not database.read(lambda conn: was_viewed(Books(conn, 1), BY, VIEWED))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET person_id = 1 WHERE number = 2",
        "DELETE FROM audit_entries WHERE number = 3",
        "UPDATE audit_heads SET number = 1",
        "DELETE FROM audit_heads",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(database: Database, statement: str) -> None:
    small_agency(database)
    add(database, 1, VIEWED, VIEWED, VIEWED)
    with pytest.raises(DBAPIError, match="only added to"):
        database.run(lambda conn: conn.execute(text(statement)))
    assert len(kinds(database)) == 3
    assert fault(database) is None


def _without_triggers(database: Database, work: Callable[[Connection], Any]) -> None:
    """What somebody with the database's own password can do."""

    def change(conn: Connection) -> None:
        if database.dialect == "postgresql":
            conn.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                conn.execute(text(f"DROP TRIGGER {name}"))
        work(conn)

    database.run(change)


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit_entries SET person_id = 1 WHERE number = 2", 2),
        ("UPDATE audit_entries SET at = '2026-11-21 02:00:00' WHERE number = 3", 3),
        ('UPDATE audit_entries SET parts = \'{"what": "x"}\' WHERE number = 1', 1),
        ("DELETE FROM audit_entries WHERE number = 2", 2),
        ("DELETE FROM audit_entries WHERE number = 4", 4),
        ("UPDATE audit_entries SET number = 9 WHERE number = 4", 4),
        ("UPDATE audit_heads SET number = 3, hash = (SELECT hash FROM audit_entries WHERE number = 3)", 5),
    ],
)
def test_the_first_entry_that_was_changed_by_hand_is_found(database: Database, statement: str, number: int) -> None:
    small_agency(database)
    add(database, 1, VIEWED, Noted("changed", "person", 1, None, {"what": "absence"}), VIEWED, VIEWED)
    assert fault(database) is None
    _without_triggers(database, lambda conn: conn.execute(text(statement)))
    assert fault(database) == number


def test_the_end_of_the_chain_follows_from_all_of_it(database: Database) -> None:
    small_agency(database)
    ends = []
    for _ in range(3):
        add(database, 1, VIEWED)
        ends.append(database.read(lambda conn: find_chain_end(Books(conn, 1))))
    assert [end.number for end in ends] == [1, 2, 3]
    assert len({end.hash for end in ends}) == 3


def test_a_reply_of_ones_own_costs_the_record_nothing() -> None:
    own = w.SaveUpdate("event", 1, 1, MORNING, Status.DONE)
    assert describe_write(own) == ()
    (answered,) = describe_write(w.SaveUpdate("event", 1, 2, MORNING, Status.DONE, on_behalf_of=1))
    assert (answered.kind, answered.about_id, answered.behalf_of) == ("answered", 1, 1)
