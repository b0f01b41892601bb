"""What was unsent is taken out of everything that holds it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from domain.conversation import State
from domain.task import Status, Task, Update
from domain.writes import (
    ForgetMessage,
    SaveUpdate,
    WantEvidence,
)
from store import conversations, evidence, inbox, outbox, tables
from store.books import Books
from store.engine import Database
from store.tombstones import tombstoned
from store.updates import find_newest_update, updates_of_task
from tests.agency import MORNING, after, write
from tests.store.pieces import SHA, fetched, photo, pieces

SECRET = "ข้อความที่ไม่ควรเหลืออยู่"


def everything(conn: Connection) -> str:
    """All that the database holds, as text."""
    every = {"every_agency": True}
    return "\n".join(
        str(row)
        for table in tables.metadata.sorted_tables
        for row in conn.execute(select(table), None, execution_options=every)
    )


def say_it(database: Database, agency_id: int, task: Task) -> None:
    """A message becomes an event, an answer, a field, a piece of evidence, and is echoed in two replies."""

    def turn(conn: Connection) -> None:
        books = Books(conn, agency_id)
        raw = {"message": {"id": "m1", "text": SECRET}}
        stored = {"type": "message", "at": MORNING, "received_at": MORNING, "line_user": "U1", "message_id": "m1"}
        inbox.store_event(books, event_id="e1", raw=raw, **stored)  # type: ignore[arg-type]
        answers = {
            "result": {"value": SECRET, "message": "m1"},
            "remark": {"value": "อื่น", "message": "m2"},
        }
        notes = {"files": [{"message": "m1", "name": SECRET}, {"message": "m3", "name": "อื่น"}]}
        conversations.save_state(books, 0, State("U1", "report", "summary", answers, notes))
        reply = {"retry_key": "r", "next_at": MORNING, "messages": [{"text": SECRET}], "line_user": "U1"}
        for key, event, minutes in (("k1", "e1", 0), ("k2", "e2", 1), ("k3", "e3", 2)):
            outbox.queue_message(books, dedup_key=key, event_id=event, created_at=after(minutes), **reply)  # type: ignore[arg-type]
        (_, second, _) = outbox.find_due_messages(conn, MORNING, 9)
        outbox.mark_sent(conn, second, via="reply", at=after(1))

    database.run(turn)
    write(database, agency_id, WantEvidence("m1", "file", SECRET, 1, MORNING))
    save_it(database, agency_id, task)


def save_it(database: Database, agency_id: int, task: Task) -> None:
    reply = SaveUpdate(
        "e3",
        task.id,
        1,
        after(2),
        Status.DONE,
        result=SECRET,
        remark="อื่น",
        message_ids=("m1",),
        sources={"m1": "result", "m2": "remark"},
    )
    write(database, agency_id, reply)


def test_a_message_unsent_after_it_was_recorded_is_taken_out_everywhere(
    database: Database, agency_id: int, task: Task
) -> None:
    say_it(database, agency_id, task)
    write(database, agency_id, fetched(pieces(database, agency_id, "m1")[0]))
    assert SECRET in database.read(everything)
    write(database, agency_id, ForgetMessage("m1", after(5)))
    said = database.read(everything)
    assert SECRET not in said
    assert SHA not in said
    (update,) = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
    assert (update.result, update.remark, update.status) == ("", "อื่น", Status.DONE)
    assert pieces(database, agency_id, "m1")[0].state == "withdrawn"
    state = database.read(lambda conn: conversations.state_of(Books(conn, agency_id), "U1"))
    assert state.answers == {"remark": {"value": "อื่น", "message": "m2"}}
    assert state.notes == {"files": [{"message": "m3", "name": "อื่น"}]}
    # Its reply and a summary after it, not yet sent, would have repeated it.
    assert database.read(lambda conn: outbox.find_due_messages(conn, after(99), 9)) == ()
    assert database.read(lambda conn: tombstoned(Books(conn, agency_id), "m1"))
    assert not database.read(lambda conn: tombstoned(Books(conn, agency_id), "m2"))


def test_what_waits_and_cannot_quote_the_unsent_message_is_still_sent(
    database: Database, agency_id: int, task: Task
) -> None:
    say_it(database, agency_id, task)

    def more(conn: Connection) -> None:
        waiting = {"retry_key": "r", "next_at": MORNING, "messages": [{"text": "เตือน"}]}
        for key, user, event_id, minutes in (
            ("reminder", "U1", None, 3), ("before", "U1", "e0", -1), ("another's", "U2", "e9", 3)
        ):  # fmt: skip
            outbox.queue_message(
                Books(conn, agency_id),
                line_user=user, event_id=event_id, dedup_key=key, created_at=after(minutes), **waiting,  # type: ignore[arg-type]
            )  # fmt: skip

    database.run(more)
    write(database, agency_id, ForgetMessage("m1", after(5)))
    waiting = database.read(lambda conn: outbox.find_due_messages(conn, after(99), 9))
    assert [(row.line_user, row.event_id) for row in waiting] == [("U1", None), ("U1", "e0"), ("U2", "e9")]


def test_what_was_told_in_an_own_column_is_taken_out_with_its_message(
    database: Database, agency_id: int, task: Task
) -> None:
    sources = {"m1": "own_note", "m2": "own_spent"}
    own = {"note": SECRET, "spent": 100}
    write(database, agency_id, SaveUpdate("e1", task.id, 1, after(1), Status.DONE, own=own, sources=sources))

    def told() -> Update | None:
        return database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))

    write(database, agency_id, ForgetMessage("m1", after(2)))
    assert (update := told()) and (update.own, update.emptied) == ({"spent": 100}, False)
    write(database, agency_id, ForgetMessage("m2", after(3)))
    assert (update := told()) and (update.own, update.emptied) == ({}, True)


def test_an_unsent_date_is_taken_out_of_the_reply(database: Database, agency_id: int, task: Task) -> None:
    days = ((1, date(2026, 10, 7)), (2, date(2026, 10, 9)), (12, date(2026, 11, 1)))
    sources = {"m1": "date_1", "m2": "date_2", "m12": "date_12"}
    write(database, agency_id, ForgetMessage("m2", MORNING))
    reply = SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ทำแล้ว", days, sources=sources)
    write(database, agency_id, reply)

    def dates() -> tuple[tuple[int, date], ...]:
        (update,) = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
        assert update.result == "ทำแล้ว"
        return update.dates

    assert dates() == (days[0], days[2])
    write(database, agency_id, ForgetMessage("m1", after(1)))
    assert dates() == (days[2],)
    write(database, agency_id, ForgetMessage("m12", after(1)))
    assert dates() == ()


@pytest.mark.parametrize("end", ["failed", "dead"])
def test_an_unsent_event_that_failed_is_done_and_its_error_gone(database: Database, agency_id: int, end: str) -> None:
    def fail(conn: Connection) -> None:
        books = Books(conn, agency_id)
        inbox.store_event(
            books, event_id="e1", type="message", at=MORNING, received_at=MORNING, message_id="m1", raw={"t": SECRET}
        )
        if end == "dead":
            inbox.mark_dead(books, "e1", SECRET)
        else:
            inbox.mark_failed(books, "e1", SECRET, after(1))

    def fail_again(conn: Connection) -> None:
        """A turn that was being taken again as its message was unsent."""
        inbox.mark_failed(Books(conn, agency_id), "e1", SECRET, after(1))
        inbox.mark_dead(Books(conn, agency_id), "e1", SECRET)

    database.run(fail)
    write(database, agency_id, ForgetMessage("m1", after(1)))
    database.run(fail_again)
    assert SECRET not in database.read(everything)
    assert database.read(lambda conn: inbox.find_due_events(conn, after(99), 9)) == ()
    assert database.read(lambda conn: inbox.dead_events(Books(conn, agency_id))) == ()


def test_a_message_unsent_before_it_came_is_not_recorded(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, ForgetMessage("m1", MORNING), ForgetMessage("m1", MORNING))
    write(database, agency_id, photo("m1"))
    save_it(database, agency_id, task)
    assert pieces(database, agency_id, "m1") == ()
    (update,) = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
    assert (update.result, update.remark) == ("", "อื่น")
    assert SECRET not in database.read(everything)


def test_a_fetch_under_way_does_not_bring_back_what_was_unsent(database: Database, agency_id: int) -> None:
    write(database, agency_id, photo("m1"))
    (piece,) = pieces(database, agency_id, "m1")
    (wanted,) = database.read(lambda conn: evidence.find_due_evidence(conn, MORNING, 9))
    write(database, agency_id, ForgetMessage("m1", after(1)), fetched(piece))
    database.run(lambda conn: evidence.reschedule(conn, wanted, after(2), "503"))
    (piece,) = pieces(database, agency_id, "m1")
    assert (piece.state, piece.sha256, piece.size) == ("withdrawn", None, 0)
    assert database.read(lambda conn: evidence.find_due_evidence(conn, after(99), 9)) == ()


def test_earlier_evidence_goes_with_the_new_reply_too_and_leaves_both_when_unsent(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, photo("m1"))
    write(database, agency_id, fetched(pieces(database, agency_id, "m1")[0]))
    sources = {"https://example.org/a": "m2"}
    given = SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, message_ids=("m1",), links=tuple(sources))
    write(database, agency_id, replace(given, link_sources=sources))

    def of_update(event: int) -> list[evidence.Evidence]:
        newest = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))[event]
        return list(database.read(lambda conn: evidence.evidence_of_update(Books(conn, agency_id), newest.id)))

    first = of_update(0)
    again = SaveUpdate("e2", task.id, 1, after(1), Status.DONE, "แก้แล้ว", earlier=tuple(one.id for one in first))
    write(database, agency_id, again)
    write(database, agency_id, again)
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert newest and newest.result == "แก้แล้ว"
    kept = database.read(lambda conn: evidence.evidence_of_update(Books(conn, agency_id), newest.id))
    assert [(one.kind, one.state, one.sha256, one.link) for one in kept] == [
        ("photo", "saved", SHA, None), ("link", "saved", None, "https://example.org/a"),
    ]  # fmt: skip
    assert len(database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))) == 4
    for message in ("m1", "m2"):
        write(database, agency_id, ForgetMessage(message, after(2)))
    assert database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id)) == ()
    assert database.read(evidence.stored_hashes) == frozenset()


def test_of_a_mended_reply_the_unsent_message_takes_out_what_it_still_says(
    database: Database, agency_id: int, task: Task
) -> None:
    said = {"m1": "result", "m2": "suggestion"}
    first = SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ผิด", suggestion="ควรทำต่อ", sources=said)
    write(database, agency_id, first)
    (before,) = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
    again: dict[str, Any] = {
        "event_id": "e2",
        "at": after(2),
        "result": "ถูก",
        "sources": {"m3": "result"},
        "repeats": before.id,
    }
    write(database, agency_id, replace(first, **again))
    write(database, agency_id, ForgetMessage("m1", after(3)), ForgetMessage("m2", after(3)))
    told = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
    assert [(one.result, one.suggestion, one.emptied) for one in told] == [("", "", True), ("ถูก", "", False)]
