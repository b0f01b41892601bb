"""An agency whose table is like none of ours: from its document to its certified report, by browser and chat alone."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from json import dumps
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulator import Person
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.demo import answers
from tests.e2e.hands import Hands
from tests.e2e.installation import Installation, installation
from tests.e2e.printed_rows import bare_of, rows_of_excel, rows_of_pdf, rows_of_word
from tests.e2e.words import HOW_FAR
from tests.intake.learned_word import AGENCY, HEADINGS, PROJECTS, write_action_plan

__all__ = ["installation"]
pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

ADMIN = "นางสาวบุษบา สมมุติ"
PEOPLE = """นายธนา จำลอง\tนักจัดการงานทั่วไป\tสำนักปลัด\tเจ้าหน้าที่
นางวิไล แบบอย่าง\tนักวิชาการพัสดุ\tกองคลัง\tเจ้าหน้าที่"""
CHOICES = "สำเร็จตามเป้าหมาย\nสำเร็จบางส่วน\nไม่สำเร็จ | เพราะเหตุใดจึงไม่สำเร็จ"
PATIENCE = 120.0  # seconds on a busy machine
# What each project is to say: done or not, then the agency's own columns.
SPENT, PERCENT, STATE, WHY, DAY, PROBLEM, REMEDY = range(7)
SAID = (
    "18,500|100|สำเร็จตามเป้าหมาย||15 พ.ย. 2569|ป้ายบางจุดถูกต้นไม้บัง|ตัดแต่งกิ่งไม้ทุกเดือน",
    "4,250.50|75|สำเร็จบางส่วน||10 พ.ย. 2569|ประชาชนตอบแบบประเมินน้อย|วางรหัสคิวอาร์ไว้ทุกเคาน์เตอร์",
    "0|25|ไม่สำเร็จ|ไม่มีผู้ยื่นข้อเสนอราคา|18 พ.ย. 2569|ราคากลางต่ำกว่าท้องตลาด|ทบทวนราคากลางแล้วประกาศใหม่",
)
TOLD = {project[0]: tuple(said.split("|")) for project, said in zip(PROJECTS, SAID, strict=True)}


def test_a_table_of_its_own_comes_out_certified(installation: Installation, browser: Browser, tmp_path: Path) -> None:
    with watched(browser, viewport={"width": 1280, "height": 800}, accept_downloads=True) as context:
        context.set_default_timeout(PATIENCE * 1000)
        hands = Hands(context.new_page())
        hands.page.goto(installation.first_visit)
        make_the_agency(hands)
        learn_the_layout(hands, write_action_plan(tmp_path / "plan.docx"), tmp_path)
        connect_line(hands)
        phones = invite_people(hands, installation)
        import_the_plan(hands, tmp_path / "plan.docx", tmp_path)
        open_the_round(hands)
        first, second, third = TOLD
        reports_by_taps(phones[0], first)
        reports_on_page(phones[0], context, second, tmp_path)
        reports_by_typing(phones[1], third)
        files = certify(hands, tmp_path)
    printed_are(files, tmp_path)


def make_the_agency(hands: Hands) -> None:
    hands.presses("เริ่มต้น")
    hands.types("ชื่อหน่วยงาน", AGENCY)
    hands.types("อำเภอและจังหวัด", "อำเภอตัวอย่าง จังหวัดตัวอย่าง")
    hands.types("ชื่อย่อในที่อยู่เว็บ", "donsommut")
    hands.ticks(hands.page.get_by_label("สร้างจากเอกสารของหน่วยงานเอง"))
    hands.types("ชื่อ-สกุลของท่าน", ADMIN)
    hands.types("ตำแหน่งของท่าน", "ปลัดองค์การบริหารส่วนตำบล")
    hands.presses("เพิ่มหน่วยงาน")


def learn_the_layout(hands: Hands, document: Path, pictures: Path) -> None:
    """Upload it, look, answer what is asked and change one thing that was taken for something else, keep it."""
    hands.chooses_file("เอกสาร", document)
    hands.presses("อ่านเอกสาร")
    page = hands.page
    expect(page.locator(".learned .to-do h3")).to_have_count(2)
    expect(page.get_by_role("img", name="รายงาน หน้า 1")).to_be_visible()
    expect(page.get_by_role("cell", name="ไตรมาส")).to_be_visible()
    say(page, "ความสำเร็จ", "reply", "choice", CHOICES)
    hands.presses("บันทึกเป็นแบบรายงานของหน่วยงาน")
    expect(page.get_by_role("alert")).to_contain_text("คำตอบที่เลือกไว้ยังอยู่ครบ")
    say(page, "แนวทางแก้ไข", "reply")
    say(page, "ปัญหา/อุปสรรค", "reply")
    hands.presses("อ่านเอกสารใหม่ตามคำตอบนี้")
    expect(page.locator(".learned .to-do")).to_have_count(0)
    picture(page, pictures, "learned")
    hands.presses("บันทึกเป็นแบบรายงานของหน่วยงาน")
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแบบรายงานแล้ว")
    picture(page, pictures, "layout")


def say(page: Page, heading: str, filler: str, kind: str = "", choices: str = "") -> None:
    """Open the column and say that it is the agency's own, who fills it in and with what."""
    column = page.locator(".learned > li").filter(has=page.locator("h3", has_text=heading))
    if not column.get_by_text("โปรดตอบ").count():
        column.locator("summary").first.click()
    for place, value in enumerate(("own", filler, kind)):
        column.locator("select").nth(place).select_option(value)
    if choices:
        column.locator("summary").last.click()
        column.locator("textarea").fill(choices)


