"""The worker and reminders: numbers on menus, a spent quota, what is not worth sending any more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete

from bot.badge_picture import badge_picture, badge_words
from bot.badges import SUPERVISOR, Badges, _numbers, menu_body
from bot.line import Credentials
from domain.sending import Quota, SendError
from domain.task import Status
from domain.writes import (
    CloseRound,
    Enrol,
    IssueInvite,
    OpenRound,
    RemovePerson,
    SaveUpdate,
    SetReachable,
    SetReview,
    Write,
)
from simulator.check_menu import menu_problems
from store import outbox, tables
from store.people import invite_by_code_hash, people_named
from store.tasks import load_tasks_to_check, tasks_of_person
from tests.agency import YEAR, write
from tests.bot.edge import Edge, FakeLine
from thai.fiscal import RoundKind

FIRST = datetime(2026, 12, 1, 2, tzinfo=UTC)  # 09:00 in Bangkok, the month's first working day


class LineWithMenus(FakeLine):
    """Also keeps menus."""

    def __init__(self) -> None:
        super().__init__()
        self.menus: dict[str, bytes] = {}
        self.linked: dict[str, str] = {}
        self.unknown: set[str] = set()
        self.calls = self.made = 0

    def create_menu(self, channel: Credentials, menu: Mapping[str, Any]) -> str:
        self.calls += 1
        self.made += 1
        return str(menu["name"])

    def set_menu_picture(self, channel: Credentials, menu_id: str, png: bytes) -> None:
        self.menus[menu_id] = png

    def link_menu(self, channel: Credentials, user: str, menu_id: str) -> None:
        self.calls += 1
        if menu_id not in self.menus or user in self.unknown:
            raise SendError("404", permanent=True, status=404)
        self.linked[user] = menu_id

    def has_menu(self, channel: Credentials, menu_id: str) -> bool:
        return menu_id in self.menus

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
    who = edge.read(lambda books: people_named(books, name)[0])
    for task in edge.read(lambda books: tasks_of_person(books, who.id)):
        write(edge.database, edge.agency_id, SaveUpdate(f"a{task.id}", task.id, who.id, edge.machine, status, "ทำแล้ว"))


def change(edge: Edge, *writes: Write) -> None:
    write(edge.database, edge.agency_id, *writes)


def states(edge: Edge) -> list[str]:
    from sqlalchemy import select

    o = tables.outbox
    return [row.state for row in edge.read(lambda books: books.fetch_all(select(o.c.state).order_by(o.c.id)))]


def test_a_persons_menu_shows_how_many_tasks_wait_and_goes_once_none_do(quick_edge: Edge, line: LineWithMenus) -> None:
    sweeper = Badges(quick_edge.shell)
    assert sweeper.sweep() == 1
    assert line.linked == {"U-manee": "tidtam 2"}
    assert sweeper.sweep() == 0
    answer(quick_edge)
    assert sweeper.sweep() == 1
    assert line.linked == {}


def test_a_supervisor_without_tasks_has_a_menu_with_the_check_and_the_overview(
    quick_edge: Edge, line: LineWithMenus
) -> None:
    quick_edge.enrol("วิชัย ดูแล", "U-wichai")
    change(quick_edge, SetReview(FIRST - timedelta(days=1)))
    sweeper = Badges(quick_edge.shell)
    sweeper.sweep()
    assert line.linked == {"U-manee": "tidtam 2", "U-wichai": "tidtam 1000"}
    answer(quick_edge)
    sweeper.sweep()
    checked_by_wichai = quick_edge.read(lambda books: len(load_tasks_to_check(books)))
    assert line.linked == {"U-wichai": f"tidtam {SUPERVISOR + checked_by_wichai}"} and checked_by_wichai == 2
    body = menu_body(SUPERVISOR + 2)
    assert [area["action"]["data"] for area in body["areas"]] == [":review", ":overview"]  # type: ignore[attr-defined]
    assert menu_problems(body) == []


def test_a_menu_deleted_by_hand_is_made_again(quick_edge: Edge, line: LineWithMenus) -> None:
    Badges(quick_edge.shell).sweep()
    line.menus.clear()
    quick_edge.enrol("ปรีชา กองช่าง", "U-preecha")
    quick_edge.enrol("สมชาย ใจดี", "U-somchai")
    sweeper = Badges(quick_edge.shell)
    for _ in range(3):
        sweeper.sweep()
    assert len(line.linked) == 3


def test_who_enrols_or_comes_back_and_a_round_that_opens_or_closes_are_seen_at_the_next_sweep(
    quick_edge: Edge, line: LineWithMenus
) -> None:
    sweeper = Badges(quick_edge.shell)
    sweeper.sweep()
    quick_edge.enrol("สมชาย ใจดี", "U-somchai")
    assert sweeper.sweep() == 1 and "U-somchai" in line.linked
    who = quick_edge.read(lambda books: people_named(books, "สมชาย ใจดี")[0])
    change(quick_edge, IssueInvite(who.id, "another", FIRST, FIRST + timedelta(days=1)))
    invite = quick_edge.read(lambda books: invite_by_code_hash(books, "another"))
    change(quick_edge, Enrol(invite.id, "U-new-phone", FIRST))
    assert sweeper.sweep() == 2 and "U-new-phone" in line.linked and "U-somchai" not in line.linked
    change(quick_edge, CloseRound(YEAR, RoundKind.FIRST_HALF, FIRST))
    assert sweeper.sweep() == 2 and not line.linked
    change(quick_edge, OpenRound(YEAR, RoundKind.SECOND_HALF, date(2027, 9, 30), FIRST))
    assert sweeper.sweep() == 2 and len(line.linked) == 2
    change(quick_edge, SetReachable("U-manee", False, FIRST))
    sweeper.sweep()
    answer(quick_edge)
    assert sweeper.sweep() == 0
    change(quick_edge, SetReachable("U-manee", True, FIRST))
    assert sweeper.sweep() == 1 and set(line.linked) == {"U-new-phone"}


def test_an_agency_without_news_is_not_counted_again(
    quick_edge: Edge, line: LineWithMenus, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = list[int]()

    def counting(conn: Connection, agency_id: int, day: date) -> Any:
        counted.append(agency_id)
        return _numbers(conn, agency_id, day)

    monkeypatch.setattr("bot.badges._numbers", counting)
    sweeper = Badges(quick_edge.shell)
    for _ in range(20):
        sweeper.sweep()
    assert len(counted) == 1
    for _ in range(20):
        sweeper.sweep()
    assert len(counted) == 2  # all is counted now and then
    quick_edge.machine += timedelta(days=1)
    sweeper.sweep()
    assert len(counted) == 3  # another day asks for something else


def test_the_menu_of_who_has_left_is_taken_away(quick_edge: Edge, line: LineWithMenus) -> None:
    sweeper = Badges(quick_edge.shell)
    sweeper.sweep()
    who = quick_edge.read(lambda books: people_named(books, "มานี มีสุข")[0])
    change(quick_edge, RemovePerson(who.id, FIRST))
    assert sweeper.sweep() == 1 and not line.linked


def test_a_menu_that_line_refuses_for_one_keeps_nobody_else_from_theirs(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.enrol("สมชาย ใจดี", "U-somchai")
    quick_edge.enrol("ปรีชา กองช่าง", "U-preecha")
    line.unknown.add("U-somchai")
    sweeper = Badges(quick_edge.shell)
    assert sweeper.sweep() == 2 and set(line.linked) == {"U-manee", "U-preecha"}
    made = line.made
    for _ in range(40):
        sweeper.sweep()
    assert line.made == made  # a 404 about the person makes no menu anew


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
    assert "รายงานประจำเดือนธันวาคม 2569: 2 รายการ" in messages[0]["text"]
    assert [item["action"]["label"] for item in messages[-1]["quickReply"]["items"]] == [
        "งาน", "สถานะ", "เตือนพรุ่งนี้", "เตือนอีก 3 วัน", "เตือนสัปดาห์หน้า",
    ]  # fmt: skip


def test_a_reminder_that_waited_is_not_sent_once_its_tasks_are_answered(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.worker.remind()
    answer(quick_edge)
    quick_edge.worker.send_unsent()
    assert not line.sent and states(quick_edge) == ["dropped"]


@pytest.mark.parametrize("gone", [SetReachable("U-manee", False, FIRST), RemovePerson(3, FIRST)])
def test_a_reminder_that_waited_is_not_sent_to_who_has_left_meanwhile(
    quick_edge: Edge, line: LineWithMenus, gone: Write
) -> None:
    quick_edge.worker.remind()
    change(quick_edge, gone)
    quick_edge.worker.send_unsent()
    assert not line.sent and states(quick_edge) == ["dropped"]


def test_a_push_of_unknown_outcome_is_not_repeated_after_the_weekend(quick_edge: Edge, line: LineWithMenus) -> None:
    quick_edge.machine = FIRST + timedelta(days=3, hours=8, minutes=59)  # Friday, 17:59
    assert quick_edge.worker.remind() == 1
    line.trouble.append(SendError("timeout", permanent=False, unknown=True))
    quick_edge.worker.send_unsent()
    assert (len(line.keys), states(quick_edge)) == (1, ["waiting"])
    quick_edge.machine += timedelta(hours=63, minutes=2)  # Monday, 09:01; the 7th is a holiday, the clock goes on
    for _ in range(30):
        quick_edge.worker.send_unsent()
        quick_edge.machine += timedelta(hours=1)
    assert (len(line.keys), states(quick_edge)) == (1, ["dead"])


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
    rows = quick_edge.database.read(lambda conn: outbox.find_due_messages(conn, quick_edge.machine, 9))
    quick_edge.database.run(lambda conn: [outbox.claim_message(conn, row, quick_edge.machine) for row in rows])
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


def test_a_quota_that_line_does_not_tell_holds_nothing_back(
    quick_edge: Edge, line: LineWithMenus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_channel: Credentials) -> Quota:
        raise SendError("quota: 500", permanent=False, status=500)

    monkeypatch.setattr(line, "fetch_quota", silent)
    assert quick_edge.worker.remind() == 1
    assert states(quick_edge) == ["waiting"]


def test_an_agency_without_a_channel_keeps_its_reminders_until_it_has_one(
    quick_edge: Edge, line: LineWithMenus
) -> None:
    quick_edge.database.run(
        lambda conn: conn.execute(delete(tables.channels).where(tables.channels.c.agency_id == quick_edge.agency_id))
    )
    quick_edge.machine += timedelta(seconds=6)
    assert quick_edge.worker.remind() == 1
    quick_edge.worker.send_unsent()
    assert (line.sent, states(quick_edge)) == ([], ["waiting"])
    quick_edge.set_channel(quick_edge.agency_id)
    quick_edge.machine += timedelta(minutes=11)
    quick_edge.worker.send_unsent()
    assert [(via, to) for via, to, _ in line.sent] == [("push", "U-manee")]
