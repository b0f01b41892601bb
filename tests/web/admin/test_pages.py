"""What the admin's pages show, to whom, and how hostile input comes out of them."""

import html
from datetime import date, timedelta

from flask.testing import FlaskClient

from domain.task import Status
from domain.writes import CloseRound, ForgetMessage, OpenRound
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.engine import Database
from tests.agency import DUE, KEYS, LAYOUT, MORNING, YEAR, small_agency, write
from tests.web.site import Site, jpeg
from thai.fiscal import RoundKind

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


def test_the_first_page_shows_the_open_rounds_tasks_with_who_answers(everywhere: Site) -> None:
    page = everywhere.signed_in(1).get("/admin/demo/tasks").text
    for words in (
        "รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570",
        "เผยแพร่ประมวลจริยธรรม",
        "งานนิติการ",
        "สมหญิง รักงาน",
        "31 มี.ค. 70",
        "ยังไม่ได้ดำเนินการ",
        "ยังไม่รายงาน",
    ):
        assert words in page
    assert page.count('class="measure"') == 6
    assert '<html lang="th">' in page


def test_tasks_are_counted_and_filtered_by_state_and_unit(site: Site, admin: FlaskClient) -> None:
    done, moving, refused, *_ = site.tasks(1)
    site.reply(1, done, "e1", result="ทำแล้ว")
    site.reply(1, moving, "e2", status=Status.IN_PROGRESS)
    site.reply(1, refused, "e3", status=Status.NOT_DONE, reason="งบไม่พอ")
    assert shown(admin) == 6
    assert [shown(admin, status=state) for state in ("not_reported", "in_progress", "done", "not_done")] == [3, 1, 1, 1]
    money = str(next(task.unit_id for task in site.tasks(1) if task.unit == "กองคลัง"))
    assert shown(admin, unit=money) == 2
    assert shown(admin, unit=money, status="not_reported") == 1
    assert "ไม่มีรายการตามที่เลือก" in admin.get("/admin/demo/tasks?status=late").text
    assert [shown(admin, status=bad) for bad in ("x", "' OR 1=1", "%00")] == [6, 6, 6]
    assert shown(admin, unit="999", round="x", year="๒๕๗๐") == 6


def test_a_section_is_named_with_its_division_for_many_have_one_of_that_name(site: Site, admin: FlaskClient) -> None:
    assert "งานนิติการ (สำนักปลัด)" in admin.get("/admin/demo/tasks").text
    task = next(task for task in site.tasks(1) if task.unit == "งานนิติการ")
    assert "งานนิติการ (สำนักปลัด)" in admin.get(f"/admin/demo/tasks/{task.id}").text


def test_late_is_counted_once_the_due_day_has_passed(site: Site, admin: FlaskClient) -> None:
    site.reply(1, site.tasks(1)[0], result="ทำแล้ว")
    site.now = MORNING.replace(year=2027, month=3, day=31, hour=16, minute=59)  # 23:59 in Bangkok
    admin = site.signed_in(1)
    assert shown(admin, status="late") == 0
    site.now += timedelta(minutes=1)
    assert shown(admin, status="late") == 5


def test_a_unit_nobody_answers_for_is_shown_as_needing_somebody(site: Site, admin: FlaskClient) -> None:
    assert "ยังไม่มีผู้รายงาน" not in admin.get("/admin/demo/tasks").text
    site.let_go(1, "ปรีชา กองช่าง")
    page = admin.get("/admin/demo/tasks?status=nobody").text
    assert page.count('class="measure"') == 1
    assert "ยังไม่มีผู้รายงาน" in page
    assert "กองช่าง" in page


def test_nothing_is_late_any_more_where_the_round_is_closed(site: Site) -> None:
    task = site.tasks(1)[0]
    site.now = MORNING + timedelta(days=200)
    admin = site.signed_in(1)
    for path in ("/admin/demo/tasks", f"/admin/demo/tasks/{task.id}"):
        assert "เกินกำหนด" in admin.get(path).text
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, site.now))
    for path in ("/admin/demo/tasks", f"/admin/demo/tasks/{task.id}"):
        page = admin.get(path).text
        assert "เกินกำหนด" not in page and "ยังไม่รายงาน" in page


def test_another_round_can_be_chosen_and_a_closed_one_still_looked_at(site: Site, admin: FlaskClient) -> None:
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, site.now))
    page = admin.get("/admin/demo/tasks").text
    assert "ปิดรับรายงานแล้ว" in page
    write(site.database, 1, OpenRound(YEAR, RoundKind.SECOND_HALF, date(2027, 9, 30), site.now))
    page = admin.get("/admin/demo/tasks").text
    assert "<h1>รอบ 6 เดือนหลัง ปีงบประมาณ พ.ศ. 2570</h1>" in page
    former = admin.get("/admin/demo/tasks?year=2570&round=first_half").text
    assert "<h1>รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570</h1>" in former
    assert "/admin/demo/tasks?year=2570&amp;round=second_half" in former


