"""Importing again from the command line: nothing that was answered is lost unsaid."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.cli import tidtam
from bot.settings import read_settings
from bot.shell import open_shell
from domain.task import Status
from domain.writes import SaveUpdate
from store.apply import apply
from store.books import open_books
from tests.bot.installation import SAMPLES, Shellward

pytestmark = pytest.mark.slow

NAME = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
PLAN = ("plan", "import", "demo")
YEAR = ("--year", "2570", "--replace")
ROUND = ("round", "open", "demo", "--year", "2570", "--round", "first_half")
FIRST = "จัดทำแผ่นป้ายขั้นตอนและระยะเวลาให้บริการ ติดไว้ ณ จุดบริการทุกจุด"


def changed_plan(demo: Shellward, before: str, now: str) -> str:
    text = (SAMPLES / "demo_plan.csv").read_text("utf-8")
    assert before in text
    path = demo.folder / "plan.csv"
    path.write_text(text.replace(before, now), "utf-8")
    return str(path)


def answer_first(demo: Shellward) -> int:
    """Answers the first task; the id of the task."""
    first = next(task for task in demo.json("tasks", "demo") if FIRST in task["measure"])
    update = SaveUpdate("e1", first["task"], 1, datetime(2026, 12, 1, tzinfo=UTC), Status.DONE, "ทำแล้ว")
    shell = open_shell(read_settings(demo.env))
    try:

        def save(conn):  # type: ignore[no-untyped-def]
            books = open_books(conn, "demo")
            assert books is not None
            apply(books, (update,), shell.keys)

        shell.database.run(save)
    finally:
        shell.close()
    return int(first["task"])


def stderr(demo: Shellward, *arguments: str) -> str:
    result = CliRunner().invoke(tidtam, arguments, env=demo.env)
    assert result.exit_code == 0, result.output
    return result.stderr


def test_a_corrected_measure_keeps_its_reply_and_the_import_says_what_changed(demo: Shellward) -> None:
    task = answer_first(demo)
    said = demo.run(*PLAN, changed_plan(demo, "จัดทำแผ่นป้าย", "จัดทำแผ่นป้ายฯ"), *YEAR)
    assert "11 kept, 1 changed, 0 new, 0 gone" in said
    assert f": title: {FIRST} → " in said
    (first,) = [one for one in demo.json("tasks", "demo") if one["task"] == task]
    assert (first["status"], first["measure"][:14]) == ("done", "จัดทำแผ่นป้ายฯ")


def test_an_answered_measure_is_dropped_only_where_that_is_said(demo: Shellward) -> None:
    task = answer_first(demo)
    plan = changed_plan(demo, FIRST, "เรื่องอื่นทั้งหมด")
    assert "--drop-answered" in demo.fails(*PLAN, plan, *YEAR)
    assert task in [one["task"] for one in demo.json("tasks", "demo")]
    said = demo.run(*PLAN, plan, *YEAR, "--drop-answered")
    assert f"gone: {FIRST} (1 replies)" in said
    assert task not in [one["task"] for one in demo.json("tasks", "demo")]


def test_last_years_document_is_asked_about_and_taken_with_its_times_shifted(demo: Shellward) -> None:
    path = demo.folder / "last_year.txt"
    row = "เผยแพร่งบประมาณ\tกองคลัง\tต.ค. 2568 - ธ.ค. 2568"
    path.write_text(f"{NAME} ปีงบประมาณ พ.ศ. 2569\nมาตรการ\tผู้รับผิดชอบ\tระยะเวลา\n{row}\n", "utf-8")
    assert "--shift-years" in demo.fails(*PLAN, str(path), *YEAR)
    assert "1 new" in demo.run(*PLAN, str(path), *YEAR, "--shift-years")
    demo.run("plan", "template", str(demo.folder / "form.csv"), "--of", "demo", "--year", "2570")
    assert "ต.ค. 2569 - ธ.ค. 2569" in (demo.folder / "form.csv").read_text("utf-8")


def test_the_untouched_form_is_not_imported(demo: Shellward) -> None:
    form = demo.folder / "form.xlsx"
    demo.run("plan", "template", str(form))
    assert "example measures" in demo.fails(*PLAN, str(form), *YEAR)
    assert len({task["measure"] for task in demo.json("tasks", "demo")}) == 12


def test_a_plan_of_another_agency_is_asked_about(demo: Shellward) -> None:
    other = changed_plan(demo, NAME, "เทศบาลตำบลอื่น")
    assert "เทศบาลตำบลอื่น" in stderr(demo, *PLAN, other, *YEAR)
    assert NAME not in stderr(demo, *PLAN, str(SAMPLES / "demo_plan.csv"), *YEAR)


def test_the_import_of_people_says_who_is_new_and_who_is_not_in_the_file(demo: Shellward) -> None:
    head, first, *_ = (SAMPLES / "demo_people.csv").read_text("utf-8").splitlines()
    path = demo.folder / "people.csv"
    path.write_text("\n".join([head, first.rpartition(",")[0] + ",", "คนใหม่ มาแล้ว,ครู,กองการศึกษาใหม่,staff"]), "utf-8")
    result = CliRunner().invoke(tidtam, ("people", "import", "demo", str(path)), env=demo.env)
    assert result.exit_code == 0
    assert {"new: คนใหม่ มาแล้ว", "new unit: กองการศึกษาใหม่"} <= set(result.stdout.splitlines())
    assert result.stderr.count("not in the file") == 6
    assert "tidtam people remove demo p2" in result.stderr


def test_a_removed_person_is_listed_no_more(demo: Shellward) -> None:
    result = CliRunner().invoke(tidtam, ("people", "remove", "demo", "p2"), env=demo.env)
    assert "is removed" in result.stdout
    assert "nobody stands in any more for นางสาวมาลี ตัวอย่าง, นางสาวพิมพ์ใจ จำลอง" in result.stderr
    assert "p2" not in [person["person"] for person in demo.json("people", "list", "demo")]
    assert "no person" in demo.fails("people", "remove", "demo", "p2")
    assert "no admin now" in stderr(demo, "people", "remove", "demo", "p1")


def test_a_round_is_not_due_before_it_begins_and_keeps_its_due_day(demo: Shellward) -> None:
    assert "begins on 2026-10-01" in demo.fails(*ROUND, "--due", "2020-01-01")
    assert "due: 2027-03-31 → 2027-04-09" in demo.run(*ROUND, "--due", "2027-04-09")
    again = demo.run(*ROUND)
    assert "due 2027-04-09" in again
    assert "→" not in again
    assert {task["due"] for task in demo.json("tasks", "demo")} == {"2027-04-09"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "template", "/nope/t.xlsx"), "/nope/t.xlsx cannot be written: there is no folder /nope"),
        (("plan", "template", "/nope/t.csv"), "there is no folder /nope"),
        (("agency", "add", "q", "--name", ""), "the name is empty"),
        (("agency", "add", "q", "--name", " \u200b "), "the name is empty"),
        (
            ("report", "demo", "--year", "2570", "--round", "first_half", "--to", "/nope/x.html"),
            "/nope/x.html cannot be written: there is no folder /nope",
        ),
    ],
)
def test_what_cannot_be_written_or_named_is_said(demo: Shellward, arguments: tuple[str, ...], said: str) -> None:
    assert said in demo.fails(*arguments)


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.docx"])
def test_a_damaged_file_is_to_be_saved_anew(demo: Shellward, name: str) -> None:
    path = demo.folder / name
    path.write_bytes(b"\x00\x01damaged" * 40)
    assert f"not a readable {path.suffix}" in demo.fails("plan", "read", str(path))


def test_a_unit_that_the_agency_does_not_have_is_refused_by_name_and_taken_under_the_agencys_own(
    demo: Shellward,
) -> None:
    file = changed_plan(demo, "กองคลัง", "กองการคลัง")
    refused = CliRunner().invoke(tidtam, [*PLAN, file, *YEAR], env=demo.env)
    assert refused.exit_code == 1
    assert "the agency has no unit “กองการคลัง” (--unit 'กองการคลัง=กองคลัง'?)" in str(refused.exception)
    assert "0 new, 0 gone" in demo.run(*PLAN, file, *YEAR, "--unit", "กองการคลัง=กองคลัง")
    assert {task["unit"] for task in demo.json("tasks", "demo")} >= {"กองคลัง"}
    assert "measures under" in demo.run(*PLAN, file, *YEAR, "--unknown-units")


def test_what_changes_is_said_field_by_field(demo: Shellward) -> None:
    said = demo.run(*PLAN, changed_plan(demo, "กองคลัง", "กองช่าง"), *YEAR, "--unknown-units")
    assert ": responsible: กองคลัง → กองช่าง" in said
