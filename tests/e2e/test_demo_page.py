"""The demo's page tried as a newcomer tries it: seven things by its own buttons, ticked without loading it again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.docs.pictures import take
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.demo import ADMIN, STAFF, Demo, answers
from tests.e2e.test_demo import give_up_one
from tests.e2e.test_demo_in_browser import enrols, phone, reports, sees

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

COMES_WITHIN = 120_000  # milliseconds: the worker's round, a page that asks every two seconds, a busy machine


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    with watched(browser, viewport={"width": 1280, "height": 860}) as context:
        yield context


@pytest.fixture
def tour(window: BrowserContext, demo: Demo) -> Page:
    """The page as `tidtam demo` opens it; a mark in it is lost if it is ever loaded again."""
    page = window.new_page()
    page.goto(f"{demo.web}/demo/")
    page.evaluate("window.sameAsEver = true")
    return page


def opens(tour: Page, step: str) -> Page:
    """The tab that the button of the step opens."""
    with tour.context.expect_page() as opened:
        tour.locator(f"#open-{step}").click()
    return opened.value


def ticked(tour: Page, step: str, count: int) -> None:
    """Wait for the tick, and that it is said; so many are ticked then."""
    shown = tour.locator(f"#step-{step}")
    expect(shown).to_have_class("done", timeout=COMES_WITHIN)
    expect(shown.locator(".mark")).to_have_text("ลองแล้ว")
    expect(tour.locator("#count")).to_contain_text(f"ลองแล้ว {count} จาก 7 อย่าง", timeout=COMES_WITHIN)
    expect(tour.locator("#told")).to_contain_text(f"ลองแล้ว {count} จาก 7 อย่าง")
    assert tour.evaluate("window.sameAsEver"), "the page was loaded again"


def presses(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).click()


def test_all_seven_are_tried_by_the_pages_own_buttons(demo: Demo, tour: Page, tmp_path: Path) -> None:
    assert demo.printed.strip().splitlines()[1].startswith(f"Begin here: {demo.web}/demo/")
    expect(tour.locator(".done")).to_have_count(0)
    _report_with_photo(demo, tour, tmp_path)
    ticked(tour, "photo", 2)
    assert tour.locator("#step-reply").get_attribute("class") == "done"

    clock = opens(tour, "reminder")
    expect(clock.locator(".phone")).to_have_count(3)
    expect(clock.get_by_label("ไปยังวันเวลา")).to_have_value(re.compile(r"^2026-1[12]-\d\dT09:05$"))
    clock.get_by_role("button", name="ไป", exact=True).click()
    ticked(tour, "reminder", 3)
    expect(phone(clock, STAFF).locator(".theirs", has_text=f"เรียน {STAFF}")).to_be_visible()

    web = _sign_in(tour)
    ticked(tour, "sign_in", 4)
    _check(demo, tour)
    ticked(tour, "check", 5)

    report = opens(tour, "certify")
    presses(report, "ตรวจและรับรอง")
    report.get_by_label("ผู้ลงนามบนกระดาษ").fill("นายมั่น คงดี นายกองค์การบริหารส่วนตำบล")
    report.get_by_label("พิมพ์ชื่อ").fill(ADMIN)
    presses(report, "รับรอง")
    ticked(tour, "certify", 6)

    versions = opens(tour, "publish")
    presses(versions, "เผยแพร่")
    ticked(tour, "publish", 7)
    expect(tour.locator("#next")).to_contain_text("ครบทั้งปีแล้ว")
    tour.set_viewport_size({"width": 1280, "height": 1180})
    take(tour, "demo", tmp_path)
    public = opens(tour, "publish")
    expect(public.get_by_role("link", name="Word").first).to_be_visible()
    expect(opens(tour, "set-up").get_by_role("button")).to_be_visible()
    web.close()


def test_what_was_tried_stays_ticked_when_the_demo_starts_again(demo: Demo, window: BrowserContext) -> None:
    before = _ticked_now(demo, window)
    assert before
    demo.stop()
    demo.start()
    assert _ticked_now(demo, window) == before


def _ticked_now(demo: Demo, window: BrowserContext) -> list[str | None]:
    page = window.new_page()
    page.goto(f"{demo.web}/demo/")
    found = [one.get_attribute("id") for one in page.locator(".steps > .done").all()]
    page.close()
    return found


def _report_with_photo(demo: Demo, tour: Page, folder: Path) -> None:
    """Enrol with the code that is typed in already, report with two photos; the focus on the page stays."""
    phones = opens(tour, "reply")
    officer = phone(phones, STAFF)
    assert demo.code
    expect(officer.get_by_role("textbox")).to_have_value(demo.code)
    expect(officer.get_by_role("textbox")).to_be_focused()
    enrols(officer, demo.code)
    tour.locator("#open-reply").focus()
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.delenv("PICTURES", raising=False)  # another test takes those of the phones
        reports(phones, officer, folder)
    ticked(tour, "reply", 2)
    expect(tour.locator("#open-reply")).to_be_focused()
    expect(tour.locator("#open-reply")).not_to_have_attribute("href", re.compile(demo.code))
    phones.close()


def _sign_in(tour: Page) -> Page:
    """The administrator's own page, by the word that is typed in already."""
    phones = opens(tour, "sign_in")
    admin = phone(phones, ADMIN)
    expect(admin.get_by_role("textbox")).to_have_value("เว็บ")
    admin.get_by_role("textbox").press("Enter")
    button = sees(admin, "ลิงก์เข้าหน้าผู้ดูแล").get_by_role("button")
    with tour.context.expect_page() as opened:
        button.click()
    opened.value.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("สิ่งที่ต้องทำตอนนี้")
    phones.close()
    return opened.value


def _check(demo: Demo, tour: Page) -> None:
    """The check is switched on where the button leads; the officer reports, the head of the unit approves."""
    settings = opens(tour, "check")
    form = settings.locator("section[aria-labelledby='check']")
    expect(form).to_be_in_viewport()
    form.get_by_role("checkbox").check()
    with settings.expect_navigation():
        form.get_by_role("button").click()
    with demo.simulator() as phones:
        give_up_one(phones.person(STAFF))
        head = phones.person(ADMIN)
        answers(head, "ตรวจทั้งหมด")
        head.sees("มีรายงานรอตรวจ 1 รายการ")
        head.taps("ตรวจผ่านทั้ง 1 รายการ")
        head.sees("ตรวจผ่านแล้ว 1 รายการ")
