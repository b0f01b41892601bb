"""A large invented agency: 20 divisions, 24 measures, everyone enrolled, the first half of 2570 open."""

from datetime import timedelta

from sqlalchemy import Connection, func, select

from domain.agency import PersonRow
from domain.conversation import State
from domain.plan import Measure, Plan, Responsible, Topic
from domain.writes import AcceptNotice, Enrol, ImportPeople, ImportPlan, IssueInvite, OpenRound
from handlers.enrol import NOTICE_VERSION
from store import conversations, people, tables
from store.agencies import add_agency
from store.apply import apply
from store.books import Books, open_books
from store.channels import Channel, set_channel
from store.engine import Database, open_database
from store.keys import Keys
from store.migrate import migrate
from tests.agency import DUE, LAYOUT, MORNING, NAME, STAFF, YEAR
from tests.bench.walk import SECRET, user_id
from thai.fiscal import RoundKind

SLUG = "bench"
KEYS = Keys(("a-secret-for-the-bench-only",))
DIVISIONS = tuple(f"กองที่ {number}" for number in range(1, 21))
MEASURES_A_TOPIC, TOPICS, DIVISIONS_A_MEASURE = 4, 6, 4


def make_office(url: str, size: int) -> list[str]:
    """Makes the agency in an empty database; the LINE user ids of its people, each with four or five tasks."""
    migrate(url)
    database = open_database(url)
    try:
        users = database.run(lambda conn: _fill(conn, size))
        if database.dialect == "postgresql":
            # What PostgreSQL does by itself within a minute: without it queries cost three times as much.
            database.run(lambda conn: conn.exec_driver_sql("ANALYZE"))
        return users
    finally:
        database.close()


def saved_updates(database: Database) -> int:
    """How many replies the agency has."""

    def count(conn: Connection) -> int:
        books = open_books(conn, SLUG)
        assert books
        return int(books.fetch_all(select(func.count(tables.updates.c.id)))[0][0])

    return database.read(count)


def _fill(conn: Connection, size: int) -> list[str]:
    books = Books(conn, add_agency(conn, SLUG, NAME, LAYOUT, MORNING))
    set_channel(books, Channel("1", SECRET, token="a-token"), KEYS)
    staff = tuple(_row(number) for number in range(size))
    writes = (
        ImportPeople(staff),
        ImportPlan(_plan(), YEAR, MORNING),
        OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING),
    )
    apply(books, writes, KEYS)
    return [_enrol(books, person.id) for person in people.load_people(books)]


def _row(number: int) -> PersonRow:
    return PersonRow(f"นายตัวอย่าง คนที่{number}", "เจ้าพนักงานธุรการ", (DIVISIONS[number % len(DIVISIONS)],), STAFF)


def _plan() -> Plan:
    topics = tuple(Topic(f"การปฏิบัติหน้าที่ด้านที่ {n + 1}", _measures(n), number=str(n + 1)) for n in range(TOPICS))
    return Plan(agency=NAME, year=YEAR, topics=topics)


def _measures(topic: int) -> tuple[Measure, ...]:
    return tuple(_measure(topic * MEASURES_A_TOPIC + place) for place in range(MEASURES_A_TOPIC))


def _measure(number: int) -> Measure:
    units = tuple(DIVISIONS[(number + 5 * step) % len(DIVISIONS)] for step in range(DIVISIONS_A_MEASURE))
    title = f"จัดทำและเผยแพร่แนวทางการปฏิบัติงานเรื่องที่ {number + 1} ให้บุคลากรและประชาชนทราบโดยทั่วกัน"
    return Measure(title=title, number=str(number + 1), responsible=Responsible(", ".join(units), units=units))


def _enrol(books: Books, person_id: int) -> str:
    line_user, code = user_id(person_id), KEYS.hash_code(f"B{person_id:07d}")
    apply(books, (IssueInvite(person_id, code, MORNING, MORNING + timedelta(days=14)),), KEYS)
    invite = people.invite_by_code_hash(books, code)
    assert invite
    apply(books, (AcceptNotice(line_user, NOTICE_VERSION, MORNING), Enrol(invite.id, line_user, MORNING)), KEYS)
    conversations.save_state(books, 0, State(line_user, notice_version=NOTICE_VERSION))
    return line_user
