"""Layouts learned from documents: those of the five real shapes equal the built-in ones, others read back alike."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from domain.layout import Layout
from intake.column_answers import parse_answer
from intake.learn_layout import learn_layout
from intake.open_file import open_document
from intake.plan_file import read_plan
from intake.sheet_look import sheet_looks
from reports.layouts.load import layout_of_text, layout_text, named_layout
from reports.printed_columns import printed_columns
from tests.intake.files import DOCUMENTS, SAMPLE_NAMES, seed
from tests.intake.learned_word import HEADINGS, write_action_plan
from tests.intake.made import Grid, write_word
from tests.intake.test_tables import OWN
from thai.normalise import fold_text

pytestmark = pytest.mark.repeats

OF_SEED = dict(zip(("000", "001", "002", "003", "004"), ("results", "plan", "did", "outcomes", "dates"), strict=True))


def learned(path: Path, *answers: str) -> Layout:
    return learn_layout(open_document(path), "learned", dict(map(parse_answer, answers))).layout


def headed(layout: Layout) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [
        (column.key, fold_text(column.label), tuple(map(fold_text, column.under)), column.filled_by)
        for column in layout.columns
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_layout_of_a_known_document_is_learned_as_the_built_in_one(name: str) -> None:
    layout, built_in = learned(seed(name)), named_layout(OF_SEED.get(name, name))
    assert headed(layout) == headed(built_in)
    assert (layout.grouping, layout.digits) == (built_in.grouping, built_in.digits)


@pytest.mark.parametrize("source", sorted(OWN.glob("*.*[lvt]")), ids=lambda path: path.name)
def test_a_learned_layout_is_written_and_read_back_as_it_was(source: Path) -> None:
    layout = learned(source)
    assert layout_of_text(layout_text(layout).encode(), "learned.toml") == layout
    assert layout.reply_keys
    assert len(SAMPLE_NAMES) == 5


def test_names_that_change_are_placeholders() -> None:
    layout = learned(seed("results"))
    assert "{year}" in layout.title
    assert "{agency}" in "".join(layout.heading)


def test_the_widths_and_the_paper_are_those_of_a_word_document(tmp_path: Path) -> None:
    rows = ((("มาตรการ",), ("ผู้รับผิดชอบ",)), (("จัดทำคู่มือ",), ("กองคลัง",)))
    write_word(tmp_path / "plan.docx", ("มาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๗๐", Grid(rows, 1, ())))
    layout = learned(tmp_path / "plan.docx")
    assert [column.width for column in layout.columns] == [50, 50, 18]
    assert not layout.landscape


HEADS = ("มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ", "", "ผลการดำเนินการ")
PUT_UP = ("ติดป้ายประกาศเจตนารมณ์", "กองช่าง", "ม.ค. - มี.ค. 2570", "", "")


def write_sheets(path: Path, widths: dict[str, float], landscape: bool | None) -> Path:
    """A workbook whose second sheet holds a plan below a title; the third column is merged with the fourth."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("คำนำ").write_string(0, 0, "คำนำ")
        sheet = book.add_worksheet("แผน")
        for columns, width in widths.items():
            sheet.set_column(columns, width)
        if landscape is not None:
            (sheet.set_landscape if landscape else sheet.set_portrait)()
            sheet.set_paper(9)
        sheet.write_string(0, 0, "มาตรการ ประจำปีงบประมาณ พ.ศ. 2570")
        for down, row in enumerate((HEADS, PUT_UP, ("จัดอบรม", *PUT_UP[1:])), 2):
            for across, text in enumerate(row):
                sheet.write_string(down, across, text)
            sheet.merge_range(down, 2, down, 3, row[2])
    return path


def test_the_widths_and_the_paper_are_those_of_the_workbooks_sheet(tmp_path: Path) -> None:
    widths = {"A:A": 40, "B:B": 10, "C:D": 15, "E:E": 20}
    upright = learned(write_sheets(tmp_path / "plan.xlsx", widths, landscape=False))
    assert [(column.key, column.width) for column in upright.columns] == [
        ("measure", 39), ("responsible", 10), ("timeframe", 30), ("result", 20)]  # fmt: skip
    assert not upright.landscape
    assert learned(write_sheets(tmp_path / "wide.xlsx", widths, landscape=True)).landscape


def test_a_workbook_that_states_no_widths_has_those_of_its_texts(tmp_path: Path) -> None:
    layout = learned(write_sheets(tmp_path / "plain.xlsx", {}, landscape=None))
    assert layout.landscape
    assert len({column.width for column in layout.columns}) > 1
    only_one = learned(write_sheets(tmp_path / "one.xlsx", {"A:A": 35.85}, landscape=None))
    assert [column.width for column in only_one.columns] == [50, 12, 25, 12]