def test_before_the_first_round_the_page_says_what_comes(site: Site, sqlite_database: Database) -> None:
    empty = sqlite_database.run(lambda conn: add_agency(conn, "new", "เทศบาลใหม่", LAYOUT, MORNING))
    from domain.writes import ImportPeople
    from tests.agency import PEOPLE

    write(sqlite_database, empty, ImportPeople(PEOPLE))
    browser = site.signed_in(empty, "new")
    assert "ยังไม่ได้เปิดรอบการรายงาน" in browser.get("/admin/new/tasks").text
    assert browser.get("/admin/new/report").status_code == 404
    assert "ยังไม่มีรายงานของรอบนี้" in browser.get("/admin/new/report/2570/first_half.pdf").text


def test_a_task_shows_its_replies_in_order_under_the_layouts_words(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[0]
    site.reply(1, task, "e1", status=Status.IN_PROGRESS, result="เริ่มแล้ว")
    site.now += timedelta(hours=3)
    site.reply(1, task, "e2", status=Status.NOT_DONE, reason="งบไม่พอ", suggestion="ขอปีหน้า", dates=((1, DUE),))
    page = admin.get(f"/admin/demo/tasks/{task.id}").text
    assert page.index("เริ่มแล้ว") < page.index("งบไม่พอ")
    assert page.index("รายงานที่ใช้") > page.index("เริ่มแล้ว")
    for words in ("สมหญิง รักงาน", "20 พ.ย. 69 เวลา 12.00 น.", "ข้อเสนอแนะ", "1. 31 มี.ค. 70 – จัดทำประกาศ", "เหตุผล"):
        assert words in page


def test_who_has_left_is_still_named_as_the_author(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[0]
    site.reply(1, task, result="ทำแล้ว")
    site.let_go(1, "สมหญิง รักงาน")
    assert "สมหญิง รักงาน" in admin.get(f"/admin/demo/tasks/{task.id}").text


def test_tasks_that_are_not_there_are_not_found(site: Site, admin: FlaskClient) -> None:
    other = small_agency(site.database, "other")
    theirs = site.tasks(other)[0]
    for number in (str(theirs.id), "0", "999999", "9" * 16, "9" * 40, "-1", "1.0", "x"):
        assert admin.get(f"/admin/demo/tasks/{number}").status_code == 404, number
    assert "ไม่พบหน้านี้" in admin.get("/admin/demo/tasks/999999").text


def test_photos_are_shown_in_place_and_files_only_saved(site: Site, admin: FlaskClient) -> None:
    first, second, third, *_ = site.tasks(1)
    photo = site.evidence(1, first, b"the original with its GPS", "photo", "", jpeg())
    page = admin.get(f"/admin/demo/tasks/{first.id}").text
    assert f'src="/admin/demo/evidence/{photo}"' in page
    answer = admin.get(f"/admin/demo/evidence/{photo}", buffered=True)
    assert answer.mimetype == "image/jpeg"
    assert answer.data == jpeg()
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]

    pdf = site.evidence(1, second, b"%PDF-1.7 ...", "file", "ประกาศ \r\nX-Evil: 1.pdf")
    answer = admin.get(f"/admin/demo/evidence/{pdf}", buffered=True)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert "X-Evil" not in answer.headers

    page_of_html = site.evidence(1, third, b"<html><script>alert(1)</script>", "file", "x.html")
    answer = admin.get(f"/admin/demo/evidence/{page_of_html}", buffered=True)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_photo_without_a_clean_copy_stays_inside(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[0]
    photo = site.evidence(1, task, jpeg(), "photo")
    assert admin.get(f"/admin/demo/evidence/{photo}", buffered=True).status_code == 404
    assert "แสดงภาพนี้ไม่ได้" in admin.get(f"/admin/demo/tasks/{task.id}").text


def test_evidence_of_another_agency_or_withdrawn_or_lost_is_not_found(site: Site, admin: FlaskClient) -> None:
    other = small_agency(site.database, "other")
    theirs = site.evidence(other, site.tasks(other)[0], jpeg(), "photo", "", jpeg())
    assert admin.get(f"/admin/demo/evidence/{theirs}", buffered=True).status_code == 404
    task, second, *_ = site.tasks(1)
    mine = site.evidence(1, task, jpeg((1, 2, 3)), "photo", "", jpeg((1, 2, 3)))
    assert admin.get(f"/admin/demo/evidence/{mine}", buffered=True).status_code == 200
    message = f"message-{task.id}-photo-{len(jpeg((1, 2, 3)))}"
    write(site.database, 1, ForgetMessage(message, site.now))
    assert admin.get(f"/admin/demo/evidence/{mine}", buffered=True).status_code == 404
    lost = site.evidence(1, second, b"%PDF-lost", "file", "x.pdf")
    site.files.delete_file(site.files.save([b"%PDF-lost"])[0])
    assert admin.get(f"/admin/demo/evidence/{lost}", buffered=True).status_code == 404


def test_evidence_of_a_reply_that_is_not_saved_yet_is_nobodys_to_see(site: Site, admin: FlaskClient) -> None:
    from domain.writes import WantEvidence
    from store.evidence import evidence_of_messages

    person = site.tasks(1)[0].assignee_ids[0]
    write(site.database, 1, WantEvidence("m9", "photo", "", person, site.now))
    piece = site.database.read(lambda conn: evidence_of_messages(Books(conn, 1), ["m9"])[0])
    assert admin.get(f"/admin/demo/evidence/{piece.id}").status_code == 404


def test_hostile_texts_come_out_as_text(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[0]
    links = ("javascript:alert(1)", "https://x.example/\"onmouseover='alert(1)")
    site.reply(1, task, result=HOSTILE, suggestion=HOSTILE, links=links)
    site.evidence(1, site.tasks(1)[1], b"%PDF", "file", HOSTILE)
    for path in (
        f"tasks/{task.id}",
        f"tasks/{site.tasks(1)[1].id}",
        "",
        f"?status={HOSTILE}&unit={HOSTILE}",
        "report/2570/first_half",
    ):
        page = admin.get(f"/admin/demo/{path}").text
        assert "<script" not in page, path
        assert "<img src=x" not in page, path
        assert 'href="javascript' not in page, path
        assert "onmouseover='alert" not in html.unescape(page).replace(links[1], ""), path
        assert ">49<" not in page
    assert html.escape("<script>alert(1)</script>") in admin.get(f"/admin/demo/tasks/{task.id}").text


def test_pages_use_nothing_from_elsewhere_and_no_script(site: Site, admin: FlaskClient) -> None:
    task = site.tasks(1)[0]
    for path in ("", f"tasks/{task.id}", "report/2570/first_half", "tasks/999"):
        page = admin.get(f"/admin/demo/{path}").text
        for address in ("http://", "https://", "//cdn", "<script", "style=", "onclick"):
            assert address not in page, (path, address)
    css = admin.get("/assets/admin.css", buffered=True)
    assert css.status_code == 200
    assert "url(" not in css.text
    assert "@import" not in css.text


def test_a_write_page_answers_no_get(site: Site, admin: FlaskClient) -> None:
    assert admin.get("/admin/demo/sign-out").status_code == 405


def test_the_books_of_the_visit_are_the_addresss(site: Site, admin: FlaskClient) -> None:
    other = small_agency(site.database, "other")
    their_task = site.tasks(other)[0]
    site.database.run(lambda conn: apply(Books(conn, other), (), KEYS))
    site.reply(other, their_task, result="ความลับของอีกแห่ง")
    for path in ("", "report/2570/first_half", "report/2570/first_half.json"):
        assert "ความลับของอีกแห่ง" not in admin.get(f"/admin/demo/{path}").text


def shown(browser: FlaskClient, **asked: str) -> int:
    """How many tasks the first page shows."""
    page = browser.get("/admin/demo/tasks", query_string=asked)
    assert page.status_code == 200
    return page.text.count('class="measure"')


def test_every_page_leads_to_the_others_and_says_which_it_is(admin: FlaskClient) -> None:
    for address, name in (
        ("", "สิ่งที่ต้องทำ"),
        ("tasks", "รายการ"),
        ("plan", "มาตรการประจำปี"),
        ("people", "บุคลากร"),
        ("people/add", "บุคลากร"),
        ("people/1/leave", "บุคลากร"),
        ("rounds", "รอบการรายงาน"),
        ("report", "รายงาน"),
        ("ita", "ITA"),
        ("reminders", "การเตือน"),
        ("layout", "รูปแบบรายงาน"),
        ("layout/word", "รูปแบบรายงาน"),
        ("agency", "ตั้งค่า"),
        ("records", "ตั้งค่า"),
    ):
        page = admin.get(f"/admin/demo/{address}", follow_redirects=True)
        assert page.status_code == 200, address
        here = page.text.split('aria-label="หน้าต่าง ๆ"')[1].split("</nav>")[0]
        assert here.count("<a ") == 10
        (current,) = [link for link in here.split("<li>") if 'aria-current="true"' in link]
        assert f">{name}</a>" in current


def test_what_asks_for_a_report_is_counted_apart_from_what_is_reported(site: Site, admin: FlaskClient) -> None:
    begun, done, *_ = site.tasks(1)
    site.reply(1, done, "e1", result="ทำแล้ว")
    site.reply(1, begun, "e2", status=Status.IN_PROGRESS, result="ทำอยู่", period=date(2026, 11, 1))
    assert (shown(admin), shown(admin, status="asked"), shown(admin, status="late")) == (6, 5, 0)
    page = admin.get(f"/admin/demo/tasks/{begun.id}").text
    assert "อีก 131 วัน" in page and "รอรายงานของเดือนตุลาคม 2569" in page
    assert "รายงานแล้ว" in admin.get(f"/admin/demo/tasks/{done.id}").text
