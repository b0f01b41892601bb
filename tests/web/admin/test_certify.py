"""A report is certified by a typed name, published, superseded; its bytes never change; anyone may check a file."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reports.certify import SUFFIXES
from store.books import Books
from store.certified import certified_hashes, certified_reports
from store.evidence import stored_hashes
from tests.agency import MORNING, YEAR, small_agency
from tests.web.site import ADMIN, Site, any_token, certify_form, form_token
from web.qr import draw_qr

pytestmark = pytest.mark.slow

PAGE = f"/admin/demo/report/{YEAR}/first_half/certify"
PUBLIC = f"/p/demo/{YEAR}"


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The typesetter is tried elsewhere: here its bytes differ each time, as a later version's may."""
    made = iter(range(1_000_000))
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", lambda report: b"%%PDF-%d" % next(made))
    yield


@pytest.fixture
def agency_id() -> int:
    return 1


@pytest.fixture
def other_id(site: Site) -> int:
    return small_agency(site.database, "other")


def answer_all(site: Site, agency_id: int) -> None:
    for task in site.tasks(agency_id):
        site.reply(agency_id, task, f"reply-{task.id}", result=f"ดำเนินการแล้ว เรื่องที่ {task.id} ในหน่วยงาน")


def certify(browser: FlaskClient, name: str = ADMIN, **fields: str) -> TestResponse:
    return browser.post(PAGE, data={**certify_form(browser.get(PAGE)), "typed_name": name, **fields})


def publish(browser: FlaskClient, version: int) -> TestResponse:
    token = any_token(browser)
    return browser.post(PAGE.replace("/certify", "/publish"), data={"csrf_token": token, "version": version})


def code_of(browser: FlaskClient) -> str:
    return browser.get(PAGE).text.split("/verify/")[1].split('"')[0]


def test_what_is_missing_is_shown_and_forbids_certifying(site: Site, agency_id: int) -> None:
    browser = site.signed_in(agency_id)
    page = browser.get(PAGE).text
    assert page.count("<li>") >= len(site.tasks(agency_id))
    assert "ยังไม่รายงาน" in page
    assert f'href="/admin/demo/tasks/{site.tasks(agency_id)[0].id}"' in page
    assert certify(browser).status_code == 409
    assert "ฉบับที่ 1" not in browser.get(PAGE).text


