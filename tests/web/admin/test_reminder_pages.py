"""The rules in sentences and their presets, the year as a calendar, the log in Thai, and a reminder sent again."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from domain.reminder_presets import apply_preset
from domain.reminding import ReminderRules
from domain.sending import Quota
from domain.task import Status
from domain.writes import PutOffReminders, SetAway, SetDeputy, SetHoliday, SetReachable, SetReminderRules
from reminders.tick import remind_due
from reminders.worth import Drop, Wait, worth_sending
from store import outbox
from store.books import Books
from store.outbox import OutboxRow
from store.reminder_rules import reminder_rules
from tests.agency import KEYS, MORNING, write
from tests.web.admin.test_board import counted
from tests.web.admin.test_reminders import CALENDAR, PAGE, enrol, send, told_days
from tests.web.site import Site

LOG = f"{PAGE}/log"
MANEE = "มานี มีสุข"
FIRST = datetime.fromisoformat("2026-12-01T09:30:00+07:00")


def rules_of(site: Site) -> ReminderRules:
    return site.database.read(lambda conn: reminder_rules(Books(conn, 1)))


def remind(site: Site, now: datetime, quota: Quota | None = None) -> int:
    """The worker's tick at that time; nothing is sent yet."""
    site.now = now
    message = [{"type": "text", "text": "x"}]
    return remind_due(site.database, now, lambda *_: message, KEYS, now, lambda _agency_id: quota)


def waiting(site: Site) -> tuple[OutboxRow, ...]:
    """What waits to be sent, the oldest first."""
    return site.database.read(lambda conn: outbox.find_due_messages(conn, site.now + timedelta(days=1), 99))


def deliver(site: Site, error: str = "", status: int = 400) -> None:
    """LINE takes what waits, or refuses it for good."""
    for row in waiting(site):
        if error:
            site.database.run(
                lambda conn, row=row: outbox.mark_dead(conn, row, at=site.now, error=error, status=status)
            )  # type: ignore[misc]
        else:
            site.database.run(lambda conn, row=row: outbox.mark_sent(conn, row, via="push", at=site.now, status=200))  # type: ignore[misc]


def again(browser: FlaskClient, reminder: int = 1) -> TestResponse:
    """The page on which a reminder is sent again."""
    return browser.get(f"{LOG}/{reminder}/again")


def press_again(browser: FlaskClient, seen: str = "0", reminder: int = 1) -> TestResponse:
    return send(browser, f"log/{reminder}/again", seen=seen)


@pytest.fixture
def reminded(site: Site) -> Site:
    """The site after an officer's reminder of December went out."""
    enrol(site, MANEE)
    assert remind(site, FIRST) == 1
    deliver(site)
    site.quota = Quota(300, 120)
    return site


# The rules


def test_each_rule_is_a_sentence_with_its_fields_within_it(site: Site, admin: FlaskClient) -> None:
    page = admin.get(PAGE).text
    assert "<p>เตือนวันทำการแรกของเดือน และวันที่ 25 เฉพาะผู้ที่ยังไม่รายงาน</p>" in page
    field = re.search(
        r'<label for="rules-month_days">เตือนทุกวันที่ <input type="text" value="1, 25"[^>]*> ของเดือน</label>', page
    )
    assert field, "the field stands in its sentence"
    assert "<details open" not in page
    assert page.count('name="month_days"') == 1


def test_an_error_keeps_what_was_typed_in_every_sentence_and_shows_it(site: Site, admin: FlaskClient) -> None:
    before = rules_of(site)
    answer = send(admin, "rules", month_days="1, 99", late_after="4", kept_percent="20", escalate_to="3")
    assert answer.status_code == 422 and rules_of(site) == before
    shown = {}
    for rule in re.findall(r'<li id="rule-(\w+)">(.*?)</li>', answer.text, re.DOTALL):
        shown[rule[0]] = "<details open" in rule[1]
    opened = [name for name, is_open in shown.items() if is_open]
    assert opened == ["month_days", "late_after", "escalate"], "what was typed, and only that"
    assert 'value="1, 99"' in answer.text and re.search(r'value="4"[^>]*id="rules-late_after"', answer.text)
    assert '<option value="3" selected>' in answer.text


