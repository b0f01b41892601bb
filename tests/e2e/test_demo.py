"""The main path on the real demo: enrol, report with photos and a link, be reminded, sign in, take the files away."""

import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from PIL import Image

from simulator import Message, Person, Simulator
from tests.e2e.demo import ADMIN, REPO, STAFF, SUPERVISOR, Demo, answers
from tests.e2e.sample import FILES, MEASURE, photo
from tests.e2e.visitor import Visitor, form_token
from tests.e2e.words import HOW_FAR, HOW_FAR_IN_MONTH, WHAT_IS_DONE, WHAT_IS_NOT_DONE, WHOLE
from tests.patience import PATIENCE
from tests.reports.reading import page_texts
from thai.normalise import remove_spaces

pytestmark = pytest.mark.slow

DID = "ออกเสียงตามสายครบ ๑๒ หมู่บ้าน\nทุกวันจันทร์ เวลา ๐๗.๐๐ น."
SUGGESTION = "ควรมีข้อความภาษาถิ่นด้วย <b>&"
LINK = "https://example.go.th/news/77"


def number_of(measure: str, listed: Message) -> str:
    """The number that the list gives a measure."""
    (number,) = re.findall(rf"(?m)^(\d+)\. {re.escape(measure[:30])}", listed.words)
    return str(number)


def enrol(officer: Person, code: str) -> None:
    """Read the notice, accept it, be enrolled."""
    officer.types(code)
    assert "ข้อมูลส่วนบุคคล" in officer.sees("ยอมรับหรือไม่")
    officer.taps("ยอมรับ")
    assert "รายการของฉัน" in officer.sees(f"ยินดีต้อนรับ {officer.name}").quick_replies


def sees_status_question(someone: Person) -> bool:
    """Wait for the question how far it is; True where a month is asked for."""
    offered = someone.sees("ดำเนินการแล้วเสร็จ")
    assert HOW_FAR in offered or HOW_FAR_IN_MONTH in offered, offered.words
    return HOW_FAR_IN_MONTH in offered


def report(officer: Person) -> None:
    """Report on MEASURE with two photos and a link, look it over and save."""
    officer.types("งาน")
    number = number_of(MEASURE, officer.sees("ต้องการรายงานรายการใด\n\n1."))
    answers(officer, number)
    assert MEASURE in officer.sees(HOW_FAR_IN_MONTH)
    officer.taps("ดำเนินการแล้วเสร็จ")
    officer.sees(WHAT_IS_DONE)
    officer.taps(WHOLE)
    officer.sees("ดำเนินการอะไรไปแล้วบ้าง")
    answers(officer, DID)
    officer.sees("มีข้อเสนอแนะหรือไม่")
    answers(officer, SUGGESTION)
    officer.sees("มีหลักฐานประกอบหรือไม่")
    officer.sends_photo(photo("green"), photo("orange"))
    officer.sees("2 รายการ")
    answers(officer, f"ข่าวอยู่ที่ {LINK}")
    officer.sees("3 รายการ")
    officer.taps("ครบแล้ว")
    summary = officer.sees("ข้อมูลถูกต้องหรือไม่")
    for words in (*DID.splitlines(), SUGGESTION, LINK, "รูปภาพ 2 รูป"):
        assert words in summary
    officer.taps("1. บันทึก")
    officer.sees(f"บันทึกแล้ว: {MEASURE}")


def sign_in_link(admin: Person) -> str:
    """The link that an admin is sent for the asking."""
    admin.types("เว็บ")
    button = admin.sees("ลิงก์เข้าหน้าผู้ดูแล").buttons[0]
    return str(admin.taps(button)["open"])


def pushes(simulator: Simulator) -> list[str]:
    """To whom LINE has taken a push so far."""
    lines = simulator.log()
    return [line["request"]["to"] for line in lines if "message/push" in line["path"] and line["status"] == 200]


@pytest.fixture(scope="module")
def phones(demo: Demo) -> Any:
    """The phones after enrolment, report and the first of December."""
    with demo.simulator() as simulator:
        assert demo.code
        enrol(simulator.person(STAFF), demo.code)
        report(simulator.person(STAFF))
        yield simulator


@pytest.fixture(scope="module")
def task(demo: Demo, phones: Simulator) -> dict[str, Any]:
    """The task that was reported on, as the command lists it."""
    (found,) = [one for one in demo.json("tasks", "demo") if one["measure"] == MEASURE and one["unit"] == "สำนักปลัด"]
    return dict(found)


def test_the_command_line_knows_what_was_reported(task: dict[str, Any]) -> None:
    assert task["status"] == "done"
    assert task["last_update"].startswith("2026-11-20T")
    assert STAFF in task["names"]


