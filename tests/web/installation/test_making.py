"""The installation's own pages: who enters, what they make, and what they never see."""

import io
import logging
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from domain.agency import Role
from domain.secret_paths import without_token
from reports.layouts.load import layout_text, named_layout
from store import tables
from store.agencies import load_agencies, load_agency
from store.books import Books
from store.engine import Database
from store.people import load_people, load_units
from tests.agency import KEYS, small_agency
from tests.web.site import Site, form_token, press, site_on
from tests.web.test_every_form import ODD
from tests.web.test_uploads import send
from web.installation.entrance import make_installation_address

pytestmark = pytest.mark.repeats

FILLED = {
    "name": "องค์การบริหารส่วนตำบลบึงสมมุติ",
    "place": "อำเภอสมมุติ จังหวัดตัวอย่าง",
    "slug": "bueng",
    "layout": "dates",
    "admin": "นางสาวปราณี ตั้งต้น",
    "position": "หัวหน้าสำนักปลัด",
    "unit": "สำนักปลัด",
}


@pytest.fixture
def empty(sqlite_database: Database, tmp_path: object) -> Site:
    """A site without any agency."""
    return site_on(sqlite_database, tmp_path)  # type: ignore[arg-type]


def link(site: Site) -> str:
    return make_installation_address("", KEYS, site.now)


def installer(site: Site) -> FlaskClient:
    browser = site.browser()
    assert press(browser, link(site)).location == "/setup/"
    return browser


def make(browser: FlaskClient, **changed: object) -> TestResponse:
    token = form_token(browser.get("/setup/agency"))
    data = {**FILLED, **changed, "csrf_token": token}
    return browser.post("/setup/agency", data=data, content_type="multipart/form-data")


def test_from_nothing_to_an_agency_whose_administrator_is_signed_in(empty: Site) -> None:
    browser = installer(empty)
    assert browser.get("/setup/").location == "/setup/agency"
    page = browser.get("/setup/agency").text
    for name in ("dates", "did", "outcomes", "plan", "results"):
        assert f"/assets/layouts/{name}.png" in page
        with browser.get(f"/assets/layouts/{name}.png") as picture:
            assert picture.mimetype == "image/png"
    made = make(browser)
    assert (made.status_code, made.location) == (303, "/admin/bueng/")
    assert "องค์การบริหารส่วนตำบลบึงสมมุติ" in browser.get("/admin/bueng/").text
    (agency,) = empty.database.read(load_agencies)
    assert agency.layout == named_layout("dates") and agency.place == FILLED["place"]
    (who,) = empty.database.read(lambda conn: load_people(Books(conn, agency.id)))
    assert (who.name, who.position, who.roles) == (FILLED["admin"], FILLED["position"], frozenset({Role.ADMIN}))
    assert [unit.name for unit in empty.database.read(lambda conn: load_units(Books(conn, agency.id)))] == ["สำนักปลัด"]


def test_the_first_page_says_how_the_set_up_begins_until_there_is_an_agency(empty: Site) -> None:
    page = empty.browser().get("/")
    assert "ยังไม่ได้ตั้งค่าระบบ" in page.text and page.headers["Cache-Control"] == "no-store"
    make(installer(empty))
    assert "ยังไม่ได้ตั้งค่าระบบ" not in empty.browser().get("/").text


def test_a_layout_of_its_own_is_taken_as_a_file_and_what_is_wrong_in_it_is_said(empty: Site) -> None:
    browser = installer(empty)
    own = layout_text(named_layout("plan")).replace('name = "plan"', 'name = "ours"').encode()
    refused = make(browser, layout="own", file=(io.BytesIO(b"columns = ["), "layout.toml"))
    assert refused.status_code == 422 and FILLED["name"] in refused.text
    assert make(browser, layout="own").status_code == 422
    assert empty.database.read(load_agencies) == ()
    assert make(browser, layout="own", file=(io.BytesIO(own), "layout.toml")).status_code == 303
    assert empty.database.read(load_agencies)[0].layout.name == "ours"


