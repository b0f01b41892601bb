"""The reminder pages: days ahead, rules, days off, absences, the log, and the calendar feed."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from domain.sending import Quota
from domain.writes import AnswerDeputy, AskDeputy, Enrol, IssueInvite
from reminders.calendar import calendar_of
from store.books import Books
from store.people import invite_by_code_hash, load_people
from store.reminder_rules import agency_holidays, reminder_rules
from tests.agency import MORNING, after, small_agency, write
from tests.web.site import Site, any_token

PAGE = "/admin/demo/reminders"
CALENDAR = f"{PAGE}/calendar"
RULES = {
    "at": "08.30", "until": "16:00", "month_days": "๑, 20", "before_due": "10 5 0", "late_after": "2 8",
    "supervisor_after": "4", "escalate_after": "9", "escalate_to": "", "publish_before": "7", "kept_percent": "30",
    "summaries": "",
}  # fmt: skip


def send(browser: FlaskClient, what: str, /, **fields: str) -> TestResponse:
    token = any_token(browser)
    return browser.post(f"{PAGE}/{what}", data={"csrf_token": token, **fields})


def told_days(browser: FlaskClient) -> list[tuple[str, str]]:
    """The days of the calendar on which people are told, and how many."""
    return re.findall(r'datetime="([\d-]+)">\d+</time>(?:<i[^/]*</i>)*<b[^>]*>(\d+)<', browser.get(CALENDAR).text)


def standing(browser: FlaskClient, field: str) -> str:
    """What stands in the field of that id."""
    found = re.search(rf'<input type="\w+" value="([^"]*)" id="{field}"', browser.get(PAGE).text)
    assert found, field
    return unescape(found[1])


def enrol(site: Site, name: str) -> None:
    who = site.person_id(1, name)
    write(site.database, 1, IssueInvite(who, f"hash-{who}", MORNING, after(99)))
    invite = site.database.read(lambda conn: invite_by_code_hash(Books(conn, 1), f"hash-{who}"))
    assert invite
    write(site.database, 1, Enrol(invite.id, f"U{who}", MORNING))


def test_the_days_ahead_show_deadlines_and_how_many_are_told(site: Site, admin: FlaskClient) -> None:
    enrol(site, "มานี มีสุข")
    rows = told_days(admin)
    assert rows[:3] == [("2026-11-23", "1"), ("2026-12-01", "1"), ("2026-12-25", "1")]
    assert ("2027-03-31", "1") in rows and ("2027-04-26", "1") in rows
    assert "ครบกำหนด: รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570" in admin.get(CALENDAR).text
    assert "วันถัดไปที่มีกำหนดคือ 23 พ.ย. 69 เตือน 1 คน" in admin.get(PAGE).text


def test_the_rules_are_saved_as_the_form_says(site: Site, admin: FlaskClient) -> None:
    assert send(admin, "rules", **RULES).status_code == 303
    rules = site.database.read(lambda conn: reminder_rules(Books(conn, 1)))
    assert (rules.at.isoformat("minutes"), rules.until.isoformat("minutes")) == ("08:30", "16:00")
    assert (rules.month_days, rules.before_due, rules.publish_before) == ((1, 20), (10, 5, 0), (7,))
    assert (rules.late_after, rules.escalate_after, rules.kept_percent, rules.summaries) == ((2, 8), 9, 30, False)


@pytest.mark.slow
def test_a_form_that_cannot_be_read_changes_nothing(site: Site, admin: FlaskClient) -> None:
    before = site.database.read(lambda conn: reminder_rules(Books(conn, 1)))
    for wrong in (
        {"at": "25:00"}, {"at": "17:00"}, {"month_days": ""}, {"month_days": "32"}, {"late_after": "0"},
        {"late_after": "x"}, {"late_after": "2.5"}, {"before_due": "-5"}, {"at": "08:30+07:00"},
        {"at": "T08"}, {"until": "09:00"}, {"before_due": "7 days"}, {"before_due": "99999"},
        {"publish_on_1": "x"}, {"escalate_to": "999"}, {"escalate_to": "1 OR 1"}, {"kept_percent": "91"},
    ):  # fmt: skip
        assert send(admin, "rules", **{**RULES, **wrong}).status_code == 422, wrong
    assert site.database.read(lambda conn: reminder_rules(Books(conn, 1))) == before
    for wrong in ({"day": "x", "name": "ก"}, {"day": "1500-01-01", "name": "ก"}):
        assert send(admin, "holiday", **wrong).status_code == 422
    for wrong in ({"person": "", "first": "", "last": ""}, {"person": "1", "first": "2027-01-05", "last": "2027-01-01"},
                  {"person": "1", "deputy": "1"}, {"person": "99"}, {"person": "1"}, {},
                  {"person": "1", "first": "2027-01-05"}):  # fmt: skip
        assert send(admin, "away", **wrong).status_code == 422


def test_what_is_wrong_is_named_at_its_field_and_all_else_that_was_typed_stays(admin: FlaskClient) -> None:
    page = send(admin, "rules", **{**RULES, "at": "25:00", "late_after": "x", "month_days": "5, 20"}).text
    assert "โปรดแก้ไข 2 ช่อง" in page
    for field, typed, hint in (("at", "25:00", ""), ("late_after", "x", "rules-late_after-hint ")):
        tag = re.search(rf'<input [^>]*id="rules-{field}"[^>]*>', page)
        assert tag and f'value="{typed}"' in tag[0] and 'aria-invalid="true"' in tag[0]
        assert f'aria-describedby="{hint}rules-{field}-problem"' in tag[0] and f'id="rules-{field}-problem"' in page
        assert f'href="#rules-{field}"' in page
    first = re.findall(r'id="(rules-\w+)"[^>]*autofocus|autofocus[^>]*id="(rules-\w+)"', page)
    assert first == [("rules-late_after", "")]
    for field, typed in (("month_days", "5, 20"), ("kept_percent", "30"), ("until", "16:00")):
        assert re.search(rf'<input [^>]*value="{typed}"[^>]*id="rules-{field}"', page)
    assert page.count('aria-invalid="true"') == 2 and "โปรดเขียนเวลา เช่น 08:30" in page


def test_a_field_that_was_not_sent_stays_as_it_is(site: Site, admin: FlaskClient) -> None:
    before = site.database.read(lambda conn: reminder_rules(Books(conn, 1)))
    assert send(admin, "rules", late_after="9").status_code == 303
    assert site.database.read(lambda conn: reminder_rules(Books(conn, 1))) == replace(before, late_after=(9,))


@pytest.mark.slow
def test_every_form_says_that_it_was_saved(admin: FlaskClient) -> None:
    for what, fields in (
        ("rules", RULES), ("review", {"review": "on"}), ("holiday", {"day": "2026-12-01", "name": "ก"}),
        ("away", {"person": "1", "deputy": "3"}), ("away/remove", {"person": "1", "what": "deputy"}),
        ("holiday/remove", {"day": "2026-12-01"}),
    ):  # fmt: skip
        assert "บันทึกแล้ว" in admin.get(send(admin, what, **fields).location).text, what
        assert "บันทึกแล้ว" not in admin.get(PAGE).text, "said once"


def test_the_day_of_publication_can_be_moved_as_the_assessor_moves_it(site: Site, admin: FlaskClient) -> None:
    enrol(site, "วิชัย ดูแล")
    assert standing(admin, "rules-publish_on_1") == "2027-04-30"
    assert send(admin, "rules", **RULES, publish_on_1="2027-05-28").status_code == 303
    assert standing(admin, "rules-publish_on_1") == "2027-05-28"
    page = admin.get(CALENDAR).text
    assert re.findall(r'publish"><time datetime="([\d-]+)', page) == ["2027-05-28"]
    assert ("2027-05-21", "1") in told_days(admin)  # a week before: what the admin is told
    assert "ต้องเผยแพร่ภายใน 28 พ.ค. 70" in admin.get(PAGE).text


def test_the_months_are_priced_against_what_line_allows(site: Site, admin: FlaskClient) -> None:
    enrol(site, "มานี มีสุข")
    assert month_costs(admin)["พ.ย. 69"] == ["1", "1", "1"]
    assert "ไม่พอ" not in admin.get(PAGE).text
    site.quota = Quota(4, 4)
    page = admin.get(PAGE).text
    assert "เดือนนี้ใช้ไปแล้ว 4 จาก 4 ข้อความ เหลือ 0 ข้อความ" in page
    assert "พ.ย. 69 ข้อความไม่พอ: หากยังไม่มีผู้รายงานต้องใช้ 1 ข้อความ ส่งได้ 0 ข้อความ ขาด 1 ข้อความ" in page
    assert re.findall(r"<p>(\S+ \d\d) ข้อความไม่พอ", page) == ["พ.ย. 69", "มี.ค. 70"]
    assert '<a href="#rule-before_due">ไม่เตือนล่วงหน้าเกินหนึ่งสัปดาห์: ลดได้ราว 1 ข้อความ</a>' in page
    site.quota = Quota(4, 0)
    assert "ข้อความไม่พอ" in admin.get(PAGE).text and "พ.ย. 69 ข้อความไม่พอ" not in admin.get(PAGE).text
    site.quota = Quota(300, 0)
    assert "ข้อความเพียงพอทุกเดือนข้างหน้า" in admin.get(PAGE).text


def month_costs(browser: FlaskClient) -> dict[str, list[str]]:
    """What each month costs by the rules of each column of the page's table."""
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', browser.get(PAGE).text, re.DOTALL)
    return {month: re.findall(r"<td[^>]*>(\d+)", cells) for month, cells in rows}


