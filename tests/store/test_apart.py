"""PostgreSQL itself holds agencies apart, also against statements that forget to name one."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import ProgrammingError

from store import agencies, tables
from store.books import Books
from store.engine import Database, open_database, savepoint
from store.people import load_people
from store.scope import is_held, see_agency, see_every_agency
from tests.agency import LAYOUT, MORNING, small_agency
from tests.databases import watched
from tests.store.theirs import fill_other_agency

pytestmark = pytest.mark.slow

OWNED = sorted(table.name for table in tables.metadata.sorted_tables if "agency_id" in table.c)
# Kept by the database itself against every change.
RECORD = {"audit_entries", "audit_heads"}


@pytest.fixture
def ours(postgresql_url: str) -> int:
    """A new agency beside another that has something in every table."""
    with watched(postgresql_url) as database:
        fill_other_agency(database)
        return database.run(lambda conn: agencies.add_agency(conn, "ours", "ของเรา", LAYOUT, MORNING))


@pytest.fixture
def plain(postgresql_url: str) -> Iterator[Database]:
    """The database as it is opened in production: nothing but PostgreSQL watches."""
    database = open_database(postgresql_url, 1)
    yield database
    database.close()


def count_rows(conn: Connection) -> dict[str, int]:
    """The tables of agencies in which any row is seen, and how many."""
    counted = {name: conn.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in OWNED}
    return {name: count for name, count in counted.items() if count}


def test_every_table_of_agencies_is_held_its_owner_too(plain: Database) -> None:
    held = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'")
    policies = text("SELECT tablename, qual FROM pg_policies")
    assert sorted(plain.read(lambda conn: conn.scalars(held).all())) == sorted([*OWNED, "agencies"])
    found = plain.read(lambda conn: {row[0]: row[1] for row in conn.execute(policies)})
    assert all("agency_id" in found[name] for name in OWNED)
    assert plain.read(is_held)


def test_who_opened_one_agency_sees_and_changes_nothing_of_another(plain: Database, ours: int) -> None:
    everything = plain.read(lambda conn: count_rows(see_every_agency(conn)))
    assert len(everything) > 40
    assert plain.read(lambda conn: count_rows(see_agency(conn, ours))) == {}

    def change_all(conn: Connection) -> dict[str, int]:
        see_agency(conn, ours)
        touched = {}
        for name in OWNED:
            touched[name] = conn.execute(text(f"UPDATE {name} SET agency_id = agency_id")).rowcount
            touched[name] += conn.execute(text(f"DELETE FROM {name}")).rowcount
        renamed = conn.execute(text("UPDATE agencies SET name = 'x'")).rowcount
        return {**touched, "agencies": renamed - 1}

    assert set(plain.run(change_all).values()) == {0}
    assert plain.read(lambda conn: count_rows(see_every_agency(conn))) == everything


def test_who_opened_nothing_sees_nothing(plain: Database, ours: int) -> None:
    assert plain.read(count_rows) == {}


def test_nothing_is_added_to_another_agency(plain: Database, ours: int) -> None:
    adding = text("INSERT INTO units (agency_id, name) SELECT id, 'x' FROM agencies WHERE slug = 'other'")
    with pytest.raises(ProgrammingError, match="row-level security"):
        plain.run(lambda conn: see_agency(conn, ours).execute(adding))


def test_two_agencies_books_may_be_used_in_turns(plain: Database, ours: int) -> None:
    theirs = plain.read(lambda conn: conn.scalar(text("SELECT id FROM agencies WHERE slug = 'other'")))

    def look(conn: Connection) -> list[int]:
        one, other = Books(conn, ours), Books(conn, theirs)
        return [len(load_people(books)) for books in (one, other, one, other)]

    mine, their, again, once_more = plain.read(look)
    assert (mine, again) == (0, 0)
    assert their == once_more > 0


def test_what_was_seen_is_forgotten_with_its_transaction_and_right_after_a_savepoint(
    plain: Database, ours: int
) -> None:
    def partly(conn: Connection) -> list[int]:
        see_agency(conn, ours)
        with pytest.raises(LookupError), savepoint(conn):
            see_every_agency(conn)
            raise LookupError
        inside = len(count_rows(conn))
        return [inside, len(count_rows(see_every_agency(conn)))]

    nothing, everything = plain.run(partly)
    assert nothing == 0 < everything
    assert plain.read(count_rows) == {}  # the same connection: there is but one


def test_it_costs_no_statement(plain: Database, postgresql_url: str) -> None:
    with watched(postgresql_url) as database:
        agency_id = small_agency(database)
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(plain.engine, "before_cursor_execute", note)
    for do in (plain.read, plain.run):
        assert do(lambda conn: len(load_people(Books(conn, agency_id)))) == 5
    assert [statement for statement in sent if "tidtam.agency" in statement] == []


def test_a_transaction_that_reads_still_cannot_write(plain: Database, ours: int) -> None:
    writing = text("UPDATE agencies SET name = 'x'")
    with pytest.raises(Exception, match="read-only transaction"):
        plain.read(lambda conn: see_agency(conn, ours).execute(writing))


def test_a_process_of_the_version_before_serves_on(postgresql_url: str, ours: int) -> None:
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as conn:
        assert conn.execute("SELECT count(*) FROM people").fetchone() != (0,)
