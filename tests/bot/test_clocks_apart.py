"""What LINE's clock is behind ours is known from the quickest event, not from those that were held up together."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.clocks_apart import ClocksApart
from bot.incoming import incoming_from_line
from bot.turn import take_turn
from store import inbox, tables
from store.agencies import add_agency
from store.books import Books
from store.engine import Database
from tests.agency import LAYOUT, MORNING
from tests.bot.edge import Edge, text


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


class Ours:
    """Our clock, of which the machine's time can be set while the steady seconds go on."""

    def __init__(self, database: Database, known: tuple[float, ...] = ()) -> None:
        self.database, self.apart, self.set_by = database, ClocksApart(), 0.0
        self.seconds = 0.0
        self.clock = Clock(None, lambda: MORNING + at(self.seconds + self.set_by), lambda: self.seconds)
        for number, way in enumerate(known):  # events that a process before this one stored
            said = MORNING - timedelta(minutes=5, seconds=-number)
            database.run(lambda conn, said=said, way=way: _store(conn, said, way))  # type: ignore[misc]

    def hears(self, sent: float, way: float, redelivered: bool = False) -> float:
        """What is to be added to LINE's times once an event has come this way."""
        self.seconds = max(self.seconds, sent + way - self.set_by)
        said = MORNING + at(sent)
        return self.apart.after(self.database, self.clock, said, said + at(way), redelivered) / at(1)


def _store(conn: Connection, said: datetime, way: float) -> None:
    agency_id = conn.execute(select(tables.agencies.c.id), execution_options={"every_agency": True}).scalar()
    inbox.store_event(
        Books(conn, agency_id or add_agency(conn, "demo", "Sample", LAYOUT, MORNING)),
        event_id=f"{said.isoformat()} {way}", type="message", at=said, received_at=said + at(way),
    )  # fmt: skip


def test_the_shortest_way_of_the_last_hour_counts(sqlite_database: Database) -> None:
    ours = Ours(sqlite_database)
    assert ours.hears(0, 0.8) == 0.8
    assert ours.hears(1, 19) == 0.8
    assert ours.hears(21, 0) == 0.8  # it had no time of LINE's
    assert ours.hears(7200, 3) == 3
    assert ours.hears(7200 + 3 * 86400, -3 * 86400 + 4) < 0  # the demo's clock was moved


def test_two_events_show_that_a_clock_was_set_before_the_process_began(sqlite_database: Database) -> None:
    """As after the demo was stopped for a minute: its clock stood still meanwhile."""
    ours = Ours(sqlite_database, known=(10.02, 10.03))
    assert ours.hears(0, 70.05) == 10.02
    assert ours.hears(5, 70.06) == 70.05
    assert ours.hears(6, 70.01) == 70.01


def test_events_held_up_while_the_process_was_down_show_no_clock_that_was_set(sqlite_database: Database) -> None:
    ours = Ours(sqlite_database, known=(0.1,))
    assert {ours.hears(sent, 40 - sent) for sent in (10, 14, 18, 18.1, 18.2)} == {0.1}


def test_events_that_line_sends_again_after_the_same_while_show_no_clock_that_was_set(
    sqlite_database: Database,
) -> None:
    ours = Ours(sqlite_database, known=(0.1,))
    assert {ours.hears(sent, 60, redelivered=True) for sent in (10, 15, 20, 25)} == {0.1}


def test_that_line_is_late_is_no_clock_that_was_set_once_the_process_has_heard_it_in_time(
    sqlite_database: Database,
) -> None:
    ours = Ours(sqlite_database)
    ours.hears(0, 0.1)
    assert {ours.hears(sent, 30.0) for sent in (10, 15, 20, 25, 30)} == {0.1}


@pytest.mark.parametrize("step", [70.0, -70.0])
def test_our_clock_set_while_the_process_runs_is_known_with_the_next_event(
    sqlite_database: Database, step: float
) -> None:
    ours = Ours(sqlite_database, known=(0.2,))
    ours.hears(0, 0.1)
    ours.set_by = step
    assert ours.hears(100, step + 0.5) == pytest.approx(step + 0.1)
    assert ours.hears(110, step + 0.05) == pytest.approx(step + 0.05)


def test_a_process_that_has_just_begun_knows_what_was_heard_before(edge: Edge) -> None:
    said = text("U1", "hello")
    heard = incoming_from_line(said, MORNING)
    take_turn(edge.shell, edge.agency_id, incoming_from_line(said, heard.event.at + at(0.5)))
    assert ClocksApart().after(edge.database, edge.shell.clock, MORNING, MORNING + at(30)) == at(0.5)


def test_words_held_up_with_the_answer_before_do_not_answer_a_question_not_shown_by_then(edge: Edge) -> None:
    """The web process was down: the text, said again as nothing was heard, comes just after the first."""
    edge.enrol("มานี มีสุข", "U1")

    def say(words: str, said_at: float, heard_at: float) -> None:
        raw = {**text("U1", words), "timestamp": int((MORNING + at(said_at)).timestamp() * 1000)}
        edge.machine = MORNING + at(heard_at)
        taken = take_turn(edge.shell, edge.agency_id, incoming_from_line(raw, edge.machine))
        edge.app.extensions["sender"].after_turn(edge.agency_id, taken)
        edge.line.wait_for(next(count))

    count = iter(range(1, 20))
    say("งาน", 0, 0.1)
    say("1", 10, 10.1)
    say("ดำเนินการแล้วเสร็จ", 20, 20.1)
    say("ติดประกาศแล้ว", 30, 39.7)
    edge.machine = MORNING + at(39.8)
    say("ติดประกาศแล้ว", 37.9, 39.9)
    (row,) = edge.read(lambda books: books.fetch_all(select(tables.conversations)))
    assert row.answers.get("suggestion") is None
