"""Replies are recorded once, and read back as they were given."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from domain.task import Status, Task, Update
from domain.writes import (
    CloseRound,
    SaveUpdate,
)
from store import evidence
from store.books import Books
from store.engine import Conflict, Database
from store.tasks import load_tasks
from store.updates import find_newest_update, newest_updates, save_update, update_with_ticket, updates_of_task
from tests.agency import MORNING, YEAR, after, write
from thai.fiscal import RoundKind


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
    fields = [field for field in Update.__dataclass_fields__ if field not in ("id", "check", "emptied", "corrected")]
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