def test_days_off_are_added_and_removed(site: Site, admin: FlaskClient) -> None:
    assert send(admin, "holiday", day="2026-12-01", name="วันสถาปนา").status_code == 303
    assert site.database.read(lambda conn: agency_holidays(Books(conn, 1))) == {date(2026, 12, 1): "วันสถาปนา"}
    assert "วันสถาปนา" in admin.get(PAGE).text
    assert send(admin, "holiday/remove", day="2026-12-01").status_code == 303
    assert site.database.read(lambda conn: agency_holidays(Books(conn, 1))) == {}


def test_an_absence_names_who_stands_in(site: Site, admin: FlaskClient) -> None:
    assert send(admin, "away", person="3", deputy="1", first="2026-12-01", last="2026-12-05").status_code == 303
    who = site.database.read(lambda conn: load_people(Books(conn, 1)))[2]
    assert (who.away, who.deputy_id) == ((date(2026, 12, 1), date(2026, 12, 5)), 1)


def test_an_absence_leaves_the_deputy_and_a_deputy_leaves_the_absence(site: Site, admin: FlaskClient) -> None:
    def third() -> tuple[object, int | None]:
        who = site.database.read(lambda conn: load_people(Books(conn, 1)))[2]
        return who.away, who.deputy_id

    days = (date(2026, 12, 1), date(2026, 12, 5))
    send(admin, "away", person="3", deputy="1", first="", last="")
    assert third() == (None, 1)
    send(admin, "away", person="3", deputy="", first="2026-12-01", last="2026-12-05")
    assert third() == (days, 1)
    send(admin, "away", person="3", deputy="2", first="", last="")
    assert third() == (days, 2)
    page = admin.get(PAGE).text
    assert "มานี มีสุข: 1 ธ.ค. 69 – 5 ธ.ค. 69" in page and "สมหญิง รักงาน รายงานแทน มานี มีสุข" in page
    assert send(admin, "away/remove", person="3", what="away").status_code == 303
    assert third() == (None, 2)
    assert send(admin, "away/remove", person="3", what="deputy").status_code == 303
    assert third() == (None, None)
    assert send(admin, "away/remove", person="3", what="all").status_code == 400


