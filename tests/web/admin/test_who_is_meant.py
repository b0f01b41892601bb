"""What is done for a person that the page named is never done for another one, whoever took the place meanwhile."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from domain.task import Task
from store import tables
from store.books import Books
from store.comments import comments_of_task
from store.updates import updates_of_task
from tests.web.admin.test_for_officers import answer, for_of
from tests.web.public.test_replies import enrol, fields_of, task_of
from tests.web.site import STAFF, Site, form_token

OTHER = "สมหญิง รักงาน"


@pytest.fixture
def task(site: Site) -> Task:
    """A task that two officers answer, both in LINE."""
    enrol(site, STAFF, "U-staff")
    enrol(site, OTHER, "U-other")
    found = task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")
    assert {site.person_id(1, STAFF), site.person_id(1, OTHER)} <= set(found.assignee_ids)
    return found


def queued(site: Site) -> int:
    """How many messages wait to be pushed."""
    asked = select(tables.outbox.c.id)
    return len(site.database.read(lambda conn: Books(conn, 1).fetch_all(asked)))


def open_form(site: Site, admin: FlaskClient, task: Task) -> dict[str, str]:
    """The form in STAFF's place, filled in."""
    page = admin.get(f"{answer(task)}?for={site.person_id(1, STAFF)}")
    assert f"รายงานแทน {STAFF}" in page.text
    data = {"csrf_token": form_token(page), **fields_of(page), **for_of(page)}
    return data | {f"t{task.id}-status": "done", f"t{task.id}-result": "ประกาศแล้ว ๒ ฉบับ"}


def test_a_report_in_the_place_of_somebody_removed_meanwhile_is_not_given_in_anothers(
    site: Site, admin: FlaskClient, task: Task
) -> None:
    data = open_form(site, admin, task)
    site.let_go(1, STAFF)
    page = admin.post(answer(task), data=data)
    assert page.status_code == 422 and site.database.read(lambda conn: updates_of_task(Books(conn, 1), task.id)) == ()
    assert queued(site) == 0
    assert "ประกาศแล้ว ๒ ฉบับ" in page.text and f"ขณะนี้แบบฟอร์มนี้เป็นการรายงานแทน {OTHER}" in page.text
    assert admin.post(answer(task), data={**data, **for_of(page)}).status_code == 303
    (update,) = site.database.read(lambda conn: updates_of_task(Books(conn, 1), task.id))
    assert update.on_behalf_of == site.person_id(1, OTHER)


def test_a_report_of_the_admins_own_is_not_given_in_the_place_of_who_came_meanwhile(
    site: Site, admin: FlaskClient, task: Task
) -> None:
    data = open_form(site, admin, task) | {"for": ""}
    page = admin.post(answer(task), data=data)
    assert page.status_code == 422 and queued(site) == 0
    assert site.database.read(lambda conn: updates_of_task(Books(conn, 1), task.id)) == ()


def test_a_comment_does_not_go_to_another_than_the_page_named(site: Site, admin: FlaskClient, task: Task) -> None:
    path = f"/admin/demo/tasks/{task.id}"
    page = admin.get(path)
    assert f"ส่งถึง {STAFF}" in page.text
    data = {"csrf_token": form_token(page), "mark": "0123456789abcdef", "text": "ขอพบเป็นการส่วนตัว"}
    data["to"] = str(site.person_id(1, STAFF))
    site.let_go(1, STAFF)
    page = admin.post(f"{path}/comment", data=data)
    assert page.status_code == 422 and "ขอพบเป็นการส่วนตัว" in page.text and f"จะส่งถึง {OTHER}" in page.text
    assert not site.database.read(lambda conn: comments_of_task(Books(conn, 1), task.id)) and queued(site) == 0
    assert f'name="to" value="{site.person_id(1, OTHER)}"' in page.text