def test_the_look_of_a_damaged_workbook_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "no.xlsx"
    path.write_bytes(b"PK no workbook")
    assert sheet_looks(str(path)) == {}
    with ZipFile(path, "w") as container:
        container.writestr("xl/workbook.xml", "<workbook><sheet name='ก' r:id='x'/>")
    assert sheet_looks(str(path)) == {}


FOLLOWED = """ข้อสั่งการ,ผู้รับผิดชอบ,กำหนดแล้วเสร็จ,ความก้าวหน้า,สถานะ
สำรวจไฟฟ้า,กองช่าง,30 พ.ย. 2569,สำรวจแล้ว 7 หมู่บ้าน,กำลังดำเนินการ
จัดทำประกาศ,กองคลัง,15 ธ.ค. 2569,ครบ 4 โครงการ,แล้วเสร็จ
ปรับปรุงคู่มือ,สำนักปลัด,31 มี.ค. 2570,,ยังไม่ดำเนินการ
"""


def test_the_documents_own_words_for_the_statuses_are_the_layouts(tmp_path: Path) -> None:
    path = tmp_path / "followed.csv"
    path.write_text(FOLLOWED, encoding="utf-8")
    layout = learned(path, "ข้อสั่งการ=measure")
    assert layout.reply_keys == ("result", "status")
    assert layout.statuses == {
        "done": "แล้วเสร็จ",
        "in_progress": "กำลังดำเนินการ",
        "not_started": "ยังไม่ดำเนินการ",
        "not_done": "ไม่ดำเนินการ",
    }
    assert layout_of_text(layout_text(layout).encode(), "learned.toml") == layout
    path.write_text(FOLLOWED.replace("กำลังดำเนินการ", "รอเบิก"), encoding="utf-8")
    layout = learned(path, "ข้อสั่งการ=measure")
    assert layout.statuses == {} and "state" in layout.reply_keys


def test_single_lines_have_a_dash_where_those_of_the_document_have_one(tmp_path: Path) -> None:
    path = tmp_path / "followed.csv"
    path.write_text(FOLLOWED, encoding="utf-8")
    assert not learned(path, "ข้อสั่งการ=measure").lone_bullet
    dashed = "โครงการ,ผู้รับผิดชอบ,ผลการดำเนินงาน\nอบรม,กองคลัง,- อบรมแล้ว 2 รุ่น\nสำรวจ,กองช่าง,"
    path.write_text(dashed, encoding="utf-8")
    assert learned(path).lone_bullet


def test_headings_over_several_columns_are_found_in_a_file_without_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "months.csv"
    path.write_text(
        "แผนการดำเนินงาน ปีงบประมาณ พ.ศ. 2570,,,,,,,,\n"
        "ลำดับ,งาน/โครงการ,เจ้าภาพ,พ.ศ. 2569,,,พ.ศ. 2570,,หมายเหตุ\n,,,ต.ค.,พ.ย.,ธ.ค.,ม.ค.,ก.พ.,\n"
        "1,ประกาศเจตนารมณ์,สำนักปลัด,,X,X,,,\n2,ตรวจสอบทรัพย์สิน,กองคลัง,,,,X,X,\n",
        encoding="utf-8",
    )
    plan = learn_layout(open_document(path), "learned").plan
    spans = [(one.timeframe.first, one.timeframe.last) for one in plan.measures if one.timeframe]
    assert spans == [(date(2026, 11, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 2, 28))]
    periods = learned(path).column("periods")
    assert periods and [one.under for one in periods.choices] == [("พ.ศ. 2569",)] * 3 + [("พ.ศ. 2570",)] * 2


def test_advice_in_every_row_before_who_follows_it_names_the_measures_and_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.write_text(
        "ลำดับ,ข้อตรวจพบ,ข้อเสนอแนะ,หน่วยรับตรวจ,กำหนดดำเนินการ,การดำเนินการของหน่วยรับตรวจ\n"
        "1,ใบสำคัญไม่ครบ,จัดทำทะเบียนคุม,กองคลัง,ภายใน 31 มีนาคม 2570,ทำแล้ว\n"
        "2,ไม่ติดเลขครุภัณฑ์,ติดเลขทุกชิ้น,กองช่าง,ภายใน 30 มิถุนายน 2570,\n",
        encoding="utf-8",
    )
    plan = learn_layout(open_document(path), "learned").plan
    assert [(one.title, one.own, one.result) for one in plan.measures] == [
        ("จัดทำทะเบียนคุม", {"found": "ใบสำคัญไม่ครบ"}, ("ทำแล้ว",)),
        ("ติดเลขทุกชิ้น", {"found": "ไม่ติดเลขครุภัณฑ์"}, ()),
    ]
    assert "ข้อเสนอแนะ" in [one.parts.get("label") for one in plan.warnings if one.kind == "column-asked"]


