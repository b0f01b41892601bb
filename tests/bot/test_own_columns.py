"""An agency's own columns end to end: typed in Thai in the chat, kept, and printed in the report of the round."""

from dataclasses import replace

from domain.plan import Plan, Topic
from domain.writes import ImportPlan, SetLayout
from reports.compile.load import load_report
from reports.to_json import report_data
from store import tasks, updates
from tests.agency import MONEY, MORNING, YEAR, write
from tests.bot.edge import Edge, tap, text
from tests.own_layout import own_layout
from thai.fiscal import RoundKind

OFFICER = "Uofficer"


def test_what_is_typed_in_the_chat_is_printed_in_the_report(edge: Edge) -> None:
    measure = replace(MONEY, own={"budget": 30000})
    plan = Plan(None, YEAR, (Topic("การใช้งบประมาณ", (measure,), number="1"),))
    write(edge.database, edge.agency_id, SetLayout(own_layout()), ImportPlan(plan, YEAR, MORNING))
    edge.enrol("สมชาย ใจดี", OFFICER)
    (task,) = edge.read(lambda books: tasks.tasks_of_person(books, 1))
    edge.converse(tap(OFFICER, f":report:{task.id}"))
    said = (
        *("1", "๒๘,๔๕๐.๕๐ บาท", "ต.ค.", "ม.ค.", "ครบแล้ว", "ร้อยละ ๘๐", "๒๕ คน", "ล่าช้ากว่าแผน"),
        *("รอผลการตรวจสอบพื้นที่จากหน่วยงานเจ้าของที่ดิน", "5 พ.ย. 2569", "ขาดบุคลากร ขอความร่วมมือจากทุกกอง", "ไม่มีหลักฐาน", "บันทึก"),
    )
    edge.converse(*(text(OFFICER, words) for words in said))
    kept = edge.read(lambda books: updates.find_newest_update(books, task.id))
    assert kept is not None, edge.line.texts()
    assert kept.own == {
        "spent": 28450.5,
        "held": ("ต.ค.", "ม.ค."),
        "progress": 80,
        "people": 25,
        "state": ("ล่าช้ากว่าแผน", "รอผลการตรวจสอบพื้นที่จากหน่วยงานเจ้าของที่ดิน"),
        "opened": "2026-11-05",
        "trouble": "ขาดบุคลากร ขอความร่วมมือจากทุกกอง",
    }
    report = edge.read(lambda books: load_report(books, YEAR, RoundKind.FIRST_HALF))
    row = report_data(report)["groups"][0]["rows"][0]
    assert row["values"]["spent"] == 28450.5
    assert row["cells"]["spent"] == ["๒๘,๔๕๐.๕๐"]
    assert row["cells"]["budget"] == ["๓๐,๐๐๐"]
    assert row["cells"]["held"] == ["ต.ค., ม.ค."]
