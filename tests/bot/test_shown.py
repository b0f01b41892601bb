"""A question is answered once it was shown, and never comes after a newer one; what else was to be said is said."""

import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import bot.being_shown
from bot.being_shown import LONGEST_WAIT
from bot.incoming import incoming_from_line
from bot.outgoing import REPLY_LEASE
from bot.sender import Sender
from bot.turn import take_turn
from domain.conversation import State
from domain.sending import SendError
from handlers.enrol import NOTICE_VERSION
from reminders.delivery import LEASE, claim_due, deliver
from store import conversations, outbox, tables, tasks, updates
from store.books import Books
from store.leases import release_leases
from tests.agency import MORNING
from tests.bot.edge import Edge, event, tap, text
from tests.patience import PATIENCE

UNREACHED = SendError("connect", permanent=False)
ASKED_BACK = "ยังไม่ได้บันทึก"
DELAYED = "ข้อความนี้ส่งถึงช้า"


def state(edge: Edge) -> State:
    return edge.read(lambda books: conversations.state_of(books, "U1"))  # type: ignore[no-any-return]


def wait_until_shown(edge: Edge) -> None:
    """What was said last has been sent, and the present question is marked as shown."""
    newest = select(tables.outbox.c.state).order_by(tables.outbox.c.id.desc()).limit(1)
    until = time.monotonic() + PATIENCE
    while state(edge).shown_at is None or edge.read(lambda books: books.fetch_all(newest))[0].state == "waiting":
        assert time.monotonic() < until, edge.line.texts
        time.sleep(0.01)


def at_status(edge: Edge) -> None:
    """U1 is asked how far a task is, and sees it."""
    edge.enrol("มานี มีสุข", "U1")
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.post(tap("U1", f":report:{wanted.id}"))
    wait_until_shown(edge)


def answer(edge: Edge, choice: str) -> dict[str, Any]:
    stands = state(edge)
    return tap("U1", f"{stands.ticket}:{stands.step}:{choice}")


def take_only(edge: Edge, raw: Mapping[str, Any]) -> int:
    """The turn is committed and the process dies before anything is sent."""
    taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(raw, edge.machine))
    assert taken.outbox_id is not None
    return taken.outbox_id


def row_states(edge: Edge) -> Mapping[str, int]:
    return edge.read(outbox.count_by_state)  # type: ignore[no-any-return]


def test_the_same_words_twice_are_not_the_answer_of_a_question_that_did_not_come(edge: Edge) -> None:
    at_status(edge)
    edge.line.trouble.append(UNREACHED)
    edge.post(text("U1", "1"))
    edge.machine += timedelta(seconds=1.9)
    edge.post(text("U1", "1"))
    wait_until_shown(edge)
    assert ASKED_BACK in edge.line.texts[-1]
    assert state(edge).step == "result" and "result" not in state(edge).answers
    edge.machine += timedelta(minutes=5)
    edge.worker.send_unsent()
    assert edge.line.keys == []  # the question that did not come has been asked again: no push is spent on it
    edge.post(text("U1", "ติดตั้งป้าย 3 จุด", at=edge.machine))
    wait_until_shown(edge)
    assert state(edge).answers["result"]["value"] == "ติดตั้งป้าย 3 จุด"


def test_of_a_row_left_behind_only_what_it_says_besides_its_question_comes(edge: Edge) -> None:
    at_status(edge)
    task = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    take_only(edge, text("U1", "ยกเลิก"))  # "stopped" and the menu
    edge.post(tap("U1", f":report:{task.id}"))
    edge.machine += timedelta(seconds=2)
    edge.app.extensions["sender"].close()
    edge.machine += timedelta(minutes=5)
    for _ in range(3):
        edge.worker.send_unsent()
        edge.machine += timedelta(seconds=2)
    late = [said for (via, _, _), said in zip(edge.line.sent, edge.line.texts, strict=True) if DELAYED in said]
    assert len(late) == 1
    assert "ยกเลิกแล้ว" in late[0] and "ต้องการทำรายการใด" not in late[0]


