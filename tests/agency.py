"""A small invented agency, made by the same writes as a real one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from domain.agency import PersonRow, Role
from domain.columns import Column
from domain.layout import Layout
from domain.plan import Cadence, Measure, Plan, Question, Responsible, Score, Timeframe, Topic
from domain.writes import ImportPeople, ImportPlan, OpenRound, SetLayout, Write
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.engine import Database
from store.keys import Keys
from tests.remembered import remember
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind

NAME = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
YEAR = 2570
DUE = date(2027, 3, 31)
MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 09:00 in Bangkok
KEYS = Keys(("a-secret-for-tests-only",))

LAYOUT = Layout(
    name="results",
    title="รายงานผลการดำเนินการตามมาตรการ",
    columns=(
        Column("topic", "มาตรการ/แนวทาง", "plan"),
        Column("measure", "วิธีการดำเนินการ", "plan"),
        Column("responsible", "ผู้รับผิดชอบ", "plan"),
        Column("timeframe", "ระยะเวลาดำเนินการ", "plan"),
        Column("result", "ผลการดำเนินการ", "reply"),
        Column("suggestion", "ข้อเสนอแนะ", "reply"),
    ),
)

STAFF, SUPERVISOR, ADMIN = (frozenset({role}) for role in (Role.STAFF, Role.SUPERVISOR, Role.ADMIN))

PEOPLE = (
    PersonRow("สมชาย ใจดี", "นักทรัพยากรบุคคล", ("สำนักปลัด",), STAFF, deputy="สมหญิง รักงาน"),
    PersonRow("สมหญิง รักงาน", "นิติกร", ("สำนักปลัด",), STAFF, section="งานนิติการ"),
    PersonRow("มานี มีสุข", "นักวิชาการเงินและบัญชี", ("กองคลัง",), STAFF),
    PersonRow("ปรีชา กองช่าง", "ผู้อำนวยการกองช่าง", ("กองช่าง",), SUPERVISOR),
    PersonRow("วิชัย ดูแล", "ปลัดองค์การบริหารส่วนตำบล", ("สำนักปลัด",), SUPERVISOR | ADMIN),
)

LAW = Measure(
    title="เผยแพร่ประมวลจริยธรรม",
    number="1",
    questions=(Question("O27", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"),),
    steps=("จัดทำประกาศ", "เผยแพร่บนเว็บไซต์"),
    responsible=Responsible("สำนักปลัด (งานนิติการ)", units=("สำนักปลัด/งานนิติการ",)),
    timeframe=Timeframe("ต.ค. ๖๙ - มี.ค. ๗๐", date(2026, 10, 1), date(2027, 3, 31)),
    cadence=Cadence("เดือนละ ๑ ครั้ง", CadenceKind.MONTHLY),
)
MONEY = Measure(
    title="เปิดเผยแผนการใช้จ่ายงบประมาณ",
    number="2",
    responsible=Responsible("สำนักปลัด/ กองคลัง", units=("สำนักปลัด", "กองคลัง")),
)
SERVICE = Measure(title="ปรับปรุงคู่มือการให้บริการ", number="3", responsible=Responsible("ทุกส่วนราชการ", everyone=True))

PLAN = Plan(
    agency=NAME,
    year=YEAR,
    topics=(
        Topic("การปฏิบัติหน้าที่", (LAW, MONEY), number="1", kind="issue", findings=("ยังไม่ทั่วถึง",)),
        Topic("คุณภาพการให้บริการ", (SERVICE,), number="2", kind="issue"),
    ),
    scores=(Score("1", 95.5), Score("2", 88.25)),
)


def small_agency(database: Database, slug: str = "demo") -> int:
    """Makes the agency with people, plan and an open first half of 2570; its id.

    Its tasks: งานนิติการ for LAW; สำนักปลัด and กองคลัง for MONEY; สำนักปลัด, กองคลัง and กองช่าง for SERVICE.
    """
    return remember(database, f"small {slug}", lambda: _make_small_agency(database, slug))


def _make_small_agency(database: Database, slug: str) -> int:
    agency_id = database.run(lambda conn: add_agency(conn, slug, NAME, LAYOUT, MORNING))
    write(
        database,
        agency_id,
        SetLayout(LAYOUT, "อำเภอตัวอย่าง จังหวัดตัวอย่าง"),
        ImportPeople(PEOPLE),
        ImportPlan(PLAN, YEAR, MORNING),
        OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING),
    )
    return agency_id


def write(database: Database, agency_id: int, *writes: Write, keys: Keys = KEYS) -> None:
    """Applies the writes in one transaction."""
    done: Sequence[Write] = writes
    database.run(lambda conn: apply(Books(conn, agency_id), done, keys))


def after(minutes: float) -> datetime:
    """So many minutes after the morning on which the tests begin."""
    return MORNING + timedelta(minutes=minutes)