def connect_line(hands: Hands) -> None:
    hands.presses("สิ่งที่ต้องทำ")
    hands.presses("เชื่อมต่อบัญชี LINE")
    hands.pastes("Channel ID", "1234567890")
    hands.pastes("Channel secret", "simulator-secret")
    hands.presses("บันทึกและตรวจสอบ")
    hands.presses("ตั้งที่อยู่นี้ใน LINE ให้ทันที")


def invite_people(hands: Hands, installation: Installation) -> list[Person]:
    """The officers' phones, enrolled."""
    hands.presses("สิ่งที่ต้องทำ")
    hands.presses("เพิ่มรายชื่อบุคลากร")
    hands.pastes("วางข้อมูลที่นี่", PEOPLE)
    hands.presses("ดูก่อนบันทึก")
    hands.presses("ยืนยันเพิ่มรายชื่อ")
    hands.presses("ทำบัตรรหัสลงทะเบียน")
    line, phones = installation.simulator(), []
    cards = {card.splitlines()[0].strip(): card for card in hands.page.locator(".cards li").all_inner_texts()}
    for row in PEOPLE.splitlines():
        name = row.partition("\t")[0]
        code = re.search(r"^[A-Z2-9]{8}$", cards[name], re.MULTILINE)
        assert code, cards
        phones.append(line.add_person(name))
        phones[-1].types(code[0])
        phones[-1].sees("ท่านยอมรับหรือไม่", PATIENCE)
        phones[-1].taps("ยอมรับ")
        phones[-1].sees("ยินดีต้อนรับ", PATIENCE)
    return phones


def import_the_plan(hands: Hands, document: Path, pictures: Path) -> None:
    hands.presses("มาตรการประจำปี")
    hands.chooses_file("เอกสาร", document)
    hands.types("ปีงบประมาณ", "2570")
    hands.presses("อ่านเอกสาร")
    expect(hands.page.get_by_text("คอลัมน์ที่ยังไม่แน่ใจ")).to_have_count(0)
    picture(hands.page, pictures, "import")
    hands.presses("นำเข้ามาตรการนี้")
    expect(hands.page.get_by_role("status").first).to_contain_text("2570")


def open_the_round(hands: Hands) -> None:
    hands.presses("สิ่งที่ต้องทำ")
    hands.presses("เปิดรอบ")
    hands.presses("ดูสิ่งที่จะเปลี่ยนก่อน")
    hands.presses("ยืนยันเปิดรอบ")


def reports_by_taps(phone: Person, project: str) -> None:
    """Whatever can be tapped is tapped, the day picked; text and money are typed."""
    told = TOLD[project]
    begin(phone, project)
    phone.taps("ดำเนินการแล้วเสร็จ")
    phone.sees("เบิกจ่ายจริง", PATIENCE)
    answers(phone, told[SPENT])
    phone.sees("ร้อยละความก้าวหน้า", PATIENCE)
    phone.taps(f"{told[PERCENT]}%")
    phone.sees("ความสำเร็จ", PATIENCE)
    phone.taps(told[STATE])
    phone.sees("วันที่แล้วเสร็จจริง", PATIENCE)
    phone.picks_date(date(2026, 11, 15))
    say_the_rest(phone, told, phone.taps)


def reports_by_typing(phone: Person, project: str) -> None:
    """LINE at an office PC, without buttons; the choice asks for its reason."""
    told = TOLD[project]
    begin(phone, project)
    answers(phone, "อยู่ระหว่างดำเนินการ")
    for heading, place in (("เบิกจ่ายจริง", SPENT), ("ร้อยละความก้าวหน้า", PERCENT)):
        phone.sees(heading, PATIENCE)
        answers(phone, told[place])
    phone.sees("ความสำเร็จ", PATIENCE)
    answers(phone, "3")
    phone.sees("เพราะเหตุใดจึงไม่สำเร็จ", PATIENCE)
    answers(phone, told[WHY])
    phone.sees("วันที่แล้วเสร็จจริง", PATIENCE)
    answers(phone, told[DAY])
    say_the_rest(phone, told, lambda words: answers(phone, words))


def begin(phone: Person, project: str) -> None:
    """From `งาน` to the first question about the project, chosen from the list where there are several."""
    answers(phone, "งาน")
    seen = phone.sees(project, PATIENCE)
    if HOW_FAR not in seen.words:
        (number,) = re.findall(rf"(?m)^(\d+)\. {re.escape(project)}", seen.words)
        answers(phone, number)
        phone.sees(HOW_FAR, PATIENCE)


