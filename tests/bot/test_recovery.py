"""Crashes, bugs and outages: nothing lost, nothing twice that need not be."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

import bot.turn
from bot.app import create_app
from bot.incoming import incoming_from_line
from bot.outgoing import REPLY_LEASE
from bot.turn import take_turn
from domain.sending import SendError
from reminders.delivery import NO_SUCH_REPLY
from store import conversations, tables
from store.agencies import add_agency
from store.engine import Database
from store.task_state import find_wrong_state
from tests.agency import LAYOUT, MORNING
from tests.bot.edge import Edge, text
from tests.databases import watched

DOWN = SendError("503", permanent=False, status=503, unknown=True)
UNREACHED = SendError("connect", permanent=False)
UNREACHED_BY_LINE = SendError("reply: 500", permanent=False, status=500)  # the token is spent, the message is not shown


def take_only(edge: Edge, words: str = "hello", user: str = "U1") -> None:
    """The turn is committed and the process dies before anything is sent."""
    take_turn(edge.shell, edge.agency_id, incoming_from_line(text(user, words), edge.machine))


def test_killed_between_commit_and_reply_the_answer_still_arrives_once(edge: Edge) -> None:
    take_only(edge)
    assert edge.worker.send_unsent() == 0  # leased to the process that died
    edge.machine += timedelta(seconds=21)
    assert edge.worker.send_unsent() == 1
    assert edge.worker.send_unsent() == 0
    assert [via for via, _, _ in edge.line.sent] == ["reply"]


def test_a_reply_whose_lease_has_run_out_is_left_to_the_worker(edge: Edge) -> None:
    taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(text("U1", "hello"), edge.machine))
    edge.machine += timedelta(seconds=21)
    edge.app.extensions["sender"].after_turn(edge.agency_id, taken)
    edge.app.extensions["sender"].close()
    assert edge.line.sent == []
    assert edge.worker.send_unsent() == 1
    assert len(edge.line.sent) == 1


def test_after_the_tokens_life_it_is_pushed(edge: Edge) -> None:
    take_only(edge)
    edge.machine += timedelta(minutes=5)
    edge.worker.send_unsent()
    assert [(via, to) for via, to, _ in edge.line.sent] == [("push", "U1")]


USED = SendError("400", permanent=True, status=400, told=NO_SUCH_REPLY)


def test_a_used_token_proves_no_delivery_so_the_answer_is_pushed_once(edge: Edge) -> None:
    take_only(edge)
    edge.line.trouble.extend([UNREACHED_BY_LINE, USED])
    for _ in range(6):
        edge.machine += timedelta(seconds=21)
        edge.worker.send_unsent()
    assert [via for via, _, _ in edge.line.sent] == ["push"]
    assert len(edge.line.keys) == 1


def test_who_has_gone_on_after_an_answer_in_doubt_does_not_get_it_again(edge: Edge) -> None:
    take_only(edge)
    edge.machine += timedelta(seconds=21)
    edge.line.trouble.extend([DOWN, USED])
    edge.worker.send_unsent()  # it arrived, and LINE said 503
    edge.machine += timedelta(seconds=4)
    edge.worker.send_unsent()
    edge.post(text("U1", "hello again"))
    edge.line.wait_for(2)
    edge.machine += timedelta(minutes=5)
    edge.worker.send_unsent()
    assert [via for via, _, _ in edge.line.sent] == ["reply", "reply"]


def test_an_outage_of_hours_loses_nothing_and_keeps_the_key(edge: Edge) -> None:
    for number in range(3):
        take_only(edge, user=f"U{number}")
    edge.line.trouble.extend([UNREACHED] * 12)
    for _ in range(40):
        edge.machine += timedelta(minutes=10)
        edge.worker.send_unsent()
    assert sorted(to for _, to, _ in edge.line.sent) == ["U0", "U1", "U2"]
    assert len(set(edge.line.keys)) == 3


def test_a_push_that_line_will_never_take_is_given_up_and_seen(edge: Edge) -> None:
    from store.outbox import count_by_state

    take_only(edge)
    edge.machine += timedelta(minutes=5)
    edge.line.trouble.append(SendError("400", permanent=True, status=400))
    edge.worker.send_unsent()
    assert edge.read(count_by_state) == {"dead": 1}


def test_two_workers_send_each_message_once(edge: Edge) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from bot.worker import Worker

    for number in range(20):
        take_only(edge, user=f"U{number}")
    edge.machine += timedelta(minutes=5)
    workers = [Worker(edge.shell), Worker(edge.shell)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda worker: worker.send_unsent(), workers))
    for worker in workers:
        worker.close()
    assert len(edge.line.sent) == 20


@pytest.fixture
def bug(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A decision that fails for one person while `on`."""
    switch: dict[str, Any] = {"on": True, "taken": 0}
    real = bot.turn.decide

    def decide(state: Any, event: Any, facts: Any) -> Any:
        if switch["on"] and event.line_user == "Ubug":
            switch["taken"] += 1
            raise ZeroDivisionError("planted")
        return real(state, event, facts)

    monkeypatch.setattr(bot.turn, "decide", decide)
    return switch


