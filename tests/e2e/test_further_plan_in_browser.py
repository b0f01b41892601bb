"""A second plan of the year taken in by browser, at a desk and on a phone: asked about, named, its round opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.engine import Database
from tests.agency import PLAN, small_agency
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.test_people_in_browser import press
from tests.web.serving import serve
from tests.web.site import Site, site_on

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

NAME = "แผนปราบปรามทุจริต"
TEXT = (
    "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ปีงบประมาณ พ.ศ. 2570\n\nโครงการ\tผู้รับผิดชอบ\tงบประมาณ (บาท)\tร้อยละความก้าวหน้า\n"
    "อบรมคุณธรรมเจ้าหน้าที่\tกองคลัง\t40,000\t\nตรวจสอบการจัดซื้อ\tกองช่าง\t0\t\n"
)


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Iterator[Site]:
    small_agency(sqlite_database)
    site = site_on(sqlite_database, tmp_path)
    with serve(site.app) as site.base_url:
        yield site


@pytest.mark.parametrize("width", [1280, 360])
def test_a_further_plan_is_taken_in_and_followed_beside_the_first(
    browser: Browser, site: Site, width: int, tmp_path: Path
) -> None:
    file = tmp_path / "action.txt"
    file.write_text(TEXT, "utf-8")
    with watched(browser, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(site.base_url + site.link(1))
        press(page, "เข้าสู่ระบบ")
        press(page, "มาตรการประจำปี")
        expect(page.locator("main")).not_to_contain_text("มาตรการ ITA")
        page.get_by_label("เอกสาร", exact=True).set_input_files(file)
        press(page, "อ่านเอกสาร")
        expect(page.get_by_label("แผนที่เพิ่มของปีงบประมาณ 2570")).to_be_checked()
        fits(page, width)
        press(page, "ต่อไป")
        expect(page.get_by_role("alert")).to_contain_text("โปรดตั้งชื่อสั้น")
        page.get_by_label("ชื่อสั้นของแผน").fill(NAME)
        press(page, "ต่อไป")
        expect(page.locator("main")).to_contain_text(f"แผนที่เพิ่มของปีนี้: {NAME}")
        press(page, "นำเข้ามาตรการนี้")
        expect(page.locator("main")).to_contain_text(f"ปีงบประมาณ พ.ศ. 2570 · {NAME}")
        fits(page, width)
        page.goto(f"{site.base_url}/admin/demo/rounds")
        expect(page.locator("main")).to_contain_text(f"รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 · {NAME}")
        fits(page, width)
        page.get_by_role("region", name=f"รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 · {NAME}").get_by_role("link").last.click()
        expect(page.locator("main")).to_contain_text(NAME)
        page.goto(f"{site.base_url}/admin/demo/layout", wait_until="networkidle")  # its picture takes a turn
        press(page, f"{NAME} 2570")
        expect(page.get_by_role("heading", level=1).first).to_contain_text(NAME)
        expect(page.get_by_label("รูปแบบ", exact=True)).to_contain_text("ร้อยละความก้าวหน้า")
        fits(page, width)
        page.wait_for_load_state("networkidle")
    kept = [task.measure for task in site.tasks(1)]
    assert {one.title for one in PLAN.measures} == set(kept)


def fits(page: Page, width: int) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
