"""For one state of an agency the digest, menu, list, status, overview, page and command line say the same number."""

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from bot.app import attach
from bot.badges import Badges
from bot.cli import tidtam
from bot.worker import Worker
from domain.plan import Cadence, Measure, Responsible, Timeframe
from domain.task import Status
from domain.writes import ImportPeople, ImportPlan, SaveUpdate
from store.people import people_named
from store.tasks import tasks_of_person
from tests.agency import ADMIN, MORNING, PEOPLE, PLAN, STAFF, SUPERVISOR, YEAR, write
from tests.bot.edge import Edge, text
from tests.bot.test_reminding import LineWithMenus, line  # noqa: F401  (a fixture)
from tests.pages import pages
from tests.reminders.office import bangkok
from tests.web.site import press
from thai.cadences import CadenceKind

pytestmark = pytest.mark.slow

OF_MONEY = Responsible("กองคลัง", units=("กองคลัง",))
MONTHLY = Cadence("เดือนละ ๑ ครั้ง", CadenceKind.MONTHLY)
ONCE = Cadence("๑ ครั้ง", CadenceKind.ONCE)
LATER = Timeframe("เม.ย. - ก.ย. ๗๐", date(2027, 4, 1), date(2027, 9, 30))
SOON = Timeframe("ต.ค. - ธ.ค. ๖๙", date(2026, 10, 1), date(2026, 12, 31))
MEASURES = (
    Measure(title="รายเดือน ตอบแล้วหนึ่งเดือน", number="1", responsible=OF_MONEY, cadence=MONTHLY),
    Measure(title="ยังไม่มีใครรายงาน", number="2", responsible=OF_MONEY),
    Measure(title="อยู่ระหว่างดำเนินการ", number="3", responsible=OF_MONEY),
    Measure(title="แล้วเสร็จ", number="4", responsible=OF_MONEY),
    Measure(title="ยังไม่ถึงเวลา", number="5", responsible=OF_MONEY, timeframe=LATER),
    Measure(title="ครั้งเดียว", number="6", responsible=OF_MONEY, cadence=ONCE, timeframe=SOON),
)


def on_line_with_menus(edge: Edge) -> Edge:
    """The app and the worker anew, on the LINE that keeps menus."""
    edge.close()
    edge.app, edge.worker = attach(pages(secure=True), edge.shell), Worker(edge.shell)
    edge.http = edge.app.test_client()
    return edge


def state_of_agency(edge: Edge) -> None:
    """Six measures of one division, whose only officer is also its supervisor and the agency's administrator."""
    people = tuple(replace(row, roles=STAFF | SUPERVISOR | ADMIN) if row.name == "มานี มีสุข" else row for row in PEOPLE)
    plan = replace(PLAN, topics=(replace(PLAN.topics[0], measures=MEASURES),))
    write(edge.database, edge.agency_id, ImportPeople(people), ImportPlan(plan, YEAR, MORNING))
    (who,) = edge.read(lambda books: people_named(books, "มานี มีสุข"))
    found = {task.measure: task.id for task in edge.read(lambda books: tasks_of_person(books, who.id))}
    for title, status, period in (
        ("รายเดือน ตอบแล้วหนึ่งเดือน", Status.IN_PROGRESS, date(2026, 11, 1)),
        ("อยู่ระหว่างดำเนินการ", Status.IN_PROGRESS, None),
        ("แล้วเสร็จ", Status.DONE, None),
    ):
        reply = SaveUpdate(f"a-{title}", found[title], who.id, bangkok(2026, 11, 25), status, "ทำ", period=period)
        write(edge.database, edge.agency_id, replace(reply, of_whole=period is None))


def said(edge: Edge, words: str) -> str:
    """All that the account answers to what the officer types, as JSON."""
    heard = edge.hear(text("U-manee", words, at=edge.machine))
    edge.machine += timedelta(minutes=1)
    return heard


def number(pattern: str, told: str) -> int:
    found = re.search(pattern, told)
    assert found, f"{pattern} is not in {told}"
    return int(found[1])


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (bangkok(2026, 12, 1), 3),  # October and December of the monthly one, that of nobody, that done once
        (bangkok(2027, 3, 24), 4),  # the one under way is asked for its end
        (bangkok(2027, 4, 5), 4),  # late by three working days
    ],
)
def test_it_is_one_count_everywhere(
    now: datetime,
    asked: int,
    quick_edge: Edge,
    line: LineWithMenus,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edge = on_line_with_menus(quick_edge)
    state_of_agency(edge)
    edge.machine = now
    Badges(edge.shell).sweep()
    edge.worker.remind()
    edge.worker.send_unsent()
    ((_, _, messages),) = [sent for sent in line.sent if sent[0] == "push"]
    digest = messages[0]["text"]
    shown = [len(message["contents"]["contents"]) for message in messages if message["type"] == "flex"]
    listed, status, overview = (said(edge, words) for words in ("งาน", "สถานะ", "ภาพรวม"))
    said(edge, "ยกเลิก")
    uri = re.search(r'"uri": "https://tidtam.example([^"]+)"', said(edge, "เว็บ"))
    assert uri and press(edge.http, uri[1]).status_code == 303
    page = edge.http.get("/admin/demo/tasks").text
    assert {
        "menu": line.linked["U-manee"],
        "digest": number(r"รอรายงานทั้งหมด (\d+)", digest) if "ทั้งหมด" in digest else shown[0],
        "list": number(r"มีรายการรอรายงาน (\d+) รายการ", listed),
        "status": number(r"รอรายงาน (\d+) จาก 6 รายการ", status),
        "overview": number(r"รอรายงาน (\d+) รายการ พิมพ์ “เตือน”", overview),
        "page": number(r"<b>(\d+)</b> <span>รอรายงาน</span>", page),
        "command": command(edge, monkeypatch),
    } == dict.fromkeys(("digest", "list", "status", "overview", "page", "command"), asked) | {"menu": f"tidtam {asked}"}


def command(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many tasks `tidtam tasks --json` calls asked for."""
    monkeypatch.setattr("bot.commands.tasks.opened_shell", lambda: nullcontext(edge.shell))
    result = CliRunner().invoke(tidtam, ["tasks", "demo", "--json"], catch_exceptions=False, standalone_mode=False)
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert all(row["asked"] == (row["standing"] in ("waiting", "late")) for row in rows)
    return sum(row["asked"] for row in rows)