def test_a_bug_keeps_its_event_and_the_rest_of_the_batch_is_served(edge: Edge, bug: dict[str, Any]) -> None:
    edge.enrol("มานี มีสุข", "Ubug")
    assert edge.post(text("U1", "a"), text("Ubug", "งาน"), text("U2", "b")).status_code == 200
    edge.line.wait_for(3)
    assert edge.inbox() == ["done", "failed", "done"]
    assert any("ไม่ต้องส่งซ้ำ" in said for said in edge.line.texts)


def test_a_failed_event_is_taken_again_and_answered(edge: Edge, bug: dict[str, Any]) -> None:
    edge.enrol("มานี มีสุข", "Ubug")
    edge.post(text("Ubug", "งาน"))
    edge.line.wait_for(1)
    bug["on"] = False
    assert edge.worker.retake_failed() == 0
    edge.machine += timedelta(seconds=61)
    assert edge.worker.retake_failed() == 1
    edge.worker.send_unsent()
    assert edge.inbox() == ["done"]
    assert "เปิดเผยแผน" in edge.line.texts[-1]
    assert edge.read(lambda books: conversations.state_of(books, "Ubug")).flow == "report"


def test_an_event_that_fails_for_good_is_dead_and_kept(edge: Edge, bug: dict[str, Any]) -> None:
    edge.enrol("มานี มีสุข", "Ubug")
    edge.post(text("Ubug", "งาน"))
    edge.line.wait_for(1)
    for minutes in (2, 6, 31, 60, 60):
        edge.machine += timedelta(minutes=minutes)
        edge.worker.retake_failed()
    assert edge.inbox() == ["dead"]
    assert bug["taken"] == 4
    assert len(edge.line.sent) == 1


def test_a_strangers_failed_event_is_asked_for_again_as_it_is_not_kept(edge: Edge, bug: dict[str, Any]) -> None:
    edge.post(text("Ubug", "secret"))
    edge.line.wait_for(1)
    assert edge.inbox() == ["dead"]
    assert "โปรดส่งข้อความอีกครั้ง" in edge.line.texts[0]