def test_the_name_typed_must_be_the_signed_in_persons(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser = site.signed_in(agency_id)
    assert certify(browser, "สมชาย ใจดี").status_code == 409
    assert certify(browser, " วิชัย  ดูแล ").status_code == 303


def test_what_came_while_the_page_was_open_is_not_certified_unseen(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser = site.signed_in(agency_id)
    form = {**certify_form(browser.get(PAGE)), "typed_name": ADMIN}
    site.reply(agency_id, site.tasks(agency_id)[0], "meanwhile", result="มาทีหลัง")
    answer = browser.post(PAGE, data=form)
    assert answer.status_code == 409
    assert "รายงานเปลี่ยนไปหลังจากเปิดหน้านี้" in answer.text
    assert "ฉบับที่ 1" not in answer.text
    assert certify(browser).status_code == 303


def test_numbers_that_no_version_has_are_refused_politely(site: Site, agency_id: int) -> None:
    browser = site.signed_in(agency_id)
    assert [publish(browser, version).status_code for version in (0, -1, 10**30)] == [400] * 3


def test_a_certified_version_has_the_same_bytes_a_week_and_a_version_later(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser = site.signed_in(agency_id)
    certify(browser, acting_for="นายกองค์การบริหารส่วนตำบล")
    files = {s: browser.get(PAGE.replace("/certify", f"/v1.{s}")).data for s in ("pdf", "docx", "xlsx", "json", "csv")}
    site.reply(agency_id, site.tasks(agency_id)[0], "later", result="เปลี่ยนใจ")
    site.now = MORNING + timedelta(days=7)
    later = site.signed_in(agency_id)
    assert {s: later.get(PAGE.replace("/certify", f"/v1.{s}")).data for s in files} == files
    assert all(files.values())
    assert "เปลี่ยนใจ" not in files["json"].decode()
    assert '"state": "certified"' in files["json"].decode()


def test_the_zip_of_a_round_holds_the_certified_files_once_there_are_any(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser = site.signed_in(agency_id)

    def names() -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(browser.get(PAGE.replace("/certify", ".zip")).data)) as container:
            return {name: container.read(name) for name in container.namelist()}

    drafts = {f"report-{YEAR}-first_half.{suffix}" for suffix in ("pdf", "docx", "xlsx", "json")}
    assert names().keys() >= drafts
    certify(browser)
    assert not names().keys() & drafts
    assert names()[f"report-{YEAR}-first_half-v1.pdf"] == browser.get(PAGE.replace("/certify", "/v1.pdf")).data


def test_nothing_is_public_until_it_is_published(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser, anyone = site.signed_in(agency_id), site.browser()
    assert anyone.get(f"{PUBLIC}/").status_code == 404
    certify(browser)
    assert anyone.get(f"{PUBLIC}/first_half.pdf").status_code == 404
    assert anyone.get(f"{PUBLIC}/first_half/v1.pdf").status_code == 404
    whole = f"{site.base_url}{PUBLIC}/first_half"
    assert whole not in browser.get(PAGE).text
    assert publish(browser, 1).status_code == 303
    page = browser.get(PAGE).text
    assert f'<a href="{whole}">{whole}</a>' in page
    assert draw_qr(whole) in page
    assert anyone.get(f"{PUBLIC}/first_half.pdf").data == browser.get(PAGE.replace("/certify", "/v1.pdf")).data
    for path in ("/", "/measures", "/first_half", "/first_half.docx", "/first_half/v1.json"):
        answer = anyone.get(PUBLIC + path)
        assert answer.status_code == 200
        assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "ดำเนินการแล้ว เรื่องที่" in anyone.get(f"{PUBLIC}/first_half").text
    assert anyone.get("/p/nobody/2570/").status_code == anyone.get("/p/demo/2569/").status_code == 404


def test_the_preview_says_that_a_version_is_certified_and_is_no_draft_then(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser, preview = site.signed_in(agency_id), PAGE.removesuffix("/certify")
    assert "ฉบับร่าง" in browser.get(preview).text
    certify(browser)
    page = browser.get(preview).text
    assert "ฉบับร่าง" not in page
    assert "ฉบับที่ 1" in page
    assert "รับรองแล้ว" in page
    assert "/v1.pdf" in page
    publish(browser, 1)
    assert "เผยแพร่แล้ว" in browser.get(preview).text


def test_of_many_who_press_at_once_one_certifies_and_one_publishes(everywhere: Site) -> None:
    answer_all(everywhere, 1)
    browsers = [everywhere.signed_in(1) for _ in range(5)]

    def at_once(path: str, **fields: str | int) -> list[int]:
        forms = [{**certify_form(browser.get(PAGE)), **fields} for browser in browsers]
        with ThreadPoolExecutor(len(browsers)) as pool:
            return sorted(pool.map(lambda b, form: b.post(path, data=form).status_code, browsers, forms))

    assert at_once(PAGE, typed_name=ADMIN) == [303, 409, 409, 409, 409]
    # Those who were too late may have used up ids on PostgreSQL, so the version's own is looked up.
    (version,) = everywhere.database.read(lambda conn: certified_reports(Books(conn, 1), YEAR))
    assert at_once(PAGE.replace("/certify", "/publish"), version=version.id) == [303, 409, 409, 409, 409]


def test_a_revision_needs_its_reason_and_takes_the_place_of_what_was_published(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser, anyone = site.signed_in(agency_id), site.browser()
    certify(browser)
    publish(browser, 1)
    first = anyone.get(f"{PUBLIC}/first_half.json").data
    assert certify(browser).status_code == 409
    assert certify(browser, reason="แก้ไขตัวเลข").status_code == 303
    assert anyone.get(f"{PUBLIC}/first_half.json").data == first
    publish(browser, 2)
    assert anyone.get(f"{PUBLIC}/first_half.json").data != first
    assert anyone.get(f"{PUBLIC}/first_half/v1.json").data == first
    assert "มีฉบับใหม่แทน" in anyone.get(f"{PUBLIC}/").text
    assert publish(browser, 1).status_code == 409


def test_anyone_may_drop_a_file_and_learn_whether_it_is_the_certified_one(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    browser, anyone = site.signed_in(agency_id), site.browser()
    certify(browser)
    code = code_of(browser)
    docx = browser.get(PAGE.replace("/certify", "/v1.docx")).data
    page = anyone.get(f"/verify/{code.lower().replace('-', ' ')}")
    assert page.status_code == 200
    assert ADMIN in page.text

    def drop(data: bytes) -> str:
        form = {"csrf_token": form_token(anyone.get(f"/verify/{code}")), "file": (io.BytesIO(data), "x.docx")}
        return anyone.post(f"/verify/{code}", data=form).text

    site.app.config["MAX_CONTENT_LENGTH"] = 1000  # a webhook is small, a report is not
    assert "ไฟล์นี้เป็นเอกสารฉบับที่รับรองแล้ว" in drop(docx)
    assert "ไฟล์นี้ไม่ใช่เอกสารฉบับที่รับรองแล้ว" in drop(docx[:-1])
    assert "ไฟล์นี้ไม่ใช่เอกสารฉบับที่รับรองแล้ว" in drop(b"x" * 300_000)
    assert anyone.post(f"/verify/{code}", data={"file": (io.BytesIO(docx), "x")}).status_code == 400
    assert anyone.get("/verify/AAAA-AAAA-AAAA").status_code == 404
    assert anyone.get("/verify/?code=" + code.replace("-", "")).headers["Location"].endswith(code)


def test_the_bytes_of_a_certified_report_are_never_swept_away(site: Site, agency_id: int) -> None:
    answer_all(site, agency_id)
    certify(site.signed_in(agency_id))
    kept = site.database.read(certified_hashes)
    assert len(kept) == len(SUFFIXES)
    assert kept <= site.database.read(stored_hashes)


def test_another_agencys_admin_sees_nothing_of_it(site: Site, agency_id: int, other_id: int) -> None:
    answer_all(site, agency_id)
    certify(site.signed_in(agency_id))
    stranger = site.signed_in(other_id, slug="other")
    assert stranger.get(PAGE).status_code in (401, 404)
    assert stranger.get(f"/admin/other/report/{YEAR}/first_half/v1.pdf").status_code == 404
