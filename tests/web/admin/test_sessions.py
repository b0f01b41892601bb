"""Where somebody is signed in: seen, and signed out one by one or all but this one."""

from datetime import timedelta
from pathlib import Path

import pytest

from store.books import Books
from store.conversations import state_of
from store.engine import Database
from store.signins import forget_old_sign_ins, sign_ins_of
from tests.agency import MORNING, small_agency
from tests.web.public.test_replies import enrol
from tests.web.site import ADMIN, Site, any_token, form_token, press, site_on

PAGE = "/admin/demo/sessions"
PC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    small_agency(sqlite_database)
    small_agency(sqlite_database, "other")
    return site_on(sqlite_database, tmp_path)


def open_ones(site: Site, agency_id: int = 1) -> int:
    who = site.person_id(agency_id, ADMIN)
    return len(site.database.read(lambda conn: sign_ins_of(Books(conn, agency_id), who, site.now)))


def test_the_devices_are_listed_with_since_when_and_signed_out_one_by_one(site: Site) -> None:
    here, link, browser = site.signed_in(1), site.link(1), site.browser()
    token = form_token(browser.get(link))
    assert browser.post(link, data={"csrf_token": token}, headers={"User-Agent": PC}).status_code == 303
    page = here.get(PAGE).text
    assert "Chrome · Windows" in page
    assert "เครื่องนี้" in page
    assert page.count("ให้ออกจากระบบ</button>") == 1
    assert here.post(f"{PAGE}/2/end", data={"csrf_token": any_token(here)}).status_code == 303
    assert browser.get("/admin/demo/").status_code == 401
    assert here.get(PAGE).status_code == 200
    assert "ให้อุปกรณ์อื่นออกจากระบบ" in here.get("/admin/demo/records").text


def test_all_others_are_signed_out_at_once_and_links_not_used_yet_end(site: Site) -> None:
    here, others, link = site.signed_in(1), [site.signed_in(1) for _ in range(3)], site.link(1)
    assert here.post(f"{PAGE}/end", data={"csrf_token": any_token(here)}).status_code == 303
    assert [one.get("/admin/demo/").status_code for one in (here, *others)] == [200, 401, 401, 401]
    assert press(site.browser(), link).status_code == 410


def test_nobody_ends_anothers_session(site: Site) -> None:
    mine, theirs = site.signed_in(1), site.signed_in(2, "other")
    for number in (1, 3):  # 2 is their own
        theirs.post(f"/admin/other/sessions/{number}/end", data={"csrf_token": any_token(theirs, "other")})
    theirs.post("/admin/other/sessions/end", data={"csrf_token": any_token(theirs, "other")})
    assert mine.get(PAGE).status_code == 200
    assert open_ones(site) == 1
    ended = "ให้อุปกรณ์อื่นออกจากระบบ"
    assert ended not in theirs.get("/admin/other/records?kind=sessions_ended").text.partition("<table")[2]


def test_when_it_was_last_used_is_known_to_ten_minutes(site: Site) -> None:
    here, who = site.signed_in(1), site.person_id(1, ADMIN)
    for minutes, seen in ((5, 0), (12, 12), (15, 12), (40, 40)):
        site.now = MORNING + timedelta(minutes=minutes)
        here.get("/admin/demo/agency")
        (one,) = site.database.read(lambda conn: sign_ins_of(Books(conn, 1), who, site.now))
        assert one.seen_at == MORNING + timedelta(minutes=seen)


def test_a_sign_in_by_link_waits_to_be_told_in_the_chat(site: Site) -> None:
    enrol(site, ADMIN, "U-admin")
    site.signed_in(1)
    state = site.database.read(lambda conn: state_of(Books(conn, 1), "U-admin"))
    assert [one["session"] for one in state.sign_ins or ()] == [1]


def test_what_is_over_is_forgotten(site: Site) -> None:
    site.signed_in(1)

    def forget(days: float) -> int:
        now = MORNING + timedelta(days=days)
        return site.database.run(
            lambda conn: forget_old_sign_ins(conn, now - timedelta(days=1), now - timedelta(days=30))
        )

    assert [forget(0.9), forget(1.1), forget(1.1), forget(31)] == [0, 1, 0, 1]
