"""The page in a real browser: typing, tapping, dates, files, PC view, narrow screens, hostile content."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator import Simulator
from tests.docs.pictures import take
from tests.e2e.chromium import needs_browser

from .conftest import Bot, Line
from .menus import MENU, made
from .test_main_path import PNG

pytestmark = [pytest.mark.browser, needs_browser]

PICK = {"type": "datetimepicker", "label": "เลือกวันที่", "data": "d", "mode": "date", "max": "2026-12-31"}
REPORT = {"type": "postback", "label": "รายงานผล", "data": "t:1", "displayText": "รายงานงานที่ ๑"}
SHOW = {"type": "uri", "label": "เปิดเว็บ", "uri": "http://127.0.0.1:9/admin"}
CARD = {
    "type": "bubble",
    "size": "kilo",
    "header": {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": "#0a7c3a",
        "contents": [{"type": "text", "text": "เผยแพร่คู่มือการให้บริการประชาชน", "color": "#ffffff", "wrap": True}],
    },
    "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "กำหนด ๓๑ มี.ค. ๒๕๗๐"}]},
    "footer": {
        "type": "box",
        "layout": "vertical",
        "contents": [{"type": "button", "style": "primary", "action": action} for action in (REPORT, PICK, SHOW)],
    },
}
CAROUSEL = {"type": "flex", "altText": "งานของคุณ", "contents": {"type": "carousel", "contents": [CARD, CARD]}}
QUICK = {
    "type": "text",
    "text": "เลือกได้เลย",
    "quickReply": {"items": [{"type": "action", "action": {"type": "message", "label": "ช่วย", "text": "ช่วยเหลือ"}}]},
}


@pytest.fixture
def page(browser: Browser, sim: Simulator) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.set_default_timeout(8000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith((sim.url, "blob:")) else faults.append(asked.url))
    page.goto(sim.url)
    expect(page.locator(".phone")).to_have_count(3)
    yield page
    page.close()
    assert faults == []


def phone(page: Page, name: str = "สมชาย") -> Locator:
    return page.locator(f".phone[data-name^='{name}']")


def test_a_person_types_and_reads_the_answer(page: Page, bot: Bot, line: Line) -> None:
    bot.does = lambda event: line.reply(event["replyToken"], {"type": "text", "text": "รับแล้ว"}).status
    entry = phone(page).get_by_role("textbox")
    entry.fill("งาน")
    entry.press("Enter")
    expect(phone(page).locator(".mine .bubble")).to_have_text("งาน")
    expect(phone(page).locator(".theirs .bubble")).to_have_text("รับแล้ว")
    expect(phone(page, "มานี").locator(".bubble")).to_have_count(0)


def test_cards_quick_replies_dates_and_links_are_tapped(page: Page, bot: Bot, line: Line, sim: Simulator) -> None:
    somchai = sim.person("สมชาย")
    line.push(somchai.id, CAROUSEL, QUICK)
    phone(page).get_by_role("button", name="รายงานผล").first.click()
    assert bot.waits_for(1)[0]["postback"] == {"data": "t:1"}
    expect(phone(page).locator(".mine .bubble")).to_have_text("รายงานงานที่ ๑")
    expect(phone(page).locator(".quick")).to_be_hidden()
    line.push(somchai.id, QUICK)
    phone(page).get_by_role("button", name="ช่วย").click()
    assert bot.waits_for(2)[1]["message"]["text"] == "ช่วยเหลือ"
    phone(page).get_by_role("button", name="เลือกวันที่").first.click()
    page.locator("#picker-value").fill("2026-11-05")
    expect(page.locator("#picker-thai")).to_contain_text("พฤศจิกายน พ.ศ. 2569")
    page.get_by_role("button", name="ตกลง").click()
    assert bot.waits_for(3)[2]["postback"]["params"] == {"date": "2026-11-05"}


def test_a_link_that_types_a_code_fills_the_keyboard(page: Page, line: Line, sim: Simulator) -> None:
    words = "https://line.me/R/oaMessage/%40123/?%E0%B8%81%2023"
    action = {"type": "uri", "label": "ส่งรหัส", "uri": words}
    template = {"type": "buttons", "text": "รหัสของคุณ", "actions": [action]}
    line.push(sim.person("สมชาย").id, {"type": "template", "altText": "รหัส", "template": template})
    phone(page).get_by_role("button", name="ส่งรหัส").click()
    expect(phone(page).get_by_role("textbox")).to_have_value("ก 23")


def test_an_address_opens_a_phone_with_words_typed_in_or_the_clock(page: Page, sim: Simulator) -> None:
    name, words = sim.person("สมหญิง").name, "งาน & อื่น ๆ"
    typed = phone(page, "สมหญิง").get_by_role("textbox")
    page.get_by_role("checkbox", name=f"แสดงโทรศัพท์ของ{name}").uncheck()
    expect(phone(page, "สมหญิง")).to_have_count(0)
    page.goto("about:blank")
    page.goto(f"{sim.url}/#phone={quote(name)}&text={quote(words)}")
    expect(typed).to_have_value(words)
    expect(typed).to_be_focused()
    assert page.url == f"{sim.url}/", "loaded again, nothing is typed again"
    page.get_by_role("button", name="แผงควบคุม").click()
    page.evaluate("location.hash = 'clock'")
    expect(page.get_by_role("button", name="+1 นาที")).to_be_focused()
    page.evaluate("location.hash = 'clock=2026-12-01T09:05'")
    expect(page.get_by_role("button", name="ไป", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text("1 ธ.ค. 2569")
    page.evaluate("location.hash = 'phone=%E0%A4%A'")  # nobody's
    expect(phone(page)).to_be_visible()


def test_a_cancelled_date_is_not_sent(page: Page, bot: Bot, line: Line, sim: Simulator) -> None:
    line.push(sim.person("สมชาย").id, CAROUSEL)
    phone(page).get_by_role("button", name="เลือกวันที่").first.click()
    page.get_by_role("button", name="ยกเลิก", exact=True).click()
    expect(page.locator("#picker")).to_be_hidden()
    assert bot.events == []


def test_photos_and_files_are_sent_and_shown(page: Page, bot: Bot) -> None:
    phone(page).locator("input[type=file][accept='image/*']").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": PNG}
    )
    assert bot.waits_for(1)[0]["message"]["type"] == "image"
    shown = phone(page).locator(".mine img")
    expect(shown).to_be_visible()
    phone(page).locator("input[type=file]").last.set_input_files(
        {"name": "ผล.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    assert bot.waits_for(2)[1]["message"]["fileName"] == "ผล.pdf"
    expect(phone(page).locator(".mine .file")).to_contain_text("ผล.pdf")


def test_line_on_an_office_pc_shows_neither_quick_replies_nor_the_menu(page: Page, sim: Simulator, line: Line) -> None:
    line.call("POST", f"/v2/bot/user/all/richmenu/{made(line)}")
    line.push(sim.person("สมชาย").id, CAROUSEL, QUICK)
    expect(phone(page).locator(".quick button")).to_be_visible()
    expect(phone(page).locator(".menu-area").first).to_be_visible()
    phone(page).locator(".pc-toggle").click()
    expect(phone(page).locator(".quick")).to_be_hidden()
    expect(phone(page).locator(".menu")).to_be_hidden()
    expect(phone(page).get_by_role("button", name="รายงานผล").first).to_be_visible()


def test_the_rich_menu_is_tapped(page: Page, bot: Bot, line: Line) -> None:
    line.call("POST", f"/v2/bot/user/all/richmenu/{made(line)}")
    phone(page).get_by_role("button", name=str(MENU["areas"][0]["action"]["label"])).click()  # type: ignore[index]
    assert bot.waits_for(1)[0]["message"]["text"] == "งาน"


def test_the_panel_moves_the_clock_and_shows_quota_and_log(page: Page, sim: Simulator, line: Line) -> None:
    page.get_by_role("button", name="+1 เดือน").click()
    expect(page.locator("#now")).to_contain_text("20 ธ.ค. 2569")
    line.push(sim.person("สมชาย").id, QUICK)
    expect(page.locator(".quota")).to_contain_text("ใช้ไป 1 จาก 300")
    entry = page.locator(".log details").first
    expect(entry).to_contain_text("/v2/bot/message/push")
    entry.locator("summary").click()
    expect(entry).to_contain_text("เลือกได้เลย")


def test_bad_days_are_switched_on_from_the_page(page: Page, sim: Simulator) -> None:
    page.get_by_text("วันร้าย").click()
    page.get_by_role("button", name="วันยุ่ง").click()
    expect(page.locator(".fault output").first).to_have_text("20%")
    assert sim.call("GET", "bad-days")["duplicate"] == 0.2


def test_people_and_groups_are_added_and_blocked(page: Page, sim: Simulator, bot: Bot) -> None:
    page.get_by_text("คน กลุ่ม และบอต").click()
    page.get_by_placeholder("ชื่อคนใหม่").fill("วิชัย")
    page.get_by_role("button", name="เพิ่มคน").click()
    page.get_by_placeholder("ชื่อกลุ่มใหม่").fill("กองช่าง")
    page.get_by_role("button", name="ตั้งกลุ่ม").click()
    assert bot.waits_for(1)[0]["type"] == "join"
    expect(phone(page, "วิชัย")).to_be_visible()
    group = phone(page, "กองช่าง")
    group.get_by_role("textbox").fill("สวัสดีทุกคน")
    group.get_by_role("textbox").press("Enter")
    assert bot.waits_for(2)[1]["source"]["type"] == "group"
    phone(page).get_by_role("button", name="บล็อกบัญชี").click()
    assert bot.waits_for(3)[2]["type"] == "unfollow"
    phone(page).get_by_role("button", name="เลิกบล็อก").last.click()
    assert bot.waits_for(4)[3]["type"] == "follow"


def test_what_was_said_in_a_group_is_changed_and_taken_back(page: Page, sim: Simulator, bot: Bot) -> None:
    somchai = sim.person("สมชาย")
    group = sim.group("กองคลัง", somchai, sim.person("มานี"))
    somchai.in_group(group).types("ผิด")
    said = phone(page, "กองคลัง").locator(".row[data-from='person']")
    page.once("dialog", lambda dialog: dialog.accept("ถูก"))
    said.hover()
    said.get_by_role("button", name="แก้ไขข้อความนี้").click()
    assert bot.waits_for(3)[2]["type"] == "messageEdited"
    expect(said.locator(".bubble")).to_have_text("ถูก")
    said.get_by_role("button", name="ถอนข้อความนี้").press("Enter")
    assert bot.waits_for(4)[3]["type"] == "unsend"
    expect(phone(page, "กองคลัง").locator(".unsent")).to_be_visible()


def test_the_camera_roll_opens_from_a_quick_reply_and_by_keyboard(
    page: Page, bot: Bot, line: Line, sim: Simulator
) -> None:
    roll = {"type": "action", "action": {"type": "cameraRoll", "label": "เลือกรูป"}}
    line.push(sim.person("สมชาย").id, {"type": "text", "text": "ส่งรูป", "quickReply": {"items": [roll]}})
    with page.expect_file_chooser() as chosen:
        phone(page).get_by_role("button", name="เลือกรูป").press("Enter")
    chosen.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    assert bot.waits_for(1)[0]["message"]["type"] == "image"
    expect(phone(page).locator(".quick")).to_be_hidden()


def test_tabs_of_a_rich_menu_switch_by_click_and_keyboard(page: Page, bot: Bot, line: Line) -> None:
    first, second = made(line), made(line, name="สอง", chatBarText="แท็บสอง")
    line.call("POST", "/v2/bot/richmenu/alias", {"richMenuAliasId": "two", "richMenuId": second})
    line.call("POST", f"/v2/bot/user/all/richmenu/{first}")
    phone(page).get_by_role("button", name="ต่อ").press("Enter")
    expect(phone(page).locator(".menu-bar")).to_have_text("แท็บสอง")
    assert bot.waits_for(1)[0]["postback"]["params"]["status"] == "SUCCESS"
    expect(phone(page, "มานี").locator(".menu-bar")).to_have_text("เมนู")


def test_words_are_shown_as_words_and_never_run(page: Page, sim: Simulator, line: Line) -> None:
    evil = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
    somchai = sim.person("สมชาย")
    somchai.types(evil)
    card: Any = {**CAROUSEL, "contents": {**CARD, "hero": None}}
    card["contents"]["body"] = {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": evil}]}
    line.push(somchai.id, {"type": "text", "text": evil}, card)
    expect(phone(page).get_by_text("onerror")).to_have_count(3)
    assert page.title() != "hacked"


def test_it_fits_a_narrow_screen_and_works_by_keyboard(page: Page, sim: Simulator, bot: Bot, line: Line) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    line.push(sim.person("สมชาย").id, CAROUSEL)
    button = phone(page).get_by_role("button", name="รายงานผล").first
    button.focus()
    page.keyboard.press("Enter")
    assert bot.waits_for(1)[0]["postback"]["data"] == "t:1"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (phone(page).bounding_box() or {})["width"] <= 345


def test_three_phones_stand_whole_beside_the_panel_at_1280(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 860})
    panel = (page.locator("#panel").bounding_box() or {})["x"]
    boxes = [one.bounding_box() or {} for one in page.locator(".phone").all()]
    assert len(boxes) == 3
    assert all(box["x"] >= 0 and box["width"] >= 280 and box["x"] + box["width"] <= panel for box in boxes)


def test_enter_in_the_date_picker_means_ok(page: Page, bot: Bot, line: Line, sim: Simulator) -> None:
    line.push(sim.person("สมชาย").id, CAROUSEL)
    phone(page).get_by_role("button", name="เลือกวันที่").first.press("Enter")
    page.locator("#picker-value").fill("2026-11-05")
    page.locator("#picker-value").press("Enter")
    assert bot.waits_for(1)[0]["postback"]["params"] == {"date": "2026-11-05"}


def test_a_slider_keeps_the_keyboard(page: Page, sim: Simulator) -> None:
    page.get_by_text("วันร้าย").click()
    slider = page.get_by_label("ส่งเหตุการณ์ซ้ำ")
    for percent in (5, 10, 15):
        page.keyboard.press("ArrowRight") if percent > 5 else slider.press("ArrowRight")
        expect(page.locator(".fault output").first).to_have_text(f"{percent}%")
        sim.call("PUT", "bad-days", {"seed": percent})  # what others change does not take it away
        expect(page.get_by_label("เลขเมล็ดสุ่ม")).to_have_value(str(percent))
    expect(slider).to_be_focused()
    assert sim.call("GET", "bad-days")["duplicate"] == 0.15


def test_what_one_reads_or_types_in_the_panel_outlives_other_changes(page: Page, sim: Simulator, line: Line) -> None:
    most = page.get_by_label("จำนวนสูงสุดต่อเดือน")
    line.push(sim.person("สมชาย").id, QUICK)
    page.locator(".log details summary").first.click()
    most.fill("12")
    line.push(sim.person("สมชาย").id, QUICK)
    sim.add_person("วิชัย")
    expect(page.locator(".quota")).to_contain_text("ใช้ไป 2 จาก 300")
    expect(phone(page, "วิชัย")).to_be_visible()
    expect(most).to_have_value("12")
    expect(page.locator(".log > details")).to_have_count(2)
    expect(page.locator(".log details[open]")).to_have_count(1)
    page.get_by_role("button", name="ล้าง").click()
    sim.add_person("วินัย")
    expect(phone(page, "วินัย")).to_be_visible()
    expect(page.locator(".log > details")).to_have_count(0)
    sim.move_clock(months=1)
    expect(page.locator(".quota")).to_contain_text("ใช้ไป 0 จาก 300")


def test_what_can_be_tapped_has_a_name(page: Page, sim: Simulator, line: Line) -> None:
    action = {"type": "message", "text": "เปิดรูป"}
    box = {"type": "box", "layout": "vertical", "contents": [{"type": "filler"}], "height": "90px", "action": action}
    contents = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": [box]}}
    line.push(sim.person("สมชาย").id, {"type": "flex", "altText": "รูป", "contents": contents})
    expect(phone(page).get_by_role("button", name="เปิดรูป")).to_be_visible()


def test_who_looks_at_a_removed_account_sees_the_first(browser: Browser, sim: Simulator) -> None:
    page = browser.new_page()
    sim.call("POST", "channels", {"id": "22", "secret": "s2", "token": "t2", "name": "อบต. อื่น"})
    for _ in range(2):  # while it is shown, and from an old link
        page.goto(f"{sim.url}/?channel=22")
        if len(sim.call("GET", "channels")) == 2:
            expect(page.locator(".phone-who small").first).to_have_text("คุยกับ อบต. อื่น")
            sim.call("DELETE", "channels/22")
        expect(page.locator(".phone-who small").first).to_have_text("คุยกับ บัญชีทดลอง")
    page.close()


def test_words_that_do_not_fit_are_made_smaller_where_the_card_asks(page: Page, sim: Simulator, line: Line) -> None:
    words = "รายงานผลการดำเนินงานตามมาตรการ ๑๒"
    button = {"type": "button", "action": {"type": "message", "label": words, "text": "ก"}, "style": "primary"}
    parts = [{**part, "adjustMode": "shrink-to-fit"} for part in (button, {"type": "text", "text": words * 2})]
    box = {"type": "box", "layout": "vertical", "contents": [button, *parts]}
    bubble = {"type": "bubble", "size": "kilo", "body": box}
    assert line.push(sim.person("สมชาย").id, {"type": "flex", "altText": "ก", "contents": bubble}).status == 200
    fits = "nodes => nodes.map(node => node.scrollWidth <= node.clientWidth)"
    expect(phone(page).locator(".f-words")).to_be_visible()
    page.wait_for_function("parseFloat(getComputedStyle(document.querySelector('.f-words')).fontSize) < 16")
    assert phone(page).locator(".f-button, .f-words").evaluate_all(fits) == [False, True, True]


def test_a_mention_shows_the_members_name(page: Page, sim: Simulator, line: Line) -> None:
    mani = sim.person("มานี")
    mention = {"type": "mention", "mentionee": {"type": "user", "userId": mani.id}}
    text = {"type": "textV2", "text": "เชิญ {a} {{ตอบ}}", "substitution": {"a": mention}}
    assert line.push(sim.group("กองคลัง", mani), text).status == 200
    expect(phone(page, "กองคลัง").locator(".bubble")).to_have_text(f"เชิญ @{mani.name} {{ตอบ}}")


def test_a_reset_empties_every_phone(page: Page, sim: Simulator, line: Line) -> None:
    line.push(sim.person("สมชาย").id, QUICK)
    expect(phone(page).locator(".bubble")).to_have_count(1)
    sim.reset()
    expect(phone(page).locator(".bubble")).to_have_count(0)


def test_a_picture_for_the_docs(page: Page, sim: Simulator, line: Line, bot: Bot, tmp_path: Path) -> None:
    somchai = sim.person("สมชาย")
    somchai.types("งาน")
    line.push(somchai.id, CAROUSEL, QUICK)
    expect(phone(page).locator(".quick button")).to_be_visible()
    take(page, "simulator", tmp_path)
