"""What somebody wrote is kept no longer, and shown no wider, than it has to be."""

import logging
import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

import bot.turn
from bot.incoming import incoming_from_line
from bot.turn import take_turn
from bot.worker import RAW_KEPT_FOR
from domain.columns import Column
from domain.task import Status
from domain.writes import IssueInvite, SetLayout
from handlers.enrol import NOTICE_VERSION
from store import conversations, evidence, inbox, outbox, people, tables, tasks, updates
from store.books import Books
from tests.agency import KEYS, LAYOUT, MORNING, write
from tests.bot.edge import Edge, event, photo, tap, text
from tests.bot.test_evidence import jpeg

SECRET = "ความลับที่ไม่ควรเหลืออยู่"
EVERY = {"every_agency": True}


def everything(edge: Edge) -> str:
    """All that the database holds, as text."""

    def dump(conn: Connection) -> str:
        rows = (conn.execute(select(table), None, execution_options=EVERY) for table in tables.metadata.sorted_tables)
        return "\n".join(str(row) for found in rows for row in found)

    return edge.database.read(dump)


def events(edge: Edge) -> list[Any]:
    """The inbox's rows, oldest first."""
    query = select(tables.inbox).order_by(tables.inbox.c.id)
    return list(edge.database.read(lambda conn: conn.execute(query, None, execution_options=EVERY).all()))


def unsend(raw: dict[str, Any], user: str = "U1", **fields: Any) -> dict[str, Any]:
    return event("unsend", user, unsend={"messageId": raw["message"]["id"]}, **fields)


def at_result(edge: Edge) -> Edge:
    """Somebody at the question for the result of a report."""
    edge.enrol("มานี มีสุข", "U1")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.post(tap("U1", f":report:{wanted.id}"), text("U1", "1"))
    return edge


def test_a_message_that_comes_after_its_unsending_is_not_kept(edge: Edge) -> None:
    at_result(edge)
    said = text("U1", SECRET)
    edge.post(unsend(said, at=MORNING + timedelta(seconds=1)))
    edge.post(said)
    assert SECRET not in everything(edge)
    kept = events(edge)[-1]
    assert (kept.event_id, kept.raw, kept.state) == (said["webhookEventId"], None, "done")


def edited(raw: dict[str, Any], now: str, later: float = 60, user: str = "U1") -> dict[str, Any]:
    at = MORNING + timedelta(seconds=later)
    return event("messageEdited", user, at, message={"type": "text", "id": raw["message"]["id"], "text": now})


def stored_result(edge: Edge) -> Any:
    """What stands as the result in U1's conversation."""
    state = edge.read(lambda books: conversations.state_of(books, "U1"))
    return (state.answers.get("result") or {}).get("value")


def test_what_a_message_said_before_it_was_edited_is_kept_nowhere(edge: Edge) -> None:
    at_result(edge)
    said = text("U1", SECRET)
    edge.post(said)
    edge.wait_for_delivery()
    edge.post(edited(said, "ติดป้าย 3 จุด"))
    edge.wait_for_delivery()
    assert SECRET not in everything(edge)
    assert stored_result(edge) == "ติดป้าย 3 จุด"
    again = edited(said, "ติดป้าย 4 จุด", later=90)
    edge.post(again)
    edge.post(again)
    edge.post(edited(said, "ติดป้าย 1 จุด", later=30))  # an older one that came late
    assert stored_result(edge) == "ติดป้าย 4 จุด"
    assert "ติดป้าย 3 จุด" not in everything(edge)


def test_what_was_edited_and_then_unsent_is_kept_nowhere(edge: Edge) -> None:
    at_result(edge)
    said = text("U1", "ติดป้าย 3 จุด")
    edge.post(said)
    edge.wait_for_delivery()
    edge.post(edited(said, SECRET))
    edge.wait_for_delivery()
    assert SECRET in everything(edge)
    edge.post(unsend(said, at=MORNING + timedelta(seconds=90)))
    assert SECRET not in everything(edge)
    late = edited(said, SECRET + "2", later=80)
    edge.post(late)
    assert SECRET not in everything(edge)


