"""A person's absence and deputy on their page: what they do to the open tasks is said first, then done."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.agency import Person
from domain.writes import SetAway, SetDeputy
from store.books import Books
from store.people import load_people
from tests.agency import small_agency, write
from tests.web.admin.test_people import confirm, typed
from tests.web.site import Site, form_token

pytestmark = pytest.mark.repeats

AT = "/admin/demo/people"
DAYS = {"first": "2026-12-01", "last": "2026-12-11"}


def person(site: Site, name: str = "มานี มีสุข") -> Person:
    everyone = site.database.read(lambda conn: load_people(Books(conn, 1)))
    return next(one for one in everyone if one.name == name)


def send(browser: FlaskClient, who: int, **fields: str) -> TestResponse:
    token = form_token(browser.get(f"{AT}/{who}"))
    return browser.post(f"{AT}/{who}/away", data={"csrf_token": token, **fields})


def test_an_absence_is_noted_once_what_it_does_was_read(site: Site, admin: FlaskClient) -> None:
    who, deputy = person(site).id, person(site, "สมชาย ใจดี").id
    shown = send(admin, who, **DAYS, deputy=str(deputy))
    assert "มานี มีสุข ไม่อยู่ปฏิบัติราชการ 1 ธ.ค. 69 ถึง 11 ธ.ค. 69" in shown.text
    assert "สมชาย ใจดี รายงานแทน 2 รายการ" in shown.text
    assert person(site).away is None
    assert confirm(admin, shown, f"{AT}/{who}/away").status_code == 303
    noted = person(site)
    assert (noted.away, noted.deputy_id) == ((date(2026, 12, 1), date(2026, 12, 11)), deputy)
    assert "ไม่อยู่ตั้งแต่ 1 ธ.ค. 69" in admin.get(AT).text
    page = admin.get(f"{AT}/{who}").text
    assert 'value="2026-12-01"' in page and f'<option value="{deputy}" selected>' in page


def test_nobody_to_stand_in_is_asked_about_and_said_with_what_it_leaves(site: Site, admin: FlaskClient) -> None:
    who = person(site).id
    asked = send(admin, who, **DAYS, deputy="")
    assert asked.status_code == 422 and 'id="absence-deputy-problem"' in asked.text
    assert 'value="2026-12-01"' in asked.text and 'value="2026-12-11"' in asked.text
    shown = send(admin, who, **DAYS, deputy="0")
    assert "2 รายการไม่มีผู้รายงาน" in shown.text
    confirm(admin, shown, f"{AT}/{who}/away")
    assert (person(site).away is not None, person(site).deputy_id) == (True, None)


def test_a_deputy_who_is_away_too_is_asked_about(site: Site, admin: FlaskClient) -> None:
    who, deputy = person(site).id, person(site, "สมชาย ใจดี").id
    write(site.database, 1, SetAway(deputy, (date(2026, 11, 30), date(2026, 12, 31))))
    asked = send(admin, who, **DAYS, deputy=str(deputy))
    assert asked.status_code == 422
    choices = asked.text.split('id="absence-deputy"')[1].split("</select>")[0]
    assert choices.rindex("สมชาย ใจดี") > choices.rindex("วิชัย ดูแล"), "who is away comes last"


def test_an_absence_ends_and_a_deputy_stays_or_goes_as_the_form_says(site: Site, admin: FlaskClient) -> None:
    who, deputy = person(site).id, person(site, "สมชาย ใจดี").id
    write(site.database, 1, SetAway(who, (date(2026, 12, 1), date(2026, 12, 11))), SetDeputy(who, deputy))
    shown = send(admin, who, first="", last="", deputy=str(deputy))
    assert "มานี มีสุข ปฏิบัติราชการตามปกติ" in shown.text and "เมื่อไม่อยู่ สมชาย ใจดี รายงานแทน" in shown.text
    confirm(admin, shown, f"{AT}/{who}/away")
    assert (person(site).away, person(site).deputy_id) == (None, deputy)
    confirm(admin, send(admin, who, first="", last="", deputy=""), f"{AT}/{who}/away")
    assert person(site).deputy_id is None
    unchanged = send(admin, who, first="", last="", deputy="")
    assert unchanged.location == f"{AT}/{who}"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first": "2026-12-01", "last": ""}, "last"),
        ({"first": "", "last": "2026-12-01"}, "first"),
        ({"first": "2026-12-05", "last": "2026-12-01"}, "last"),
        ({"first": "ไม่ใช่วัน", "last": "2026-12-01"}, "first"),
        ({**DAYS, "deputy": "3"}, "deputy"),
        ({**DAYS, "deputy": "9" * 30}, "deputy"),
        ({**DAYS, "deputy": "x"}, "deputy"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    site: Site, admin: FlaskClient, fields: dict[str, str], field: str
) -> None:
    assert person(site).id == 3
    refused = send(admin, 3, **fields, sure="0")
    assert refused.status_code == 422 and f'id="absence-{field}-problem"' in refused.text
    assert person(site).away is None


def test_what_changed_meanwhile_is_asked_again(site: Site, admin: FlaskClient) -> None:
    who, deputy = person(site).id, person(site, "สมชาย ใจดี").id
    shown = send(admin, who, **DAYS, deputy=str(deputy))
    for task in site.tasks(1):
        if who in task.assignee_ids:
            site.reply(1, task, f"reply-{task.id}", result="ทำแล้ว")
    again = confirm(admin, shown, f"{AT}/{who}/away")
    assert again.status_code == 200 and typed(again)["sure"] != typed(shown)["sure"]
    assert person(site).away is None


def test_another_agencys_person_is_not_found(site: Site, admin: FlaskClient) -> None:
    small_agency(site.database, "other")
    token = form_token(admin.get(AT))
    assert admin.post(f"{AT}/8/away", data={"csrf_token": token, **DAYS}).status_code == 404
    assert site.browser().post(f"{AT}/3/away", data=DAYS).status_code == 401
