"""Tables of other agencies, each held cell by cell against a truth written down before it was read.

Nothing may be taken for something else, and at most 5 cells of 100 may be left to be asked about.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.open_file import open_document
from intake.plan_file import read_plan
from intake.tables import Paragraph, Table
from tests.intake.files import SEEDS
from tests.intake.made import Grid, Span, write_pdf, write_word, write_workbook
from tests.intake.scored import Scored, read_truth, scored

OWN = Path(__file__).with_name("tables")
SHARED = SEEDS.parent / "tables"
MOST_ASKED = 0.05
WRITERS = {".docx": write_word, ".xlsx": write_workbook, ".pdf": write_pdf}


def cells_of(
    folder: Path, made: Callable[[Path], Path] = lambda path: path, without: tuple[str, ...] = ()
) -> list[Scored]:
    found = []
    sources = (path for path in folder.glob("*") if path.suffix in (".html", ".csv", ".txt"))
    for source in sorted(path for path in sources if path.name not in without):
        cells = scored(read_plan(made(source)), read_truth(source))
        found.extend(Scored(f"{source.name} {cell.place}", cell.truth, cell.found, cell.asked) for cell in cells)
    return found


def holds(cells: list[Scored]) -> None:
    assert len(cells) > 200
    assert [cell for cell in cells if cell.wrong] == []
    assert sum(not cell.right for cell in cells) <= MOST_ASKED * len(cells)


@pytest.mark.slow
def test_invented_tables_are_read() -> None:
    holds(cells_of(OWN))


# In a PDF made on the spot a word is wider than its narrow column, or a line joined to the one above.
NOT_AS_PDF = (
    "05-risk-follow-up.csv",
    "06-forms-with-colons.txt",
    "11-several-strategies.html",
    "41-status-ticked-in-three-columns.html",
    "42-corruption-risk.csv",
    "55-dates-with-slashes.csv",
    "71-table-for-each-issue.html",
)


@pytest.mark.slow
@pytest.mark.parametrize("ending", WRITERS)
def test_invented_tables_are_read_out_of_other_files(ending: str, tmp_path: Path) -> None:
    def made(source: Path) -> Path:
        path = tmp_path / f"{source.stem}{ending}"
        WRITERS[ending](path, tuple(_block(block) for block in open_document(source).blocks))
        return path

    holds(cells_of(OWN, made, NOT_AS_PDF if ending == ".pdf" else ()))


def test_tables_of_real_kinds_are_read() -> None:
    if not SHARED.is_dir():
        assert os.environ.get("REQUIRE_SEEDS") != "1", f"REQUIRE_SEEDS=1, but there is no {SHARED}"
        pytest.skip("the tables are not at hand")
    holds(cells_of(SHARED))


def test_own_columns_hold_values_of_their_kind() -> None:
    plan = read_plan(OWN / "01-dimensions-and-money.html")
    kinds = {column.key: (column.label, column.under, column.kind, column.filled_by) for column in plan.columns}
    assert kinds["budget"] == ("ที่ตั้งไว้", ("งบประมาณ (บาท)",), "money", "plan")
    assert kinds["spent"] == ("เบิกจ่ายจริง", ("งบประมาณ (บาท)",), "money", "reply")
    assert [measure.own.get("spent") for measure in plan.measures] == [44250.5, None, 0, None]


def test_months_to_be_ticked_are_one_column_under_their_years() -> None:
    plan = read_plan(OWN / "02-months-two-years.html")
    (column,) = [column for column in plan.columns if column.kind == "period"]
    assert (column.label, column.choices[0].label, column.choices[0].under) == (
        "ระยะเวลาดำเนินการ",
        "ตค.",
        ("พ.ศ. ๒๕๖๙",),
    )
    assert [len(measure.own["periods"]) for measure in plan.measures] == [1, 3, 12, 1, 4]  # type: ignore[arg-type]


def test_the_status_ticked_in_one_of_several_columns_is_one_column_of_the_layout() -> None:
    plan = read_plan(OWN / "41-status-ticked-in-three-columns.html")
    assert [measure.status for measure in plan.measures] == ["done", "in_progress", "done", "not_started"]
    (column,) = [column for column in plan.columns if column.key == "status"]
    assert (column.mark, column.under) == ("☑", ("สถานะการดำเนินงาน",))
    assert [choice.label for choice in column.choices] == ["ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"]


def test_two_statuses_that_are_ticked_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    rows = ("โครงการ,ผู้รับผิดชอบ,ดำเนินการแล้ว,ยังไม่ดำเนินการ", "ติดป้าย,กองช่าง,✓,", "อบรม,กองคลัง,✓,✓")
    path.write_text("\n".join(rows), encoding="utf-8")
    plan = read_plan(path)
    assert [measure.status for measure in plan.measures] == ["done", None]
    assert [warning.words[0] for warning in plan.warnings if warning.kind == "status-unread"] == [
        "ดำเนินการแล้ว, ยังไม่ดำเนินการ"
    ]


def test_a_cross_alone_among_ticked_statuses_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    rows = (
        "โครงการ,ผู้รับผิดชอบ,แล้วเสร็จ,ยังไม่ดำเนินการ,ผลการดำเนินงาน",
        "ติดป้าย,กองช่าง,✓,✗,ติดแล้ว",
        "อบรม,กองคลัง,X,,",
        "ตรวจ,กองคลัง,,✓,",
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    plan = read_plan(path)
    assert [measure.status for measure in plan.measures] == ["done", None, "not_started"]
    assert [(one.kind, one.words) for one in plan.warnings if one.kind.startswith("status")] == [
        ("status-unread", ("X",))
    ]


@pytest.mark.parametrize("more", ["", "<th rowspan=2>สถานะ</th>"])
def test_units_are_ticked_where_all_other_headings_are_known(more: str, tmp_path: Path) -> None:
    path, cell = tmp_path / "plan.html", "<td>แล้วเสร็จ</td>" if more else ""
    path.write_text(
        "<table><tr><th rowspan=2>มาตรการ</th><th colspan=2>ผู้รับผิดชอบ</th><th colspan=2>ผลการดำเนินการ</th>"
        f"{more}</tr><tr><th>กองคลัง</th><th>กองช่าง</th><th>6 เดือน</th><th>12 เดือน</th></tr>"
        f"<tr><td>ติดป้าย</td><td>✓</td><td>✓</td><td>ติด 1 ป้าย</td><td></td>{cell}</tr>"
        f"<tr><td>อบรม</td><td></td><td>✓</td><td></td><td>ครบ</td>{cell}</tr></table>",
        encoding="utf-8",
    )
    plan = read_plan(path)
    assert [measure.responsible.units for measure in plan.measures if measure.responsible] == [
        ("กองคลัง", "กองช่าง"),
        ("กองช่าง",),
    ]
    assert {"6 เดือน", "12 เดือน"} <= {column.label for column in plan.columns}


def test_a_measure_that_begins_like_a_sum_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    rows = (
        "โครงการ,ผู้รับผิดชอบ,งบประมาณ (บาท)",
        "รวม พลังชุมชนโปร่งใส,กองช่าง,5000",
        "รวม 3 กองจัดทำคู่มือ,สำนักปลัด,200",
        "รวม 2 โครงการ,,5200 บาท",
        "รวม,ทุกส่วนราชการ,5200",
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [measure.title for measure in read_plan(path).measures] == ["รวม พลังชุมชนโปร่งใส", "รวม 3 กองจัดทำคู่มือ"]


def test_a_row_of_results_above_that_of_the_plan_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<table><tr><th>มาตรการ</th><th>ผู้รับผิดชอบ</th><th>แผน/ผล</th><th>ต.ค.</th><th>พ.ย.</th><th>ธ.ค.</th></tr>"
        "<tr><td rowspan=2>ติดป้าย</td><td rowspan=2>กองช่าง</td><td>ผล</td><td>✓</td><td>✓</td><td></td></tr>"
        "<tr><td>แผน</td><td>✓</td><td></td><td>✓</td></tr></table>",
        encoding="utf-8",
    )
    (measure,) = read_plan(path).measures
    assert (measure.own["periods"], measure.own["column_431cfc10"]) == (("ต.ค.", "ธ.ค."), "ผล: ต.ค., พ.ย.\nแผน")


def test_units_that_are_ticked_each_under_its_name_are_who_is_responsible() -> None:
    plan = read_plan(OWN / "47-units-ticked.html")
    assert [measure.own["units"] for measure in plan.measures] == [("สำนักปลัด",), ("กองคลัง",), ("กองคลัง", "กองช่าง")]


def test_months_ticked_in_a_row_of_results_are_no_time_that_was_planned() -> None:
    measure = read_plan(OWN / "45-plan-and-result-rows.html").measures[1]
    assert (measure.own["periods"], measure.own["column_431cfc10"]) == (("ต.ค.",), "แผน\nผล: ต.ค. 2569, พ.ย. 2569")


def test_the_status_whose_box_is_ticked_is_read() -> None:
    measures = read_plan(OWN / "50-forms-with-boxes.html").measures
    assert [measure.status for measure in measures] == ["done", "in_progress"]


def test_the_year_of_a_month_that_ends_the_calendars_is_the_next() -> None:
    assert read_plan(OWN / "54-calendar-by-month.html").year == 2570


def test_years_are_no_numbers_and_a_sum_in_other_words_is_no_measure(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    rows = ("ปีงบประมาณ,โครงการ,ผู้รับผิดชอบ,งบประมาณ", "2569,อบรม,กองคลัง,2000", "2570,ติดป้าย,กองช่าง,500")
    path.write_text("\n".join((*rows, "รวมเป็นเงินทั้งสิ้น,,,2500")), encoding="utf-8")
    plan = read_plan(path)
    assert [(measure.own["fiscal_year"], measure.own["budget"]) for measure in plan.measures] == [
        ("2569", 2000),
        ("2570", 500),
    ]


def test_headings_below_one_over_several_columns_are_no_measure() -> None:
    plan = read_plan(OWN / "42-corruption-risk.csv")
    told = [(column.key, column.under, column.filled_by) for column in plan.columns if column.kind == "number"]
    over = ("ระดับของความเสี่ยง",)
    assert told == [("likelihood", over, "plan"), ("impact", over, "plan"), ("score", over, "plan")]


def test_a_column_that_is_not_sure_is_asked_about_with_its_likeliest_answers_and_two_rows() -> None:
    asked = [warning for warning in read_plan(OWN / "26-check-list.csv").warnings if warning.kind == "column-asked"]
    assert asked[0].words[0] == "มี"
    assert all(warning.meant.count(" · ") == 2 for warning in asked)


def _block(block: Paragraph | Table) -> str | Grid:
    if isinstance(block, Paragraph):
        return block.text
    return Grid(tuple(tuple(cell.lines for cell in row) for row in block.rows), 0, tuple(_merges(block)))


def _merges(table: Table) -> list[Span]:
    """The merged ranges that the cells' marks tell of."""
    spans = []
    for top, row in enumerate(table.rows):
        for left, cell in enumerate(row):
            if cell.joined is None:
                right, bottom = left, top
                while right + 1 < len(row) and row[right + 1].joined == "left":
                    right += 1
                while bottom + 1 < len(table.rows) and table.rows[bottom + 1][left].joined == "above":
                    bottom += 1
                if (top, left) != (bottom, right):
                    spans.append((top, left, bottom, right))
    return spans


def test_measures_among_many_columns_of_the_agencys_own_are_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    others = [f"เรื่องที่ {number}" for number in range(30)]
    rows = [["ที่", "โครงการตามแผน", "ฝ่ายที่รับผิดชอบ", *others], ["1", "ติดป้าย", "กองช่าง", *map(str, range(30))]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    (measure,) = read_plan(path).measures
    assert (measure.title, len(measure.own)) == ("ติดป้าย", 30)
