"""The small agency with a head who is enrolled, and a report that waits for their word."""

from sqlalchemy import update

from domain.agency import Role
from domain.writes import AskCertificate
from store import tables
from store.books import Books
from store.engine import Database
from store.people import people_named
from tests.agency import MORNING, YEAR
from thai.fiscal import RoundKind

HEAD, SUCCESSOR, ADMIN = "ปรีชา กองช่าง", "มานี มีสุข", "วิชัย ดูแล"
MARK = "ab12cd34" * 8


def person_id(database: Database, agency_id: int, name: str) -> int:
    return database.read(lambda conn: people_named(Books(conn, agency_id), name)[0].id)


def make_head(database: Database, agency_id: int, name: str = HEAD, line_user: str | None = "U-head") -> int:
    """The id of the person, who is a head from now on and, unless `line_user` is None, in LINE."""
    who = person_id(database, agency_id, name)

    def change(conn: object) -> None:
        books = Books(conn, agency_id)  # type: ignore[arg-type]
        if line_user is not None:
            this = (books.of(tables.people), tables.people.c.id == who)
            books.conn.execute(update(tables.people).where(*this).values(line_user=line_user))
        books.insert_all(tables.person_roles, [{"person_id": who, "role": Role.HEAD}])

    database.run(change)
    return who


def replace_head(database: Database, agency_id: int, name: str = HEAD) -> None:
    """The person is no head any more."""
    r, who = tables.person_roles, person_id(database, agency_id, name)
    head = (r.c.person_id == who, r.c.role == "head")
    database.run(lambda conn: Books(conn, agency_id).delete(r, head))


def asking(database: Database, agency_id: int, to_id: int, number: int = 1) -> AskCertificate:
    """The first half's report, sent to the head by the administrator."""
    by = person_id(database, agency_id, ADMIN)
    shown = (MARK, "รายงาน", by, to_id, "", "", MORNING, "0" * 64, 3, 3, 2)
    return AskCertificate(YEAR, RoundKind.FIRST_HALF, 1, number, *shown)
