"""The command line with several plans of a year: one is made by its name, and each command says which it means."""

from pathlib import Path

from tests.bot.installation import SAMPLES, Shellward

NAME = "แผนปราบปรามทุจริต"
OF_2570 = ("demo", "--year", "2570")


def add_action_plan(demo: Shellward, *more: str) -> str:
    file = demo.folder / "action.csv"
    file.write_text("มาตรการ,ผู้รับผิดชอบ\nอบรมคุณธรรมเจ้าหน้าที่,กองคลัง\nเปิดเผยข้อมูลจัดซื้อจัดจ้าง,กองช่าง\n", encoding="utf-8")
    return demo.run("plan", "import", "demo", str(file), "--year", "2570", "--plan", NAME, *more)


def test_a_further_plan_is_made_by_a_new_name_and_brought_up_to_date_by_it(demo: Shellward) -> None:
    file = str(SAMPLES / "demo_plan.csv")
    assert "--plan and a new name" in demo.fails("plan", "import", *OF_2570[:1], file, *OF_2570[1:])
    assert f"a further plan of 2570: “{NAME}”, layout results" in add_action_plan(demo)
    assert [(one["number"], one["plan"]) for one in demo.json("plan", "list", "demo")] == [
        (1, "มาตรการ ITA"),
        (2, NAME),
    ]
    assert "add --replace" in demo.fails("plan", "import", "demo", file, "--year", "2570", "--plan", NAME)
    assert "2 kept" in add_action_plan(demo, "--replace")
    assert "no plan “แผนอื่น”" in demo.fails(
        "plan", "import", "demo", file, "--year", "2570", "--plan", "แผนอื่น", "--replace"
    )
    assert "say which with --plan" in demo.fails("plan", "import", "demo", file, "--year", "2570", "--replace")


def test_rounds_and_reports_are_of_the_plan_that_was_named(demo: Shellward, tmp_path: Path) -> None:
    demo.run("round", "close", *OF_2570, "--round", "first_half")
    add_action_plan(demo, "--layout", "outcomes")
    assert "say which with --plan" in demo.fails("round", "open", *OF_2570, "--round", "first_half")
    opened = demo.run("round", "open", *OF_2570, "--round", "first_half", "--plan", NAME)
    assert opened.startswith("round first_half 2570 is open: 2 tasks")
    assert {task["plan"] for task in demo.json("tasks", "demo")} == {NAME}
    made = tmp_path / "x.html"
    demo.run("report", *OF_2570, "--round", "first_half", "--plan", "2", "--to", str(made))
    assert "อบรมคุณธรรมเจ้าหน้าที่" in made.read_text()
    assert "ผลลัพธ์" in made.read_text()  # a column of that plan's own layout
    demo.run("report", *OF_2570, "--round", "first_half", "--plan", "มาตรการ ITA", "--to", str(made))
    assert "อบรมคุณธรรมเจ้าหน้าที่" not in made.read_text()


def test_a_plan_gets_another_name_and_no_two_of_a_year_the_same(demo: Shellward) -> None:
    add_action_plan(demo)
    assert "called “มาตรการความโปร่งใส”" in demo.run(
        "plan", "name", "demo", "มาตรการความโปร่งใส", "--year", "2570", "--plan", "1"
    )
    assert "already" in demo.fails("plan", "name", "demo", NAME, "--year", "2570", "--plan", "1")
    assert "1 to 60 letters" in demo.fails("plan", "name", "demo", " ", "--year", "2570", "--plan", "1")
