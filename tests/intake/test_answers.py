"""Documents of the five real shapes held cell by cell against what a person read in them, and their slips."""

import pytest

from domain.plan import Plan
from intake.plan_file import read_plan
from tests.intake.covered import left_of, not_there
from tests.intake.files import DOCUMENTS, seed
from tests.intake.held import answers, held, slips, unexplained


@pytest.fixture(scope="module", params=DOCUMENTS)
def read(request: pytest.FixtureRequest) -> tuple[str, Plan]:
    return request.param, read_plan(seed(request.param))


def test_every_cell_of_the_document_is_right(read: tuple[str, Plan]) -> None:
    number, plan = read
    cells = held(plan, answers(number))
    assert len(cells) > 80
    assert [cell for cell in cells if not cell.right] == []


def test_every_slip_of_the_document_is_pointed_at_with_its_place(read: tuple[str, Plan]) -> None:
    number, plan = read
    assert [slip for slip in slips(plan, answers(number)) if slip.found < slip.wanted] == []


def test_nothing_else_is_asked_about(read: tuple[str, Plan]) -> None:
    number, plan = read
    assert unexplained(plan, answers(number)) == []


def test_every_filled_field_has_a_place_and_a_confidence(read: tuple[str, Plan]) -> None:
    _, plan = read
    for measure in plan.measures:
        filled = {"title"} | {
            key
            for key in ("responsible", "timeframe", "cadence", "steps", "result", "outcome", "suggestion", "dates")
            if getattr(measure, key)
        }
        assert filled <= set(measure.places), measure.title
        assert filled <= set(measure.confidence), measure.title
        assert all(0 <= sure <= 1 for sure in measure.confidence.values())
    assert all(topic.place for topic in plan.topics)
    assert all(score.place for score in plan.scores)


# What stands in the tables' cells besides the plan: headings, numbers of scores, and statuses that became values.
_HEADINGS = set(
    "มาตรการแนวทาง วิธีการดำเนินการ ผู้รับผิดชอบ ระยะเวลาดำเนินการ ผลการดำเนินการ ข้อเสนอแนะ ขั้นตอนวิธีดำเนินการ "
    "การติดตามประเมินผล การนำผลการวิเคราะห์ไปสู่การปฏิบัติ ขั้นตอนวิธีการปฏิบัติ หน่วยงานผู้รับผิดชอบ ข้อคำถามITA ข้อความITA "
    "ข้อค้นพบ ขั้นตอนหรือวิธีการ ทำ ไม่ทำ หมายเหตุ ประเด็น มาตรการ ผลการดำเนินงาน ผลลัพธ์หรือความสำเร็จของการดำเนินการ "
    "ดำเนินการแล้วเสร็จ ประเด็นที่ต้องปรับปรุงแก้ไขประเด็นที่ต้องพัฒนา ขั้นตอนหรือวิธีการมาตรการ การดำเนินการ "
    "การรายงานผลและการกำกับติดตามกำหนดเวลาแล้วเสร็จ ตัวชี้วัด ตัวชี้วัดที่ รายละเอียดตัวชี้วัด คะแนน คะแนนรายตัวชี้วัด คะแนนรายเครื่องมือ".split()
)
_INDICATORS = {
    f"{before}{indicator}"
    for before in ("", "ตัวชี้วัดที่")
    for indicator in "การปฏิบัติหน้าที่ การใช้งบประมาณ การใช้อำนาจ การใช้ทรัพย์สินของราชการ การแก้ไขปัญหาการทุจริต คุณภาพการดำเนินงาน "
    "ประสิทธิภาพการสื่อสาร การปรับปรุงการทำงาน การปรับปรุงระบบการทำงาน การเปิดเผยข้อมูล การป้องกันการทุจริต".split()
}


def test_every_letter_of_the_tables_is_in_the_plan_and_none_was_made_up(read: tuple[str, Plan]) -> None:
    number, plan = read
    assert set(left_of(seed(number), plan)) <= _HEADINGS | _INDICATORS
    assert not_there(seed(number), plan) == []


@pytest.mark.parametrize(("did", "outcomes"), [("did", "outcomes"), ("002", "003")])
def test_what_was_not_understood_has_no_confidence(did: str, outcomes: str) -> None:
    measures = {measure.number: measure for measure in read_plan(seed(did)).topics[0].measures}
    assert measures["6"].confidence["responsible"] == 0
    assert measures["1"].confidence["responsible"] == 1
    shared = read_plan(seed(outcomes)).topics[1].measures[0]
    assert shared.confidence["result"] == 0.5
