"""A second document of a year on the import page: a further plan or a new version, the likeliest first."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.plan_ref import PlanRef
from store.agencies import load_agency
from store.books import Books
from store.plan_refs import load_plans
from store.plans import plan_on_file
from tests.agency import LAYOUT, PLAN
from tests.web.admin.plan_page import COLUMNS, HEAD, address, send
from tests.web.site import Site, form_token

pytestmark = pytest.mark.repeats

NAME = "แผนปราบปรามทุจริต"
OTHER = HEAD + COLUMNS + "อบรมคุณธรรม\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\nตรวจสอบภายใน\tกองช่าง\tไตรมาสที่ 2\tทุกเดือน\n"
OWN = HEAD + "โครงการ\tผู้รับผิดชอบ\tงบประมาณ (บาท)\tร้อยละความก้าวหน้า\nอบรมคุณธรรม\tกองคลัง\t5,000\t\n"


def read(admin: FlaskClient, text: str) -> TestResponse:
    token = form_token(admin.get("/admin/demo/plan"))
    data = {"csrf_token": token, "year": "2570", "file": (BytesIO(text.encode()), "plan.txt")}
    path = "/admin/demo/plan/read"
    return admin.post(path, data=data, content_type="multipart/form-data", follow_redirects=True)


def choose(admin: FlaskClient, page: TestResponse, **typed: str) -> TestResponse:
    """The page after the choice, or the question again with what is wrong."""
    answer = send(admin, page, "which", **typed)
    return admin.get(address(page)) if answer.status_code == 303 else answer


def plans_of(site: Site) -> tuple[PlanRef, ...]:
    return site.database.read(lambda conn: load_plans(Books(conn, 1)))


def test_another_document_is_asked_about_and_a_further_plan_is_the_likeliest(site: Site, admin: FlaskClient) -> None:
    page = read(admin, OTHER)
    order = re.findall(r'name="which" value="(\w+)"[^>]*?(checked)?>', page.text)
    assert order == [("further", "checked"), ("1", "")]
    looked = choose(admin, page, which="further", name=NAME, layout="outcomes")
    assert f"แผนที่เพิ่มของปีนี้: {NAME}" in looked.text and "ตัดออก 0" in unescape(looked.text)
    assert send(admin, looked).status_code == 303
    assert send(admin, looked).status_code == 303  # twice is once
    first, second = plans_of(site)
    assert (second.number, second.name, second.own_layout, first.own_layout) == (2, NAME, True, False)
    kept = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert kept and len(kept.measures) == len(PLAN.measures)
    agency = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    assert (agency.layout_of(second).name, agency.layout_of(first)) == ("outcomes", LAYOUT)


def test_a_new_version_of_the_only_plan_is_not_asked_about(site: Site, admin: FlaskClient) -> None:
    rows = "".join(f"{one.title}\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n" for one in PLAN.measures)
    page = read(admin, HEAD + COLUMNS + rows)
    assert 'name="which"' not in page.text and "แผนที่เพิ่ม" not in page.text


def test_with_two_plans_the_likest_is_the_first_answer(site: Site, admin: FlaskClient) -> None:
    send(admin, choose(admin, read(admin, OTHER), which="further", name=NAME, layout="agency"))
    page = read(admin, OTHER)
    assert re.findall(r'name="which" value="(\w+)"', page.text) == ["2", "1", "further"]
    looked = choose(admin, page, which="2")
    assert f"ฉบับใหม่ของ{NAME}" in looked.text
    assert send(admin, looked).status_code == 303
    assert len(plans_of(site)) == 2


def test_the_documents_own_table_is_offered_as_its_reports_layout(site: Site, admin: FlaskClient) -> None:
    page = read(admin, OWN)
    assert re.findall(r'<option value="(\w+)"', page.text)[0] == "learned"
    assert send(admin, choose(admin, page, which="further", name=NAME, layout="learned")).status_code == 303
    (second,) = [one for one in plans_of(site) if one.number == 2]
    layout = site.database.read(lambda conn: load_agency(Books(conn, 1))).layout_of(second)
    assert {"งบประมาณ (บาท)", "ร้อยละความก้าวหน้า"} <= {column.label for column in layout.columns}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "โปรดเลือกว่าเอกสารนี้เป็นแผนใด"),
        ({"which": "7"}, "โปรดเลือกว่าเอกสารนี้เป็นแผนใด"),
        ({"which": "further", "name": "  "}, "โปรดตั้งชื่อสั้น"),
        ({"which": "further", "name": "ก" * 61}, "โปรดตั้งชื่อสั้น"),
    ],
)
def test_what_is_not_said_is_asked_again(site: Site, admin: FlaskClient, typed: dict[str, str], says: str) -> None:
    again = choose(admin, read(admin, OTHER), **typed)
    assert again.status_code == 422
    assert says in again.text and 'name="which"' in again.text


def test_two_admins_who_add_a_plan_at_once_do_not_overwrite_each_other(site: Site, admin: FlaskClient) -> None:
    one = choose(admin, read(admin, OTHER), which="further", name=NAME, layout="agency")
    other = choose(admin, read(admin, OWN), which="further", name="แผนควบคุมภายใน", layout="learned")
    assert send(admin, one).status_code == 303
    assert send(admin, other).status_code == 409
    assert [plan.name for plan in plans_of(site)] == ["", NAME]


def test_a_further_plan_has_a_layout_page_and_a_name_of_its_own(site: Site, admin: FlaskClient) -> None:
    assert "รูปแบบรายงานของ" not in admin.get("/admin/demo/layout").text  # with one plan nothing is said of plans
    send(admin, choose(admin, read(admin, OTHER), which="further", name=NAME, layout="outcomes"))
    second = next(one for one in plans_of(site) if one.number == 2)
    page = admin.get(f"/admin/demo/layout?of={second.id}&start=dates")
    form = re.search(r'action="([^"]+)" class="fields[^"]*" id="layout-form"', page.text)
    text = re.search(r"<textarea[^>]*name=\"text\"[^>]*>\n(.*?)</textarea>", page.text, re.S)
    assert form and text and f"of={second.id}" in form[1]
    data = {"csrf_token": form_token(page), "text": unescape(text[1]), "place": "", "signatories": ""}
    assert admin.post(unescape(form[1]), data=data).status_code == 303
    agency = site.database.read(lambda conn: load_agency(Books(conn, 1)))
    assert (agency.layout_of(second).name, agency.layout.name) == ("dates", LAYOUT.name)
    plans = admin.get("/admin/demo/plan")
    named = {"csrf_token": form_token(plans), "plan_id": str(second.id)}
    assert admin.post("/admin/demo/plan/name", data={**named, "name": "แผน ป.ป.ท."}).status_code == 303
    assert admin.post("/admin/demo/plan/name", data={**named, "name": " "}).status_code == 422
    wrong = admin.post("/admin/demo/plan/name", data={**named, "name": "ก" * 61})
    field = rf'value="{"ก" * 61}"[^>]*aria-describedby="name-{second.id}-problem"'
    assert wrong.status_code == 422 and re.search(field, wrong.text), "the name that was typed stays, with the problem"
    assert 'id="file-problem"' not in wrong.text
    assert [one.name for one in plans_of(site)] == ["", "แผน ป.ป.ท."]


def test_rounds_and_reports_of_both_plans_stand_beside_each_other(site: Site, admin: FlaskClient) -> None:
    send(admin, choose(admin, read(admin, OTHER), which="further", name=NAME, layout="outcomes"))
    rounds = unescape(admin.get("/admin/demo/rounds").text)
    assert f"รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 · {NAME}" in rounds
    assert "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 · มาตรการ ITA" in rounds
    page = admin.get("/admin/demo/rounds/2570/first_half/open?plan=2")
    days = {"csrf_token": form_token(page), "due": "2027-03-31", "end_from": "", "publish": "2027-04-30"}
    sure = admin.post("/admin/demo/rounds/2570/first_half/open?plan=2", data=days)
    seen = re.search(r'name="seen" value="([^"]*)"', sure.text)
    assert seen and "อบรม" not in sure.text
    done = admin.post(
        "/admin/demo/rounds/2570/first_half/open?plan=2", data={**days, "sure": "1", "seen": unescape(seen[1])}
    )
    assert done.status_code == 303
    report = unescape(admin.get("/admin/demo/report/2570/first_half?plan=2").text)
    assert "อบรมคุณธรรม" in report and PLAN.measures[0].title not in report
    assert "/admin/demo/report/2570/first_half/certify?plan=2" in report
    assert "อบรมคุณธรรม" not in unescape(admin.get("/admin/demo/report/2570/first_half").text)
    tasks = unescape(admin.get("/admin/demo/tasks?year=2570&round=first_half&plan=2").text)
    assert "อบรมคุณธรรม" in tasks and PLAN.measures[0].title not in tasks
