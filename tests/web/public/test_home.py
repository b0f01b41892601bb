"""The first page, and the way to one's own agency's pages."""

from tests.agency import NAME
from tests.web.admin.test_certify import answer_all, certify, publish
from tests.web.site import Site, form_token


def test_the_first_page_says_what_this_is_and_how_to_come_in(site: Site) -> None:
    page = site.browser().get("/")
    assert page.status_code == 200
    for words in (
        "ติดตาม",
        "พิมพ์ “เว็บ”",
        "พิมพ์ “งาน”",
        "ตรวจสอบเอกสาร",
        "ช่วยเหลือ",
        "เปลี่ยนโทรศัพท์",
        "ยังไม่มีหน่วยงานเผยแพร่รายงาน",
    ):
        assert words in page.text
    assert NAME not in page.text, "who has published nothing is named to nobody"
    for link in ("/admin/", "/verify/"):
        assert f'href="{link}"' in page.text and site.browser().get(link).status_code == 200


def test_the_first_page_lists_whose_reports_everyone_may_read(site: Site) -> None:
    answer_all(site, 1)
    browser = site.signed_in(1)
    certify(browser)
    assert NAME not in site.browser().get("/").text
    publish(browser, 1)
    page = site.browser().get("/").text
    assert NAME in page and 'href="/p/demo/2570/"' in page


def test_the_admins_address_leads_to_their_agency_or_says_how_to_sign_in(site: Site) -> None:
    stranger = site.browser()
    how = stranger.get("/admin/")
    assert how.status_code == 200 and "พิมพ์ “เว็บ”" in how.text
    browser = site.signed_in(1)
    assert browser.get("/admin/").location == "/admin/demo/"
    browser.post("/admin/demo/sign-out", data={"csrf_token": form_token(browser.get("/admin/demo/"))})
    assert browser.get("/admin/").status_code == 200
    stranger.set_cookie("tidtam_agency", "//evil.example/", path="/admin/")
    assert stranger.get("/admin/").status_code == 200
