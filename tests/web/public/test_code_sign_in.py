"""A computer is signed in by a code: shown there, typed and confirmed in the chat, once and for five minutes."""

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from domain.browsers import WaitingBrowser
from domain.writes import AnswerBrowser, AskBrowser, RemovePerson
from store import tables
from store.apply import apply
from store.books import Books
from store.engine import Conflict, Database
from store.waiting_browsers import MOST_OF_ALL, asked_browser, browser_of_code, forget_waiting_browsers
from tests.agency import KEYS, small_agency
from tests.web.site import ADMIN, STAFF, Site, form_token, site_on

PAGE = "/admin/sign-in/code"
W = tables.waiting_browsers
_CODE = re.compile(r"เว็บ (\d{3}) (\d{3})")


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    small_agency(sqlite_database)
    small_agency(sqlite_database, "other")
    return site_on(sqlite_database, tmp_path)


def show_code(browser: FlaskClient, **headers: str) -> str:
    """The code that the browser shows once its button was pressed."""
    data = {"csrf_token": form_token(browser.get(PAGE))}
    assert browser.post(PAGE, data=data, headers=headers).status_code == 303
    found = _CODE.search(browser.get(PAGE).text)
    assert found
    return "".join(found.groups())


def find(site: Site, code: str, agency_id: int = 1, name: str = ADMIN) -> WaitingBrowser | None:
    who, hashed = site.person_id(agency_id, name), KEYS.hash_code(code)
    return site.database.read(lambda conn: browser_of_code(Books(conn, agency_id), [hashed], who))


def confirm(site: Site, code: str, accepts: bool = True, agency_id: int = 1, name: str = ADMIN) -> None:
    """What the chat writes once the code was typed and the question answered."""
    who, found = site.person_id(agency_id, name), find(site, code, agency_id, name)
    assert found
    writes: Sequence[AskBrowser | AnswerBrowser] = (
        AskBrowser(found.id, who, site.now),
        AnswerBrowser(found.id, who, accepts, site.now),
    )
    site.database.run(lambda conn: apply(Books(conn, agency_id), writes, KEYS))


def finish(browser: FlaskClient) -> str:
    """Where the page's button leads to."""
    data = {"csrf_token": form_token(browser.get(PAGE))}
    return browser.post(f"{PAGE}/finish", data=data).headers["Location"]


def state(browser: FlaskClient) -> str:
    return str((browser.get(f"{PAGE}/state").json or {})["state"])


