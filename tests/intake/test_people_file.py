from pathlib import Path

import pytest

from domain.agency import PersonRow, Role
from intake.people_file import PeopleFile, people_text, read_pasted_people, read_people, write_person
from intake.plan_file import UnreadableFile
from tests.intake.files import text_file, workbook

SAMPLES = Path(__file__).resolve().parents[2] / "intake" / "samples"
HEAD = "name,position,unit,roles,section,deputy"


def _read(folder: Path, *lines: str) -> PeopleFile:
    return read_people(text_file(folder, *lines, name="people.csv"))


def _problems(found: PeopleFile) -> list[tuple[str, str]]:
    return [(problem.kind, problem.place) for problem in found.problems]


def test_the_sample_people_read_without_a_problem() -> None:
    found = read_people(SAMPLES / "demo_people.csv")
    assert found.problems == ()
    assert len(found.rows) == 7
    assert {unit for row in found.rows for unit in row.units} == {"สำนักปลัด", "กองคลัง", "กองช่าง"}
    admins = [row.roles for row in found.rows if Role.ADMIN in row.roles]
    assert admins == [frozenset(Role) - {Role.HEAD}]
    assert {row.section for row in found.rows} - {""} == {"งานนิติการ", "งานธุรการ", "งานพัสดุ"}


def test_a_row_may_have_several_units_and_roles(tmp_path: Path) -> None:
    found = _read(tmp_path, HEAD, "ก ข,นิติกร,สำนักปลัด; กองช่าง,staff;Supervisor,งานนิติการ,ค ง", "ค ง,ช่าง,กองช่าง,เจ้าหน้าที่,,")
    assert found == PeopleFile(
        (
            PersonRow(
                "ก ข",
                "นิติกร",
                ("สำนักปลัด", "กองช่าง"),
                frozenset({Role.STAFF, Role.SUPERVISOR}),
                "งานนิติการ",
                "ค ง",
            ),
            PersonRow("ค ง", "ช่าง", ("กองช่าง",), frozenset({Role.STAFF}), "", ""),
        )
    )


def test_thai_headings_and_roles_are_read_from_a_workbook(tmp_path: Path) -> None:
    rows = [
        ["รายชื่อบุคลากร"],
        ["ชื่อ-สกุล", "ตำแหน่ง", "ส่วนราชการ", "บทบาท", "งาน", "ผู้แทน"],
        ["ก ข", "ปลัด", "สำนักปลัด", "ผู้ดูแล;หัวหน้า", "", ""],
    ]
    found = read_people(workbook(tmp_path, rows, name="people.xlsx"))
    assert found.problems == ()
    assert found.rows[0].roles == {Role.ADMIN, Role.SUPERVISOR}


def test_every_problem_names_its_row_and_column(tmp_path: Path) -> None:
    found = _read(tmp_path, HEAD, "ก ข,นิติกร,,boss,,ฮ ฮ", "กข,ช่าง,กองช่าง,staff,,กข", ",ช่าง,กองช่าง,staff,,")
    assert sorted(_problems(found)) == sorted(
        [
            ("cell-empty", "row 2, column unit"),
            ("role-unknown", "row 2, column roles"),
            ("cell-empty", "row 4, column name"),
            ("name-twice", "row 3, column name"),
            ("deputy-unknown", "row 2, column deputy"),
            ("deputy-unknown", "row 3, column deputy"),
        ]
    )


def test_a_missing_column_is_a_problem(tmp_path: Path) -> None:
    found = _read(tmp_path, "name,position,unit", "ก,ข,กองช่าง")
    assert _problems(found) == [("column-missing", "row 1, column roles")]


def test_a_list_of_nobody_is_a_problem(tmp_path: Path) -> None:
    assert _problems(_read(tmp_path, HEAD)) == [("people-missing", "below the heading row")]


def test_a_file_without_names_is_not_a_list_of_people(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="name, position, unit, roles"):
        _read(tmp_path, "a,b", "1,2")


PASTED = "ก ข\tนิติกร\tสำนักปลัด; กองช่าง\tเจ้าหน้าที่; หัวหน้า\tงานนิติการ"


def test_pasted_rows_need_no_heading() -> None:
    (row,) = read_pasted_people(PASTED).rows
    assert row == PersonRow("ก ข", "นิติกร", ("สำนักปลัด", "กองช่าง"), frozenset({Role.STAFF, Role.SUPERVISOR}), "งานนิติการ")


def test_pasted_rows_may_have_their_own_heading_in_another_order() -> None:
    (row,) = read_pasted_people("บทบาท\tชื่อ-สกุล\tสังกัด\tตำแหน่ง\nผู้ดูแล\tก ข\tกองคลัง\tปลัด").rows
    assert (row.name, row.units, row.roles, row.section) == ("ก ข", ("กองคลัง",), {Role.ADMIN}, None)


def test_a_problem_of_pasted_rows_names_the_row_as_it_was_pasted() -> None:
    without, with_heading = PASTED + "\nค ง\tช่าง\t\tเจ้าหน้าที่", "name\tposition\tunit\troles\nค ง\tช่าง\t\tstaff"
    assert _problems(read_pasted_people(without)) == [("cell-empty", "row 2, column ส่วนราชการ")]
    assert _problems(read_pasted_people(with_heading)) == [("cell-empty", "row 2, column unit")]


def test_what_was_written_as_a_row_is_read_as_it_was() -> None:
    row = PersonRow('"เอก" ข', "ช่าง\tโยธา", ("กองช่าง",), frozenset({Role.ADMIN, Role.STAFF}), "", "")
    (read,) = read_pasted_people(write_person(row)).rows
    assert (read.name, read.units, read.roles) == ('"เอก" ข', ("กองช่าง",), row.roles)


def test_a_workbooks_list_reads_the_same_as_its_rows(tmp_path: Path) -> None:
    rows = [["รายชื่อ"], ["ชื่อ-สกุล", "ตำแหน่ง", "ส่วนราชการ", "บทบาท"], ["ก ข", "ปลัด", "สำนักปลัด", "หัวหน้า"]]
    path = workbook(tmp_path, rows, name="people.xlsx")
    assert read_pasted_people(people_text(path)) == read_people(path)


def test_pasting_nothing_is_no_list() -> None:
    with pytest.raises(UnreadableFile):
        people_text(Path("nowhere.csv"))
    assert _problems(read_pasted_people("\n \n")) == [("people-missing", "below the heading row")]
