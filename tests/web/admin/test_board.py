"""The board of measures × units: late first, folded, filtered; what it weighs at a thousand tasks, and what it asks."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from domain.task import Status
from store.engine import Database
from tests.big_office import UNITS, big_office
from tests.remembered import remember
from tests.web.public.test_replies import task_of
from tests.web.site import STAFF, Site, site_on

BOARD = "/admin/demo/tasks"
_MOST_BYTES = 200_000


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are asked of the database meanwhile."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    engines = {database.engine, database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def make_offices(database: Database) -> dict[int, int]:
    """The ids of an agency with 1 measure of 10 units, and of one with 100, by these numbers."""

    def make() -> dict[int, int]:
        return {measures: big_office(database, measures, f"office-{measures}") for measures in (1, 100)}

    return remember(database, "offices of 1 and 100 measures", make)


def ask(database: Database, folder: Path, agency_id: int, measures: int, path: str) -> tuple[int, int]:
    """How many statements the page asks of the agency with so many measures × 10 units, and how large it is."""
    slug = f"office-{measures}"
    site = site_on(database, folder)
    site.now += timedelta(days=150)
    browser = site.signed_in(agency_id, slug)
    path = path.format(slug=slug)
    browser.get(path)
    with counted(database) as asked:
        page = browser.get(path)
    assert page.status_code == 200
    return len(asked), len(page.data)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/{slug}/",
        "/admin/{slug}/tasks",
        "/admin/{slug}/tasks?view=list",
        "/admin/{slug}/tasks?view=board&status=late",
        "/admin/{slug}/nudge",
        "/admin/{slug}/reminders",
        "/admin/{slug}/reminders/calendar",
        "/admin/{slug}/reminders/log",
    ],
)
def test_a_page_asks_no_more_of_a_thousand_tasks_than_of_ten(
    sqlite_database: Database, tmp_path: Path, path: str
) -> None:
    made = make_offices(sqlite_database)
    few, _ = ask(sqlite_database, tmp_path, made[1], 1, path)
    many, weight = ask(sqlite_database, tmp_path, made[100], 100, path)
    assert few == many <= 40
    assert weight <= _MOST_BYTES


def test_a_page_is_compressed_for_whom_accepts_it(admin: FlaskClient) -> None:
    plain = admin.get(BOARD)
    packed = admin.get(BOARD, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert (
        "Accept-Encoding" in packed.headers["Vary"] and packed.content_length == len(packed.data) < len(plain.data) / 2
    )
    assert "การปฏิบัติหน้าที่" in gzip.decompress(packed.data).decode()


def test_what_was_never_answered_stands_apart_from_what_was_answered_not_started(
    site: Site, admin: FlaskClient
) -> None:
    task = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    site.reply(1, task, person_id=site.person_id(1, STAFF), status=Status.NOT_STARTED)
    page = admin.get(f"{BOARD}?view=board").text
    assert f'<td class="not_started"><a href="{BOARD}/{task.id}" aria-labelledby="w-not_started">○</a>' in page
    assert page.count('<td class="not_reported">') == len(site.tasks(1)) - 1
    listed = admin.get(f"{BOARD}?status=not_started").text
    assert listed.count('class="measure"') == 1


def test_what_is_late_stands_first_and_is_no_second_time_in_the_list(site: Site) -> None:
    site.now += timedelta(days=150)
    page = site.signed_in(1).get(f"{BOARD}?view=list").text
    assert page.index("เกินกำหนด เรียงจากครบกำหนดก่อน") < page.index('class="measure"')
    assert page.count('class="measure"') == len(site.tasks(1))


def test_tasks_are_found_by_words_topic_unit_and_who_answers(site: Site, admin: FlaskClient) -> None:
    def measures(query: str) -> set[str]:
        return set(re.findall(r'class="measure"><a[^>]*>([^<]*)</a>', admin.get(f"{BOARD}?view=list&{query}").text))

    assert measures("q=งบประมาณ") == {"เปิดเผยแผนการใช้จ่ายงบประมาณ"}
    assert measures("q=มานี") == {"เปิดเผยแผนการใช้จ่ายงบประมาณ", "ปรับปรุงคู่มือการให้บริการ"}
    assert measures("q=งบประมาณ+สำนักปลัด") == {"เปิดเผยแผนการใช้จ่ายงบประมาณ"}
    assert measures("topic=2") == {"ปรับปรุงคู่มือการให้บริการ"}
    assert measures("q=ไม่มีคำนี้") == set()
    assert len(measures("topic=99&unit=x&status=odd")) == 3, "what names nothing chooses nothing out"


def test_how_far_each_unit_and_topic_is_is_told_beside_its_bar(site: Site, admin: FlaskClient) -> None:
    task = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "กองคลัง")
    site.reply(1, task, result="ประกาศแล้ว")
    page = admin.get(BOARD).text
    part = page[page.index('id="progress"') :]
    assert "แล้วเสร็จ 1 จาก 2 · ยังไม่รายงาน 1" in part
    assert '<rect class="done" x="0.0" width="50.0"' in part


def test_a_board_with_no_room_folds_topics_into_pages_of_their_own(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.admin.board.MOST_CELLS", 100)
    big_office(sqlite_database, 20)
    browser = site_on(sqlite_database, tmp_path).signed_in(1)
    page = browser.get(BOARD).text
    assert page.count("<details") == 1 and f"{BOARD}?" in page
    opened = browser.get(f"{BOARD}?topic=2&view=board").text
    assert '<details class="card fold" open>' in opened
    assert len(UNITS) * 10 == opened.count('<td class="')
