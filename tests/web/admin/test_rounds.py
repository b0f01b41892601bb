"""The agency's rounds on the admin page: opened, changed, closed; what that does is shown, and confirmed first."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.reminding import ReminderRules
from domain.sending import Quota
from domain.task import Round
from domain.writes import ChangeRound, SetHoliday, SetReminderRules
from reminders.ahead import days_ahead
from reminders.facts import day_facts
from store import tables
from store.books import Books
from store.reminder_rules import reminder_rules
from store.rounds import load_rounds
from tests.agency import MORNING, PEOPLE, YEAR, write
from tests.web.site import Site, any_token
from thai.fiscal import RoundKind

PAGE = "/admin/demo/rounds"
FIRST, SECOND = RoundKind.FIRST_HALF, RoundKind.SECOND_HALF


def known(site: Site, kind: RoundKind = FIRST) -> Round | None:
    found = site.database.read(lambda conn: load_rounds(Books(conn, 1)))
    return next((one for one in found if one.kind == kind), None)


def send(browser: FlaskClient, kind: RoundKind, what: str, **fields: str) -> TestResponse:
    address = f"{PAGE}/{YEAR}/{kind}/{what}"
    return browser.post(address, data={"csrf_token": any_token(browser), **fields})


def confirmed(browser: FlaskClient, page: TestResponse, kind: RoundKind, what: str) -> TestResponse:
    """Press the button under what was shown."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert hidden["sure"] == "1"
    return send(browser, kind, what, **{name: unescape(given) for name, given in hidden.items()})


def test_the_page_lists_the_rounds_with_their_days_and_what_can_be_done(site: Site, admin: FlaskClient) -> None:
    page = admin.get(PAGE).text
    assert "31 มี.ค. 70" in page and "30 เม.ย. 70" in page and "28 ก.พ. 70" in page
    assert f"/rounds/{YEAR}/first_half/close" in page and f"/rounds/{YEAR}/second_half/open" in page
    assert f"/rounds/{YEAR}/first_half/open" not in page


def test_a_round_is_opened_by_a_day_as_people_write_it_once_what_it_does_was_read(
    site: Site, admin: FlaskClient
) -> None:
    shown = send(admin, SECOND, "open", due="๓ ต.ค. ๒๕๗๐", end_from="1/9/2570")
    assert "วันอาทิตย์" in shown.text and "1 ก.ย. 70" in shown.text
    assert known(site, SECOND) is None
    assert confirmed(admin, shown, SECOND, "open").status_code == 303
    opened = known(site, SECOND)
    assert opened and (opened.due, opened.end_from) == (date(2027, 10, 3), date(2027, 9, 1))
    assert "เปิด" in admin.get(PAGE).text


def test_a_due_day_is_changed_and_the_end_follows_it_where_nothing_else_is_said(site: Site, admin: FlaskClient) -> None:
    shown = send(admin, FIRST, "change", due="2027-04-09", end_from="")
    assert "31 มี.ค. 70" in shown.text and "9 เม.ย. 70" in shown.text and "9 มี.ค. 70" in shown.text
    assert confirmed(admin, shown, FIRST, "change").status_code == 303
    changed = known(site)
    assert changed and (changed.due, changed.end_from) == (date(2027, 4, 9), None)


def test_closing_says_what_is_missing_and_opening_again_what_was_closed(site: Site, admin: FlaskClient) -> None:
    shown = admin.get(f"{PAGE}/{YEAR}/first_half/close")
    assert "ยังไม่รายงานผลสิ้นรอบ" in shown.text
    assert confirmed(admin, shown, FIRST, "close").status_code == 303
    closed = known(site)
    assert closed and closed.closed_at == MORNING
    assert admin.get(f"{PAGE}/{YEAR}/first_half/close").status_code == 404
    shown = send(admin, FIRST, "open", due=closed.due.isoformat(), end_from="")
    assert "เคยปิดเมื่อ" in shown.text
    confirmed(admin, shown, FIRST, "open")
    opened = known(site)
    assert opened and opened.closed_at is None


