"""An agency of one person, in a browser: a list pasted and taken in, cards of codes, a change, a leaving."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from domain.writes import ImportPeople, ImportPlan, OpenRound
from store.agencies import add_agency
from store.books import Books
from store.channels import Channel, set_channel
from store.engine import Database
from tests.agency import DUE, KEYS, LAYOUT, MORNING, NAME, PEOPLE, PLAN, YEAR, write
from tests.e2e.chromium import needs_browser, watched
from tests.web.serving import serve
from tests.web.site import Site, site_on
from thai.fiscal import RoundKind

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

ROWS = """สมชาย ใจดี\tนักทรัพยากรบุคคล\tสำนักปลัด\tเจ้าหน้าที่
สมหญิง รักงาน\tนิติกร\tสำนักปลัด\tเจ้าหน้าที่\tงานนิติการ
มานี มีสุข\tนักวิชาการเงินและบัญชี\tกองคลัง\tเจ้าหน้าที่"""
STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter(one =>
  one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
  && !one.closest('.scrolled, .paper, textarea, .skip, caption, thead')).map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    """An agency with its plan, its round and its one administrator, on a port of its own."""
    agency_id = sqlite_database.run(lambda conn: add_agency(conn, "demo", NAME, LAYOUT, MORNING))
    opened = OpenRound(YEAR, RoundKind.FIRST_HALF, DUE, MORNING)
    write(sqlite_database, agency_id, ImportPeople(PEOPLE[-1:]), ImportPlan(PLAN, YEAR, MORNING), opened)
    channel = Channel("1", "secret", basic_id="@demo")
    sqlite_database.run(lambda conn: set_channel(Books(conn, agency_id), channel, KEYS))
    site = site_on(sqlite_database, tmp_path)
    with serve(site.app) as site.base_url:
        yield site


@pytest.fixture(params=[1280, 360])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with watched(browser, viewport={"width": request.param, "height": 800}) as context:
        yield context


def press(page: Page, name: str) -> None:
    """Press the button or follow the link, and see that nothing sticks out of the window on the page that comes."""
    wanted = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        wanted.first.click()
    assert page.evaluate(STICKS_OUT) == []


def test_people_are_brought_in_invited_changed_and_let_go(site: Site, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(site.base_url + site.link(1))
    press(page, "เข้าสู่ระบบ")
    press(page, "เพิ่มรายชื่อบุคลากร")
    page.get_by_label("วางข้อมูลที่นี่").fill(ROWS)
    press(page, "ดูก่อนบันทึก")
    expect(page.locator("main")).to_contain_text("สมชาย ใจดี, สมหญิง รักงาน, มานี มีสุข")
    expect(page.locator("main")).to_contain_text("เพิ่ม 2 รายการที่ต้องรายงาน: มานี มีสุข")
    press(page, "ยืนยันเพิ่มรายชื่อ")
    expect(page.get_by_role("status")).to_contain_text("บันทึกบุคลากร 3 คนแล้ว")

    press(page, "ทำบัตรรหัสลงทะเบียน")
    expect(page.locator(".cards li")).to_have_count(4)
    expect(page.get_by_role("img", name="คิวอาร์โค้ดของ มานี มีสุข")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".no-print").first).to_be_hidden()
    expect(page.locator(".cards .code").first).to_be_visible()
    page.emulate_media(media="screen")

    press(page, "← บุคลากร")
    press(page, "แก้ไข มานี มีสุข")
    page.get_by_label("ตำแหน่ง").fill("ผู้อำนวยการกองคลัง")
    page.get_by_label("หัวหน้า – หัวหน้าส่วนราชการ").check()
    press(page, "บันทึก")
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว: มานี มีสุข")
    expect(page.locator("tr", has_text="มานี มีสุข")).to_contain_text("ผู้อำนวยการกองคลัง")

    press(page, "มานี มีสุข ย้ายหรือพ้นหน้าที่")
    expect(page.locator("main")).to_contain_text("รายการจะไม่มีผู้รายงาน (เดิม: มานี มีสุข)")
    page.get_by_label("ผู้รับช่วงส่วนราชการและบทบาท").select_option(label="สมชาย ใจดี (นักทรัพยากรบุคคล)")
    press(page, "ดูผลก่อนยืนยัน")
    expect(page.locator("main")).to_contain_text("เปลี่ยนผู้รายงานจาก มานี มีสุข เป็น สมชาย ใจดี")
    press(page, "ยืนยันนำออก")
    expect(page.locator("table")).not_to_contain_text("มานี มีสุข")
