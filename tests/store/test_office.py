"""What a process remembers of an agency's office is what the database says, whatever was written by whom."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Table, event
from sqlalchemy.sql import visitors

from domain.agency import PersonRow
from domain.reminding import ReminderRules
from domain.task import Task
from domain.writes import (
    AnswerDeputy,
    AnswerOffer,
    AskDeputy,
    ChangePerson,
    Enrol,
    ForgetMessage,
    ImportPeople,
    IssueInvite,
    OfferTask,
    RemovePerson,
    RenameUnit,
    SaveComment,
    SetAway,
    SetBlocks,
    SetDeputy,
    SetLayout,
    SetReachable,
    SetReminderRules,
    SetReview,
    WorkOnHoliday,
    Write,
)
from store import agencies, comments, offers, people, reminder_rules
from store.apply import apply
from store.books import OFFICE, Books, Office
from store.engine import Database, savepoint
from store.first_look import AT_NOTHING, OfficeMemory, look_first
from tests.agency import DUE, KEYS, LAYOUT, MORNING, STAFF, after, write

SOMCHAI, SOMYING, MANEE, WICHAI = 1, 2, 3, 5
MENDED = replace(LAYOUT, title="รายงานฉบับแก้ไข")

WRITES: list[Write] = [
    ImportPeople((PersonRow("มาใหม่ ใจดี", "นักวิชาการ", ("กองการศึกษา",), STAFF),), at=MORNING),
    ChangePerson(MANEE, "มานี มีสุขดี", "นักวิชาการ", (1,), STAFF, MORNING),
    RenameUnit(1, "สำนักปลัดเทศบาล", MORNING),
    SetAway(SOMCHAI, (DUE, DUE)),
    SetDeputy(SOMCHAI, None),
    AskDeputy(SOMCHAI, SOMYING),
    AnswerDeputy(SOMCHAI, SOMYING, True),
    Enrol(1, "U-somchai", MORNING),
    SetReachable("U-somchai", False, after(1)),
    SetReview(MORNING),
    SetLayout(MENDED, "อำเภอใหม่"),
    SetBlocks(("no-reply",)),
    SetReminderRules(ReminderRules(late_after=(5,))),
    WorkOnHoliday(DUE, True),
    OfferTask(3, SOMCHAI, SOMYING, MORNING),
    AnswerOffer(1, SOMYING, True, MORNING),
    OfferTask(4, SOMCHAI, SOMYING, MORNING),
    SaveComment("e-comment", 3, WICHAI, SOMCHAI, MORNING, "ขอรูปเพิ่ม", "m-comment"),
    ForgetMessage("m-comment", MORNING),
    RemovePerson(SOMYING, MORNING),
]


def read_office(books: Books) -> dict[str, Any]:
    """Everything that is remembered of an office, each by the query that a turn asks."""
    here = range(1, 8)
    return {
        "agency": agencies.load_agency(books),
        "units": people.load_units(books),
        "people": people.load_people(books),
        "by id": [people.find_person(books, one) for one in here],
        "by line": people.person_of_line_user(books, "U-somchai"),
        "principals": [people.people_with_deputy(books, one) for one in here],
        "asking": [people.people_asking(books, one) for one in here],
        "of units": [people.people_of_units(books, [one, one + 1]) for one in here],
        "rules": reminder_rules.reminder_rules(books),
        "accepted": offers.accepted_offers(books, list(range(1, 8))),
        "offers": [(offers.offers_to(books, one), offers.offers_from(books, one)) for one in here],
        "comments": [comments.unanswered_comments(books, one) for one in here],
    }


def read_both(database: Database, agency_id: int, memory: OfficeMemory) -> tuple[dict[str, Any], dict[str, Any]]:
    """The office as it is remembered, and as the database says."""

    def read(conn: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        books = Books(conn, agency_id)
        known = memory.open_books(books, look_first(books, AT_NOTHING).revision)
        return read_office(known), read_office(books)

    return database.run(read)


def test_all_that_is_remembered_is_read_from_tables_whose_writes_are_noticed(
    database: Database, agency_id: int
) -> None:
    read: set[Any] = set()

    def note(_conn: Any, statement: Any, *_rest: Any, **_more: Any) -> None:
        read.update(part for part in visitors.iterate(statement) if isinstance(part, Table))

    event.listen(database.engine, "before_execute", note)
    try:
        database.run(lambda conn: read_office(Books(conn, agency_id, Office({}))))
    finally:
        event.remove(database.engine, "before_execute", note)
    assert read and {table.name for table in read - OFFICE} == set()


@pytest.fixture
def invited(database: Database, agency_id: int) -> int:
    write(database, agency_id, IssueInvite(SOMCHAI, "hash", MORNING, after(99)))
    return agency_id


def test_after_each_write_the_office_is_remembered_as_it_is(database: Database, invited: int) -> None:
    memory, seen = OfficeMemory(), []
    for one in (None, *WRITES):
        write(database, invited, *([one] if one else []))
        remembered, stored = read_both(database, invited, memory)
        assert remembered == stored, one
        assert not seen or seen[-1] != stored or one is None, f"{one} is to change something"
        seen.append(stored)
        assert read_both(database, invited, memory)[0] == stored


def test_what_was_read_is_not_read_again_until_somebody_writes(
    database: Database, invited: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = OfficeMemory()
    read_both(database, invited, memory)
    monkeypatch.setattr(people, "_people", lambda _rows: pytest.fail("the people were read again"))

    def read(conn: Connection) -> int:
        books = Books(conn, invited)
        return len(people.load_people(memory.open_books(books, look_first(books, AT_NOTHING).revision)))

    assert database.run(read) == 5


def test_who_changes_the_office_reads_it_anew_in_the_same_transaction(database: Database, invited: int) -> None:
    def change(conn: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        books = Books(conn, invited, Office({}))
        read_office(books)
        apply(books, (RemovePerson(MANEE, MORNING),), KEYS)
        return read_office(books), read_office(Books(conn, invited))

    mine, stored = database.run(change)
    assert mine == stored and MANEE not in {who.id for who in mine["people"]}


class Undone(Exception):
    """Ends a transaction without a trace."""


def test_what_was_read_of_a_change_that_was_rolled_back_is_never_taken_for_another(
    database: Database, invited: int
) -> None:
    """As where COMMIT fails for several turns together: each of them is taken again."""
    memory = OfficeMemory()

    def change_and_fail(conn: Connection) -> None:
        apply(Books(conn, invited), (RemovePerson(MANEE, MORNING),), KEYS)
        books = Books(conn, invited)
        assert len(people.load_people(memory.open_books(books, look_first(books, AT_NOTHING).revision))) == 4
        raise Undone

    with pytest.raises(Undone):
        database.run(change_and_fail)
    write(database, invited, SetDeputy(SOMCHAI, None))
    remembered, stored = read_both(database, invited, memory)
    assert remembered == stored and len(stored["people"]) == 5


def test_a_change_after_one_that_a_savepoint_undid_is_seen(database: Database, invited: int, task: Task) -> None:
    memory = OfficeMemory()
    read_both(database, invited, memory)

    def change(conn: Connection) -> None:
        books = Books(conn, invited)
        with pytest.raises(Undone), savepoint(conn):
            apply(books, (RemovePerson(MANEE, MORNING),), KEYS)
            raise Undone
        apply(books, (SetDeputy(SOMCHAI, None),), KEYS)

    database.run(change)
    remembered, stored = read_both(database, invited, memory)
    assert remembered == stored


def test_only_the_agencies_used_last_are_remembered() -> None:
    memory, opened = OfficeMemory(most=2), []
    for agency_id in (1, 2, 1, 3):
        opened.append(memory.open_books(Books(None, agency_id), 7).office.known)  # type: ignore[arg-type]
    assert opened[0] is opened[2]
    assert memory.open_books(Books(None, 1), 7).office.known is opened[0]  # type: ignore[arg-type]
    assert memory.open_books(Books(None, 2), 7).office.known is not opened[1]  # type: ignore[arg-type]
