"""People's life on the real demo: a task handed to a colleague, a message edited, another phone."""

import re
from typing import Any

import pytest

from simulator import Simulator
from tests.e2e.demo import ADMIN, STAFF, SUPERVISOR, Demo, answers
from tests.e2e.sample import MEASURE
from tests.e2e.test_demo import enrol, number_of, sees_status_question
from tests.e2e.words import WHOLE
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def phones(demo: Demo) -> Any:
    """The phones with the officer enrolled; a message may be edited in the chat with the account too."""
    with demo.simulator() as simulator:
        assert demo.code
        enrol(simulator.person(STAFF), demo.code)
        simulator.settings(edits_everywhere=True)
        yield simulator


def tasks_of(demo: Demo, name: str) -> list[str]:
    return [one["measure"] for one in demo.json("tasks", "demo") if name in one["names"] and one["unit"] == "สำนักปลัด"]


def test_an_answer_follows_its_edited_message_and_what_is_saved_only_by_saving(demo: Demo, phones: Simulator) -> None:
    officer = phones.person(STAFF)
    officer.types("งาน")
    listed = officer.sees("ต้องการรายงานรายการใด\n\n1.")
    answers(officer, number_of(MEASURE, listed))
    in_month = sees_status_question(officer)
    officer.taps("ดำเนินการแล้วเสร็จ")
    if in_month:
        officer.sees("เสร็จ")
        officer.taps(WHOLE)
    officer.sees("ดำเนินการอะไรไปแล้วบ้าง")
    said = _answers_later(officer, "ติดป้าย 2 จุด หน้าที่ทำการ")
    officer.sees("มีข้อเสนอแนะหรือไม่")
    officer.edits(said, "ติดป้าย 3 จุด หน้าที่ทำการ")
    assert "ติดป้าย 3 จุด" in officer.sees("เปลี่ยนเป็น")
    answers(officer, "ข้าม")
    officer.sees("มีหลักฐานประกอบหรือไม่")
    answers(officer, "ไม่มีหลักฐาน")
    assert "ติดป้าย 3 จุด" in officer.sees("ข้อมูลถูกต้องหรือไม่")
    officer.taps("1. บันทึก")
    officer.sees(f"บันทึกแล้ว: {MEASURE}")
    assert _results(demo) == ["๓"]
    officer.edits(said, "ติดป้าย 4 จุด หน้าที่ทำการ")
    assert "ติดป้าย 4 จุด" in officer.sees("ข้อมูลถูกต้องหรือไม่")
    assert _results(demo) == ["๓"]  # never by itself
    officer.taps("1. บันทึก")
    officer.sees(f"บันทึกแล้ว: {MEASURE}")
    assert _results(demo) == ["๔"]


def _answers_later(officer: Any, words: str) -> str:
    """The id of the message that was typed once the question had been read."""
    answers(officer, words)
    sent = [one for one in officer._messages(0, 0)["messages"] if one["message"].get("text") == words]
    return str(sent[-1]["id"])


def _results(demo: Demo) -> list[str]:
    """The numbers of signs that the report would print."""
    path = demo.folder / "report.json"
    demo.tidtam("report", "demo", "--year", "2570", "--round", "first_half", "--to", str(path))
    text = path.read_text("utf-8")
    return sorted(set(re.findall(r"ติดป้าย (\w) จุด หน้าที่ทำการ", text)))


def test_a_task_is_handed_to_a_colleague_who_accepts_in_line(demo: Demo, phones: Simulator) -> None:
    officer = phones.person(STAFF)
    mine = tasks_of(demo, STAFF)
    officer.types("มอบงาน")
    listed = officer.sees("ต้องการมอบรายการใด")
    measure = re.search(r"(?m)^1\. (.+?)(?: –|$)", listed.words)
    assert measure
    answers(officer, "1")
    asked = officer.sees("จะมอบให้ผู้ใดรายงานแทนท่าน")
    taker = next(name for name in (SUPERVISOR, ADMIN) if name in asked)
    colleague = phones.person(taker)
    answers(officer, taker)
    officer.sees(f"ส่งคำขอถึง {taker}")
    assert sorted(tasks_of(demo, STAFF)) == sorted(mine)
    colleague.sees(f"{STAFF} ขอมอบรายการนี้ให้ท่านรายงานแทน", timeout=PATIENCE)
    colleague.types("รับมอบรายการนี้ค่ะ")
    colleague.sees("รับมอบ “")
    officer.sees(f"{taker} รับมอบ “", timeout=PATIENCE)
    handed = set(mine) - set(tasks_of(demo, STAFF))
    assert len(handed) == 1
    assert handed <= set(tasks_of(demo, taker))


def test_another_phone_takes_over_and_the_old_one_is_told_and_cut(demo: Demo, phones: Simulator) -> None:
    old = phones.person(STAFF)
    (invited,) = demo.json("people", "invite", "demo", STAFF)
    new = phones.add_person("เครื่องใหม่ของสมชาย", friend=False)
    new.follows()
    new.sees("ยอมรับหรือไม่")
    new.types("ยอมรับ")
    new.sees("โปรดพิมพ์รหัส 8 ตัว")
    answers(new, invited["code"])
    new.sees(f"ยินดีต้อนรับ {STAFF}")
    old.sees("มีการลงทะเบียนบัญชี LINE อื่นแทนบัญชีนี้", timeout=PATIENCE)
    old.types("งาน")
    told = old.sees("มีบัญชี LINE อื่นใช้รายงาน")
    assert ADMIN in told
    assert MEASURE not in told
    new.types("ข้อมูลของฉัน")
    assert STAFF in new.sees("ข้อมูลของท่านที่")