def test_a_person_says_what_a_column_is_and_who_fills_it_in() -> None:
    layout = learned(OWN / "26-check-list.csv", "มี=result", "ไม่มี=own,reply", "รายการตรวจสอบ=measure")
    assert {(column.label, column.key, column.filled_by) for column in layout.columns} >= {
        ("มี", "result", "reply"),
        ("รายการตรวจสอบ", "measure", "plan"),
    }
    assert next(column for column in layout.columns if column.label == "ไม่มี").filled_by == "reply"


def test_a_table_without_a_column_of_measures_is_read_once_a_person_says_which_names_them(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("สิ่งที่ต้องทำ,คนทำ,เมื่อใด\nติดป้าย,กองช่าง,ไตรมาส 1\nจัดอบรม,กองคลัง,ไตรมาส 2\n", encoding="utf-8")
    layout = learned(path, "สิ่งที่ต้องทำ=measure", "คนทำ=responsible", "เมื่อใด=timeframe")
    assert [column.key for column in layout.columns] == ["measure", "responsible", "timeframe", "result"]


def test_an_answer_that_is_none_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="measure"):
        parse_answer("มี=something")


EMPTY = "โครงการ,ผู้รับผิดชอบ,สถานะงาน,แนวทางแก้ไข\nติดป้าย,กองช่าง,,\nจัดอบรม,กองคลัง,,\n"


def test_a_person_says_what_an_empty_column_is_to_hold(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(EMPTY, encoding="utf-8")
    layout = learned(path, "สถานะงาน=own,reply,choice,เสร็จ,ไม่เสร็จ|เพราะเหตุใด")
    (column,) = [column for column in layout.columns if column.label == "สถานะงาน"]
    assert (column.kind, column.filled_by) == ("choice", "reply")
    assert [(choice.label, choice.asks) for choice in column.choices] == [("เสร็จ", ""), ("ไม่เสร็จ", "เพราะเหตุใด")]


@pytest.mark.parametrize("said", ["own,reply,choice", "own,reply,text,ก", "own,reply,shape", "own,nobody", "nothing"])
def test_an_answer_that_cannot_be_meant_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="สถานะงาน"):
        parse_answer(f"สถานะงาน={said}")


def test_a_column_of_the_plan_that_is_empty_everywhere_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(EMPTY, encoding="utf-8")
    asked = [one.parts.get("label") for one in learn_layout(open_document(path), "learned").plan.warnings]
    assert "แนวทางแก้ไข" in asked
    told = dict([parse_answer("แนวทางแก้ไข=steps")])
    again = [one.parts for one in learn_layout(open_document(path), "learned", told).plan.warnings]
    assert "แนวทางแก้ไข" not in [parts.get("label") for parts in again]


def test_two_columns_of_one_heading_are_asked_about_by_those_above_them(tmp_path: Path) -> None:
    rows = (
        (("โครงการ",), ("ผู้รับผิดชอบ",), ("ครึ่งปีแรก",), (), ("ครึ่งปีหลัง",), ()),
        ((), (), ("สิ่งที่พบ",), ("จำนวนคน",), ("สิ่งที่พบ",), ("จำนวนคน",)),
        (("ติดป้าย",), ("กองช่าง",), ("ก",), ("๑",), ("ข",), ("๒",)),
        (("จัดอบรม",), ("กองคลัง",), ("ค",), ("๓",), ("ง",), ("๔",)),
    )
    merges = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5))
    write_word(tmp_path / "plan.docx", ("แผน ประจำปีงบประมาณ พ.ศ. ๒๕๗๐", Grid(rows, 2, merges)))
    asked = {one.parts.get("label") for one in learn_layout(open_document(tmp_path / "plan.docx"), "x").plan.warnings}
    assert {"ครึ่งปีแรก สิ่งที่พบ", "ครึ่งปีหลัง สิ่งที่พบ"} <= asked
    layout = learned(tmp_path / "plan.docx", "ครึ่งปีหลัง สิ่งที่พบ=own,reply")
    found = [(column.under, column.filled_by) for column in layout.columns if column.label == "สิ่งที่พบ"]
    assert found == [(("ครึ่งปีแรก",), "plan"), (("ครึ่งปีหลัง",), "reply")]