def test_the_computer_is_signed_in_once_its_code_was_confirmed(site: Site) -> None:
    browser = site.browser()
    code = show_code(browser, **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/131.0"})
    found = find(site, code)
    assert found
    assert (found.browser, found.place) == ("Firefox · Windows", "127.0.0.1")
    assert state(browser) == "waiting"
    assert finish(browser) == PAGE
    assert browser.get("/admin/demo/").status_code == 401
    confirm(site, code)
    assert state(browser) == "confirmed"
    assert finish(browser) == "/admin/demo/"
    assert browser.get("/admin/demo/").status_code == 200
    assert "Firefox · Windows" in browser.get("/admin/demo/sessions").text
    assert "เข้าสู่หน้าผู้ดูแล" in browser.get("/admin/demo/records").text


def test_the_code_works_once_and_in_its_own_browser_alone(site: Site) -> None:
    browser, other = site.browser(), site.browser()
    code = show_code(browser)
    confirm(site, code)
    assert state(other) == "over"
    assert finish(other) == PAGE
    assert other.get("/admin/demo/").status_code == 401
    assert finish(browser) == "/admin/demo/"
    assert finish(browser) == PAGE
    assert find(site, code) is None


def test_a_code_that_was_refused_or_is_over_opens_nothing(site: Site) -> None:
    refused, late = site.browser(), site.browser()
    confirm(site, show_code(refused), accepts=False)
    assert (state(refused), finish(refused)) == ("over", PAGE)
    confirm(site, show_code(late))
    site.now += timedelta(minutes=5)
    assert (state(late), finish(late)) == ("over", PAGE)
    assert late.get("/admin/demo/").status_code == 401
    assert site.database.run(lambda conn: forget_waiting_browsers(conn, site.now + timedelta(seconds=1))) == 1


def test_a_code_is_the_first_ones_who_typed_it(site: Site) -> None:
    code = show_code(site.browser())
    mine, theirs = site.person_id(1, ADMIN), site.person_id(2, ADMIN)
    found = find(site, code)
    assert found
    number, now = found.id, site.now
    site.database.run(lambda conn: apply(Books(conn, 1), [AskBrowser(number, mine, now)], KEYS))
    assert find(site, code, 2) is None
    assert find(site, code, 1) == found
    assert site.database.read(lambda conn: asked_browser(Books(conn, 2), number, theirs)) is None
    for write in (AskBrowser(number, theirs, now), AnswerBrowser(number, theirs, True, now)):
        with pytest.raises(Conflict):
            site.database.run(lambda conn, write=write: apply(Books(conn, 2), [write], KEYS))


def test_who_is_no_administrator_or_left_meanwhile_signs_nothing_in(site: Site) -> None:
    staff, left = site.browser(), site.browser()
    confirm(site, show_code(staff), name=STAFF)
    assert finish(staff) == PAGE
    confirm(site, show_code(left))
    gone = RemovePerson(site.person_id(1, ADMIN), site.now)
    site.database.run(lambda conn: apply(Books(conn, 1), [gone], KEYS))
    assert finish(left) == PAGE


def test_another_code_takes_the_place_of_the_one_before(site: Site) -> None:
    browser = site.browser()
    first = show_code(browser)
    second = show_code(browser)
    assert find(site, second)
    assert first == second or find(site, first) is None


def test_one_network_address_is_shown_so_many_codes(site: Site) -> None:
    for _ in range(20):
        show_code(site.browser())
    full = site.browser()
    data = {"csrf_token": form_token(full.get(PAGE))}
    refused = full.post(PAGE, data=data)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert "ขณะนี้มีรหัสแสดงอยู่จำนวนมาก" in refused.text or "รหัส" in refused.text
    behind = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert full.post(PAGE, data=data, headers=behind).status_code == 303  # another office behind our own proxy
    site.now += timedelta(minutes=5)
    show_code(site.browser())


def test_a_flood_of_codes_keeps_nobody_else_out(site: Site) -> None:
    """As many as may wait are waiting, of one address in each twenty: ours comes in, and theirs make room."""
    until = site.now + timedelta(minutes=5)
    of_each = {"browser": "", "created_at": site.now, "expires_at": until}
    rows = [
        {**of_each, "token_hash": f"t{one}", "code_hash": f"c{one}", "place": f"203.0.113.{one // 20}"}
        for one in range(MOST_OF_ALL)
    ]
    site.database.run(lambda conn: conn.execute(insert(W), rows))
    first, second = site.browser(), site.browser()
    codes = [show_code(first), show_code(second)]
    assert all(find(site, code) for code in codes)
    assert site.database.read(lambda conn: conn.execute(select(func.count()).select_from(W)).scalar()) == MOST_OF_ALL
    confirm(site, codes[0])
    assert finish(first) == "/admin/demo/"


def test_what_a_chat_asks_about_goes_last(site: Site) -> None:
    code = show_code(site.browser(), **{"X-Forwarded-For": "203.0.113.0"})
    who, found = site.person_id(1, ADMIN), find(site, code)
    assert found
    number, now = found.id, site.now
    site.database.run(lambda conn: apply(Books(conn, 1), [AskBrowser(number, who, now)], KEYS))
    of_each = {"browser": "", "created_at": now, "expires_at": now + timedelta(minutes=5), "place": "203.0.113.0"}
    rows = [{**of_each, "token_hash": f"t{one}", "code_hash": f"c{one}"} for one in range(MOST_OF_ALL)]
    site.database.run(lambda conn: conn.execute(insert(W), rows))
    show_code(site.browser())
    assert find(site, code) == found


@pytest.mark.parametrize(
    ("named", "place"),
    [("203.0.113.9", "203.0.113.9"), ("1.2.3.4, 2001:db8::7", "2001:db8::7"), ("<b>", "127.0.0.1"), ("", "127.0.0.1")],
)
def test_the_place_is_what_our_own_proxy_names(site: Site, named: str, place: str) -> None:
    found = find(site, show_code(site.browser(), **{"X-Forwarded-For": named}))
    assert found
    assert found.place == place


def test_looking_at_the_page_makes_no_code(site: Site) -> None:
    page = site.browser().get(PAGE)
    assert page.status_code == 200
    assert _CODE.search(page.text) is None
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
