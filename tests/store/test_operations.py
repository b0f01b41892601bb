"""What the operator's page asks of all agencies at once, on both databases."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from domain.writes import AcceptNotice, Enrol, IssueInvite
from store import people, tables
from store.books import Books
from store.engine import Database
from store.operations import find_agencies, find_agency_states, find_unfinished, load_backlog
from tests.agency import KEYS, MORNING, small_agency, write


def wait(agency_id: int, key: str, written: int) -> dict[str, Any]:
    """A message written so many minutes ago and due a minute later."""
    created = MORNING - timedelta(minutes=written)
    times = {"created_at": created, "next_at": created + timedelta(minutes=1)}
    row = {"agency_id": agency_id, "line_user": "U1", "dedup_key": key, "retry_key": key, "state": "waiting"}
    return {
        **row,
        **times,
        "messages": [],
        "expendable": False,
        "leased": False,
        "attempts": 0,
        "outcome_unknown": False,
    }


def fail(agency_id: int, state: str) -> dict[str, Any]:
    row = {"agency_id": agency_id, "event_id": f"{state}-{agency_id}", "type": "message", "state": state, "attempts": 1}
    return {**row, "at": MORNING, "received_at": MORNING, "next_at": MORNING if state == "failed" else None}


def test_what_waits_and_failed_is_found_of_each_and_of_all(database: Database) -> None:
    for slug in ("a", "b", "c"):
        small_agency(database, slug)
    messages = [wait(1, "x", 5), wait(1, "y", 9), wait(2, "z", 7)]
    database.run(lambda conn: conn.execute(insert(tables.outbox), messages))
    database.run(lambda conn: conn.execute(insert(tables.inbox), [fail(3, "failed"), fail(3, "dead")]))
    states, more = database.read(find_agency_states)
    assert [(one.slug, one.waiting, one.failed, one.dead) for one in states] == [
        ("c", 0, 1, 1),
        ("a", 2, 0, 0),
        ("b", 1, 0, 0),
    ]
    assert states[1].oldest_message == MORNING - timedelta(minutes=9) and not more
    found = database.read(lambda conn: load_backlog(conn, MORNING - timedelta(minutes=7)))
    assert (found.waiting, found.failed, found.dead) == (3, 1, 1)
    assert found.due_since == MORNING - timedelta(minutes=8)


def test_an_agency_is_unfinished_until_one_of_its_administrators_is_in_line(database: Database) -> None:
    for slug in ("a", "b"):
        small_agency(database, slug)
    rows, _ = database.read(lambda conn: find_agencies(conn, "", 1))
    ids = [row.id for row in rows]
    assert database.read(lambda conn: find_unfinished(conn, ids)) == {1, 2}
    (admin,) = database.read(
        lambda conn: [
            one for one in people.load_people(Books(conn, 1)) if "admin" in {role.value for role in one.roles}
        ]
    )
    code = KEYS.hash_code("T0000001")
    write(database, 1, IssueInvite(admin.id, code, MORNING, MORNING + timedelta(days=1)))
    write(database, 1, AcceptNotice("U1", "1", MORNING), Enrol(1, "U1", MORNING))
    assert database.read(lambda conn: find_unfinished(conn, ids)) == {2}
