"""Turns, events and messages: stored once, claimed by one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select

from domain.conversation import State
from domain.writes import Enrol, IssueInvite
from store import conversations, inbox, outbox, people, tables
from store.books import Books
from store.engine import Conflict, Database, open_database, savepoint
from store.outbox import OutboxRow
from tests.agency import KEYS, MORNING, after, small_agency, write


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What each work returned or raised, all begun at the same moment."""
    gate = threading.Barrier(len(works))

    def begin(work: Callable[[], Any]) -> Any:
        gate.wait(10)
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def test_a_conversation_begins_fresh_and_is_read_back_as_saved(database: Database, agency_id: int) -> None:
    answers = {"result": {"value": "ทำแล้ว", "message": "m1"}}
    new = State("U1", "report", "result", answers, {"page": 1}, "t1", after(1), after(60), "2026-1", 2, after(5))

    def turn(conn: Connection) -> tuple[State, State]:
        books = Books(conn, agency_id)
        fresh = conversations.state_of(books, "U1")
        conversations.save_state(books, fresh.version, new)
        return fresh, conversations.state_of(books, "U1")

    assert database.run(turn) == (State("U1"), replace(new, version=1))


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_turn_on_a_stale_version_is_a_conflict(database: Database, agency_id: int, seen: int) -> None:
    def save(version: int) -> None:
        database.run(lambda conn: conversations.save_state(Books(conn, agency_id), version, State("U1")))

    save(0)
    save(1)
    with pytest.raises(Conflict):
        save(seen)
    assert database.read(lambda conn: conversations.state_of(Books(conn, agency_id), "U1").version) == 2


def test_after_a_conflict_the_turn_may_be_taken_again_in_the_same_transaction(
    database: Database, agency_id: int
) -> None:
    def turn(conn: Connection) -> None:
        books = Books(conn, agency_id)
        conversations.save_state(books, 0, State("U1"))
        with pytest.raises(Conflict), savepoint(conn):
            conversations.save_state(books, 0, State("U1", flow="lost"))
        conversations.save_state(books, 1, State("U1", flow="kept"))

    database.run(turn)
    assert database.read(lambda conn: conversations.state_of(Books(conn, agency_id), "U1").flow) == "kept"


@pytest.mark.parametrize("seen", [0, 1])
def test_of_turns_at_the_same_moment_one_is_saved(database: Database, agency_id: int, seen: int) -> None:
    def save(n: int) -> None:
        database.run(lambda conn: conversations.save_state(Books(conn, agency_id), seen, State("U1", wrong_codes=n)))

    if seen:
        database.run(lambda conn: conversations.save_state(Books(conn, agency_id), 0, State("U1")))
    outcomes = at_once([lambda n=n: save(n) for n in range(6)])  # type: ignore[misc]
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 5


def test_what_was_left_past_its_time_is_put_away(database: Database, agency_id: int) -> None:
    answers = {"result": {"value": "ลับ", "message": "m1"}}
    left = State("U1", "report", "summary", answers, {"page": 1}, "t1", after(1), after(5), "2026-1", 2, after(9))
    going_on, idle = replace(left, line_user="U2", expires_at=after(7)), replace(left, line_user="U3", expires_at=None)

    def states() -> dict[str, State]:
        users = ("U1", "U2", "U3")
        return database.read(lambda conn: {u: conversations.state_of(Books(conn, agency_id), u) for u in users})

    for state in (left, going_on, idle):
        database.run(lambda conn, state=state: conversations.save_state(Books(conn, agency_id), 0, state))  # type: ignore[misc]
    assert database.run(lambda conn: conversations.put_away_expired(conn, after(6))) == 1
    assert database.run(lambda conn: conversations.put_away_expired(conn, after(6))) == 0
    put_away = replace(left, flow=None, step=None, answers={}, notes={}, ticket="", version=2)
    assert states() == {"U1": put_away, "U2": replace(going_on, version=1), "U3": replace(idle, version=1)}
    # A turn that had read it before begins again.
    with pytest.raises(Conflict):
        database.run(lambda conn: conversations.save_state(Books(conn, agency_id), 1, left))


def test_a_naive_time_is_refused(database: Database, agency_id: int) -> None:
    naive = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001
    with pytest.raises(Exception, match="no time zone"):
        database.run(lambda conn: conversations.save_state(Books(conn, agency_id), 0, State("U1", moved_at=naive)))


def store_event(database: Database, agency_id: int, event_id: str = "e1", **more: Any) -> bool:
    fields = {"type": "message", "at": MORNING, "received_at": MORNING, **more}
    stored = database.run(lambda conn: inbox.store_event(Books(conn, agency_id), event_id=event_id, **fields))
    return stored is not None


