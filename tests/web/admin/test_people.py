"""The people on the admin's pages: seen, changed, added by list or one by one, invited, let go with a hand-over."""

import io
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.agency import Person, PersonRow, Role
from domain.conversation import Invite
from domain.writes import ImportPeople, ImportPlan, IssueInvite, SetAway
from store import tables
from store.books import Books
from store.channels import Channel, set_channel
from store.people import invite_by_code_hash, load_people, load_units
from tests.agency import KEYS, MORNING, PLAN, YEAR, after, small_agency, write
from tests.intake.files import workbook
from tests.web.site import ADMIN, STAFF, Site, form_token

pytestmark = pytest.mark.repeats

PEOPLE = "/admin/demo/people"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def everyone(site: Site) -> dict[str, Person]:
    return {one.name: one for one in site.database.read(lambda conn: load_people(Books(conn, 1)))}


def unit_id(site: Site, name: str) -> int:
    return next(one.id for one in site.database.read(lambda conn: load_units(Books(conn, 1))) if one.name == name)


def bind(site: Site, person_id: int, line_user: str, **values: object) -> None:
    p = tables.people
    site.database.run(lambda conn: Books(conn, 1).update(p, (p.c.id == person_id,), {"line_user": line_user, **values}))


def typed(page: TestResponse, form: str = "") -> dict[str, str]:
    """What the page's form (its first, where none is named) would bring back of itself."""
    part = page.text.split(f'id="{form}-form"')[1] if form else page.text.split("<main")[1]
    return {name: unescape(value) for name, value in _HIDDEN.findall(part.split("</form>")[0])}


def confirm(browser: FlaskClient, page: TestResponse, path: str, **more: str) -> TestResponse:
    """Press the button of the page that says what a change does."""
    return browser.post(path, data={**typed(page), **more})


def change(browser: FlaskClient, person_id: int, **fields: str) -> TestResponse:
    path = f"{PEOPLE}/{person_id}"
    return browser.post(path, data={"csrf_token": form_token(browser.get(path)), **fields})


def questions(page: TestResponse) -> dict[str, str]:
    """The name of the field that asks who it is, by the name asked about."""
    return {name: field for field, name in re.findall(r'<label for="names-(who-[^"]+)">(.+) คือผู้ใด</label>', page.text)}


def code_invite(site: Site, code: str) -> Invite | None:
    return site.database.read(lambda conn: invite_by_code_hash(Books(conn, 1), KEYS.hash_code(code)))


def add(browser: FlaskClient, text: str) -> TestResponse:
    token = form_token(browser.get(f"{PEOPLE}/add"))
    return browser.post(f"{PEOPLE}/add", data={"csrf_token": token, "text": text})


def test_the_table_says_of_everybody_how_they_stand(site: Site, admin: FlaskClient) -> None:
    bind(site, 1, "U1")
    bind(site, 2, "U2", reachable=False)
    write(site.database, 1, IssueInvite(3, "hash", MORNING, after(60)))
    write(site.database, 1, SetAway(4, (date(2026, 11, 20), date(2026, 11, 25))))
    page = admin.get(PEOPLE).text
    rows = {name: page.split(f">{name}</a>")[1].split("</tr>")[0] for name in everyone(site)}
    assert "ลงทะเบียนแล้ว" in rows[STAFF] and "นักทรัพยากรบุคคล" in rows[STAFF]
    assert "ส่งข้อความ LINE ไม่ถึง" in rows["สมหญิง รักงาน"] and "งานนิติการ (สำนักปลัด)" in rows["สมหญิง รักงาน"]
    assert "มีรหัส ใช้ได้ถึง" in rows["มานี มีสุข"]
    assert "ยังไม่มีรหัส" in rows["ปรีชา กองช่าง"] and "ไม่อยู่ถึง 25 พ.ย. 69" in rows["ปรีชา กองช่าง"]
    assert "ยังไม่ลงทะเบียนใน LINE 3 คน" in page


