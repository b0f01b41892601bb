"""Tables of shapes that no seed has."""

from pathlib import Path

import pytest

from intake.plan_file import UnreadableFile, read_plan
from tests.intake.files import text_file, workbook

HEAD = "มาตรการส่งเสริมคุณธรรม องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ประจำปีงบประมาณ พ.ศ. ๒๕๗๐"


def test_columns_are_known_by_their_headings_in_any_order_and_with_slips(tmp_path: Path) -> None:
    plan = read_plan(
        text_file(
            tmp_path,
            HEAD,
            "ระยะเวลา ดำเนินการ\tผู้รับ ผิดชอบ\tงบประมาณ\tขั้นตอน/วิธีดำเนินกาน\tมาตรการ/แนวทาง",
            "ไตรมาสที่ ๑-๒\tกองคลัง\t๕,๐๐๐\t๑. จัดทำ ๒. เผยแพร่\tเผยแพร่งบประมาณ",
        )
    )
    (measure,) = plan.measures
    assert measure.title == "เผยแพร่งบประมาณ"
    assert measure.steps == ("จัดทำ", "เผยแพร่")
    assert measure.responsible and measure.responsible.units == ("กองคลัง",)
    assert measure.timeframe and measure.timeframe.first and measure.timeframe.first.isoformat() == "2026-10-01"
    assert measure.others == ("งบประมาณ: ๕,๐๐๐",)


def test_a_merged_topic_is_carried_down_in_a_workbook(tmp_path: Path) -> None:
    rows = [
        [HEAD],
        [],
        ["ประเด็น", "มาตรการ", "ผู้รับผิดชอบ"],
        ["๑. การปฏิบัติหน้าที่", "จัดทำคู่มือ", "กองช่าง"],
        ["", "ติดป้าย", "กองคลัง"],
        ["๒. การใช้งบประมาณ", "เผยแพร่แผน", "กองคลัง"],
        ["ลงชื่อ"],
        ["(นางสาวตัวอย่าง ทดสอบ)"],
        ["ปลัดองค์การบริหารส่วนตำบล"],
    ]
    plan = read_plan(workbook(tmp_path, rows, merges=((3, 0, 4, 0),)))
    assert [[m.title for m in topic.measures] for topic in plan.topics] == [["จัดทำคู่มือ", "ติดป้าย"], ["เผยแพร่แผน"]]
    assert (plan.agency, plan.year) == ("องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", 2570)
    assert [who.position for who in plan.signatories] == ["ปลัดองค์การบริหารส่วนตำบล"]


def test_a_single_cell_holds_for_all_measures_beside_it(tmp_path: Path) -> None:
    plan = read_plan(
        text_file(
            tmp_path,
            "| มาตรการ | ผู้รับผิดชอบ | ระยะเวลา |",
            "|---|---|---|",
            "| ๑. จัดทำ ๒. เผยแพร่ | กองคลัง | ไตรมาสที่ ๒ |",
            name="plan.md",
        ),
        year=2570,
    )
    assert [m.responsible.units for m in plan.measures if m.responsible] == [("กองคลัง",), ("กองคลัง",)]
    assert [m.timeframe.text for m in plan.measures if m.timeframe] == ["ไตรมาสที่ ๒"] * 2
    assert "counts-differ" not in {warning.kind for warning in plan.warnings}


def test_more_lines_than_measures_go_to_the_last_and_are_asked_about(tmp_path: Path) -> None:
    plan = read_plan(
        text_file(
            tmp_path,
            "มาตรการ\tผู้รับผิดชอบ\tผลการดำเนินการ",
            "๑. ก ๒. ข\t<p>กองคลัง</p><p>กองช่าง</p><p>สำนักปลัด</p>\t- หนึ่ง - สอง - สาม",
        )
    )
    first, last = plan.measures
    assert (first.result, last.result) == (("หนึ่ง",), ("สอง", "สาม"))
    assert last.responsible and last.responsible.units == ("กองช่าง", "สำนักปลัด")
    assert [w.kind for w in plan.warnings].count("counts-differ") == 2


def test_lines_with_numbers_of_their_own_go_to_the_measure_of_that_number(tmp_path: Path) -> None:
    plan = read_plan(text_file(tmp_path, "มาตรการ\tผลการดำเนินการ", "๑. ก ๒. ข ๓. ค\t๑. หนึ่ง ๒. สอง"))
    assert [m.result for m in plan.measures] == [("หนึ่ง",), ("สอง",), ()]
    assert "counts-differ" in {warning.kind for warning in plan.warnings}


def test_a_timeframe_or_responsible_that_is_not_understood_keeps_its_wording(tmp_path: Path) -> None:
    plan = read_plan(text_file(tmp_path, "มาตรการ\tผู้รับผิดชอบ\tระยะเวลา", "ก\tคณะทำงาน\tเมื่อพร้อม"), year=2570)
    (measure,) = plan.measures
    assert measure.timeframe and (measure.timeframe.text, measure.timeframe.first) == ("เมื่อพร้อม", None)
    assert measure.responsible and (measure.responsible.text, measure.responsible.units) == ("คณะทำงาน", ())
    assert {"responsible-unread", "timeframe-unread"} <= {warning.kind for warning in plan.warnings}


def test_a_document_without_a_plan_says_what_its_table_needs(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="มาตรการ"):
        read_plan(text_file(tmp_path, "ชื่อ\tเบอร์โทร", "ก\t1"))


def test_a_numbered_line_that_names_the_fiscal_year_heads_a_part_of_the_document_and_no_topic(tmp_path: Path) -> None:
    lines = (
        "๓. มาตรการของหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๗๐",
        "มาตรการ\tผู้รับผิดชอบ",
        "(๑) การใช้อำนาจ\t",
        "จัดทำคู่มือ\tกองคลัง",
    )
    plan = read_plan(text_file(tmp_path, *lines))
    assert [topic.title for topic in plan.topics] == ["การใช้อำนาจ"]


def test_a_vowel_that_lost_its_circle_in_a_pdf_is_asked_about(tmp_path: Path) -> None:
    rows = ("มาตรการ\tผู้รับผิดชอบ", "ด าเนินการตามแผน\tกองคลัง", "นำแผนไปใช้ ตามที่วางไว้\tกองคลัง")
    plan = read_plan(text_file(tmp_path, HEAD, *rows))
    (asked,) = [warning for warning in plan.warnings if warning.kind == "spelling"]
    assert (asked.words, asked.meant) == (("ด าเนินการตามแผน",), "ดำเนินการตามแผน")
