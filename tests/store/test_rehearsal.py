"""A rehearsal shows what writes would do, and leaves no trace of them."""

import pytest

from domain.writes import ChangePerson, RemovePerson
from store.books import Books
from store.engine import Conflict, Database
from store.handovers import handovers
from store.people import load_people
from store.rehearsal import rehearse
from store.tasks import load_tasks
from tests.agency import KEYS, MORNING, STAFF, after, write


def look(books: Books) -> tuple[list[str], list[tuple[int, ...]]]:
    return [one.name for one in load_people(books)], [one.assignee_ids for one in load_tasks(books)]


def test_it_shows_before_and_after_and_changes_nothing(database: Database, agency_id: int) -> None:
    stands = database.read(lambda conn: look(Books(conn, agency_id)))
    before, then = rehearse(database, agency_id, [RemovePerson(3, after(1))], KEYS, look)
    assert before == stands
    assert "มานี มีสุข" not in then[0] and () in then[1]
    assert database.read(lambda conn: look(Books(conn, agency_id))) == stands
    assert database.read(lambda conn: handovers(Books(conn, agency_id), MORNING)) == ()


def test_what_it_showed_is_what_the_writes_then_do(database: Database, agency_id: int) -> None:
    writes = [ChangePerson(1, "สมชาย ใจดี", "นักทรัพยากรบุคคล", (3,), STAFF, after(1)), RemovePerson(3, after(1))]
    _, then = rehearse(database, agency_id, writes, KEYS, look)
    write(database, agency_id, *writes)
    assert database.read(lambda conn: look(Books(conn, agency_id))) == then


def test_its_errors_come_out(database: Database, agency_id: int) -> None:
    def refuse(_books: Books) -> None:
        raise Conflict("late")

    with pytest.raises(Conflict):
        rehearse(database, agency_id, [], KEYS, refuse)
