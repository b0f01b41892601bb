"""A plan's document on the admin page: read, looked at, corrected, imported; nothing changes before that."""

import re
import zipfile
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.task import Round, Status, Update
from domain.writes import SetLayout
from reports.layouts.load import named_layout
from store.audit import EntryFilter, load_entries
from store.books import Books
from store.plans import plan_on_file
from store.rounds import find_round
from store.tasks import load_tasks
from store.updates import newest_updates
from tests.agency import NAME, small_agency, write
from tests.web.site import Site, form_token
from thai.fiscal import RoundKind

pytestmark = pytest.mark.repeats

HEAD = "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง ปีงบประมาณ พ.ศ. 2570\n\n"
COLUMNS = "มาตรการ\tผู้รับผิดชอบ\tระยะเวลา\tการกำกับติดตาม\n"
_DRAFT = re.compile(r'action="(/admin/demo/plan/draft/[^"/]+)"')
_MARKS = re.compile(r'name="(beside|read)" value="([^"]+)"')


def upload(admin: FlaskClient, text: str, name: str = "plan.txt", year: str = "2570") -> TestResponse:
    token = form_token(admin.get("/admin/demo/plan"))
    data = {"csrf_token": token, "year": year, "file": (BytesIO(text.encode()), name)}
    path = "/admin/demo/plan/read"
    page = admin.post(path, data=data, content_type="multipart/form-data", follow_redirects=True)
    return as_new_version(admin, page)


def as_new_version(admin: FlaskClient, page: TestResponse) -> TestResponse:
    """The page after the question which plan the document is, where it was asked: a new version of the first."""
    return look_again(admin, page, "which", which="1") if 'name="which"' in page.text else page


def address(page: TestResponse) -> str:
    """Where the draft that the page shows is looked at."""
    found = _DRAFT.search(page.text)
    assert found, page.text
    return found[1]


def send(admin: FlaskClient, page: TestResponse, do: str = "import", **typed: str) -> TestResponse:
    """What comes of typing this and pressing a button of the page."""
    data = {"csrf_token": form_token(page), "do": do, **dict(_MARKS.findall(page.text)), **typed}
    return admin.post(address(page), data=data)


def look_again(admin: FlaskClient, page: TestResponse, do: str, **typed: str) -> TestResponse:
    """The page that shows the draft after pressing the button."""
    assert send(admin, page, do, **typed).status_code == 303
    return admin.get(address(page))


def titles(site: Site, agency_id: int = 1) -> list[str]:
    found = site.database.read(lambda conn: plan_on_file(Books(conn, agency_id), 2570))
    return [one.measure.title for one in found.measures] if found else []


def test_reading_shows_what_was_understood_and_changes_nothing(site: Site, admin: FlaskClient) -> None:
    before = titles(site)
    page = upload(admin, HEAD + COLUMNS + "จัดทำคู่มือ\tคณะทำงาน\tเมื่อพร้อม\tทุกเดือน\n")
    assert page.status_code == 200
    text = unescape(page.text)
    for words in ("จัดทำคู่มือ", "ไม่ทราบว่าผู้รับผิดชอบคือส่วนราชการใด", "ไม่ทราบระยะเวลาดำเนินการ", "ตาราง 1, แถว 2"):
        assert words in text
    assert "เพิ่มใหม่ 1 ตัดออก 3" in text
    assert titles(site) == before


def test_what_was_doubtful_is_corrected_and_imported(site: Site, admin: FlaskClient) -> None:
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tคณะทำงาน\tเมื่อพร้อม\tเป็นครั้งคราว\n")
    typed = {"who-1": "กองคลัง", "from-1": "2026-10-01", "to-1": "2027-03-31", "often-1": "quarterly"}
    assert send(admin, page, **typed).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    (measure,) = [one.measure for one in found.measures]
    assert measure.responsible and (measure.responsible.text, measure.responsible.units) == ("กองคลัง", ("กองคลัง",))
    assert measure.timeframe and str(measure.timeframe.last) == "2027-03-31"
    assert measure.cadence and (measure.cadence.text, measure.cadence.kind) == ("เป็นครั้งคราว", "quarterly")
    assert "นำเข้ามาตรการประจำปีงบประมาณ พ.ศ. 2570 แล้ว" in admin.get("/admin/demo/plan?done=2570").text