def test_days_that_cannot_be_change_nothing_and_the_field_says_why(site: Site, admin: FlaskClient) -> None:
    before = known(site)
    for due, end_from in (("", ""), ("เร็ว ๆ นี้", ""), ("31/2/2570", ""), ("1/1/2560", ""), ("1/1/2580", ""),
                          ("31/3/2570", "1/4/2570"), ("31/3/2570", "30/9/2569"), ("31/3/2570", "x")):  # fmt: skip
        answer = send(admin, FIRST, "change", due=due, end_from=end_from, sure="1", seen="x")
        assert answer.status_code == 422, (due, end_from)
    assert known(site) == before


def test_what_somebody_else_changed_meanwhile_is_shown_anew_and_not_overwritten(site: Site, admin: FlaskClient) -> None:
    shown = send(admin, FIRST, "change", due="2027-04-09", end_from="")
    write(site.database, 1, ChangeRound(YEAR, FIRST, date(2027, 5, 31)))
    again = confirmed(admin, shown, FIRST, "change")
    assert again.status_code == 200 and "31 พ.ค. 70" in again.text
    changed = known(site)
    assert changed and changed.due == date(2027, 5, 31)


def test_a_round_past_its_publication_day_is_told_with_its_button(site: Site) -> None:
    notice = "แต่รอบนี้ยังเปิดอยู่"
    assert notice not in site.signed_in(1).get(PAGE).text
    site.now = datetime.combine(date(2027, 5, 1), MORNING.timetz()) + timedelta(0)
    admin = site.signed_in(1)
    assert notice in admin.get(PAGE).text
    front = admin.get("/admin/demo/").text
    assert notice in front and f"/rounds/{YEAR}/first_half/close" in front


def test_years_without_a_plan_and_unopened_rounds_are_not_there(site: Site, admin: FlaskClient) -> None:
    for path in ("2560/first_half/open", f"{YEAR}/second_half/close", f"{YEAR}/second_half/change",
                 f"{YEAR}/third/open", f"{YEAR}/first_half/burn"):  # fmt: skip
        assert admin.get(f"{PAGE}/{path}").status_code == 404, path
    assert site.browser().get(PAGE).status_code == 401


def rules(site: Site) -> ReminderRules:
    return site.database.read(lambda conn: reminder_rules(Books(conn, 1)))


def enrol_all(site: Site) -> None:
    p = tables.people
    for number in range(1, len(PEOPLE) + 1):
        site.database.run(
            lambda conn, id=number: Books(conn, 1).update(p, (p.c.id == id,), {"line_user": f"U{id}"})  # type: ignore[misc]
        )


def test_the_day_of_publication_is_proposed_and_moved_and_left_empty_is_the_usual_one(
    site: Site, admin: FlaskClient
) -> None:
    page = admin.get(f"{PAGE}/{YEAR}/second_half/open").text
    assert 'value="2027-10-31"' in page, "proposed"
    shown = send(admin, SECOND, "open", due="2027-09-30", publish="15/11/2570")
    assert "เผยแพร่รายงานบนเว็บภายใน 15 พ.ย. 70" in shown.text
    assert rules(site).publish_on == {}
    confirmed(admin, shown, SECOND, "open")
    assert rules(site).publish_on == {"2570:second_half": date(2027, 11, 15)}
    assert "15 พ.ย. 70" in admin.get(PAGE).text
    before = replace(rules(site), month_days=(5,))
    write(site.database, 1, SetReminderRules(before))
    confirmed(admin, send(admin, SECOND, "change", due="2027-09-30", publish=""), SECOND, "change")
    assert rules(site) == replace(before, publish_on={}), "and no other rule is touched"
    assert "31 ต.ค. 70" in admin.get(PAGE).text


