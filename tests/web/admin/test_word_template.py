"""An agency uploads its own Word template: tried, kept, used for its .docx, downloadable, taken away again."""

import io
import zipfile

import pytest
from docx import Document
from flask.testing import FlaskClient

from reports.word.names import SHAPE
from store.evidence import stored_hashes
from tests.agency import NAME, YEAR
from tests.reports.test_word_template import template
from tests.web.site import ADMIN, Site, certify_form, form_token
from web.addresses import MEDIA_TYPES
from web.admin.word_template import NAMES

AT = "/admin/demo/layout/word"
REPORT = f"/admin/demo/report/{YEAR}/first_half"

pytestmark = pytest.mark.slow  # each upload is tried in a process of its own


def upload(admin: FlaskClient, data: bytes, name: str = "แบบของเรา.docx") -> tuple[int, str]:
    form = {"csrf_token": form_token(admin.get(AT)), "file": (io.BytesIO(data), name)}
    answer = admin.post(AT, data=form)
    return answer.status_code, answer.text


def first_line(admin: FlaskClient) -> str:
    answer = admin.get(f"{REPORT}.docx")
    assert answer.status_code == 200
    text: str = Document(io.BytesIO(answer.data)).paragraphs[0].text
    return text


def test_it_is_used_for_the_word_file_alone_until_it_is_taken_away(site: Site, admin: FlaskClient) -> None:
    before = first_line(admin)
    mine = template("ของ {{ agency }} เอง")
    site.app.config["MAX_CONTENT_LENGTH"] = 1000  # a webhook is small, a Word file is not
    assert upload(admin, mine)[0] == 303
    assert first_line(admin) == f"ของ {NAME} เอง"
    assert "แบบของเรา.docx" in admin.get(AT).text
    assert admin.get(f"{AT}/current.docx").data == mine
    with zipfile.ZipFile(io.BytesIO(admin.get(f"{REPORT}.xlsx").data)) as book:
        assert "xl/workbook.xml" in book.namelist()
    assert len(site.database.read(stored_hashes)) == 1
    assert admin.post(f"{AT}/remove", data={"csrf_token": form_token(admin.get(AT))}).status_code == 303
    assert first_line(admin) == before
    assert admin.get(f"{AT}/current.docx").status_code == 404


def test_one_with_an_unknown_word_is_refused_and_the_one_before_stays(admin: FlaskClient) -> None:
    upload(admin, template("แบบแรก"))
    status, page = upload(admin, template("{{ agenzy }}", cell="{{ row.outcome }}<b>"))
    assert status == 422
    assert "ไม่รู้จักคำว่า “agenzy” ใน “{{ agenzy }}” อาจหมายถึง “agency”" in page
    assert "ในตารางที่ 1: รูปแบบรายงานของหน่วยงานไม่มีคอลัมน์ “row.outcome”" in page
    assert upload(admin, b"nothing", "x.docx")[0] == upload(admin, b"")[0] == 422
    assert first_line(admin) == "แบบแรก"


def test_the_sample_can_be_uploaded_as_it_is(admin: FlaskClient) -> None:
    sample = admin.get(f"{AT}/sample.docx")
    assert sample.content_type == MEDIA_TYPES["docx"]
    assert upload(admin, sample.data)[0] == 303


def test_a_template_whose_bytes_are_lost_is_told_and_not_passed_over(site: Site, admin: FlaskClient) -> None:
    upload(admin, template("แบบแรก"))
    for sha256 in site.database.read(stored_hashes):
        site.files.delete_file(sha256)
    answer = admin.get(f"{REPORT}.docx")
    assert answer.status_code == 422
    assert AT in answer.text
    assert admin.get(f"{AT}/current.docx").status_code == 404


def test_the_page_lists_all_that_a_template_may_name() -> None:
    assert {name for name, _ in NAMES} == set(SHAPE)


def test_a_certified_word_file_stays_what_it_was_when_the_template_changes(site: Site, admin: FlaskClient) -> None:
    for task in site.tasks(1):
        site.reply(1, task, f"reply-{task.id}", result=f"ดำเนินการแล้ว เรื่องที่ {task.id} ในหน่วยงาน")
    upload(admin, template("แบบแรก"))
    form = {**certify_form(admin.get(f"{REPORT}/certify")), "typed_name": ADMIN}
    assert admin.post(f"{REPORT}/certify", data=form).status_code == 303
    certified = admin.get(f"{REPORT}/v1.docx").data
    paragraphs = [one.text for one in Document(io.BytesIO(certified)).paragraphs]
    assert paragraphs[0] == "แบบแรก"
    assert "/verify/" in paragraphs[-1]
    upload(admin, template("แบบสอง"))
    assert first_line(admin) == "แบบสอง"
    assert admin.get(f"{REPORT}/v1.docx").data == certified


def test_nobody_else_may_see_or_change_it(site: Site) -> None:
    for path in ("", "/current.docx", "/sample.docx"):
        assert site.browser().get(AT + path).status_code == 401