def test_a_preset_is_chosen_by_one_press(site: Site, admin: FlaskClient) -> None:
    assert "<h3>ปกติ</h3>" in admin.get(PAGE).text and admin.get(PAGE).text.count("เลือกแบบ") == 2
    answer = send(admin, "preset", preset="strict")
    assert answer.status_code == 303 and rules_of(site) == apply_preset(ReminderRules(), "strict")
    page = admin.get(answer.location).text
    assert "ใช้การเตือนแบบ “<b>เข้มงวด</b>”" in page and "เตือนวันทำการแรกของเดือน และวันที่ 15 และ 25" in page
    assert send(admin, "preset", preset="loud").status_code == 400
    assert send(admin, "preset").status_code == 400


def test_own_values_are_not_lost_without_being_asked(site: Site, admin: FlaskClient) -> None:
    own = ReminderRules(month_days=(9,), escalate_to=3)
    write(site.database, 1, SetReminderRules(own))
    asked = send(admin, "preset", preset="light")
    assert asked.status_code == 200 and rules_of(site) == own
    assert "ปัจจุบัน: เตือนวันที่ 9 ของเดือน" in asked.text and "เปลี่ยนเป็น: เตือนวันทำการแรกของเดือน" in asked.text
    seen = re.search(r'name="seen" value="(\w+)"', asked.text)
    assert seen
    changed = replace(own, month_days=(10,))
    write(site.database, 1, SetReminderRules(changed))
    assert "เตือนวันที่ 10 ของเดือน" in send(admin, "preset", preset="light", seen=seen[1]).text, "others than were seen"
    assert rules_of(site) == changed
    write(site.database, 1, SetReminderRules(own))
    assert send(admin, "preset", preset="light", seen=seen[1]).status_code == 303
    assert rules_of(site) == apply_preset(own, "light")


