"""What the command line says of the month's pushes: `channel check`, `doctor` and `remind`."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from bot.cli import tidtam
from bot.shell import Shell
from domain.sending import Quota, SendError
from store.channels import load_channel as stored_channel
from tests.agency import KEYS
from tests.bot.edge import Edge

# The 24th of March: a week before the due day, which four people are told of on that day and on the three last ones.
WEEK_BEFORE = datetime(2027, 3, 24, 1, tzinfo=UTC)
OFFICERS = ("สมชาย ใจดี", "สมหญิง รักงาน", "มานี มีสุข", "ปรีชา กองช่าง", "วิชัย ดูแล")


@pytest.fixture
def office(quick_edge: Edge, monkeypatch: pytest.MonkeyPatch) -> Edge:
    """An agency whose officers have all enrolled, and the command line on the same database and LINE."""
    for number, name in enumerate(OFFICERS, 1):
        quick_edge.enrol(name, f"U{number}")
    quick_edge.machine = WEEK_BEFORE
    for place in ("bot.commands.books", "bot.doctor"):
        monkeypatch.setattr(f"{place}.open_shell", lambda _settings: quick_edge.shell)
    monkeypatch.setattr(Shell, "close", lambda _shell: None)
    return quick_edge


def run(edge: Edge, *arguments: str) -> Result:
    settings = edge.shell.settings
    env = {"DATABASE_URL": settings.database_url, "EVIDENCE_URL": settings.evidence_url, "SECRET_KEY": KEYS.secrets[0]}
    return CliRunner().invoke(tidtam, arguments, env=env)


def test_a_channel_whose_pushes_last_is_in_order_and_its_bot_is_remembered(office: Edge) -> None:
    checked = run(office, "channel", "check", "demo")
    assert checked.exit_code == 0
    lines = checked.stdout.splitlines()
    assert lines[0] == "ok    token accepted; the account is อบต.ทุ่งตัวอย่าง @tidtam"
    assert lines[2] == "ok    pushes this month: 0 of 300"
    assert lines[3].startswith("ok    300 pushes left this month, ") and lines[3].endswith(" needed until its end")
    found = office.read(lambda books: stored_channel(books, KEYS))
    assert found is not None and (found.bot_user_id, found.basic_id) == ("U-bot", "@tidtam")


@pytest.mark.parametrize(("used", "when"), [(297, "they end on 2027-03-24"), (300, "none is left")])
def test_pushes_that_will_not_last_fail_the_check_and_doctor_says_the_same(office: Edge, used: int, when: str) -> None:
    office.line.left = Quota(300, used)
    told = json.loads(run(office, "channel", "check", "demo", "--json").stdout)
    assert f"pushes this month: {used} of 300" in told["good"]
    (wrong,) = told["wrong"]
    assert wrong.startswith(f"{300 - used} pushes left this month, ") and when in wrong
    assert run(office, "channel", "check", "demo").exit_code != 0
    doctor = run(office, "doctor")
    assert doctor.exit_code != 0 and when in doctor.stdout


def test_a_plan_without_a_limit_is_never_short(office: Edge) -> None:
    office.line.left = Quota(None, 9000)
    told = json.loads(run(office, "channel", "check", "demo", "--json").stdout)
    assert told["wrong"] == [] and "pushes this month: 9000 of unlimited" in told["good"]


def test_a_channel_that_line_refuses_says_how_to_mend_it(office: Edge) -> None:
    office.line.trouble.append(SendError("token: 401", permanent=True, status=401))
    told = json.loads(run(office, "channel", "check", "demo", "--json").stdout)
    assert "check the channel id and secret" in told["wrong"][0]


def test_remind_counts_the_quota_of_the_month_that_was_asked_for(office: Edge) -> None:
    office.line.left = Quota(300, 300)
    spent = json.loads(run(office, "remind", "demo", "--on", "2027-03-24", "--json").stdout)
    assert (spent["cost"], spent["quota"]) == (0, {"limit": 300, "used": 300})
    assert {one["via"] for one in spent["deliveries"]} == {"badge"}
    april = json.loads(run(office, "remind", "demo", "--on", "2027-04-05", "--json").stdout)
    # April begins with none of its pushes used: only what its own first days will have cost.
    assert april["quota"]["limit"] == 300 and april["quota"]["used"] < 10
    assert april["cost"] == sum(one["via"] == "push" for one in april["deliveries"]) > 0
    words = run(office, "remind", "demo", "--on", "2027-04-05").stdout.splitlines()[-1]
    assert words == f"cost {april['cost']} of 300, {april['quota']['used']} used in that month"


def test_remind_says_so_where_line_does_not_tell_the_quota(office: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_channel: object) -> Quota:
        raise SendError("quota: 500", permanent=False, status=500)

    monkeypatch.setattr(office.line, "fetch_quota", silent)
    told = run(office, "remind", "demo", "--on", "2027-03-24").stdout.splitlines()[-1]
    assert told.startswith("cost ") and told.endswith(" of an unknown quota")
