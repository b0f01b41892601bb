"""An administrator reports in an officer's place and corrects a slip: the officer's own form, and what is told."""

import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot import follow_pages
from domain.task import Review, Status, Task, Update
from domain.writes import CloseRound, ReviewUpdate, SetLayout, SetReview
from store import tables
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.evidence import evidence_of_update
from store.updates import updates_of_task
from tests.agency import MORNING, YEAR, after, write
from tests.own_layout import own_layout
from tests.web.public.test_replies import enrol, fields_of, task_of
from tests.web.site import ADMIN, STAFF, Site, form_token, jpeg
from thai.fiscal import RoundKind


@pytest.fixture
def task(site: Site) -> Task:
    """The task of สำนักปลัด to lay the budget open; STAFF answers it, and has LINE."""
    enrol(site, STAFF, "U-staff")
    return task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")


def send(browser: FlaskClient, path: str, task: Task, **typed: object) -> TestResponse:
    """What comes of opening the form, typing this into it and pressing its button."""
    page = browser.get(path)
    assert page.status_code == 200, page.text
    own = ("reason", "for")
    data: dict[str, object] = {"csrf_token": form_token(page), **fields_of(page), **_shown(page), **for_of(page)}
    data |= {name if name in own else f"t{task.id}-{name}": value for name, value in typed.items()}
    return browser.post(path, data=data, content_type="multipart/form-data")


def for_of(page: TestResponse) -> dict[str, str]:
    """In whose place the form is, as a browser sends it back."""
    return dict(re.findall(r'<input type="hidden" name="(for)" value="([^"]*)"', page.text))


def _shown(page: TestResponse) -> dict[str, str]:
    """What already stands in the fields of the form, as a browser sends it back."""
    texts = dict(re.findall(r'<textarea[^>]* name="(t[^"]+)"[^>]*>\n([^<]*)</textarea>', page.text))
    return texts | dict(re.findall(r'<input type="radio" name="(t[^"]+)" value="([^"]*)" checked>', page.text))


def replies(site: Site, task: Task) -> tuple[Update, ...]:
    return site.database.read(lambda conn: updates_of_task(Books(conn, 1), task.id))


def pushed(site: Site) -> list[str]:
    """The texts that wait to be pushed to STAFF."""
    o = tables.outbox
    rows = site.database.read(
        lambda conn: Books(conn, 1).fetch_all(select(o.c.messages).where(o.c.line_user == "U-staff"))
    )
    return [json.dumps(row.messages, ensure_ascii=False) for row in rows]


def answer(task: Task) -> str:
    return f"/admin/demo/tasks/{task.id}/answer"


def correct(task: Task, update: Update) -> str:
    return f"/admin/demo/tasks/{task.id}/replies/{update.id}/correct"


def test_the_admin_reports_in_the_officers_place_who_is_told(site: Site, admin: FlaskClient, task: Task) -> None:
    page = admin.get(answer(task)).text
    assert f"รายงานแทน {STAFF}" in page and "ใช้ 1 ข้อความ" in page
    assert send(admin, answer(task), task, status="done", result="ประกาศแล้ว ๒ ฉบับ").status_code == 303
    (update,) = replies(site, task)
    own = (update.person_id, update.on_behalf_of, update.status, update.result)
    assert own == (site.person_id(1, ADMIN), site.person_id(1, STAFF), Status.DONE, "ประกาศแล้ว ๒ ฉบับ")
    (told,) = pushed(site)
    assert ADMIN in told and "ประกาศแล้ว ๒ ฉบับ" in told and "แทนท่าน" in told
    page = admin.get(f"/admin/demo/tasks/{task.id}").text
    assert f"{ADMIN} (รายงานแทน {STAFF})" in page