def test_an_absence_with_nobody_to_stand_in_is_asked_about_likeliest_first(site: Site, admin: FlaskClient) -> None:
    days = {"first": "2026-12-01", "last": "2026-12-05"}
    asked = send(admin, "away", person="4", deputy="", **days)
    assert asked.status_code == 422 and "ยังไม่มีผู้ทำหน้าที่แทนในช่วงนี้" in asked.text
    assert site.database.read(lambda conn: load_people(Books(conn, 1)))[3].away is None
    assert 'value="2026-12-01"' in asked.text
    (deputy,) = re.findall(r'<select[^>]* id="away-deputy".*?</select>', asked.text, re.DOTALL)
    assert re.findall(r'value="(\d*)"', deputy) == [
        "",
        "0",
        "5",
        "1",
        "2",
        "3",
    ]  # the other supervisor first, not himself
    assert send(admin, "away", person="4", deputy="0", **days).status_code == 303
    who = site.database.read(lambda conn: load_people(Books(conn, 1)))[3]
    assert (who.away, who.deputy_id) == ((date(2026, 12, 1), date(2026, 12, 5)), None)


def test_a_deputy_away_all_the_time_is_asked_about(site: Site, admin: FlaskClient) -> None:
    send(admin, "away", person="2", deputy="0", first="2026-12-01", last="2026-12-31")
    assert send(admin, "away", person="1", deputy="", first="2026-12-03", last="2026-12-05").status_code == 422
    assert send(admin, "away", person="1", deputy="", first="2026-12-30", last="2027-01-05").status_code == 303


