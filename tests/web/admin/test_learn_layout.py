"""A layout learned on the admin's page: shown column by column beside the document, asked about, then kept."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
import typst
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.layout import Layout
from reports.fonts.face import FAMILY, FONT_FOLDER
from reports.pdf.process import PdfError
from reports.turns import TooBusy
from store.agencies import load_agency
from store.books import Books
from tests.intake.learned_word import write_action_plan
from tests.web.site import Site, form_token

pytestmark = pytest.mark.repeats

PAGE = "/admin/demo/layout/learn"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CHOSEN = re.compile(r'<select id="([^"]+)"[^>]*>(?:(?!</select>).)*?<option value="([^"]*)" selected', re.DOTALL)
_WRITTEN = re.compile(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', re.DOTALL)
ANSWERS = {
    "สถานะงาน": {"column": "own", "filler": "reply", "kind": "choice", "choices": "เสร็จ\nไม่เสร็จ | เพราะเหตุใด"},
    "แนวทางแก้ไข": {"column": "own", "filler": "reply"},
}
CSV = "โครงการ,ผู้รับผิดชอบ,สถานะงาน,แนวทางแก้ไข\nติดป้าย,กองช่าง,,\nจัดอบรม,กองคลัง,,\n"


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Layout]:
    """The layouts that were drawn; the typesetter itself is tried once."""
    layouts: list[Layout] = []
    monkeypatch.setattr(
        "reports.pdf.process.page_pictures", lambda report, _most: layouts.append(report.layout) or (b"p",)
    )
    return layouts


def upload(admin: FlaskClient, data: bytes, name: str = "plan.csv") -> TestResponse:
    form = {"csrf_token": form_token(admin.get(PAGE)), "file": (BytesIO(data), name)}
    return admin.post(PAGE, data=form, content_type="multipart/form-data")


def send(admin: FlaskClient, page: TestResponse, to: str, **answers: dict[str, str]) -> TestResponse:
    """The page's form with these answers more, by the heading of the column."""
    held = {name: unescape(value) for name, value in _HIDDEN.findall(page.text)}
    held |= {name: unescape(value) for name, value in _WRITTEN.findall(page.text)}
    held |= {name: unescape(value) for name, value in _CHOSEN.findall(page.text)}
    numbers = {text: name.partition("-")[2] for name, text in held.items() if name.startswith("heading-")}
    typed = {f"{key}-{numbers[heading]}": text for heading, said in answers.items() for key, text in said.items()}
    return admin.post(f"{PAGE}/{to}", data={**held, **typed})


def layout_of(site: Site) -> Layout:
    return site.database.read(lambda conn: load_agency(Books(conn, 1))).layout


def test_every_column_is_shown_and_the_doubtful_ones_are_asked(site: Site, admin: FlaskClient) -> None:
    before = layout_of(site)
    page = upload(admin, CSV.encode())
    text = unescape(page.text)
    assert page.status_code == 200
    for heading in CSV.splitlines()[0].split(","):
        assert f"<h3>{heading}" in text
    assert re.findall("คอลัมน์ “(.*?)” คืออะไร", text) == ["แนวทางแก้ไข"]
    assert re.search(r">โปรดเลือก</option>\s*<option[^>]*>[^<]* \(น่าจะใช่\)<", text), "the likeliest first"
    assert "ติดป้าย" in text, "the document as it came"
    assert 'src="data:image/png;base64,' in page.text
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert layout_of(site) == before


def test_nothing_is_kept_while_a_column_is_open_and_all_answers_stand(site: Site, admin: FlaskClient) -> None:
    before = layout_of(site)
    page = send(admin, upload(admin, CSV.encode()), "save", สถานะงาน=ANSWERS["สถานะงาน"])
    assert page.status_code == 422
    assert "ยังมีคอลัมน์ที่ต้องตอบ" in page.text
    assert "โปรดเลือกว่าคอลัมน์นี้คืออะไร" in page.text
    assert {"own", "reply", "choice"} <= set(dict(_CHOSEN.findall(page.text)).values())
    assert "ไม่เสร็จ | เพราะเหตุใด" in page.text
    assert layout_of(site) == before


def test_the_layout_is_kept_as_it_was_answered(site: Site, admin: FlaskClient) -> None:
    blocks = layout_of(site).blocks
    done = send(admin, upload(admin, CSV.encode()), "save", **ANSWERS)
    assert done.status_code == 303
    kept = layout_of(site)
    assert [(column.label, column.filled_by, column.kind) for column in kept.columns] == [
        ("โครงการ", "plan", "text"),
        ("ผู้รับผิดชอบ", "plan", "text"),
        ("สถานะงาน", "reply", "choice"),
        ("แนวทางแก้ไข", "reply", "text"),
    ]
    assert [(one.label, one.asks) for one in kept.columns[2].choices] == [("เสร็จ", ""), ("ไม่เสร็จ", "เพราะเหตุใด")]
    assert kept.blocks == blocks
    assert "บันทึกแบบรายงานแล้ว" in admin.get(done.headers["Location"]).text


def test_that_answers_on_file_are_no_longer_printed_is_said_before_it_is_kept(site: Site, admin: FlaskClient) -> None:
    before = layout_of(site)
    site.reply(1, site.tasks(1)[0], "e1", result="จัดทำแล้ว")
    asked = send(admin, upload(admin, CSV.encode()), "save", **ANSWERS)
    assert asked.status_code == 200 and layout_of(site) == before
    assert "“ผลการดำเนินการ”: คำตอบที่มีอยู่แล้ว 1 รายการยังเก็บไว้ แต่จะไม่พิมพ์ในรายงานอีก" in asked.text
    yes, no = (
        {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form)}
        for form in asked.text.split("<form")[2:4]
    )
    page = admin.post(f"{PAGE}/save", data=no)
    assert page.status_code == 200 and "แนวทางแก้ไข" in page.text and layout_of(site) == before
    assert admin.post(f"{PAGE}/save", data=yes).status_code == 303
    assert [column.label for column in layout_of(site).columns][:2] == ["โครงการ", "ผู้รับผิดชอบ"]


