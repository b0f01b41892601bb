"""The plan on file edited page by page: what each edit does is said first, and no reply is lost by any."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.agency import PersonRow
from domain.columns import Column, ColumnChoice
from domain.plan import Measure, PlanOnFile, Score
from domain.writes import ImportPeople, SetLayout
from store.books import Books
from store.plans import plan_on_file
from tests.agency import LAW, LAYOUT, MONEY, SERVICE, STAFF, YEAR, small_agency, write
from tests.web.site import Site, form_token

_FIELD = re.compile(r'<input[^>]*type="(?:hidden|text|date)"[^>]*>')
_AT = "/admin/demo/plan/edit/1"
LAW_AT, MONEY_AT = f"{_AT}/measures/1", f"{_AT}/measures/2"


def plan(site: Site) -> PlanOnFile:
    found = site.database.read(lambda conn: plan_on_file(Books(conn, 1), YEAR))
    assert found is not None
    return found


def measure(site: Site, measure_id: int) -> Measure:
    return next(one.measure for one in plan(site).measures if one.id == measure_id)


def ids(site: Site) -> list[list[int]]:
    return [[one.id for one in topic.measures] for topic in plan(site).topics]


def hidden(page: TestResponse) -> dict[str, str]:
    """What the page's forms bring back unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def send(admin: FlaskClient, path: str, form_at: str = "", **typed: str) -> TestResponse:
    """What comes of typing this into the form that the page shows."""
    page = admin.get(form_at or path)
    seen = {"seen": hidden(page)["seen"]} if "seen" in hidden(page) else {}
    return admin.post(path, data={"csrf_token": form_token(page), **seen, **typed})


def confirm(admin: FlaskClient, path: str, page: TestResponse) -> TestResponse:
    """What comes of pressing *yes* on the page that says what it does."""
    assert page.status_code == 200 and "sure" in hidden(page), page.text
    return admin.post(path, data={name: value for name, value in hidden(page).items() if name != "again"})


def test_every_field_is_changed_and_what_was_not_touched_stays(site: Site, admin: FlaskClient) -> None:
    typed = {
        "number": "1.1",
        "title": "เผยแพร่ ประมวลจริยธรรมและ “ข้อกำหนด”",
        "steps": "จัดทำประกาศ\r\nเผยแพร่บนเว็บไซต์\r\n\r\nรายงานผล",
        "questions": "O27 มาตรการส่งเสริมคุณธรรมและความโปร่งใส\r\nO28 การดำเนินการ",
        "who": "กองคลัง",
        "from": "2026-11-01",
        "to": "2027-02-28",
        "often": "quarterly",
    }
    page = send(admin, LAW_AT, **typed)
    said = unescape(page.text)
    for words in ("มานี มีสุข", "ผู้รับผิดชอบ: สำนักปลัด (งานนิติการ)", "ยืนยัน"):
        assert words in said
    assert measure(site, 1) == LAW
    assert confirm(admin, LAW_AT, page).status_code == 303
    now = measure(site, 1)
    assert (now.number, now.title) == ("1.1", "เผยแพร่ ประมวลจริยธรรมและ “ข้อกำหนด”")
    assert now.steps == ("จัดทำประกาศ", "เผยแพร่บนเว็บไซต์", "รายงานผล")
    assert [question.code for question in now.questions] == ["O27", "O28"]
    assert now.responsible and now.responsible.units == ("กองคลัง",)
    assert now.timeframe and (str(now.timeframe.first), str(now.timeframe.last)) == ("2026-11-01", "2027-02-28")
    # The wording said another rhythm, and the report prints the wording.
    assert now.cadence and (now.cadence.kind, now.cadence.text) == ("quarterly", "ทุกไตรมาส")
    assert measure(site, 2) == MONEY


def test_what_is_put_into_words_for_the_report_is_thai_whatever_language_the_page_is_in(
    site: Site, admin: FlaskClient
) -> None:
    assert '<html lang="en">' in admin.get(f"{LAW_AT}?language=en").text
    assert send(admin, LAW_AT, often="quarterly").status_code == 303
    now = measure(site, 1)
    assert now.cadence and (now.cadence.kind, now.cadence.text) == ("quarterly", "ทุกไตรมาส")