def test_what_a_layout_says_of_its_own_columns_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(EMPTY.replace(",,", ",เสร็จ,อบรม"), encoding="utf-8")
    layout = learned(path, "สถานะงาน=own,reply,choice,เสร็จ,ไม่เสร็จ", "แนวทางแก้ไข=own,reply")
    plan = read_plan(path, 2570, layout=layout)
    assert [warning for warning in plan.warnings if warning.kind.startswith("column-")] == []
    assert set(plan.measures[0].own.values()) == {("เสร็จ",), "อบรม"}
    assert set(plan.measures[0].own) <= set(layout.reply_keys)
    assert read_plan(path, 2570).columns != plan.columns, "without the layout it is read otherwise"


def test_the_heading_that_ticked_columns_share_is_printed_above_them_and_days_have_room(tmp_path: Path) -> None:
    layout = learned(write_action_plan(tmp_path / "plan.docx"))
    printed = [(column.under, column.label) for column in printed_columns(layout)]
    assert [(tuple(filter(None, (over,))) if below else (), below or over) for over, below in HEADINGS] == printed
    assert [column.heading for column in layout.columns if column.kind == "period"] == ["ไตรมาส"]
    assert all(column.width >= 11 for column in layout.columns if column.kind == "date")


HEADLESS = """แผนปฏิบัติการ ปีงบประมาณ 2570,,,,
,โครงการ/กิจกรรม,,ผู้รับผิดชอบ,
1,อบรมจริยธรรม,ตุลาคม 2569,กองคลัง,เร่งด่วน
2,ติดป้าย,พ.ย. 69 - ธ.ค. 69,กองช่าง,รอผู้บริหารสั่ง
"""


def test_a_column_without_a_heading_is_asked_about_by_its_number_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "headless.csv"
    path.write_text(HEADLESS, encoding="utf-8")
    asked = [one.words[0] for one in read_plan(path).warnings if one.kind == "column-asked"]
    assert asked == ["คอลัมน์ที่ 3", "คอลัมน์ที่ 5"]
    likeliest = [one.meant.split(" · ")[0] for one in read_plan(path).warnings if one.kind == "column-asked"]
    assert likeliest == ["ระยะเวลา", "คอลัมน์ของหน่วยงาน"]
    layout = learned(path, "คอลัมน์ที่ 3=timeframe", "คอลัมน์ที่ 5=own,plan")
    labels = [(column.key.partition("_")[0], column.label) for column in layout.columns if column.filled_by == "plan"]
    assert labels == [
        ("number", "ที่"),
        ("measure", "โครงการ/กิจกรรม"),
        ("timeframe", "คอลัมน์ที่ 3"),
        ("responsible", "ผู้รับผิดชอบ"),
        ("column", "คอลัมน์ที่ 5"),
    ]


def test_a_column_without_a_heading_beside_known_ones_alone_is_asked_about_too(tmp_path: Path) -> None:
    path = tmp_path / "headless.csv"
    path.write_text("ลำดับ,มาตรการ,ผู้รับผิดชอบ,\n1,อบรม,กองคลัง,ใช้ห้องเล็ก\n2,ติดป้าย,กองช่าง,หน้าอาคาร", encoding="utf-8")
    plan = read_plan(path)
    assert "คอลัมน์ที่ 4" in [one.words[0] for one in plan.warnings if one.kind == "column-asked"]
    assert [list(measure.own.values()) for measure in plan.measures] == [["ใช้ห้องเล็ก"], ["หน้าอาคาร"]]


def test_a_heading_that_is_nearly_a_known_one_is_asked_about_with_that_as_the_first_answer(tmp_path: Path) -> None:
    path = tmp_path / "slips.csv"
    rows = ("โครงการ,ผู้รับผดิชอบบ,ระยเวลาดำเนินกา,ขอ้เสนแอะ", "อบรม,ฝ่ายพิเศษ,ช่วงแรก,ก", "ติดป้าย,ฝ่ายทั่วไป,ช่วงหลัง,ข")
    path.write_text("\n".join(rows), encoding="utf-8")
    plan = read_plan(path)
    asked = [(one.words[0], one.meant.split(" · ")[0]) for one in plan.warnings if one.kind == "column-asked"]
    assert asked == [("ขอ้เสนแอะ", "ข้อเสนอแนะ")]
    taken = [(one.words[0], one.meant) for one in plan.warnings if one.kind == "column-guessed"]
    assert taken == [("ผู้รับผดิชอบบ", "ผู้รับผิดชอบ"), ("ระยเวลาดำเนินกา", "ระยะเวลา")]
    assert "suggestion" in [column.key for column in learned(path, "ขอ้เสนแอะ=suggestion").columns]


def test_a_row_of_sums_is_no_part_of_the_heading() -> None:
    layout = learned(OWN / "41-status-ticked-in-three-columns.html")
    assert not [line for line in layout.heading if "รวม" in line]
    assert any("รวมทั้งสิ้น" in note for note in read_plan(OWN / "41-status-ticked-in-three-columns.html").notes)