def test_what_was_answered_stands_after_the_document_is_read_again(admin: FlaskClient, drawn: list[Layout]) -> None:
    page = send(admin, upload(admin, CSV.encode()), "again", **ANSWERS)
    assert page.status_code == 200
    assert "ไม่เสร็จ | เพราะเหตุใด" in page.text
    again = send(admin, page, "again", โครงการ={"column": "measure"})
    assert "ไม่เสร็จ | เพราะเหตุใด" in again.text
    assert [column.kind for column in drawn[-1].columns] == ["text", "text", "choice", "text"]


def test_a_choice_without_choices_is_asked_for_them(site: Site, admin: FlaskClient) -> None:
    said = {**ANSWERS, "สถานะงาน": {**ANSWERS["สถานะงาน"], "choices": " "}}
    page = send(admin, upload(admin, CSV.encode()), "save", **said)
    assert page.status_code == 422
    assert "โปรดเขียนตัวเลือก" in page.text
    assert "สถานะงาน" not in [column.label for column in layout_of(site).columns]


def test_choices_that_a_button_cannot_tell_apart_are_refused_with_all_else_kept(admin: FlaskClient) -> None:
    said = {**ANSWERS, "สถานะงาน": {**ANSWERS["สถานะงาน"], "choices": "เสร็จ\nเสร็จ"}}
    page = send(admin, upload(admin, CSV.encode()), "save", **said)
    assert page.status_code == 422
    assert re.search(r'role="alert">[^<]*“เสร็จ”', page.text)
    assert "เสร็จ\nเสร็จ" in page.text


def test_a_table_without_measures_is_learned_once_a_person_says_which_column_names_them(
    site: Site, admin: FlaskClient
) -> None:
    page = upload(admin, "สิ่งที่ต้องทำ,คนทำ,เมื่อใด\nติดป้าย,กองช่าง,ไตรมาส 1\nจัดอบรม,กองคลัง,ไตรมาส 2\n".encode())
    assert page.status_code == 200
    assert "โปรดเลือกว่าคอลัมน์ใดเป็นมาตรการ" in page.text
    said = {"สิ่งที่ต้องทำ": {"column": "measure"}, "คนทำ": {"column": "responsible"}, "เมื่อใด": {"column": "timeframe"}}
    assert send(admin, page, "save", **said).status_code == 303
    assert [column.key for column in layout_of(site).columns] == ["measure", "responsible", "timeframe", "result"]


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "plan.csv"), (b"\x89PNG", "plan.png"), ("ไม่มีตาราง\n".encode(), "a.txt")]
)
def test_what_cannot_be_learned_from_is_refused_with_what_to_do(admin: FlaskClient, data: bytes, name: str) -> None:
    page = upload(admin, data, name)
    assert page.status_code == 422
    assert "โปรด" in page.text


@pytest.mark.parametrize("document", ["", "%%%", "eA=="])
def test_a_document_that_did_not_arrive_whole_is_asked_for_again(admin: FlaskClient, document: str) -> None:
    token = form_token(admin.get(PAGE))
    page = admin.post(f"{PAGE}/save", data={"csrf_token": token, "document": document, "name": "x.docx"})
    assert page.status_code == 422
    assert "โปรด" in page.text


def test_a_report_that_cannot_be_drawn_just_now_keeps_everything_else(
    admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, said in ((TooBusy(), "ทำเอกสารหลายฉบับ"), (PdfError("x"), "แสดงตัวอย่างรายงานไม่ได้")):

        def fail(_report: object, _most: int, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr("reports.pdf.process.page_pictures", fail)
        page = send(admin, upload(admin, CSV.encode()), "again", **ANSWERS)
        assert page.status_code == 200
        assert said in page.text
        assert "ไม่เสร็จ | เพราะเหตุใด" in page.text


def test_merged_headings_of_a_word_table_are_shown_merged(admin: FlaskClient, tmp_path: Path) -> None:
    page = upload(admin, write_action_plan(tmp_path / "plan.docx").read_bytes(), "plan.docx")
    assert '<td colspan="4">ไตรมาส</td>' in page.text
    assert '<td rowspan="2">โครงการ/กิจกรรม</td>' in page.text
    assert "งบประมาณ (บาท) › เบิกจ่ายจริง" in page.text


def test_the_pages_of_a_pdf_are_shown_as_pictures(admin: FlaskClient, tmp_path: Path) -> None:
    typst.compile(_write_typst(tmp_path), output=tmp_path / "plan.pdf", font_paths=[FONT_FOLDER])
    page = upload(admin, (tmp_path / "plan.pdf").read_bytes(), "plan.pdf")
    assert page.status_code == 200
    assert page.text.count('src="data:image/jpeg;base64,') == 1
    assert "<h3>ผู้รับผิดชอบ" in page.text


def _write_typst(folder: Path) -> Path:
    cells = "".join(f"[{text}]," for text in ("โครงการ", "ผู้รับผิดชอบ", "ติดป้าย", "กองช่าง", "จัดอบรม", "กองคลัง"))
    source = folder / "plan.typ"
    source.write_text(
        f'#set text(font: "{FAMILY}")\nแผน ประจำปีงบประมาณ พ.ศ. 2570\n#table(columns: 2, {cells})', "utf-8"
    )
    return source
