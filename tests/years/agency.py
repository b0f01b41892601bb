"""The agency of a year: units, officers with their measures, a plan of every rhythm, in one of the layouts."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.agency import Person, PersonRow, Role
from domain.layout import Layout
from domain.plan import Cadence, Measure, Plan, Responsible, Timeframe, Topic
from domain.writes import Enrol, ImportPeople, ImportPlan, IssueInvite, SetLayout
from reports.layouts.load import named_layout
from store import people
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.channels import Channel, set_channel
from tests.agency import KEYS, NAME
from tests.faults.agency import Enlisted
from tests.years.processes import Disk
from thai.cadences import CadenceKind

YEAR = 2570
SLUG = "demo"
CHANNEL = Channel("1234567890", "simulator-secret")
# Those that ask in words alone; then those with columns of their own and rounds of 3, 6, 9 and 12 months.
LAYOUTS = ("results", "plan", "did", "outcomes", "bs4", "pk5")
UNITS = ("กองที่ 01", "กองที่ 02", "กองที่ 03")
OFFICERS = ((0, "เจ้าหน้าที่ หนึ่ง"), (0, "เจ้าหน้าที่ สอง"), (1, "เจ้าหน้าที่ สาม"), (1, "เจ้าหน้าที่ สี่"), (2, "เจ้าหน้าที่ ห้า"))
ADMIN, HEAD = "ปลัด ดูแล", "หัวหน้า กองหนึ่ง"
_RHYTHMS = (CadenceKind.MONTHLY, CadenceKind.QUARTERLY, CadenceKind.ONCE, None, None)
_WORDS = {CadenceKind.MONTHLY: "เดือนละ ๑ ครั้ง", CadenceKind.QUARTERLY: "ไตรมาสละ ๑ ครั้ง", CadenceKind.ONCE: "ปีละ ๑ ครั้ง"}


@dataclass(frozen=True, slots=True)
class Office:
    """What was made: the agency's id and layout, its people on file, and the officers with their codes."""

    id: int
    layout: Layout
    people: tuple[Person, ...]
    officers: tuple[Enlisted, ...]

    def named(self, name: str) -> Person:
        """The person of this name."""
        return next(one for one in self.people if one.name == name)


def make_office(disk: Disk, layout: str, rng: random.Random, now: datetime) -> Office:
    """The agency with its plan; its officers have codes, the administrator and the head are enrolled."""
    chosen, plan = named_layout(layout), _plan(rng)
    agency_id = disk.write(lambda conn: add_agency(conn, SLUG, NAME, chosen, now))
    rows = [PersonRow(name, "นักวิชาการ", (UNITS[unit],), frozenset({Role.STAFF})) for unit, name in OFFICERS]
    rows += [
        PersonRow(ADMIN, "ปลัดองค์การบริหารส่วนตำบล", ("สำนักปลัด",), frozenset({Role.ADMIN, Role.SUPERVISOR})),
        PersonRow(HEAD, "ผู้อำนวยการกอง", UNITS[:2], frozenset({Role.SUPERVISOR})),
    ]
    writes = (
        SetLayout(chosen, "อำเภอตัวอย่าง จังหวัดตัวอย่าง"), ImportPeople(tuple(rows)), ImportPlan(plan, YEAR, now),
    )  # fmt: skip
    disk.write(lambda conn: apply(Books(conn, agency_id), writes, KEYS))
    disk.write(lambda conn: set_channel(Books(conn, agency_id), CHANNEL, KEYS))
    on_file = disk.read(lambda conn: people.load_people(Books(conn, agency_id)))
    office = Office(agency_id, chosen, on_file, tuple(_enlisted(n, unit, plan) for n, (unit, _) in enumerate(OFFICERS)))
    for one in office.officers:
        _invite(disk, office, one.name, KEYS.hash_code(one.code), now)
    for name in (ADMIN, HEAD):
        _invite(disk, office, name, f"hash {name}", now)
        invite = disk.read(lambda conn, name=name: people.invite_by_code_hash(Books(conn, agency_id), f"hash {name}"))  # type: ignore[misc]
        assert invite
        enrol = Enrol(invite.id, line_user(office.named(name)), now)
        disk.write(lambda conn, enrol=enrol: apply(Books(conn, agency_id), [enrol], KEYS))  # type: ignore[misc]
    return office


def line_user(person: Person) -> str:
    """The LINE user id of somebody."""
    return f"U{person.id:032x}"


def _invite(disk: Disk, office: Office, name: str, code_hash: str, now: datetime) -> None:
    invite = IssueInvite(office.named(name).id, code_hash, now, now + timedelta(days=90))
    disk.write(lambda conn: apply(Books(conn, office.id), [invite], KEYS))


def _enlisted(number: int, unit: int, plan: Plan) -> Enlisted:
    titles = [measure.title for topic in plan.topics for measure in topic.measures]
    mine = tuple(title for title in titles if f" {unit + 1:02}-" in title or " 99-" in title)
    return Enlisted(OFFICERS[number][1], f"TEST{number + 2223}", mine)


def _plan(rng: random.Random) -> Plan:
    topics = [_topic(unit, name, rng) for unit, name in enumerate(UNITS, 1)]
    all_of_them = Responsible("ทุกส่วนราชการ", everyone=True)
    topics.append(
        Topic("หัวข้อของทุกคน", (_measure("จัดทำประกาศเรื่องที่ 99-001", all_of_them, rng),), number="9", kind="issue")
    )
    return Plan(NAME, YEAR, tuple(topics))


def _topic(unit: int, name: str, rng: random.Random) -> Topic:
    responsible = Responsible(name, units=(name,))
    titles = [f"จัดทำประกาศเรื่องที่ {unit:02}-{number:03}" for number in range(1, rng.choice((3, 4)))]
    return Topic(f"หัวข้อของ{name}", tuple(_measure(t, responsible, rng) for t in titles), number=str(unit), kind="issue")


def _measure(title: str, responsible: Responsible, rng: random.Random) -> Measure:
    rhythm = rng.choice(_RHYTHMS)
    cadence = Cadence(_WORDS[rhythm], rhythm) if rhythm else None
    timeframe = None
    if rhythm is CadenceKind.ONCE or rng.random() < 0.2:
        last = date(2026, 12, 31) + timedelta(days=30 * rng.randrange(8))
        timeframe = Timeframe("ตามแผน", date(2026, 10, 1), last)
    return Measure(title, responsible=responsible, cadence=cadence, timeframe=timeframe)