def test_own_values_set_in_the_same_moment_are_not_lost_unseen(
    site: Site, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, own = site.database.run, ReminderRules(month_days=(9,))

    def run_second(work: Callable[[Connection], object]) -> object:
        """Another administrator's rules are committed first."""
        monkeypatch.undo()
        write(site.database, 1, SetReminderRules(own))
        return run(work)

    monkeypatch.setattr(site.database, "run", run_second)
    asked = send(admin, "preset", preset="light")
    assert asked.status_code == 200 and "เตือนวันที่ 9 ของเดือน" in asked.text
    assert rules_of(site) == own


# The calendar


def test_the_calendar_foretells_what_the_worker_then_does(site: Site, admin: FlaskClient) -> None:
    for name in (MANEE, "ปรีชา กองช่าง", "สมชาย ใจดี", "วิชัย ดูแล"):
        enrol(site, name)
    until = date(2027, 1, 31)
    foretold = {day: int(count) for day, count in told_days(admin) if date.fromisoformat(day) <= until}
    done: dict[str, int] = {}
    for number in range(1, 73):
        now = site.now.replace(hour=2, minute=30) + timedelta(days=1)
        if count := remind(site, now):
            done[(MORNING + timedelta(days=number)).date().isoformat()] = count
    assert len(foretold) > 4 and done == foretold
    now = {day: int(count) for day, count in told_days(site.signed_in(1)) if date.fromisoformat(day) <= until}
    assert now == foretold, "what was told stands where it was foretold"


def test_what_did_not_go_out_is_not_said_to_have_been_told(site: Site) -> None:
    for name in (MANEE, "ปรีชา กองช่าง"):
        enrol(site, name)
    assert remind(site, FIRST) == 2
    day = FIRST.date().isoformat()
    assert dict(told_days(site.signed_in(1)))[day] == "2", "while it waits"
    first, second = waiting(site)
    site.database.run(lambda conn: outbox.mark_dropped(conn, first, "answered meanwhile"))
    assert dict(told_days(site.signed_in(1)))[day] == "1"
    site.database.run(lambda conn: outbox.mark_dead(conn, second, at=site.now, error="token: 401", status=401))
    assert day not in dict(told_days(site.signed_in(1)))


def test_the_calendar_says_due_days_days_off_and_rounds_not_opened(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, SetHoliday(date(2026, 12, 14), "วันหยุดของหน่วยงาน"))
    page = admin.get(CALENDAR).text
    assert re.findall(r'class="day[^"]*due[^"]*"><time datetime="([\d-]+)"', page) == ["2027-03-31", "2027-09-30"]
    assert "ครบกำหนด: รอบ 6 เดือนแรก" in page and "สิ้นสุดตามปฏิทิน ยังไม่ได้เปิดรอบ: รอบ 6 เดือนหลัง" in page
    assert re.search(r'class="day off"><time datetime="2026-12-14">.*วันหยุดของหน่วยงาน</span>', page)
    assert page.count('<table class="grid">') == 12 and page.count('scope="col"') == 12 * 7
    assert "ตุลาคม 2569" in page and "กันยายน 2570" in page
    assert '<td class="day now"><time datetime="2026-11-20">' in page
    assert all("กันยายน 2570" in admin.get(f"{CALENDAR}?year={odd}").text for odd in ("9999", "x", "-1"))


# The log


def look_at_log(site: Site, query: str = "") -> str:
    return site.signed_in(1).get(LOG + query).text


def test_the_log_says_in_thai_what_was_told_and_what_came_of_it(site: Site) -> None:
    enrol(site, MANEE)
    enrol(site, "ปรีชา กองช่าง")
    assert remind(site, FIRST) == 2
    page = look_at_log(site)
    assert MANEE in page and "รอส่ง" in page and "ติดตามประจำเดือนธันวาคม 2569" in page
    assert "ติดตามประจำเดือนธันวาคม 2569 · สรุปประจำเดือนธันวาคม 2569 สำหรับหัวหน้าส่วนราชการ" in page
    assert "ส่งอีกครั้ง…" not in page, "while it waits"
    deliver(site, "message/push: 400 The property, 'to', is invalid")
    page = look_at_log(site)
    assert "ส่งไม่สำเร็จ: LINE ไม่รับข้อความ" in page and "invalid" not in page and "first working day" not in page


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("token: 401", "LINE ไม่ยอมรับรหัสของบัญชี"),
        ("message/push: 429 Too many", "ขณะนั้น LINE ไม่รับข้อความเพิ่ม"),
        ("message/push: 503", "ขณะนั้น LINE ขัดข้อง"),
        ("message/push: MaxRetryError", "ติดต่อ LINE ไม่ได้"),
        ("bug: KeyError", "ระบบขัดข้อง"),
        ("the agency has no LINE channel: run `tidtam channel set`", "หน่วยงานยังไม่ได้เชื่อมต่อบัญชี LINE"),
        ("the month's pushes are used up", "ข้อความของเดือนนี้หมดแล้ว"),
        ("answered meanwhile", "มีผู้รายงานก่อนส่ง"),
    ],
)
def test_each_reason_has_its_thai(site: Site, error: str, told: str) -> None:
    enrol(site, MANEE)
    remind(site, FIRST)
    deliver(site, error)
    assert told in look_at_log(site)


def test_what_a_short_quota_left_to_the_menu_says_so(site: Site) -> None:
    enrol(site, MANEE)
    remind(site, FIRST, Quota(10, 10))
    assert "แสดงที่เมนูเท่านั้น เพราะข้อความของเดือนเหลือน้อย" in look_at_log(site)