def test_of_a_row_left_behind_nothing_comes_that_only_led_to_its_question(edge: Edge) -> None:
    at_status(edge)
    take_only(edge, text("U1", "อะไรนะ"))  # "please choose" and the question again
    edge.post(answer(edge, "done"))
    edge.app.extensions["sender"].close()
    edge.machine += timedelta(minutes=5)
    for _ in range(3):
        edge.worker.send_unsent()
        edge.machine += timedelta(seconds=2)
    assert not [said for said in edge.line.texts if DELAYED in said or "โปรดเลือกคำตอบ" in said]
    assert row_states(edge)["dropped"] == 1


def test_no_quota_is_spent_on_a_question_left_behind(edge: Edge) -> None:
    at_status(edge)
    take_only(edge, answer(edge, "in_progress"))
    edge.machine += timedelta(seconds=30)
    edge.post(tap("U1", ":back"))
    wait_until_shown(edge)
    edge.post(answer(edge, "done"))
    wait_until_shown(edge)
    edge.machine += timedelta(minutes=5)
    edge.worker.send_unsent()
    assert edge.line.keys == []
    assert row_states(edge)["dropped"] == 1


def test_a_newer_question_waits_for_one_that_is_on_its_way(edge: Edge) -> None:
    at_status(edge)
    first = take_only(edge, answer(edge, "done"))
    edge.machine += timedelta(seconds=21)
    (claimed,) = claim_due(edge.database, edge.shell.clock.machine)
    under_way = edge.read(lambda books: outbox.outbox_row(books, first, edge.machine))
    assert claimed.id == first and not under_way.left_behind
    second = take_only(edge, tap("U1", ":back"))
    waiting = edge.read(lambda books: outbox.outbox_row(books, second, edge.machine))
    assert waiting.held_until == edge.machine + LEASE
    with ThreadPoolExecutor(1) as pool:
        sender = Sender(edge.shell, 1)
        sending = pool.submit(sender._send_reply, edge.agency_id, second)
        assert edge.line.sent[1:] == []
        deliver(
            edge.database, under_way, lambda row, via: edge.line._send(via, "U1", row.messages), lambda: edge.machine
        )
        sending.result(10)
        sender.close()
    edge.machine += timedelta(seconds=25)
    edge.worker.send_unsent()
    said = edge.line.texts[1:]
    assert len(said) == 2
    assert "ผลการดำเนินการในรอบนี้" not in said[0] and "ผลการดำเนินการในรอบนี้" in said[1]


def test_a_question_claimed_after_a_newer_one_was_asked_is_known_to_be_left_behind(edge: Edge) -> None:
    at_status(edge)
    first = take_only(edge, answer(edge, "done"))
    take_only(edge, tap("U1", ":back"))
    assert edge.read(lambda books: outbox.outbox_row(books, first, edge.machine)).left_behind


def test_marking_a_question_as_shown_makes_no_turn_begin_again(edge: Edge) -> None:
    at_status(edge)
    edge.app.extensions["sender"].close()
    before = state(edge)
    edge.database.run(lambda conn: conversations.mark_shown(conn, edge.agency_id, "U1", before.asked_by, MORNING))
    after = state(edge)
    assert before.shown_at is not None
    assert after == before
    assert replace(after, shown_at=None).version == before.version