def test_a_measures_wording_is_corrected_and_what_is_asked_leads_to_it(site: Site, admin: FlaskClient) -> None:
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาน\tคณะทำงาน\tไตรมาสที่ 1\tทุกเดือน\n")
    assert 'href="#m1"' in page.text
    assert send(admin, page, **{"title-1": "  ", "who-1": "กองคลัง"}).status_code == 422
    assert send(admin, page, **{"title-1": "เผยแพร่ งบประมาณ", "who-1": "กองคลัง"}).status_code == 303
    assert titles(site) == ["เผยแพร่ งบประมาณ"]


def test_what_a_document_tells_was_done_becomes_a_rounds_replies_where_that_is_chosen(
    site: Site, admin: FlaskClient
) -> None:
    told = HEAD + "มาตรการ\tผู้รับผิดชอบ\tผลการดำเนินการ\nเผยแพร่งบประมาณ\tกองคลัง\tดำเนินการแล้วเสร็จ - ลงเว็บไซต์แล้ว\n"
    page = upload(admin, told)
    assert 'name="replies"' in page.text
    answer = send(admin, page, replies="second_half", drop="on")
    assert "นำเข้าผลรายงานจากเอกสาร 1 รายการ" in admin.get(answer.location).text
    round_, newest = site.database.read(lambda conn: _of_round(Books(conn, 1), RoundKind.SECOND_HALF))
    assert round_.closed_at is not None
    assert [(reply.status, reply.result) for reply in newest] == [(Status.DONE, "ลงเว็บไซต์แล้ว")]
    entries = site.database.read(lambda conn: load_entries(Books(conn, 1), EntryFilter(kind="changed")))
    made = [(one.act.way, one.noted.about, "due" in one.noted.parts) for one in reversed(entries)]
    assert made[-3:] == [("page", "plan", False), ("page", "round", True), ("page", "round", False)]
    # The year's round asks for nothing of its own where a half was opened.
    nothing = send(admin, upload(admin, told), replies="annual", drop="on")
    assert "ยังไม่ได้นำเข้าผลรายงานจากเอกสาร" in admin.get(nothing.location).text
    silent = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    assert 'name="replies"' not in silent.text


def test_a_status_that_the_document_does_not_name_is_asked_the_likeliest_first_and_never_chosen(
    site: Site, admin: FlaskClient
) -> None:
    told = HEAD + "มาตรการ\tผู้รับผิดชอบ\tผลการดำเนินการ\nทำคู่มือ\tกองคลัง\tคู่มือจัดทำแล้วเสร็จ\nจัดอบรม\tกองคลัง\tอบรมหนึ่งรุ่น\n"
    page = upload(admin, told)
    assert "ในเอกสารเขียนว่า “คู่มือจัดทำแล้วเสร็จ”" in page.text
    assert page.text.count("(น่าจะใช่)") == 1
    chosen = page.text.partition('name="status-1"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)" selected', chosen) == [""]
    send(admin, page, replies="second_half", drop="on", **{"status-1": "done"})
    _, newest = site.database.read(lambda conn: _of_round(Books(conn, 1), RoundKind.SECOND_HALF))
    assert [(reply.status, reply.result) for reply in newest] == [
        (Status.DONE, "คู่มือจัดทำแล้วเสร็จ"),
        (Status.NOT_STATED, "อบรมหนึ่งรุ่น"),
    ]
    draft = admin.get("/admin/demo/report/2570/second_half")
    assert "อบรมหนึ่งรุ่น" in draft.text
    assert "อยู่ระหว่างดำเนินการ" not in draft.text
    assert "มีรายงานครบทั้ง 2 มาตรการ" in draft.text