def test_an_event_is_stored_once(database: Database, agency_id: int) -> None:
    assert store_event(database, agency_id) is True
    assert store_event(database, agency_id) is False
    assert store_event(database, agency_id, "e2") is True


def test_of_the_same_event_delivered_many_times_at_once_one_is_new(database: Database, agency_id: int) -> None:
    outcomes = at_once([lambda: store_event(database, agency_id)] * 6)
    assert sorted(outcomes) == [False] * 5 + [True]


def test_two_agencies_may_have_the_same_event(database: Database, agency_id: int) -> None:
    other = small_agency(database, "other")
    assert store_event(database, agency_id)
    assert store_event(database, other)


def test_a_failed_event_is_due_again_until_it_is_done_or_dead(database: Database, agency_id: int) -> None:
    store_event(database, agency_id, "e1", raw={"type": "message"})
    store_event(database, agency_id, "e2")

    def fail(conn: Connection) -> None:
        inbox.mark_failed(Books(conn, agency_id), "e1", "KeyError", after(1))

    database.run(fail)
    assert database.read(lambda conn: inbox.find_due_events(conn, after(0.5), 10)) == ()
    (failed,) = database.read(lambda conn: inbox.find_due_events(conn, after(1), 10))
    assert (failed.agency_id, failed.event_id, failed.attempts, failed.error) == (agency_id, "e1", 1, "KeyError")
    assert failed.raw == {"type": "message"}
    assert database.run(lambda conn: inbox.claim_event(conn, failed, after(6)))
    assert not database.run(lambda conn: inbox.claim_event(conn, failed, after(6)))
    assert database.read(lambda conn: inbox.find_due_events(conn, after(5), 10)) == ()
    database.run(lambda conn: inbox.mark_done(Books(conn, agency_id), "e1"))
    assert database.read(lambda conn: inbox.find_due_events(conn, after(60), 10)) == ()
    database.run(lambda conn: inbox.mark_dead(Books(conn, agency_id), "e2", "gave up"))
    assert database.read(lambda conn: inbox.dead_events(Books(conn, agency_id))) == ("e2",)


def test_what_line_sent_is_forgotten_some_time_after_it_was_done(database: Database, agency_id: int) -> None:
    for event_id, minutes in (("old", 0), ("failed", 0), ("young", 10)):
        store_event(database, agency_id, event_id, raw={"text": "ลับ"}, received_at=after(minutes))
    database.run(lambda conn: inbox.mark_failed(Books(conn, agency_id), "failed", "x", after(99)))
    assert database.run(lambda conn: inbox.empty_old_raw(conn, after(5))) == 1
    assert database.run(lambda conn: inbox.empty_old_raw(conn, after(5))) == 0
    kept = {name: stored_raw(database, agency_id, name) for name in ("old", "failed", "young")}
    assert kept == {"old": None, "failed": {"text": "ลับ"}, "young": {"text": "ลับ"}}


def test_what_failed_for_good_is_forgotten_too(database: Database, agency_id: int) -> None:
    for event_id, minutes in (("old", 0), ("done", 0), ("young", 10)):
        store_event(database, agency_id, event_id, raw={"text": "ลับ"}, received_at=after(minutes))
        if event_id != "done":
            database.run(lambda conn, name=event_id: inbox.mark_dead(Books(conn, agency_id), name, "x"))  # type: ignore[misc]
    assert database.run(lambda conn: inbox.empty_dead_raw(conn, after(5))) == 1
    kept = {name: stored_raw(database, agency_id, name) for name in ("old", "done", "young")}
    assert kept == {"old": None, "done": {"text": "ลับ"}, "young": {"text": "ลับ"}}
    assert database.read(lambda conn: inbox.dead_events(Books(conn, agency_id))) == ("old", "young")


def stored_raw(database: Database, agency_id: int, event_id: str) -> Any:
    return database.read(lambda conn: inbox.stored_raw(Books(conn, agency_id), event_id))


def put(database: Database, agency_id: int, dedup_key: str = "k1", **more: Any) -> int | None:
    fields = {
        "line_user": "U1",
        "messages": [{"type": "text", "text": "สวัสดี"}],
        "retry_key": "00000000-0000-0000-0000-000000000001",
        "next_at": MORNING,
        "created_at": MORNING,
        **more,
    }
    return database.run(lambda conn: outbox.queue_message(Books(conn, agency_id), dedup_key=dedup_key, **fields))


def the_due(database: Database, minutes: float = 0) -> tuple[OutboxRow, ...]:
    return database.read(lambda conn: outbox.find_due_messages(conn, after(minutes), 100))


def test_a_message_with_the_same_key_is_not_stored_again(database: Database, agency_id: int) -> None:
    assert put(database, agency_id) is not None
    assert put(database, agency_id) is None
    assert len(the_due(database)) == 1


