"""The page of all a person's reports: its link, its session, and that it records what the chat would."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import reply_pages
from domain.task import Status, Task, Update
from domain.writes import CloseRound, OfferSignIn, RemovePerson, SetAway, SetDeputy
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.evidence import evidence_of_update
from store.signins import signin_token
from store.updates import updates_of_task
from tests.agency import KEYS, YEAR, small_agency, write
from tests.web.site import ADMIN, STAFF, Site, form_token, jpeg, press
from thai.fiscal import RoundKind

pytestmark = pytest.mark.repeats

LAWYER = "สมหญิง รักงาน"
PAGE = "/r/demo/tasks"


def enrol(site: Site, name: str, line_user: str, agency_id: int = 1) -> None:
    """The person has a LINE account."""
    from store import tables

    p, person_id = tables.people, site.person_id(agency_id, name)
    site.database.run(lambda conn: Books(conn, agency_id).update(p, (p.c.id == person_id,), {"line_user": line_user}))


def reply_link(site: Site, name: str = STAFF, slug: str = "demo", agency_id: int = 1) -> str:
    """The path of a fresh link to the page."""
    site.offered += 1
    person_id, event_id = site.person_id(agency_id, name), f"event-{site.offered}"
    offer = OfferSignIn(person_id, event_id, site.now, site.now + timedelta(days=1), "replies")
    write(site.database, agency_id, offer)
    return f"/r/{slug}.{signin_token(KEYS, person_id, event_id, 'replies')}"


def opened(site: Site, name: str = STAFF) -> FlaskClient:
    """A browser in which the person's page is open."""
    enrol(site, name, f"U-{name}")
    browser = site.browser()
    assert press(browser, reply_link(site, name)).status_code == 303
    return browser


