"""What was read of a plan's document is corrected and asked about in place, before anything changes."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from domain.task import Round, Status, Update
from store.audit import EntryFilter, load_entries
from store.books import Books
from store.plans import plan_on_file
from store.rounds import find_round
from store.tasks import load_tasks
from store.updates import newest_updates
from tests.web.admin.plan_page import COLUMNS, HEAD, address, look_again, send, titles, upload
from tests.web.site import Site, form_token
from thai.fiscal import RoundKind

pytestmark = pytest.mark.repeats


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
