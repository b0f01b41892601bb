"""The plan edited in a browser, at a desk and on a phone: an error keeps what was typed, no reply is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from store.engine import Database
from tests.agency import LAW, MONEY, SERVICE, small_agency
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.test_people_in_browser import press
from tests.web.serving import serve
from tests.web.site import Site, site_on

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    """The small agency, with two replies to its first measure, on a port of its own."""
    small_agency(sqlite_database)
    site = site_on(sqlite_database, tmp_path)
    first = site.tasks(1)[0]
    site.reply(1, first, "e1", result="จัดทำประกาศแล้ว")
    site.reply(1, first, "e2", result="เผยแพร่แล้ว")
    with serve(site.app) as site.base_url:
        yield site


@pytest.fixture(params=[1280, 360])
def page(browser: Browser, request: pytest.FixtureRequest, site: Site) -> Iterator[Page]:
    """The signed-in admin's window."""
    with watched(browser, viewport={"width": request.param, "height": 800}) as context:
        yield sign_in(context, site)


def sign_in(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.base_url + site.link(1))
    press(page, "เข้าสู่ระบบ")
    press(page, "มาตรการประจำปี")
    press(page, "แก้ไขมาตรการประจำปีงบประมาณ พ.ศ. 2570")
    return page


def says(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def test_a_plan_is_edited_and_no_reply_is_lost(page: Page) -> None:
    press(page, f"1 {LAW.title}")
    page.get_by_label("ขั้นตอน บรรทัดละหนึ่งขั้นตอน").fill("จัดทำประกาศ\nเผยแพร่บนเว็บไซต์\nรายงานผล")
    page.get_by_label("ผู้รับผิดชอบ", exact=True).fill("กองช้าง")
    press(page, "ดูผลก่อนยืนยัน")
    expect(page.get_by_role("alert")).to_contain_text("ชื่อที่ใกล้เคียง: กองช่าง")
    expect(page.get_by_label("ผู้รับผิดชอบ", exact=True)).to_be_focused()
    expect(page.get_by_label("ขั้นตอน บรรทัดละหนึ่งขั้นตอน")).to_have_value("จัดทำประกาศ\nเผยแพร่บนเว็บไซต์\nรายงานผล")
    page.get_by_label("ผู้รับผิดชอบ", exact=True).fill("กองช่าง")
    press(page, "ดูผลก่อนยืนยัน")
    says(page, "มีรายงานแล้ว 2 ฉบับ", "จากงานนิติการ ไปกองช่าง", "ปรีชา กองช่าง")
    press(page, "ยืนยันบันทึก")
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว")

    press(page, f"1 {LAW.title}")
    press(page, "แยกเป็น 2 มาตรการ")
    page.get_by_label("ข้อความของมาตรการ (มาตรการที่สอง)").fill("รายงานผลต่อผู้บริหาร")
    press(page, "ดูผลก่อนยืนยัน")
    says(page, "เพิ่มมาตรการ: รายงานผลต่อผู้บริหาร")
    press(page, "ยืนยันบันทึก")

    press(page, f"1 {LAW.title}")
    press(page, "ยุติมาตรการนี้")
    says(page, "มีรายงานแล้ว 2 ฉบับ จะคงอยู่กับมาตรการเดิม")
    press(page, "ยืนยันบันทึก")
    press(page, f"1 {LAW.title}")
    says(page, "จัดทำประกาศแล้ว", "เผยแพร่แล้ว")
    press(page, "นำกลับเข้ามา")
    press(page, "ยืนยันบันทึก")

    press(page, "ผู้รับผิดชอบของทั้งหัวข้อ การปฏิบัติหน้าที่")
    page.get_by_label("ผู้รับผิดชอบ", exact=True).fill("กองคลัง")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    press(page, "ดูผลก่อนยืนยัน")
    press(page, "ยืนยันบันทึก")

    press(page, "แก้ไขหัวข้อ การปฏิบัติหน้าที่")
    page.get_by_label(f"1 {LAW.title}", exact=True).fill("1")
    press(page, "จัดลำดับตามนี้")
    listed = page.locator("section", has_text="การปฏิบัติหน้าที่").locator(".findings a")
    expect(listed).to_have_text([f"1 {LAW.title}", "รายงานผลต่อผู้บริหาร", f"2 {MONEY.title}"])

    press(page, f"3 {SERVICE.title}")
    page.get_by_label("รวมมาตรการอื่นเข้ากับมาตรการนี้").select_option(label=f"2 {MONEY.title}")
    press(page, "รวมกับมาตรการนี้")
    press(page, "ดูผลก่อนยืนยัน")
    says(page, f"ยุติมาตรการ: {MONEY.title}")
    press(page, "ไม่ กลับไปแก้ไข")
    expect(page.get_by_label("ข้อความของมาตรการ")).to_have_value(SERVICE.title)


def test_a_year_begins_with_last_years_plan_and_is_corrected_over_two_visits(page: Page) -> None:
    press(page, "← มาตรการประจำปี")
    page.get_by_label("สำหรับปีงบประมาณ (พ.ศ.)").fill("70")
    press(page, "ดูมาตรการของปีใหม่")
    expect(page.get_by_label("สำหรับปีงบประมาณ (พ.ศ.)")).to_be_focused()
    page.get_by_label("สำหรับปีงบประมาณ (พ.ศ.)").fill("2571")
    press(page, "ดูมาตรการของปีใหม่")
    says(page, "ปีงบประมาณ พ.ศ. 2571", "ต.ค. ๗๐ - มี.ค. ๗๑", "เพิ่มใหม่ 3")
    page.locator("#t1 > details summary").click()
    page.locator("#t1").get_by_label("ผู้รับผิดชอบของทั้งหัวข้อ").fill("กองช่าง")
    page.locator("#m3 summary").click()
    page.locator("#m3").get_by_label("ข้อความของมาตรการ").fill("ปรับปรุงคู่มือทั้งหมด")
    page.locator("#m3").get_by_label("วันแรก").fill("2028-05-01")
    press(page, "นำเข้ามาตรการนี้")
    expect(page.locator("#look-from-3")).to_be_focused()
    press(page, "← มาตรการประจำปี")
    with page.expect_navigation():
        page.locator("[aria-labelledby=waiting] a").click()
    says(page, "ปรับปรุงคู่มือทั้งหมด")
    expect(page.locator("#look-who-1")).to_have_value("กองช่าง")
    expect(page.locator("#look-from-3")).to_have_value("2028-05-01")
    page.locator("#m3").get_by_label("วันสุดท้าย").fill("2028-06-30")
    press(page, "นำเข้ามาตรการนี้")
    says(page, "นำเข้ามาตรการประจำปีงบประมาณ พ.ศ. 2571 แล้ว")
    press(page, "แก้ไขมาตรการประจำปีงบประมาณ พ.ศ. 2571")
    press(page, "3 ปรับปรุงคู่มือทั้งหมด")
    expect(page.get_by_label("วันสุดท้าย")).to_have_value("2028-06-30")
