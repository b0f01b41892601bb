"""An agency of many measures, each asked of ten units: what the pages weigh is measured on it."""

from datetime import timedelta

from domain.agency import PersonRow, Role
from domain.plan import Measure, Plan, Responsible, Topic
from domain.task import Status, Task
from domain.writes import ImportPeople, ImportPlan, OpenRound, SaveUpdate, SetLayout
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.engine import Database
from store.tasks import load_tasks
from tests.agency import DUE, KEYS, LAYOUT, MORNING, NAME, YEAR
from thai.fiscal import RoundKind

ADMIN = "วิชัย ดูแล"
UNITS = tuple(f"กองตัวอย่างที่ {number}" for number in range(1, 11))
_STATES = (*Status, None, None, None)


def big_office(database: Database, measures: int, slug: str = "demo") -> int:
    """Makes the agency with so many measures × 10 units, a third of the tasks without a reply; its id."""
    agency_id = database.run(lambda conn: add_agency(conn, slug, NAME, LAYOUT, MORNING))
    staff = frozenset({Role.STAFF})
    people = [PersonRow(f"เจ้าหน้าที่ กองที่{number}", "นักวิชาการ", (unit,), staff) for number, unit in enumerate(UNITS, 1)]
    people.append(PersonRow(ADMIN, "ปลัด", (UNITS[0],), frozenset({Role.ADMIN})))
    topics = max(1, measures // 10)
    titles = [f"มาตรการส่งเสริมคุณธรรมและความโปร่งใสของหน่วยงาน ข้อที่ {number}" for number in range(1, measures + 1)]
    made = [
        Measure(title, number=str(at), responsible=Responsible("ทุกส่วนราชการ", everyone=True))
        for at, title in enumerate(titles, 1)
    ]
    plan = Plan(
        NAME,
        YEAR,
        tuple(
            Topic(f"ประเด็นที่ {at + 1} การปฏิบัติหน้าที่", tuple(made[at::topics]), number=str(at + 1), kind="issue")
            for at in range(topics)
        ),
    )
    writes = (
        SetLayout(LAYOUT, "อำเภอตัวอย่าง"),
        ImportPeople(tuple(people)),
        ImportPlan(plan, YEAR, MORNING),
        OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING),
    )
    database.run(lambda conn: apply(Books(conn, agency_id), writes, KEYS))
    tasks = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    replies = [reply for at, task in enumerate(tasks) if (reply := _answer(at, task))]
    database.run(lambda conn: apply(Books(conn, agency_id), replies, KEYS))
    return agency_id


def _answer(at: int, task: Task) -> SaveUpdate | None:
    status = _STATES[at % len(_STATES)]
    if status is None:
        return None
    return SaveUpdate(
        f"e{at}", task.id, task.assignee_ids[0], MORNING + timedelta(minutes=at), status, "ดำเนินการแล้วบางส่วน"
    )
