"""A published report is withdrawn with a reason: gone from the public, which is told so; the agency keeps it."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.writes import PublishReport, WithdrawReport
from reminders.facts import day_facts
from store.books import Books
from store.certified import certified_of_round, certified_reports
from store.engine import Conflict
from tests.agency import MORNING, YEAR, write
from tests.web.admin.test_certify import PAGE, PUBLIC, answer_all, certify, code_of, publish
from tests.web.admin.test_certify_two_plans import add_action_plan, certify_and_publish
from tests.web.site import ADMIN, Site, any_token, certify_form
from thai.fiscal import RoundKind

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_pdf")]

FIRST = RoundKind.FIRST_HALF
WHY = "มีข้อมูลส่วนบุคคลในเอกสารแนบ <b>"
ADDRESSES = tuple(
    path
    for at in ("first_half", "first_half/v1")
    for path in (*((at,) if at == "first_half" else ()), *(f"{at}.{s}" for s in ("pdf", "docx", "xlsx", "json", "csv")))
)


def form_of(number: int) -> str:
    return PAGE.replace("/certify", f"/v{number}/withdraw")


def look(browser: FlaskClient, number: int = 1, reason: str = WHY, **fields: str) -> TestResponse:
    """The answer to the form of the reason: what it does, asked before it is done."""
    data = {"csrf_token": any_token(browser), "reason": reason, **fields}
    return browser.post(form_of(number), data=data)


def confirm(browser: FlaskClient, asked: TestResponse, number: int = 1) -> TestResponse:
    """The answer to pressing “yes” on the page that asked."""
    form = asked.text.partition(form_of(number))[2].partition("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert hidden["sure"]
    return browser.post(form_of(number), data={name: unescape(value) for name, value in hidden.items()})


def withdraw(browser: FlaskClient, number: int = 1) -> TestResponse:
    return confirm(browser, look(browser, number), number)


def test_what_was_withdrawn_is_gone_at_every_public_address_which_says_when_and_why(
    site: Site, published: FlaskClient
) -> None:
    anyone = site.browser()
    before = {path: anyone.get(f"{PUBLIC}/{path}") for path in ADDRESSES}
    assert {answer.status_code for answer in before.values()} == {200}
    secret = "ดำเนินการแล้ว เรื่องที่"
    assert secret in before["first_half"].text
    answer = withdraw(published)
    assert answer.status_code == 303 and answer.location == PAGE
    for path in ADDRESSES:
        gone = anyone.get(f"{PUBLIC}/{path}")
        assert gone.status_code == 410, path
        assert gone.headers["Cache-Control"] == "no-store" and gone.mimetype == "text/html"
        assert "ถอนแล้วเมื่อ 20 พ.ย. 69" in gone.text and WHY in unescape(gone.text)
        assert "&lt;b&gt;" in gone.text
        assert secret not in gone.text and "noindex" in gone.text
    assert before["first_half.pdf"].headers["Cache-Control"] == "public, no-cache"
    assert before["first_half"].headers["Cache-Control"] == "public, no-cache"


def test_the_code_says_that_it_was_withdrawn(site: Site, published: FlaskClient) -> None:
    code = code_of(published)
    withdraw(published)
    page = unescape(site.browser().get(f"/verify/{code}").text)
    assert "ถอนแล้วเมื่อ 20 พ.ย. 69" in page and WHY in page
    assert "เผยแพร่แล้ว" not in page


def test_measures_stay_public_and_no_index_leads_to_what_was_withdrawn(site: Site, published: FlaskClient) -> None:
    withdraw(published)
    anyone = site.browser()
    assert anyone.get(f"{PUBLIC}/measures").status_code == 200
    assert f'href="{PUBLIC}/"' in anyone.get("/").text
    year = anyone.get(f"{PUBLIC}/")
    assert year.status_code == 200 and "ถอนแล้วเมื่อ" in year.text and WHY in unescape(year.text)
    assert not re.search(r'href="[^"]*(first_half|/verify/.)', year.text)


def test_nothing_older_takes_its_place_and_a_new_version_stands_at_the_address_again(
    site: Site, published: FlaskClient
) -> None:
    anyone = site.browser()
    first = anyone.get(f"{PUBLIC}/first_half/v1.json").data
    certify(published, reason="แก้ไขตัวเลข")
    publish(published, 2)
    asked = look(published, 2)
    assert "ฉบับที่ 1" in asked.text and "มีฉบับใหม่แทน" in asked.text  # the older one, which stays by itself
    confirm(published, asked, 2)
    assert anyone.get(f"{PUBLIC}/first_half").status_code == 410
    assert anyone.get(f"{PUBLIC}/first_half.pdf").status_code == 410
    assert anyone.get(f"{PUBLIC}/first_half/v1.json").data == first
    certify(published, reason="แทนฉบับที่ถอน")
    assert anyone.get(f"{PUBLIC}/first_half").status_code == 410
    assert publish(published, 3).status_code == 303
    assert anyone.get(f"{PUBLIC}/first_half.json").status_code == 200
    assert anyone.get(f"{PUBLIC}/first_half/v2.json").status_code == 410
    withdraw(published, 1)  # what was superseded long ago can go as well; what stands now stays
    assert anyone.get(f"{PUBLIC}/first_half/v1.json").status_code == 410
    assert anyone.get(f"{PUBLIC}/first_half").status_code == 200


def test_the_agency_keeps_the_files(site: Site, published: FlaskClient) -> None:
    file = PAGE.replace("/certify", "/v1.json")
    before = published.get(file).data
    withdraw(published)
    assert published.get(file).data == before
    page = unescape(published.get(PAGE).text)
    assert "ถอนแล้ว" in page and WHY in page and "ถอนฉบับนี้" not in page


def test_nothing_is_done_without_a_reason_or_a_second_look(site: Site, published: FlaskClient) -> None:
    for reason in ("", "  ", "\u200b"):
        assert look(published, reason=reason).status_code == 422
    assert look(published).status_code == 200
    assert look(published, sure="yes").status_code == 200
    back = look(published, again="1")
    assert WHY in unescape(back.text) and 'name="reason"' in back.text
    assert site.browser().get(f"{PUBLIC}/first_half").status_code == 200


def test_a_second_press_withdraws_nothing_more(site: Site, published: FlaskClient) -> None:
    asked = look(published)
    assert [confirm(published, asked).status_code for _ in range(2)] == [303, 409]
    (version,) = site.database.read(lambda conn: certified_reports(Books(conn, 1), YEAR))
    assert version.withdrawn_for == WHY and version.withdrawn_at == MORNING


def test_an_old_page_does_not_withdraw_what_is_no_longer_the_published_version(
    site: Site, published: FlaskClient
) -> None:
    asked = look(published)
    certify(published, reason="แก้ไขตัวเลข")
    publish(published, 2)
    again = confirm(published, asked)  # version 1 is superseded by now: what withdrawing it does is said anew
    assert again.status_code == 200 and "ฉบับที่ 2" in again.text and "จนกว่าจะรับรอง" not in again.text
    assert site.browser().get(f"{PUBLIC}/first_half/v1.json").status_code == 200
    assert confirm(published, again).status_code == 303
    assert site.browser().get(f"{PUBLIC}/first_half").status_code == 200


def test_what_was_never_published_cannot_be_withdrawn(site: Site) -> None:
    answer_all(site, 1)
    browser = site.signed_in(1)
    assert browser.get(form_of(1)).status_code == 404
    certify(browser)
    assert browser.get(form_of(1)).status_code == look(browser).status_code == 409
    assert "ถอนฉบับนี้" not in browser.get(PAGE).text


def test_of_those_who_withdraw_and_publish_at_once_each_is_told_what_happened(everywhere: Site) -> None:
    answer_all(everywhere, 1)
    browser = everywhere.signed_in(1)
    certify(browser)

    def ids() -> list[int]:
        found = everywhere.database.read(lambda conn: certified_of_round(Books(conn, 1), YEAR, FIRST))
        return [version.id for version in found][::-1]

    publish(browser, ids()[0])
    certify(browser, reason="แก้ไขตัวเลข")
    first, second = ids()
    who = everywhere.person_id(1, ADMIN)
    writes = [
        *(WithdrawReport(first, "published", f"เหตุผล {number}", who, MORNING) for number in range(3)),
        PublishReport(second, who, MORNING),
    ]

    def attempt(one: WithdrawReport | PublishReport) -> str:
        try:
            write(everywhere.database, 1, one)
        except Conflict:
            return "refused"
        return type(one).__name__

    with ThreadPoolExecutor(len(writes)) as pool:
        done = list(pool.map(attempt, writes))
    assert done[-1] == "PublishReport" and done[:3].count("WithdrawReport") <= 1
    newest, older = everywhere.database.read(lambda conn: certified_of_round(Books(conn, 1), YEAR, FIRST))
    assert newest.state == "published"
    # Withdrawn while it was the published one, or superseded: never both.
    assert (older.withdrawn_at is None) != (older.superseded_at is None)
    assert (older.withdrawn_at is not None) == ("WithdrawReport" in done)


def test_a_plans_report_is_withdrawn_by_itself(site: Site, admin: FlaskClient) -> None:
    add_action_plan(site)
    for plan in (1, 2):
        certify_and_publish(site, admin, plan)
    second = f"{form_of(1)}?plan=2"
    data = {"csrf_token": any_token(admin), "reason": WHY}
    sure = re.search(r'name="sure" value="(\w+)"', admin.post(second, data=data).text)
    assert sure and admin.post(second, data={**data, "sure": sure[1]}).status_code == 303
    anyone = site.browser()
    assert anyone.get(f"{PUBLIC}/2/first_half").status_code == 410
    assert anyone.get(f"{PUBLIC}/first_half").status_code == 200
    assert anyone.get(f"{PUBLIC}/2/measures").status_code == 200


def test_what_to_do_now_asks_for_a_new_version(site: Site, published: FlaskClient) -> None:
    withdraw(published)
    page = unescape(published.get("/admin/demo/").text)
    assert "ฉบับที่ 1 ถอนแล้วเมื่อ 20 พ.ย. 69" in page
    assert re.search(r'<li class="now">\s*<div><h3>รับรอง', page)
    assert re.search(r'<li class="later">\s*<div><h3>เผยแพร่', page)
    assert "/p/demo/2570/first_half" not in page
    preview = published.get(PAGE.removesuffix("/certify")).text
    assert "ฉบับร่าง" in preview and "เผยแพร่แล้ว" not in preview
    certify(published, reason="แทนฉบับที่ถอน")
    assert re.search(r'<li class="now">\s*<div><h3>เผยแพร่', published.get("/admin/demo/").text)


def test_a_round_whose_report_was_withdrawn_is_to_be_published_again(site: Site, published: FlaskClient) -> None:
    def public() -> frozenset[int]:
        return site.database.read(lambda conn: day_facts(Books(conn, 1), MORNING.date())).published

    assert len(public()) == 1
    withdraw(published)
    assert public() == frozenset()


def test_certifying_again_needs_its_reason(site: Site, published: FlaskClient) -> None:
    withdraw(published)
    assert certify(published).status_code == 409
    page = published.get(PAGE)
    form = {**certify_form(page), "typed_name": ADMIN, "reason": "แทนฉบับที่ถอน"}
    assert published.post(PAGE, data=form).status_code == 303


def test_who_withdrew_it_stands_in_the_record(site: Site, published: FlaskClient) -> None:
    withdraw(published)
    page = unescape(published.get("/admin/demo/records").text)
    assert re.search(r"ถอนรายงาน[^<]*รอบ 6 เดือนแรก[^<]*ฉบับที่ 1", page)
