"""An administrator follows a round in the browser: answers, corrects, checks; each page fits a desk and a phone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from domain.writes import SetReview
from store.engine import Database
from tests.agency import MORNING, small_agency, write
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.hands import Hands
from tests.web.public.test_replies import enrol, task_of
from tests.web.serving import serve
from tests.web.site import STAFF, Site, site_on

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]
OTHER = "มานี มีสุข"
MEASURE = "เปิดเผยแผนการใช้จ่ายงบประมาณ"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    """The small agency after its round was due, its officer in LINE."""
    small_agency(sqlite_database)
    site = site_on(sqlite_database, tmp_path)
    enrol(site, STAFF, "U-staff")
    enrol(site, OTHER, "U-other")
    site.now += timedelta(days=150)
    with serve(site.app) as site.base_url:
        yield site


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    with watched(browser, viewport={"width": 1280, "height": 800}) as context:
        yield context


def sign_in(site: Site, window: BrowserContext) -> Hands:
    page = window.new_page()
    page.goto(site.base_url + site.link(1))
    hands = Hands(page)
    hands.presses("เข้าสู่ระบบ")
    return hands


def text(page: Page) -> str:
    return page.locator("main").inner_text()


def test_a_round_is_followed_answered_for_corrected_and_checked(site: Site, window: BrowserContext) -> None:
    hands = sign_in(site, window)
    page = hands.page
    hands.presses("รายการ")
    hands.types("คำค้น", "งบประมาณ")
    page.get_by_label("ส่วนราชการ").select_option(label="สำนักปลัด (2)")
    hands.presses("แสดง")
    assert "แสดง 1 รายการ" in text(page) and "เกินกำหนด เรียงจากครบกำหนดก่อน" in text(page)
    hands.presses("แสดงเป็นตาราง")
    assert page.get_by_role("table", name="การปฏิบัติหน้าที่").is_visible()
    hands.presses("ยังไม่รายงาน เกินกำหนด")

    hands.presses("รายงานแทนผู้รับผิดชอบ")
    assert f"รายงานแทน {STAFF}" in text(page)
    hands.presses("บันทึก 1")
    assert "โปรดเลือก" in text(page), "what is missing stands at its field"
    page.get_by_label("ดำเนินการแล้วเสร็จ").check()
    page.get_by_label("ผลการดำเนินการ").fill("ประกาศแผนแล้ว ๑๐ ฉบับ")
    hands.presses("บันทึก 1")
    assert f"ระบบจะแจ้ง {STAFF} ทาง LINE" in text(page) and f"(รายงานแทน {STAFF})" in text(page)

    write(site.database, 1, SetReview(MORNING))
    hands.presses("แก้ไขข้อความที่ผิด ในรายงานที่ 1")
    page.get_by_label("ผลการดำเนินการ").fill("ประกาศแผนแล้ว ๑๑ ฉบับ")
    page.get_by_label("เหตุผลที่แก้ไข").fill("พิมพ์ผิด")
    hands.presses("บันทึก 1")
    assert "รอตรวจ" in text(page) and "“พิมพ์ผิด”" in text(page)
    assert page.locator("del").inner_text().endswith("ประกาศแผนแล้ว ๑๐ ฉบับ")
    assert page.locator("ins").inner_text().endswith("ประกาศแผนแล้ว ๑๑ ฉบับ")
    page.get_by_label("ความเห็นของท่าน").fill("ขอรูปป้ายประกาศด้วย")
    hands.presses("ส่งความเห็น")
    assert "ขอรูปป้ายประกาศด้วย" in text(page)
    hands.presses("ตรวจผ่าน")
    hands.presses("ถอนผลตรวจ")
    assert "ถอนผลตรวจแล้ว" in text(page), "nobody but the administrator could check it here"


def test_a_verdict_is_given_and_taken_back_and_a_unit_reminded(site: Site, window: BrowserContext) -> None:
    write(site.database, 1, SetReview(MORNING))
    task = task_of(site, MEASURE, "สำนักปลัด")
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="ประกาศแผนแล้ว")
    hands = sign_in(site, window)
    page = hands.page
    page.goto(f"{site.base_url}/admin/demo/tasks?status=waiting")
    hands.presses(MEASURE)
    hands.presses("ตรวจผ่าน")
    hands.presses("ถอนผลตรวจ")
    assert "ถอนผลตรวจแล้ว" in text(page)
    page.get_by_label("สิ่งที่ต้องแก้ไข").fill("แนบประกาศ")
    hands.presses("ส่งกลับแก้ไข")
    assert "“แนบประกาศ”" in text(page)
    hands.presses("เตือนส่วนราชการนี้")
    assert STAFF in text(page), "who reported in these days is not reminded, and named"
    page.get_by_label("รายการของส่วนราชการ").select_option(label="กองคลัง")
    hands.presses("แสดง")
    assert OTHER in text(page) and "ข้อความ" in text(page)
    hands.presses("เตือนผู้รับผิดชอบ")
    assert "จะส่งข้อความเตือน" in text(page)