def test_a_long_log_comes_a_page_at_a_time_in_few_queries(site: Site) -> None:
    enrol(site, MANEE)
    for day in range(120):
        remind_of(site, MORNING.date() + timedelta(days=day))
    browser = site.signed_in(1)
    for query, lines, links in (
        ("", 50, ["เก่ากว่า"]),
        ("?page=2", 50, ["ใหม่กว่า", "เก่ากว่า"]),
        ("?page=3", 20, ["ใหม่กว่า"]),
    ):
        with counted(site.database) as asked:
            page = browser.get(LOG + query).text
        assert page.count("<tr role") - 1 == lines and len(asked) <= 20, (
            query,
            asked,
        )  # the record of who looked with it
        assert re.findall("ใหม่กว่า|เก่ากว่า", page) == links
    assert look_at_log(site, "?day=2026-11-25").count("<tr role") == 2
    assert "ไม่มีรายการ" in look_at_log(site, "?page=4")


def remind_of(site: Site, day: date) -> None:
    """A line of the log."""
    from domain.writes import Remind

    write(site.database, 1, Remind(site.person_id(1, MANEE), f"monthly:2026-12:{day}", day, (1,), "", site.now))


# Sent again


def test_sending_again_says_what_it_costs_and_is_done_once(reminded: Site, admin: FlaskClient) -> None:
    page = again(admin).text
    assert f"จะเตือน {MANEE} อีกครั้ง 2 รายการ:" in page and "ระบบจะส่งทันที" in page
    assert "ใช้ข้อความ LINE ไม่เกิน 1 ข้อความ เดือนนี้เหลือ 180 จาก 300 ข้อความ" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    answer = press_again(admin, seen[1])
    assert answer.status_code == 303 and "ใช้ 1 ข้อความ" in admin.get(answer.location).text
    (row,) = waiting(reminded)
    assert row.dedup_key == "again:1:0" and "ปรับปรุงคู่มือการให้บริการ" in str(row.messages)
    assert f"ส่งข้อความเตือนถึง {MANEE} อีกครั้ง" in admin.get("/admin/demo/records").text
    twice = press_again(admin, seen[1])
    assert "ไม่ต้องกดซ้ำ" in admin.get(twice.location).text and len(waiting(reminded)) == 1
    assert "กำลังรอส่งอยู่" in again(admin).text
    deliver(reminded)
    assert "ส่งซ้ำ: <span" in admin.get(LOG).text
    records = admin.get("/admin/demo/records").text
    assert records.count(f"ส่งข้อความเตือนถึง {MANEE} อีกครั้ง") == 1
    for number in ("1", "2"):
        assert press_again(admin, number).status_code == 303
        deliver(reminded)
    assert "ส่งซ้ำครบ 3 ครั้งแล้ว" in again(admin).text and press_again(admin, "3").status_code == 409
    assert not waiting(reminded)


def test_what_waits_over_the_weekend_speaks_of_the_day_on_which_it_comes(reminded: Site) -> None:
    reminded.now = datetime.fromisoformat("2026-12-11T20:00:00+07:00")
    assert press_again(reminded.signed_in(1)).status_code == 303
    (row,) = reminded.database.read(lambda conn: outbox.find_due_messages(conn, reminded.now + timedelta(days=4), 99))
    opens = datetime.fromisoformat("2026-12-14T09:00:00+07:00")
    assert row.next_at == row.created_at == row.said_at == opens, "until then it is not late"
    left = (date(2027, 3, 31) - opens.date()).days
    assert f"{left} วัน" in str(row.messages) and f"{left + 3} วัน" not in str(row.messages)


def test_what_was_answered_meanwhile_is_not_sent_again(reminded: Site, admin: FlaskClient) -> None:
    mine = [task for task in reminded.tasks(1) if reminded.person_id(1, MANEE) in task.assignee_ids]
    reminded.now = FIRST + timedelta(hours=1)
    reminded.reply(1, mine[0], "first", result="ทำแล้ว")
    assert "อีกครั้ง 1 รายการ:" in again(admin).text, "what is left"
    reminded.reply(1, mine[1], "second", status=Status.IN_PROGRESS, result="เริ่มแล้ว")
    assert "มีผู้รายงานแล้ว หรือไม่ต้องรายงานแล้ว" in again(admin).text
    assert press_again(admin).status_code == 409 and not waiting(reminded)


