"""The tests' facts and the stored ones give the same answers over the same agency, on both databases."""

from bot.facts import StoredFacts
from bot.words import words_in
from store import agencies, people, tasks
from store.books import Books
from store.engine import Database
from tests.agency import KEYS, MORNING, small_agency
from tests.handlers.chat import FakeFacts


def test_both_facts_answer_alike_for_everybody(database: Database) -> None:
    agency_id = small_agency(database)

    def compare(books: Books) -> int:
        every, units, compared = tasks.tasks(books), people.units(books), 0
        for person in (None, *people.people(books)):
            stored = StoredFacts(books, "U-nobody", KEYS, words_in(), MORNING.date())
            stored._person = person
            fake = FakeFacts(agencies.agency(books), person, every, known_units=units)
            assert [one.id for one in fake.open_tasks()] == [one.id for one in stored.open_tasks()]
            assert {one.id for one in fake.supervised_tasks()} == {one.id for one in stored.supervised_tasks()}
            for task in every:
                assert fake.task(task.id) == stored.task(task.id)
                assert fake.any_task(task.id) == stored.any_task(task.id)
                compared += 1
        return compared

    assert database.read(lambda conn: compare(Books(conn, agency_id))) > 20