def _of_round(books: Books, kind: RoundKind) -> tuple[Round, list[Update]]:
    found = find_round(books, 2570, kind)
    assert found is not None
    return found, list(newest_updates(books, found.id).values())


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_the_empty_form_is_there_to_be_filled_in(admin: FlaskClient, suffix: str) -> None:
    assert f"/admin/demo/plan/form.{suffix}" in admin.get("/admin/demo/plan").text
    answer = admin.get(f"/admin/demo/plan/form.{suffix}")
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.data)) as form:
        text = "".join(form.read(name).decode() for name in form.namelist() if name.endswith(".xml"))
    assert text.count("ทุ่งตัวอย่าง") == text.count(NAME) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"who-1": "ใครก็ได้"},
        {"from-1": "2026-10-01"},
        {"from-1": "2027-01-01", "to-1": "2026-01-01"},
        {"from-1": "x", "to-1": "y"},
    ],
)
def test_a_correction_that_is_not_understood_is_asked_again(
    site: Site, admin: FlaskClient, typed: dict[str, str]
) -> None:
    before = titles(site)
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองคลัง\tเมื่อพร้อม\tทุกเดือน\n")
    answer = send(admin, page, **typed)
    assert answer.status_code == 422
    assert "จึงยังไม่ได้นำเข้า" in answer.text
    assert next(iter(typed.values())) in answer.text
    assert titles(site) == before


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


def test_a_unit_that_the_agency_does_not_have_is_asked_about_and_never_chosen_in_silence(
    site: Site, admin: FlaskClient
) -> None:
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองการคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    asked = page.text.partition('name="unit-กองการคลัง"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)"', asked)[:2] == ["", "กองคลัง"]
    assert "selected" not in asked
    refused = send(admin, page, drop="on")
    assert refused.status_code == 422
    assert "โปรดเลือกด้านล่างว่าแต่ละชื่อคือส่วนราชการใด" in refused.text
    assert "เผยแพร่งบประมาณ" not in titles(site)
    assert send(admin, page, drop="on", **{"unit-กองการคลัง": "กองคลัง"}).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    (who,) = [one.measure.responsible for one in found.measures]
    assert who and (who.text, who.units) == ("กองการคลัง", ("กองคลัง",))


def test_what_a_unit_is_called_is_kept_for_the_next_time_and_can_be_removed(site: Site, admin: FlaskClient) -> None:
    document = HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองการคลัง\tไตรมาสที่ 1\tทุกเดือน\n"
    page = upload(admin, document)
    assert "ใช้ทุกครั้งที่พบ" in page.text
    chosen = {"unit-กองการคลัง": "กองคลัง", "keep-กองการคลัง": "on"}
    assert send(admin, page, drop="on", **chosen).status_code == 303
    again = upload(admin, document.replace("เผยแพร่งบประมาณ", "เผยแพร่แผนจัดหา"))
    assert "unit-กองการคลัง" not in again.text
    assert send(admin, again, drop="on").status_code == 303
    found = site.database.read(lambda conn: load_tasks(Books(conn, 1)))
    assert [(task.measure, task.unit) for task in found] == [("เผยแพร่แผนจัดหา", "กองคลัง")]
    start = admin.get("/admin/demo/plan")
    assert "กองการคลัง → กองคลัง" in start.text
    fields = {"csrf_token": form_token(start), "written": "กองการคลัง"}
    assert admin.post("/admin/demo/plan/unit-name/remove", data=fields).status_code == 303
    assert "กองการคลัง → กองคลัง" not in admin.get("/admin/demo/plan").text
    assert "unit-กองการคลัง" in upload(admin, document).text


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


