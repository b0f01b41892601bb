"""A plan's document on the admin page: read, looked at, corrected, imported; nothing changes before that."""

import re
import zipfile
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from domain.task import Status
from domain.writes import SetLayout
from reports.layouts.load import named_layout
from store.books import Books
from store.plans import plan_on_file
from tests.agency import NAME, small_agency, write
from tests.web.admin.plan_page import COLUMNS, HEAD, address, as_new_version, look_again, send, titles, upload
from tests.web.site import Site, form_token

pytestmark = pytest.mark.repeats


def test_reading_shows_what_was_understood_and_changes_nothing(site: Site, admin: FlaskClient) -> None:
    before = titles(site)
    page = upload(admin, HEAD + COLUMNS + "จัดทำคู่มือ\tคณะทำงาน\tเมื่อพร้อม\tทุกเดือน\n")
    assert page.status_code == 200
    text = unescape(page.text)
    for words in ("จัดทำคู่มือ", "ไม่ทราบว่าผู้รับผิดชอบคือส่วนราชการใด", "ไม่ทราบระยะเวลาดำเนินการ", "ตาราง 1, แถว 2"):
        assert words in text
    assert "เพิ่มใหม่ 1 ตัดออก 3" in text
    assert titles(site) == before


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_the_empty_form_is_there_to_be_filled_in(admin: FlaskClient, suffix: str) -> None:
    assert f"/admin/demo/plan/form.{suffix}" in admin.get("/admin/demo/plan").text
    answer = admin.get(f"/admin/demo/plan/form.{suffix}")
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.data)) as form:
        text = "".join(form.read(name).decode() for name in form.namelist() if name.endswith(".xml"))
    assert text.count("ทุ่งตัวอย่าง") == text.count(NAME) == 1


def test_importing_again_keeps_tasks_and_replies_of_what_stays(site: Site, admin: FlaskClient) -> None:
    task = next(task for task in site.tasks(1) if task.measure == "เผยแพร่ประมวลจริยธรรม")
    site.reply(1, task, result="ทำแล้ว")
    text = "หัวข้อ\tลำดับ\tมาตรการ\tผู้รับผิดชอบ\n"
    stays = HEAD + text + "1. การปฏิบัติหน้าที่\t1\tเผยแพร่ประมวลจริยธรรม\tสำนักปลัด (งานนิติการ)\n"
    assert send(admin, upload(admin, stays)).status_code == 303
    (kept,) = [each for each in site.tasks(1) if each.id == task.id]
    assert kept.status is Status.DONE


