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


@pytest.fixture
def office(tmp_path: Path) -> Shellward:
    """An installation with an agency and one person."""
    made = Shellward(tmp_path)
    made.run("migrate")
    made.run("agency", "add", "demo", "--name", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง")
    people = tmp_path / "people.csv"
    people.write_text("name,position,unit,roles\nสมชาย ทดสอบ,ปลัด,สำนักปลัด,staff;admin\n", "utf-8")
    made.run("people", "import", "demo", str(people))
    return made


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
