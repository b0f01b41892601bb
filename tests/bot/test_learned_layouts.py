"""A table of any headings comes out as it went in: imported with its replies, printed by the layout learned from it."""

import json
import re
from pathlib import Path

import pytest

from intake.open_file import open_document
from intake.understand import find_plan_tables
from tests.bot.installation import Shellward
from thai.digits import to_arabic
from thai.normalise import remove_spaces

pytestmark = pytest.mark.slow

TABLES = Path(__file__).resolve().parents[1] / "intake" / "tables"
YEARS = {
    "01-dimensions-and-money.html": 2569,
    "04-pk5-plan.html": 2570,
    "08-results-by-quarter.html": 2569,
    "13-status-and-cause.csv": 2570,
    "22-plan-and-result-by-quarter.html": 2569,
    "30-ten-strategies-text.txt": 2570,
}
# How numbers are written and counted is the layout's.
_AS_PRINTED = re.compile(r"บาท|%|,|-|\.00?(?!\d)|(?<!\d)\d{1,2}[.)](?!\d)")


@pytest.mark.parametrize("name", YEARS)
def test_a_table_is_printed_again_under_its_own_headings_cell_for_cell(name: str, office: Shellward) -> None:
    source, layout, year = TABLES / name, office.folder / "own.toml", str(YEARS[name])
    with_replies = ("--with-replies", "first_half", "--by", "สมชาย ทดสอบ")
    office.run("plan", "import", "demo", str(source), "--year", year, "--unknown-units", *with_replies)
    office.run("layout", "learn", str(source), "--to", str(layout))
    made = office.folder / "report.json"
    report = ("report", "demo", "--year", year, "--round", "first_half", "--layout", str(layout), "--to", str(made))
    office.run(*report)
    rows = [row["cells"] for group in json.loads(made.read_text("utf-8"))["groups"] for row in group["rows"]]
    cells = list(_cells(source))
    assert len(rows) == len(cells) > 1
    assert [
        (key, text, printed)
        for source_row, row in zip(cells, rows, strict=True)
        for key, text in source_row.items()
        if text and (printed := _bare(" ".join(row.get(key, [])))) != text
    ] == []


def _cells(source: Path) -> list[dict[str, str]]:
    """What stands in each measure's row, by the key of its column; merged cells and ticks are left to others."""
    found = []
    for table in find_plan_tables(open_document(source)).tables:
        measure = table.columns.find_index("measure")
        columns = [one for one in table.columns.read if one.key not in ("period", "topic", "number", "who_when")]
        for row in table.rows:
            if row[measure].lines and not all(cell.joined == "left" for cell in row[1:]):
                found.append({one.key: _bare(row[one.index].text) for one in columns if not row[one.index].joined})
    return found


def _bare(text: str) -> str:
    return remove_spaces(_AS_PRINTED.sub("", to_arabic(text)))


