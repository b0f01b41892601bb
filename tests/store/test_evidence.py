"""Evidence is wanted, fetched, and goes with the reply that it belongs to."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from domain.conversation import State
from domain.task import Status, Task
from domain.writes import (
    AddEvidence,
    DropEvidence,
    Enrol,
    ForgetMessage,
    IssueInvite,
    SaveUpdate,
)
from store import conversations, evidence, inbox
from store.books import Books
from store.engine import Conflict, Database
from store.people import invite_by_code_hash
from store.tasks import load_tasks
from store.updates import find_newest_update
from tests.agency import MORNING, after, write
from tests.store.pieces import SHA, fetched, photo, pieces


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


def test_another_tasks_evidence_is_not_taken_along(database: Database, agency_id: int, task: Task) -> None:
    write(database, agency_id, SaveUpdate("e1", task.id, 1, MORNING, Status.DONE, links=("https://example.org/a",)))
    (link,) = database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))
    other = next(each for each in database.read(lambda conn: load_tasks(Books(conn, agency_id))) if each.id != task.id)
    write(database, agency_id, SaveUpdate("e2", other.id, 1, MORNING, Status.DONE, earlier=(link.id,)))
    assert len(database.read(lambda conn: evidence.evidence_of_round(Books(conn, agency_id), task.round_id))) == 1
