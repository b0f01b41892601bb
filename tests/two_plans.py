"""A small invented agency with two plans in one year: the measures of the assessment, and an action plan of its own."""

from datetime import date

from domain.columns import Column, ColumnChoice
from domain.layout import Layout
from domain.plan import Measure, Plan, Responsible, Topic
from domain.writes import ImportPlan, OpenRound
from store.engine import Database
from tests.agency import MORNING, NAME, YEAR, small_agency, write
from thai.fiscal import RoundKind

ACTION = "แผนปราบปรามทุจริต"
ACTION_DUE = date(2026, 12, 31)

ACTION_LAYOUT = Layout(
    name="action",
    title="รายงานผลตามแผนปฏิบัติการ",
    columns=(
        Column("measure", "โครงการ", "plan"),
        Column("responsible", "ผู้รับผิดชอบ", "plan"),
        Column("budget", "งบประมาณ", "plan", kind="money"),
        Column("progress", "ร้อยละความก้าวหน้า", "reply", kind="percent"),
        Column("spent", "งบประมาณที่ใช้", "reply", kind="money"),
        Column("held", "วันที่จัด", "reply", kind="date"),
        Column(
            "obstacle", "ปัญหา", "reply", kind="choice",
            choices=(ColumnChoice("ไม่มี"), ColumnChoice("งบประมาณไม่พอ", "ขาดงบประมาณเท่าใด")),
        ),
    ),
    rounds={RoundKind.Q1: "ไตรมาสที่ ๑", RoundKind.Q2: "ไตรมาสที่ ๒", RoundKind.ANNUAL: "ประจำปี"},
    statuses={"not_started": "ยังไม่เริ่ม", "in_progress": "กำลังทำ", "done": "เสร็จสิ้น", "not_done": "ยกเลิก"},
)  # fmt: skip
TRAINING = Measure(
    "อบรมคุณธรรม", number="1", responsible=Responsible("กองคลัง", units=("กองคลัง",)), own={"budget": 30000}
)
ACTION_PLAN = Plan(NAME, YEAR, (Topic("มิติที่ ๑", (TRAINING,)),))


def agency_of_two_plans(database: Database) -> int:
    """The small agency with a second plan, whose first quarter is open; its id. กองคลัง answers in both."""
    agency_id = small_agency(database)
    write(
        database,
        agency_id,
        ImportPlan(ACTION_PLAN, YEAR, MORNING, 2, ACTION, ACTION_LAYOUT),
        OpenRound(YEAR, RoundKind.Q1, ACTION_DUE, MORNING, plan=2),
    )
    return agency_id