def test_a_message_is_due_when_its_lease_ends_longest_first(database: Database, agency_id: int) -> None:
    put(database, agency_id, "later", next_at=after(2), event_id="e2", reply_token="rt", token_at=MORNING)
    put(database, agency_id, "sooner", next_at=after(1))
    assert the_due(database, 0.9) == ()
    first, second = the_due(database, 2)
    assert (first.next_at, second.next_at) == (after(1), after(2))
    assert (second.reply_token, second.token_at, second.event_id) == ("rt", MORNING, "e2")
    assert second.messages == ({"type": "text", "text": "สวัสดี"},)
    assert database.read(lambda conn: outbox.find_due_messages(conn, after(2), 1)) == (first,)


def test_of_many_that_claim_a_message_one_has_it(database: Database, database_url: str, agency_id: int) -> None:
    put(database, agency_id)
    (row,) = the_due(database)
    # As another process would: with connections, and on SQLite a writer, of its own.
    other = open_database(database_url)
    works = [lambda d=d: d.run(lambda conn: outbox.claim_message(conn, row, after(1))) for d in (database, other) * 4]
    outcomes = at_once(works)  # type: ignore[arg-type]
    other.close()
    assert sorted(outcomes) == [False] * 7 + [True]
    assert the_due(database, 0.5) == ()
    assert len(the_due(database, 1)) == 1


def test_a_sent_message_is_no_longer_due_and_says_how_it_went(database: Database, agency_id: int) -> None:
    put(database, agency_id)
    (row,) = the_due(database)
    database.run(lambda conn: outbox.mark_sent(conn, row, via="push", at=after(1), status=409))
    assert the_due(database, 99) == ()
    # Marked again by one whose lease had run out: what was first stays.
    database.run(lambda conn: outbox.mark_dead(conn, row, at=after(2), error="late"))
    with database.engine.connect() as conn:
        stored = conn.execute(select(tables.outbox).execution_options(every_agency=True)).one()
    assert (stored.state, stored.sent_via, stored.last_status, stored.attempts) == ("sent", "push", 409, 1)
    assert stored.first_tried_at == stored.sent_at == after(1)


def test_an_outcome_once_unknown_stays_so_through_later_failures(database: Database, agency_id: int) -> None:
    put(database, agency_id)
    (row,) = the_due(database)
    database.run(
        lambda conn: outbox.reschedule(conn, row, after(1), at=after(0), error="timeout", outcome_unknown=True)
    )
    database.run(lambda conn: outbox.reschedule(conn, row, after(2), at=after(1), error="busy", status=503))
    (row,) = the_due(database, 2)
    assert (row.outcome_unknown, row.attempts, row.first_tried_at, row.last_status) == (True, 2, after(0), 503)


@pytest.mark.parametrize("end", ["dead", "dropped"])
def test_a_message_given_up_is_not_due(database: Database, agency_id: int, end: str) -> None:
    put(database, agency_id)
    (row,) = the_due(database)
    if end == "dead":
        database.run(lambda conn: outbox.mark_dead(conn, row, at=MORNING, error="400", status=400))
    else:
        database.run(lambda conn: outbox.mark_dropped(conn, row, "expendable"))
    assert the_due(database, 99) == ()
    assert database.read(lambda conn: outbox.count_by_state(Books(conn, agency_id))) == {end: 1}


def test_what_was_sent_is_forgotten_after_some_time(database: Database, agency_id: int) -> None:
    put(database, agency_id, "sent")
    put(database, agency_id, "waiting")
    row = the_due(database)[0]
    database.run(lambda conn: outbox.mark_sent(conn, row, via="reply", at=MORNING))
    assert database.run(lambda conn: outbox.empty_old_messages(conn, after(1))) == 1
    assert database.run(lambda conn: outbox.empty_old_messages(conn, after(1))) == 0
    assert len(the_due(database)[0].messages) == 1


def test_of_two_that_enrol_with_one_code_one_is_enrolled(database: Database, agency_id: int) -> None:
    code_hash = KEYS.hash_code("ABCD2345")
    write(database, agency_id, IssueInvite(1, code_hash, MORNING, after(99)))
    invite = database.read(lambda conn: people.invite_by_code_hash(Books(conn, agency_id), code_hash))
    assert invite is not None
    works = [lambda n=n: write(database, agency_id, Enrol(invite.id, f"U{n}", MORNING)) for n in range(6)]
    outcomes = at_once(works)  # type: ignore[arg-type]
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 5
    enrolled = database.read(lambda conn: people.find_person(Books(conn, agency_id), 1))
    assert enrolled is not None
    assert enrolled.line_user == f"U{outcomes.index(None)}"
