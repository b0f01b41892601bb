"""A form that was open for too long is shown again with what was typed, whichever form it is."""

import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from store.agencies import load_agency
from store.books import Books
from tests.e2e.chromium import needs_browser, watched
from tests.web.full_site import FullSite, full_site
from tests.web.serving import serve
from tests.web.shown_pages import FROM_OUR_PAGE, all_pages
from tests.web.site import Site, form_token
from tests.web.test_every_form import Page, find_forms
from web.expired_form import SECRETS

__all__ = ["full_site"]

PAGE, FORM, OLD = "/admin/demo/agency", "/admin/demo/agency", "เปิดค้างไว้นานเกินไป"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


def sent_again(page: str) -> tuple[str, list[tuple[str, str]]]:
    """Where the page's own form goes, and what it holds besides the token."""
    form = re.search(r'<form method="post" action="([^"]+)"[^>]*class="fields">(.*?)</form>', page, re.DOTALL)
    assert form, page
    held = [(unescape(name), unescape(value)) for name, value in _HIDDEN.findall(form[2])]
    return unescape(form[1]), [pair for pair in held if pair[0] != "csrf_token"]


def test_what_was_typed_is_sent_again_and_saved(site: Site, admin: FlaskClient) -> None:
    form = next(one for one in Page(admin.get(PAGE).text).forms if "place" in one.values)
    values = {**form.values, "place": "อำเภอใหม่ จังหวัด “ทดลอง” <b>"}
    answer = admin.post(form.action, data={**values, "csrf_token": "old"}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    assert OLD in answer.text
    assert "&lt;b&gt;" in answer.text and "<b>" not in answer.text
    place = site.database.read(lambda conn: load_agency(Books(conn, 1)).place)
    assert "ใหม่" not in place, "nothing is saved before it is sent again"
    action, held = sent_again(answer.text)
    again = admin.post(action, data={**dict(held), "csrf_token": form_token(answer)})
    assert again.status_code == 303
    assert site.database.read(lambda conn: load_agency(Books(conn, 1)).place) == values["place"]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_what_another_site_made_up_is_never_offered(admin: FlaskClient, told: dict[str, str]) -> None:
    answer = admin.post(FORM, data={"csrf_token": "old", "name": "ของผู้อื่น"}, headers=told)
    assert answer.status_code == 400
    assert OLD in answer.text
    assert "ของผู้อื่น" not in answer.text
    assert "<button" not in answer.text.partition("<main")[2]


def test_a_stranger_is_not_shown_anything_of_it(site: Site) -> None:
    answer = site.browser().post(FORM, data={"csrf_token": "old", "name": "ก"}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 401


def test_secrets_and_files_are_asked_for_anew(admin: FlaskClient) -> None:
    data = {"csrf_token": "old", "channel_id": "123", "secret": "s3cr3t-text", "token": "", "file": file("x.txt")}
    page = admin.post("/admin/demo/channel", data=data, headers=FROM_OUR_PAGE).text
    assert "s3cr3t-text" not in page
    assert re.findall(r'type="password" id="[^"]+" name="(\w+)"', page) == ["secret"], "the other one was empty"
    assert re.findall(r'type="file" multiple id="[^"]+" name="(\w+)"', page) == ["file"]
    assert "โปรดพิมพ์อีกครั้ง" in page and "โปรดเลือกไฟล์อีกครั้ง" in page
    assert sent_again(page)[1] == [("channel_id", "123")]


def test_a_form_with_what_no_database_holds_is_refused_as_ever(admin: FlaskClient) -> None:
    answer = admin.post(FORM, data={"csrf_token": "old", "name": "a\0b"}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 400


@pytest.mark.slow
def test_every_form_keeps_what_was_typed(full_site: FullSite) -> None:
    """Each field of each form, twice where it is sent twice; the address with what stands behind its question mark."""
    forms = find_forms(full_site)
    again = replace(full_site, admin=full_site.site.signed_in(1))  # all have signed out by now
    wrong = []
    for form in forms.values():
        typed = {name: f"พิมพ์ไว้ที่ {name}\r\nสองบรรทัด" for name in form.values if name != "csrf_token"}
        data = {**{name: [text, "อีกค่า"] for name, text in typed.items()}, "csrf_token": "old"}
        data.update({name: file("x.txt") for name in form.files})
        with again.visitor(form.action).post(form.action, data=data, headers=FROM_OUR_PAGE) as answer:
            kept = [pair for name, text in typed.items() for pair in ((name, text), (name, "อีกค่า"))]
            expected = (form.action.partition("#")[0], [pair for pair in kept if pair[0] not in SECRETS])
            if answer.status_code != 422 or sent_again(answer.text) != expected:
                wrong.append(f"{form.action}: {answer.status_code}")
    assert wrong == []


@pytest.mark.slow
def test_every_field_for_a_secret_is_known_as_one(full_site: FullSite) -> None:
    shown = "".join(page.html for page in all_pages(full_site))
    fields = [one for one in re.findall(r"<input[^>]*>", shown) if 'autocapitalize="none"' in one]
    named = {found[1] for one in fields if (found := re.search(r'name="([^"]+)"', one))}
    assert named - {"slug"} == SECRETS


def file(name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"bytes"), name


@pytest.mark.slow
@pytest.mark.browser
@needs_browser
def test_in_a_browser_nothing_typed_is_lost(site: Site, browser: Browser, tmp_path: Path) -> None:
    """The browser's own word for where the form came from is what counts; both widths."""
    with serve(site.app) as site.base_url, watched(browser, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(site.base_url + site.link(1))
        with page.expect_navigation():
            page.locator("main button").click()
        page.goto(f"{site.base_url}{PAGE}")
        page.locator("[name=place]").fill("อำเภอใหม่ จังหวัดทดลอง")
        context.clear_cookies(name="tidtam_form")
        with page.expect_navigation():
            page.locator("form:has([name=place]) button").click()
        expect(page.get_by_role("alert")).to_contain_text("ยังอยู่ครบ")
        expect(page.locator(".typed").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.screenshot(path=tmp_path / "expired-360.png")
        page.set_viewport_size({"width": 1280, "height": 740})
        page.screenshot(path=tmp_path / "expired-1280.png")
        with page.expect_navigation():
            page.get_by_role("button", name="ส่งอีกครั้ง").click()
        expect(page.get_by_role("status").first).to_be_visible()
    assert site.database.read(lambda conn: load_agency(Books(conn, 1)).place) == "อำเภอใหม่ จังหวัดทดลอง"
