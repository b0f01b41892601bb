"""A round of the demo's seven people, from invitation to approved: by taps, at a PC, by the one page: one record."""

import random
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import intake
from bot.demo_agency import NAME, SIGNATORY, YEAR
from domain.status_words import STATUS_WORDS
from domain.task import Review, Task
from domain.writes import ImportPeople, ImportPlan, OpenRound, SetLayout, SetReview
from intake.people_file import read_people
from intake.plan_file import read_plan
from reports.layouts.load import named_layout
from simulator import Message, Simulator
from store import agencies, evidence, people, updates
from store import tasks as stored_tasks
from store.engine import Database
from tests.agency import MORNING, write
from tests.databases import watched
from tests.e2e.office import Office, running_office
from tests.e2e.officer import Officer, Told
from tests.e2e.reply_page import ReplyPage
from tests.e2e.words import words_of
from tests.patience import PATIENCE
from thai.catalogue import translator
from thai.fiscal import RoundKind

pytestmark = pytest.mark.slow

ALL_CHECKED = words_of("No more replies wait for your check. Thank you.")
LEFT = words_of("That is all for now; {count} replies are left for later. Type “ตรวจ” to go on.")
IN_ORDER = words_of("\nIs it in order?")
APPROVE = words_of("Approve")
DONE, IN_PROGRESS = "ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ"


class OnPhone(Officer):
    """Taps whatever can be tapped."""

    def _taps(self, words: str, typed: str) -> None:
        self.did.append(f"> [{words}]")
        self.phone.taps(words)


@dataclass
class AtPc(Officer):
    """LINE for PC: no quick replies and no menu; only what a message itself shows can be typed."""

    asked: list[Message] = field(default_factory=list)

    def _answers(self, name: str, message: Message) -> None:
        self.asked.append(message)
        super()._answers(name, message)

    def _taps(self, words: str, typed: str) -> None:
        shown = self.asked[-1].words
        assert re.search(rf"(?m)^{re.escape(typed)}\. |{re.escape(typed)}", shown), f"{typed} is not shown:\n{shown}"
        self._types(typed)


WAYS = ("phone", "pc", "page")


def demo_agency(database: Database) -> int:
    """The demo's people and plan, their round just opened; every reply is to be checked."""
    samples, layout = Path(intake.__file__).parent / "samples", named_layout("results")
    agency_id = database.run(lambda conn: agencies.add_agency(conn, "demo", NAME, layout, MORNING))
    staff, plan = read_people(samples / "demo_people.csv"), read_plan(samples / "demo_plan.csv")
    opened = OpenRound(YEAR, RoundKind.FIRST_HALF, date(2027, 3, 31), MORNING)
    settled = (SetLayout(layout, "อำเภอตัวอย่าง", (SIGNATORY,)), SetReview(MORNING))
    write(database, agency_id, *settled, ImportPeople(staff.rows), ImportPlan(plan, YEAR, MORNING), opened)
    return agency_id


def told_of(task: Task, number: int) -> Told:
    """What is to be reported on the task, whoever does it in whatever way."""
    status = (DONE, IN_PROGRESS)[number % 2]
    result = f"ดำเนินการตามมาตรการแล้ว {number + 1} ครั้ง ผู้เข้าร่วม {10 * (number + 1)} คน"
    suggestion = "ควรจัดให้ต่อเนื่องทุกไตรมาส" if number % 3 == 0 else ""
    link = f"https://example.go.th/news/{number + 1}" if number % 2 else ""
    return Told(task.measure, status, result, suggestion, link=link)


@pytest.mark.parametrize("turn", range(2))
def test_every_way_makes_the_same_records(turn: int, sqlite_url: str, tmp_path: Path) -> None:
    with watched(sqlite_url) as database, running_office(database, sqlite_url, tmp_path, turn, demo_agency) as running:
        office, line = running
        seven = office.read(people.load_people)
        assert len(seven) == 7
        officers = {who.id: enrolled(office, line, who.name, who.id, way_of(who, turn)) for who in seven}
        told = report_all(office, officers, turn)
        for who in seven:
            approve_all(officers[who.id])
        office.settle()
        assert office.failures == []
        records_are(office, told)


def way_of(who: people.Person, turn: int) -> str:
    """Each person's way, another one in each turn; an administrator's link opens the admin's pages instead."""
    ways = WAYS[:2] if "admin" in who.roles else WAYS
    return ways[(who.id + turn) % len(ways)]


def enrolled(office: Office, line: Simulator, name: str, number: int, way: str) -> Officer:
    code = f"ABCD234{number + 1}"
    office.invite(name, code)
    kind = OnPhone if way == "phone" else AtPc
    officer = kind(line.add_person(name), random.Random(number), code, office.skip)
    officer.page = on_page(office) if way == "page" else None
    officer.enrols()
    return officer


def on_page(office: Office):  # type: ignore[no-untyped-def]
    def report(link: str, told: Told) -> bool:
        page = ReplyPage(office.web)
        opened = page.opens(link)
        if opened:
            page.reports(told)
        return opened

    return report


def report_all(office: Office, officers: dict[int, Officer], turn: int) -> dict[int, Told]:
    """Each task is reported on by one of its people, in that one's way."""
    told: dict[int, Told] = {}
    for number, task in enumerate(office.read(stored_tasks.load_tasks)):
        if not task.assignee_ids:
            continue
        told[task.id] = told_of(task, number)
        officer = officers[task.assignee_ids[turn % len(task.assignee_ids)]]
        asked = task.expectation(MORNING.date()).asks  # the page shows no task whose time has not come
        (officer.reports_on_page if officer.page and asked else officer.reports)(told[task.id])
    return told


def approve_all(officer: Officer) -> None:
    """Every reply that waits for this person's check is looked at and approved."""
    officer.phone.reads(timeout=0)
    officer.phone.types("ตรวจ")
    while True:
        seen = officer.phone.reads(timeout=PATIENCE)
        assert seen, officer.diary
        asked = [one for one in seen if IN_ORDER in one.words]
        if not asked:
            return
        if isinstance(officer, OnPhone):
            officer.phone.taps(APPROVE)
        else:
            (number,) = re.findall(rf"(?m)^(\d+)\. {APPROVE}$", asked[-1].words)
            officer.phone.types(number)


def records_are(office: Office, told: dict[int, Told]) -> None:
    """Of each task one reply as it was to be said, approved."""
    words = translator("th")
    assert len(told) >= 7
    for task_id, meant in told.items():
        (update,) = office.read(lambda books, task_id=task_id: updates.updates_of_task(books, task_id))
        links = [one.link for one in office.read(lambda books, it=update: evidence.evidence_of_update(books, it.id))]
        said = (words(STATUS_WORDS[update.status]), update.result, update.suggestion, links)
        assert said == (meant.status, meant.result, meant.suggestion, [meant.link] if meant.link else [])
        assert update.check is not None and update.check.review is Review.APPROVED, meant
