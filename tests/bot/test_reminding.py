"""The worker and reminders: numbers on menus, a spent quota, what is not worth sending any more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.badge_picture import badge_picture, badge_words
from bot.badges import Badges, menu_body
from bot.line import Credentials, Quota
from domain.sending import SendError
from domain.task import Status
from domain.writes import SaveUpdate
from store import outbox, tables
from store.tasks import tasks_of_person
from tests.agency import write
from tests.bot.edge import Edge, FakeLine

FIRST = datetime(2026, 12, 1, 2, tzinfo=UTC)  # 09:00 in Bangkok, the month's first working day


class LineWithMenus(FakeLine):
    """Also keeps menus."""

    def __init__(self) -> None:
        super().__init__()
        self.menus: dict[str, bytes] = {}
        self.linked: dict[str, str] = {}
        self.calls = 0
        self.left = Quota(300, 0)

    def quota(self, channel: Credentials) -> Quota:
        return self.left

    def create_menu(self, channel: Credentials, menu: Mapping[str, Any]) -> str:
        self.calls += 1
        return str(menu["name"])

    def set_menu_picture(self, channel: Credentials, menu_id: str, png: bytes) -> None:
        self.menus[menu_id] = png

    def link_menu(self, channel: Credentials, user: str, menu_id: str) -> None:
        self.calls += 1
        if menu_id not in self.menus:
            raise SendError("404", permanent=True, status=404)
        self.linked[user] = menu_id

    def unlink_menu(self, channel: Credentials, user: str) -> None:
        self.calls += 1
        del self.linked[user]


@pytest.fixture
def line(quick_edge: Edge) -> LineWithMenus:
    made = LineWithMenus()
    quick_edge.line = made
    quick_edge.shell = replace(quick_edge.shell, line=made)  # type: ignore[arg-type]
    quick_edge.worker = type(quick_edge.worker)(quick_edge.shell)
    quick_edge.enrol("มานี มีสุข", "U-manee")
    quick_edge.machine = FIRST
    return made


def answer(edge: Edge, name: str = "มานี มีสุข", status: Status = Status.DONE) -> None:
    from store.people import people_named

    who = edge.read(lambda books: people_named(books, name)[0])
    for task in edge.read(lambda books: tasks_of_person(books, who.id)):
        write(edge.database, edge.agency_id, SaveUpdate(f"a{task.id}", task.id, who.id, edge.machine, status, "ทำแล้ว"))


def states(edge: Edge) -> list[str]:
    from sqlalchemy import select

    o = tables.outbox
    return [row.state for row in edge.read(lambda books: books.rows(select(o.c.state).order_by(o.c.id)))]


def test_a_persons_menu_shows_how_many_tasks_wait_and_goes_once_none_do(quick_edge: Edge, line: LineWithMenus) -> None:
    sweeper = Badges(quick_edge.shell)
    assert sweeper.sweep() == 1
    assert line.linked == {"U-manee": "tidtam 2"}
    assert sweeper.sweep() == 0
    answer(quick_edge)
    assert sweeper.sweep() == 1
    assert line.linked == {}


def test_a_menu_deleted_by_hand_is_made_again(quick_edge: Edge, line: LineWithMenus) -> None:
    Badges(quick_edge.shell).sweep()
    line.menus.clear()
    quick_edge.enrol("ปรีชา กองช่าง", "U-preecha")
    quick_edge.enrol("สมชาย ใจดี", "U-somchai")
    sweeper = Badges(quick_edge.shell)
    for _ in range(3):
        sweeper.sweep()
    assert len(line.linked) == 3


def test_the_picture_is_small_and_of_the_menus_size() -> None:
    body = menu_body(3)
    picture = badge_picture(3)
    assert picture.startswith(b"\x89PNG") and len(picture) < 100_000
    assert body["size"] == {"width": 1200, "height": 405}
    assert badge_words(3).startswith("๓ ") and badge_words(120).startswith("๙๙+ ")


def test_a_reminder_goes_out_in_thai_with_its_cards(quick_edge: Edge, line: LineWithMenus) -> None:
    assert quick_edge.worker.remind() == 1
    quick_edge.worker.send_unsent()
    ((via, to, messages),) = line.sent
    assert (via, to) == ("push", "U-manee")
    assert "มีงานรอรายงาน 2 งาน" in messages[0]["text"]
    assert [item["action"]["label"] for item in messages[-1]["quickReply"]["items"]] == [
        "งาน", "สถานะ", "เตือนพรุ่งนี้", "เตือนอีก 3 วัน", "เตือนสัปดาห์หน้า",
    ]  # fmt: skip


def test_a_reminder_that_waited_is_not_sent_once_its_tasks_are_answered(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.worker.remind()
    answer(quick_edge)
    quick_edge.worker.send_unsent()
    assert not line.sent and states(quick_edge) == ["dropped"]


def test_a_reminder_that_waited_into_the_evening_goes_out_in_the_morning(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.worker.remind()
    quick_edge.machine = FIRST + timedelta(hours=12)
    quick_edge.worker.send_unsent()
    assert not line.sent
    quick_edge.machine = FIRST + timedelta(hours=24, minutes=1)
    quick_edge.worker.send_unsent()
    assert len(line.sent) == 1


def test_a_month_used_up_stops_the_pushing_for_an_hour(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.enrol("สมชาย ใจดี", "U-somchai")
    assert quick_edge.worker.remind() == 2
    line.left = Quota(300, 300)
    line.trouble.append(SendError("429", permanent=False, status=429))
    quick_edge.worker._pool.submit(lambda: None).result()
    rows = quick_edge.database.read(lambda conn: outbox.due(conn, quick_edge.machine, 9))
    quick_edge.database.run(lambda conn: [outbox.claim(conn, row, quick_edge.machine) for row in rows])
    for row in rows:
        quick_edge.worker._send(row)
    assert not line.sent and states(quick_edge) == ["waiting", "waiting"]
    quick_edge.machine += timedelta(minutes=30)
    quick_edge.worker.send_unsent()
    assert not line.sent
    quick_edge.machine += timedelta(minutes=31)
    quick_edge.worker.send_unsent()
    assert len(line.sent) == 2


def test_a_rate_limit_of_the_minute_is_only_tried_again(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.worker.remind()
    line.trouble.append(SendError("429", permanent=False, status=429))
    quick_edge.worker.send_unsent()
    quick_edge.machine += timedelta(seconds=10)
    quick_edge.worker.send_unsent()
    assert len(line.sent) == 1


def test_a_short_quota_leaves_routine_reminders_to_the_menu(quick_edge: Edge, line: LineWithMenus) -> None:
    line.left = Quota(300, 240)
    assert quick_edge.worker.remind() == 1
    assert states(quick_edge) == []