def test_the_report_names_in_its_sources_in_whose_place(site: Site, admin: FlaskClient, task: Task) -> None:
    send(admin, answer(task), task, status="done", result="ประกาศแล้ว")
    send(admin, correct(task, replies(site, task)[0]), task, result="ประกาศ ๒ ฉบับ", reason="พิมพ์ตก")
    shown = admin.get(f"/admin/demo/report/{YEAR}/first_half?sources").text
    assert f"{ADMIN}" in shown and f"รายงานแทน {STAFF}" in shown and f"แก้ไขโดย {ADMIN}" in shown


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(site: Site, admin: FlaskClient, task: Task) -> None:
    page = send(admin, answer(task), task, result="ประกาศแล้ว")
    assert page.status_code == 422 and "ประกาศแล้ว" in page.text and 'class="wrong status"' in page.text
    assert replies(site, task) == () and pushed(site) == []


def test_the_same_form_sent_twice_is_one_report(site: Site, admin: FlaskClient, task: Task) -> None:
    shown = admin.get(answer(task))
    data = {"csrf_token": form_token(shown), **fields_of(shown), **for_of(shown)}
    data |= {f"t{task.id}-status": "done", f"t{task.id}-result": "ประกาศแล้ว"}
    assert [admin.post(answer(task), data=data).status_code for _ in range(2)] == [303, 303]
    assert len(replies(site, task)) == len(pushed(site)) == 1


def test_a_report_that_came_meanwhile_is_shown_first(site: Site, admin: FlaskClient, task: Task) -> None:
    shown = admin.get(answer(task))
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="ของเจ้าหน้าที่เอง")
    data = {"csrf_token": form_token(shown), **fields_of(shown), **for_of(shown)}
    data |= {f"t{task.id}-status": "done", f"t{task.id}-result": "ประกาศแล้ว"}
    page = admin.post(answer(task), data=data)
    assert page.status_code == 422 and "ของเจ้าหน้าที่เอง" in page.text and "ประกาศแล้ว" in page.text
    assert len(replies(site, task)) == 1


def test_photos_go_with_a_report_for_another(site: Site, admin: FlaskClient, task: Task) -> None:
    photo = (io.BytesIO(jpeg()), "ป้าย.jpg")
    assert send(admin, answer(task), task, status="done", result="ติดป้าย", upload=photo).status_code == 303
    (update,) = replies(site, task)
    (piece,) = site.database.read(lambda conn: evidence_of_update(Books(conn, 1), update.id))
    assert (piece.kind, piece.state) == ("photo", "saved")


def test_a_closed_round_takes_no_report_and_an_unknown_task_is_not_there(
    site: Site, admin: FlaskClient, task: Task
) -> None:
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, MORNING))
    assert admin.get(answer(task)).status_code == 409
    assert admin.get("/admin/demo/tasks/999999/answer").status_code == 404


def test_a_slip_is_corrected_old_and_new_are_shown_and_the_officer_is_told(
    site: Site, admin: FlaskClient, task: Task
) -> None:
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="อบรม ๑๐ คน", suggestion="ขอเพิ่มงบ")
    (first,) = replies(site, task)
    page = admin.get(correct(task, first)).text
    assert "อบรม ๑๐ คน" in page and "การแก้ไขมีผลทันที" in page
    assert send(admin, correct(task, first), task, result="อบรม ๑๑ คน", reason="พิมพ์ผิด").status_code == 303
    old, new = replies(site, task)
    assert (old.result, old.corrected, new.result) == ("อบรม ๑๐ คน", True, "อบรม ๑๑ คน")
    assert (new.at, new.person_id, new.suggestion) == (old.at, old.person_id, "ขอเพิ่มงบ")
    (told,) = pushed(site)
    assert "อบรม ๑๐ คน" in told and "อบรม ๑๑ คน" in told and "พิมพ์ผิด" in told and "ขอเพิ่มงบ" not in told
    page = admin.get(f"/admin/demo/tasks/{task.id}").text
    assert f"แก้ไขโดย {ADMIN}" in page and "“พิมพ์ผิด”" in page and "<del>" in page
    assert admin.get(correct(task, old)).status_code == 409, "what was corrected is not corrected beside it"


