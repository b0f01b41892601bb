"""A supervisor on the real demo, whose simulator takes nothing that LINE would refuse: a list approved, taken back,
a comment and its answer."""

from typing import Any

import pytest

from simulator import Simulator
from tests.e2e.demo import ADMIN, STAFF, Demo, answers
from tests.e2e.sample import MEASURE
from tests.e2e.test_demo import enrol, pushes, report

pytestmark = pytest.mark.slow


def check_of(demo: Demo) -> Any:
    """How the reported task's newest reply stands at the check."""
    (check,) = {one["check"] for one in demo.json("tasks", "demo") if one["measure"] == MEASURE and one["check"]}
    return check


@pytest.fixture(scope="module")
def phones(demo: Demo) -> Any:
    """The phones after a report of the officer's, where the agency has replies checked."""
    demo.tidtam("agency", "review", "demo", "on")
    with demo.simulator() as simulator:
        assert demo.code
        enrol(simulator.person(STAFF), demo.code)
        report(simulator.person(STAFF))
        yield simulator


def test_a_list_is_looked_at_approved_taken_back_and_commented_on(demo: Demo, phones: Simulator) -> None:
    head, officer = phones.person(ADMIN), phones.person(STAFF)
    answers(head, "ตรวจทั้งหมด")
    listed = head.sees("มีรายงานรอตรวจ 1 รายการ")
    assert MEASURE[:30] in listed.words and "ตรวจผ่านทั้ง 1 รายการ" in listed.buttons + listed.quick_replies
    head.taps("ตรวจผ่านทั้ง 1 รายการ")
    head.sees("ตรวจผ่านแล้ว 1 รายการ")
    assert check_of(demo) == "approved"

    answers(head, "ถอนผลตรวจ")
    head.sees("ต้องการถอนผลตรวจของรายการใด")
    answers(head, "1")
    head.sees("กลับไปรอการตรวจ")
    assert check_of(demo) == "waiting"

    before = len(pushes(phones))
    answers(head, "ตรวจ")
    assert "ดูหลักฐาน (3 ชิ้น)" in head.sees("รายงานนี้ถูกต้องหรือไม่").buttons
    answers(head, "ให้ความเห็น")
    head.sees("โดยใช้โควตาข้อความของเดือนนี้ 1 ข้อความ")
    answers(head, "ขอรูปหน้าสำนักงานเพิ่มด้วย")
    officer.sees("ขอรูปหน้าสำนักงานเพิ่มด้วย")
    answers(officer, "ตอบกลับ")
    officer.sees("ต้องการแจ้งความเห็นใดถึง")
    answers(officer, "จะถ่ายรูปส่งให้วันพรุ่งนี้")
    head.sees("จะถ่ายรูปส่งให้วันพรุ่งนี้")
    assert len(pushes(phones)) == before + 2

    answers(head, "ตีกลับ")
    head.sees("ต้องแก้ไขเรื่องใด")
    head.taps("ขาดหลักฐาน")
    head.sees("ขาดรูปถ่ายหรือเอกสารหลักฐาน")
    assert check_of(demo) == "returned"
    answers(officer, "แก้ไข")
    assert "สิ่งที่ต้องแก้ไข" in officer.sees("ข้อมูลถูกต้องหรือไม่")

    answers(head, "เตือน")
    head.sees("ใช้ข้อความ LINE ไม่เกิน")
    answers(head, "ภาพรวม")
    head.sees("ดูเป็นรูปภาพ")
    head.taps("ดูเป็นรูปภาพ")
    head.sees("เป็นรูปภาพ")
