"""A document's own columns are put under the keys by which the agency's layout calls columns of the same headings."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.columns import Column, ColumnChoice
from domain.layout import Layout
from domain.plan import Measure, Plan, Topic
from domain.progress import split_progress
from domain.task import Status
from intake.fit_layout import fit_layout
from intake.past_replies import past_reply
from intake.plan_file import read_plan
from reports.layouts.load import named_layout

PK5 = (
    ("ภารกิจ/วัตถุประสงค์", "ความเสี่ยงที่ยังมีอยู่", "การปรับปรุงการควบคุมภายใน", "หน่วยงานที่รับผิดชอบ",
     "สถานการณ์ดำเนินการ % ความคืบหน้า", "ปัญหาอุปสรรคและแนวทางแก้ไข"),
    ("งานพัสดุ", "ทะเบียนไม่ครบ", "สำรวจทะเบียนคุม", "กองคลัง", "อยู่ระหว่างดำเนินการ ๔๕ %", "คนไม่พอ"),
    ("งานธุรการ", "เรื่องค้าง", "จัดทำทะเบียนรับส่ง", "สำนักปลัด", "ดำเนินการแล้วเสร็จ ร้อยละ 100", ""),
    ("งานช่าง", "แบบแปลนหาย", "จัดเก็บแบบแปลน", "กองช่าง", "ดำเนินการแล้ว ๓๐%", "-"),
    ("งานสภา", "ประชุมล่าช้า", "จัดทำปฏิทินประชุม", "สำนักปลัด", "ยังไม่ได้ดำเนินการ", "รอสภา"),
)  # fmt: skip


def read_pk5(tmp_path: Path) -> Plan:
    path = tmp_path / "pk5.html"
    rows = ("".join(f"<td>{text}</td>" for text in row) for row in PK5)
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    path.write_text(f"<h2>แบบติดตาม ปค.๕</h2><table>{table}</table>", encoding="utf-8")
    return fit_layout(read_plan(path, 2570), named_layout("pk5"))


def test_what_stands_under_the_layouts_headings_is_its_own_columns_and_status(tmp_path: Path) -> None:
    plan = read_pk5(tmp_path)
    keys = {column.key for column in plan.columns if column.is_own and column.filled_by == "reply"}
    told = [past_reply(measure, keys) for measure in plan.measures]
    assert [measure.own.get("risk") for measure in plan.measures] == [
        "ทะเบียนไม่ครบ", "เรื่องค้าง", "แบบแปลนหาย", "ประชุมล่าช้า"]  # fmt: skip
    assert [reply and (reply.status, reply.own.get("progress")) for reply in told] == [
        (Status.IN_PROGRESS, 45),
        (Status.DONE, 100),
        (Status.NOT_STATED, "ดำเนินการแล้ว ๓๐%"),
        (Status.NOT_STARTED, None),
    ]
    assert [reply and reply.own.get("trouble") for reply in told] == ["คนไม่พอ", None, "-", "รอสภา"]
    assert [reply and reply.result for reply in told] == ["", "", "", ""]
    assert [one.place for one in plan.warnings if one.kind == "column-unprinted"] == ["ภารกิจ/วัตถุประสงค์"]


def test_it_is_the_same_the_second_time(tmp_path: Path) -> None:
    plan = read_pk5(tmp_path)
    again = fit_layout(plan, named_layout("pk5"))
    assert (again, again.columns, again.warnings) == (plan, plan.columns, plan.warnings)


def layout_with(*columns: Column) -> Layout:
    return Layout("own", "รายงาน", (Column("measure", "กิจกรรม", "plan"), *columns))


def plan_with(columns: tuple[Column, ...], measure: Measure) -> Plan:
    return Plan("ก", 2570, (Topic("ข", (measure,)),), columns=columns)


def test_what_was_read_under_the_layouts_key_and_is_not_of_its_kind_is_read_anew() -> None:
    column = Column("percent", "% ความคืบหน้า", "reply", kind="percent", unit="%", tells_status=True)
    theirs = (replace(column, tells_status=False),)
    told = Measure("ค", own={"percent": "กำลังดำเนินการ ร้อยละ ๗๐"})
    (measure,) = fit_layout(plan_with(theirs, told), layout_with(column)).measures
    assert (measure.own, measure.status, measure.result) == ({"percent": 70}, Status.IN_PROGRESS, ())
    told = Measure("ค", own={"percent": "มากแล้ว"})
    (measure,) = fit_layout(plan_with(theirs, told), layout_with(column)).measures
    assert (measure.own, measure.status) == ({"percent": "มากแล้ว"}, None)


def test_two_columns_that_change_places_lose_nothing() -> None:
    theirs = (Column("a", "แผน", "plan"), Column("b", "ผล", "plan"))
    ours = layout_with(Column("b", "แผน", "plan"), Column("a", "ผล", "plan"))
    (measure,) = fit_layout(plan_with(theirs, Measure("ค", own={"a": "หนึ่ง", "b": "สอง"})), ours).measures
    assert measure.own == {"b": "หนึ่ง", "a": "สอง"}


def test_what_is_not_of_the_columns_kind_stays_as_it_was_written() -> None:
    theirs = (Column("suggestion", "ใช้เงิน (บาท)", "reply"), Column("state", "ผลรวม", "reply"))
    ours = layout_with(
        Column("spent", "ใช้เงิน (บาท)", "reply", kind="money"),
        Column("how", "ผลรวม", "reply", kind="choice", choices=(ColumnChoice("ดี"),)),
    )
    told = Measure("ค", suggestion=("รอเบิก",), own={"state": "พอใช้"})
    (measure,) = fit_layout(plan_with(theirs, told), ours).measures
    assert (measure.own, measure.suggestion) == ({"spent": "รอเบิก", "how": "พอใช้"}, ())
    told = replace(told, suggestion=("๑,๒๐๐.๕๐ บาท",), own={"state": "ดี"})
    (measure,) = fit_layout(plan_with(theirs, told), ours).measures
    assert measure.own == {"spent": 1200.5, "how": ("ดี",)}


def test_a_column_that_no_report_would_print_is_told_of() -> None:
    theirs = (Column("code", "รหัส", "plan"), Column("remark", "หมายเหตุ", "reply"), Column("other", "ว่าง", "plan"))
    told = Measure("ค", own={"code": "A1"}, remark=("ดู",))
    plan = fit_layout(plan_with(theirs, told), layout_with())
    assert [(one.kind, one.place) for one in plan.warnings] == [
        ("column-unprinted", "รหัส"), ("column-unprinted", "หมายเหตุ")]  # fmt: skip
    assert plan.measures == (told,)


def test_a_status_that_contradicts_what_was_read_is_not_taken() -> None:
    column = Column("progress", "ความคืบหน้า", "reply", kind="percent", tells_status=True)
    theirs = (Column("result", "ความคืบหน้า", "reply"),)
    told = Measure("ค", result=("ดำเนินการแล้วเสร็จ 100%",), status=Status.NOT_DONE)
    (measure,) = fit_layout(plan_with(theirs, told), layout_with(column)).measures
    assert (measure.status, measure.own) == (Status.NOT_DONE, {"progress": told.result[0]})


@pytest.mark.parametrize(
    ("text", "status", "is_sure", "number"),
    [
        ("อยู่ระหว่างดำเนินการ ๒๕ %", Status.IN_PROGRESS, True, "๒๕ %"),
        ("ดำเนินการแล้วเสร็จ: 100", Status.DONE, True, "100"),
        ("ดำเนินการแล้ว ๕๐%", Status.DONE, False, "๕๐%"),
        ("เสร็จ 80", Status.IN_PROGRESS, True, "80"),
        ("๑๐๐ %", None, True, "๑๐๐ %"),
        ("ยังไม่ถึง 50%", None, True, "ยังไม่ถึง 50%"),
        ("อยู่ระหว่างดำเนินการ 25% รออนุมัติ", None, True, "อยู่ระหว่างดำเนินการ 25% รออนุมัติ"),
    ],
)
def test_words_for_the_status_before_a_number(text: str, status: Status | None, is_sure: bool, number: str) -> None:
    assert split_progress(text, {"in_progress": "เสร็จ"}) == (status, is_sure, number)