def test_a_correction_needs_its_reason_and_a_change(site: Site, admin: FlaskClient, task: Task) -> None:
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="อบรม ๑๐ คน")
    (first,) = replies(site, task)
    page = send(admin, correct(task, first), task, result="อบรม ๑๑ คน", reason=" ")
    assert page.status_code == 422 and "อบรม ๑๑ คน" in page.text and 'id="reason-problem"' in page.text
    page = send(admin, correct(task, first), task, reason="พิมพ์ผิด")
    assert page.status_code == 422 and "ไม่มีข้อความใดเปลี่ยน" in page.text and "พิมพ์ผิด" in page.text
    assert len(replies(site, task)) == 1 and pushed(site) == []


def test_a_correction_of_an_approved_reply_waits_for_somebody_else(site: Site, admin: FlaskClient, task: Task) -> None:
    write(site.database, 1, SetReview(MORNING))
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="อบรม ๑๐ คน")
    (first,) = replies(site, task)
    write(site.database, 1, ReviewUpdate(first.id, site.person_id(1, "ปรีชา กองช่าง"), Review.APPROVED, after(5)))
    assert "ต้องรอตรวจเช่นเดียวกับรายงานอื่น" in admin.get(correct(task, first)).text
    send(admin, correct(task, first), task, result="อบรม ๑๑ คน", reason="พิมพ์ผิด")
    new = replies(site, task)[-1]
    assert new.check is not None and new.check.review is Review.WAITING
    report = admin.get(f"/admin/demo/report/{YEAR}/first_half").text
    assert "อบรม ๑๐ คน" in report and "อบรม ๑๑ คน" not in report
    write(site.database, 1, ReviewUpdate(new.id, site.person_id(1, "ปรีชา กองช่าง"), Review.APPROVED, after(9)))
    report = admin.get(f"/admin/demo/report/{YEAR}/first_half").text
    assert "อบรม ๑๑ คน" in report and "อบรม ๑๐ คน" not in report


def test_photos_stay_with_a_correction_and_may_be_added_in_a_closed_round(
    site: Site, admin: FlaskClient, task: Task
) -> None:
    site.evidence(1, task, jpeg(), "photo", "ป้าย.jpg", shown=jpeg())
    write(site.database, 1, CloseRound(YEAR, RoundKind.FIRST_HALF, MORNING))
    (first,) = replies(site, task)
    photo = (io.BytesIO(jpeg((1, 2, 3))), "สอง.jpg")
    assert send(admin, correct(task, first), task, reason="เพิ่มรูป", upload=photo).status_code == 303
    new = replies(site, task)[-1]
    pieces = site.database.read(lambda conn: evidence_of_update(Books(conn, 1), new.id))
    assert [piece.state for piece in pieces] == ["saved", "saved"]
    (told,) = pushed(site)
    assert "1 ชิ้น" in told and "2 ชิ้น" in told


def test_a_months_report_is_corrected_where_it_stands(site: Site) -> None:
    task, who = task_of(site, "เผยแพร่ประมวลจริยธรรม"), site.person_id(1, "สมหญิง รักงาน")
    october, november = date(2026, 10, 1), date(2026, 11, 1)
    alone = {"person_id": who, "of_whole": False, "status": Status.DONE}
    site.reply(1, task, "oct", at=MORNING, period=october, result="ประชุม ๑ ครั้ง", **alone)
    site.reply(1, task, "nov", at=after(9), period=november, result="ประชุม ๒ ครั้ง", adds=True, **alone)
    site.now += timedelta(days=40)
    admin = site.signed_in(1)
    first, second = replies(site, task)
    assert f'<option value="{october}" selected>' in admin.get(correct(task, first)).text
    typed = {"period": str(october), "whole": "alone", "result": "ประชุม ๓ ครั้ง", "reason": "พิมพ์ผิด"}
    assert send(admin, correct(task, first), task, **typed).status_code == 303
    old, new, later = replies(site, task)
    assert (old.corrected, later.corrected, later.id) == (True, False, second.id)
    assert (new.period, new.of_whole, new.at, new.adds) == (october, False, first.at, first.adds)
    report = admin.get(f"/admin/demo/report/{YEAR}/first_half").text
    assert "ประชุม ๓ ครั้ง" in report and "ประชุม ๒ ครั้ง" in report and "ประชุม ๑ ครั้ง" not in report


