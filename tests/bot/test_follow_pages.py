"""What administrators do for officers on the pages, and what a transaction must not wait for."""

from sqlalchemy import Connection

from bot.follow_pages import StoredFollow
from bot.words import words_in
from domain.sending import Quota
from store import people
from store.books import Books
from store.engine import Database, T, Work
from tests.agency import KEYS, MORNING, small_agency

LEFT = Quota(limit=300, used=12)


class Watched(Database):
    """A database that knows whether something is being read or written."""

    busy = False

    def read(self, work: Work[T]) -> T:
        def work_watched(conn: Connection) -> T:
            self.busy = True
            try:
                return work(conn)
            finally:
                self.busy = False

        return super().read(work_watched)


def test_no_transaction_waits_while_line_is_asked_for_the_quota(sqlite_database: Database) -> None:
    agency_id = small_agency(sqlite_database)
    database = Watched(sqlite_database.engine, sqlite_database.reader, sqlite_database._writer)
    (admin,) = database.read(lambda conn: people.people_named(Books(conn, agency_id), "วิชัย ดูแล"))
    asked: list[bool] = []

    def quota_of(_agency_id: int) -> Quota:
        asked.append(database.busy)
        return LEFT

    follow = StoredFollow(database, KEYS, words_in(), lambda: MORNING, lambda: MORNING, "", quota_of)
    look = follow.look_at_nudge(agency_id, admin, None)
    assert asked == [False]
    assert look.told
