"""A layout changed in a browser, at a desk and on a phone: seen as it will print while it is filled in, then saved."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from domain.layout import Layout
from domain.writes import SetLayout
from reports.layouts.load import named_layout
from store.agencies import load_agency
from store.books import Books
from store.engine import Database
from tests.agency import small_agency, write
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.test_people_in_browser import press
from tests.web.serving import serve
from tests.web.site import Site, site_on

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    """The small agency with a layout that comes with the system, and a reply."""
    small_agency(sqlite_database)
    site = site_on(sqlite_database, tmp_path)
    write(sqlite_database, 1, SetLayout(named_layout("did")))
    site.reply(1, site.tasks(1)[0], "e1", result="จัดทำประกาศและเผยแพร่บนเว็บไซต์แล้ว")
    with serve(site.app) as site.base_url:
        yield site


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, request: pytest.FixtureRequest, site: Site) -> Iterator[Page]:
    """The signed-in admin's window."""
    with watched(browser, viewport={"width": request.param, "height": 800}) as context:
        page = context.new_page()
        page.goto(site.base_url + site.link(1))
        press(page, "เข้าสู่ระบบ")
        page.get_by_role("link", name="รูปแบบรายงาน", exact=True).click()
        yield page


def kept(site: Site) -> Layout:
    return site.database.read(lambda conn: load_agency(Books(conn, 1))).layout


def test_a_layout_is_changed_while_its_report_is_seen(page: Page, site: Site) -> None:
    sheet = page.locator("#sheet .paper")
    expect(sheet).to_contain_text("จัดทำประกาศและเผยแพร่บนเว็บไซต์แล้ว")
    page.locator("#columns-4 > details > summary").click()
    page.get_by_role("textbox", name="หัวคอลัมน์").locator("visible=true").first.fill("ดำเนินการแล้ว")
    expect(sheet).to_contain_text("ดำเนินการแล้ว")  # without a button pressed
    expect(page.locator(".waits")).to_contain_text("ยังไม่ได้บันทึก: คอลัมน์ “ดำเนินการแล้ว”")
    assert kept(site) == named_layout("did")

    note = page.get_by_label("หมายเหตุใต้ตาราง")
    note.fill("ข้อมูลของ ")
    page.get_by_role("button", name="{agency}").click()
    expect(note).to_have_value("ข้อมูลของ {agency}")
    expect(sheet).to_contain_text("ข้อมูลของ องค์การบริหารส่วนตำบลทุ่งตัวอย่าง")

    page.get_by_label("หัวคอลัมน์").last.fill("เบิกจ่าย (บาท)")
    page.get_by_label("สิ่งที่กรอกในคอลัมน์ของหน่วยงาน").select_option("money")
    page.get_by_role("button", name="เพิ่มคอลัมน์", exact=True).click()
    expect(page.locator("#columns-7")).to_contain_text("เบิกจ่าย (บาท)")
    page.get_by_role("button", name="เลื่อน เบิกจ่าย (บาท) ขึ้น").click()
    page.get_by_label("ความกว้าง").locator("visible=true").fill("มาก")
    page.get_by_role("button", name="บันทึก", exact=True).first.click()
    expect(page.get_by_role("alert")).to_contain_text("เบิกจ่าย (บาท) · ความกว้าง: “ความกว้าง” ต้องเป็นจำนวนเต็ม 1 ถึง 100")
    page.get_by_label("ความกว้าง").locator("visible=true").fill("15")
    page.get_by_role("button", name="บันทึก", exact=True).first.click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกเป็นรูปแบบรายงานของหน่วยงานเองแล้ว")

    saved, known = kept(site), named_layout("did")
    spent = saved.columns[5]
    assert (spent.label, spent.kind, spent.width) == ("เบิกจ่าย (บาท)", "money", 15)
    columns = (
        *known.columns[:3],
        replace(known.columns[3], label="ดำเนินการแล้ว"),
        known.columns[4],
        spent,
        known.columns[5],
    )
    assert saved == replace(known, name="own", note="ข้อมูลของ {agency}", columns=columns)


def test_the_second_of_two_windows_is_told_while_it_types(page: Page, site: Site) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("ชื่อรายงาน").fill("ของหน้าต่างแรก")
    expect(page.locator(".waits")).to_contain_text("ยังไม่ได้บันทึก: ชื่อรายงาน")
    answered = []
    other.on("response", lambda answer: answered.append(answer.status))
    other.get_by_label("ชื่อรายงาน").fill("ของหน้าต่างที่สอง")
    expect(other.locator(".waits")).to_contain_text("แก้ฉบับร่างในอีกหน้าต่างหนึ่ง")
    expect(other.get_by_label("ชื่อรายงาน")).to_have_value("ของหน้าต่างที่สอง")
    assert answered == [409]


def test_save_pressed_while_the_draft_is_on_its_way_saves(page: Page, site: Site) -> None:
    arrived: list[Route] = []

    def hold(route: Route) -> None:
        held = not arrived
        arrived.append(route)
        if not held:
            route.continue_()

    page.route("**/layout/edit", hold)
    page.get_by_label("ชื่อรายงาน").fill("ชื่อแรก")
    with page.expect_request("**/layout/edit"):
        pass
    page.get_by_label("ชื่อรายงาน").fill("ชื่อที่สอง")
    page.get_by_role("button", name="บันทึก", exact=True).first.click()
    assert len(arrived) == 1, "the press waits"
    arrived[0].continue_()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกเป็นรูปแบบรายงานของหน่วยงานเองแล้ว")
    assert kept(site).title == "ชื่อที่สอง"
