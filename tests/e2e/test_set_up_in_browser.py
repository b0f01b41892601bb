"""From an empty database to an open round with five enrolled people: in the browser and in LINE, no command line."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import intake
from tests.docs.pictures import take
from tests.e2e.chromium import needs_browser, watched
from tests.e2e.hands import Hands
from tests.e2e.installation import Installation, installation

__all__ = ["installation"]
pytestmark = [pytest.mark.slow, pytest.mark.browser, needs_browser]

SAMPLES = Path(intake.__file__).parent / "samples"
AGENCY = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
ADMIN = "นางสาวมาลี ตัวอย่าง"
OFFICERS = """นายสมชาย สมมุติ\tนิติกรปฏิบัติการ\tสำนักปลัด\tเจ้าหน้าที่\tงานนิติการ
นางสาวพิมพ์ใจ จำลอง\tเจ้าพนักงานธุรการปฏิบัติงาน\tสำนักปลัด\tเจ้าหน้าที่\tงานธุรการ
นายธนา แบบอย่าง\tนักวิชาการพัสดุชำนาญการ\tกองคลัง\tเจ้าหน้าที่\tงานพัสดุ
นายก้องเกียรติ นามสมมุติ\tนายช่างโยธาชำนาญงาน\tกองช่าง\tเจ้าหน้าที่"""
LONGEST = 600  # seconds of a person's time


@pytest.fixture
def emblem(tmp_path: Path) -> Path:
    """A picture such as an agency has of its emblem."""
    made = io.BytesIO()
    Image.new("RGB", (900, 900), "#1b7f4b").save(made, "JPEG")
    path = tmp_path / "emblem.jpg"
    path.write_bytes(made.getvalue())
    return path


def test_from_nothing_to_an_open_round(
    installation: Installation, browser: Browser, emblem: Path, tmp_path: Path
) -> None:
    with watched(browser, viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        hands = Hands(page)
        page.goto(installation.first_visit)
        hands.clicks += 1  # on the link in the terminal
        make_the_agency(hands, tmp_path)
        connect_line(hands, tmp_path)
        invite_the_people(hands, installation)
        name_who_signs(hands, emblem)
        take_in_the_plan(hands)
        open_the_round(hands, tmp_path)
        everything_is_green(page)
        print(f"\nset up: {hands.keys} keys, {hands.clicks} clicks, {hands.seconds:.0f} s of a person's time")
        assert hands.seconds <= LONGEST


def make_the_agency(hands: Hands, pictures: Path) -> None:
    hands.presses("เริ่มต้น")
    hands.types("ชื่อหน่วยงาน", AGENCY)
    hands.types("อำเภอและจังหวัด", "อำเภอตัวอย่าง จังหวัดตัวอย่าง")
    hands.types("ชื่อย่อในที่อยู่เว็บ", "thungtuayang")
    hands.ticks(hands.page.get_by_label("ผลการดำเนินการและข้อเสนอแนะ"))
    hands.types("ชื่อ-สกุลของท่าน", ADMIN)
    hands.types("ตำแหน่งของท่าน", "หัวหน้าสำนักปลัด")
    take(hands.page.locator("section", has=hands.page.locator("#layouts")), "set-up-agency", pictures)
    hands.presses("เพิ่มหน่วยงาน")
    expect(hands.page.locator(".to-do")).to_contain_text("เชื่อมต่อบัญชี LINE")
    take(hands.page, "set-up-list", pictures)


def connect_line(hands: Hands, pictures: Path) -> None:
    hands.presses("เชื่อมต่อบัญชี LINE")
    hands.pastes("Channel ID", "1234567890")
    hands.pastes("Channel secret", "mistyped-secret")
    hands.presses("บันทึกและตรวจสอบ")
    expect(hands.page.locator(".found .wrong")).to_contain_text("โปรดตรวจ Channel ID และ Channel secret")
    hands.pastes("Channel secret", "simulator-secret")
    hands.presses("บันทึกและตรวจสอบ")
    expect(hands.page.locator(".found .good").first).to_contain_text("LINE รับรหัสแล้ว")
    hands.presses("ตั้งที่อยู่นี้ใน LINE ให้ทันที")
    hands.presses("ตรวจสอบกับ LINE")
    expect(hands.page.locator(".found .wrong")).to_have_count(0)
    expect(hands.page.get_by_role("img", name="คิวอาร์โค้ดของบัญชี")).to_be_visible()
    take(hands.page, "set-up-line", pictures)


def invite_the_people(hands: Hands, installation: Installation) -> None:
    hands.presses("สิ่งที่ต้องทำ")
    hands.presses("เพิ่มรายชื่อบุคลากร")
    hands.pastes("วางข้อมูลที่นี่", OFFICERS)
    hands.presses("ดูก่อนบันทึก")
    hands.presses("ยืนยันเพิ่มรายชื่อ")
    hands.presses("ทำบัตรรหัสลงทะเบียน")
    cards = hands.page.locator(".cards li")
    expect(cards).to_have_count(5)
    expect(hands.page.locator(".cards svg")).to_have_count(5)
    hands.clicks, hands.keys = hands.clicks + 1, hands.keys + 2  # Ctrl+P, and print
    with installation.simulator() as line:
        for card in cards.all_inner_texts():
            name = card.splitlines()[0].strip()
            code = re.search(r"^[A-Z2-9]{8}$", card, re.MULTILINE)
            assert code, card
            hands.enrols(line.add_person(name), code[0])
    hands.presses("สิ่งที่ต้องทำ")
    expect(hands.page.locator(".parts li", has_text="เชื่อมต่อบัญชี LINE")).to_contain_text("เสร็จแล้ว")
    expect(hands.page.locator(".parts li", has_text="แจกรหัสลงทะเบียน")).to_contain_text("เสร็จแล้ว")


def name_who_signs(hands: Hands, emblem: Path) -> None:
    hands.presses("ระบุผู้ลงนาม")
    hands.types("ชื่อ-สกุล", ADMIN)
    hands.types("รักษาราชการแทน", "ปลัดองค์การบริหารส่วนตำบลทุ่งตัวอย่าง")
    hands.page.locator("#signing button").click()
    hands.clicks += 1
    expect(hands.page.get_by_role("status")).to_contain_text("บันทึกผู้ลงนาม 1 คนแล้ว")
    expect(hands.page.get_by_label("ตำแหน่ง").first).to_have_value("หัวหน้าสำนักปลัด")
    hands.chooses_file("ไฟล์ภาพ", emblem)
    hands.presses("ใช้ภาพนี้")
    expect(hands.page.get_by_role("img", name="ตราสัญลักษณ์ของหน่วยงาน")).to_be_visible()


def take_in_the_plan(hands: Hands) -> None:
    hands.presses("สิ่งที่ต้องทำ")
    hands.presses("นำเข้าเอกสารแผน")
    hands.chooses_file("เอกสาร", SAMPLES / "demo_plan.csv")
    hands.presses("อ่านเอกสาร")
    hands.presses("นำเข้ามาตรการนี้")
    expect(hands.page.get_by_role("status")).to_contain_text("2570")


def open_the_round(hands: Hands, pictures: Path) -> None:
    hands.presses("สิ่งที่ต้องทำ")
    hands.presses("เปิดรอบ")
    expect(hands.page.locator(".days-off")).to_contain_text("เม.ย.")
    hands.presses("ดูสิ่งที่จะเปลี่ยนก่อน")
    expect(hands.page.locator("main")).to_contain_text("ระบบแจ้งการเปิดรอบทาง LINE แก่")
    take(hands.page, "set-up-round", pictures)
    hands.presses("ยืนยันเปิดรอบ")
    expect(hands.page.get_by_role("status")).to_contain_text("เปิด")


def everything_is_green(page: Page) -> None:
    page.get_by_role("link", name="สิ่งที่ต้องทำ").click()
    for number in range(3):
        expect(page.locator(".steps > li").nth(number)).to_have_class("done")
