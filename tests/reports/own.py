"""A round of the invented agency whose layout has columns of its own; one measure is answered by two units."""

from datetime import UTC, date, datetime

from domain.agency import Agency
from domain.column_values import Value
from domain.expectation import Reply
from domain.plan import Measure, MeasureOnFile, PlanOnFile, Responsible, Signatory, Topic, TopicOnFile
from domain.task import Round, Status, Task, Update
from reports.compile.material import Material
from tests.own_layout import own_layout
from thai.fiscal import RoundKind

_AT = datetime(2027, 3, 20, 3, 0, tzinfo=UTC)
_DUE = date(2027, 3, 31)
PLANNED: tuple[tuple[str, Value], ...] = (
    ("โครงการอบรมคุณธรรมและจริยธรรมบุคลากร", 30000),
    ("กิจกรรมจิตอาสาพัฒนาชุมชน", 12500.5),
    ("มาตรการไม่รับของขวัญ", "ไม่ใช้งบประมาณ"),
)
# Of each reply: the measure, the unit, and what it says.
REPLIES: tuple[tuple[int, str, dict[str, Value]], ...] = (
    (
        1,
        "สำนักปลัด",
        {
            "spent": 20000,
            "held": ("ต.ค.",),
            "progress": 80,
            "people": 25,
            "state": ("เป็นไปตามแผน",),
            "opened": "2026-10-07",
            "trouble": "ขาดบุคลากร แก้ไขโดยขอความร่วมมือจากทุกกอง",
        },
    ),
    (
        1,
        "กองคลัง",
        {
            "spent": 8450.5,
            "held": ("ม.ค.",),
            "progress": 65,
            "people": 13,
            "state": ("ล่าช้ากว่าแผน", "ไม่ได้รับงบประมาณ"),
            "opened": "2026-11-05",
            "trouble": "งบประมาณไม่เพียงพอ",
        },
    ),
    (2, "สำนักปลัด", {"spent": 0, "progress": 100, "state": ("เป็นไปตามแผน",), "held": ("ต.ค.", "พ.ย.", "ม.ค.")}),
)


def own_material(*replies: tuple[int, str, dict[str, Value]]) -> Material:
    """The round with these replies, else with those above."""
    layout = own_layout()
    signs = (Signatory("นายสมชาย ใจดี", "ปลัดองค์การบริหารส่วนตำบล"),)
    agency = Agency(1, "demo", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", layout, "อำเภอเมืองตัวอย่าง", signs)
    measures = [
        MeasureOnFile(number, Measure(title, str(number), responsible=Responsible("สำนักปลัด"), own={"budget": budget}))
        for number, (title, budget) in enumerate(PLANNED, 1)
    ]
    topics = (
        TopicOnFile(Topic("มิติที่ 1 การสร้างวัฒนธรรมสุจริต"), tuple(measures[:2])),
        TopicOnFile(Topic("มิติที่ 2 การป้องกันการทุจริต"), tuple(measures[2:])),
    )
    tasks, updates = [], {}
    for place, (number, unit, own) in enumerate(replies or REPLIES, 1):
        told = (Reply(_AT.date(), Status.DONE),)
        title = measures[number - 1].measure.title
        tasks.append(Task(place, number, 1, place, "มิติ", title, (), unit, _DUE, Status.DONE, replies=told))
        updates[place] = Update(place, place, 7, _AT, Status.DONE, own=own)
    return Material(
        agency,
        PlanOnFile(1, 2570, topics),
        Round(1, 2570, RoundKind.FIRST_HALF, _DUE, _AT),
        layout,
        tuple(tasks),
        updates,
    )
