"""Tasks that were handed to a colleague are the colleague's, while that one is there; what was offered is kept."""

from datetime import date, datetime

import pytest

from domain.agency import Role
from domain.task import Task
from domain.writes import AnswerOffer, ChangePerson, OfferTask, RemovePerson, Write
from store import offers, tasks
from store.books import Books
from store.engine import Conflict, Database
from tests.agency import MORNING, after, small_agency, write

SOMCHAI, SOMYING, MANEE, PREECHA, WICHAI = 1, 2, 3, 4, 5


class Office:
    """The small agency; สมชาย of สำนักปลัด answers MONEY and SERVICE there, สมหญิง of งานนิติการ the law's task."""

    def __init__(self, database: Database) -> None:
        self.database, self.id = database, small_agency(database)

    def write(self, *writes: Write) -> None:
        write(self.database, self.id, *writes)

    def ids_of(self, person_id: int) -> list[int]:
        return [one.id for one in self.read(lambda books: tasks.tasks_of_person(books, person_id))]

    def assignees(self, task_id: int) -> tuple[int, ...]:
        found: Task = self.read(lambda books: tasks.find_task(books, task_id))
        return found.assignee_ids

    def read(self, query):  # type: ignore[no-untyped-def]
        return self.database.read(lambda conn: query(Books(conn, self.id)))

    def hand(self, task_id: int, giver: int, taker: int, at: datetime = MORNING) -> None:
        self.write(OfferTask(task_id, giver, taker, at))
        newest = self.read(lambda books: offers.offers_to(books, taker))[-1]
        self.write(AnswerOffer(newest.id, taker, True, at))


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_an_offer_changes_nothing_until_it_is_accepted(office: Office) -> None:
    (first, *_) = office.ids_of(SOMCHAI)
    before = office.assignees(first)
    office.write(OfferTask(first, SOMCHAI, SOMYING, MORNING))
    assert office.assignees(first) == before
    (offer,) = office.read(lambda books: offers.offers_to(books, SOMYING))
    office.write(AnswerOffer(offer.id, SOMYING, False, after(1)))
    assert office.assignees(first) == before
    assert [one.answer for one in office.read(lambda books: offers.offers_of_tasks(books, [first]))] == ["declined"]


def test_an_accepted_task_is_the_colleagues_also_where_units_differ(office: Office) -> None:
    (first, *rest) = office.ids_of(SOMCHAI)
    section = office.read(lambda books: _who(books, SOMYING)).unit_ids[1]
    office.write(ChangePerson(MANEE, "มานี มีสุข", "นิติกร", (section,), frozenset({Role.STAFF}), MORNING))
    assert first not in office.ids_of(MANEE)  # a section's officer does not answer for the division
    office.hand(first, SOMCHAI, MANEE)
    assert office.ids_of(SOMCHAI) == rest
    assert first in office.ids_of(MANEE)
    assert office.read(lambda books: tasks.open_task_for(books, first, _who(books, MANEE)))
    assert not office.read(lambda books: tasks.open_task_for(books, first, _who(books, SOMCHAI)))
    office.hand(first, MANEE, SOMCHAI, after(5))
    assert SOMCHAI in office.assignees(first)
    assert MANEE not in office.assignees(first)


def _who(books: Books, person_id: int):  # type: ignore[no-untyped-def]
    from store.people import find_person

    return find_person(books, person_id)


def test_what_was_taken_over_goes_back_where_the_colleague_leaves_or_is_transferred(office: Office) -> None:
    (first, second, *_) = office.ids_of(SOMCHAI)
    office.hand(first, SOMCHAI, SOMYING)
    office.hand(second, SOMCHAI, WICHAI)
    unit = office.read(lambda books: _who(books, MANEE)).unit_ids
    office.write(ChangePerson(SOMYING, "สมหญิง รักงาน", "นิติกร", unit, frozenset({Role.STAFF}), after(1)))
    assert office.assignees(first) == (SOMCHAI,)  # สมหญิง is in another division now
    office.write(RemovePerson(WICHAI, after(2)))
    assert office.assignees(second) == (SOMCHAI,)
    assert len(office.read(lambda books: offers.offers_of_tasks(books, [first, second]))) == 2


def test_who_hands_on_and_leaves_leaves_it_with_the_colleague(office: Office) -> None:
    (first, *_) = office.ids_of(SOMCHAI)
    office.hand(first, SOMCHAI, SOMYING)
    office.write(RemovePerson(SOMCHAI, after(1)))
    assert SOMYING in office.assignees(first)


def test_another_is_asked_in_the_place_of_the_first_and_only_one_word_counts(office: Office) -> None:
    (first, *_) = office.ids_of(SOMCHAI)
    office.write(OfferTask(first, SOMCHAI, SOMYING, MORNING))
    (offer,) = office.read(lambda books: offers.offers_to(books, SOMYING))
    office.write(OfferTask(first, SOMCHAI, WICHAI, after(1)))
    with pytest.raises(Conflict):
        office.write(AnswerOffer(offer.id, SOMYING, True, after(2)))
    (other,) = office.read(lambda books: offers.offers_from(books, SOMCHAI))
    with pytest.raises(Conflict):
        office.write(AnswerOffer(other.id, SOMYING, True, after(2)))  # it was not that one who was asked
    office.write(AnswerOffer(other.id, WICHAI, True, after(3)))
    with pytest.raises(Conflict):
        office.write(AnswerOffer(other.id, WICHAI, False, after(4)))
    assert office.assignees(first) == (SOMYING, WICHAI)  # สมหญิง answers it for the division as before
    assert date(2026, 11, 20) == office.read(lambda books: offers.accepted_since(books, after(0)))[0].at.date()
