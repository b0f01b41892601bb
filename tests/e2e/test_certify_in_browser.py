"""The report's way in a browser by keyboard alone: certified, published, read, a file dropped and compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from store.engine import Database
from tests.agency import YEAR, small_agency
from tests.e2e.chromium import needs_browser, watched
from tests.web.serving import serve
from tests.web.site import ADMIN, SIGNED_BY, Site, site_on

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

# What sticks out of the window on the right, but for the paper, which scrolls in itself.
STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter(one =>
  one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
  && !one.closest('.paper, textarea, .skip, caption, thead')).map(one => one.outerHTML.slice(0, 80))"""
# A file as it falls onto the place for it.
DROP = """(element, bytes) => {
  const held = new DataTransfer()
  held.items.add(new File([new Uint8Array(bytes)], 'x.pdf', {type: 'application/pdf'}))
  element.files = held.files
}"""


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The small agency's pages on a port of their own, every task answered; the typesetter is tried elsewhere."""
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda _report: b"%PDF-1.7 certified")
    small_agency(sqlite_database)
    site = site_on(sqlite_database, tmp_path)
    for task in site.tasks(1):
        site.reply(1, task, f"reply-{task.id}", result=f"ดำเนินการแล้ว เรื่องที่ {task.id} ในหน่วยงาน")
    with serve(site.app) as site.base_url:
        yield site


@pytest.fixture(params=[1280, 360])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with watched(browser, viewport={"width": request.param, "height": 800}) as context:
        yield context


def presses(page: Page, name: str) -> None:
    """Tab to the button or link of this name, and press Enter; the next page is there when it returns."""
    wanted = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    expect(wanted.first).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("one => one === document.activeElement"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def fits(page: Page) -> None:
    assert page.evaluate(STICKS_OUT) == []


def test_a_report_is_certified_published_compared_and_withdrawn(site: Site, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(site.base_url + site.link(1))
    with page.expect_navigation():
        page.locator("main button").click()
    page.goto(f"{site.base_url}/admin/demo/report/{YEAR}/first_half")
    fits(page)
    presses(page, "แสดงที่มาของแต่ละช่อง")
    expect(page.locator(".source").first).to_contain_text("รายงานเลขที่")
    fits(page)
    presses(page, "ตรวจและรับรอง")
    fits(page)
    page.get_by_label("ผู้ลงนามบนกระดาษ").fill(SIGNED_BY)
    page.get_by_label("พิมพ์ชื่อ").fill(ADMIN)
    presses(page, "รับรอง")
    expect(page.get_by_text("ฉบับที่ 1", exact=True)).to_be_visible()
    presses(page, "เผยแพร่")
    expect(page.get_by_text("เผยแพร่แล้ว")).to_be_visible()
    fits(page)
    page.goto(f"{site.base_url}/p/demo/{YEAR}/")
    fits(page)
    presses(page, "เปิดอ่านรายงาน")
    fits(page)
    page.locator("a[href^='/verify/']").click()
    for data, said in ((b"%PDF-1.7 certified", "ไฟล์นี้เป็นเอกสาร"), (b"%PDF-1.7 changed", "ไฟล์นี้ไม่ใช่เอกสาร")):
        page.locator("input[type=file]").evaluate(DROP, list(data))
        presses(page, "เปรียบเทียบ")
        expect(page.get_by_text(said)).to_be_visible()
        fits(page)
    page.goto(f"{site.base_url}/admin/demo/report/{YEAR}/first_half/certify")
    presses(page, "ถอนฉบับนี้")
    fits(page)
    page.get_by_label("เหตุผลที่ถอนรายงาน").fill("ตัวเลขในตารางไม่ตรงกับเอกสารเบิกจ่าย")
    presses(page, "ดูผลก่อนยืนยัน")
    fits(page)
    presses(page, "ยืนยัน ถอนรายงาน")
    expect(page.get_by_text("ถอนแล้ว", exact=True)).to_be_visible()
    fits(page)
    page.goto(f"{site.base_url}/p/demo/{YEAR}/")
    expect(page.get_by_text("ตัวเลขในตารางไม่ตรงกับเอกสารเบิกจ่าย")).to_be_visible()
    fits(page)


def test_the_pages_of_the_layout_fit_and_are_reached(site: Site, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(site.base_url + site.link(1))
    with page.expect_navigation():
        page.locator("main button").click()
    page.goto(f"{site.base_url}/admin/demo/layout?start=outcomes")
    fits(page)
    presses(page, "แบบรายงาน Word ของหน่วยงาน")
    page.locator("summary").click()
    fits(page)
    page.goto(f"{site.base_url}/admin/demo/report/{YEAR}/first_half/compare")
    fits(page)