def test_who_was_asked_to_stand_in_and_has_not_answered_is_shown(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, AskDeputy(3, 1))
    assert "สอบถาม สมชาย ใจดี ให้ทำหน้าที่แทน มานี มีสุข แล้ว รอการตอบรับ" in admin.get(PAGE).text
    write(site.database, 1, AnswerDeputy(3, 1, True))
    page = admin.get(PAGE).text
    assert "รอการตอบรับ" not in page and "สมชาย ใจดี รายงานแทน มานี มีสุข" in page


def test_each_day_of_the_countrys_calendar_is_switched(site: Site, admin: FlaskClient) -> None:
    def works(day: date) -> bool:
        def read(conn: Connection) -> bool:
            books = Books(conn, 1)
            return calendar_of(reminder_rules(books), agency_holidays(books)).works_on(day)

        return site.database.read(read)

    labour, songkran = date(2027, 5, 3), date(2027, 4, 13)
    page = admin.get(PAGE).text
    assert "ชดเชยวันแรงงานแห่งชาติ" in page and "วันสงกรานต์" in page
    assert works(labour) and not works(songkran)
    assert send(admin, "day", day="2027-05-03", off="1").status_code == 303
    assert send(admin, "day", day="2027-04-13", off="").status_code == 303
    assert not works(labour) and works(songkran)
    send(admin, "rules", **RULES)
    assert works(songkran), "the rules' form leaves it"
    assert send(admin, "day", day="2027-05-03", off="").status_code == 303
    assert send(admin, "day", day="2027-04-13", off="1").status_code == 303
    assert works(labour) and not works(songkran)
    assert send(admin, "day", day="2027-04-20", off="1").status_code == 400
    assert send(admin, "day", day="x", off="1").status_code == 400


def test_the_feed_is_for_whoever_has_its_address_and_names_nobody(site: Site, admin: FlaskClient) -> None:
    enrol(site, "มานี มีสุข")
    address = re.search(r'href="http://127.0.0.1:8000(/calendar/demo/[^"]+\.ics)"', admin.get(PAGE).text)
    assert address
    stranger = site.browser()
    feed = stranger.get(address[1])
    assert feed.status_code == 200 and feed.content_type == "text/calendar; charset=utf-8"
    lines = feed.text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "DTSTART;VALUE=DATE:20270331" in lines
    unfolded = feed.text.replace("\r\n ", "")
    assert "SUMMARY:ครบกำหนด: รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570" in unfolded
    assert len(re.findall("^UID:", unfolded, re.MULTILINE)) == len(set(re.findall("^UID:.*$", unfolded, re.MULTILINE)))
    assert "มานี" not in unfolded
    assert stranger.get(address[1].replace(".ics", "x.ics")).status_code == 404
    assert stranger.get(address[1].replace("/demo/", "/other/")).status_code == 404


def test_another_agencys_admin_and_a_stranger_see_nothing(site: Site) -> None:
    other = small_agency(site.database, "other")
    assert site.browser().get(PAGE).status_code == 401
    assert site.signed_in(other, "other").get(PAGE).status_code in (401, 404)


def test_the_first_page_says_that_the_months_pushes_end_and_when(site: Site) -> None:
    enrol(site, "มานี มีสุข")
    site.quota = Quota(300, 0)
    assert "จำนวนข้อความ LINE" not in site.signed_in(1).get("/admin/demo/").text
    site.quota, site.now = Quota(300, 300), site.now + timedelta(minutes=6)
    assert "จำนวนข้อความ LINE ของเดือนนี้หมดแล้ว ยังต้องใช้อีก 1 ข้อความ" in site.signed_in(1).get("/admin/demo/").text
