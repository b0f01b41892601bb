"""One bad row never stops the rows behind it, and what became of it is stored."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

import bot.worker
from bot.badges import Badges
from bot.incoming import incoming_from_line
from bot.keep import KeptBytes
from bot.turn import take_turn
from domain.sending import SendError
from store import inbox, outbox, people, tables
from store.files import EvidenceFiles
from tests.bot.edge import Edge, event, text
from tests.bot.test_reminding import LineWithMenus, line  # noqa: F401  (a fixture)

pytestmark = pytest.mark.slow


def rows_of(edge: Edge, table: Any) -> list[Any]:
    return list(edge.read(lambda books: books.fetch_all(select(table).order_by(table.c.id))))


def failed_events(edge: Edge, monkeypatch: pytest.MonkeyPatch, *users: str) -> None:
    """An event of each, stored as failed."""

    def broken(*_arguments: Any) -> Any:
        raise ZeroDivisionError("planted")

    with monkeypatch.context() as while_broken:
        while_broken.setattr("bot.turn.decide", broken)
        for user in users:
            edge.post(text(user, "งาน"))
    edge.line.wait_for(len(users))


def make_raw_unreadable(edge: Edge, user: str) -> None:
    """The stored content becomes what no version of ours reads."""
    odd = update(tables.inbox).where(tables.inbox.c.line_user == user).values(raw={"type": "tidtam.evidence"})
    edge.database.run(lambda conn: conn.execute(odd, execution_options={"every_agency": True}))


def test_a_failed_event_that_cannot_be_read_again_stops_none_behind_it(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.enrol("สมชาย ใจดี", "U-odd")
    edge.enrol("มานี มีสุข", "U-sound")
    failed_events(edge, monkeypatch, "U-odd", "U-sound")
    make_raw_unreadable(edge, "U-odd")
    edge.machine += timedelta(seconds=61)
    assert edge.worker.retake_failed() == 2
    odd, sound = rows_of(edge, tables.inbox)
    assert (sound.state, odd.state, odd.attempts) == ("done", "failed", 2)
    assert odd.error.startswith("KeyError at bot/events.py")
    for minutes in (6, 31, 60):
        edge.machine += timedelta(minutes=minutes)
        edge.worker.retake_failed()
    assert edge.inbox() == ["dead", "done"]


def test_an_event_whose_retaking_fails_outside_its_turn_stops_none_behind_it(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.enrol("สมชาย ใจดี", "U-odd")
    edge.enrol("มานี มีสุข", "U-sound")
    failed_events(edge, monkeypatch, "U-odd", "U-sound")
    real = bot.worker.retake_turn

    def retake(shell: Any, event: inbox.FailedEvent) -> Any:
        if event.line_user == "U-odd":
            raise RuntimeError("planted")
        return real(shell, event)

    monkeypatch.setattr(bot.worker, "retake_turn", retake)
    edge.machine += timedelta(seconds=61)
    assert edge.worker.retake_failed() == 2
    assert edge.inbox() == ["failed", "done"]


def test_a_message_whose_worth_cannot_be_told_stops_none_behind_it_and_is_seen(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = [f"U{number}" for number in range(40)]  # more than the pool sends at once
    for user in users:
        take_turn(edge.shell, edge.agency_id, incoming_from_line(text(user, "hello"), edge.machine))
    real = bot.worker.worth_sending

    def worth(books: Any, row: outbox.OutboxRow, now: Any) -> Any:
        if row.line_user == "U0":
            raise RuntimeError("planted")
        return real(books, row, now)

    monkeypatch.setattr(bot.worker, "worth_sending", worth)
    edge.machine += timedelta(minutes=5)
    edge.worker.send_unsent()
    assert {row.line_user for row in rows_of(edge, tables.outbox) if row.state == "sent"} == set(users[1:])
    for _ in range(12):
        edge.machine += timedelta(minutes=11)
        edge.worker.send_unsent()
    (odd,) = (row for row in rows_of(edge, tables.outbox) if row.line_user == "U0")
    assert (odd.state, odd.last_error) == ("dead", "bug: RuntimeError")


def test_evidence_on_which_fetching_breaks_is_given_up_in_the_end(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import fetch
    from domain.writes import WantEvidence
    from tests.agency import write
    from tests.bot.test_evidence import jpeg

    edge.enrol("มานี มีสุข", "U1")
    who = edge.read(lambda books: people.people_named(books, "มานี มีสุข")[0]).id
    edge.line.contents |= {"odd": b"odd", "sound": jpeg()}
    write(edge.database, edge.agency_id, *(WantEvidence(m, "photo", "", who, edge.machine) for m in ("odd", "sound")))
    real = fetch.keep_bytes

    def keep(files: EvidenceFiles, chunks: Iterable[bytes]) -> KeptBytes:
        data = b"".join(chunks)
        if data == b"odd":
            raise ValueError("planted")
        return real(files, iter((data,)))

    monkeypatch.setattr(fetch, "keep_bytes", keep)
    edge.worker.fetch_wanted()
    odd, sound = rows_of(edge, tables.evidence)
    assert (sound.state, odd.state, odd.error) == ("saved", "wanted", "ValueError")
    for _ in range(fetch.MOST_ATTEMPTS + 1):
        edge.machine += timedelta(minutes=21)
        edge.worker.fetch_wanted()
    odd, _ = rows_of(edge, tables.evidence)
    assert (odd.state, odd.error) == ("failed", "unreachable")


def test_forgetting_that_fails_in_one_table_goes_on_with_the_others(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    edge.enrol("มานี มีสุข", "U1")
    edge.post(text("U1", "งาน"))
    edge.line.wait_for(1)

    def broken(*_arguments: Any) -> Any:
        raise RuntimeError("planted")

    monkeypatch.setattr(bot.worker.conversations, "put_away_expired", broken)
    edge.machine += timedelta(days=8)
    with pytest.raises(ExceptionGroup):
        edge.worker.forget()
    assert [row.raw for row in rows_of(edge, tables.inbox)] == [None]


@pytest.mark.parametrize("trouble", [RuntimeError("planted"), SendError("500", permanent=False, status=500)])
def test_a_menu_that_fails_for_one_keeps_nobody_else_from_theirs_and_is_tried_again(
    quick_edge: Edge,
    line: LineWithMenus,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
) -> None:
    quick_edge.enrol("สมชาย ใจดี", "U-somchai")
    quick_edge.enrol("ปรีชา กองช่าง", "U-preecha")
    real = line.link_menu

    def link(channel: Any, user: str, menu_id: str) -> None:
        if user == "U-somchai":
            raise trouble
        real(channel, user, menu_id)

    monkeypatch.setattr(line, "link_menu", link)
    sweeper = Badges(quick_edge.shell)
    assert sweeper.sweep() == 2
    assert set(line.linked) == {"U-manee", "U-preecha"}
    monkeypatch.setattr(line, "link_menu", real)
    assert sweeper.sweep() == 1
    assert set(line.linked) == {"U-manee", "U-preecha", "U-somchai"}


def test_an_unreachable_line_is_not_asked_for_everybody(
    quick_edge: Edge,
    line: LineWithMenus,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, user in (("สมชาย ใจดี", "U1"), ("ปรีชา กองช่าง", "U2"), ("สมหญิง รักงาน", "U3"), ("วิชัย ดูแล", "U4")):
        quick_edge.enrol(name, user)
    asked: list[str] = []

    def down(channel: Any, user: str, menu_id: str) -> None:
        asked.append(user)
        raise SendError("timeout", permanent=False, unknown=True)

    monkeypatch.setattr(line, "link_menu", down)
    Badges(quick_edge.shell).sweep()
    assert len(asked) == 3


def test_one_odd_event_of_a_call_leaves_the_others_their_turn(edge: Edge) -> None:
    odd: Mapping[str, Any] = {**event("message", "U-odd"), "message": {"id": {}, "type": [], "text": {}}}
    assert edge.post(odd, text("U1", "a")).status_code == 200
    edge.line.wait_for(1)
    assert edge.inbox() == ["done", "done"]
