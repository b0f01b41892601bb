"""An agency's public pages: its years, and of a year the measures, reports and data of each plan and round."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from domain.writes import ImportPlan, OpenRound, SetBlocks
from tests.agency import DUE, MORNING, NAME, PLAN, YEAR, write
from tests.web.admin.test_certify import PUBLIC, certify, publish
from tests.web.admin.test_certify_two_plans import add_action_plan, certify_and_publish
from tests.web.admin.test_withdraw import withdraw
from tests.web.site import ADMIN, Site, any_token, certify_form
from thai.fiscal import RoundKind

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_pdf")]


def links(text: str) -> list[str]:
    return [link for link in re.findall(r'href="(/p/[^"]*)"', text) if "?language" not in link]


def publish_round(site: Site, browser: FlaskClient, year: int, kind: str, version: int) -> None:
    page = f"/admin/demo/report/{year}/{kind}/certify"
    assert browser.post(page, data={**certify_form(browser.get(page)), "typed_name": ADMIN}).status_code == 303
    data = {"csrf_token": any_token(browser), "version": version}
    assert browser.post(page.replace("/certify", "/publish"), data=data).status_code == 303


def test_from_the_first_page_everything_public_is_reached_by_links(site: Site, published: FlaskClient) -> None:
    anyone = site.browser()
    to_see, seen = ["/"], dict[str, str]()
    while to_see:
        path = to_see.pop().partition("#")[0]
        if path not in seen:
            with anyone.get(path) as answer:
                assert answer.status_code == 200, path
                seen[path] = answer.text if answer.mimetype == "text/html" else ""
            to_see += links(seen[path])
    files = {f"{PUBLIC}/first_half.{suffix}" for suffix in ("pdf", "docx", "xlsx", "csv", "json")}
    data = {f"{PUBLIC}/first_half/data", f"{PUBLIC}/first_half/datapackage.json"}
    pages = {f"{PUBLIC}/", f"{PUBLIC}/measures", f"{PUBLIC}/first_half", f"{PUBLIC}/ita"}
    assert seen.keys() == {"/", "/p/demo/", *pages, *files, *data}


def test_the_agencys_page_lists_its_years_newest_first(site: Site, published: FlaskClient) -> None:
    write(
        site.database,
        1,
        SetBlocks(()),
        ImportPlan(PLAN, YEAR + 1, MORNING),
        OpenRound(YEAR + 1, RoundKind.FIRST_HALF, DUE, MORNING),
    )
    anyone = site.browser()
    assert links(anyone.get("/p/demo/").text)[:1] == [f"{PUBLIC}/"]
    publish_round(site, published, YEAR + 1, "first_half", 2)
    page = anyone.get("/p/demo/")
    assert NAME in page.text
    assert [link for link in links(page.text) if link.endswith("/")] == [f"/p/demo/{YEAR + 1}/", f"{PUBLIC}/"]
    assert f"/p/demo/{YEAR + 1}/first_half" in links(page.text)


def test_an_agency_that_published_nothing_has_no_page(site: Site) -> None:
    for path in ("/p/demo/", "/p/nobody/", f"{PUBLIC}/", f"{PUBLIC}/first_half/data", "/p/x%00/"):
        assert site.browser().get(path).status_code == 404


def test_a_years_page_shows_each_plan_with_its_rounds_in_their_order(site: Site, admin: FlaskClient) -> None:
    add_action_plan(site)
    anyone = site.browser()
    certify_and_publish(site, admin, 2)
    assert f"{PUBLIC}/ita" not in links(anyone.get("/p/demo/").text), "it is about the year's first plan"
    assert anyone.get(f"{PUBLIC}/ita").status_code == 404
    certify_and_publish(site, admin, 1)
    assert f"{PUBLIC}/ita" in links(anyone.get("/p/demo/").text)
    text = unescape(anyone.get(f"{PUBLIC}/").text)
    first, second = text.index('id="plan-1"'), text.index('id="plan-2"')
    assert first < text.index(f"{PUBLIC}/first_half.csv") < second < text.index(f"{PUBLIC}/2/first_half.csv")
    assert anyone.get(f"{PUBLIC}/2/").location == f"{PUBLIC}/#plan-2"
    assert anyone.get(f"{PUBLIC}/3/").status_code == 404
    agency = links(anyone.get("/p/demo/").text)
    assert {f"{PUBLIC}/first_half", f"{PUBLIC}/2/first_half", f"{PUBLIC}/2/measures"} <= set(agency)


def test_earlier_versions_stand_behind_the_newest(site: Site, published: FlaskClient) -> None:
    certify(published, reason="แก้ไขตัวเลข")
    publish(published, 2)
    page = site.browser().get(f"{PUBLIC}/").text
    newest, _, older = page.partition("<details>")
    assert "ฉบับที่ 2" in newest and "v1." not in newest
    assert f"{PUBLIC}/first_half/v1.pdf" in links(older)
    withdraw(published, 1)
    page = site.browser().get(f"{PUBLIC}/").text
    assert "ฉบับที่ 1: <b>ถอนแล้ว" in page and "v1." not in page


def test_of_what_was_withdrawn_the_agencys_page_says_so(site: Site, published: FlaskClient) -> None:
    withdraw(published)
    page = site.browser().get("/p/demo/").text
    assert "ถอนแล้วเมื่อ" in page
    assert links(page) == [f"{PUBLIC}/", f"{PUBLIC}/measures", f"{PUBLIC}/ita"]
    assert site.browser().get(f"{PUBLIC}/ita").status_code == 200, "the measures stay public"
    for path in ("first_half/data", "first_half/datapackage.json"):
        assert site.browser().get(f"{PUBLIC}/{path}").status_code == 410
