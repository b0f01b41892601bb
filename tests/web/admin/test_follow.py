"""Reminding, commenting and taking back on the pages: what it costs is shown first, and who is told."""

import json

from flask.testing import FlaskClient
from sqlalchemy import select

from domain.sending import Quota
from domain.task import Review, Task
from domain.writes import ReviewUpdate, SetReview
from store import tables
from store.books import Books
from store.comments import comments_of_task
from store.tasks import find_task
from tests.agency import MORNING, write
from tests.web.public.test_replies import enrol, task_of
from tests.web.site import ADMIN, STAFF, Site, any_token


def money(site: Site) -> Task:
    return task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")


def asked(site: Site) -> list[list[int]]:
    """The units of each reminder that was asked for."""
    rows = site.database.read(lambda conn: Books(conn, 1).fetch_all(select(tables.asked_reminders.c.unit_ids)))
    return [row.unit_ids for row in rows]


def test_a_reminder_shows_whom_it_reaches_and_what_is_left_first(site: Site, admin: FlaskClient) -> None:
    enrol(site, STAFF, "U-staff")
    site.quota = Quota(300, 120)
    unit = money(site).unit_id
    page = admin.get(f"/admin/demo/nudge?unit={unit}").text
    assert STAFF in page and "180" in page and "300" in page and "มานี มีสุข" not in page
    assert asked(site) == []
    data = {"csrf_token": any_token(admin), "unit": str(unit), "seen": "1"}
    assert admin.post("/admin/demo/nudge", data=data).status_code == 303
    (units,) = asked(site)
    assert unit in units and task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "กองคลัง").unit_id not in units


def test_a_second_unit_on_the_same_day_is_reminded_too(site: Site, admin: FlaskClient) -> None:
    enrol(site, STAFF, "U-staff")
    enrol(site, "มานี มีสุข", "U-manee")
    first, second = money(site).unit_id, task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "กองคลัง").unit_id
    for unit in (first, second, first):
        data = {"csrf_token": any_token(admin), "unit": str(unit), "seen": "1"}
        assert admin.post("/admin/demo/nudge", data=data).status_code == 303
    (units,) = asked(site)
    assert {first, second} < set(units) and len(units) == len(set(units)), "with the first one's section"


def test_a_reminder_that_costs_more_than_was_seen_is_shown_again(site: Site, admin: FlaskClient) -> None:
    enrol(site, STAFF, "U-staff")
    enrol(site, "มานี มีสุข", "U-manee")
    page = admin.post("/admin/demo/nudge", data={"csrf_token": any_token(admin), "seen": "1"})
    assert page.status_code == 409 and "มานี มีสุข" in page.text
    assert asked(site) == []
    assert admin.get("/admin/demo/nudge?unit=99999").status_code == 404


def test_a_comment_goes_to_who_answers_and_stays_with_the_task(site: Site, admin: FlaskClient) -> None:
    enrol(site, STAFF, "U-staff")
    task = money(site)
    path = f"/admin/demo/tasks/{task.id}"
    assert f"ส่งถึง {STAFF} ทาง LINE" in admin.get(path).text
    data = {"csrf_token": any_token(admin), "text": "ขอรูปป้ายประกาศเพิ่ม", "mark": "0123456789abcdef"}
    data["to"] = str(site.person_id(1, STAFF))
    assert [admin.post(f"{path}/comment", data=data).status_code for _ in range(2)] == [303, 303]
    (kept,) = site.database.read(lambda conn: comments_of_task(Books(conn, 1), task.id))
    assert (kept.text, kept.person_id, kept.to_id) == (data["text"], site.person_id(1, ADMIN), site.person_id(1, STAFF))
    o = tables.outbox
    (row,) = site.database.read(lambda conn: Books(conn, 1).fetch_all(select(o).where(o.c.line_user == "U-staff")))
    assert "ขอรูปป้ายประกาศเพิ่ม" in json.dumps(row.messages, ensure_ascii=False)
    assert "ขอรูปป้ายประกาศเพิ่ม" in admin.get(path).text
    page = admin.post(f"{path}/comment", data={**data, "text": "ก" * 501})
    assert page.status_code == 422 and "ก" * 501 in page.text and 'id="comment-problem"' in page.text


def test_a_verdict_is_taken_back_on_the_page_within_a_day(site: Site, admin: FlaskClient) -> None:
    task, who = money(site), site.person_id(1, STAFF)
    write(site.database, 1, SetReview(MORNING))
    site.reply(1, task, person_id=who, result="ประกาศแล้ว")
    path, token = f"/admin/demo/tasks/{task.id}", any_token(admin)
    shown = _task(site, task)
    assert shown.check is not None
    data = {"csrf_token": token, "update": str(shown.check.update_id), "verdict": "approve"}
    assert admin.post(f"{path}/review", data=data).status_code == 303
    assert "ถอนผลตรวจ" in admin.get(path).text
    assert admin.post(f"{path}/take-back", data={"csrf_token": token, "step": "1"}).status_code == 303
    assert _task(site, task).waits
    assert admin.post(f"{path}/take-back", data={"csrf_token": token, "step": "1"}).status_code == 409


def test_anothers_verdict_is_not_taken_back(site: Site, admin: FlaskClient) -> None:
    task, who = money(site), site.person_id(1, STAFF)
    write(site.database, 1, SetReview(MORNING))
    site.reply(1, task, person_id=who, result="ประกาศแล้ว")
    check = _task(site, task).check
    assert check is not None
    other = site.person_id(1, "ปรีชา กองช่าง")
    write(site.database, 1, ReviewUpdate(check.update_id, other, Review.APPROVED, site.now))
    path, data = f"/admin/demo/tasks/{task.id}", {"csrf_token": any_token(admin), "step": "1"}
    assert "ถอนผลตรวจ" not in admin.get(path).text
    assert admin.post(f"{path}/take-back", data=data).status_code == 409
    assert not _task(site, task).waits


def _task(site: Site, task: Task) -> Task:
    found = site.database.read(lambda conn: find_task(Books(conn, 1), task.id))
    assert found is not None
    return found
