"""The page of all reports in a browser that runs no script: at 360 px, by keyboard, with what was typed kept."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.e2e.chromium import browser, needs_browser
from tests.web.public.test_replies import LAWYER, enrol, replies, reply_link, task_of
from tests.web.site import Site

__all__ = ["browser"]

pytestmark = needs_browser


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """The person's page on a small screen, come to by its link."""
    enrol(site, LAWYER, "U2")
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}{reply_link(site, LAWYER)}")
    page.click("main button.main")
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_fits_a_small_screen(page: Page) -> None:
    for element in page.query_selector_all("main *"):
        box = element.bounding_box()
        assert box is None or box["x"] + box["width"] <= 360, element.evaluate("one => one.outerHTML")


def test_a_report_is_made_by_keyboard_alone(site: Site, page: Page) -> None:
    task = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    page.focus(f"#t{task.id}-status input")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("เผยแพร่แผนบนเว็บไซต์แล้ว")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == str(task.id):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "บันทึก" in page.inner_text(".saved")
    assert [one.result for one in replies(site, task)] == ["เผยแพร่แผนบนเว็บไซต์แล้ว"]


def test_what_was_typed_elsewhere_stays_when_one_report_is_refused(site: Site, page: Page) -> None:
    task, other = (task_of(site, one, "สำนักปลัด") for one in ("เปิดเผยแผนการใช้จ่ายงบประมาณ", "ปรับปรุงคู่มือการให้บริการ"))
    page.fill(f"#t{other.id}-result", "ข้อความค้าง")
    page.fill(f"#t{task.id}-result", "ok")
    page.check(f"input[name=t{task.id}-status][value=done]")
    page.click(f"button[value='{task.id}']")
    assert page.input_value(f"#t{other.id}-result") == "ข้อความค้าง"
    assert page.input_value(f"#t{task.id}-result") == "ok"
    assert page.get_attribute(f"#t{task.id}-result", "aria-invalid") == "true"
    page.check(f"input[name=t{task.id}-sure_result]")
    page.click(f"button[value='{task.id}']")
    assert [one.result for one in replies(site, task)] == ["ok"]