def test_a_measure_with_replies_goes_only_where_that_is_ticked(site: Site, admin: FlaskClient) -> None:
    site.reply(1, site.tasks(1)[0], result="ทำแล้ว")
    other = upload(admin, HEAD + COLUMNS + "เรื่องอื่นทั้งหมด\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    assert "มีผลรายงาน 1 รายการ" in other.text
    refused = send(admin, other)
    assert refused.status_code == 422
    assert "โปรดทำเครื่องหมาย" in refused.text
    assert send(admin, other, drop="on").status_code == 303
    assert titles(site) == ["เรื่องอื่นทั้งหมด"]


def test_a_reading_made_before_another_import_asks_again_before_it_undoes_that(site: Site, admin: FlaskClient) -> None:
    row = "\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n"
    old = upload(admin, f"{HEAD}{COLUMNS}มาตรการเดิม{row}")
    new = upload(admin, f"{HEAD}{COLUMNS}มาตรการที่แก้แล้วทั้งหมด{row}")
    assert send(admin, new).status_code == 303
    asked = send(admin, old)
    assert asked.status_code == 422
    assert "เปลี่ยนไปหลังจากอ่านเอกสารนี้" in asked.text
    assert titles(site) == ["มาตรการที่แก้แล้วทั้งหมด"]
    assert send(admin, asked).status_code == 303
    assert titles(site) == ["มาตรการเดิม"]


def test_pressing_the_button_twice_imports_once_and_says_so(site: Site, admin: FlaskClient) -> None:
    page = upload(admin, f"{HEAD}{COLUMNS}เผยแพร่งบประมาณ\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    first, second = send(admin, page), send(admin, page)
    assert (first.status_code, second.status_code) == (303, 303)
    assert titles(site) == ["เผยแพร่งบประมาณ"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("plan.docx", "PK\x03\x04 nothing", "ไฟล์เสียหาย"),
        ("plan.pdf", "%PDF-1.7 nothing", "ไฟล์เสียหาย"),
        ("plan.txt", "สวัสดี", "ไม่พบตารางมาตรการ"),
        ("plan.exe", "MZ", "อ่านไฟล์นี้ไม่ได้"),
        ("../../etc/passwd", "x", "อ่านไฟล์นี้ไม่ได้"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(site: Site, admin: FlaskClient, name: str, text: str, says: str) -> None:
    answer = upload(admin, text, name)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_column_that_is_not_sure_is_asked_about_and_read_anew_with_the_answer(site: Site, admin: FlaskClient) -> None:
    rows = "มาตรการ\tผู้รับผิดชอบ\tเรื่องน่ารู้\nเผยแพร่งบประมาณ\tกองคลัง\tปิดประกาศแล้ว\n"
    question = upload(admin, HEAD + rows)
    text = unescape(question.text)
    assert "คอลัมน์ “เรื่องน่ารู้” คืออะไร" in text
    assert "“ปิดประกาศแล้ว”" in text
    assert "ใครเป็นผู้กรอก" in text
    answer = {"heading-1": "เรื่องน่ารู้", "column-1": "result", "filler-1": ""}
    page = look_again(admin, question, "columns", **answer)
    assert page.status_code == 200
    assert "คืออะไร" not in page.text
    assert 'name="replies"' in page.text


def test_a_document_of_another_year_is_taken_with_its_times_shifted_once_that_is_said(
    site: Site, admin: FlaskClient
) -> None:
    before = titles(site)
    text = HEAD.replace("2570", "2569") + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tต.ค. 2568 - ธ.ค. 2568\tทุกเดือน\n"
    question = upload(admin, text)
    assert "ใช้เป็นมาตรการปี 2570 โดยเลื่อนกำหนดเวลาหรือไม่" in question.text
    assert send(admin, question).status_code == 422
    assert titles(site) == before
    page = as_new_version(admin, look_again(admin, question, "shift"))
    assert "ต.ค. 2569 - ธ.ค. 2569" in page.text
    assert send(admin, page).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    assert [str(one.measure.timeframe.last) for one in found.measures if one.measure.timeframe] == ["2026-12-31"]


def test_what_a_document_says_is_never_markup(site: Site, admin: FlaskClient) -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;\"'{{ 7*7 }}"
    page = upload(admin, f"{HEAD}{COLUMNS}{hostile}\t{hostile}\t{hostile}\t{hostile}\n")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "{{ 7*7 }}" in page.text


def test_a_draft_of_another_agency_or_one_that_is_gone_changes_nothing(site: Site, admin: FlaskClient) -> None:
    page = upload(admin, HEAD + COLUMNS + "ก\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    small_agency(site.database, "other")
    stranger = site.signed_in(2, "other")
    token = form_token(stranger.get("/admin/other/plan"))
    for key in (address(page).rpartition("/")[2], "x", "x" * 40):
        for path in (f"/admin/other/plan/draft/{key}", f"/admin/other/plan/draft/{key}/remove"):
            assert stranger.post(path, data={"csrf_token": token, "do": "import"}).status_code == 303
        assert stranger.get(f"/admin/other/plan/draft/{key}").status_code == 303
    assert "ก" not in titles(site, 2)
    assert admin.get(address(page)).status_code == 200


def test_the_plan_is_taken_away_corrected_and_read_again(site: Site, admin: FlaskClient) -> None:
    before = titles(site)
    for ending in ("xlsx", "docx"):
        made = admin.get(f"/admin/demo/plan/2570.{ending}")
        assert made.status_code == 200
        token = form_token(admin.get("/admin/demo/plan"))
        data = {"csrf_token": token, "year": "2570", "file": (BytesIO(made.data), f"plan.{ending}")}
        read = "/admin/demo/plan/read"
        page = admin.post(read, data=data, content_type="multipart/form-data", follow_redirects=True)
        assert "เพิ่มใหม่ 0 ตัดออก 0" in page.text
        assert send(admin, page).status_code == 303
        assert titles(site) == before
    assert admin.get("/admin/demo/plan/2560.xlsx").status_code == 404


def test_only_admins_come_in_and_only_with_the_forms_token(site: Site, admin: FlaskClient) -> None:
    assert site.browser().get("/admin/demo/plan").status_code == 401
    assert admin.post("/admin/demo/plan/draft/x", data={"do": "import"}).status_code == 400


def test_the_changed_fields_are_shown_as_they_were_and_will_be(site: Site, admin: FlaskClient) -> None:
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    send(admin, page, drop="on")
    again = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tสำนักปลัด\tไตรมาสที่ 1\tทุกเดือน\n")
    assert "ผู้รับผิดชอบ: กองคลัง → สำนักปลัด" in again.text
    often = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tไตรมาสที่ 2\tไตรมาสละ ๑ ครั้ง\n")
    assert "[ทุกไตรมาส]" in often.text
    assert "1/10/2569 – 31/12/2569] → ไตรมาสที่ 2 [1/1/2570 – 31/3/2570]" in often.text


def test_a_change_in_an_own_column_is_shown(site: Site, admin: FlaskClient) -> None:
    head = HEAD + "มาตรการ\tผู้รับผิดชอบ\tงบประมาณ (บาท)\n"
    assert send(admin, upload(admin, head + "เผยแพร่งบประมาณ\tกองคลัง\t5,000\n")).status_code == 303
    page = upload(admin, head + "เผยแพร่งบประมาณ\tกองคลัง\t7,000\n")
    text = unescape(page.text)
    assert "งบประมาณ (บาท): 5,000 → 7,000" in text and "<li>งบประมาณ (บาท): 7,000</li>" in text
    assert "คอลัมน์นี้ไม่มีในแบบรายงานของหน่วยงาน" in text


def test_what_stands_under_the_layouts_headings_is_kept_under_its_keys(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, SetLayout(named_layout("anticorruption")))
    head = HEAD + "ชื่อโครงการ/กิจกรรม/มาตรการ/แนวปฏิบัติงาน\tผู้รับผิดชอบ\tประเภทงาน\tมิติ\n"
    page = upload(admin, head + "อบรมจริยธรรม\tกองคลัง\tโครงการ\tมิติที่ 1 การสร้างสังคม\n")
    assert "คอลัมน์นี้ไม่มีในแบบรายงานของหน่วยงาน" not in unescape(page.text)
    assert send(admin, page).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found and [one.measure.own for one in found.measures] == [{"work": "โครงการ"}]


def test_last_years_plan_begins_another_year_its_days_moved_and_its_replies_left_out(
    site: Site, admin: FlaskClient
) -> None:
    start = admin.get("/admin/demo/plan")
    assert 'value="2571"' in start.text
    data = {"csrf_token": form_token(start), "plan": "1", "year": "2571"}
    page = admin.post("/admin/demo/plan/copy", data=data, follow_redirects=True)
    assert "ต.ค. ๗๐ - มี.ค. ๗๑" in page.text
    assert titles(site) == titles(site)
    assert send(admin, page, **{"title-3": "ปรับปรุงคู่มือทั้งหมด"}).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2571))
    assert found is not None
    one = found.measures[0].measure
    assert one.timeframe and str(one.timeframe.first) == "2027-10-01"
    assert found.measures[2].measure.title == "ปรับปรุงคู่มือทั้งหมด"
    assert titles(site)[2] == "ปรับปรุงคู่มือการให้บริการ"
    for wrong in ("", "2570", "99", "x"):
        assert admin.post("/admin/demo/plan/copy", data={**data, "year": wrong}).status_code == 422
    assert admin.post("/admin/demo/plan/copy", data={**data, "plan": "9"}).status_code == 422
    wrong = admin.post("/admin/demo/plan/copy", data={**data, "year": "2099x"}).text
    assert re.search(r'value="2099x"[^>]*aria-describedby="copy-year-problem"', wrong), "what was typed stays"


def test_a_document_that_is_not_wanted_is_discarded(site: Site, admin: FlaskClient) -> None:
    before = titles(site)
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    assert admin.post(f"{address(page)}/remove", data={"csrf_token": form_token(page)}).status_code == 303
    assert admin.get(address(page)).status_code == 303
    assert titles(site) == before