def test_an_answer_that_failed_and_is_sent_again_is_not_taken_for_the_question_open_by_then(edge: Edge) -> None:
    at_status(edge)
    edge.post(answer(edge, "done"))
    wait_until_shown(edge)
    first = text("U1", "ติดป้ายแล้ว", at=MORNING + timedelta(minutes=1))
    second = text("U1", "ประชุมแล้ว", at=MORNING + timedelta(minutes=11))
    edge.post(second)
    wait_until_shown(edge)
    again = {**first, "deliveryContext": {"isRedelivery": True}}
    edge.post(again)
    edge.line.wait_for(4)
    answers = state(edge).answers
    # Both were written at the question for the result, and stand there in the order in which they were sent.
    assert (answers["result"]["value"], "suggestion" in answers) == ("ติดป้ายแล้ว\nประชุมแล้ว", False)
    assert "เพิ่ม" in edge.line.texts[-1] and "ข้อเสนอแนะ" in edge.line.texts[-1]


def test_lines_in_one_call_are_not_taken_for_the_questions_they_lead_to(edge: Edge) -> None:
    at_status(edge)
    edge.post(answer(edge, "done"))
    wait_until_shown(edge)
    heard_at = edge.machine
    lines = [text("U1", words) for words in ("หนึ่ง", "สอง")]
    take_turn(edge.shell, edge.agency_id, incoming_from_line(lines[0], heard_at))
    edge.machine += timedelta(seconds=21)
    edge.worker.send_unsent()  # the next question is sent only now
    take_turn(edge.shell, edge.agency_id, incoming_from_line(lines[1], heard_at))
    assert "suggestion" not in state(edge).answers


def test_saved_that_comes_late_names_its_measure_and_its_time(edge: Edge) -> None:
    at_status(edge)
    wanted = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    edge.post(answer(edge, "not_started"))
    wait_until_shown(edge)
    take_only(edge, answer(edge, "save"))
    assert edge.read(lambda books: updates.updates_of_task(books, wanted.id))
    edge.machine += timedelta(minutes=61)
    edge.worker.send_unsent()
    late = edge.line.texts[-1]
    assert edge.line.sent[-1][0] == "push"
    assert DELAYED in late and "20 พ.ย. 69 เวลา 09.00 น." in late and wanted.measure[:20] in late
    assert state(edge).shown_at == edge.machine


def test_what_is_pushed_at_once_is_not_called_late(edge: Edge) -> None:
    edge.post(event("follow", "U1", replyToken=""))
    wait_until_shown(edge)
    assert edge.line.sent[-1][0] == "push"
    assert DELAYED not in edge.line.texts[-1]


def test_the_next_web_process_alone_replies_at_once_what_the_one_before_had_to(edge: Edge) -> None:
    at_status(edge)
    take_only(edge, answer(edge, "done"))
    edge.machine += timedelta(seconds=3)
    assert edge.worker.send_unsent() == 0
    assert edge.database.run(lambda conn: release_leases(conn, "worker", REPLY_LEASE, edge.machine)) == 0
    assert edge.database.run(lambda conn: release_leases(conn, "web", REPLY_LEASE, edge.machine)) == 1
    edge.worker.send_unsent()
    assert edge.line.sent[-1][0] == "reply" and "ดำเนินการอะไรไปแล้วบ้าง" in edge.line.texts[-1]


def test_the_next_worker_sends_at_once_what_the_one_before_had_claimed(edge: Edge) -> None:
    at_status(edge)
    take_only(edge, answer(edge, "done"))
    edge.machine += timedelta(seconds=21)
    (claimed,) = claim_due(edge.database, edge.shell.clock.machine)  # and that worker dies
    edge.machine += timedelta(seconds=1)
    assert edge.worker.send_unsent() == 0
    assert edge.database.run(lambda conn: release_leases(conn, "web", REPLY_LEASE, edge.machine)) == 0
    assert edge.database.run(lambda conn: release_leases(conn, "worker", REPLY_LEASE, edge.machine)) == 1
    row = edge.read(lambda books: outbox.outbox_row(books, claimed.id, edge.machine))
    assert row.outcome_unknown
    edge.worker.send_unsent()
    assert edge.line.sent[-1][0] == "reply"