def test_an_edit_that_comes_before_its_message_is_what_the_message_says(edge: Edge) -> None:
    at_result(edge)
    edge.wait_for_delivery()
    edge.machine += timedelta(seconds=60)
    said = {**text("U1", SECRET), "timestamp": int((MORNING + timedelta(seconds=30)).timestamp() * 1000)}
    edge.post(edited(said, "ติดป้าย 3 จุด"))
    assert stored_result(edge) is None
    edge.post(said)
    assert stored_result(edge) == "ติดป้าย 3 จุด"
    edge.machine += RAW_KEPT_FOR + timedelta(days=1)
    edge.worker.forget()
    assert not edge.read(lambda books: books.fetch_all(select(tables.edits)))


def test_a_saved_reply_is_mended_by_an_edit_only_once_it_was_looked_over(edge: Edge) -> None:
    at_result(edge)
    edge.wait_for_delivery()
    said = text("U1", "ติดป้าย 2 จุด")
    edge.converse(said, text("U1", "ข้าม"), text("U1", "ไม่มีหลักฐาน"), text("U1", "บันทึก"))
    task_id = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0].id
    first = edge.read(lambda books: updates.find_newest_update(books, task_id))
    assert first.result == "ติดป้าย 2 จุด"
    edge.converse(edited(said, "ติดป้าย 3 จุด"))
    assert edge.read(lambda books: updates.find_newest_update(books, task_id)) == first
    edge.converse(text("U1", "บันทึก"))
    second = edge.read(lambda books: updates.find_newest_update(books, task_id))
    assert (second.result, second.adds) == ("ติดป้าย 3 จุด", False)
    edge.post(unsend(said, at=edge.machine + timedelta(seconds=1)))
    results = [one.result for one in edge.read(lambda books: updates.updates_of_task(books, task_id))]
    assert results == ["", ""]


def test_nothing_of_an_edit_in_a_group_or_before_the_notice_is_kept(edge: Edge) -> None:
    said = text("U9", "hello")
    edge.post(said, edited(said, SECRET, user="U9"))
    grouped = edited(said, SECRET, later=70)
    edge.post({**grouped, "source": {"type": "group", "groupId": "G1", "userId": "U1"}})
    assert SECRET not in everything(edge)


def test_a_summary_that_waits_is_not_sent_once_what_it_quotes_is_unsent(edge: Edge) -> None:
    at_result(edge)
    said = text("U1", SECRET)
    edge.post_in_turn(said, text("U1", "ข้าม"))  # the process dies before it says the summary
    last = take_turn(edge.shell, edge.agency_id, incoming_from_line(text("U1", "ครบแล้ว"), edge.machine))
    summary = edge.read(lambda books: outbox.outbox_row(books, last.outbox_id, edge.machine))
    assert SECRET in str(summary.messages)
    before = len(edge.line.sent)
    edge.post(unsend(said))
    assert SECRET not in everything(edge)
    edge.machine += timedelta(minutes=5)
    edge.worker.send_unsent()
    assert SECRET not in " ".join(edge.line.texts[before:])


def test_an_unsent_date_leaves_the_saved_reply(edge: Edge) -> None:
    layout = replace(LAYOUT, columns=(*LAYOUT.columns[:2], Column("dates", "การดำเนินการ", "reply")))
    write(edge.database, edge.agency_id, SetLayout(layout))
    edge.enrol("สมหญิง รักงาน", "U1")
    wanted = next(task for task in edge.read(lambda books: tasks.tasks_of_person(books, 2)) if task.steps)
    edge.converse(tap("U1", f":report:{wanted.id}"), text("U1", "1"), text("U1", "ทั้งมาตรการ"))
    first, second = text("U1", "7 ต.ค. 2569"), text("U1", "9 พ.ย. 2569")
    edge.converse(first, second, text("U1", "ครบแล้ว"), text("U1", "บันทึก"))
    saved = edge.read(lambda books: updates.find_newest_update(books, wanted.id))
    assert [(step, day.isoformat()) for step, day in saved.dates] == [(1, "2026-10-07"), (2, "2026-11-09")]
    edge.post(unsend(first))
    saved = edge.read(lambda books: updates.find_newest_update(books, wanted.id))
    assert [(step, day.isoformat()) for step, day in saved.dates] == [(2, "2026-11-09")]


