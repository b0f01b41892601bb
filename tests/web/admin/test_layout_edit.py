"""A layout is changed by forms: nothing counts before Save, nothing typed is lost, answers on file are spoken of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.agency import Agency
from domain.column_values import Value
from domain.columns import Column
from domain.layout import Layout
from domain.layout_draft import OF_AGENCY, LayoutDraft, mark_layout
from domain.task import Status
from domain.writes import ImportPlan, SaveUpdate, SetLayout
from reports.layouts.load import layout_names, layout_text, named_layout
from store.agencies import load_agency
from store.books import Books
from store.layout_drafts import load_layout_draft
from tests.agency import LAYOUT, PLAN, YEAR, after, write
from tests.own_layout import own_layout
from tests.web.site import Site

AT = "/admin/demo/layout"
EDIT = f"{AT}/edit"


class Form(HTMLParser):
    """What a browser would send of the page's form, without its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._inside, self._area, self._select = False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("id") == "edit-form"
        elif not self._inside or (not name and tag != "option"):
            return
        elif tag == "input" and given.get("type") == "checkbox":
            self.sent[name] = given["value"] if "checked" in given else self.sent[name]
        elif tag == "input":
            self.sent[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.sent[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self.sent or "selected" in given):
            self.sent[self._select] = given["value"]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.sent[self._area] = self.sent[self._area].removeprefix("\n").replace("\n", "\r\n")
            self._area = ""
        self._select = "" if tag == "select" else self._select
        self._inside = self._inside and tag != "form"


def form_of(admin: FlaskClient, query: str = "") -> dict[str, str]:
    return Form(admin.get(AT + query).text).sent


def send(admin: FlaskClient, sent: Mapping[str, str], do: str, **typed: str) -> TestResponse:
    query = "?of=" + typed.pop("of") if "of" in typed else ""
    return admin.post(EDIT + query, data={**sent, **typed, "do": do})


def change(admin: FlaskClient, do: str, **typed: str) -> TestResponse:
    return send(admin, form_of(admin), do, **typed)


def kept(site: Site) -> Agency:
    return site.database.read(lambda conn: load_agency(Books(conn, 1)))


def draft_of(site: Site) -> LayoutDraft | None:
    return site.database.read(lambda conn: load_layout_draft(Books(conn, 1), OF_AGENCY))


def labels(sent: Mapping[str, str]) -> list[str]:
    return [text for name, text in sent.items() if name.startswith("columns-") and name.endswith("-label")]


def answer(site: Site, event: str, **own: Value) -> None:
    write(site.database, 1, SaveUpdate(event, site.tasks(1)[0].id, 1, after(1), Status.DONE, "จัดทำแล้ว", own=own))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("reports.pdf.process.page_pictures", lambda _report, _most: (b"\x89PNG",))
    yield


@pytest.mark.parametrize("layout", [*map(named_layout, layout_names()), own_layout()], ids=lambda one: one.name)
def test_what_the_forms_save_is_what_its_text_says(site: Site, admin: FlaskClient, layout: Layout) -> None:
    """By a browser's own reading of the page, from the built-in layout or a saved one, without a key pressed."""
    before = replace(LAYOUT, blocks=("year",))
    write(site.database, 1, SetLayout(before if layout.name in layout_names() else layout))
    sent = form_of(admin, f"?start={layout.name}" if layout.name in layout_names() else "")
    write(site.database, 1, SetLayout(before))
    assert send(admin, {**sent, "base": mark_layout(before)}, "save").status_code == 303
    by_forms = kept(site).layout
    data = {"csrf_token": sent["csrf_token"], "text": layout_text(replace(layout, blocks=("year",)))}
    assert admin.post(AT, data=data).status_code == 303
    assert by_forms == kept(site).layout == replace(layout, blocks=("year",))


def form_token_of(admin: FlaskClient) -> dict[str, str]:
    return {"csrf_token": form_of(admin)["csrf_token"]}


def test_nothing_counts_before_it_is_saved_and_the_draft_waits(site: Site, admin: FlaskClient) -> None:
    answered = change(admin, "look", title="รายงานใหม่ของ{agency}", digits="arabic", **{"columns-5-width": "40"})
    assert answered.status_code == 303
    assert kept(site).layout == LAYOUT
    page = site.signed_in(1).get(AT).text  # another visit
    assert "รายงานใหม่ของ{agency}" in page and "ยังไม่ได้บันทึก: คอลัมน์ “ผลการดำเนินการ”, ชื่อรายงาน, ตัวเลข" in page
    assert change(admin, "save").status_code == 303
    saved = kept(site).layout
    assert (saved.title, saved.digits, saved.columns[4].width) == ("รายงานใหม่ของ{agency}", "arabic", 40)
    assert draft_of(site) is None
    assert "ตามที่บันทึกไว้" in admin.get(AT).text


def test_columns_are_added_moved_and_taken_away(site: Site, admin: FlaskClient) -> None:
    answered = change(admin, "add-columns", **{"new-columns": "own", "new-label": "เบิกจ่าย", "new-kind": "money"})
    assert answered.location.endswith("layout?open=columns-7#columns-7")
    change(admin, "add-columns", **{"new-columns": "remark"})
    change(admin, "up-columns-7", **{"columns-7-unit": "บาท", "columns-7-required": "on"})
    change(admin, "up-columns-1")  # it is the first already
    change(admin, "down-columns-1")
    change(admin, "remove-columns-3")
    assert labels(form_of(admin)) == [
        "วิธีการดำเนินการ", "มาตรการ/แนวทาง", "ระยะเวลาดำเนินการ", "ผลการดำเนินการ", "เบิกจ่าย", "ข้อเสนอแนะ", "หมายเหตุ",
    ]  # fmt: skip
    assert change(admin, "save").status_code == 303
    spent = kept(site).layout.columns[4]
    assert (spent.filled_by, spent.kind, spent.unit, spent.required) == ("reply", "money", "บาท", True)
    assert re.fullmatch(r"col_[0-9a-f]{8}", spent.key)
    assert kept(site).layout.columns[6] == Column("remark", "หมายเหตุ", "reply")


def test_a_new_column_of_the_agencys_own_needs_its_heading(site: Site, admin: FlaskClient) -> None:
    answered = change(admin, "add-columns", title="พิมพ์ค้างไว้", **{"new-columns": "own"})
    assert answered.status_code == 422
    assert 'id="edit-new-label-problem"' in answered.text and "พิมพ์ค้างไว้" in answered.text


def test_parts_before_and_behind_the_table(site: Site, admin: FlaskClient) -> None:
    change(admin, "add-front", **{"new-front": "memo"})
    change(admin, "add-front", **{"new-front": "cover"})
    change(admin, "up-front-2", **{"front-1-subject": "รายงานผล {round}", "front-2-lines": "ปก\r\n\r\n{agency}"})
    change(admin, "add-back", **{"new-back": "text"})
    assert change(admin, "save").status_code == 303
    layout = kept(site).layout
    assert [part.kind for part in (*layout.front, *layout.back)] == ["cover", "memo", "text"]
    assert (layout.front[0].lines, layout.front[1].subject) == (("ปก", "", "{agency}"), "รายงานผล {round}")


def test_each_mistake_is_told_at_its_field_and_all_that_was_typed_stays(site: Site, admin: FlaskClient) -> None:
    wrong = {"columns-1-label": "", "columns-2-width": "กว้าง", "note": "{agenc}", "intro": "พิมพ์ค้างไว้"}
    answered = change(admin, "save", **wrong)
    assert answered.status_code == 422
    for name in ("columns-1-label", "columns-2-width", "note"):
        assert f'id="edit-{name}-problem"' in answered.text
    assert "“ความกว้าง” ต้องเป็นจำนวนเต็ม 1 ถึง 100" in answered.text
    assert kept(site).layout == LAYOUT
    sent = Form(answered.text).sent
    assert (sent["columns-2-width"], sent["intro"]) == ("กว้าง", "พิมพ์ค้างไว้")
    assert form_of(site.signed_in(1))["intro"] == "พิมพ์ค้างไว้", "at another visit too"
    assert admin.get(f"{AT}/picture.png").status_code == 404
    assert send(admin, sent, "save", **{"columns-1-label": "ก", "columns-2-width": "๑๒", "note": ""}).status_code == 303
    assert kept(site).layout.columns[1].width == 12


def test_of_two_windows_the_second_is_told_and_neither_loses_anything(site: Site, admin: FlaskClient) -> None:
    other = site.signed_in(1)
    mine, theirs = form_of(admin), form_of(other)
    assert send(admin, mine, "look", title="ของคนแรก").status_code == 303
    told = send(other, theirs, "look", title="ของคนที่สอง")
    assert told.status_code == 409
    assert "วิชัย ดูแล แก้ฉบับร่างในอีกหน้าต่างหนึ่ง" in told.text and "ของคนที่สอง" in told.text
    assert form_of(admin)["title"] == "ของคนแรก"
    assert send(other, Form(told.text).sent, "save").status_code == 303, "once told, the second may go on"
    assert kept(site).layout.title == "ของคนที่สอง"


def test_a_layout_that_was_saved_meanwhile_is_not_written_over(site: Site, admin: FlaskClient) -> None:
    mine, as_text = form_of(admin), admin.get(AT).text
    write(site.database, 1, SetLayout(replace(LAYOUT, note="ของคนอื่น")))
    told = send(admin, mine, "save", title="ของฉัน")
    assert told.status_code == 409
    assert "ต่างจากที่บันทึกไว้ตรง: ชื่อรายงาน, หมายเหตุใต้ตาราง" in told.text and "ของฉัน" in told.text
    assert kept(site).layout.note == "ของคนอื่น"
    marks = dict(re.findall(r'name="(base|seen)" value="([^"]*)"', as_text))
    sent = {**form_token_of(admin), **marks, "text": layout_text(replace(LAYOUT, title="เป็นข้อความ"))}
    by_text = admin.post(AT, data=sent)
    assert by_text.status_code == 409 and "เป็นข้อความ" in by_text.text and kept(site).layout.note == "ของคนอื่น"
    assert send(admin, Form(told.text).sent, "save").status_code == 303
    assert (kept(site).layout.title, kept(site).layout.note) == ("ของฉัน", "")


def test_a_draft_of_before_says_that_the_layout_was_saved_since(site: Site, admin: FlaskClient) -> None:
    change(admin, "look", title="ค้างไว้")
    write(site.database, 1, SetLayout(replace(LAYOUT, note="ใหม่")))
    page = admin.get(AT).text
    assert "รูปแบบรายงานที่บันทึกไว้ถูกเปลี่ยนในระหว่างนี้" in page and "ค้างไว้" in page
    assert change(admin, "discard").status_code == 303
    assert form_of(admin)["note"] == "ใหม่" and draft_of(site) is None


def test_a_button_pressed_twice_does_it_once(site: Site, admin: FlaskClient) -> None:
    sent = form_of(admin)
    for _ in range(2):
        assert send(admin, sent, "down-columns-1", title="x").status_code == 303
    assert labels(form_of(admin))[:2] == ["วิธีการดำเนินการ", "มาตรการ/แนวทาง"]
    sent = form_of(admin)
    for _ in range(2):
        assert send(admin, sent, "save").status_code == 303
    assert kept(site).layout.columns[0].key == "measure"


def test_what_comes_with_the_system_is_copied_on_the_first_change(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, SetLayout(named_layout("results")))
    assert "รูปแบบนี้มากับระบบ: " in admin.get(AT).text
    assert change(admin, "save", note="ของเราเอง").status_code == 303
    assert kept(site).layout == replace(named_layout("results"), name="own", note="ของเราเอง")
    page = admin.get(AT).text
    assert "บันทึกเป็นรูปแบบรายงานของหน่วยงานเองแล้ว" in page and "รูปแบบนี้มากับระบบ: " not in page


def test_a_plan_has_a_layout_and_a_draft_of_its_own(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, ImportPlan(PLAN, YEAR, after(1), number=2, name="แผนที่สอง"))
    sent = form_of(admin, "?of=2")
    assert "เมื่อบันทึก แผนนี้จะมีรูปแบบรายงานของตนเอง" in admin.get(f"{AT}?of=2").text
    assert send(admin, sent, "look", of="2", title="ของแผนที่สอง").location.endswith("layout?of=2#preview")
    assert form_of(admin)["title"] == LAYOUT.title, "the agency's own is not touched"
    assert send(admin, form_of(admin, "?of=2"), "save", of="2").status_code == 303
    found = kept(site)
    assert (found.layout.title, found.plan_layouts[2].title) == (LAYOUT.title, "ของแผนที่สอง")


def test_the_preview_has_the_agencys_own_words_and_the_placeholders_their_values(
    site: Site, admin: FlaskClient, drawn: None
) -> None:
    answer(site, "e1")
    change(admin, "look", heading="ของ{agency} ปี {year}", **{"columns-5-label": "ทำอะไรไป"})
    page = admin.get(AT).text
    sheet = page.split('id="sheet"')[1]
    for words in ("ใช้แผนและคำตอบของหน่วยงาน", "ปี ๒๕๗๐", "ทำอะไรไป", "จัดทำแล้ว", "เผยแพร่ประมวลจริยธรรม"):
        assert words in sheet
    assert "<code>{year}</code>" in page and "ปีงบประมาณ: ๒๕๗๐" in page
    address = re.search(r'src="([^"]*picture\.png[^"]*)"', page)
    assert address
    picture = admin.get(address[1].replace("&amp;", "&"))
    assert (picture.status_code, picture.mimetype) == (200, "image/png")


def test_a_form_that_did_not_arrive_whole_changes_nothing(site: Site, admin: FlaskClient) -> None:
    sent = {name: text for name, text in form_of(admin).items() if name != "whole"}
    assert send(admin, sent, "save", title="x").status_code == 400
    assert kept(site).layout == LAYOUT and draft_of(site) is None
