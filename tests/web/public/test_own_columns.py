"""The page of all reports asks an agency's own columns: numbers, ticks, choices with a reason, days."""

from domain.writes import SetLayout
from tests.agency import write
from tests.own_layout import own_layout
from tests.web.public.test_replies import PAGE, opened, replies, save, task_of
from tests.web.site import Site

TYPED = {
    "status": "done",
    "own_spent": "๒๘,๔๕๐.๕๐",
    "own_held": ["ต.ค.", "ม.ค."],
    "own_progress": "80%",
    "own_people": "25",
    "own_state": "ล่าช้ากว่าแผน",
    "why_state": "รอผลการตรวจสอบพื้นที่",
    "own_opened": "5 พ.ย. 2569",
    "own_trouble": "ขาดบุคลากร ขอความร่วมมือจากทุกกอง",
}


def test_own_columns_are_filled_in_on_the_page(everywhere: Site) -> None:
    write(everywhere.database, 1, SetLayout(own_layout()))
    task = task_of(everywhere, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    browser = opened(everywhere)
    wrong = save(browser, task, **{**TYPED, "own_progress": "120", "why_state": ""})
    assert "เกิน 100" in wrong.text
    assert 'value="ต.ค." checked' in wrong.text
    assert 'inputmode="decimal"' in wrong.text
    assert save(browser, task, **TYPED).status_code in (200, 303)
    (kept,) = replies(everywhere, task)
    assert kept.own == {
        "spent": 28450.5,
        "held": ("ต.ค.", "ม.ค."),
        "progress": 80,
        "people": 25,
        "state": ("ล่าช้ากว่าแผน", "รอผลการตรวจสอบพื้นที่"),
        "opened": "2026-11-05",
        "trouble": "ขาดบุคลากร ขอความร่วมมือจากทุกกอง",
    }
    assert "28,450.50" in browser.get(PAGE).text