def test_a_failed_turn_leaves_no_trace_but_itself(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    edge.enrol("มานี มีสุข", "U1")
    before = edge.read(lambda books: conversations.state_of(books, "U1"))
    real = bot.turn.conversations.save_state

    def save_then_fail(*arguments: Any) -> None:
        real(*arguments)
        raise RuntimeError("between two lines")

    monkeypatch.setattr(bot.turn.conversations, "save_state", save_then_fail)
    edge.post(text("U1", "งาน"))
    monkeypatch.undo()
    assert edge.read(lambda books: conversations.state_of(books, "U1")) == before
    assert edge.inbox() == ["failed"]


def test_a_bug_in_sending_is_tried_a_few_times_and_then_seen(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.outbox import count_by_state

    def broken(*_arguments: Any) -> None:
        raise KeyError("planted")

    monkeypatch.setattr(edge.line, "push", broken)
    take_only(edge)
    take_only(edge, user="U2")
    for _ in range(12):
        edge.machine += timedelta(minutes=11)
        edge.worker.send_unsent()
    assert edge.read(count_by_state) == {"dead": 2}


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_lose_nothing(edge: Edge, status: int) -> None:
    take_only(edge)
    edge.line.trouble.extend([SendError(str(status), permanent=False, status=status)] * 5)
    for _ in range(8):
        edge.machine += timedelta(minutes=11)
        edge.worker.send_unsent()
    assert len(edge.line.sent) == 1


def test_the_pool_leaves_a_row_that_the_worker_has_claimed(edge: Edge) -> None:
    from bot.sender import Sender
    from reminders.delivery import claim_due

    taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(text("U1", "hello"), edge.machine))
    edge.machine += timedelta(seconds=21)
    (claimed,) = claim_due(edge.shell.database, edge.shell.clock.machine)
    late = Sender(edge.shell, 1)
    late.after_turn(edge.agency_id, taken)
    late.close()
    assert edge.line.sent == []
    assert claimed.id == taken.outbox_id


def test_a_photo_that_breaks_its_decoder_is_kept_and_not_fetched_for_ever(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    import struct

    from PIL import ImageOps

    from bot.keep import copy_to_show

    def broken(_photo: Any) -> Any:
        raise struct.error("planted")

    monkeypatch.setattr(ImageOps, "exif_transpose", broken)
    from tests.bot.test_evidence import jpeg

    (tmp_path / "photo").write_bytes(jpeg())
    assert copy_to_show(tmp_path / "photo") is None


def test_a_restarted_web_process_sends_at_once_what_the_dead_one_held(edge: Edge) -> None:
    taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(text("U1", "hello"), edge.machine))
    edge.app.extensions["lock"].close()  # as the end of a process does
    edge.app.extensions["sender"].close()
    edge.app = create_app(edge.shell)
    edge.worker.send_unsent()
    assert [via for via, _, _ in edge.line.sent] == ["reply"] and taken.outbox_id is not None


def test_on_postgresql_nothing_is_sent_that_another_living_process_holds(postgresql_url: str, tmp_path: Path) -> None:
    with watched(postgresql_url) as database:
        edge = Edge(database, postgresql_url, tmp_path)
        take_turn(edge.shell, edge.agency_id, incoming_from_line(text("U1", "hello"), edge.machine))
        beside = create_app(edge.shell)
        edge.worker.send_unsent()
        assert edge.line.sent == []
        edge.machine += REPLY_LEASE
        edge.worker.send_unsent()
        assert len(edge.line.sent) == 1
        beside.extensions["sender"].close()
        beside.extensions["lock"].close()
        edge.close()


def test_a_worker_that_starts_mends_what_a_former_version_left(quick_edge: Edge) -> None:
    def spoil(conn: Connection) -> None:
        conn.execute(update(tables.tasks).where(tables.tasks.c.agency_id == quick_edge.agency_id).values(newest_id=99))

    quick_edge.database.run(spoil)
    at_start = {name: work for name, work, _ in quick_edge.worker.jobs}
    wrong = quick_edge.read(find_wrong_state)
    assert at_start["mend"]() == len(wrong) > 0
    assert quick_edge.read(find_wrong_state) == ()


def test_an_agency_whose_state_cannot_be_looked_at_leaves_no_other_unmended(
    quick_edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []

    def mend(_database: Database, agency_id: int) -> tuple[int, ...]:
        looked_at.append(agency_id)
        if len(looked_at) == 1:
            raise ValueError("a row that cannot be read")
        return (7,)

    other = quick_edge.database.run(lambda conn: add_agency(conn, "other", "Other", LAYOUT, MORNING))
    monkeypatch.setattr("bot.worker.mend_state", mend)
    with pytest.raises(ExceptionGroup, match="could not be looked at"):
        quick_edge.worker.mend()
    assert sorted(looked_at) == [quick_edge.agency_id, other]