@pytest.fixture
def quoting(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """A bug whose message quotes what was said, while `on`."""
    switch = {"on": True}
    real = bot.turn.decide

    def decide(state: Any, event: Any, facts: Any) -> Any:
        if switch["on"] and event.kind == "text" and event.line_user == "U1":
            try:
                int(event.text)
            except ValueError as error:
                raise KeyError(event.text) from error
        return real(state, event, facts)

    monkeypatch.setattr(bot.turn, "decide", decide)
    return switch


def test_a_bug_that_quotes_its_input_leaves_it_neither_in_the_logs_nor_in_the_records(
    edge: Edge, quoting: dict[str, bool], caplog: pytest.LogCaptureFixture
) -> None:
    edge.enrol("มานี มีสุข", "U1")
    with caplog.at_level(logging.DEBUG):
        edge.post(text("U1", SECRET))
    (failed,) = events(edge)
    assert failed.state == "failed"
    assert failed.error.startswith("KeyError at tests/bot/test_privacy.py:")
    assert failed.error.endswith(" decide")
    formatted = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert SECRET not in formatted
    assert "ValueError" in formatted
    assert "test_privacy.py" in formatted


def test_an_error_of_the_database_leaves_its_input_nowhere_either(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def save_state(books: Books, _seen: int, state: Any) -> None:
        values = {"slug": "demo", "name": SECRET, "place": SECRET, "layout": {}, "signatories": []}
        books.conn.execute(tables.agencies.insert().values(**values, created_at=MORNING))

    edge.enrol("มานี มีสุข", "U1")
    monkeypatch.setattr(bot.turn.conversations, "save_state", save_state)
    with caplog.at_level(logging.DEBUG):
        edge.post(text("U1", "งาน"))
    (failed,) = events(edge)
    assert failed.state == "failed"
    assert failed.error.startswith("IntegrityError at ")
    assert SECRET not in failed.error + "\n".join(logging.Formatter().format(record) for record in caplog.records)


def test_a_failed_message_that_is_unsent_is_done_and_not_taken_again(edge: Edge, quoting: dict[str, bool]) -> None:
    edge.enrol("มานี มีสุข", "U1")
    said = text("U1", SECRET)
    edge.post(said, unsend(said, at=MORNING + timedelta(seconds=9)))
    assert SECRET not in everything(edge)
    edge.machine += timedelta(minutes=2)
    assert edge.worker.retake_failed() == 0
    assert edge.inbox() == ["done", "done"]
    assert events(edge)[0].error is None


def test_a_message_unsent_while_its_turn_is_taken_again_is_done(edge: Edge, quoting: dict[str, bool]) -> None:
    edge.enrol("มานี มีสุข", "U1")
    said = text("U1", SECRET)
    edge.post(said)
    edge.machine += timedelta(minutes=2)
    (claimed,) = edge.database.read(lambda conn: inbox.find_due_events(conn, edge.machine, 9))
    edge.post(unsend(said))
    bot.turn.retake_turn(edge.shell, claimed)
    assert edge.inbox() == ["done", "done"]
    assert SECRET not in everything(edge)


def test_of_what_is_said_in_a_group_only_that_it_was_is_kept(edge: Edge) -> None:
    edge.enrol("มานี มีสุข", "U1")
    for kind in ("group", "room"):
        source = {"type": kind, f"{kind}Id": "C1", "userId": "U1"}
        edge.post_in_turn(text("U1", SECRET, source=source), photo("U1", f"p-{kind}", source=source))
    assert SECRET not in everything(edge)
    kept = {(row.type, row.raw, row.line_user, row.message_id, row.state) for row in events(edge)}
    assert kept == {("message", None, None, None, "done")}
    assert edge.line.sent == []


CODES = ("ABCD2345", "EFGH6789")


def invite(edge: Edge, name: str, code: str) -> None:
    """A code for the person of this name."""
    who = edge.read(lambda books: people.people_named(books, name)[0])
    issued = IssueInvite(who.id, KEYS.hash_code(code), MORNING, MORNING + timedelta(days=14))
    write(edge.database, edge.agency_id, issued)


@pytest.mark.parametrize("user", ["Umanee", None], ids=["said by somebody", "LINE says not by whom"])
def test_codes_seen_in_a_group_are_void_and_the_administrators_are_told(edge: Edge, user: str | None) -> None:
    edge.enrol("วิชัย ดูแล", "Uadmin")
    for name, code in zip(("มานี มีสุข", "สมชาย ใจดี"), CODES, strict=True):
        invite(edge, name, code)
    source = {"type": "group", "groupId": "Cgroup", **({"userId": user} if user else {})}
    edge.post(text(user or "", f"มานี {CODES[0].lower()}\nสมชาย {CODES[1]}", source=source))
    edge.machine += timedelta(minutes=1)
    edge.worker.send_unsent()
    ((via, to, messages),) = edge.line.sent
    assert (via, to) == ("push", "Uadmin")
    assert "มานี มีสุข" in str(messages) and "สมชาย ใจดี" in str(messages) and "ยกเลิกรหัส" in str(messages)
    for code in CODES:
        assert edge.read(lambda books, code=code: people.invite_by_code_hash(books, KEYS.hash_code(code))).used
        assert code not in everything(edge)
    said = text("Ubystander", CODES[0])
    edge.post(said)
    edge.post(tap("Ubystander", f"{said['webhookEventId'][-10:]}:notice:accept:{CODES[0]}"))
    assert edge.read(lambda books: people.person_of_line_user(books, "Ubystander")) is None
    invite(edge, "มานี มีสุข", CODES[1][::-1])
    assert not edge.read(lambda books: people.invite_by_code_hash(books, KEYS.hash_code(CODES[1][::-1]))).used


def test_a_code_that_is_spent_or_no_code_moves_nobody_when_said_in_a_group(edge: Edge) -> None:
    edge.enrol("วิชัย ดูแล", "Uadmin")
    spent = edge.read(lambda books: people.people_named(books, "วิชัย ดูแล")[0]).id
    source = {"type": "group", "groupId": "Cgroup", "userId": "U1"}
    edge.post(text("U1", f"T{spent:07d} WXYZ2345", source=source))
    edge.machine += timedelta(minutes=1)
    edge.worker.send_unsent()
    assert edge.line.sent == []


def test_a_bug_over_a_group_message_says_nothing_in_the_group(edge: Edge, quoting: dict[str, bool]) -> None:
    edge.enrol("มานี มีสุข", "U1")
    edge.post(text("U1", SECRET, source={"type": "group", "groupId": "C1", "userId": "U1"}))
    edge.close()
    assert edge.inbox() == ["dead"]
    assert edge.line.sent == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_follow_and_block_the_newer_counts_whichever_comes_first(edge: Edge, order: tuple[int, int]) -> None:
    edge.enrol("มานี มีสุข", "U1")
    told = [
        event("follow", "U1", at=MORNING + timedelta(minutes=1)),
        event("unfollow", "U1", at=MORNING + timedelta(minutes=2)),
    ]
    for number in order:
        edge.post(told[number])
    assert not edge.read(lambda books: people.person_of_line_user(books, "U1")).reachable
    edge.post(text("U1", "งาน", at=MORNING + timedelta(minutes=3)))
    assert edge.read(lambda books: people.person_of_line_user(books, "U1")).reachable


def test_what_failed_for_good_is_emptied_after_a_month(edge: Edge, quoting: dict[str, bool]) -> None:
    edge.enrol("มานี มีสุข", "U1")
    edge.post(text("U1", SECRET))
    for minutes in (2, 6, 31, 60):
        edge.machine += timedelta(minutes=minutes)
        edge.worker.retake_failed()
    assert edge.inbox() == ["dead"]
    edge.machine = MORNING + timedelta(days=29)
    edge.worker.forget()
    assert SECRET in everything(edge)
    edge.machine = MORNING + timedelta(days=31)
    edge.worker.forget()
    assert SECRET not in everything(edge)
    assert edge.inbox() == ["dead"]


@pytest.mark.slow
def test_a_report_that_was_left_is_put_away_with_its_photos(edge: Edge) -> None:
    at_result(edge)
    edge.line.contents["p1"] = jpeg()
    edge.post_in_turn(text("U1", SECRET), text("U1", "ข้าม"), photo("U1", "p1"))
    edge.close()
    (piece,) = edge.read(lambda books: evidence.evidence_of_messages(books, ("p1",)))
    kept = edge.shell.files.path(piece.sha256)
    os.utime(kept, (0, 0))
    edge.machine = MORNING + timedelta(days=6)
    edge.worker.forget()
    assert kept.exists()
    assert edge.read(lambda books: conversations.state_of(books, "U1")).flow == "report"
    edge.machine = MORNING + timedelta(days=8, hours=1)
    edge.worker.forget()
    state = edge.read(lambda books: conversations.state_of(books, "U1"))
    assert (state.flow, list(state.answers), state.notice_version) == ("report", ["task"], NOTICE_VERSION)
    edge.worker.forget()
    assert edge.read(lambda books: conversations.state_of(books, "U1")) == state
    assert edge.read(lambda books: evidence.evidence_of_messages(books, ("p1",))) == ()
    assert not kept.exists()
    assert SECRET not in everything(edge)
    last = take_turn(
        edge.shell, edge.agency_id, incoming_from_line(text("U1", "ติดป้ายครบแล้ว", at=edge.machine), MORNING)
    )
    told = str(edge.read(lambda books: outbox.outbox_row(books, last.outbox_id, edge.machine)).messages)
    assert "“เปิดเผยแผนการใช้จ่ายงบประมาณ” ที่เริ่มไว้" in told and "ไม่ได้รับข้อความนี้เป็นคำตอบ" in told
    assert edge.read(lambda books: conversations.state_of(books, "U1")).flow == "menu"


def test_a_saved_reply_whose_text_is_unsent_is_open_again_and_both_sides_hear_of_it(edge: Edge) -> None:
    at_result(edge)
    edge.enrol("วิชัย ดูแล", "Uhead")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    said = text("U1", SECRET)
    edge.wait_for_delivery()
    edge.converse(said, text("U1", "ข้าม"), text("U1", "ไม่มี"), text("U1", "บันทึก"))
    assert not edge.read(lambda books: tasks.find_task(books, wanted.id)).unreported
    edge.post(unsend(said, replyToken=None))
    assert SECRET not in everything(edge)
    task = edge.read(lambda books: tasks.find_task(books, wanted.id))
    assert (task.unreported, task.emptied, task.status) == (True, True, Status.NOT_STARTED)
    assert edge.read(lambda books: updates.newest_updates(books, wanted.round_id)) == {}
    edge.line.wait_for(6)
    edge.machine += timedelta(minutes=1)
    edge.worker.send_unsent()
    assert edge.line.sent[-1][:2] == ("push", "U1")
    assert "ถูกลบออกจากรายงานเรื่อง “เปิดเผยแผนการใช้จ่ายงบประมาณ” แล้ว" in edge.line.texts[-1]
    edge.post(text("Uhead", "ภาพรวม"))
    edge.line.wait_for(8)
    assert "ยกเลิกข้อความ รอรายงานใหม่" in edge.line.texts[-1]
    said = ("1", "ติดป้ายสามจุด", "ข้าม", "ไม่มี", "บันทึก")
    edge.converse(tap("U1", f":report:{wanted.id}"), *(text("U1", words) for words in said))
    assert not edge.read(lambda books: tasks.find_task(books, wanted.id)).unreported


def test_a_code_sent_first_enrols_though_the_notice_is_accepted_by_typing(edge: Edge) -> None:
    invite(edge, "มานี มีสุข", CODES[0])
    edge.post(text("Unew", CODES[0]))
    edge.wait_for_delivery()
    edge.machine += timedelta(seconds=20)
    edge.post(text("Unew", "ยอมรับค่ะ", at=edge.machine))
    enrolled = edge.read(lambda books: people.person_of_line_user(books, "Unew"))
    assert enrolled is not None and enrolled.name == "มานี มีสุข"