# Documents of the forms whose layouts come with Tidtam: all that stands in them is printed again.
_FORMS = {
    "pk5": (
        ("ภารกิจตามกฎหมายที่จัดตั้งหน่วยงานของรัฐหรือภารกิจตามแผนการหรือภารกิจอื่น ๆ ที่สำคัญของหน่วยงานของรัฐ/วัตถุประสงค์",
         "ความเสี่ยงที่ยังมีอยู่", "การปรับปรุงการควบคุมภายใน", "หน่วยงานที่รับผิดชอบ",
         "สถานการณ์ดำเนินการ % ความคืบหน้า", "ปัญหาอุปสรรคและแนวทางแก้ไข"),
        ("1. ด้านพัสดุ", "ทะเบียนไม่ครบ", "สำรวจทะเบียนคุม", "สำนักปลัด", "อยู่ระหว่างดำเนินการ 45%", "คนไม่พอ"),
        ("2. ด้านธุรการ", "เรื่องค้าง", "จัดทำทะเบียนรับส่ง", "สำนักปลัด", "ดำเนินการแล้วเสร็จ 100%", "ไม่มีปัญหา"),
    ),
    "bs4": (
        ("(๓) รหัสความเสี่ยง", "(๔) โครงการ/กิจกรรม/ภารกิจ", "(๕) วิธีการจัดการความเสี่ยง", "(๖) ระยะเวลาดำเนินการ",
         "(๗) ผู้รับผิดชอบ", "(๘) ผลลัพธ์การดำเนินการจัดการความเสี่ยง", "(๙) เอกสาร/หลักฐาน", "(๑๐) ร้อยละความคืบหน้า",
         "(๑๑) ปัญหาอุปสรรค และแนวทางแก้ไข"),
        ("R-01", "สำรวจบ่อขยะ", "1. จัดทำแผนที่", "ต.ค. 69 - มี.ค. 70", "สำนักปลัด", "สำรวจแล้ว 2 แห่ง",
         "แผนที่ 2 แผ่น", "60", "ทางขาด"),
        ("R-02", "ตรวจถังดับเพลิง", "1. ตรวจทุกถัง", "ม.ค. - มี.ค. 70", "สำนักปลัด", "ตรวจครบ 14 ถัง",
         "แบบตรวจ", "100", "ไม่มีปัญหา"),
    ),
    "anticorruption": (
        ("ลำดับ", "ชื่อโครงการ/กิจกรรม/มาตรการ/แนวปฏิบัติงาน", "ประเภทงาน", "มิติ",
         "งบประมาณ วงเงินตามแผนพัฒนาท้องถิ่น", "งบประมาณ วงเงินตามข้อบัญญัติ/เทศบัญญัติ", "การเบิกจ่ายงบประมาณ",
         "บรรจุไว้ในข้อบัญญัติ/เทศบัญญัติ/แผนการดำเนินงาน", "สถานะการดำเนินงาน", "หมายเหตุ"),
        ("1", "อบรมจริยธรรม", "โครงการ", "มิติที่ 1 การสร้างสังคมที่ไม่ทนต่อการทุจริต", "40,000", "35,000", "34,200", "Y",
         "ดำเนินการแล้วเสร็จ", "อบรมสองรุ่น"),
        ("2", "จัดซื้อกล้อง", "กิจกรรม", "มิติที่ 1 การสร้างสังคมที่ไม่ทนต่อการทุจริต", "20,000", "0", "0", "N",
         "อยู่ระหว่างดำเนินการ", "รองบ"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", _FORMS)
def test_a_form_whose_layout_comes_with_tidtam_is_printed_again_with_all_that_stands_in_it(
    layout: str, office: Shellward
) -> None:
    add_agency(office, layout)
    assert_printed_again(office, layout)


def test_a_further_plan_is_printed_by_its_own_layout_whatever_the_agencys_calls_the_same_columns(
    office: Shellward,
) -> None:
    add_agency(office, "bs4")
    office.run("plan", "import", "form", str(write_form(office, "pk5")), "--year", "2570")
    assert_printed_again(office, "bs4", "--plan", "ความเสี่ยง")


def add_agency(office: Shellward, layout: str) -> None:
    office.run("agency", "add", "form", "--name", "เทศบาลตำบลทุ่งตัวอย่าง", "--layout", layout)
    office.run("people", "import", "form", str(office.folder / "people.csv"))


def write_form(office: Shellward, layout: str) -> Path:
    rows = ("".join(f"<td>{text}</td>" for text in row) for row in _FORMS[layout])
    source = office.folder / f"{layout}.html"
    source.write_text(f"<h2>ปีงบประมาณ พ.ศ. 2570</h2><table><tr>{'</tr><tr>'.join(rows)}</tr></table>", "utf-8")
    return source


def assert_printed_again(office: Shellward, layout: str, *plan: str) -> None:
    """Imports the form with its replies and looks for each of its texts in the report's row."""
    made = office.folder / "form.json"
    with_replies = ("--with-replies", "first_half", "--by", "สมชาย ทดสอบ")
    office.run("plan", "import", "form", str(write_form(office, layout)), "--year", "2570", *plan, *with_replies)
    office.run("report", "form", "--year", "2570", "--round", "first_half", *plan, "--to", str(made))
    groups = json.loads(made.read_text("utf-8"))["groups"]
    printed = [[_bare(" ".join((*cells, group["title"]))) for cells in row["cells"].values()]
               for group in groups for row in group["rows"]]  # fmt: skip
    for told, row in zip(_FORMS[layout][1:], printed, strict=True):
        assert [text for text in told if not any(_bare(text) in cell for cell in row)] == []