def test_another_status_asks_what_it_needs(site: Site, admin: FlaskClient, task: Task) -> None:
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="อบรม ๑๐ คน")
    (first,) = replies(site, task)
    page = send(admin, correct(task, first), task, status="not_done", result="", reason="เข้าใจผิด")
    assert page.status_code == 422 and 'aria-invalid="true"' in page.text
    shown = admin.get(correct(task, first))
    data = {"csrf_token": form_token(shown), **fields_of(shown), "reason": "เข้าใจผิด"}
    data |= {f"t{task.id}-status": "not_done", f"t{task.id}-result": "", f"t{task.id}-reason": "ไม่มีงบประมาณ"}
    assert admin.post(correct(task, first), data=data).status_code == 303
    new = replies(site, task)[-1]
    assert (new.status, new.result, new.reason) == (Status.NOT_DONE, "", "ไม่มีงบประมาณ")


def test_two_corrections_at_once_are_one_and_the_other_is_told(site: Site, admin: FlaskClient, task: Task) -> None:
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="อบรม ๑๐ คน")
    (first,) = replies(site, task)
    forms = [admin.get(correct(task, first)) for _ in range(2)]
    for shown, text, code in zip(forms, ("อบรม ๑๑ คน", "อบรม ๑๒ คน"), (303, 409), strict=True):
        data = {"csrf_token": form_token(shown), **fields_of(shown), "reason": "พิมพ์ผิด"}
        data |= {f"t{task.id}-status": "done", f"t{task.id}-result": text}
        assert admin.post(correct(task, first), data=data).status_code == code
    assert [one.result for one in replies(site, task)] == ["อบรม ๑๐ คน", "อบรม ๑๑ คน"]


def test_own_columns_and_what_the_form_has_no_field_for_stay(site: Site, admin: FlaskClient, task: Task) -> None:
    write(site.database, 1, SetLayout(own_layout()))
    own = {"spent": 28450.5, "held": ("ต.ค.", "ม.ค."), "progress": 80.0, "people": 25, "opened": "2026-11-05"}
    own |= {"state": ("ล่าช้ากว่าแผน", "รอผลการตรวจสอบพื้นที่"), "trouble": "ขาดบุคลากร", "former": "จากรูปแบบเดิม"}
    site.reply(1, task, person_id=site.person_id(1, STAFF), own=own, remark="หมายเหตุเดิม")
    (first,) = replies(site, task)
    shown = admin.get(correct(task, first))
    ticks = {f"t{task.id}-own_held": ["ต.ค.", "ม.ค."], f"t{task.id}-own_state": "ล่าช้ากว่าแผน"}
    data = {"csrf_token": form_token(shown), **fields_of(shown), **_shown(shown), **ticks, "reason": "พิมพ์ผิด"}
    lines = dict(re.findall(r'<input type="text"[^>]* name="(t[^"]+)" value="([^"]*)"', shown.text))
    lines |= dict(re.findall(r'<input type="text"[^>]* id="(t[^"]+)"[^>]* value="([^"]*)"', shown.text))
    page = admin.post(correct(task, first), data={**data, **lines, f"t{task.id}-own_people": "26"})
    assert page.status_code == 303, page.text
    new = replies(site, task)[-1]
    assert new.own == {**first.own, "people": 26}
    assert (new.remark, new.status) == ("หมายเหตุเดิม", Status.DONE)


def test_what_comes_too_late_is_tried_again(
    site: Site, admin: FlaskClient, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def late_at_first(*given: Any) -> None:
        tries.append(given)
        if len(tries) % 2:
            raise Conflict
        apply(*given)

    monkeypatch.setattr(follow_pages, "apply", late_at_first)
    assert send(admin, answer(task), task, status="done", result="อบรม ๑๐ คน").status_code == 303
    (first,) = replies(site, task)
    assert send(admin, correct(task, first), task, result="อบรม ๑๑ คน", reason="พิมพ์ผิด").status_code == 303
    assert len(tries) == 4 and len(replies(site, task)) == len(pushed(site)) == 2
