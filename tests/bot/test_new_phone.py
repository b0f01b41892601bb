"""The same person on another LINE account: told there, cut off here, with all that was begun."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from domain.writes import IssueInvite, RemovePerson
from store import conversations, former, outbox, people, tables, tasks, updates
from store.books import Books
from tests.agency import KEYS, write
from tests.bot.edge import Edge, event, tap, text

CODE = "NEWP2345"


def invite_manee(edge: Edge, code: str = CODE) -> None:
    until = edge.machine + timedelta(days=14)
    write(edge.database, edge.agency_id, IssueInvite(3, KEYS.hash_code(code), edge.machine, until))


def enrol_new(edge: Edge, user: str = "Unew", meanwhile: Callable[[Connection], None] | None = None) -> None:
    """The code is typed first, then the notice accepted by typing; what is pushed to the old account is sent."""
    edge.converse(text(user, CODE))
    if meanwhile:
        edge.database.run(meanwhile)
    heard = len(edge.line.sent)
    edge.machine += timedelta(seconds=30)
    edge.post({**text(user, "ยอมรับ"), "timestamp": int(edge.machine.timestamp() * 1000)})
    edge.line.wait_for(heard + 1)
    edge.worker.send_unsent()


def move_in_the_midst(edge: Edge) -> Any:
    """มานี has begun a report at her old phone, and enrols the new one; the message of her answer."""
    edge.enrol("มานี มีสุข", "Uold")
    edge.enrol("วิชัย ดูแล", "Uadmin")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    said = text("Uold", "เผยแพร่แผนแล้วบนเว็บไซต์")
    edge.converse(tap("Uold", f":report:{wanted.id}"), text("Uold", "1"), said)
    invite_manee(edge)
    enrol_new(edge)
    return said


def sent_to(edge: Edge, user: str) -> list[str]:
    return [str(messages) for _via, to, messages in edge.line.sent if to == user]


def test_the_new_account_goes_on_and_the_old_one_is_told_and_hears_no_more(edge: Edge) -> None:
    move_in_the_midst(edge)
    edge.worker.send_unsent()
    assert edge.read(lambda books: people.find_person(books, 3)).line_user == "Unew"
    (told,) = sent_to(edge, "Uold")
    assert "หากท่านไม่ได้เปลี่ยนเอง" in told
    assert "วิชัย ดูแล" in told
    assert any("สิ่งที่ทำค้างไว้ย้ายมาที่บัญชีนี้แล้ว" in one for one in edge.line.texts)
    old = edge.read(lambda books: conversations.state_of(books, "Uold"))
    assert (old.flow, old.answers, old.notes) == (None, {}, {})
    edge.converse(text("Uold", "งาน"))
    assert "มีบัญชี LINE อื่นใช้รายงาน" in edge.line.texts[-1]
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    assert wanted.measure not in edge.line.texts[-1]
    edge.converse(tap("Unew", f":report:{wanted.id}"))
    assert "เผยแพร่แผนแล้วบนเว็บไซต์" in edge.line.texts[-1]


def test_what_waited_for_the_old_account_is_not_sent_there(edge: Edge) -> None:
    edge.enrol("มานี มีสุข", "Uold")

    def wait(conn: Connection) -> None:
        outbox.queue_message(
            Books(conn, edge.agency_id), line_user="Uold", dedup_key="r", messages=[{"type": "text", "text": "ความลับ"}],
            retry_key="r", next_at=edge.machine + timedelta(hours=9), created_at=edge.machine,
        )  # fmt: skip

    invite_manee(edge)
    enrol_new(edge, meanwhile=wait)
    edge.machine += timedelta(hours=10)
    edge.worker.send_unsent()
    assert not any("ความลับ" in one for one in edge.line.texts)


def test_what_is_unsent_at_the_old_account_is_taken_out_of_what_was_moved(edge: Edge) -> None:
    said = move_in_the_midst(edge)
    edge.post(event("unsend", "Uold", edge.machine, unsend={"messageId": said["message"]["id"]}))
    state = edge.read(lambda books: conversations.state_of(books, "Unew"))
    assert "เผยแพร่แผนแล้ว" not in str(state.notes)


def test_an_edit_at_the_old_account_changes_nothing(edge: Edge) -> None:
    said = move_in_the_midst(edge)
    message = {"type": "text", "id": said["message"]["id"], "text": "อย่างอื่น"}
    edge.post(event("messageEdited", "Uold", edge.machine, message=message))
    state = edge.read(lambda books: conversations.state_of(books, "Unew"))
    assert "เผยแพร่แผนแล้ว" in str(state.notes)
    assert "อย่างอื่น" not in str(state.notes)


def test_a_spent_code_moves_nobody_twice_and_back_needs_a_new_one(edge: Edge) -> None:
    move_in_the_midst(edge)
    edge.converse(text("Uold", CODE))
    assert edge.read(lambda books: people.find_person(books, 3)).line_user == "Unew"
    invite_manee(edge, "BACK2345")
    heard = len(edge.line.sent)
    edge.machine += timedelta(seconds=30)
    edge.post({**text("Uold", "BACK2345"), "timestamp": int(edge.machine.timestamp() * 1000)})
    edge.line.wait_for(heard + 1)
    edge.worker.send_unsent()
    assert edge.read(lambda books: people.find_person(books, 3)).line_user == "Uold"
    assert edge.read(lambda books: former.find_former(books, "Uold")) is None
    assert edge.read(lambda books: former.find_former(books, "Unew")).replaced


def test_who_was_removed_hears_so_with_whom_to_ask_and_the_reports_stay(edge: Edge) -> None:
    edge.enrol("มานี มีสุข", "Uold")
    edge.enrol("วิชัย ดูแล", "Uadmin")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.converse(tap("Uold", f":report:{wanted.id}"), text("Uold", "ยังไม่ได้ดำเนินการ"), text("Uold", "บันทึก"))
    kept = edge.read(lambda books: updates.find_newest_update(books, wanted.id))
    write(edge.database, edge.agency_id, RemovePerson(3, edge.machine))
    edge.converse(text("Uold", "งาน"))
    assert "นำท่านออกจากรายชื่อบุคลากร" in edge.line.texts[-1]
    assert "วิชัย ดูแล" in edge.line.texts[-1]
    assert edge.read(lambda books: updates.find_newest_update(books, wanted.id)) == kept
    edge.machine += timedelta(days=366)
    edge.worker.forget()
    assert not edge.read(lambda books: books.fetch_all(select(tables.former_accounts)))