def test_a_name_and_position_are_changed_at_once_for_no_task_changes_hands(site: Site, admin: FlaskClient) -> None:
    bind(site, 3, "U3")
    assert change(admin, 3, name="มานี  ใจงาม", position="ผู้อำนวยการกองคลัง").status_code == 303
    found = everyone(site)["มานี ใจงาม"]
    assert (found.id, found.position, found.line_user) == (3, "ผู้อำนวยการกองคลัง", "U3")
    assert found.unit_ids == (unit_id(site, "กองคลัง"),) and found.roles == {Role.STAFF}


def test_what_a_change_does_to_open_tasks_is_said_before_it_is_done(site: Site, admin: FlaskClient) -> None:
    money, works = unit_id(site, "กองคลัง"), unit_id(site, "กองช่าง")
    moved = {f"unit-{money}": "", f"unit-{works}": "on"}
    shown = change(admin, 3, **moved)
    text = unescape(shown.text)
    assert "รายการจะไม่มีผู้รายงาน (เดิม: มานี มีสุข)" in text
    assert "1 รายการเปลี่ยนผู้รายงานจาก ปรีชา กองช่าง เป็น มานี มีสุข" in text
    assert "เปิดเผยแผนการใช้จ่ายงบประมาณ – กองคลัง" in text
    assert everyone(site)["มานี มีสุข"].unit_ids == (money,)
    assert confirm(admin, shown, f"{PEOPLE}/3").status_code == 303
    assert everyone(site)["มานี มีสุข"].unit_ids == (works,)


def test_what_has_changed_since_it_was_shown_is_shown_anew(site: Site, admin: FlaskClient) -> None:
    money = unit_id(site, "กองคลัง")
    shown = change(admin, 3, **{f"unit-{money}": "", f"unit-{unit_id(site, 'กองช่าง')}": "on"})
    site.let_go(1, "ปรีชา กองช่าง")
    again = confirm(admin, shown, f"{PEOPLE}/3")
    assert again.status_code == 200 and "จาก ปรีชา กองช่าง" not in again.text
    assert everyone(site)["มานี มีสุข"].unit_ids == (money,)