def test_every_field_is_corrected_in_place(site: Site, admin: FlaskClient) -> None:
    rows = "หัวข้อ\tลำดับ\tมาตรการ\tผู้รับผิดชอบ\tผลการดำเนินการ\n1. งบประมาน\t1\tเผยแพร่งบประมาน\tกองคลัง\tลงเว็บไซด์\n"
    page = upload(admin, HEAD + rows)
    typed = {
        "topic_title-1": "งบประมาณ", "topic_number-1": "๒", "topic_findings-1": "ยังไม่ครบ\r\nล่าช้า", "number-1": "๒.๑",
        "title-1": "เผยแพร่งบประมาณ", "steps-1": "รวบรวม\r\nเผยแพร่", "questions-1": "O18 การใช้จ่าย",
        "result-1": "ลงเว็บไซต์แล้ว", "indicator-1": "การใช้งบประมาณ", "score-1": "๘๕.๕", "time-1": "ไตรมาสที่ 2",
    }  # fmt: skip
    looked = unescape(look_again(admin, page, "keep", **typed).text)
    for words in ("๒ งบประมาณ", "๒.๑ เผยแพร่งบประมาณ", "ลงเว็บไซต์แล้ว", "๘๕.๕"):
        assert words in looked
    assert send(admin, admin.get(address(page)), drop="on").status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    (topic,) = found.topics
    assert (topic.topic.number, topic.topic.title, topic.topic.findings) == ("๒", "งบประมาณ", ("ยังไม่ครบ", "ล่าช้า"))
    (one,) = [each.measure for each in topic.measures]
    assert (one.number, one.title, one.steps) == ("๒.๑", "เผยแพร่งบประมาณ", ("รวบรวม", "เผยแพร่"))
    assert (one.result, [each.code for each in one.questions]) == (("ลงเว็บไซต์แล้ว",), ["O18"])
    assert one.timeframe and str(one.timeframe.last) == "2027-03-31"
    assert [(score.indicator, score.score) for score in found.scores] == [("การใช้งบประมาณ", 85.5)]


def test_a_correction_survives_an_error_and_another_visit(site: Site, admin: FlaskClient) -> None:
    page = upload(admin, HEAD + COLUMNS + "เผยแพร่งบประมาณ\tกองการคลัง\tไตรมาสที่ 1\tทุกเดือน\n")
    typed = {"title-1": "เผยแพร่แผน", "unit-กองการคลัง": "กองคลัง", "keep-กองการคลัง": "on", "from-1": "2027-05-01"}
    wrong = send(admin, page, **{**typed, "to-1": "2027-01-01"})
    assert wrong.status_code == 422
    other_day = site.signed_in(1)
    start = other_day.get("/admin/demo/plan")
    assert f'href="{address(page)}"' in start.text
    shown = unescape(other_day.get(address(page)).text)
    for words in ('value="2027-05-01"', ">\nเผยแพร่แผน</textarea>", 'value="กองคลัง" selected', "เอกสาร"):
        assert words in shown
    assert re.search(r'name="keep-กองการคลัง" checked', shown)
    assert send(other_day, other_day.get(address(page)), drop="on", **{"to-1": "2027-06-01"}).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    (one,) = [each.measure for each in found.measures]
    assert (one.title, str(one.timeframe and one.timeframe.first)) == ("เผยแพร่แผน", "2027-05-01")
    assert one.responsible and one.responsible.units == ("กองคลัง",)
    assert address(page) not in admin.get("/admin/demo/plan").text


