"""An invented agency's action plan as Word writes it: a table with columns that no layout of ours has."""

from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

TITLE = "แผนปฏิบัติการยกระดับบริการประชาชน ประจำปีงบประมาณ พ.ศ. ๒๕๗๐"
AGENCY = "องค์การบริหารส่วนตำบลดอนสมมุติ"
# The headings, those of a group behind what stands above them.
HEADINGS: tuple[tuple[str, str], ...] = (
    ("ที่", ""),
    ("โครงการ/กิจกรรม", ""),
    ("ผู้รับผิดชอบ", ""),
    ("งบประมาณ (บาท)", "ตั้งไว้"),
    ("งบประมาณ (บาท)", "เบิกจ่ายจริง"),
    ("ไตรมาส", "๑"),
    ("ไตรมาส", "๒"),
    ("ไตรมาส", "๓"),
    ("ไตรมาส", "๔"),
    ("ร้อยละความก้าวหน้า", ""),
    ("ความสำเร็จ", ""),
    ("วันที่แล้วเสร็จจริง", ""),
    ("ปัญหา/อุปสรรค", ""),
    ("แนวทางแก้ไข", ""),
)
WIDTHS = (8, 44, 22, 20, 20, 7, 7, 7, 7, 20, 24, 22, 26, 26)  # millimetres
PROJECTS = (
    ("ติดตั้งป้ายบอกขั้นตอนการให้บริการ", "สำนักปลัด", "๒๐,๐๐๐", "✓✓--"),
    ("จัดทำแบบประเมินความพึงพอใจออนไลน์", "สำนักปลัด", "๕,๐๐๐", "✓---"),
    ("จัดซื้อเครื่องออกบัตรคิว", "กองคลัง", "๘๕,๐๐๐", "-✓✓-"),
)
_THAI = "๐๑๒๓๔๕๖๗๘๙"


def write_action_plan(path: Path) -> Path:
    """Write it: landscape, two heading rows, budget and quarters below shared headings; replies stand nowhere."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(TITLE)
    document.add_paragraph(f"{AGENCY} อำเภอตัวอย่าง จังหวัดตัวอย่าง")
    table = document.add_table(rows=2 + len(PROJECTS), cols=len(HEADINGS), style="Table Grid")
    for place, (over, below) in enumerate(HEADINGS):
        first = next(at for at, (text, _) in enumerate(HEADINGS) if text == over)
        table.cell(0, place).text = over if place == first else ""
        table.cell(1, place).text = below
        if not below:
            table.cell(0, place).merge(table.cell(1, place))
    table.cell(0, 3).merge(table.cell(0, 4))
    table.cell(0, 5).merge(table.cell(0, 8))
    for number, (project, unit, budget, quarters) in enumerate(PROJECTS, 1):
        ticks = [mark.replace("-", "") for mark in quarters]
        for place, text in enumerate((_THAI[number], project, unit, budget, "", *ticks, "", "", "", "", "")):
            table.cell(number + 1, place).text = text
    for place, width in enumerate(WIDTHS):
        table.columns[place].width = Mm(width)
    document.save(str(path))
    return path
