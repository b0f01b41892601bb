"""The page of all reports in a browser: at 360 px, by keyboard; without scripts, and with the one that keeps drafts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from store.books import Books
from store.evidence import evidence_of_update
from tests.e2e.chromium import needs_browser
from tests.web.public.test_replies import LAWYER, enrol, replies, reply_link, task_of
from tests.web.serving import serve
from tests.web.site import Site, jpeg

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """The person's page on a small screen, come to by its link; no script runs."""
    yield from _open(site, browser, scripts=False)


@pytest.fixture
def live_page(site: Site, browser: Browser) -> Iterator[Page]:
    """The same where scripts run."""
    yield from _open(site, browser, scripts=True)


def _open(site: Site, browser: Browser, scripts: bool) -> Iterator[Page]:
    enrol(site, LAWYER, "U2")
    with serve(site.app) as address:
        context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto(address + reply_link(site, LAWYER))
        page.click("main button.main")
        yield page
        context.close()


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


def test_what_is_typed_is_kept_while_typing_and_saved_by_the_button_alone(site: Site, live_page: Page) -> None:
    page, task = live_page, task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    page.check(f"input[name=t{task.id}-status][value=done]")
    page.fill(f"#t{task.id}-result", "เผยแพร่แผนบนเว็บไซต์แล้ว")
    page.wait_for_selector(f"#t{task.id} .draft:has-text('เก็บร่างไว้แล้ว')")
    page.reload()
    assert page.input_value(f"#t{task.id}-result") == "เผยแพร่แผนบนเว็บไซต์แล้ว" and not replies(site, task)
    page.set_input_files(f"#t{task.id}-upload", {"name": "ป้าย.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.wait_for_selector(f"#t{task.id} .received:has-text('ป้าย.jpg')")
    assert page.input_value(f"#t{task.id}-upload") == ""
    page.click(f"button[value='{task.id}']")
    page.wait_for_selector(".saved")
    assert [one.result for one in replies(site, task)] == ["เผยแพร่แผนบนเว็บไซต์แล้ว"]
    evidence = site.database.read(lambda conn: evidence_of_update(Books(conn, 1), replies(site, task)[0].id))
    assert [piece.name for piece in evidence] == ["ป้าย.jpg"]


def test_what_another_device_told_meanwhile_is_shown_beside(site: Site, live_page: Page) -> None:
    page, task = live_page, task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    second = page.context.new_page()
    second.goto(page.url)
    for one, text in ((second, "เผยแพร่แผนที่ป้ายประกาศแล้ว"), (page, "เผยแพร่แผนบนเว็บไซต์แล้ว")):
        one.check(f"input[name=t{task.id}-status][value=done]")
        one.fill(f"#t{task.id}-result", text)
        one.wait_for_selector(f"#t{task.id} .draft:not(:empty)")
    assert "ระหว่างนี้มีการตอบ" in page.inner_text(f"#t{task.id} .draft")
    page.click(f"button[value='{task.id}']")
    page.wait_for_selector(".in-chat")
    assert "ป้ายประกาศ" in page.inner_text(".in-chat") and not replies(site, task)
    page.click(f"button[value='{task.id}']")
    page.wait_for_selector(".saved")
    assert [one.result for one in replies(site, task)] == ["เผยแพร่แผนบนเว็บไซต์แล้ว"]


def test_what_the_status_does_not_ask_for_is_hidden_unless_it_was_filled_in(site: Site, live_page: Page) -> None:
    task = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    result, reason = (live_page.locator(f"#t{task.id}-{name}") for name in ("result", "reason"))
    assert result.is_visible() and reason.is_visible()
    live_page.check(f"[name=t{task.id}-status][value=not_done]")
    assert reason.is_visible() and not result.is_visible()
    live_page.check(f"[name=t{task.id}-status][value=done]")
    result.fill("เผยแพร่แผนบนเว็บไซต์แล้ว")
    live_page.check(f"[name=t{task.id}-status][value=not_started]")
    assert result.is_visible() and not reason.is_visible()