def test_a_correction_follows_into_another_year_and_another_reading_of_the_columns(
    site: Site, admin: FlaskClient
) -> None:
    rows = "มาตรการ\tผู้รับผิดชอบ\tระยะเวลา\tเรื่องน่ารู้\nเผยแพร่งบประมาณ\tกองคลัง\tไตรมาสที่ 1\tปิดประกาศแล้ว\n"
    page = upload(admin, HEAD + rows)
    typed = {"title-1": "เผยแพร่แผน", "from-1": "2026-11-01", "to-1": "2027-02-28"}
    answer = {"heading-1": "เรื่องน่ารู้", "column-1": "result", "filler-1": ""}
    read = look_again(admin, page, "columns", **typed, **answer)
    assert ">\nเผยแพร่แผน</textarea>" in read.text and 'value="2026-11-01"' in read.text
    wrong = send(admin, read, "year", year="70")
    assert (wrong.status_code, 'value="2026-11-01"' in wrong.text) == (422, True)
    later = look_again(admin, read, "year", year="2571")
    assert 'value="2027-11-01"' in later.text and 'value="2028-02-29"' in later.text
    assert send(admin, later).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2571))
    assert found is not None
    assert [each.measure.title for each in found.measures] == ["เผยแพร่แผน"]


def test_a_window_that_shows_another_reading_corrects_nothing_in_this_one(site: Site, admin: FlaskClient) -> None:
    rows = "มาตรการ\tผู้รับผิดชอบ\tเรื่องน่ารู้\nเผยแพร่งบประมาณ\tกองคลัง\tปิดประกาศแล้ว\n"
    before, page = titles(site), upload(admin, HEAD + rows)
    look_again(admin, page, "columns", **{"heading-1": "เรื่องน่ารู้", "column-1": "result", "filler-1": ""})
    for do in ("keep", "columns", "year", "import"):
        late = send(admin, page, do, **{"title-1": "ข้อความจากหน้าต่างเก่า"})
        assert late.status_code == 409 and "เพื่อไม่ให้แก้ไขผิดมาตรการ" in late.text
        assert "ข้อความจากหน้าต่างเก่า" not in late.text + admin.get(address(page)).text
    assert titles(site) == before
    assert ">\nเผยแพร่แผน</textarea>" in look_again(admin, late, "keep", **{"title-1": "เผยแพร่แผน"}).text


def test_who_is_responsible_for_a_whole_heading_is_typed_once(site: Site, admin: FlaskClient) -> None:
    rows = "หัวข้อ\tมาตรการ\tผู้รับผิดชอบ\n1. ก\tเผยแพร่แผน\tคณะทำงาน\n1. ก\tจัดอบรม\tคณะทำงาน\n2. ข\tทำคู่มือ\tกองช่าง\n"
    page = upload(admin, HEAD + rows)
    wrong = send(admin, page, **{"who_all-1": "ใครก็ได้"})
    assert (wrong.status_code, 'value="ใครก็ได้"' in unescape(wrong.text)) == (422, True)
    assert send(admin, wrong, drop="on", **{"who_all-1": "กองคลัง"}).status_code == 303
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), 2570))
    assert found is not None
    told = [one.measure.responsible.units for one in found.measures if one.measure.responsible]
    assert told == [("กองคลัง",), ("กองคลัง",), ("กองช่าง",)]


def test_a_doubt_stands_at_its_place_and_is_linked_to_it_whatever_it_is_about(site: Site, admin: FlaskClient) -> None:
    rows = "หัวข้อ\tมาตรการ\tผู้รับผิดชอบ\tระยะเวลา\n1. ก\tเผยแพร่งบประมาน\tคณะทำงาน\tเมื่อพร้อม\n\tทำคู่มือ\tกองคลัง\tต.ค. 2560\n"
    text = unescape(upload(admin, HEAD + rows).text)
    listed = text.partition('id="found"')[2].partition("</section>")[0]
    linked = re.findall(r'href="#(\w+)"', listed)
    assert len(linked) == listed.count("<li>") > 2
    for anchor in linked:
        assert text.index('id="found"') < text.index(f'id="{anchor}"')
    of_first = text.partition('id="m1"')[2].partition("<details")[0]
    assert "ไม่ทราบว่าผู้รับผิดชอบคือส่วนราชการใด" in of_first and "ไม่ทราบระยะเวลาดำเนินการ" in of_first


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
