"""What LINE's clock is behind ours is known from the quickest event, not from those that were held up together."""

from datetime import timedelta

from bot.clocks_apart import ClocksApart
from bot.turn import incoming_from_line, take_turn
from store.engine import Database
from tests.agency import MORNING
from tests.bot.edge import Edge, text


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_the_shortest_way_of_the_last_hour_counts(sqlite_database: Database) -> None:
    apart = ClocksApart()
    assert apart.after(sqlite_database, MORNING, MORNING + at(0.8)) == at(0.8)
    assert apart.after(sqlite_database, MORNING + at(1), MORNING + at(20)) == at(0.8)
    assert apart.after(sqlite_database, MORNING + at(1), MORNING + at(1)) == at(0.8)  # it had no time of LINE's
    late = MORNING + timedelta(hours=2)
    assert apart.after(sqlite_database, late, late + at(3)) == at(3)
    assert apart.after(sqlite_database, late + timedelta(days=3), late + at(4)) < at(0)  # the demo's clock was moved


def test_a_clock_that_was_set_is_known_after_four_events(sqlite_database: Database) -> None:
    apart = ClocksApart()
    assert apart.after(sqlite_database, MORNING, MORNING + at(0.1)) == at(0.1)
    for sent, known in ((60, 0.1), (66, 0.1), (71, 0.1), (77, 70.03)):
        found = apart.after(sqlite_database, MORNING + at(sent), MORNING + at(sent + 70.03 + sent % 3 / 100))
        assert abs(found - at(known)) < at(0.05)


def test_words_held_up_together_are_no_clock_that_was_set(sqlite_database: Database) -> None:
    apart = ClocksApart()
    apart.after(sqlite_database, MORNING, MORNING + at(0.1))
    for sent in (10, 14, 18, 18.1, 18.2):
        assert apart.after(sqlite_database, MORNING + at(sent), MORNING + at(40)) == at(0.1)


def test_a_process_that_has_just_begun_knows_what_was_heard_before(edge: Edge) -> None:
    said = text("U1", "hello")
    heard = incoming_from_line(said, MORNING)
    take_turn(edge.shell, edge.agency_id, incoming_from_line(said, heard.event.at + at(0.5)))
    assert ClocksApart().after(edge.database, MORNING, MORNING + at(30)) == at(0.5)


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
    from sqlalchemy import select

    from store import tables

    (row,) = edge.read(lambda books: books.rows(select(tables.conversations)))
    assert row.answers.get("suggestion") is None
