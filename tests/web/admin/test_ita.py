"""The documents that the national assessment asks for: what is found in them, where, and who sees it."""

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from domain.plan import Signatory
from domain.writes import ImportPlan, SetLayout
from reports.ita.links import find_links
from reports.layouts.load import named_layout
from reports.pdf.report import report_pdf
from store.books import Books
from tests.agency import LAW, MORNING, PLAN, YEAR, write
from tests.web.site import ADMIN, Site, any_token, certify_form

pytestmark = pytest.mark.slow

ANNUAL = f"/admin/demo/report/{YEAR}/annual/certify"
NEXT = f"/admin/demo/ita?year={YEAR + 1}"  # it asks for this year's annual report
HEAD = Signatory("นายสมหวัง ตั้งใจ", "นายกองค์การบริหารส่วนตำบล")


@pytest.fixture(autouse=True)
def real_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter works in this process."""
    monkeypatch.setattr("reports.pdf.process.pdf_bytes", report_pdf)


def report_all(site: Site) -> None:
    for task in site.tasks(1):
        text = f"จัดประชุมและเผยแพร่แล้ว เรื่องที่ {task.id}"
        site.reply(1, task, f"r-{task.id}", result=text, outcome=f"ประชาชนพึงพอใจมากขึ้น เรื่องที่ {task.id}")


def certify_year(site: Site, browser: FlaskClient) -> None:
    report_all(site)
    write(site.database, 1, SetLayout(named_layout("results"), None, (HEAD,)))
    form = {**certify_form(browser.get(ANNUAL)), "typed_name": ADMIN}
    assert browser.post(ANNUAL, data=form).status_code == 303


def publish_year(browser: FlaskClient, version: int = 1) -> None:
    sent = {"csrf_token": any_token(browser), "version": version}
    assert browser.post(ANNUAL.replace("/certify", "/publish"), data=sent).status_code == 303


def states(page: str, item: str) -> dict[str, str]:
    """How each element of the item is marked, by its name."""
    section = page.split(f'aria-labelledby="{item}"')[1].split("</section>")[0]
    return {
        name: state
        for state, name in re.findall(r'<li><p><span class="mark \w+">([^<]+)</span> <b>([^<]+)</b>', section)
    }


def test_nothing_is_found_before_anything_is_certified(site: Site, admin: FlaskClient) -> None:
    page = admin.get(NEXT).text
    assert set(states(page, "report").values()) == {"ยังไม่มี"}
    assert "ยังไม่ได้รับรองรายงาน" in page and f'href="{ANNUAL}"' in page
    assert site.browser().get(f"/p/demo/{YEAR + 1}/ita").status_code == 404


def test_what_is_certified_is_ready_and_found_once_it_is_public(site: Site, admin: FlaskClient) -> None:
    certify_year(site, admin)
    ready = admin.get(NEXT).text
    assert states(ready, "report")["ผลการดำเนินการของแต่ละมาตรการ"] == "มีแล้ว ยังไม่เผยแพร่"
    assert f"/p/demo/{YEAR}/annual" not in ready
    assert site.browser().get(f"/p/demo/{YEAR + 1}/ita").status_code == 404
    publish_year(admin)
    page, public = admin.get(NEXT).text, site.browser().get(f"/p/demo/{YEAR + 1}/ita").text
    for text in (page, public):
        found = states(text, "report")
        evidence = found.pop("ภาพถ่าย ไฟล์ หรือลิงก์ประกอบ")
        assert evidence == "ยังไม่มี"
        assert {name for name, state in found.items() if state != "พบแล้ว"} == set()
        links = re.findall(r'href="([^"]+#page=\d+)">([^<]+)<', text)
        assert links and all(re.search(r"หน้าที่ \d", told) for _, told in links)
        pdf = site.browser().get(unescape(links[0][0]).removeprefix(site.base_url).partition("#")[0])
        assert pdf.status_code == 200 and pdf.data.startswith(b"%PDF")
    assert f'value="{site.base_url}/p/demo/{YEAR}/annual"' in page
    assert f'value="{site.base_url}/p/demo/{YEAR}/annual.pdf"' in page
    assert "/admin/demo/plan" not in public and "ยังไม่เผยแพร่" in public  # next year's measures


def test_the_years_measures_are_found_once_they_are_public(site: Site, admin: FlaskClient) -> None:
    before = states(admin.get(f"/admin/demo/ita?year={YEAR}").text, "measures")
    assert before["ขั้นตอนหรือวิธีการปฏิบัติของแต่ละมาตรการ"] == "ยังไม่มี"
    assert before["ผู้รับผิดชอบ"] == "มีแล้ว ยังไม่เผยแพร่"
    topics = tuple(
        replace(PLAN.topics[0], title=f"ประเด็นที่ {n}", measures=(replace(LAW, title=f"มาตรการ {n}"),)) for n in range(7)
    )
    write(site.database, 1, ImportPlan(replace(PLAN, topics=topics), YEAR, MORNING))
    certify_year(site, admin)
    publish_year(admin)
    page = admin.get(f"/admin/demo/ita?year={YEAR}").text
    assert set(states(page, "measures").values()) == {"พบแล้ว"}
    shown = site.browser().get(f"/p/demo/{YEAR}/measures").text
    for text in ("ยังไม่ทั่วถึง", "จัดทำประกาศ", "สำนักปลัด (งานนิติการ)", "ต.ค. ๖๙ - มี.ค. ๗๐", "เดือนละ ๑ ครั้ง"):
        assert text in shown, text


def test_a_year_that_is_not_announced_is_said_to_be_so(site: Site, admin: FlaskClient) -> None:
    unknown = admin.get("/admin/demo/ita?year=2570").text
    assert "ยังไม่ประกาศ" in unknown and "(ข้อ O25 ของปี 2569)" in unknown
    known = admin.get("/admin/demo/ita?year=2569").text
    assert "ยังไม่ประกาศ" not in known and ">O25 " in known and "O26" in known
    assert admin.get("/admin/demo/ita?year=abc").status_code == 200


def test_another_version_that_is_not_public_yet_changes_nothing_outside(site: Site, admin: FlaskClient) -> None:
    certify_year(site, admin)
    publish_year(admin)
    site.reply(1, site.tasks(1)[0], "later", result="แก้ไขข้อความ", outcome="ดีขึ้น")
    form = {**certify_form(admin.get(ANNUAL)), "typed_name": ADMIN, "reason": "แก้คำผิด"}
    assert admin.post(ANNUAL, data=form).status_code == 303
    public = site.browser().get(f"/p/demo/{YEAR + 1}/ita").text
    assert states(public, "report")["ผลการดำเนินการของแต่ละมาตรการ"] == "พบแล้ว"


def test_a_report_that_was_withdrawn_is_missing_and_the_measures_stay(site: Site, admin: FlaskClient) -> None:
    certify_year(site, admin)
    publish_year(admin)
    form = {"csrf_token": any_token(admin), "reason": "ตัวเลขไม่ถูกต้อง"}
    page = ANNUAL.replace("/certify", "/v1/withdraw")
    sure = re.search(r'name="sure" value="(\w+)"', admin.post(page, data=form).text)
    assert sure and admin.post(page, data={**form, "sure": sure[1]}).status_code == 303
    assert set(states(admin.get(NEXT).text, "report").values()) == {"ยังไม่มี"}
    assert site.browser().get(f"/p/demo/{YEAR + 1}/ita").status_code == 404
    public = site.browser().get(f"/p/demo/{YEAR}/ita").text
    assert f"/p/demo/{YEAR}/measures" in public


def test_the_links_of_a_public_report_are_those_that_the_page_shows(site: Site, admin: FlaskClient) -> None:
    certify_year(site, admin)
    publish_year(admin)
    found = site.database.read(lambda conn: find_links(Books(conn, 1), site.files, "demo", site.base_url, YEAR + 1))
    page = admin.get(NEXT).text
    assert len(found) == 2 and all(one.own and f'value="{one.address}"' in page for one in found)
    for one in found:
        assert site.browser().get(one.address.removeprefix(site.base_url)).status_code == 200
