"""Replies and their evidence are recorded once, and what was unsent is taken out of them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from domain.conversation import State
from domain.events import FetchedEvidence
from domain.evidence import Evidence
from domain.task import Status, Task, Update
from domain.writes import (
    AddEvidence,
    CloseRound,
    DropEvidence,
    Enrol,
    ForgetMessage,
    IssueInvite,
    SaveUpdate,
    SettleEvidence,
    WantEvidence,
)
from store import conversations, evidence, inbox, outbox, tables
from store.books import Books
from store.engine import Conflict, Database
from store.people import invite_by_code_hash
from store.tasks import load_tasks
from store.tombstones import tombstoned
from store.updates import find_newest_update, newest_updates, save_update, update_with_ticket, updates_of_task
from tests.agency import MORNING, YEAR, after, small_agency, write
from thai.fiscal import RoundKind

SHA = "ab" * 32
SECRET = "ข้อความที่ไม่ควรเหลืออยู่"


@pytest.fixture
def agency_id(database: Database) -> int:
    return small_agency(database)


@pytest.fixture
def task(database: Database, agency_id: int) -> Task:
    return database.read(lambda conn: load_tasks(Books(conn, agency_id)))[1]


def pieces(database: Database, agency_id: int, *message_ids: str) -> tuple[Evidence, ...]:
    return database.read(lambda conn: evidence.evidence_of_messages(Books(conn, agency_id), message_ids))


def photo(message_id: str, minutes: float = 0) -> WantEvidence:
    return WantEvidence(message_id, "photo", "", 1, after(minutes))


def fetched(piece: Evidence, outcome: Any = "saved") -> SettleEvidence:
    if outcome != "saved":
        return SettleEvidence(FetchedEvidence(piece.id, outcome))
    return SettleEvidence(FetchedEvidence(piece.id, "saved", "image/jpeg", 123, SHA, "cd" * 32))


def test_a_task_goes_on_where_its_reply_tells_something(database: Database, agency_id: int, task: Task) -> None:
    def goes_on(event_id: str, **told: Any) -> bool:
        write(database, agency_id, SaveUpdate(event_id, task.id, 1, after(1), Status.IN_PROGRESS, **told))
        return next(
            one.goes_on for one in database.read(lambda conn: load_tasks(Books(conn, agency_id))) if one.id == task.id
        )

    assert not goes_on("e1")
    assert goes_on("e2", dates=((1, date(2026, 11, 5)),))
    assert goes_on("e3", result="เผยแพร่แล้ว")


def test_a_reply_is_read_back_as_it_was_given(database: Database, agency_id: int, task: Task) -> None:
    reply = SaveUpdate(
        event_id="e1",
        task_id=task.id,
        person_id=1,
        at=after(1),
        status=Status.NOT_DONE,
        result="หนึ่ง\nสอง",
        dates=((1, date(2026, 10, 7)), (3, date(2026, 11, 1))),
        outcome="ผล",
        suggestion="ข้อเสนอ",
        remark="หมายเหตุ",
        reason="เหตุผล",
        own={"spent": 28450.5, "people": 12, "state": ("ไม่เสร็จ", "งบไม่พอ"), "note": "ข้อความ", "opened": "2026-11-02"},
        period=date(2026, 11, 1),
        links=("https://example.org/a",),
        sources={"m1": "result"},
    )
    write(database, agency_id, reply)
    (update,) = database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))
    fields = [field for field in Update.__dataclass_fields__ if field not in ("id", "check", "emptied")]
    assert {field: getattr(update, field) for field in fields} == {field: getattr(reply, field) for field in fields}
    (link,) = database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))
    assert (link.kind, link.state, link.link, link.update_id) == ("link", "saved", "https://example.org/a", update.id)


def test_a_reply_is_known_by_the_buttons_that_saved_it(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, SaveUpdate("e1", task.id, 1, after(1), Status.DONE, "หนึ่ง", ticket="t1"))
    write(database, agency_id, SaveUpdate("e2", task.id, 1, after(2), Status.DONE, "สอง"))

    def saved_by(person_id: int, ticket: str) -> str | None:
        found = database.read(lambda conn: update_with_ticket(Books(conn, agency_id), person_id, ticket))
        return found.result if found else None

    assert [saved_by(1, "t1"), saved_by(1, "t2"), saved_by(2, "t1"), saved_by(1, "")] == ["หนึ่ง", None, None, None]


def test_the_same_reply_applied_again_changes_nothing(database: Database, agency_id: int, task: Task) -> None:
    reply = SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ครั้งแรก", links=("https://example.org",))
    write(database, agency_id, reply, reply)
    write(database, agency_id, SaveUpdate("e1", task.id, 1, after(1), Status.IN_PROGRESS, "ครั้งที่สอง"))
    assert [u.result for u in database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))] == [
        "ครั้งแรก"
    ]
    assert len(database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))) == 1


def test_the_newest_reply_counts_by_its_own_time(database: Database, agency_id: int, task: Task) -> None:
    for event_id, minutes in (("e1", 5), ("e2", 9), ("e3", 9), ("e4", 1)):
        write(database, agency_id, SaveUpdate(event_id, task.id, 1, after(minutes), Status.DONE, event_id))
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert newest is not None
    assert newest.result == "e3"
    assert database.read(lambda conn: newest_updates(Books(conn, agency_id), task.round_id)) == {task.id: newest}


def test_a_source_that_names_no_text_is_an_error(database: Database, agency_id: int, task: Task) -> None:
    with pytest.raises(ValueError, match="status"):
        write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, sources={"m1": "status"}))


def test_evidence_is_wanted_fetched_and_belongs_to_the_reply_that_is_saved(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, photo("m1"), photo("m2"), photo("m1"))
    first, second = pieces(database, agency_id, "m1", "m2")
    assert (first.state, first.task_id, first.update_id) == ("wanted", None, None)
    write(database, agency_id, fetched(first), fetched(second, "too_large"))
    # Settled already: a second fetch of the same changes nothing.
    write(database, agency_id, fetched(first, "gone"))
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, message_ids=("m1", "m2")))
    first, second = database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))
    assert (first.state, first.sha256, first.shown, first.size) == ("saved", SHA, "cd" * 32, 123)
    assert (first.task_id, second.state) == (task.id, "failed")
    assert database.read(evidence.stored_hashes) == {SHA, "cd" * 32}


def test_what_was_forgotten_is_added_to_the_newest_reply_alone(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, "ทำแล้ว"), photo("m1"), photo("m2"))
    reply = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert reply
    add = AddEvidence(reply.id, task.id, 1, after(5), ("m1",), {"https://a.go.th": "m3"})
    write(database, agency_id, add)
    came = database.read(lambda conn: evidence.evidence_of_update(Books(conn, agency_id), reply.id))
    assert [(piece.message_id, piece.link) for piece in came] == [("m1", None), (None, "https://a.go.th")]
    assert [piece.update_id for piece in pieces(database, agency_id, "m2")] == [None]
    write(database, agency_id, SaveUpdate("e2", task.id, 1, after(6), Status.DONE, "ทำแล้วทั้งหมด"))
    with pytest.raises(Conflict):
        write(database, agency_id, replace(add, message_ids=("m2",)))


def test_another_persons_photo_does_not_become_evidence_of_a_reply(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, photo("m1"), SaveUpdate("e1", task.id, 2, MORNING, Status.DONE, message_ids=("m1",)))
    assert pieces(database, agency_id, "m1")[0].update_id is None


def test_evidence_taken_back_before_saving_leaves_no_trace(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, photo("m1"), photo("m2"))
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, message_ids=("m1",)))
    late = pieces(database, agency_id, "m2")[0]
    write(database, agency_id, DropEvidence(("m1", "m2")))
    assert [piece.message_id for piece in pieces(database, agency_id, "m1", "m2")] == ["m1"]
    write(database, agency_id, photo("m3"), fetched(late))
    # The fetch under way when it was dropped settles nothing else.
    assert pieces(database, agency_id, "m3")[0].state == "wanted"


def test_wanted_evidence_is_left_to_who_leased_it_and_then_claimed_by_one(database: Database, agency_id: int) -> None:
    write(database, agency_id, photo("m1"), photo("m2"))
    database.run(lambda conn: evidence.lease_evidence(Books(conn, agency_id), ["m1"], after(5)))
    (wanted,) = database.read(lambda conn: evidence.find_due_evidence(conn, after(4), 10))
    assert (wanted.agency_id, wanted.message_id, wanted.attempts) == (agency_id, "m2", 0)
    assert database.run(lambda conn: evidence.claim_evidence(conn, wanted, after(9))) == replace(
        wanted, next_at=after(9)
    )
    assert database.run(lambda conn: evidence.claim_evidence(conn, wanted, after(9))) is None
    assert database.read(lambda conn: evidence.find_due_evidence(conn, after(4), 10)) == ()
    claimed = replace(wanted, next_at=after(9))
    assert database.run(lambda conn: evidence.reschedule(conn, claimed, after(20), "503"))
    assert [w.attempts for w in database.read(lambda conn: evidence.find_due_evidence(conn, after(20), 10))] == [0, 1]


def test_a_fetch_whose_lease_ran_out_does_not_move_what_another_has_claimed(database: Database, agency_id: int) -> None:
    write(database, agency_id, photo("m1"))
    database.run(lambda conn: evidence.lease_evidence(Books(conn, agency_id), ["m1"], after(1)))
    of_turn = database.read(lambda conn: evidence.wanted_of_message(Books(conn, agency_id), "m1"))
    assert of_turn is not None
    (seen,) = database.read(lambda conn: evidence.find_due_evidence(conn, after(2), 10))
    claimed = database.run(lambda conn: evidence.claim_evidence(conn, seen, after(4)))
    assert claimed is not None
    assert not database.run(lambda conn: evidence.reschedule(conn, of_turn, after(3), "503"))
    assert database.read(lambda conn: evidence.find_due_evidence(conn, after(3), 10)) == ()
    # Nor does the turn's process begin on it now.
    assert database.read(lambda conn: evidence.wanted_of_message(Books(conn, agency_id), "m1")) is None
    assert database.run(lambda conn: evidence.reschedule(conn, claimed, after(9), "503"))
    assert len(database.read(lambda conn: evidence.find_due_evidence(conn, after(9), 10))) == 1


def test_what_no_reply_was_saved_with_is_dropped_unless_a_report_still_counts_on_it(
    database: Database, agency_id: int, task: Task
) -> None:
    write(database, agency_id, IssueInvite(1, "hash", MORNING, after(60)))
    invite = database.read(lambda conn: invite_by_code_hash(Books(conn, agency_id), "hash"))
    assert invite is not None
    write(database, agency_id, Enrol(invite.id, "U1", MORNING))
    names = ("saved", "failed", "wanted", "replied", "withdrawn", "counted on", "young")
    write(database, agency_id, *[photo(name, 9 if name == "young" else 0) for name in names])
    found = dict(zip(names, pieces(database, agency_id, *names), strict=True))
    settled = (fetched(found["saved"]), fetched(found["failed"], "gone"), fetched(found["counted on"]))
    reply = SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, message_ids=("replied",))
    write(database, agency_id, *settled, reply, ForgetMessage("withdrawn", MORNING))
    state = State("U1", "report", "evidence", notes={"files": [{"kind": "photo", "message": "counted on"}]})
    database.run(lambda conn: conversations.save_state(Books(conn, agency_id), 0, state))
    assert database.run(lambda conn: evidence.drop_loose(conn, after(5))) == 3
    assert database.run(lambda conn: evidence.drop_loose(conn, after(5))) == 0
    kept = [piece.message_id for piece in pieces(database, agency_id, *names)]
    assert kept == ["replied", "withdrawn", "counted on", "young"]


def test_bytes_that_a_failed_turn_is_yet_to_record_are_needed(database: Database, agency_id: int) -> None:
    told = {"type": "tidtam.evidence", "fetched": {"evidence_id": 1, "sha256": SHA, "shown": None}}

    def fail(conn: Connection) -> None:
        books = Books(conn, agency_id)
        for event_id, raw in (("e1", told), ("e2", {"type": "message", "fetched": 5}), ("e3", {})):
            stored = {"type": "x", "at": MORNING, "received_at": MORNING}
            inbox.store_event(books, event_id=event_id, raw=raw, **stored)  # type: ignore[arg-type]
            inbox.mark_failed(books, event_id, "KeyError", after(1))

    database.run(fail)
    assert database.read(evidence.stored_hashes) == {SHA}
    database.run(lambda conn: inbox.mark_done(Books(conn, agency_id), "e1"))
    assert database.read(evidence.stored_hashes) == frozenset()


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

    database.run(fail)
    write(database, agency_id, ForgetMessage("m1", after(1)))
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


def test_another_tasks_evidence_is_not_taken_along(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, links=("https://example.org/a",)))
    (link,) = database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))
    other = next(each for each in database.read(lambda conn: load_tasks(Books(conn, agency_id))) if each.id != task.id)
    write(database, agency_id, SaveUpdate("e2", other.id, 1, MORNING, Status.DONE, earlier=(link.id,)))
    assert len(database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))) == 1


def test_of_two_replies_that_know_nothing_of_each_other_the_second_is_refused(
    database: Database, agency_id: int, task: Task
) -> None:
    """Also where both are saved at once: the second waits for the first, and sees it."""
    holding, waiting, saved = threading.Event(), threading.Event(), list[int]()

    def save_slowly(conn: Connection) -> None:
        save_update(Books(conn, agency_id), SaveUpdate("e1", task.id, 1, after(2), Status.DONE, "หนึ่ง", follows=0))
        holding.set()
        waiting.wait(10)

    def save(event: str, person_id: int, follows: int, minutes: float) -> None:
        reply = SaveUpdate(event, task.id, person_id, after(minutes), Status.DONE, "สอง", follows=follows)
        waiting.set()
        try:
            write(database, agency_id, reply)
        except Conflict:
            return
        saved.append(person_id)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(database.run, save_slowly)
        holding.wait(10)
        pool.submit(save, "e2", 2, 0, 1).result()  # sent before the other, though it comes after it
        first.result()
    newest = database.read(lambda conn: find_newest_update(Books(conn, agency_id), task.id))
    assert newest is not None
    save("e3", 2, newest.id, 3)
    assert (
        saved.count(2) == 1 and len(database.read(lambda conn: updates_of_task(Books(conn, agency_id), task.id))) == 2
    )


def test_no_reply_is_saved_once_its_round_was_closed_meanwhile(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, CloseRound(YEAR, RoundKind.FIRST_HALF, after(1)))
    with pytest.raises(Conflict):
        write(database, agency_id, SaveUpdate("e1", task.id, 1, after(2), Status.DONE, "หนึ่ง", follows=0))
    write(database, agency_id, SaveUpdate("e1", task.id, 1, after(2), Status.DONE, "ตามเอกสาร"))


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
