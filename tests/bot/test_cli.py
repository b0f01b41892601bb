"""The command line: what it prints, and how it fails."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli import COMMANDS, tidtam
from tests.bot.installation import SAMPLES, Shellward
from tests.reports.test_word_template import template


def test_opening_a_round_counts_what_it_asks_and_tells_what_lies_outside_its_time(demo: Shellward) -> None:
    opened = demo.run("round", "open", "demo", "--year", "2570", "--round", "second_half").splitlines()
    standing = [task["standing"] for task in demo.json("tasks", "demo") if task["due"] == "2027-09-30"]
    outside = standing.count("not_yet") + standing.count("earlier")
    assert 0 < outside < len(standing)
    assert opened[0] == f"round second_half 2570 is open: {len(standing) - outside} tasks, due 2027-09-30"
    assert opened[1].startswith(f"{outside} more are not asked for")


def test_an_agency_is_set_up_from_files(demo: Shellward) -> None:
    assert demo.json("agency", "list") == [{"slug": "demo", "name": "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", "layout": "results"}]
    people = demo.json("people", "list", "demo")
    assert len(people) == 7
    assert set(people[0]) == {"person", "name", "position", "units", "roles", "enrolled"}
    tasks = demo.json("tasks", "demo")
    assert {"task", "topic", "measure", "unit", "person", "status", "due", "late", "last_update"} <= set(tasks[0])
    assert {task["person"] for task in tasks} <= {person["person"] for person in people}
    assert {task["due"] for task in tasks} == {"2027-03-31"}
    assert len({task["measure"] for task in tasks}) == 12


def test_the_check_is_switched_on_and_off(demo: Shellward) -> None:
    assert "once a supervisor approved them" in demo.run("agency", "review", "demo", "on")
    assert demo.json("tasks", "demo")[0]["check"] is None
    assert "at once" in demo.run("agency", "review", "demo", "off")
    demo.fails("agency", "review", "nobody", "on")


def test_invites_are_eight_characters_for_fourteen_days_and_only_hashes_are_stored(demo: Shellward) -> None:
    invites = demo.json("people", "invite", "demo")
    assert len(invites) == 7
    assert all(len(invite["code"]) == 8 and invite["link"] is None for invite in invites)
    assert all(invite["expires"].endswith("Z") for invite in invites)
    stored = b"".join(path.read_bytes() for path in demo.folder.glob("tidtam.db*"))
    assert not any(invite["code"].encode() in stored for invite in invites)
    (one,) = demo.json("people", "invite", "demo", "p1")
    assert one["person"] == "p1"


@pytest.mark.slow
def test_a_report_is_written_by_its_ending(demo: Shellward) -> None:
    for ending in ("docx", "xlsx", "html", "json"):
        target = demo.folder / f"report.{ending}"
        demo.run("report", "demo", "--year", "2570", "--round", "first_half", "--to", str(target))
        assert target.stat().st_size > 1000
    told = json.loads((demo.folder / "report.json").read_text("utf-8"))
    assert len([row for group in told["groups"] for row in group["rows"]]) == 12
    assert (told["year"], told["round"], told["state"]) == (2570, "first_half", "draft")


def test_the_check_names_what_is_missing_and_exits_1_where_something_blocks(demo: Shellward) -> None:
    asked = ("check", "demo", "--year", "2570", "--round", "first_half", "--json")
    result = CliRunner().invoke(tidtam, asked, env=demo.env)
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {key for one in found for key in one} == {"kind", "place", "message", "proposal", "blocks", "task"}
    assert [one["kind"] for one in found if one["blocks"]] == ["unanswered"] * len(demo.json("tasks", "demo"))


def test_a_layout_file_is_checked_and_its_wrong_line_named(cli: Shellward) -> None:
    own = cli.folder / "own.toml"
    own.write_text('name = "own"\ntitle = "x"\n[[columns]]\nkey = "measure"\nlabel = "ม"\n', encoding="utf-8")
    assert "prints: measure" in cli.run("layout", "check", str(own))
    own.write_text(own.read_text("utf-8").replace("measure", "masure"), encoding="utf-8")
    assert cli.fails("layout", "check", str(own)).startswith("own.toml line 4: column 1: key 'masure'")


def test_a_word_template_is_checked_and_its_unknown_word_named(cli: Shellward) -> None:
    own = cli.folder / "own.docx"
    own.write_bytes(template("{{ title }}"))
    assert "can be used" in cli.run("layout", "check", str(own))
    own.write_bytes(template("{{ titel }}"))
    assert cli.fails("layout", "check", str(own)).startswith("own.docx: “titel” is not known")


def test_a_word_template_is_checked_for_the_columns_of_a_layout(cli: Shellward) -> None:
    own = cli.folder / "own.docx"
    own.write_bytes(template("{% for row in rows %}{{ row.risk_code }}{% endfor %}"))
    assert "“row.risk_code” is not known" in cli.fails("layout", "check", str(own))
    assert "can be used" in cli.run("layout", "check", str(own), "--layout", "bs4")
    assert "“row.risk_code” is not known" in cli.fails("layout", "check", str(own), "--layout", "results")


def test_remind_says_who_would_be_told_and_sends_nothing(demo: Shellward) -> None:
    told = demo.json("remind", "demo", "--on", "2026-12-01")
    assert set(told) == {"date", "deliveries", "cost", "quota"}
    assert told["cost"] == 0
    assert all(delivery["via"] == "none" for delivery in told["deliveries"])


def test_login_is_for_admins(demo: Shellward) -> None:
    assert "/admin/sign-in/demo/" in demo.run("login", "demo", "p1")
    assert "not an admin" in demo.fails("login", "demo", "p2")


def test_login_to_the_installation_is_a_link_of_its_own(demo: Shellward) -> None:
    link = demo.run("login", "--installation").strip()
    assert (
        link.startswith("http://127.0.0.1:8000/setup/sign-in/") and link != demo.run("login", "--installation").strip()
    )
    for wrong in (("login",), ("login", "demo"), ("login", "demo", "p1", "--installation")):
        with pytest.raises(click.UsageError):
            demo.run(*wrong)


def test_serve_says_where_the_set_up_begins_while_there_is_no_agency(
    cli: Shellward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.serve.WebServer.run", lambda _server: None)
    assert "/setup/sign-in/" in cli.run("serve")
    cli.run("agency", "add", "demo", "--name", "x")
    assert cli.run("serve") == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tasks", "nobody"), "no agency 'nobody'"),
        (("agency", "add", "demo", "--name", "x"), "already"),
        (("agency", "add", "Not A Slug", "--name", "x"), "cannot stand in an address"),
        (("agency", "add", "new", "--name", "x", "--layout", "fancy"), "no layout 'fancy'"),
        (("plan", "import", "demo", str(SAMPLES / "demo_plan.csv"), "--year", "2570"), "--replace"),
        (("plan", "import", "demo", str(SAMPLES / "demo_plan.csv"), "--year", "2571"), "2570"),
        (("round", "open", "demo", "--year", "2569", "--round", "first_half"), "no plan for 2569"),
        (("round", "close", "demo", "--year", "2570", "--round", "second_half"), "never opened"),
        (("report", "demo", "--year", "2570", "--round", "first_half", "--to", "x.odt"), ".odt"),
        (("people", "invite", "demo", "ไม่มีคนนี้"), "no person"),
        (("channel", "check", "demo"), "no channel is set"),
        (("channel", "set", "demo"), "LINE_CHANNEL_ID"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_an_expected_failure_is_one_line_saying_what_to_do(
    demo: Shellward, arguments: tuple[str, ...], said: str
) -> None:
    assert said in demo.fails(*arguments)


def test_a_bad_people_file_imports_nobody(cli: Shellward) -> None:
    cli.run("agency", "add", "demo", "--name", "x")
    bad = cli.folder / "people.csv"
    bad.write_text("name,position,unit,roles\nสมศรี,ครู,กองการศึกษา,staff\nสมศักดิ์,ครู,กองการศึกษา,wizard\n", "utf-8")
    assert "nothing was imported" in cli.fails("people", "import", "demo", str(bad))
    assert cli.json("people", "list", "demo") == []


def test_without_a_schema_the_command_says_to_migrate(tmp_path: Path) -> None:
    assert "tidtam migrate" in Shellward(tmp_path).fails("agency", "list")


def test_a_database_of_another_version_is_refused_in_words(cli: Shellward) -> None:
    with sqlite3.connect(cli.folder / "tidtam.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    assert "made by another version of Tidtam" in cli.fails("migrate")


def test_without_a_secret_key_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    bare = Shellward(tmp_path)
    bare.env["SECRET_KEY"] = ""
    assert "SECRET_KEY" in bare.fails("migrate")


def test_doctor_says_what_is_wrong_and_how_to_mend_it(cli: Shellward) -> None:
    told = cli.json("doctor")
    assert all(finding["good"] for finding in told)
    cli.run("agency", "add", "demo", "--name", "x")
    assert "demo: LINE channel" in cli.fails("doctor")
    fresh = Shellward(cli.folder / "fresh")
    assert "schema" in fresh.fails("doctor")


@pytest.mark.parametrize(
    "changes",
    [
        {"CLOCK_URL": "http://127.0.0.1:5800/_sim/clock"},
        {"CLOCK_URL": "http://10.0.0.1/_sim/clock", "LINE_API_HOST": "http://10.0.0.1"},
        {"DATABASE_URL": "mysql://x"},
        {"WEB_THREADS": "many"},
        {"LOG_FORMAT": "xml"},
        {"EVIDENCE_URL": "gs://bucket"},
        {"EVIDENCE_URL": "s3:///prefix"},
        {"AWS_ENDPOINT_URL": "s3.example.go.th"},
        {"AWS_ACCESS_KEY_ID": "key"},
        {"AWS_CA_BUNDLE": "/no/such/file"},
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_named(cli: Shellward, changes: dict[str, str]) -> None:
    cli.env |= changes
    assert next(iter(changes)) in cli.fails("agency", "list")


def test_a_second_web_process_on_sqlite_is_refused_in_one_line(cli: Shellward) -> None:
    from bot.processes import only_process
    from bot.settings import read_settings

    lock = only_process(read_settings(cli.env), "web")
    assert lock is not None
    with lock:
        assert "another web process" in cli.fails("serve")


@pytest.mark.slow
def test_a_second_worker_on_sqlite_is_refused_until_the_first_ends_however_it_ends(cli: Shellward) -> None:
    from bot.processes import only_process
    from bot.settings import read_settings

    holding = "from bot.processes import only_process as o; from bot.settings import read_settings as r; import time; "
    holding += "lock = o(r(), 'worker'); print('held', flush=True); time.sleep(600)"
    first = subprocess.Popen([sys.executable, "-c", holding], env={**os.environ, **cli.env}, stdout=subprocess.PIPE)
    assert first.stdout and first.stdout.readline() == b"held\n"
    assert "another worker uses this SQLite database" in cli.fails("worker")
    first.kill()
    first.wait()
    first.stdout.close()
    freed = only_process(read_settings(cli.env), "worker")
    assert freed is not None
    freed.close()


def test_a_database_that_cannot_be_reached_is_said_in_one_line(cli: Shellward) -> None:
    cli.env["DATABASE_URL"] = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    assert "DATABASE_URL" in cli.fails("migrate")


def test_a_changed_name_is_refused_until_it_is_said_who_it_is(cli: Shellward) -> None:
    cli.run("agency", "add", "demo", "--name", "อบต.ทุ่งตัวอย่าง")
    file = cli.folder / "people.csv"
    head = "name,position,unit,roles\n"
    file.write_text(f"{head}สมหญิง รักงาน,นิติกร,สำนักปลัด,staff\n", "utf-8")
    cli.run("people", "import", "demo", str(file))
    file.write_text(f"{head}นางสมหญิง ใจดี,นิติกร,สำนักปลัด,staff\n", "utf-8")
    refused = cli.fails("people", "import", "demo", str(file))
    assert "สมหญิง รักงาน (p1)" in refused and "--same 'p1=นางสมหญิง ใจดี'" in refused and "--new" in refused
    assert "not in the file" in cli.fails("people", "import", "demo", str(file), "--same", "p1=ใคร")
    assert "updated: นางสมหญิง ใจดี" in cli.run("people", "import", "demo", str(file), "--same", "p1=นางสมหญิง ใจดี")
    assert [row["person"] for row in cli.json("people", "list", "demo")] == ["p1"]
    file.write_text(f"{head}สมหญิง รักงาน,นิติกร,สำนักปลัด,staff\n", "utf-8")
    cli.run("people", "import", "demo", str(file), "--new", "สมหญิง รักงาน")
    assert len(cli.json("people", "list", "demo")) == 2


def test_the_list_of_commands_says_what_each_command_says_of_itself() -> None:
    context = click.Context(tidtam)
    for name, (_, sentence) in COMMANDS.items():
        own = tidtam.get_command(context, name)
        assert own is not None and own.help is not None
        assert own.help.replace("\n", " ").startswith(sentence)