@pytest.fixture(scope="module")
def idle(demo: Demo, phones: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Someone who came later, enrolled, and answered all there was."""
    name = "นางสาวว่าง ไร้งาน"
    people = tmp_path_factory.mktemp("people") / "people.csv"
    staff = (REPO / "intake/samples/demo_people.csv").read_text("utf-8-sig").rstrip()
    people.write_text(f"{staff}\n{name},นักวิชาการตรวจสอบภายใน,หน่วยตรวจสอบภายใน,staff,,\n", "utf-8")
    demo.tidtam("people", "import", "demo", str(people))
    (invited,) = demo.json("people", "invite", "demo", name)
    someone = phones.add_person(name, friend=False)
    someone.follows()
    someone.sees("")
    enrol(someone, invited["code"])
    for _ in waiting_for(demo, invited["person"]):
        give_up_one(someone)
    return someone


def waiting_for(demo: Demo, ref: str) -> list[dict[str, Any]]:
    """The person's tasks that have no final answer."""
    return [one for one in demo.json("tasks", "demo") if ref in one["people"] and one["status"] == "not_started"]


def give_up_one(someone: Person) -> None:
    """Report the first waiting task as not carried out."""
    someone.types("งาน")
    someone.sees("ต้องการรายงานรายการใด\n\n1.")
    answers(someone, "1")
    in_month = sees_status_question(someone)
    answers(someone, "4")
    if in_month:
        someone.sees(WHAT_IS_NOT_DONE)
        someone.taps(WHOLE)
    someone.sees("เพราะเหตุใด")
    answers(someone, "หน่วยงานไม่มีภารกิจนี้")
    someone.sees("ข้อมูลถูกต้องหรือไม่")
    answers(someone, "1")
    someone.sees("บันทึกแล้ว")


def test_on_the_first_of_december_who_has_waiting_tasks_is_pushed_once(
    demo: Demo, phones: Simulator, idle: Person
) -> None:
    told = {one["person"]: one["via"] for one in demo.json("remind", "demo", "--on", "2026-12-01")["deliveries"]}
    assert {who for who, via in told.items() if via == "push"} == {"p1", "p2", "p4"}
    officer, admin, head = reminded = tuple(phones.person(name) for name in (STAFF, ADMIN, SUPERVISOR))
    assert pushes(phones) == []
    idle.reads(timeout=0)
    phones.move_clock("2026-12-01T08:55")
    phones.move_clock("2026-12-01T09:05")
    for who in (officer, admin):
        assert "รายงานประจำเดือน" in who.sees(f"เรียน {who.name}", timeout=PATIENCE)
    head.sees("", timeout=PATIENCE)
    assert MEASURE not in officer.sees("เรียน")
    assert idle.reads(timeout=7) == [], "longer than the worker's round"
    assert sorted(pushes(phones)) == sorted(who.id for who in reminded)
    assert phones.quota()["used"] == len(reminded)
    officer.taps("รายงาน")
    sees_status_question(officer)
    officer.types("ยกเลิก")
    officer.sees("ไม่มีการบันทึก")


def test_a_week_before_the_end_is_forecast(demo: Demo, phones: Simulator, task: dict[str, Any]) -> None:
    told = demo.json("remind", "demo", "--on", "2027-03-24")
    pushed = {one["person"]: one["tasks"] for one in told["deliveries"] if one["via"] == "push"}
    assert {"p1", "p2"} <= set(pushed)
    assert told["cost"] == len(pushed)
    assert task["task"] not in pushed["p2"]


@pytest.fixture(scope="module")
def files(demo: Demo, phones: Simulator, task: dict[str, Any]) -> dict[str, bytes]:
    """What the admin downloads after signing in by the link from the chat."""
    link = sign_in_link(phones.person(ADMIN))
    browser = Visitor()
    try:
        assert link.startswith(f"{demo.web}/admin/sign-in/demo/")
        assert browser.asks("GET", f"{demo.web}/admin/demo/").status == 401
        browser.opens(link)
        assert "สิ่งที่ต้องทำ" in browser.presses(browser.opens(link))
        assert MEASURE in browser.opens(f"{demo.web}/admin/demo/tasks")
        seen = browser.opens(f"{demo.web}/admin/demo/tasks/{task['task']}")
        assert SUGGESTION.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in seen
        assert all(line in seen for line in DID.splitlines())
        shown = re.findall(r'<img src="([^"]+)"', seen)
        assert len(shown) == 2
        for address in shown:
            got = browser.asks("GET", urljoin(demo.web, address))
            assert (got.status, got.headers["Content-Type"]) == (200, "image/jpeg")
            assert Image.open(io.BytesIO(got.data)).size == (320, 240)
        second = Visitor()
        assert second.asks("POST", link, {}).status == 400, "without the form's token"
        token = form_token(second.opens(link))
        assert second.asks("POST", link, {"csrf_token": token}).status == 410, "spent"
        second.close()
        address = f"{demo.web}/admin/demo/report/2570/first_half"
        return {kind: browser.asks("GET", f"{address}.{kind}").data for kind in FILES}
    finally:
        browser.close()


@pytest.mark.parametrize(("kind", "starts"), FILES.items())
def test_the_admin_downloads_each_file_of_its_kind(files: dict[str, bytes], kind: str, starts: bytes) -> None:
    assert files[kind].startswith(starts)


def test_the_files_have_the_words_that_were_typed(files: dict[str, bytes]) -> None:
    told = json.loads(files["json"])
    rows = [row for group in told["groups"] for row in group["rows"]]
    (row,) = [row for row in rows if row["cells"]["result"][:2] == [f"- {line}" for line in DID.splitlines()]]
    assert row["measure"] == MEASURE
    assert row["cells"]["suggestion"] == [SUGGESTION]
    text = remove_spaces("".join(page_texts(files["pdf"])))
    for words in (MEASURE, *DID.splitlines(), SUGGESTION):
        assert remove_spaces(words) in text
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")):
        inside = unescape(ZipFile(io.BytesIO(files[kind])).read(part).decode())
        assert all(line in inside for line in (*DID.splitlines(), SUGGESTION)), kind


def test_the_command_line_writes_the_same_report(demo: Demo, files: dict[str, bytes], tmp_path: Path) -> None:
    where = ("report", "demo", "--year", "2570", "--round", "first_half", "--to")
    demo.tidtam(*where, str(tmp_path / "x.json"))
    demo.tidtam_in_another_window(*where, str(tmp_path / "x.pdf"))
    assert json.loads((tmp_path / "x.json").read_bytes()) == json.loads(files["json"])
    assert page_texts((tmp_path / "x.pdf").read_bytes()) == page_texts(files["pdf"])
