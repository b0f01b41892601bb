"""A LINE group from being linked to being left, through the simulator: signed webhooks in, replies and pushes out."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from simulator import Person, Simulator
from store.groups import load_groups
from tests.databases import watched
from tests.e2e.office import CODE, Office, running_office
from tests.patience import PATIENCE
from tests.web.site import form_token, press

pytestmark = pytest.mark.slow

ADMIN = "วิชัย ดูแล"
NOT_LINKED, LINKED, STATE = "ยังไม่ได้เชื่อมกับกลุ่มนี้", "เชื่อมกลุ่มนี้กับ", "ความคืบหน้าของมาตรการ"


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Office, Simulator]]:
    with watched(sqlite_url) as database, running_office(database, sqlite_url, tmp_path, 7) as running:
        yield running


def enrol_admin(office: Office, line: Simulator) -> Person:
    office.invite(ADMIN)
    admin = line.person("มานี")
    admin.types(CODE)
    admin.sees("ยอมรับหรือไม่")
    admin.taps("ยอมรับ")
    admin.sees("ลงทะเบียนเรียบร้อยแล้ว")
    return admin


def group_code(admin: Person) -> str:
    admin.types("เชื่อมกลุ่ม")
    found = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", admin.sees("พิมพ์รหัสนี้ในกลุ่ม").words)
    assert found
    return found[0]


def silence(office: Office, person: Person, *acts: Callable[[], object]) -> None:
    """Nothing is answered to any of it, once all has been taken and nothing is left to be sent."""
    person.reads(timeout=0)
    for act in acts:
        act()
    office.settle()
    assert person.reads(timeout=0) == []


def test_a_group_is_linked_asked_and_left(office: tuple[Office, Simulator]) -> None:
    works, line = office
    admin, somchai = enrol_admin(works, line), line.person("สมชาย")
    stranger = line.add_person("คนนอก", friend=False)
    account = line.call("GET", "state")["channel"]["name"]
    group = line.group("กองคลังคุยงาน", admin, somchai)
    there, outside = somchai.in_group(group), stranger.in_group(group)
    assert NOT_LINKED in there.sees("บัญชีติดตาม", timeout=PATIENCE).words
    silence(works, there, lambda: there.types("ภาพรวม"), lambda: there.types(f"@{account} อยู่ไหม"))

    code = group_code(admin)
    admin.in_group(group).types(code)
    there.sees(LINKED, timeout=PATIENCE)
    line.joins_group(group, stranger)
    outside.types(f"@{account} ถึงไหนแล้ว")
    told = outside.sees(STATE, timeout=PATIENCE)
    assert told.via == "reply"
    assert "กองคลัง" in told and "สมชาย" not in told.words and "เกินกำหนด" not in told.words
    there.types("ภาพรวม")
    there.sees(STATE, timeout=PATIENCE)
    silence(
        works,
        there,
        lambda: there.types("พรุ่งนี้ประชุม 9 โมง"),
        lambda: there.types("@All เสร็จแล้วครับ"),
        lambda: there.types(f"@{account} ขอบคุณครับ"),
        lambda: there.sends_photo(b"\xff\xd8\xff\xd9"),
        lambda: there.edits(there.types("งาน"), "ภาพรวม"),
        lambda: there.unsends(there.types("เว็บ")),
        lambda: line.leaves_group(group, stranger),
    )
    used = line.quota()["used"]

    other = line.group("กลุ่มอื่น", admin, somchai)
    elsewhere = admin.in_group(other)
    elsewhere.types(code)
    elsewhere.sees("ใช้เชื่อมกลุ่มไม่ได้แล้ว", timeout=PATIENCE)
    again = group_code(admin)
    silence(works, somchai.in_group(other), lambda: somchai.in_group(other).types(again))
    admin.sees("ไม่ใช่ผู้ดูแล", timeout=PATIENCE)
    assert len(works.read(load_groups)) == 1
    assert line.quota()["used"] == used + 1, "the one word to the administrator"

    line.account_is_removed(group)
    line.wait_idle()
    assert works.read(load_groups) == ()
    line.account_joins(group)
    there.sees(NOT_LINKED, timeout=PATIENCE)
    silence(works, there, lambda: there.types("ภาพรวม"))
    assert works.failures == []


def test_a_posting_shows_its_cost_and_costs_just_that(office: tuple[Office, Simulator]) -> None:
    works, line = office
    admin = enrol_admin(works, line)
    group = line.group("กองคลังคุยงาน", admin, line.person("สมชาย"), line.person("สมหญิง"))
    there = admin.in_group(group)
    there.types(group_code(admin))
    there.sees(LINKED, timeout=PATIENCE)
    admin.types("เว็บ")
    admin.sees("ลิงก์เข้าหน้าผู้ดูแล", timeout=PATIENCE)
    browser = works.app.test_client()
    press(browser, urlsplit(admin.taps("เปิดหน้าผู้ดูแล")["open"]).path)
    used = line.quota()["used"]
    shown = browser.get("/admin/demo/groups/1/post")
    assert "กลุ่ม กองคลังคุยงาน มีสมาชิก 3 คน" in shown.text and "ยืนยันส่ง 3 ข้อความ" in shown.text
    hidden = dict(re.findall(r'name="(cost|mark)" value="([^"]*)"', shown.text))
    posted = browser.post("/admin/demo/groups/1/post", data={**hidden, "csrf_token": form_token(shown)})
    assert posted.status_code == 303
    assert there.sees(STATE, timeout=PATIENCE).via == "push"
    until = time.monotonic() + PATIENCE
    while line.quota()["used"] == used and time.monotonic() < until:
        time.sleep(0.05)
    assert line.quota()["used"] == used + 3