@pytest.mark.parametrize(
    ("person_id", "fields", "field", "says"),
    [
        (3, {"name": "สมชาย ใจดี"}, "person-name", "มีบุคลากรชื่อนี้อยู่แล้ว"),
        (3, {"name": "  "}, "person-name", "โปรดกรอกช่องนี้"),
        (3, {"role-staff": ""}, "person-role-staff", "โปรดเลือกบทบาทอย่างน้อย 1 อย่าง"),
        (5, {"role-admin": "", "role-supervisor": "on"}, "person-role-admin", "ไม่มีผู้ดูแลคนอื่น"),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_what_was_typed(
    site: Site, admin: FlaskClient, person_id: int, fields: dict[str, str], field: str, says: str
) -> None:
    before = everyone(site)
    page = change(admin, person_id, position="ตำแหน่งที่พิมพ์ไว้", **fields)
    assert page.status_code == 422
    assert says in page.text.split(f'id="{field}-problem"')[1].split("</p>")[0]
    assert 'value="ตำแหน่งที่พิมพ์ไว้"' in page.text
    assert everyone(site) == before


def test_somebody_without_any_unit_is_asked_for_one(site: Site, admin: FlaskClient) -> None:
    page = change(admin, 3, **{f"unit-{one}": "" for one in (1, 2, 3, 4)})
    assert page.status_code == 422 and "โปรดเลือกส่วนราชการอย่างน้อย 1 แห่ง" in page.text


ROWS = "นางนิด ใหม่มา\tครู\tกองการศึกษา\tเจ้าหน้าที่\nมานี มีสุข\tนักวิชาการคลัง\tกองคลัง\tเจ้าหน้าที่; หัวหน้า"
HEAD = "ชื่อ-สกุล\tตำแหน่ง\tส่วนราชการ\tบทบาท\n"


@pytest.mark.parametrize("text", [ROWS, HEAD + ROWS, HEAD + ROWS + "\n\n"])
def test_pasted_rows_are_looked_at_and_then_taken_in(site: Site, admin: FlaskClient, text: str) -> None:
    shown = add(admin, text)
    assert shown.status_code == 200
    for words in ("นางนิด ใหม่มา", "กองการศึกษา", "อีก 4 คนไม่อยู่ในรายชื่อนี้", "เพิ่ม 1 รายการที่ต้องรายงาน: นางนิด ใหม่มา"):
        assert words in unescape(shown.text), words
    assert "นางนิด ใหม่มา" not in everyone(site)
    assert confirm(admin, shown, f"{PEOPLE}/add").status_code == 303
    found = everyone(site)
    assert len(found) == 6 and found["มานี มีสุข"].roles == {Role.STAFF, Role.SUPERVISOR}
    assert "บันทึกบุคลากร <b>2</b> คนแล้ว" in admin.get(PEOPLE).text


def test_a_workbook_is_read_as_if_it_were_pasted(site: Site, admin: FlaskClient, tmp_path: Path) -> None:
    rows = [["รายชื่อบุคลากร"], *(line.split("\t") for line in (HEAD + ROWS).splitlines())]
    sent = workbook(tmp_path, rows, name="people.xlsx")
    token = form_token(admin.get(f"{PEOPLE}/add"))
    data = {"csrf_token": token, "text": "", "file": (io.BytesIO(sent.read_bytes()), "people.xlsx")}
    shown = admin.post(f"{PEOPLE}/add", data=data, content_type="multipart/form-data")
    assert confirm(admin, shown, f"{PEOPLE}/add").status_code == 303
    assert "นางนิด ใหม่มา" in everyone(site)


def test_rows_with_something_wrong_stay_in_the_field_with_each_place(site: Site, admin: FlaskClient) -> None:
    wrong = "นิด ใหม่มา\tครู\t\tเจ้าหน้าที่\nแดง ใจดี\tครู\tกองคลัง\tใหญ่"
    page = add(admin, wrong)
    assert page.status_code == 422
    text = unescape(page.text)
    problem = text.split('id="people-text-problem"')[1].split("</p>")[0]
    assert "แถว 1, คอลัมน์ ส่วนราชการ" in problem and "แถว 2, คอลัมน์ บทบาท" in problem and "“ใหญ่”" in problem
    assert wrong in text
    assert add(admin, "  ").status_code == 422
    assert len(everyone(site)) == 5


def test_a_name_like_a_known_one_is_asked_about_and_never_taken_in_silence(site: Site, admin: FlaskClient) -> None:
    bind(site, 3, "U3")
    asked = add(admin, "มานี ใจงาม\tนักวิชาการเงินและบัญชี\tกองคลัง\tเจ้าหน้าที่")
    assert "มานี ใจงาม คือผู้ใด" in asked.text and "มานี มีสุข (เปลี่ยนชื่อ)" in asked.text
    hidden, who = typed(asked, "names"), questions(asked)["มานี ใจงาม"]
    unanswered = admin.post(f"{PEOPLE}/add", data={**hidden, who: ""})
    assert unanswered.status_code == 422 and "โปรดเลือกว่าเป็นผู้ใด" in unanswered.text
    assert admin.post(f"{PEOPLE}/add", data={**hidden, who: "99"}).status_code == 422
    shown = admin.post(f"{PEOPLE}/add", data={**hidden, who: "3"})
    assert confirm(admin, shown, f"{PEOPLE}/add").status_code == 303
    found = everyone(site)
    assert len(found) == 5 and found["มานี ใจงาม"].line_user == "U3"


def test_the_same_name_may_be_somebody_new(site: Site, admin: FlaskClient) -> None:
    asked = add(admin, "มานี ใจงาม\tนักวิชาการเงินและบัญชี\tกองคลัง\tเจ้าหน้าที่")
    shown = admin.post(f"{PEOPLE}/add", data={**typed(asked, "names"), questions(asked)["มานี ใจงาม"]: "new"})
    assert confirm(admin, shown, f"{PEOPLE}/add").status_code == 303
    assert {"มานี ใจงาม", "มานี มีสุข"} <= set(everyone(site))


TWO = "มานี ใจงาม\tครู\tกองคลัง\tเจ้าหน้าที่\nมานี ดีงาม\tครู\tกองคลัง\tเจ้าหน้าที่"


def test_two_names_are_never_one_person(site: Site, admin: FlaskClient) -> None:
    asked = add(admin, TWO)
    who = questions(asked)
    assert set(who) == {"มานี ใจงาม", "มานี ดีงาม"}
    both = admin.post(f"{PEOPLE}/add", data={**typed(asked, "names"), **dict.fromkeys(who.values(), "3")})
    assert both.status_code == 422 and "เลือกผู้นี้ให้อีกชื่อหนึ่งแล้ว" in both.text
    assert set(everyone(site)) & {"มานี ใจงาม", "มานี ดีงาม"} == set()


def test_an_answer_is_about_the_name_that_was_asked_whatever_came_meanwhile(site: Site, admin: FlaskClient) -> None:
    asked = add(admin, TWO)
    first, second = questions(asked)["มานี ใจงาม"], questions(asked)["มานี ดีงาม"]
    answers = {**typed(asked, "names"), first: "new", second: "3"}
    # Somebody else adds the first of the two: of that name nothing is asked any more.
    write(site.database, 1, ImportPeople((PersonRow("มานี ใจงาม", "ครู", ("กองคลัง",), frozenset({Role.STAFF})),)))
    shown = admin.post(f"{PEOPLE}/add", data=answers)
    assert confirm(admin, shown, f"{PEOPLE}/add").status_code == 303
    assert everyone(site)["มานี ดีงาม"].id == 3


def test_a_list_longer_than_any_agency_is_refused(admin: FlaskClient) -> None:
    page = add(admin, "\n".join(f"คน {n}\tครู\tกองคลัง\tเจ้าหน้าที่" for n in range(1001)))
    assert page.status_code == 422 and "ไม่เกิน 1000 คน" in page.text


def test_one_person_is_typed_and_looked_at_like_a_list(site: Site, admin: FlaskClient) -> None:
    token = form_token(admin.get(f"{PEOPLE}/new"))
    fields = {"csrf_token": token, "name": "นางนิด ใหม่มา", "position": "นิติกร", "unit": "สำนักปลัด", "section": "งานนิติการ"}
    wrong = admin.post(f"{PEOPLE}/new", data=fields)
    assert wrong.status_code == 422 and "โปรดเลือกบทบาท" in wrong.text and 'value="นางนิด ใหม่มา"' in wrong.text
    same = admin.post(f"{PEOPLE}/new", data={**fields, "name": STAFF, "role-staff": "on"})
    assert same.status_code == 422 and "มีบุคลากรชื่อนี้อยู่แล้ว" in same.text
    shown = admin.post(f"{PEOPLE}/new", data={**fields, "role-staff": "on"})
    assert "1 รายการ นางนิด ใหม่มา ร่วมรายงานด้วย" in shown.text
    assert confirm(admin, shown, f"{PEOPLE}/add").status_code == 303
    found = everyone(site)["นางนิด ใหม่มา"]
    assert found.unit_ids == (unit_id(site, "สำนักปลัด"), unit_id(site, "งานนิติการ"))


def test_a_sheet_of_codes_has_a_working_code_for_everybody_without_line(site: Site, admin: FlaskClient) -> None:
    bind(site, 1, "U1")
    site.database.run(lambda conn: set_channel(Books(conn, 1), Channel("1", "s", basic_id="@demo"), KEYS))
    page = admin.post(f"{PEOPLE}/codes", data={"csrf_token": form_token(admin.get(PEOPLE))})
    codes = re.findall(r'class="code">([A-Z0-9]{8})<', page.text)
    assert len(codes) == len(set(codes)) == 4 and page.text.count("<svg") == 4 and STAFF not in page.text
    found = [code_invite(site, code) for code in codes]
    assert all(invite and not invite.used and invite.person_name in page.text for invite in found)
    again = admin.post(f"{PEOPLE}/codes", data={"csrf_token": form_token(admin.get(PEOPLE)), "person": "3"})
    assert again.text.count('class="code"') == 1 and "มานี มีสุข" in again.text
    assert [code_invite(site, code) for code in codes].count(None) == 1


def test_without_the_accounts_name_the_cards_have_codes_alone(admin: FlaskClient) -> None:
    page = admin.post(f"{PEOPLE}/codes", data={"csrf_token": form_token(admin.get(PEOPLE))})
    assert "<svg" not in page.text and "ยังไม่มีคิวอาร์โค้ด" in page.text


def test_who_leaves_hands_over_once_it_was_read_what_that_does(site: Site, admin: FlaskClient) -> None:
    path = f"{PEOPLE}/3/leave"
    page = admin.get(path)
    assert "รายการจะไม่มีผู้รายงาน (เดิม: มานี มีสุข)" in unescape(page.text)
    data = {"csrf_token": form_token(page), "heir": str(everyone(site)[STAFF].id)}
    shown = admin.post(path, data=data)
    assert f"2 รายการเปลี่ยนผู้รายงานจาก มานี มีสุข เป็น {STAFF}" in unescape(shown.text)
    assert "มานี มีสุข" in everyone(site)
    assert confirm(admin, shown, path).status_code == 303
    found = everyone(site)
    assert "มานี มีสุข" not in found
    assert unit_id(site, "กองคลัง") in found[STAFF].unit_ids
    assert all(task.assignee_ids for task in site.tasks(1))
    assert "นำ <b>มานี มีสุข</b> ออกแล้ว" in admin.get(PEOPLE).text


def test_nobody_removes_themselves_or_the_last_administrator(site: Site, admin: FlaskClient) -> None:
    me = everyone(site)[ADMIN].id
    assert admin.get(f"{PEOPLE}/{me}/leave").status_code == 409
    token = form_token(admin.get(PEOPLE))
    assert admin.post(f"{PEOPLE}/{me}/leave", data={"csrf_token": token, "sure": "x"}).status_code == 409
    assert ADMIN in everyone(site)


def test_another_agencys_people_are_not_here(site: Site, admin: FlaskClient) -> None:
    small_agency(site.database, "other")
    token = form_token(admin.get(PEOPLE))
    for path in (f"{PEOPLE}/7", f"{PEOPLE}/7/leave", f"{PEOPLE}/99999"):
        assert admin.get(path).status_code == 404
        assert admin.post(path, data={"csrf_token": token}).status_code == 404
    assert admin.post(f"{PEOPLE}/codes", data={"csrf_token": token, "person": "7"}).status_code == 404
    assert admin.post(f"{PEOPLE}/codes", data={"csrf_token": token, "person": "-1"}).status_code == 400


def test_going_back_from_what_a_change_does_keeps_what_was_typed(site: Site, admin: FlaskClient) -> None:
    shown = add(admin, ROWS)
    hidden = {name: value for name, value in typed(shown).items() if name != "sure"}
    again = admin.post(f"{PEOPLE}/add", data={**hidden, "again": "1"})
    assert again.status_code == 200 and ROWS in unescape(again.text)
    moved = change(admin, 3, name="มานี ใจงาม", **{f"unit-{unit_id(site, 'กองช่าง')}": "on"})
    back = admin.post(f"{PEOPLE}/3", data={**typed(moved), "again": "1"})
    assert back.status_code == 200 and 'value="มานี ใจงาม"' in back.text
    leaving = admin.post(f"{PEOPLE}/3/leave", data={"csrf_token": form_token(admin.get(PEOPLE)), "heir": "1"})
    chosen = admin.post(f"{PEOPLE}/3/leave", data={**typed(leaving), "again": "1"})
    assert '<option value="1" selected>' in chosen.text
    assert len(everyone(site)) == 5


ODD = (
    "\t\t\t", "'", '"', '"\t"\n"', "a\tb", "=1+1\t@x\t-y\t+z", "ก" * 70_000, "\u200b\ufeff\t\u202e\tกอง\tstaff",
    "ชื่อ-สกุล", "ชื่อ-สกุล\tชื่อ-สกุล\nก\tข", "<script>\tx\ty\tstaff", "a;b,c\td;e\tf;;g\tstaff;admin",
    "\n".join(f"คน {n}\tครู\tกอง {n}\tเจ้าหน้าที่" for n in range(300)),
)  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_rows_are_refused_or_shown_and_never_an_error_or_markup(admin: FlaskClient, text: str) -> None:
    page = add(admin, text)
    assert page.status_code in (200, 422)
    assert "<script>" not in page.text


@pytest.mark.parametrize("heir", ["", "0", "-1", "x", "9" * 30, "3", "๕", "5"])
def test_odd_heirs_are_refused_or_shown(site: Site, admin: FlaskClient, heir: str) -> None:
    token = form_token(admin.get(PEOPLE))
    page = admin.post(f"{PEOPLE}/3/leave", data={"csrf_token": token, "heir": heir})
    assert page.status_code == (200 if heir in ("", "5", "๕") else 422)
    assert len(everyone(site)) == 5


def send(admin: FlaskClient, path: str, data: dict[str, str]) -> TestResponse:
    """What comes of the form, once what it does was confirmed."""
    page = admin.post(path, data=data)
    mark = re.search(r'name="sure" value="([^"]+)"', page.text)
    return admin.post(path, data={**data, "sure": mark[1]}) if mark else page


@pytest.mark.parametrize(("was", "now"), [("สำนักปลัด", "สำนักบริหาร"), ("งานนิติการ", "งานกฎหมาย"), ("กองคลัง", "กองการเงิน")])
def test_a_renamed_unit_keeps_its_people_tasks_and_plans(site: Site, admin: FlaskClient, was: str, now: str) -> None:
    before = [(task.id, task.assignee_ids) for task in site.tasks(1)]
    path = f"{PEOPLE}/units/{unit_id(site, was)}"
    data = {"csrf_token": form_token(admin.get(path)), "name": f" {now} ", "follow": ""}
    assert send(admin, path, data).status_code == 303
    assert unit_id(site, now) and [(task.id, task.assignee_ids) for task in site.tasks(1)] == before
    write(site.database, 1, ImportPlan(PLAN, YEAR, after(1)))
    assert [(task.id, task.assignee_ids) for task in site.tasks(1)] == before
    again = send(admin, path, {**data, "name": was})
    assert again.status_code == 303 and [(task.id, task.assignee_ids) for task in site.tasks(1)] == before


def test_a_units_name_is_asked_for_and_is_its_own(site: Site, admin: FlaskClient) -> None:
    path = f"{PEOPLE}/units/{unit_id(site, 'กองคลัง')}"
    token = form_token(admin.get(path))
    for name, says in (("กองช่าง", "มีส่วนราชการชื่อนี้อยู่แล้ว"), ("  ", "โปรดกรอกช่องนี้")):
        page = admin.post(path, data={"csrf_token": token, "name": name})
        assert page.status_code == 422 and says in page.text.split('id="unit-name-problem"')[1]
    assert admin.get(f"{PEOPLE}/units/999").status_code == 404