@pytest.mark.parametrize(
    ("field", "odd"),
    [("slug", "Bueng Ka"), ("slug", "sign-in"), ("slug", "a/b"), ("slug", "บึง"), ("layout", "none"), ("layout", ""),
     ("name", "  "), ("name", "\u200b"), ("admin", ""), ("unit", "\u200b\u200b"), ("position", " ")],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field_and_everything_typed_stands(empty: Site, field: str, odd: str) -> None:
    browser = installer(empty)
    refused = make(browser, **{field: odd})
    assert refused.status_code == 422
    assert f'id="agency-{field}-problem"' in refused.text
    kept = {name: value for name, value in FILLED.items() if name not in (field, "layout")}
    assert all(f'value="{value}"' in refused.text for value in kept.values())
    assert empty.database.read(load_agencies) == ()


def test_a_short_name_is_given_once(site: Site) -> None:
    refused = make(installer(site), slug="demo")
    assert refused.status_code == 422 and "มีหน่วยงานอื่นใช้ชื่อย่อนี้แล้ว" in refused.text
    assert len(site.database.read(load_agencies)) == 1


def test_a_link_works_once_and_for_ten_minutes_and_opening_it_spends_nothing(empty: Site) -> None:
    used, late = link(empty), link(empty)
    for _ in range(3):
        assert empty.browser().get(used).status_code == 200
    assert press(empty.browser(), used).status_code == 303
    assert press(empty.browser(), used).status_code == 410
    assert empty.browser().post(late).status_code == 400, "without the form's token"
    empty.now += timedelta(minutes=10)
    assert press(empty.browser(), late).status_code == 410
    assert press(empty.browser(), "/setup/sign-in/x").status_code == 410


def test_the_session_ends_after_two_hours_or_by_signing_out(empty: Site) -> None:
    browser, other = installer(empty), installer(empty)
    token = form_token(other.get("/setup/agency"))
    assert other.post("/setup/sign-out", data={"csrf_token": token}).status_code == 200
    assert other.get("/setup/agency").status_code == 401
    assert browser.get("/setup/agency").status_code == 200
    empty.now += timedelta(hours=2)
    assert browser.get("/setup/agency").status_code == 401


def test_the_installation_is_a_role_of_its_own(site: Site) -> None:
    browser, admin = installer(site), site.signed_in(1)
    for path in ("/admin/demo/", "/admin/demo/people", "/admin/demo/tasks"):
        assert browser.get(path).status_code == 401, path
    for path in ("/setup/", "/setup/agency"):
        for stranger in (site.browser(), admin):
            assert stranger.get(path).status_code == 401, path
            assert "tidtam login --installation" in stranger.get(path).text
    page = browser.get("/setup/").text
    assert "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง" in page and "สมชาย" not in page


def test_nothing_is_read_of_what_a_stranger_sends(site: Site) -> None:
    for path in ("/setup/agency", "/setup/agency/demo/continue", "/setup/sign-out"):
        assert send(site.browser(), path, 21 * 1024 * 1024) == (401, 0), path


def test_set_up_is_gone_on_with_only_while_no_administrator_is_in_line(site: Site) -> None:
    browser = installer(site)
    assert press_continue(browser) == (303, "/admin/demo/")
    assert browser.get("/admin/demo/people").status_code == 200
    p = tables.people
    everyone = site.database.read(lambda conn: load_people(Books(conn, 1)))
    (admin,) = (one for one in everyone if Role.ADMIN in one.roles)
    site.database.run(lambda conn: Books(conn, 1).update(p, (p.c.id == admin.id,), {"line_user": "U1"}))
    assert "/setup/agency/demo/continue" not in browser.get("/setup/").text
    assert press_continue(browser)[0] == 404
    assert press_continue(browser, "nobody")[0] == 404


def press_continue(browser: FlaskClient, slug: str = "demo") -> tuple[int, str | None]:
    token = form_token(browser.get("/setup/"))
    answer = browser.post(f"/setup/agency/{slug}/continue", data={"csrf_token": token})
    return answer.status_code, answer.location


def test_what_was_done_stands_in_the_log_and_no_token_does(empty: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    address = link(empty)
    token = address.rpartition("/")[2]
    browser = empty.browser()
    press(browser, address)
    make(browser)
    press(empty.browser(), address)
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "signed in to the installation" in told and "agency bueng was made" in told and "was refused" in told
    assert token not in told
    assert token not in without_token(f'"GET {address} HTTP/1.1" 200')


def test_a_second_agency_leaves_the_first_as_it_is(site: Site) -> None:
    small_agency(site.database, "other")
    before = site.database.read(lambda conn: conn.execute(select(tables.agencies)).all())
    assert make(installer(site)).status_code == 303
    after = site.database.read(lambda conn: conn.execute(select(tables.agencies)).all())
    assert after[:2] == before and site.database.read(lambda conn: load_agency(Books(conn, 3))).slug == "bueng"


@pytest.mark.parametrize("odd", ODD)
def test_no_form_breaks_whatever_is_sent_in_it(empty: Site, odd: str) -> None:
    browser = installer(empty)
    for number, field in enumerate(FILLED):
        answer = make(browser, **{"slug": f"odd-{number}", field: odd, "file": (io.BytesIO(odd.encode()), "odd.toml")})
        assert answer.status_code in (303, 422), field
    assert make(browser, layout="own", file=(io.BytesIO(odd.encode()), "odd.toml")).status_code == 422
    for slug in ("..", odd[:60].encode("utf-8", "ignore").hex()[:60] or "x", "%00"):
        assert press_continue(browser, slug)[0] in (404, 405, 308)


def test_a_layout_that_is_to_be_learned_leads_on_to_the_document(empty: Site) -> None:
    browser = installer(empty)
    made = make(browser, layout="learned")
    assert (made.status_code, made.location) == (303, "/admin/bueng/layout/learn")
    assert browser.get(made.location).status_code == 200
    assert empty.database.read(load_agencies)[0].layout.name == "results", "until one is learned"
