"""The main path by clicking: in the phones of the simulator's page, then on the admin's pages."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.docs.pictures import take
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.demo import ADMIN, STAFF, SUPERVISOR, Demo
from tests.e2e.sample import FILES, MEASURE, photo
from tests.e2e.words import HOW_FAR_IN_MONTH, NO_TASKS, WHAT_IS_DONE, WHOLE

pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

ANSWERS_WITHIN = 60_000  # milliseconds, on a busy machine
DID = "ออกเสียงตามสายครบทั้ง ๑๒ หมู่บ้าน\nแจ้งซ่อมได้ทางเพจและโทรศัพท์"


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """The simulator's page with its three phones."""
    with watched(browser, viewport={"width": 1560, "height": 860}, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(demo.phones)
        expect(page.locator(".phone")).to_have_count(3)
        yield page


def phone(page: Page, name: str) -> Locator:
    """One phone."""
    return page.locator(f".phone[data-name='{name}']")


def types(phone: Locator, words: str) -> None:
    """Type and send."""
    entry = phone.get_by_role("textbox")
    entry.fill(words)
    entry.press("Enter")


def sees(phone: Locator, words: str) -> Locator:
    """The newest message, once it has these words."""
    last = phone.locator(".row").last
    expect(last).to_contain_text(words, timeout=ANSWERS_WITHIN)
    return last


def taps_reply(phone: Locator, words: str) -> None:
    """Tap a quick reply."""
    phone.locator(".quick").get_by_role("button", name=words, exact=True).click()


def enrols(officer: Locator, code: str) -> None:
    """The notice, the code, the welcome."""
    types(officer, code)
    sees(officer, "ท่านยอมรับหรือไม่")
    taps_reply(officer, "ยอมรับ")
    sees(officer, f"ยินดีต้อนรับ {STAFF}")


def reports(page: Page, officer: Locator, pictures: Path) -> None:
    """From the card of the task to the saved report, photos by the phone's file chooser."""
    taps_reply(officer, "รายการของฉัน")
    sees(officer, "ต้องการรายงานรายการใด")
    take(officer.locator(".carousel").last, "task-carousel", pictures)
    card = officer.locator(".carousel .f-bubble", has_text=MEASURE)
    card.get_by_role("button", name="รายงาน").click()
    sees(officer, HOW_FAR_IN_MONTH)
    taps_reply(officer, "ดำเนินการแล้วเสร็จ")
    sees(officer, WHAT_IS_DONE)
    taps_reply(officer, WHOLE)
    sees(officer, "ดำเนินการอะไรไปแล้วบ้าง")
    types(officer, DID)
    sees(officer, "มีข้อเสนอแนะหรือไม่")
    taps_reply(officer, "ข้าม")
    sees(officer, "มีหลักฐานประกอบหรือไม่")
    with page.expect_file_chooser() as chooser:
        taps_reply(officer, "เลือกรูป")
    photos = [{"name": f"{c}.jpg", "mimeType": "image/jpeg", "buffer": photo(c)} for c in ("seagreen", "orange")]
    chooser.value.set_files(photos)  # type: ignore[arg-type]
    sees(officer, "ได้รับหลักฐานแล้ว 2 รายการ")
    taps_reply(officer, "ครบแล้ว")
    summary = sees(officer, "ข้อมูลถูกต้องหรือไม่")
    for words in (*DID.splitlines(), "รูปภาพ 2 รูป"):
        expect(summary).to_contain_text(words)
    take(page, "phones", pictures)
    summary.get_by_role("button", name="1. บันทึก").click()
    expect(officer.locator(".row", has_text=f"บันทึกแล้ว: {MEASURE}")).to_be_visible()
    expect(officer.locator(".f-bubble").last).to_contain_text("รายการถัดไป")
    take(officer, "next-task", pictures)


def test_the_main_path_is_clicked(page: Page, demo: Demo, tmp_path: Path) -> None:
    officer, admin, head = (phone(page, name) for name in (STAFF, ADMIN, SUPERVISOR))
    assert demo.code
    enrols(officer, demo.code)
    types(head, "งาน")
    sees(head, NO_TASKS)
    reports(page, officer, tmp_path)
    officer.locator(".pc-toggle").click()
    types(officer, "สถานะ")
    sees(officer, "ครบกำหนด")
    expect(officer.locator(".quick")).to_be_hidden()
    take(officer, "office-pc", tmp_path)
    officer.locator(".pc-toggle").click()

    before = head.locator(".theirs").count()
    page.get_by_label("ไปยังวันเวลา").fill("2026-12-01T09:05")
    page.get_by_role("button", name="ไป", exact=True).click()
    expect(page.locator("#now")).to_contain_text("1 ธ.ค. 2569")
    for who, name in ((officer, STAFF), (admin, ADMIN)):
        expect(who.locator(".theirs", has_text=f"เรียน {name}")).to_have_count(1, timeout=30_000)
    expect(head.locator(".theirs")).not_to_have_count(before, timeout=30_000)
    expect(page.locator(".quota")).to_contain_text("ใช้ไป 3 จาก 300")
    take(officer, "reminder", tmp_path)
    take(head, "supervisor", tmp_path)

    types(admin, "เว็บ")
    button = sees(admin, "ลิงก์เข้าหน้าผู้ดูแล").get_by_role("button")
    with page.context.expect_page() as opened:
        button.click()
    signs_in_and_downloads(opened.value, tmp_path)


def signs_in_and_downloads(web: Page, folder: Path) -> None:
    """The button, what to do now, the round's tasks, the task's photos, all four files."""
    web.set_viewport_size({"width": 1280, "height": 900})
    web.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(web.get_by_role("heading", level=1)).to_have_text("สิ่งที่ต้องทำตอนนี้")
    web.get_by_role("navigation").get_by_role("link", name="รายการ", exact=True).click()
    row = web.locator("tr", has_text=MEASURE).filter(has_text="สำนักปลัด")
    expect(row).to_contain_text("ดำเนินการแล้วเสร็จ")
    take(web, "admin-1280", folder)
    for kind in FILES:
        name = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON"}[kind]
        with web.expect_download() as download:
            web.get_by_role("link", name=f"ดาวน์โหลด {name}").click()
        saved = folder / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.suffix == f".{kind}"
        assert "รอบ 6 เดือนแรก" in saved.stem or "รายงาน" in saved.stem
        assert saved.read_bytes().startswith(FILES[kind])
        if kind == "json":
            lines = [
                line
                for group in json.loads(saved.read_bytes())["groups"]
                for row in group["rows"]
                for line in row["cells"]["result"]
            ]
            assert {f"- {line}" for line in DID.splitlines()} <= set(lines)
    web.set_viewport_size({"width": 360, "height": 740})
    assert web.evaluate("document.documentElement.scrollWidth") <= 360
    take(web, "admin-360", folder)
    web.get_by_role("link", name=MEASURE).first.click()
    expect(web.locator(".photos img")).to_have_count(2)
    for image in web.locator(".photos img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("naturalWidth", 320)
    assert web.evaluate("document.documentElement.scrollWidth") <= 360
