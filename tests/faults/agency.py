"""The agency of the officers: each alone in a unit, each unit with measures of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.agency import PersonRow, Role
from domain.plan import Measure, Plan, Responsible, Topic
from domain.writes import ImportPeople, ImportPlan, IssueInvite, OpenRound, SetLayout
from store import agencies, people
from store.apply import apply
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import Database
from store.keys import Keys
from tests.agency import LAYOUT, NAME
from thai.dates import BANGKOK
from thai.fiscal import RoundKind, round_days

SLUG = "demo"
CHANNEL = Channel("1234567890", "simulator-secret")


@dataclass(frozen=True, slots=True)
class Enlisted:
    """An officer to be: a name, an invite code and the measures to report on."""

    name: str
    code: str
    measures: tuple[str, ...]


def make_agency(database: Database, keys: Keys, officers: int, measures: int, now: datetime) -> tuple[Enlisted, ...]:
    """The agency with its people invited, its plan and a round of this fiscal year that lies open."""
    enlisted = tuple(_enlisted(number, measures) for number in range(1, officers + 1))
    local = now.astimezone(BANGKOK)
    year = local.year + 543 + (local.month >= 10)
    agency_id = database.run(lambda conn: agencies.add_agency(conn, SLUG, NAME, LAYOUT, now))
    staff = tuple(
        PersonRow(one.name, "นักวิชาการ", (_unit(number),), frozenset({Role.STAFF}))
        for number, one in enumerate(enlisted, 1)
    )
    due = round_days(year, RoundKind.ANNUAL)[1]
    writes = (
        SetLayout(LAYOUT, "อำเภอตัวอย่าง จังหวัดตัวอย่าง"),
        ImportPeople(staff),
        ImportPlan(_plan(year, enlisted), year, now),
        OpenRound(year, RoundKind.ANNUAL, due, now),
    )
    database.run(lambda conn: apply(Books(conn, agency_id), writes, keys))
    database.run(lambda conn: set_channel(Books(conn, agency_id), CHANNEL, keys))
    for one in enlisted:
        who = database.read(lambda conn, one=one: people.people_named(Books(conn, agency_id), one.name)[0])
        invite = IssueInvite(who.id, keys.hash_code(one.code), now, now + timedelta(days=14))
        database.run(lambda conn, invite=invite: apply(Books(conn, agency_id), [invite], keys))
    return enlisted


def _enlisted(number: int, measures: int) -> Enlisted:
    titles = tuple(f"จัดทำประกาศเรื่องที่ {number:02}-{m:03}" for m in range(1, measures + 1))
    return Enlisted(f"เจ้าหน้าที่ทดสอบ {number:02}", f"TEST{number + 2222:04}".replace("0", "A").replace("1", "B"), titles)


def _unit(number: int) -> str:
    return f"กองที่ {number:02}"


def _plan(year: int, enlisted: tuple[Enlisted, ...]) -> Plan:
    return Plan(NAME, year, tuple(_topic(number, one) for number, one in enumerate(enlisted, 1)))


def _topic(number: int, one: Enlisted) -> Topic:
    responsible = Responsible(_unit(number), units=(_unit(number),))
    measures = tuple(Measure(title, responsible=responsible) for title in one.measures)
    return Topic(f"หัวข้อของ{_unit(number)}", measures, number=str(number), kind="issue")
