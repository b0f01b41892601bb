"""Addresses on the agency's own website, and links that do not answer any more, as the pages show them."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from domain.writes import KeepLinkChecks
from reports.ita.links import find_links
from store.books import Books
from tests.agency import YEAR, write
from tests.web.admin.test_certify import agency_id, answer_all, certify, publish, quick_pdf
from tests.web.site import Site, any_token, jpeg
from thai.dates import day_in_bangkok

__all__ = ["agency_id", "quick_pdf"]

pytestmark = pytest.mark.slow

GIVEN = "https://thungtuayang.example/ita/มาตรการ.pdf"
PAGE = f"/admin/demo/ita?year={YEAR}"


def give(browser: FlaskClient, address: str, item: str = "measures") -> int:
    sent = {"csrf_token": any_token(browser), "address": address}
    return browser.post(f"/admin/demo/ita/{YEAR}/{item}", data=sent).status_code


def keep(site: Site, night: date, **faults: str) -> None:
    write(site.database, 1, KeepLinkChecks(night, {GIVEN: faults.get("given", "")}))


def test_an_address_on_the_agencys_website_is_kept_and_taken_away(site: Site, admin: FlaskClient) -> None:
    assert give(admin, f"  {GIVEN} ") == 303
    page = admin.get(PAGE).text
    assert f'href="{GIVEN}"' in page and "ยังไม่ได้ตรวจ" in page
    assert GIVEN not in admin.get(f"/admin/demo/ita?year={YEAR + 1}").text
    assert admin.post(f"/admin/demo/ita/{YEAR}/measures", data={"csrf_token": any_token(admin)}).status_code == 303
    assert f'href="{GIVEN}"' in admin.get(PAGE).text, "what was not sent stays"
    assert give(admin, "") == 303
    assert GIVEN not in admin.get(PAGE).text


@pytest.mark.parametrize("typed", ["thungtuayang.example", "javascript:alert(1)", "https://a.example/" + "ก" * 500])
def test_what_is_no_address_is_said_at_its_field_and_stays_typed(admin: FlaskClient, typed: str) -> None:
    sent = {"csrf_token": any_token(admin), "address": typed}
    answer = admin.post(f"/admin/demo/ita/{YEAR}/report", data=sent)
    assert answer.status_code == 422 and f'value="{typed}"' in answer.text
    assert 'href="#report-address"' in answer.text


def test_the_first_page_speaks_of_a_link_on_its_second_night(site: Site, admin: FlaskClient) -> None:
    give(admin, GIVEN)
    today = day_in_bangkok(site.now)
    keep(site, today)
    assert "เปิดได้" in admin.get(PAGE).text
    keep(site, today + timedelta(days=1), given="certificate")
    assert "ใบรับรองความปลอดภัยของเว็บไซต์ไม่ถูกต้อง (ตั้งแต่ 21 พ.ย. 69)" in admin.get(PAGE).text
    assert "ติดต่อกันสองคืน" not in admin.get("/admin/demo/").text
    keep(site, today + timedelta(days=2), given="503")
    assert "รหัสข้อผิดพลาด 503 (ตั้งแต่ 21 พ.ย. 69)" in admin.get(PAGE).text
    assert "ลิงก์ที่เผยแพร่ 1 รายการเปิดไม่ได้ติดต่อกันสองคืน" in admin.get("/admin/demo/").text
    keep(site, today + timedelta(days=3))
    assert "ติดต่อกันสองคืน" not in admin.get("/admin/demo/").text


def test_our_own_addresses_are_looked_at_where_the_pages_show_them(site: Site, admin: FlaskClient) -> None:
    site.evidence(1, site.tasks(1)[0], jpeg(), "photo", "ป้าย.jpg", shown=jpeg())
    answer_all(site, 1)
    certify(admin)
    publish(admin, 1)
    give(admin, GIVEN)
    links = site.database.read(lambda conn: find_links(Books(conn, 1), site.files, "demo", site.base_url, YEAR))
    assert [(one.address.removeprefix(site.base_url), one.own) for one in links] == [
        (f"/p/demo/{YEAR}/measures", True),
        (GIVEN, False),
    ]
    for one in links[:1]:
        assert f'value="{one.address}"' in admin.get(PAGE).text
        assert site.browser().get(one.address.removeprefix(site.base_url)).status_code == 200
