"""The report's files: their kinds, their names, and that they open."""

import io
import json
import zipfile
from urllib.parse import unquote

import pypdfium2
import pytest
from flask.testing import FlaskClient

from domain.writes import CloseRound, OpenRound
from reports.compile.load import NothingToReport, load_report
from reports.pdf import process as pdf_process
from reports.turns import Turns
from store.books import Books
from tests.agency import DUE, NAME, YEAR, write
from tests.web.site import Site, jpeg
from thai.fiscal import RoundKind
from web.addresses import MEDIA_TYPES
from web.file_names import disposition

AT = "/admin/demo/report/2570/first_half"
DONE = "เผยแพร่ประมวลจริยธรรมบนเว็บไซต์แล้ว"


@pytest.fixture
def reported(site: Site, admin: FlaskClient) -> FlaskClient:
    site.reply(1, site.tasks(1)[0], result=DONE)
    return admin


def test_the_report_s_page_says_how_many_tasks_have_no_reply_for_the_round_s_end(reported: FlaskClient) -> None:
    assert "(ยังไม่รายงานผลสิ้นรอบ 5 รายการ)" in reported.get(AT).text


@pytest.mark.repeats
@pytest.mark.parametrize("suffix", ["json", "docx", "xlsx", "pdf"])
def test_each_file_has_its_type_and_a_thai_name(
    reported: FlaskClient, suffix: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    answer = reported.get(f"{AT}.{suffix}")
    assert answer.status_code == 200
    assert answer.content_type == MEDIA_TYPES[suffix]
    named = answer.headers["Content-Disposition"]
    assert named.isascii()
    assert named.startswith(f'attachment; filename="report-2570-first_half.{suffix}"')
    full = unquote(named.partition("filename*=UTF-8''")[2])
    assert full == f"รายงาน รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570 {NAME}.{suffix}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.slow
def test_the_pdf_opens_and_holds_the_reply(
    reported: FlaskClient, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    document = pypdfium2.PdfDocument(reported.get(f"{AT}.pdf").data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert DONE in "".join(text.split())
    document.close()


def test_the_other_files_open_and_hold_the_reply(reported: FlaskClient) -> None:
    for suffix, part in (("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")):
        with zipfile.ZipFile(io.BytesIO(reported.get(f"{AT}.{suffix}").data)) as file:
            assert file.testzip() is None
            assert DONE in file.read(part).decode()
    data = json.loads(reported.get(f"{AT}.json").data)
    assert (data["agency"], data["year"], data["round"], data["state"]) == (NAME, 2570, "first_half", "draft")
    assert any(DONE in line for g in data["groups"] for row in g["rows"] for line in row["cells"]["result"])


def test_the_preview_shows_the_report_and_what_is_missing(reported: FlaskClient) -> None:
    page = reported.get(AT).text
    assert DONE in page
    assert "ยังไม่รายงาน 2 จาก 3 มาตรการ" in page
    assert f"{AT}.pdf" in page


@pytest.mark.parametrize("path", ["2569/first_half", "2570/second_half", "2570/second_half.pdf", "2569/annual.json"])
def test_a_round_that_was_never_opened_says_so(reported: FlaskClient, path: str) -> None:
    answer = reported.get(f"/admin/demo/report/{path}")
    assert answer.status_code == 404
    assert "ยังไม่มีรายงานของรอบนี้" in answer.text


@pytest.mark.parametrize(
    "path", ["2570/x", "2570/first_half.exe", "99999/first_half", "0/first_half", "2570/../first_half.pdf"]
)
def test_what_is_no_report_is_not_found(reported: FlaskClient, path: str) -> None:
    assert reported.get(f"/admin/demo/report/{path}").status_code == 404


def test_the_annual_report_takes_in_both_halves(site: Site, reported: FlaskClient) -> None:
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, site.now))
    write(site.database, 1, OpenRound(YEAR, RoundKind.SECOND_HALF, DUE, site.now))
    site.reply(1, site.tasks(1)[0], "second", result="ทำต่อในครึ่งปีหลัง")
    page = reported.get("/admin/demo/report/2570/annual").text
    assert DONE in page
    assert "ทำต่อในครึ่งปีหลัง" in page


def test_a_printed_photo_is_the_clean_copy(site: Site) -> None:
    task, second, *_ = site.tasks(1)
    site.evidence(1, task, b"the original with its GPS", "photo", "", jpeg())
    site.evidence(1, second, b"an original without a copy", "photo")
    report = site.database.read(lambda conn: load_report(Books(conn, 1), YEAR, RoundKind.FIRST_HALF, site.files))
    paths = [piece.path for piece in report.exhibits]
    assert paths == [str(site.files.path(site.files.save([jpeg()])[0])), ""]


def test_loading_says_what_is_missing(site: Site) -> None:
    def load(year: int, kind: RoundKind) -> None:
        site.database.read(lambda conn: load_report(Books(conn, 1), year, kind))

    with pytest.raises(NothingToReport, match="no plan of 2569"):
        load(2569, RoundKind.FIRST_HALF)
    with pytest.raises(NothingToReport, match="second_half of 2570 was never opened"):
        load(2570, RoundKind.SECOND_HALF)


def test_a_file_name_holds_no_path_and_no_line_break() -> None:
    named = disposition("attachment", "report.pdf", 'อบต./..\\ "ก"\r\nX: y.pdf')
    assert "\r" not in named
    assert unquote(named.partition("''")[2]) == "อบต. ..   ก   X  y.pdf"


def test_where_many_documents_are_made_the_page_says_so(reported: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Turns(makers=1, waiting=0, longest=0)
    monkeypatch.setattr(pdf_process._process, "_turns", full)
    with full.turn():
        for suffix in ("pdf", "zip"):
            answer = reported.get(f"{AT}.{suffix}")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
            assert "ขณะนี้มีผู้ใช้งานจำนวนมาก" in answer.text and "โปรดกลับไปหน้าเดิมแล้วลองใหม่ในอีกสักครู่" in answer.text