def test_sending_a_form_as_it_was_shown_changes_nothing(site: Site, admin: FlaskClient) -> None:
    before = plan(site)
    page = admin.get(LAW_AT)
    text = {"title": LAW.title, "steps": "\r\n".join(LAW.steps), "who": LAW.responsible.text}  # type: ignore[union-attr]
    again = admin.post(LAW_AT, data={"csrf_token": form_token(page), "seen": hidden(page)["seen"], **text})
    assert again.status_code == 303
    assert plan(site) == before


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"title": " \u200b "}, "measure-title", "โปรด"),
        ({"who": "กองช้าง"}, "measure-who", "หน่วยงานไม่มีส่วนราชการชื่อ “กองช้าง” ชื่อที่ใกล้เคียง: กองช่าง"),
        ({"who": "คณะทำงาน"}, "measure-who", "ทุกส่วนราชการ"),
        ({"from": "2027-03-01", "to": "2026-03-01"}, "measure-from", "วันแรก"),
        ({"from": ""}, "measure-from", "วันแรก"),
        ({"often": "sometimes"}, "measure-often", "โปรดเลือกจากรายการ"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_all_that_was_typed_stays(
    site: Site, admin: FlaskClient, typed: dict[str, str], field: str, told: str
) -> None:
    page = send(admin, LAW_AT, **{"number": "เก้า", **typed})
    assert page.status_code == 422
    said = unescape(page.text)
    assert told in said
    assert re.search(rf'id="{field}"[^>]*aria-invalid|aria-invalid[^>]*id="{field}"', page.text)
    assert 'value="เก้า"' in said
    assert measure(site, 1) == LAW


def test_replies_are_counted_before_a_wording_changes_and_stay(site: Site, admin: FlaskClient) -> None:
    first = site.tasks(1)[0]
    site.reply(1, first, "e1", result="ประชุมแล้ว")
    site.reply(1, first, "e2", result="ประกาศแล้ว")
    page = send(admin, LAW_AT, title="ประชุมชี้แจง")
    assert f"มีรายงานแล้ว 2 ฉบับ จะคงอยู่กับมาตรการ “{LAW.title}”" in unescape(page.text)
    assert confirm(admin, LAW_AT, page).status_code == 303
    (task,) = [task for task in site.tasks(1) if task.id == first.id]
    assert (task.measure, task.status) == ("ประชุมชี้แจง", "done")


def test_no_leads_back_to_the_form_with_what_was_typed(site: Site, admin: FlaskClient) -> None:
    page = send(admin, LAW_AT, who="กองคลัง", steps="ก\r\nข")
    back = admin.post(LAW_AT, data={**hidden(page), "again": "1"})
    assert (back.status_code, 'value="กองคลัง"' in unescape(back.text)) == (200, True)
    assert re.search(r">\s*ก\r?\nข</textarea>", back.text)
    assert measure(site, 1) == LAW


def test_a_form_that_was_open_while_another_saved_is_not_saved_over_it(site: Site, admin: FlaskClient) -> None:
    page = admin.get(LAW_AT)
    assert send(admin, LAW_AT, number="7").status_code == 303
    late = admin.post(LAW_AT, data={"csrf_token": form_token(page), "seen": hidden(page)["seen"], "number": "8"})
    assert late.status_code == 409
    assert "มีผู้แก้ไขรายการนี้ในระหว่างนี้" in late.text and "7 เผยแพร่ประมวลจริยธรรม" in late.text
    assert measure(site, 1).number == "7"
    again = admin.post(LAW_AT, data={**hidden(late), "number": "8"})
    assert (again.status_code, measure(site, 1).number) == (303, "8")


def test_a_measure_is_added_and_asked_for(site: Site, admin: FlaskClient) -> None:
    at = f"{_AT}/topics/1/new"
    assert 'value="3"' in admin.get(at).text
    assert send(admin, at, title="").status_code == 422
    page = send(admin, at, number="๓", title="จัดอบรม", who="กองช่าง", time="ต.ค. 69 - ธ.ค. 69", often="monthly")
    assert "รายการใหม่" in page.text or "ปรีชา กองช่าง" in page.text
    assert confirm(admin, at, page).status_code == 303
    added = plan(site).topics[0].measures[-1].measure
    assert (added.number, added.title) == ("๓", "จัดอบรม")
    assert added.timeframe and str(added.timeframe.last) == "2026-12-31"
    assert ("จัดอบรม", "กองช่าง") in [(task.measure, task.unit) for task in site.tasks(1)]


def test_a_measure_is_moved_and_the_order_of_many_is_set_at_once(site: Site, admin: FlaskClient) -> None:
    assert send(admin, f"{LAW_AT}/move", LAW_AT, topic="2", place="1").status_code == 303
    assert ids(site) == [[2], [1, 3]]
    topic = f"{_AT}/topics/2"
    assert send(admin, f"{topic}/order", topic, **{"place-1": "9", "place-3": "1"}).status_code == 303
    assert ids(site) == [[2], [3, 1]]
    wrong = send(admin, f"{topic}/order", topic, **{"place-1": "แรก", "place-3": "1"})
    assert (wrong.status_code, 'value="แรก"' in unescape(wrong.text)) == (422, True)
    assert send(admin, f"{LAW_AT}/move", LAW_AT, topic="77", place="1").status_code == 422


def test_of_a_split_measure_the_first_part_keeps_the_replies(site: Site, admin: FlaskClient) -> None:
    first = site.tasks(1)[0]
    site.reply(1, first, "e1", result="ประชุมแล้ว")
    at = f"{LAW_AT}/split"
    assert send(admin, at, **{"title-2": ""}).status_code == 422
    typed = {"title-1": LAW.title, "steps-1": "จัดทำประกาศ", "title-2": "เผยแพร่", "steps-2": "เผยแพร่บนเว็บไซต์"}
    page = send(admin, at, **typed)
    said = unescape(page.text)
    assert "เพิ่มมาตรการ: เผยแพร่" in said and "มีรายงานแล้ว 1 ฉบับ" in said
    assert confirm(admin, at, page).status_code == 303
    one, two = [each.measure for each in plan(site).topics[0].measures][:2]
    assert (one.steps, two.title, two.steps, two.responsible) == (
        ("จัดทำประกาศ",), "เผยแพร่", ("เผยแพร่บนเว็บไซต์",), LAW.responsible,
    )  # fmt: skip
    told = {task.measure: (task.id, task.status) for task in site.tasks(1)}
    assert told[LAW.title] == (first.id, "done") and told["เผยแพร่"][1] == "not_started"


def test_of_merged_measures_the_others_replies_stay_with_it_and_it_comes_back(site: Site, admin: FlaskClient) -> None:
    tasks = site.tasks(1)
    site.reply(1, tasks[1], "e1", result="เผยแพร่แผนแล้ว")
    at = f"{LAW_AT}/merge"
    shown = admin.get(f"{at}?with=2")
    assert "สำนักปลัด (งานนิติการ) / สำนักปลัด/ กองคลัง" in unescape(shown.text)
    page = admin.post(at, data={**hidden(shown), "title": "เผยแพร่ทั้งสองอย่าง"})
    said = unescape(page.text)
    assert f"มีรายงานแล้ว 1 ฉบับ จะคงอยู่กับมาตรการเดิม “{MONEY.title}”" in said
    assert f"ยุติมาตรการ: {MONEY.title}" in said
    assert confirm(admin, at, page).status_code == 303
    assert ids(site) == [[1], [3]]
    merged = measure(site, 1)
    assert merged.title == "เผยแพร่ทั้งสองอย่าง"
    assert merged.responsible and merged.responsible.units == ("สำนักปลัด/งานนิติการ", "สำนักปลัด", "กองคลัง")
    ended = f"{_AT}/ended/2"
    assert f'href="{ended}"' in admin.get(_AT).text
    assert "เผยแพร่แผนแล้ว" in admin.get(ended).text
    back = send(admin, ended, topic="2")
    assert confirm(admin, ended, back).status_code == 303
    assert ids(site) == [[1], [3, 2]]
    (again,) = [task for task in site.tasks(1) if task.id == tasks[1].id]
    assert again.status == "done"


def test_ending_says_which_replies_stay_and_is_asked_even_of_a_measure_without_any(
    site: Site, admin: FlaskClient
) -> None:
    page = send(admin, f"{MONEY_AT}/end", MONEY_AT)
    assert f"ยุติมาตรการ: {MONEY.title}" in unescape(page.text)
    assert "2 รายการ" in page.text
    assert confirm(admin, f"{MONEY_AT}/end", page).status_code == 303
    assert ids(site) == [[1], [3]]
    assert admin.get(MONEY_AT).status_code == 404


def test_many_measures_get_one_responsible(site: Site, admin: FlaskClient) -> None:
    at = f"{_AT}/responsible"
    shown = admin.get(f"{at}?topic=1")
    ticked = re.findall(r'name="measure-(\d)" type="checkbox" value="on" checked|name="measure-(\d)"', shown.text)
    assert ticked
    assert shown.text.count(" checked") == 2
    assert send(admin, at, who="กองช้าง", **{"measure-1": "on"}).status_code == 422
    none = send(admin, at, who="กองช่าง", **{"measure-1": ""})
    assert (none.status_code, "โปรดเลือกอย่างน้อย 1 มาตรการ" in none.text) == (422, True)
    page = send(admin, at, who="กองช่าง", **{"measure-1": "on", "measure-2": "on", "measure-3": ""})
    assert confirm(admin, at, page).status_code == 303
    units = {task.measure: task.unit for task in site.tasks(1)}
    assert (units[LAW.title], units[MONEY.title]) == ("กองช่าง", "กองช่าง")
    assert measure(site, 3) == SERVICE


def test_headings_are_added_changed_moved_and_ended(site: Site, admin: FlaskClient) -> None:
    assert send(admin, f"{_AT}/topics/new", title="หัวข้อใหม่", number="3").status_code == 303
    assert [topic.topic.title for topic in plan(site).topics][-1] == "หัวข้อใหม่"
    topic = f"{_AT}/topics/1"
    changed = {"number": "๑", "title": "หน้าที่", "findings": "ยังไม่ทั่วถึง\r\nล่าช้า", "actions": "อบรม", "place": "2"}
    assert send(admin, topic, **changed).status_code == 303
    now = plan(site).topics[1].topic
    assert (now.number, now.title, now.findings, now.actions) == ("๑", "หน้าที่", ("ยังไม่ทั่วถึง", "ล่าช้า"), ("อบรม",))
    page = send(admin, f"{topic}/end", topic)
    assert page.text.count("ยุติมาตรการ: ") == 2
    assert confirm(admin, f"{topic}/end", page).status_code == 303
    assert ids(site) == [[3], []]


def test_scores_are_changed_and_a_wrong_one_is_said_at_its_field(site: Site, admin: FlaskClient) -> None:
    at = f"{_AT}/scores"
    wrong = send(admin, at, **{"score-1": "101"})
    assert (wrong.status_code, 'value="101"' in wrong.text) == (422, True)
    typed = {"score-1": "๙๖.๒๕", "indicator-2": "", "score-2": "", "indicator-3": "3", "score-3": "80"}
    assert send(admin, at, **typed).status_code == 303
    assert plan(site).scores == (Score("1", 96.25), Score("3", 80))


def test_own_columns_of_the_plan_are_changed_by_their_kind(site: Site, admin: FlaskClient) -> None:
    own = (
        Column("budget", "งบประมาณ", "plan", kind="money", unit="บาท"),
        Column("place", "สถานที่", "plan"),
        Column("months", "เดือน", "plan", kind="period", choices=(ColumnChoice("ต.ค."), ColumnChoice("พ.ย."))),
        Column("kind", "ประเภท", "plan", kind="choice", choices=(ColumnChoice("ก"), ColumnChoice("ข"))),
    )
    write(site.database, 1, SetLayout(type(LAYOUT)("own", "x", (*LAYOUT.columns, *own)), ""))
    wrong = send(admin, LAW_AT, own_budget="3 กับ 4")
    assert (wrong.status_code, "3 กับ 4" in unescape(wrong.text)) == (422, True)
    typed = {"own_budget": "๓๐,๐๐๐", "own_place": "หอประชุม\r\nวัด", "own_months.1": "on", "own_kind": "ข"}
    assert send(admin, LAW_AT, **typed).status_code == 303
    assert measure(site, 1).own == {
        "budget": 30000, "place": "หอประชุม\nวัด", "months": ("พ.ย.",), "kind": ("ข",),
    }  # fmt: skip
    assert send(admin, LAW_AT, own_budget="ไม่ใช้งบประมาณ", own_place="", **{"own_months.1": ""}).status_code == 303
    assert measure(site, 1).own == {"budget": "ไม่ใช้งบประมาณ", "kind": ("ข",)}


def test_another_agencys_plan_and_what_is_not_there_are_not_found(site: Site, admin: FlaskClient) -> None:
    small_agency(site.database, "other")
    paths = ("2", "99", "1/measures/99", "1/measures/4", "1/topics/9", "1/ended/1", "2/scores", "1/measures/1/merge")
    for path in paths:
        assert admin.get(f"/admin/demo/plan/edit/{path}").status_code == 404, path


def test_a_unit_named_as_the_agency_kept_it_is_understood(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, ImportPeople((PersonRow("ก ข", "ค", ("กองการศึกษา ศาสนาและวัฒนธรรม",), STAFF),)))
    page = send(admin, LAW_AT, who="กองการศึกษา")
    assert confirm(admin, LAW_AT, page).status_code == 303
    assert "กองการศึกษา ศาสนาและวัฒนธรรม" in {task.unit for task in site.tasks(1)}
