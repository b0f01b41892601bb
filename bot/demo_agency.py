"""The sample agency of the demo: invented, with a plan, people, an open round and some replies already in."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw
from sqlalchemy import Connection

import intake
from bot.shell import Shell
from domain.agency import Person
from domain.audit import Act
from domain.events import FetchedEvidence
from domain.plan import Signatory
from domain.task import Status, Task
from domain.writes import (
    AcceptNotice,
    Enrol,
    ImportPeople,
    ImportPlan,
    IssueInvite,
    OpenRound,
    SaveUpdate,
    SetLayout,
    SettleEvidence,
    WantEvidence,
    Write,
)
from handlers.enrol import NOTICE_VERSION
from intake.people_file import read_people
from intake.plan_file import read_plan
from reports.layouts.load import named_layout
from simulator.client import Simulator
from store import agencies, conversations, evidence, people, tasks
from store.apply import apply
from store.books import Books, open_books
from store.channels import Channel, set_channel
from thai.fiscal import RoundKind

SLUG = "demo"
NAME = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
PLACE = "อำเภอตัวอย่าง จังหวัดตัวอย่าง"
YEAR = 2570
STAFF, SUPERVISOR, ADMIN = "นายสมชาย สมมุติ", "นางวันดี ทดลอง", "นางสาวมาลี ตัวอย่าง"
SIGNATORY = Signatory("นางสาวมาลี ตัวอย่าง", "หัวหน้าสำนักปลัด", "ปลัดองค์การบริหารส่วนตำบลทุ่งตัวอย่าง", "ผู้รับรองข้อมูล")

# Which task, counted as `tidtam tasks demo` lists them, was answered how.
REPLIES: tuple[tuple[int, Status, str, str, str], ...] = (
    (0, Status.DONE, "จัดทำแผ่นป้ายขั้นตอนและระยะเวลาการให้บริการ ๖ เรื่อง\nติดตั้งหน้าห้องบริการครบทุกจุด", "", "photo"),
    (1, Status.IN_PROGRESS, "วางคิวอาร์โค้ดแบบประเมินที่จุดบริการแล้ว ๑ จุด", "ควรเพิ่มจุดที่ศูนย์พัฒนาเด็กเล็ก", "photo"),
    (4, Status.DONE, "ประกาศและแจ้งเวียนแนวทางไม่รับของขวัญให้บุคลากรลงชื่อรับทราบครบทุกคน", "", "link"),
    (5, Status.IN_PROGRESS, "เผยแพร่รายงานการใช้จ่ายของเดือนตุลาคม ๒๕๖๙ แล้ว", "", ""),
    (7, Status.NOT_DONE, "", "", "ยังไม่มีงานก่อสร้างที่ถึงขั้นตอนตรวจรับในไตรมาสนี้"),
)


def make_demo_agency(shell: Shell, simulator: Simulator) -> bool:
    """True where the agency was made now; False where it was kept from an earlier run."""
    now = shell.clock.now()
    made = shell.database.run(lambda conn: _make(conn, shell, now))
    for name in (STAFF, SUPERVISOR, ADMIN):
        simulator.add_person(name)
    if made:
        enrolled = {name: simulator.person(name).id for name in (SUPERVISOR, ADMIN)}
        shell.database.run(lambda conn: _fill(_books(conn), shell, enrolled, now))
    return made


def _books(conn: Connection) -> Books:
    found = open_books(conn, SLUG)
    assert found is not None  # noqa: S101
    return found


def _make(conn: Connection, shell: Shell, now: datetime) -> bool:
    if open_books(conn, SLUG) is not None:
        return False
    results = named_layout("results")
    # Who tries the demo certifies a report before everyone has reported.
    layout = replace(results, blocks=tuple(kind for kind in results.blocks if kind != "unanswered"))
    agencies.add_agency(conn, SLUG, NAME, layout, now, Act("command", None, now))
    books = _books(conn)
    set_channel(books, Channel("1234567890", "simulator-secret"), shell.keys)
    samples = Path(intake.__file__).parent / "samples"
    staff, plan = read_people(samples / "demo_people.csv"), read_plan(samples / "demo_plan.csv")
    writes: tuple[Write, ...] = (
        SetLayout(layout, PLACE, (SIGNATORY,)),
        ImportPeople(staff.rows),
        ImportPlan(plan, YEAR, now),
        OpenRound(YEAR, RoundKind.FIRST_HALF, date(2027, 3, 31), now),
    )
    apply(books, writes, shell.keys, Act("command", None, now))
    return True


def _fill(books: Books, shell: Shell, enrolled: dict[str, str], now: datetime) -> None:
    """Two people enrolled, and the replies that are already in."""
    for name, line_user in enrolled.items():
        _enrol(books, shell, people.people_named(books, name)[0], line_user, now)
    listed = tasks.load_tasks(books)
    for place, (number, status, result, suggestion, more) in enumerate(REPLIES):
        _report_as(books, shell, listed[number], now - timedelta(days=12 - place), status, result, suggestion, more)


def _enrol(books: Books, shell: Shell, person: Person, line_user: str, now: datetime) -> None:
    code = shell.keys.hash_code(f"DEMO{person.id:04d}")
    issue = IssueInvite(person.id, code, now, now + timedelta(days=14))
    apply(books, (issue,), shell.keys, Act("command", None, now))
    invite = people.invite_by_code_hash(books, code)
    assert invite is not None  # noqa: S101
    accept = AcceptNotice(line_user, NOTICE_VERSION, now)
    apply(books, (accept, Enrol(invite.id, line_user, now)), shell.keys, Act("chat", person.id, now))
    state = conversations.state_of(books, line_user)
    conversations.save_state(books, state.version, replace(state, notice_version=NOTICE_VERSION))


def _report_as(
    books: Books, shell: Shell, task: Task, at: datetime, status: Status, result: str, suggestion: str, more: str
) -> None:
    person_id, event_id = task.assignee_ids[0], f"demo-{task.id}"
    photo = f"demo-photo-{task.id}" if more == "photo" else None
    by = Act("chat", person_id, at)
    if photo:
        apply(books, (WantEvidence(photo, "photo", "", person_id, at),), shell.keys, by)
    update = SaveUpdate(
        event_id, task.id, person_id, at, status, result=result, suggestion=suggestion,
        reason=more if status is Status.NOT_DONE else "",
        message_ids=(photo,) if photo else (),
        links=("https://example.go.th/news/12",) if more == "link" else (),
    )  # fmt: skip
    apply(books, (update,), shell.keys, by)
    if photo:
        (piece,) = evidence.evidence_of_messages(books, (photo,))
        sha256, size = shell.files.save([_picture(task.id)])
        fetched = FetchedEvidence(piece.id, "saved", "image/jpeg", size, sha256, sha256)
        apply(books, (SettleEvidence(fetched),), shell.keys, by)


def _picture(number: int) -> bytes:
    """A plain drawn picture: a notice board in front of a building."""
    image = Image.new("RGB", (960, 640), "#dbe7ef")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 960, 640), fill="#b9c9a8")
    draw.rectangle((90, 150, 870, 470), fill="#f4ead6", outline="#8a7f68", width=4)
    draw.polygon(((60, 150), (900, 150), (480, 50)), fill="#a45a45")
    for left in range(130, 840, 180):
        draw.rectangle((left, 220, left + 110, 330), fill="#9fb8c8", outline="#6d7f8a", width=3)
    draw.rectangle((330, 360, 630, 560), fill="#ffffff", outline="#1b7f4b", width=8)
    for line in range(5):
        draw.line((360, 395 + line * 32, 600 - (number * 37 + line * 53) % 120, 395 + line * 32), fill="#555", width=8)
    made = io.BytesIO()
    image.save(made, "JPEG", quality=85)
    return made.getvalue()
