"""A country of agencies in an empty PostgreSQL: one office is made as agencies are, the others are its copies.

Every row of the first office is copied inside the database, its numbers moved on by a thousand an agency: 7,850 of
them, 157,000 people and 235,500 measures take about a minute. Each copy has its own slug, channel and LINE users.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Column, Connection, Table, func, select, text

from domain.agency import PersonRow, Role
from domain.conversation import State
from domain.plan import Measure, Plan, Responsible, Topic
from domain.writes import AcceptNotice, Enrol, ImportPeople, ImportPlan, IssueInvite, OpenRound
from handlers.enrol import NOTICE_VERSION
from store import conversations, people, tables
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import open_database
from store.migrate import migrate
from store.scope import for_every_agency, see_every_agency
from tests.agency import DUE, KEYS, LAYOUT, YEAR
from tests.bench.walk import SECRET
from thai.fiscal import RoundKind

AGENCIES, PEOPLE, MEASURES, UNITS = 7_850, 20, 30, 5
LAST_DAY: date = DUE
OPENED = datetime(2026, 10, 1, 1, tzinfo=UTC)
ROOM = 1_000  # numbers of a table's rows that each agency has for itself: the office has fewer of each
_AT_ONCE = 250  # agencies copied by one statement
# The record of who did what is a chain of hashes that a copy could not continue.
_NOT_COPIED = {tables.audit_entries, tables.audit_heads}
# What must differ though it is no number of a row.
_MADE = {
    ("agencies", "slug"): "'a' || n",
    ("agencies", "name"): "r.name || ' ' || n",
    ("channels", "line_channel_id"): "n::text",
}


def fill_country(url: str, agencies: int) -> None:
    """Makes so many agencies in the empty database at the address, whose user may leave foreign keys unchecked."""
    migrate(url)
    database = open_database(url, 2)
    try:
        database.run(make_office)
        for first in range(2, agencies + 1, _AT_ONCE):
            last = min(first + _AT_ONCE - 1, agencies)
            database.run(lambda conn, first=first, last=last: _copy_office(conn, first, last))  # type: ignore[misc]
        database.run(_count_on)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM ANALYZE"))
    finally:
        database.close()


def find_user(agency: int, person: int) -> str:
    """The LINE user id of the agency's person, both counted from 1."""
    return _user(person) if agency == 1 else f"{_user(person)}-{agency}"


def make_office(conn: Connection) -> None:
    """One agency of 20 people in five divisions and 30 measures, everyone enrolled, the first half of the year open."""
    books = Books(conn, add_agency(conn, "a1", "เทศบาลตำบลตัวอย่าง", LAYOUT, OPENED))
    set_channel(books, Channel("1", SECRET, token="a-token"), KEYS)
    opening = OpenRound(YEAR, RoundKind.FIRST_HALF, LAST_DAY, OPENED)
    apply(books, (ImportPeople(_staff()), ImportPlan(_plan(), YEAR, OPENED), opening), KEYS)
    for number, person in enumerate(people.load_people(books), 1):
        _enrol(books, person.id, _user(number))


def _user(person: int) -> str:
    return f"U{person:024x}"


def _staff() -> tuple[PersonRow, ...]:
    head, staff = frozenset({Role.SUPERVISOR}), frozenset({Role.STAFF})
    rows = [_row(n, head if n < UNITS else staff) for n in range(PEOPLE - 1)]
    return (*rows, _row(PEOPLE - 1, frozenset({Role.ADMIN})))


def _row(number: int, roles: frozenset[Role]) -> PersonRow:
    return PersonRow(f"นายตัวอย่าง คนที่{number + 1}", "เจ้าพนักงานธุรการ", (_unit(number),), roles)


def _unit(number: int) -> str:
    return f"กองที่ {number % UNITS + 1}"


def _plan() -> Plan:
    topics = [
        Topic(f"การปฏิบัติหน้าที่ด้านที่ {topic + 1}", tuple(_measure(topic * 6 + place) for place in range(6)), str(topic + 1))
        for topic in range(MEASURES // 6)
    ]
    return Plan(agency=None, year=YEAR, topics=tuple(topics))


def _measure(number: int) -> Measure:
    title = f"จัดทำและเผยแพร่แนวทางการปฏิบัติงานเรื่องที่ {number + 1} ให้บุคลากรและประชาชนทราบโดยทั่วกัน"
    return Measure(title, str(number + 1), responsible=Responsible(_unit(number), units=(_unit(number),)))


def _enrol(books: Books, person_id: int, line_user: str) -> None:
    code = KEYS.hash_code(f"B{person_id:07d}")
    apply(books, (IssueInvite(person_id, code, OPENED, OPENED + timedelta(days=14)),), KEYS)
    invite = people.invite_by_code_hash(books, code)
    assert invite
    apply(books, (AcceptNotice(line_user, NOTICE_VERSION, OPENED), Enrol(invite.id, line_user, OPENED)), KEYS)
    conversations.save_state(books, 0, State(line_user, notice_version=NOTICE_VERSION))


def _copy_office(conn: Connection, first: int, last: int) -> None:
    see_every_agency(conn)
    conn.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign key is asked: they are right
    for table in tables.metadata.sorted_tables:
        if table is tables.agencies or ("agency_id" in table.c and table not in _NOT_COPIED):
            conn.execute(text(_copying(table)), {"first": first, "last": last})


def _copying(table: Table) -> str:
    """The statement that copies the first agency's rows of the table to other agencies, counted `n`."""
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(_copied(table, column) for column in table.columns)
    own = "id" if table is tables.agencies else "agency_id"
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {values} "
        f"FROM {table.name} r, generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) n WHERE r.{own} = 1"
    )


def _copied(table: Table, column: "Column[object]") -> str:
    if (table.name, column.name) in _MADE:
        return _MADE[table.name, column.name]
    if column.name == "line_user":
        return "r.line_user || '-' || n"
    if column.name == "agency_id" or (table is tables.agencies and column.name == "id"):
        return "n"
    if column.name == "id" or any(key.column.name == "id" for key in column.foreign_keys):
        return f"r.{column.name} + n * {ROOM}"
    return f"r.{column.name}"


def _count_on(conn: Connection) -> None:
    """New rows are numbered after those that were copied."""
    for table in tables.metadata.sorted_tables:
        if "id" in table.c:
            newest = for_every_agency(conn, select(func.max(table.c.id))).scalar() or 0
            conn.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {newest + 1}, false)"))
