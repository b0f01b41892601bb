"""Results that stand in last year's document become last year's replies."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import tidtam
from tests.bot.installation import SAMPLES, Shellward

pytestmark = pytest.mark.slow

NAME = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
DID = (
    f"{NAME} ปีงบประมาณ พ.ศ. 2569",
    "",
    "มาตรการ\tขั้นตอน\tผู้รับผิดชอบ\tงบประมาณ\tทำ\tไม่ทำ\tหมายเหตุ",
    "จัดทำคู่มือ\tเขียน\tกองคลัง\t๕๐๐ บาท\t- มีคู่มือแล้ว\t\tเผยแพร่เดือนหน้า",
    "เผยแพร่แผน\tเผยแพร่\tกองคลัง\t\t\tเว็บไซต์ขัดข้อง\tขอเลื่อนไปปีหน้า",
    "จัดอบรม\tอบรม\tกองคลัง\t\t- อบรมหนึ่งรุ่น\tขาดวิทยากร\t",
    "จัดประชุม\tเชิญ\tกองคลัง\t\t\t✓\t",
)
ROWS = (
    f"{NAME} ปีงบประมาณ พ.ศ. 2569",
    "",
    "มาตรการ\tขั้นตอน\tผู้รับผิดชอบ\tผลการดำเนินการ\tข้อเสนอแนะ\tวันที่ดำเนินการ",
    "จัดทำคู่มือ\t๑. เขียน ๒. เผยแพร่\tกองคลัง\tดำเนินการแล้วเสร็จ - มีคู่มือ\tควรปรับปรุงทุกปี\t๑. ดำเนินการเมื่อวันที่ ๗ เดือนมกราคม พ.ศ.๒๕๖๙",
    "เผยแพร่แผน\tเผยแพร่\tกองคลัง\tมีการเผยแพร่บนเว็บไซต์\t-\t",
    "จัดอบรม\tอบรม\tกองคลัง\t\t\t",
)
IMPORT = ("plan", "import", "demo")
WITH = ("--year", "2569", "--with-replies", "annual", "--by", "p1")


@pytest.fixture
def demo(tmp_path: Path) -> Shellward:
    cli = Shellward(tmp_path)
    cli.run("migrate")
    cli.run("agency", "add", "demo", "--name", NAME)
    cli.run("people", "import", "demo", str(SAMPLES / "demo_people.csv"))
    (tmp_path / "last.txt").write_text("\n".join(ROWS), "utf-8")
    return cli


def test_the_documents_results_are_the_closed_rounds_replies(demo: Shellward) -> None:
    file = str(demo.folder / "last.txt")
    said = demo.run(*IMPORT, file, *WITH)
    assert "2 replies of annual 2569 taken in" in said
    assert "1 of them without a status" in said
    assert demo.json("tasks", "demo") == []  # the round is closed: nobody is asked or reminded
    report = demo.folder / "report.json"
    demo.run("report", "demo", "--year", "2569", "--round", "annual", "--to", str(report))
    text = report.read_text("utf-8")
    assert "มีคู่มือ" in text
    assert "มีการเผยแพร่บนเว็บไซต์" in text
    assert "อยู่ระหว่างดำเนินการ" not in text  # the document does not say so


def test_a_text_that_tells_of_something_finished_is_asked_about_and_taken_for_done_only_where_that_is_said(
    demo: Shellward,
) -> None:
    file = demo.folder / "finished.txt"
    results = ("คู่มือจัดทำแล้วเสร็จ", "คาดว่าจะแล้วเสร็จเดือนหน้า", "ยังไม่แล้วเสร็จ")
    rows = (f"จัดทำคู่มือเล่มที่ {at}\t{result}\tกองคลัง" for at, result in enumerate(results, 1))
    file.write_text("\n".join([ROWS[0], "", "มาตรการ\tผลการดำเนินการ\tผู้รับผิดชอบ", *rows]), "utf-8")
    asked = CliRunner().invoke(tidtam, [*IMPORT, str(file), *WITH], env=demo.env)
    assert "“คู่มือจัดทำแล้วเสร็จ” names no status; add --finished-is-done" in asked.stderr
    assert asked.stderr.count("names no status") == 1
    assert "3 of them without a status" in asked.stdout
    demo.run("agency", "add", "other", "--name", NAME)
    demo.run("people", "import", "other", str(SAMPLES / "demo_people.csv"))
    who = demo.json("people", "list", "other")[0]["person"]
    taken = demo.run("plan", "import", "other", str(file), *WITH[:-1], who, "--finished-is-done")
    assert "2 of them without a status" in taken


def test_what_was_not_done_its_reason_and_the_remarks_are_kept(demo: Shellward) -> None:
    """Columns ทำ, ไม่ทำ and หมายเหตุ: nothing that stands in one of them is lost, however they were filled in."""
    (demo.folder / "did.txt").write_text("\n".join(DID), "utf-8")
    demo.run("agency", "add", "other", "--name", NAME, "--layout", "did")
    demo.run("people", "import", "other", str(SAMPLES / "demo_people.csv"))
    who = demo.json("people", "list", "other")[0]["person"]
    demo.run("plan", "import", "other", str(demo.folder / "did.txt"), *WITH[:-1], who)
    report = demo.folder / "report.json"
    demo.run("report", "other", "--year", "2569", "--round", "annual", "--to", str(report))
    rows = [row for group in json.loads(report.read_text("utf-8"))["groups"] for row in group["rows"]]
    cells = [{key: " ".join(row["cells"][key]) for key in ("did", "did_not", "remark")} for row in rows]
    assert "มีคู่มือแล้ว" in cells[0]["did"]
    assert "เผยแพร่เดือนหน้า" in cells[0]["remark"]
    assert "เว็บไซต์ขัดข้อง" in cells[1]["did_not"]
    assert "ขอเลื่อนไปปีหน้า" in cells[1]["remark"]
    assert "อบรมหนึ่งรุ่น" in cells[2]["did"]
    assert "ขาดวิทยากร" in cells[2]["remark"]


def test_taking_them_in_again_changes_nothing(demo: Shellward) -> None:
    file = str(demo.folder / "last.txt")
    demo.run(*IMPORT, file, *WITH)
    again = demo.run(*IMPORT, file, *WITH, "--replace")
    assert "0 replies of annual 2569" in again
    assert "2 tasks were answered already and left alone" in again


def test_who_answers_for_them_must_be_said(demo: Shellward) -> None:
    result = CliRunner().invoke(tidtam, [*IMPORT, str(demo.folder / "last.txt"), *WITH[:4]], env=demo.env)
    assert result.exit_code == 2
    assert "--by" in result.stderr


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv"])
def test_the_plan_on_file_goes_out_and_comes_in_unchanged(demo: Shellward, ending: str) -> None:
    demo.run(*IMPORT, str(demo.folder / "last.txt"), "--year", "2569")
    form = str(demo.folder / f"out.{ending}")
    demo.run("plan", "template", form, "--of", "demo", "--year", "2569")
    assert "3 kept, 0 changed, 0 new, 0 gone" in demo.run(*IMPORT, form, "--year", "2569", "--replace")


def test_what_a_document_tells_besides_goes_out_and_comes_in_unchanged(demo: Shellward) -> None:
    (demo.folder / "did.txt").write_text("\n".join(DID), "utf-8")
    demo.run(*IMPORT, str(demo.folder / "did.txt"), "--year", "2569")
    form = str(demo.folder / "out.csv")
    demo.run("plan", "template", form, "--of", "demo", "--year", "2569")
    text = Path(form).read_text("utf-8-sig")
    assert all(said in text for said in ("เว็บไซต์ขัดข้อง", "เผยแพร่เดือนหน้า", "๕๐๐ บาท", "ขาดวิทยากร"))
    assert "4 kept, 0 changed, 0 new, 0 gone" in demo.run(*IMPORT, form, "--year", "2569", "--replace")


def test_a_plan_that_was_read_is_corrected_in_our_form_and_imported(demo: Shellward) -> None:
    form = str(demo.folder / "form.csv")
    said = demo.run("plan", "read", str(demo.folder / "last.txt"), "--to", form)
    assert "3 measures" in said
    text = Path(form).read_text("utf-8-sig").replace("จัดอบรม", "จัดอบรมพนักงาน")
    Path(form).write_text(text, "utf-8")
    assert "3 measures" in demo.run(*IMPORT, form, "--year", "2569")
    demo.run("plan", "template", str(demo.folder / "out.csv"), "--of", "demo", "--year", "2569")
    assert "จัดอบรมพนักงาน" in (demo.folder / "out.csv").read_text("utf-8-sig")