def test_what_is_answered_before_it_goes_out_is_dropped(reminded: Site, admin: FlaskClient) -> None:
    press_again(admin)
    (row,) = waiting(reminded)

    def worth(now: datetime) -> object:
        return reminded.database.read(lambda conn: worth_sending(Books(conn, 1), row, now))

    assert worth(FIRST) is None
    assert isinstance(worth(FIRST.replace(hour=19)), Wait)
    for number, task in enumerate(reminded.tasks(1)):
        reminded.now = FIRST + timedelta(hours=1)
        reminded.reply(1, task, f"r{number}", result="ทำแล้ว")
    assert worth(FIRST + timedelta(hours=2)) == Drop("answered meanwhile")
    write(reminded.database, 1, SetReachable(row.line_user, False, reminded.now))
    assert worth(FIRST + timedelta(hours=2)) == Drop("the person has left or blocked the account")


@pytest.mark.parametrize("what", ["blocked", "away", "deputy", "put off", "left", "old", "spent", "night", "today"])
def test_who_cannot_be_told_is_not_and_the_page_says_what_to_do(reminded: Site, admin: FlaskClient, what: str) -> None:
    who = reminded.person_id(1, MANEE)
    days = (date(2026, 12, 1), date(2026, 12, 11))
    told = {
        "blocked": "บล็อกหรือลบบัญชี LINE ของหน่วยงาน โปรดขอให้เพิ่มเพื่อนอีกครั้ง",
        "away": "ไม่อยู่ปฏิบัติราชการถึง 11 ธ.ค. 69 และยังไม่มีผู้ทำหน้าที่แทน",
        "deputy": "ระบบเตือน ปรีชา กองช่าง ซึ่งทำหน้าที่แทน",
        "put off": "ขอให้เตือนอีกครั้งวันที่ 8 ธ.ค. 69",
        "left": "ไม่ได้ปฏิบัติงานที่หน่วยงานแล้ว",
        "old": "เกิน 30 วันแล้ว",
        "spent": "ข้อความ LINE ของเดือนนี้หมดแล้ว",
        "night": "ระบบจะส่ง 2 ธ.ค. 69 เวลา 09.00 น.",
        "today": "วันนี้ระบบจะเตือน มานี มีสุข อยู่แล้ว",
    }
    match what:
        case "blocked":
            write(reminded.database, 1, SetReachable(f"U{who}", False, reminded.now))
        case "away":
            write(reminded.database, 1, SetAway(who, days))
        case "deputy":
            enrol(reminded, "ปรีชา กองช่าง")
            write(reminded.database, 1, SetAway(who, days), SetDeputy(who, reminded.person_id(1, "ปรีชา กองช่าง")))
        case "put off":
            write(reminded.database, 1, PutOffReminders(who, date(2026, 12, 8), date(2026, 12, 1)))
        case "left":
            reminded.let_go(1, MANEE)
        case "old":
            reminded.now = FIRST + timedelta(days=36)
        case "spent":
            reminded.quota = Quota(300, 300)
        case "night":
            reminded.now = FIRST.replace(hour=20)
        case "today":
            reminded.now = FIRST.replace(day=25)
    admin = reminded.signed_in(1)
    page = again(admin).text
    assert told[what] in unescape(page)
    assert ("ส่งอีกครั้ง (ใช้ 1 ข้อความ)" in page) is (what == "night")
    assert press_again(admin).status_code == (303 if what == "night" else 409)
    assert len(waiting(reminded)) == (what == "night")


def test_no_other_agencys_reminder_is_seen_or_sent(reminded: Site, admin: FlaskClient) -> None:
    assert again(admin, 999).status_code == 404 == again(admin, 10**18).status_code
    assert press_again(admin, reminder=999).status_code == 404
    assert press_again(admin, "x").status_code == 409 and not waiting(reminded)
