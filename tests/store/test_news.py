"""Which agencies have news is told by one mark each, on either database."""

from domain.agency import PersonRow
from domain.task import Status
from domain.writes import ChangePerson, CloseRound, ImportPeople, SaveUpdate, SetReachable, Write
from store.books import Books
from store.engine import Database
from store.news import news_of_agencies
from store.tasks import load_tasks
from tests.agency import MORNING, STAFF, SUPERVISOR, YEAR, after, small_agency, write
from tests.reminders.office import enrol
from thai.fiscal import RoundKind


def test_the_mark_of_an_agency_changes_with_what_its_numbers_follow_from_and_no_others(database: Database) -> None:
    one, two = small_agency(database), small_agency(database, "second")
    enrol(database, one, 1, "U1")
    task = database.read(lambda conn: load_tasks(Books(conn, one)))[0]
    changes: tuple[Write, ...] = (
        SaveUpdate("e1", task.id, 1, MORNING, Status.IN_PROGRESS, "ทำแล้ว"),
        SetReachable("U1", False, after(1)),
        SetReachable("U1", True, after(2)),
        # Who has tasks of other units, of fewer, or another role, has other numbers.
        ChangePerson(3, "มานี มีสุข", "นักวิชาการ", (4,), STAFF, after(3)),
        ChangePerson(3, "มานี มีสุข", "นักวิชาการ", (4, 1), STAFF, after(3)),
        ChangePerson(1, "สมชาย ใจดี", "นักทรัพยากรบุคคล", (1,), SUPERVISOR, after(3)),
        ImportPeople((PersonRow("มานี มีสุข", "นักวิชาการ", ("กองคลัง",), STAFF),)),
        CloseRound(YEAR, RoundKind.FIRST_HALF, after(4)),
    )
    seen = [{news.agency_id: news.mark for news in database.read(news_of_agencies)}]
    for change in changes:
        write(database, one, change)
        seen.append({news.agency_id: news.mark for news in database.read(news_of_agencies)})
    assert len({marks[one] for marks in seen}) == len(changes) + 1
    assert len({marks[two] for marks in seen}) == 1
