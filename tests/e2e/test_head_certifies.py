"""The head of the agency, over the real server and the stand-in for LINE: asked, certified or sent back, published."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from domain.task import Status
from domain.writes import SaveUpdate
from simulator import Person, Simulator
from store.certified import certified_of_round
from store.tasks import load_tasks
from tests.agency import MORNING, YEAR, write
from tests.databases import watched
from tests.e2e.office import CODE, Office, running_office
from tests.heads import ADMIN, HEAD, make_head, person_id
from tests.web.site import any_token, certify_form, press
from thai.fiscal import RoundKind

pytestmark = pytest.mark.slow

PAGE = f"/admin/demo/report/{YEAR}/first_half/certify"
WITHIN = 120.0  # seconds: a PDF is set meanwhile, on a machine that may be busy


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Office, Simulator]]:
    with watched(sqlite_url) as database, running_office(database, sqlite_url, tmp_path, 7) as running:
        yield running


def enrol(office: Office, line: Simulator, name: str, friend: str, code: str = CODE) -> Person:
    office.invite(name, code)
    person = line.person(friend)
    person.types(code)
    person.sees("ยอมรับหรือไม่", timeout=WITHIN)
    person.taps("ยอมรับ")
    person.sees("ลงทะเบียนเรียบร้อยแล้ว", timeout=WITHIN)
    return person


@pytest.fixture
def sent(office: tuple[Office, Simulator]) -> tuple[FlaskClient, Person, Person]:
    """The administrator's browser, the administrator, and the head, to whom the report was sent from the page."""
    works, line = office
    for task in works.read(load_tasks):
        told = f"ดำเนินการแล้ว เรื่องที่ {task.id} ในหน่วยงาน"
        write(works.database, 1, SaveUpdate(f"r{task.id}", task.id, task.assignee_ids[0], MORNING, Status.DONE, told))
    admin, head = enrol(works, line, ADMIN, "มานี"), enrol(works, line, HEAD, "สมหญิง", "EFGH2345")
    make_head(works.database, 1, line_user=None)
    admin.types("เว็บ")
    admin.sees("ลิงก์เข้าหน้าผู้ดูแล", timeout=WITHIN)
    browser = works.app.test_client()
    press(browser, urlsplit(admin.taps("เปิดหน้าผู้ดูแล")["open"]).path)
    form = {**certify_form(browser.get(PAGE)), "head": str(person_id(works.database, 1, HEAD))}
    form["acting_for"] = "นายกองค์การบริหารส่วนตำบล"
    answer = browser.post(PAGE.replace("/certify", "/head"), data=form)
    assert answer.status_code == 303, answer.text
    return browser, admin, head


def test_what_the_head_certifies_in_line_is_published_under_their_name(
    office: tuple[Office, Simulator], sent: tuple[FlaskClient, Person, Person]
) -> None:
    works, line = office
    browser, admin, head = sent
    asked = head.sees("เสนอรายงานให้ท่านรับรอง", timeout=WITHIN)
    assert asked.via == "push"
    used = line.quota()["used"]
    for words in (ADMIN, "รอบ 6 เดือนแรก", "ฉบับที่ 1", "รักษาราชการแทน นายกองค์การบริหารส่วนตำบล"):
        assert words in asked.text, words
    code = re.search(r"รหัสเนื้อหา ([0-9A-F]{4}-[0-9A-F]{4})", asked.text)
    assert code
    pdf = works.app.test_client().get(urlsplit(head.taps("เปิดดูรายงาน (PDF)")["open"]).path)
    assert pdf.data.startswith(b"%PDF")
    head.taps("รับรอง")
    assert code[1] in head.sees("ใช่ท่านหรือไม่", timeout=WITHIN).text
    head.taps("ใช่ ข้าพเจ้ารับรองฉบับนี้")
    head.sees("บันทึกคำรับรองของท่านแล้ว", timeout=WITHIN)
    admin.sees(f"{HEAD} รับรองรายงานแล้ว", timeout=WITHIN)
    head.sees("รับรองแล้ว: รอบ 6 เดือนแรก", timeout=WITHIN)
    assert line.quota()["used"] == used + 2, "what came of it, to both"
    (version,) = works.read(lambda books: certified_of_round(books, YEAR, RoundKind.FIRST_HALF))
    published = {"csrf_token": any_token(browser), "version": version.id}
    assert browser.post(PAGE.replace("/certify", "/publish"), data=published).status_code == 303
    anyone = works.app.test_client()
    verified = anyone.get(f"/verify/{version.code}").text
    for words in (HEAD, "รักษาราชการแทน นายกองค์การบริหารส่วนตำบล", "รับรองใน LINE"):
        assert words in verified, words
    assert f"รับรองโดย {HEAD}" in anyone.get(f"/p/demo/{YEAR}/first_half").text
    assert works.failures == []


def test_what_the_head_sends_back_is_not_certified_and_says_why(
    office: tuple[Office, Simulator], sent: tuple[FlaskClient, Person, Person]
) -> None:
    works, _ = office
    browser, admin, head = sent
    head.sees("เสนอรายงานให้ท่านรับรอง", timeout=WITHIN)
    head.taps("ส่งกลับให้แก้ไข")
    head.sees("ต้องแก้ไขเรื่องใด", timeout=WITHIN)
    works.pass_time(20)
    head.types("ยอดงบประมาณในข้อ ๓ ไม่ตรงกับเอกสาร")
    head.sees("ส่งกลับแล้ว", timeout=WITHIN)
    assert "ยอดงบประมาณในข้อ ๓ ไม่ตรงกับเอกสาร" in admin.sees("ส่งรายงานกลับให้แก้ไข", timeout=WITHIN).words
    assert "ยอดงบประมาณในข้อ ๓ ไม่ตรงกับเอกสาร" in browser.get(PAGE).text
    assert works.read(lambda books: certified_of_round(books, YEAR, RoundKind.FIRST_HALF)) == ()
    assert works.failures == []
