"""The page on which whoever runs the server sees how the installation runs."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert

from domain.sending import Quota
from domain.writes import Remind
from store import tables
from store.counts import Counts, write_news
from store.engine import Database
from store.files import FilesUnavailable
from tests.agency import MORNING, small_agency, write
from tests.web.installation.test_making import installer
from tests.web.site import STAFF, Site, site_on

PAGE = "/setup/operations"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    for slug in ("demo", "other"):
        small_agency(sqlite_database, slug)
    return site_on(sqlite_database, tmp_path)


def note(site: Site, counts: Counts) -> None:
    news = counts.take_news()
    site.database.run(lambda conn: write_news(conn, news))


def fail_event(site: Site, agency_id: int, state: str) -> None:
    row = {"agency_id": agency_id, "event_id": f"{state}-{agency_id}", "type": "message", "state": state, "attempts": 1}
    times = {"at": MORNING, "received_at": MORNING, "next_at": MORNING, "error": "ข้อความลับ", "line_user": "U-secret"}
    site.database.run(lambda conn: conn.execute(insert(tables.inbox), {**row, **times}))


def add_agencies(site: Site, many: int) -> None:
    of_each = {"place": "", "layout": {}, "signatories": [], "created_at": MORNING, "revision": 0}
    rows = [{**of_each, "slug": f"a{one}", "name": f"อบต.ที่ {one:04d}"} for one in range(many)]
    site.database.run(lambda conn: conn.execute(insert(tables.agencies), rows))


def count_statements(site: Site, browser: FlaskClient, path: str) -> int:
    seen: list[str] = []

    def keep(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(site.database.reader, "before_cursor_execute", keep)
    try:
        assert browser.get(path).status_code == 200
    finally:
        event.remove(site.database.reader, "before_cursor_execute", keep)
    return len(seen)


def test_it_shows_what_was_heard_what_waits_and_what_failed(site: Site) -> None:
    counts = Counts()
    counts.note_webhook(1, MORNING - timedelta(hours=1))
    counts.note_quota(1, Quota(300, 300), MORNING)
    counts.note_job("send", MORNING)
    note(site, counts)
    fail_event(site, 2, "dead")
    write(site.database, 1, Remind(site.person_id(1, STAFF), "begun:1", MORNING.date(), (1,), "", MORNING))
    page = installer(site).get(PAGE).text
    table = page[page.index("<tbody") :]
    assert table.index(">other<") < table.index(">demo<")  # trouble first
    assert "กำลังลองใหม่ 0 ไม่สำเร็จ 1" in page and "ยังไม่เคย" in page
    assert '<span class="mark late">0</span> จาก 300' in page
    assert "ติดตาม รุ่น" in page and "กำลังทำงาน ล่าสุดเมื่อ" in page and "พื้นที่ว่าง" in page
    for never in (STAFF, "U-secret", "ข้อความลับ"):
        assert never not in page


def test_a_worker_that_never_ran_or_is_gone_is_told_of(site: Site) -> None:
    browser = installer(site)
    assert "ยังไม่เคยทำงาน โปรดใช้คำสั่ง tidtam worker" in browser.get(PAGE).text
    counts = Counts()
    counts.note_job("send", MORNING)
    counts.note_job("remind", MORNING - timedelta(hours=2))
    counts.note_job("forget", MORNING - timedelta(minutes=30))
    counts.note_job("badges", MORNING - timedelta(minutes=30))
    note(site, counts)
    page = browser.get(PAGE).text
    assert "ไม่ได้ตรวจรอบแจ้งเตือนตั้งแต่" in page and "งานที่ไม่สำเร็จมานาน: badges โปรด" in page
    site.now += timedelta(minutes=6)
    assert "ไม่ทำงานตั้งแต่" in browser.get(PAGE).text


def test_a_storage_that_takes_nothing_is_told_of(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_stream: object) -> None:
        raise FilesUnavailable("the disk is full")

    monkeypatch.setattr(site.files, "save", refuse)
    assert "เก็บหลักฐานไม่ได้ (the disk is full)" in installer(site).get(PAGE).text


@pytest.mark.parametrize("path", [PAGE, "/setup/"])
def test_a_thousand_agencies_cost_no_statement_more(site: Site, path: str) -> None:
    browser = installer(site)
    few = count_statements(site, browser, path)
    add_agencies(site, 1000)
    for number in range(3, 40):
        fail_event(site, number, "failed")
    assert count_statements(site, browser, path) == few
    page = browser.get(path).text
    assert page.count("<li><span>" if path == "/setup/" else 'class="measure"') == 50
    assert "หน้า 2" in page


@pytest.mark.parametrize("path", [PAGE, "/setup/"])
def test_agencies_are_found_by_name_and_short_name_and_turned_by_pages(site: Site, path: str) -> None:
    add_agencies(site, 120)
    browser = installer(site)
    assert "อบต.ที่ 0077" in browser.get(f"{path}?q=0077").text
    assert "อบต.ที่ 0077" in browser.get(f"{path}?q=A77").text
    assert "อบต.ที่ 0119" in browser.get(f"{path}?page=3").text
    for odd in ("%", "_", "' OR 1", "ก" * 500):
        assert "อบต.ที่" not in browser.get(path, query_string={"q": odd}).text
    for odd in ("0", "-1", "x", "๒", "9" * 40):
        assert browser.get(path, query_string={"page": odd}).status_code == 200


def test_nobody_else_sees_it(site: Site) -> None:
    for browser in (site.browser(), site.signed_in(1)):
        assert browser.get(PAGE).status_code == 401