def test_a_day_of_publication_before_the_due_day_is_refused_and_what_was_typed_stands(
    site: Site, admin: FlaskClient
) -> None:
    for publish in ("2027-09-29", "2029-01-01", "x"):
        refused = send(admin, SECOND, "open", due="2027-09-30", publish=publish, sure="1", seen="-")
        assert refused.status_code == 422 and 'id="days-publish-problem"' in refused.text
        assert f'value="{publish}"' in refused.text
    assert known(site, SECOND) is None


def test_the_days_off_around_both_days_are_shown_without_those_that_are_worked(site: Site, admin: FlaskClient) -> None:
    page = admin.get(f"{PAGE}/{YEAR}/first_half/change").text
    assert "6 เม.ย. 70 วันพระบาทสมเด็จพระพุทธยอดฟ้าจุฬาโลกมหาราช" in page and "วันฉัตรมงคล" in page
    write(site.database, 1, SetReminderRules(replace(rules(site), worked=(date(2027, 4, 6),))))
    write(site.database, 1, SetHoliday(date(2027, 4, 2), "วันท้องถิ่น"))
    page = admin.get(f"{PAGE}/{YEAR}/first_half/change").text
    assert "2 เม.ย. 70 วันท้องถิ่น" in page and "6 เม.ย. 70" not in page
    shown = send(admin, FIRST, "change", due="2027-04-06")
    assert "เป็นวันหยุด" not in shown.text, "they work on that day"


def test_who_will_be_told_and_the_pushes_are_said_before_and_are_what_the_worker_plans(
    site: Site, admin: FlaskClient
) -> None:
    nobody = send(admin, SECOND, "open", due="2027-09-30")
    assert "ระบบแจ้งการเปิดรอบทาง LINE" not in nobody.text, "nobody has enrolled"
    enrol_all(site)
    site.quota = Quota(300, 298)
    site.now = datetime(2027, 4, 5, 1, tzinfo=UTC)  # 08:00 on a Monday
    admin = site.signed_in(1)
    shown = send(admin, SECOND, "open", due="2027-09-30")
    told = re.search(r"แจ้งการเปิดรอบทาง LINE แก่ (\d+) คน ตั้งแต่ 5 เม.ย. 70 \(ใช้ข้อความแจ้งเตือน (\d+) ข้อความ\)", shown.text)
    month = re.search(r"ถึงสิ้นเดือนนี้ (\d+) ข้อความ", shown.text)
    assert told and month and "โควตา LINE เดือนนี้เหลือ 2 ข้อความ ไม่พอ" in shown.text
    assert known(site, SECOND) is None
    confirmed(admin, shown, SECOND, "open")
    today = site.now.date()
    ahead = site.database.read(
        lambda conn: tuple(days_ahead(day_facts(Books(conn, 1), today), today, date(2027, 4, 30)))
    )
    openings = [one for day in ahead for one in day.digests if any(key.startswith("begun:2") for key in one.keys)]
    assert (int(told[1]), int(told[2])) == (len(openings), sum(one.via == "push" for one in openings)) and openings
    assert int(month[1]) == sum(day.pushes for day in ahead)


def test_closing_says_that_fewer_pushes_are_needed(site: Site) -> None:
    enrol_all(site)
    site.now = datetime(2027, 3, 22, 1, tzinfo=UTC)
    closing = site.signed_in(1).get(f"{PAGE}/{YEAR}/first_half/close").text
    told = re.search(r"ถึงสิ้นเดือนนี้ (\d+) ข้อความ \(เดิม (\d+)\)", closing)
    assert told and int(told[1]) < int(told[2])
    assert known(site) and known(site).closed_at is None  # type: ignore[union-attr]


def test_opening_again_is_called_so(site: Site, admin: FlaskClient) -> None:
    confirmed(admin, admin.get(f"{PAGE}/{YEAR}/first_half/close"), FIRST, "close")
    assert "<h1>เปิดอีกครั้ง</h1>" in admin.get(f"{PAGE}/{YEAR}/first_half/open").text
