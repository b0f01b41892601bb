"""The page of LINE groups: a code is shown once, a posting only once its cost was seen, a group unlinked again."""

import re
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from domain.groups import GroupAtLine
from domain.sending import Quota
from domain.writes import IssueGroupCode, LinkGroup
from store import groups, tables
from store.books import Books
from tests.agency import KEYS, MORNING, small_agency, write
from tests.web.site import ADMIN, Site, form_token

PAGE, GROUP = "/admin/demo/groups", "C" + "2" * 32


def link(site: Site, unit_id: int | None = None, agency_id: int = 1) -> int:
    """A linked group; its id."""
    hashed, who = KEYS.hash_code(f"CODE{agency_id}{unit_id}"), site.person_id(agency_id, ADMIN)
    write(site.database, agency_id, IssueGroupCode(who, unit_id, hashed, MORNING, MORNING + timedelta(days=1)))
    code = site.database.read(lambda conn: groups.group_code_by_hash(Books(conn, agency_id), hashed))
    assert code
    write(site.database, agency_id, LinkGroup(code.id, GROUP, who, MORNING))
    found = site.database.read(lambda conn: groups.find_group(Books(conn, agency_id), GROUP))
    assert found
    return found.id


def outbox(site: Site) -> list[Any]:
    query = select(tables.outbox.c.line_user, tables.outbox.c.messages, tables.outbox.c.expendable)
    return list(site.database.read(lambda conn: Books(conn, 1).fetch_all(query)))


def hidden(page: TestResponse) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text.split('id="cost"')[1]))


def test_a_code_is_shown_once_and_stored_as_a_hash(site: Site, admin: FlaskClient) -> None:
    page = admin.get(PAGE)
    assert "ยังไม่ได้เชื่อมกลุ่มใด" in page.text
    shown = admin.post(f"{PAGE}/code", data={"csrf_token": form_token(page), "unit": "1"})
    found = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", shown.text)
    assert found and "สำนักปลัด" in shown.text
    code = site.database.read(lambda conn: groups.group_code_by_hash(Books(conn, 1), KEYS.hash_code(found[0])))
    assert code and (code.unit_id, code.person_id, code.used) == (1, site.person_id(1, ADMIN), False)
    wrong = admin.post(f"{PAGE}/code", data={"csrf_token": form_token(page), "unit": "99"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.text


def test_the_cost_is_seen_before_anything_is_sent_and_sent_once(site: Site, admin: FlaskClient) -> None:
    group, site.at_line, site.quota = link(site), GroupAtLine("กองคลังคุยงาน", 23), Quota(300, 180)
    assert "กองคลังคุยงาน" in admin.get(PAGE).text
    shown = admin.get(f"{PAGE}/{group}/post")
    assert "สมาชิก 23 คน" in shown.text and "เหลือ 120 จาก 300" in shown.text
    assert "ความคืบหน้าของมาตรการ" in shown.text, "what is posted"
    assert outbox(site) == []
    for _ in range(2):  # the button pressed twice
        assert admin.post(f"{PAGE}/{group}/post", data=hidden(shown)).status_code == 303
    (row,) = outbox(site)
    assert (row.line_user, row.expendable) == (GROUP, False)
    assert len(row.messages) == 1, "each message would cost as much again"


def test_without_the_cost_seen_nothing_is_sent(site: Site, admin: FlaskClient) -> None:
    group, site.at_line, site.quota = link(site), GroupAtLine("กองคลัง", 23), Quota(300, 180)
    seen = hidden(admin.get(f"{PAGE}/{group}/post"))
    for sent in ({"cost": ""}, {"cost": "5"}, {"mark": ""}, {"cost": "x"}):
        assert admin.post(f"{PAGE}/{group}/post", data={**seen, **sent}).status_code == 200
    site.at_line = GroupAtLine("กองคลัง", 24)
    again = admin.post(f"{PAGE}/{group}/post", data=seen)
    assert "ตรวจสอบจำนวนข้อความอีกครั้ง" in again.text and "สมาชิก 24 คน" in again.text
    site.quota = Quota(300, 280)
    assert admin.post(f"{PAGE}/{group}/post", data=hidden(again)).status_code == 200, "20 are left"
    assert 'name="mark"' not in admin.get(f"{PAGE}/{group}/post").text
    site.quota, site.at_line = None, None
    assert "ยังส่งไม่ได้" in admin.get(f"{PAGE}/{group}/post").text
    assert "ไม่แจ้งชื่อกลุ่ม" in admin.get(PAGE).text
    assert outbox(site) == []


def test_a_group_of_one_unit_is_shown_with_it_and_can_be_unlinked(site: Site, admin: FlaskClient) -> None:
    group, site.at_line = link(site, unit_id=1), GroupAtLine("คุยงาน", 5)
    page = admin.get(PAGE)
    assert "สำนักปลัด" in page.text
    gone = admin.post(f"{PAGE}/{group}/unlink", data={"csrf_token": form_token(page)})
    assert gone.status_code == 303
    assert "คุยงาน" not in admin.get(PAGE).text
    assert admin.get(f"{PAGE}/{group}/post").status_code == 404


def test_another_agencys_group_is_not_there(site: Site, admin: FlaskClient) -> None:
    other = small_agency(site.database, "other")
    group = link(site, agency_id=other)
    token = {"csrf_token": form_token(admin.get(PAGE))}
    assert admin.get(f"{PAGE}/{group}/post").status_code == 404
    assert admin.post(f"{PAGE}/{group}/post", data={**token, "cost": "9", "mark": "x"}).status_code == 404
    assert admin.post(f"{PAGE}/{group}/unlink", data=token).status_code == 404
    assert site.browser().get(PAGE).status_code == 401