def say_the_rest(phone: Person, told: tuple[str, ...], press: Callable[[str], object]) -> None:
    """Problem and remedy are typed; no evidence; what is shown before saving holds all that was said."""
    for heading, place in (("ปัญหา/อุปสรรค", PROBLEM), ("แนวทางแก้ไข", REMEDY)):
        phone.sees(heading, PATIENCE)
        answers(phone, told[place])
    phone.sees("มีหลักฐานประกอบหรือไม่", PATIENCE)
    press("ไม่มีหลักฐาน")
    shown = phone.sees("ถูกต้องหรือไม่", PATIENCE).words
    assert [text for text in told if text and text not in shown and text != told[DAY]] == []
    press("บันทึก")
    phone.sees("บันทึกแล้ว", PATIENCE)


def reports_on_page(phone: Person, context: BrowserContext, project: str, pictures: Path) -> None:
    """The officer opens the page of all reports from the chat, fills the form in and saves it."""
    told = TOLD[project]
    answers(phone, "เว็บ")
    link = re.search(r"https?://[^\"\s]+/r/[^\"\s]+", dumps(phone.sees("รายงานในหน้าเดียว", PATIENCE).raw))
    assert link
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(unescape(link[0]))
    with page.expect_navigation():
        page.locator("main button").first.click()
    section = page.locator("section").filter(has_text=project).last
    section.get_by_label("ดำเนินการแล้วเสร็จ").check()
    for label, place in (("เบิกจ่ายจริง", SPENT), ("ร้อยละความก้าวหน้า", PERCENT), ("วันที่แล้วเสร็จจริง", DAY)):
        section.get_by_label(label).fill(told[place])
    section.get_by_label(told[STATE], exact=True).check()
    for label, place in (("ปัญหา/อุปสรรค", PROBLEM), ("แนวทางแก้ไข", REMEDY)):
        section.get_by_label(label).fill(told[place])
    picture(page, pictures, "reply")
    with page.expect_navigation():
        section.get_by_role("button", name="บันทึก").first.click()
    expect(page.locator(".saved")).to_be_visible()
    assert urlsplit(page.url).path.startswith("/")
    page.close()


def certify(hands: Hands, folder: Path) -> dict[str, bytes]:
    """The certified version's files, as the browser keeps them."""
    page = hands.page
    hands.presses("รายงาน")
    picture(page, folder, "report")
    hands.presses("ตรวจและรับรอง")
    picture(page, folder, "certify")
    page.get_by_label("ผู้ลงนามบนกระดาษ").fill("นายมั่น คงดี นายกองค์การบริหารส่วนตำบล")
    page.get_by_label("พิมพ์ชื่อ").fill(ADMIN)
    hands.presses("รับรอง")
    expect(page.get_by_text("ฉบับที่ 1", exact=True)).to_be_visible()
    files: dict[str, bytes] = {}
    for suffix, name in (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")):
        link = page.locator("article.card").get_by_role("link", name=name).first
        answer = page.request.get(str(link.evaluate("one => one.href")))
        assert answer.ok, (suffix, answer.status)
        files[suffix] = answer.body()
        (folder / f"certified.{suffix}").write_bytes(files[suffix])
    return files


def printed_are(files: dict[str, bytes], folder: Path) -> None:
    """Each heading of the agency's table and each thing told stands in every file; each in its cell."""
    rows = [row_of(number) for number in range(len(PROJECTS))]
    assert rows_of_word(files["docx"])[-len(rows) :] == rows
    assert rows_of_excel(files["xlsx"])[-len(rows) - 1 : -1] == rows
    assert rows_of_pdf(folder / "certified.pdf")[-len(rows) :] == rows
    headings = {bare_of(text) for pair in HEADINGS for text in pair if text}
    texts = {
        "pdf": "".join(cell for row in rows_of_pdf(folder / "certified.pdf") for cell in row),
        "docx": "".join(cell for row in rows_of_word(files["docx"]) for cell in row),
        "xlsx": "".join(cell for row in rows_of_excel(files["xlsx"]) for cell in row),
    }
    for suffix, text in texts.items():
        assert [one for one in headings.union(*rows) if one not in text] == [], suffix


def row_of(number: int) -> list[str]:
    """What stands in the project's row."""
    project, unit, budget, quarters = PROJECTS[number]
    told = TOLD[project]
    state = f"{told[STATE]} ({told[WHY]})" if told[WHY] else told[STATE]
    day = told[DAY].replace("พ.ย.", "พฤศจิกายน")
    ticks = [mark.replace("-", "") for mark in quarters]
    said = (told[SPENT], *ticks, told[PERCENT], state, day, told[PROBLEM], told[REMEDY])
    return [bare_of(text) for text in (str(number + 1), project, unit, budget, *said)]


def picture(page: Page, folder: Path, name: str) -> None:
    """The page at a desk and on a phone, to be looked at."""
    size = page.viewport_size
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, animations="disabled")
    if size:
        page.set_viewport_size(size)
