"""The agency's rounds on the admin page: opened, changed, closed; what that does is shown, and confirmed first."""

import re
from datetime import date, datetime, timedelta
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.task import Round
from domain.writes import ChangeRound
from store.books import Books
from store.rounds import load_rounds
from tests.agency import MORNING, YEAR, write
from tests.web.site import Site, form_token
from thai.fiscal import RoundKind

PAGE = "/admin/demo/rounds"
FIRST, SECOND = RoundKind.FIRST_HALF, RoundKind.SECOND_HALF


def known(site: Site, kind: RoundKind = FIRST) -> Round | None:
    found = site.database.read(lambda conn: load_rounds(Books(conn, 1)))
    return next((one for one in found if one.kind == kind), None)


def send(browser: FlaskClient, kind: RoundKind, what: str, **fields: str) -> TestResponse:
    address = f"{PAGE}/{YEAR}/{kind}/{what}"
    return browser.post(address, data={"csrf_token": form_token(browser.get(PAGE)), **fields})


def confirmed(browser: FlaskClient, page: TestResponse, kind: RoundKind, what: str) -> TestResponse:
    """Press the button under what was shown."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert hidden["sure"] == "1"
    return send(browser, kind, what, **{name: unescape(given) for name, given in hidden.items()})


def test_the_page_lists_the_rounds_with_their_days_and_what_can_be_done(site: Site, admin: FlaskClient) -> None:
    page = admin.get(PAGE).text
    assert "31 มี.ค. 70" in page and "30 เม.ย. 70" in page and "28 ก.พ. 70" in page
    assert f"/rounds/{YEAR}/first_half/close" in page and f"/rounds/{YEAR}/second_half/open" in page
    assert f"/rounds/{YEAR}/first_half/open" not in page


def test_a_round_is_opened_by_a_day_as_people_write_it_once_what_it_does_was_read(
    site: Site, admin: FlaskClient
) -> None:
    shown = send(admin, SECOND, "open", due="๓ ต.ค. ๒๕๗๐", end_from="1/9/2570")
    assert "วันอาทิตย์" in shown.text and "1 ก.ย. 70" in shown.text
    assert known(site, SECOND) is None
    assert confirmed(admin, shown, SECOND, "open").status_code == 303
    opened = known(site, SECOND)
    assert opened and (opened.due, opened.end_from) == (date(2027, 10, 3), date(2027, 9, 1))
    assert "เปิด" in admin.get(PAGE).text


def test_a_due_day_is_changed_and_the_end_follows_it_where_nothing_else_is_said(site: Site, admin: FlaskClient) -> None:
    shown = send(admin, FIRST, "change", due="2027-04-09", end_from="")
    assert "31 มี.ค. 70" in shown.text and "9 เม.ย. 70" in shown.text and "9 มี.ค. 70" in shown.text
    assert confirmed(admin, shown, FIRST, "change").status_code == 303
    changed = known(site)
    assert changed and (changed.due, changed.end_from) == (date(2027, 4, 9), None)


def test_closing_says_what_is_missing_and_opening_again_what_was_closed(site: Site, admin: FlaskClient) -> None:
    shown = admin.get(f"{PAGE}/{YEAR}/first_half/close")
    assert "ยังไม่รายงานผลสิ้นรอบ" in shown.text
    assert confirmed(admin, shown, FIRST, "close").status_code == 303
    closed = known(site)
    assert closed and closed.closed_at == MORNING
    assert admin.get(f"{PAGE}/{YEAR}/first_half/close").status_code == 404
    shown = send(admin, FIRST, "open", due=closed.due.isoformat(), end_from="")
    assert "เคยปิดเมื่อ" in shown.text
    confirmed(admin, shown, FIRST, "open")
    opened = known(site)
    assert opened and opened.closed_at is None


def test_days_that_cannot_be_change_nothing_and_the_field_says_why(site: Site, admin: FlaskClient) -> None:
    before = known(site)
    for due, end_from in (("", ""), ("เร็ว ๆ นี้", ""), ("31/2/2570", ""), ("1/1/2560", ""), ("1/1/2580", ""),
                          ("31/3/2570", "1/4/2570"), ("31/3/2570", "30/9/2569"), ("31/3/2570", "x")):  # fmt: skip
        answer = send(admin, FIRST, "change", due=due, end_from=end_from, sure="1", seen="x")
        assert answer.status_code == 422, (due, end_from)
    assert known(site) == before


def test_what_somebody_else_changed_meanwhile_is_shown_anew_and_not_overwritten(site: Site, admin: FlaskClient) -> None:
    shown = send(admin, FIRST, "change", due="2027-04-09", end_from="")
    write(site.database, 1, ChangeRound(YEAR, FIRST, date(2027, 5, 31)))
    again = confirmed(admin, shown, FIRST, "change")
    assert again.status_code == 200 and "31 พ.ค. 70" in again.text
    changed = known(site)
    assert changed and changed.due == date(2027, 5, 31)


def test_a_round_past_its_publication_day_is_told_with_its_button(site: Site) -> None:
    notice = "แต่รอบนี้ยังเปิดอยู่"
    assert notice not in site.signed_in(1).get(PAGE).text
    site.now = datetime.combine(date(2027, 5, 1), MORNING.timetz()) + timedelta(0)
    admin = site.signed_in(1)
    assert notice in admin.get(PAGE).text
    front = admin.get("/admin/demo/").text
    assert notice in front and f"/rounds/{YEAR}/first_half/close" in front


def test_years_without_a_plan_and_unopened_rounds_are_not_there(site: Site, admin: FlaskClient) -> None:
    for path in ("2560/first_half/open", f"{YEAR}/second_half/close", f"{YEAR}/second_half/change",
                 f"{YEAR}/third/open", f"{YEAR}/first_half/burn"):  # fmt: skip
        assert admin.get(f"{PAGE}/{path}").status_code == 404, path
    assert site.browser().get(PAGE).status_code == 401