def test_what_somebody_held_and_left_without_a_word_may_have_arrived(edge: Edge) -> None:
    at_status(edge)
    row_id = take_only(edge, answer(edge, "done"))
    edge.machine += timedelta(seconds=21)
    claim_due(edge.database, edge.shell.clock.machine)
    assert edge.read(lambda books: outbox.outbox_row(books, row_id, edge.machine)).outcome_unknown


def test_what_was_typed_while_the_question_was_on_its_way_is_asked_back(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_status(edge)
    reply = edge.line.reply

    def reply_slowly(*given: Any) -> None:
        edge.machine += timedelta(seconds=0.5)
        reply(*given)

    monkeypatch.setattr(edge.line, "reply", reply_slowly)
    edge.post(answer(edge, "done"))
    wait_until_shown(edge)
    edge.post(text("U1", "ติดตั้งป้าย 3 จุด", at=MORNING + timedelta(seconds=0.3)))
    edge.line.wait_for(3)
    assert ASKED_BACK in edge.line.texts[-1] and "result" not in state(edge).answers


def test_a_number_means_no_list_that_came_only_after_it_was_typed(edge: Edge) -> None:
    edge.machine += timedelta(seconds=0.1)  # so far LINE's clock is behind
    at_status(edge)
    edge.machine += timedelta(seconds=5)
    put_numbered(edge, "a reminder", {"1": ":status"})
    edge.worker.send_unsent()
    edge.post(text("U1", "1", at=MORNING + timedelta(seconds=3)))
    wait_until_shown(edge)
    assert state(edge).answers["status"]["value"] == "done"


def test_a_question_that_was_left_out_gives_no_number_a_meaning(edge: Edge) -> None:
    at_status(edge)
    task = edge.read(lambda books: tasks.tasks_of_person(books, 3))[0]
    take_only(edge, text("U1", "ยกเลิก"))  # "stopped" and the menu
    edge.machine += timedelta(seconds=21)
    edge.post(tap("U1", f":report:{task.id}"))
    edge.line.wait_for(2)
    wait_until_shown(edge)
    edge.machine += timedelta(seconds=2)
    edge.worker.send_unsent()
    assert "ยกเลิกแล้ว" in edge.line.texts[-1]
    take_only(edge, text("U1", "1", at=edge.machine))
    assert state(edge).answers["status"]["value"] == "done"


def test_the_texts_of_one_call_wait_no_longer_together_than_one_alone(
    quick_edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LINE waits two seconds for its whole call; five people's questions were just asked and are not marked."""
    edge, clock, users = quick_edge, FakeClock(), [f"U{n}" for n in range(5)]
    for user in users:
        asked = State(
            user, flow="menu", step="menu", notice_version=NOTICE_VERSION, asked_by="e", asked_at=MORNING,
            heard_at=edge.machine,
        )  # fmt: skip
        edge.database.run(lambda conn, asked=asked: conversations.save_state(Books(conn, edge.agency_id), 0, asked))
    monkeypatch.setattr(bot.being_shown, "seconds", lambda: clock.now)
    monkeypatch.setattr(bot.being_shown, "sleep", clock.sleep)
    edge.post(*(text(user, "1") for user in users))
    assert 0 < sum(clock.slept) < LONGEST_WAIT + 2 * max(clock.slept)
    assert edge.inbox() == ["done"] * len(users)


@dataclass
class FakeClock:
    """Seconds that pass while somebody sleeps, and then alone."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def put_numbered(edge: Edge, key: str, numbers: Mapping[str, str]) -> None:
    """Something numbered waits to be pushed to U1."""
    said: list[Mapping[str, Any]] = [{"type": "text", "text": key}]
    now = edge.machine
    edge.database.run(
        lambda conn: outbox.queue_message(
            Books(conn, edge.agency_id), line_user="U1", dedup_key=key, messages=said, retry_key=str(uuid.uuid4()),
            next_at=now, created_at=now, numbers=numbers,
        )
    )  # fmt: skip
