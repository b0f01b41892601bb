"""The one-time link: what spends it, what it opens, and who is kept out."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.secret_paths import without_token
from domain.writes import RemovePerson
from store import tables
from store.engine import Database
from tests.agency import small_agency, write
from tests.web.site import ADMIN, STAFF, Site, form_token, press, site_on
from web.public.sign_in import TOKENS_LEFT_OUT, sign_in_address


def test_opening_the_link_does_not_spend_it(everywhere: Site) -> None:
    link = everywhere.link(1)
    for _ in range(3):
        page = everywhere.browser().get(link)
        assert page.status_code == 200
        assert "เข้าสู่ระบบ" in page.text
    assert everywhere.browser().head(link).status_code == 200
    assert press(everywhere.browser(), link).status_code == 303


def test_pressing_the_button_opens_a_session_and_spends_the_link(everywhere: Site) -> None:
    link, browser = everywhere.link(1), everywhere.browser()
    answer = press(browser, link)
    assert (answer.status_code, answer.location) == (303, "/admin/demo/")
    assert browser.get("/admin/demo/").status_code == 200
    for again in (browser, everywhere.browser()):
        refused = press(again, link)
        assert refused.status_code == 410
        assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in refused.text
        assert "พิมพ์ “เว็บ”" in refused.text


def test_of_two_browsers_with_one_link_one_enters(everywhere: Site) -> None:
    link = everywhere.link(1)
    browsers = [everywhere.browser() for _ in range(2)]
    tokens = [form_token(browser.get(link)) for browser in browsers]
    answers = [b.post(link, data={"csrf_token": t}).status_code for b, t in zip(browsers, tokens, strict=True)]
    assert sorted(answers) == [303, 410]


def test_of_many_presses_at_the_same_moment_one_enters(everywhere: Site) -> None:
    link = everywhere.link(1)
    browsers = [everywhere.browser() for _ in range(8)]
    forms = [{"csrf_token": form_token(browser.get(link))} for browser in browsers]
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda pair: pair[0].post(link, data=pair[1]).status_code, zip(browsers, forms, strict=True))
        )
    assert sorted(answers) == [303, *[410] * 7]


def test_a_link_expires_after_ten_minutes(site: Site) -> None:
    early, late = site.link(1), site.link(1)
    site.now += timedelta(minutes=9, seconds=59)
    assert press(site.browser(), early).status_code == 303
    site.now += timedelta(seconds=1)
    assert press(site.browser(), late).status_code == 410


def test_used_expired_and_unknown_links_get_one_same_answer(site: Site) -> None:
    used, expired = site.link(1), site.link(1)
    press(site.browser(), used)
    site.now += timedelta(hours=1)
    browser = site.browser()
    token = form_token(browser.get(used))
    links = (
        used,
        expired,
        f"/admin/sign-in/demo/{'a' * 43}",
        f"/admin/sign-in/nobody/{'a' * 43}",
        "/admin/sign-in/d%00mo/x",
    )
    answers = [browser.post(link, data={"csrf_token": token}) for link in links]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.text for answer in answers}) == 1
    assert browser.get("/admin/sign-in/nobody/x").status_code == 410


def test_a_link_of_one_agency_opens_no_other(site: Site) -> None:
    small_agency(site.database, "other")
    link = site.link(1)
    assert press(site.browser(), link.replace("/demo/", "/other/")).status_code == 410
    assert press(site.browser(), link).status_code == 303


def test_without_the_form_token_nothing_is_spent(site: Site) -> None:
    link, browser = site.link(1), site.browser()
    refused = browser.post(link)
    assert refused.status_code == 400
    assert "โปรด" in refused.text
    stranger = form_token(site.browser().get(link))
    assert browser.post(link, data={"csrf_token": stranger}).status_code == 400
    assert press(browser, link).status_code == 303


def test_only_hashes_of_tokens_are_stored(site: Site) -> None:
    browser = site.signed_in(1)
    cookie = browser.get_cookie("tidtam_admin", path="/admin/demo/")
    assert cookie is not None
    token = cookie.value.partition(".")[2]
    assert len(token) >= 43
    with site.database.reader.connect() as conn:
        stored = conn.execute(tables.sessions.select(), execution_options={"every_agency": True}).all()
        links = conn.execute(tables.signins.select(), execution_options={"every_agency": True}).all()
    assert token not in f"{stored} {links}"


def test_the_session_ends_after_twelve_hours(site: Site) -> None:
    browser = site.signed_in(1)
    site.now += timedelta(hours=11, minutes=59)
    assert browser.get("/admin/demo/").status_code == 200
    site.now += timedelta(minutes=1)
    refused = browser.get("/admin/demo/")
    assert refused.status_code == 401
    assert "พิมพ์ “เว็บ”" in refused.text


def test_signing_out_ends_the_session_on_the_server_too(site: Site) -> None:
    browser = site.signed_in(1)
    cookie = browser.get_cookie("tidtam_admin", path="/admin/demo/")
    assert cookie is not None
    token = form_token(browser.get("/admin/demo/"))
    assert browser.get("/admin/demo/sign-out").status_code == 405
    assert browser.post("/admin/demo/sign-out").status_code == 400
    left = browser.post("/admin/demo/sign-out", data={"csrf_token": token})
    assert left.status_code == 200
    assert browser.get_cookie("tidtam_admin", path="/admin/demo/") is None
    thief = site.browser()
    thief.set_cookie("tidtam_admin", cookie.value, path="/admin/demo/")
    assert thief.get("/admin/demo/").status_code == 401


@pytest.mark.parametrize("path", ["", "tasks/1", "evidence/1", "report/2570/first_half", "report/2570/first_half.pdf"])
def test_no_page_opens_without_a_session(site: Site, path: str) -> None:
    assert site.browser().get(f"/admin/demo/{path}").status_code == 401
    guess = site.browser()
    guess.set_cookie("tidtam_admin", "demo." + "A" * 43, path="/admin/demo/")
    assert guess.get(f"/admin/demo/{path}").status_code == 401


@pytest.mark.parametrize("path", ["", "tasks/1", "evidence/1", "report/2570/first_half", "report/2570/first_half.pdf"])
def test_another_agencys_admin_finds_nothing_here(site: Site, path: str) -> None:
    other = small_agency(site.database, "other")
    browser = site.signed_in(other, "other")
    cookie = browser.get_cookie("tidtam_admin", path="/admin/other/")
    assert cookie is not None
    assert browser.get(f"/admin/demo/{path}").status_code == 401  # the browser keeps the cookie to itself
    browser.set_cookie("tidtam_admin", cookie.value, path="/admin/demo/")
    assert browser.get(f"/admin/demo/{path}").status_code == 404
    # Even under the other agency's name the session is not known.
    browser.set_cookie("tidtam_admin", cookie.value.replace("other.", "demo."), path="/admin/demo/")
    assert browser.get(f"/admin/demo/{path}").status_code == 401


def test_an_agency_that_does_not_exist_is_not_found(site: Site) -> None:
    for slug in ("nobody", "a%00b", "x" * 90, "เดโม"):
        assert site.browser().get(f"/admin/{slug}/").status_code == 404


def test_staff_without_the_role_are_refused(site: Site) -> None:
    browser = site.browser()
    refused = press(browser, site.link(1, STAFF))
    assert refused.status_code == 403
    assert "ผู้ดูแล" in refused.text
    assert browser.get("/admin/demo/").status_code == 401


def test_a_role_taken_away_closes_the_door_at_once(everywhere: Site) -> None:
    browser = everywhere.signed_in(1)
    assert browser.get("/admin/demo/").status_code == 200
    everywhere.take_role_away(1)
    assert browser.get("/admin/demo/").status_code == 403
    assert browser.get("/admin/demo/report/2570/first_half.json").status_code == 403


def test_who_has_left_is_refused_at_once(site: Site) -> None:
    browser, link = site.signed_in(1), site.link(1)
    site.let_go(1)
    assert browser.get("/admin/demo/").status_code == 403
    assert press(site.browser(), link).status_code == 403


def test_the_cookie_is_kept_from_scripts_other_paths_and_plain_http(
    sqlite_database: Database, tmp_path: object
) -> None:
    from pathlib import Path

    small_agency(sqlite_database)
    site = site_on(sqlite_database, Path(str(tmp_path)), base_url="https://bot.example.go.th")
    browser = site.browser()
    link = site.link(1)
    page = browser.get(link, base_url="https://bot.example.go.th")
    answer = browser.post(link, data={"csrf_token": form_token(page)}, base_url="https://bot.example.go.th")
    assert answer.status_code == 303
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    session = cookies["tidtam_admin"]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/admin/demo/", "Max-Age=43200"):
        assert flag in session
    form = page.headers["Set-Cookie"]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax"):
        assert flag in form


def test_the_address_is_made_from_the_base_and_read_back() -> None:
    assert sign_in_address("https://x.example/", "demo", "tok-en_1") == "https://x.example/admin/sign-in/demo/tok-en_1"


def test_logs_do_not_hold_the_token() -> None:
    line = '1.2.3.4 - "POST /admin/sign-in/demo/secret-token HTTP/1.1" 303'
    assert without_token(line) == '1.2.3.4 - "POST /admin/sign-in/demo/… HTTP/1.1" 303'
    assert without_token("GET /r/demo.secret-token HTTP/1.1") == "GET /r/demo.… HTTP/1.1"
    record = logging.LogRecord("gunicorn.access", 20, "", 0, "%s %s", ("x", "/admin/sign-in/demo/secret-token"), None)
    assert TOKENS_LEFT_OUT.filter(record)
    assert "secret" not in record.getMessage()
    atoms = {"r": "POST /admin/sign-in/demo/secret-token HTTP/1.1", "s": 200}
    record = logging.LogRecord("gunicorn.access", 20, "", 0, "%(r)s %(s)s", (atoms,), None)
    TOKENS_LEFT_OUT.filter(record)
    assert record.getMessage() == "POST /admin/sign-in/demo/… HTTP/1.1 200"


def test_an_error_while_signing_in_is_logged_without_the_token(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    link, browser = site.link(1), site.browser()
    form = form_token(browser.get(link))
    monkeypatch.setattr("web.public.sign_in.open_session", lambda *_, **__: 1 / 0)
    broken = browser.post(link, data={"csrf_token": form})
    assert broken.status_code == 500
    assert "ระบบขัดข้อง" in broken.text
    assert "ZeroDivisionError" in caplog.text
    assert link.rpartition("/")[2] not in caplog.text
    monkeypatch.undo()
    assert press(browser, link).status_code == 303  # nothing was spent


def test_who_is_removed_is_signed_out_at_once_and_their_links_are_void(site: Site) -> None:
    link, unused, browser = site.link(1), site.link(1), site.browser()
    press(browser, link)
    assert browser.get("/admin/demo/").status_code == 200
    write(site.database, 1, RemovePerson(site.person_id(1, ADMIN), site.now))
    assert browser.get("/admin/demo/").status_code == 401
    assert press(site.browser(), unused).status_code == 410