def fields_of(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the page's form, as a browser would send them back."""
    return dict(re.findall(r'<input type="hidden" name="(t[^"]+)" value="([^"]*)"', page.text))


def save(browser: FlaskClient, task: Task, *, page: TestResponse | None = None, **typed: object) -> TestResponse:
    """What comes of filling in the task's form and pressing its button."""
    shown = page or browser.get(PAGE)
    data: dict[str, object] = {"csrf_token": form_token(shown), **fields_of(shown), "save": str(task.id)}
    data |= {f"t{task.id}-{name}": value for name, value in typed.items()}
    return browser.post(PAGE, data=data, content_type="multipart/form-data")


def task_of(site: Site, measure: str, unit: str = "") -> Task:
    return next(one for one in site.tasks(1) if one.measure == measure and unit in one.unit)


def replies(site: Site, task: Task) -> tuple[Update, ...]:
    return site.database.read(lambda conn: updates_of_task(Books(conn, 1), task.id))


@pytest.fixture
def money(everywhere: Site) -> Task:
    """The task of สำนักปลัด to lay the budget open; STAFF answers it."""
    return task_of(everywhere, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")


def test_the_link_works_once_and_a_look_does_not_spend_it(everywhere: Site) -> None:
    enrol(everywhere, STAFF, "U1")
    link, browser = reply_link(everywhere), everywhere.browser()
    assert browser.get(link).status_code == browser.get(link).status_code == 200
    answer = press(browser, link)
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = browser.get(PAGE)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    again = press(everywhere.browser(), link)
    assert again.status_code == 410 and "พิมพ์ “เว็บ”" in again.text


def test_the_link_and_its_session_end_after_a_day(site: Site) -> None:
    early, late, browser = reply_link(site), reply_link(site), opened(site)
    site.now += timedelta(hours=23, minutes=59)
    assert press(site.browser(), early).status_code == 303
    assert browser.get(PAGE).status_code == 200
    site.now += timedelta(minutes=1)
    assert press(site.browser(), late).status_code == 410
    assert browser.get(PAGE).status_code == 401


def test_a_link_opens_what_it_is_for_and_nothing_else(site: Site) -> None:
    enrol(site, ADMIN, "U9")
    page_link, admin_link = reply_link(site, ADMIN), site.link(1)
    page_token, admin_token = page_link.partition(".")[2], admin_link.rpartition("/")[2]
    browser = site.browser()
    token = form_token(browser.get(page_link))
    assert browser.post(f"/admin/sign-in/demo/{page_token}", data={"csrf_token": token}).status_code == 410
    assert browser.post(f"/r/demo.{admin_token}", data={"csrf_token": token}).status_code == 410
    assert press(browser, page_link).status_code == 303
    cookie = browser.get_cookie("tidtam_replies", path="/r/demo/")
    assert cookie is not None
    thief = site.browser()
    thief.set_cookie("tidtam_admin", f"demo.{cookie.value}", path="/admin/demo/")
    assert thief.get("/admin/demo/").status_code == 401
    admin = site.signed_in(1)
    own = admin.get_cookie("tidtam_admin", path="/admin/demo/")
    assert own is not None
    thief.set_cookie("tidtam_replies", own.value.partition(".")[2], path="/r/demo/")
    assert thief.get(PAGE).status_code == 401


def test_a_session_is_of_one_agency(site: Site) -> None:
    small_agency(site.database, "other")
    browser = opened(site)
    cookie = browser.get_cookie("tidtam_replies", path="/r/demo/")
    assert cookie is not None
    browser.set_cookie("tidtam_replies", cookie.value, path="/r/other/")
    assert browser.get("/r/other/tasks").status_code == 401
    assert press(site.browser(), reply_link(site).replace("/demo.", "/other.")).status_code == 410


def test_nothing_is_read_or_saved_without_session_or_form_token(site: Site) -> None:
    task = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    assert site.browser().get(PAGE).status_code == site.browser().post(PAGE).status_code == 401
    browser = opened(site)
    assert browser.post(PAGE, data={"save": str(task.id)}).status_code == 400
    assert browser.post(f"{PAGE}/leave").status_code == 400
    token = form_token(browser.get(PAGE))
    assert browser.post(f"{PAGE}/leave", data={"csrf_token": token}).status_code == 200
    assert browser.get(PAGE).status_code == 401


def test_who_has_left_is_refused_at_once(site: Site) -> None:
    browser, link = opened(site), reply_link(site)
    write(site.database, 1, RemovePerson(site.person_id(1, STAFF), site.now))
    assert browser.get(PAGE).status_code == 401
    assert press(site.browser(), link).status_code == 410


def test_a_report_is_saved_with_what_was_typed(everywhere: Site, money: Task) -> None:
    answer = save(
        opened(everywhere), money, status="done", result="เผยแพร่แล้วบนเว็บไซต์\r\nติดประกาศ 3 จุด", suggestion="ไม่มี",
        links="https://example.go.th/plan",
    )  # fmt: skip
    assert answer.status_code == 200 and "บันทึก" in answer.text
    (reply,) = replies(everywhere, money)
    assert (reply.status, reply.result, reply.suggestion) == (
        Status.DONE, "เผยแพร่แล้วบนเว็บไซต์\nติดประกาศ 3 จุด", "",
    )  # fmt: skip
    pieces = everywhere.database.read(lambda conn: evidence_of_update(Books(conn, 1), reply.id))
    assert [(piece.kind, piece.link) for piece in pieces] == [("link", "https://example.go.th/plan")]


def test_the_same_form_sent_twice_is_one_reply(site: Site) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    page = browser.get(PAGE)
    for _ in range(2):
        assert save(browser, task, page=page, status="in_progress", result="กำลังรวบรวมข้อมูล").status_code == 200
    assert len(replies(site, task)) == 1


@pytest.mark.parametrize("typed", ["1", "ok", "แก้ไข", "👍", "เสร็จแล้วค่ะ", "ทำยังไงคะ"])
def test_what_may_be_no_answer_is_asked_about_at_its_field(site: Site, typed: str) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    asked = save(browser, task, status="done", result=typed, suggestion="ควรมีคู่มือ")
    assert asked.status_code == 422 and not replies(site, task)
    assert f'id="t{task.id}-result-problem"' in asked.text and f'name="t{task.id}-sure_result"' in asked.text
    assert "ควรมีคู่มือ" in asked.text
    other = save(browser, task, page=asked, status="done", result="ที่ 2", sure_result=typed)
    assert other.status_code in (200, 422)  # another text is looked at anew
    if not replies(site, task):
        kept = save(browser, task, page=asked, status="done", result=typed, sure_result=typed)
        assert kept.status_code == 200 and replies(site, task)[0].result == typed


def test_every_error_stands_at_its_field_and_what_was_typed_stays(site: Site) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    none = save(browser, task, result="ข้อความที่พิมพ์ไว้")
    assert none.status_code == 422 and f'id="t{task.id}-status-problem"' in none.text
    assert "ข้อความที่พิมพ์ไว้" in none.text
    wrong = save(browser, task, status="not_done", result="ทำแล้ว", links="ไม่ใช่ที่อยู่เว็บ")
    for name in ("result", "reason", "evidence"):
        assert f'id="t{task.id}-{name}-problem"' in wrong.text
    assert "ไม่ใช่ที่อยู่เว็บ" in wrong.text and not replies(site, task)
    long = save(browser, task, status="done", result="ก" * 2001)
    assert f'id="t{task.id}-result-problem"' in long.text and not replies(site, task)


def test_what_was_saved_meanwhile_is_not_passed_over_in_silence(everywhere: Site, money: Task) -> None:
    browser = opened(everywhere)
    page = browser.get(PAGE)
    everywhere.reply(1, money, "chat", status=Status.IN_PROGRESS, result="จากแชต")
    told = save(browser, money, page=page, status="done", result="จากหน้าเว็บ")
    assert told.status_code == 422 and "จากแชต" in told.text and "จากหน้าเว็บ" in told.text
    assert [one.result for one in replies(everywhere, money)] == ["จากแชต"]
    asked = save(browser, money, page=told, status="done", result="จากหน้าเว็บ")
    assert f'id="t{money.id}-earlier_1-problem"' in asked.text  # what becomes of the text before is asked, too
    everywhere.now += timedelta(minutes=1)
    assert save(browser, money, page=asked, status="done", result="จากหน้าเว็บ", earlier_1="replace").status_code == 200
    assert [one.result for one in replies(everywhere, money)] == ["จากแชต", "จากหน้าเว็บ"]
    assert replies(everywhere, money)[-1].adds is False


def test_whoever_saves_as_another_is_first_is_saved_at_the_next_try(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    page, tries = browser.get(PAGE), []

    def late_once(*given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise Conflict
        apply(*given)

    monkeypatch.setattr(reply_pages, "apply", late_once)
    assert save(browser, task, page=page, status="in_progress", result="กำลังรวบรวมข้อมูล").status_code == 200
    assert [one.result for one in replies(site, task)] == ["กำลังรวบรวมข้อมูล"] and len(tries) == 2


def test_a_monthly_measure_asks_for_which_month_and_whether_the_whole_is_done(site: Site) -> None:
    task, browser = task_of(site, "เผยแพร่ประมวลจริยธรรม"), opened(site, LAWYER)
    asked = save(browser, task, status="done", result="จัดทำประกาศแล้ว", period="2026-10-01")
    assert f'id="t{task.id}-whole-problem"' in asked.text and not replies(site, task)
    assert save(browser, task, status="done", result="จัดทำประกาศแล้ว", period="2027-03-01").status_code == 422
    done = save(browser, task, status="done", result="จัดทำประกาศแล้ว", period="2026-10-01", whole="alone")
    assert done.status_code == 200
    (reply,) = replies(site, task)
    assert (str(reply.period), reply.of_whole) == ("2026-10-01", False)


def test_nothing_has_changed_is_one_tick(site: Site) -> None:
    task, browser = task_of(site, "เผยแพร่ประมวลจริยธรรม"), opened(site, LAWYER)
    site.reply(1, task, "oct", status=Status.IN_PROGRESS, result="กำลังจัดทำ", period=task.expectation(
        site.now.date()).periods[0], at=site.now - timedelta(days=30))  # fmt: skip
    assert "ไม่เปลี่ยนแปลง" in browser.get(PAGE).text
    both = save(browser, task, same="on", result="และอีกอย่าง")
    assert both.status_code == 422 and len(replies(site, task)) == 1
    assert save(browser, task, same="on").status_code == 200
    first, second = replies(site, task)
    assert (second.result, str(second.period)) == (first.result, "2026-11-01")


def upload(data: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def test_a_photo_and_a_file_go_with_the_report(everywhere: Site, money: Task) -> None:
    browser = opened(everywhere)
    answer = save(browser, money, status="done", result="ติดประกาศแล้ว", upload=upload(jpeg(), "ป้าย.jpg"))
    assert answer.status_code == 200
    (reply,) = replies(everywhere, money)
    (piece,) = everywhere.database.read(lambda conn: evidence_of_update(Books(conn, 1), reply.id))
    assert (piece.kind, piece.state, piece.name) == ("photo", "saved", "ป้าย.jpg")
    assert piece.shown and piece.shown != piece.sha256


def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_field(site: Site) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    for data in (b"<html><script>alert(1)</script></html>", b"MZ\x90\x00" + b"\0" * 600, b"#!/bin/sh\nid\n", b""):
        refused = save(browser, task, status="done", result="ติดประกาศแล้ว", upload=upload(data, "ป้าย.jpg"))
        assert refused.status_code == 422 and f'id="t{task.id}-evidence-problem"' in refused.text
    assert not replies(site, task)


def test_an_uploaded_photo_is_kept_where_something_else_is_wrong(site: Site) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    wrong = save(browser, task, status="done", result="", upload=upload(jpeg(), "ป้าย.jpg"))
    assert wrong.status_code == 422 and "ป้าย.jpg" in wrong.text
    found = re.search(rf'name="t{task.id}-file" value="([^"]+)"', wrong.text)
    assert found
    assert save(browser, task, page=wrong, status="done", result="ติดประกาศแล้ว", file=found[1]).status_code == 200
    (reply,) = replies(site, task)
    pieces = site.database.read(lambda conn: evidence_of_update(Books(conn, 1), reply.id))
    assert [piece.name for piece in pieces] == ["ป้าย.jpg"]


def test_anothers_task_is_neither_shown_nor_saved(site: Site) -> None:
    other, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "กองคลัง"), opened(site)
    page = browser.get(PAGE)
    assert f'id="t{other.id}"' not in page.text
    forged = {"mark": "0" * 16 + "1", "seen": "0", "status": "done", "result": "แอบตอบ"}
    refused = save(browser, other, page=page, **forged)
    assert refused.status_code == 422 and not replies(site, other) and "แอบตอบ" in refused.text


def test_a_round_closed_meanwhile_is_said_and_what_was_typed_is_shown(site: Site) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    page = browser.get(PAGE)
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, site.now))
    told = save(browser, task, page=page, status="done", result="พิมพ์ไว้ยาว")
    assert told.status_code == 422 and "พิมพ์ไว้ยาว" in told.text and not replies(site, task)


def test_a_deputy_reports_on_behalf_of_who_is_away(site: Site) -> None:
    today, away, deputy = site.now.date(), site.person_id(1, LAWYER), site.person_id(1, STAFF)
    task, browser = task_of(site, "เผยแพร่ประมวลจริยธรรม"), opened(site)
    assert f'id="t{task.id}"' not in browser.get(PAGE).text
    write(site.database, 1, SetDeputy(away, deputy), SetAway(away, (today, today)))
    assert f"ท่านรายงานแทน {LAWYER} (ไม่อยู่" in browser.get(PAGE).text
    assert save(browser, task, status="in_progress", result="รวบรวมข้อมูล").status_code == 200
    (reply,) = replies(site, task)
    assert (reply.person_id, reply.on_behalf_of) == (deputy, away)


def test_all_that_were_begun_are_saved_at_once_and_the_others_keep_what_was_typed(site: Site) -> None:
    browser = opened(site)
    page = browser.get(PAGE)
    mine = [one for one in site.tasks(1) if f'id="t{one.id}"' in page.text]
    first, second = mine[0], mine[1]
    data = {"csrf_token": form_token(page), **fields_of(page), "save": "all", f"t{first.id}-status": "done"}
    data |= {f"t{first.id}-result": "ทำครบแล้วทุกข้อ", f"t{second.id}-result": "ยังพิมพ์ไม่เสร็จดี"}
    answer = browser.post(PAGE, data=data)
    assert answer.status_code == 200 and len(replies(site, first)) == 1 and not replies(site, second)
    assert "ยังพิมพ์ไม่เสร็จดี" in answer.text
    nothing = browser.post(PAGE, data={**data, f"t{first.id}-status": "", "save": "all"})
    assert nothing.status_code == 422


def test_what_was_typed_is_shown_as_text(site: Site) -> None:
    task, browser = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด"), opened(site)
    page = save(browser, task, result="</textarea><script>alert(1)</script>")
    assert "<script>" not in page.text
