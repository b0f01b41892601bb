"""The supervisors' check on the pages: switching it on, seeing how replies stand, and giving the verdict."""

from datetime import timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.task import Review, Status, Task, Update
from domain.writes import ReviewUpdate, SetReview
from store.agencies import load_agency
from store.books import Books
from store.updates import find_newest_update, newest_updates
from tests.agency import MORNING, write
from tests.web.site import ADMIN, STAFF, Site, any_token


def asking(site: Site) -> Task:
    """A task with a reply that waits for its check."""
    write(site.database, 1, SetReview(MORNING))
    task = next(each for each in site.tasks(1) if site.person_id(1, STAFF) in each.assignee_ids)
    site.reply(1, task, person_id=site.person_id(1, STAFF), result="จัดทำแล้ว")
    return task


def newest(site: Site, task: Task) -> Update:
    found = site.database.read(lambda conn: find_newest_update(Books(conn, 1), task.id))
    assert found is not None
    return found


def judge(browser: FlaskClient, task: Task, **fields: object) -> TestResponse:
    path = f"/admin/demo/tasks/{task.id}"
    token = any_token(browser)
    return browser.post(f"{path}/review", data={"csrf_token": token, **fields})


def test_the_admin_switches_the_check_on_and_off_and_saving_again_changes_nothing(
    site: Site, admin: FlaskClient
) -> None:
    def send(**fields: str) -> None:
        token = any_token(admin)
        assert admin.post("/admin/demo/reminders/review", data={"csrf_token": token, **fields}).status_code == 303

    send(review="on")
    first = site.database.read(lambda conn: load_agency(Books(conn, 1)).review_from)
    assert first == site.now
    assert '<input type="checkbox" value="on" checked id="check-review"' in admin.get("/admin/demo/reminders").text
    site.now += timedelta(hours=1)
    send(review="on")
    assert site.database.read(lambda conn: load_agency(Books(conn, 1)).review_from) == first
    send(review="")
    assert site.database.read(lambda conn: load_agency(Books(conn, 1)).review_from) is None


def test_what_waits_is_shown_and_counted_and_does_not_count_yet(site: Site, admin: FlaskClient) -> None:
    task = asking(site)
    overview = admin.get("/admin/demo/tasks?status=waiting").text
    assert task.measure in overview and "รอตรวจ" in overview
    page = admin.get(f"/admin/demo/tasks/{task.id}").text
    assert "รอตรวจ" in page and 'value="approve"' in page and "นับเป็นผลงาน" not in page


def test_an_approved_reply_counts_and_the_page_says_by_whom(site: Site, admin: FlaskClient) -> None:
    task = asking(site)
    assert judge(admin, task, update=newest(site, task).id, verdict="approve", words="ไม่ใช้").status_code == 303
    check = newest(site, task).check
    assert check is not None and (check.review, check.words) == (Review.APPROVED, "")
    page = admin.get(f"/admin/demo/tasks/{task.id}").text
    assert f"ตรวจโดย {ADMIN}" in page and 'value="approve"' not in page
    assert task.id in site.database.read(lambda conn: newest_updates(Books(conn, 1), task.round_id))


def test_what_is_sent_back_needs_a_reason_which_the_page_shows(site: Site, admin: FlaskClient) -> None:
    task = asking(site)
    update = newest(site, task).id
    assert judge(admin, task, update=update, verdict="return", words="  ").status_code == 422
    assert judge(admin, task, update=update, verdict="return", words="<b>ขาดรูป</b>").status_code == 303
    page = admin.get(f"/admin/demo/tasks/{task.id}").text
    assert "&lt;b&gt;ขาดรูป&lt;/b&gt;" in page and "ส่งกลับแก้ไข" in page
    assert task.measure in admin.get("/admin/demo/tasks?status=returned").text


def test_a_verdict_on_what_was_checked_or_replaced_meanwhile_changes_nothing(site: Site, admin: FlaskClient) -> None:
    task = asking(site)
    first = newest(site, task).id
    site.reply(1, task, "again", person_id=site.person_id(1, STAFF), at=MORNING + timedelta(minutes=1))
    assert judge(admin, task, update=first, verdict="approve").status_code == 409
    second = newest(site, task).id
    write(site.database, 1, ReviewUpdate(second, site.person_id(1, ADMIN), Review.RETURNED, site.now, "ขาดรูป"))
    assert judge(admin, task, update=second, verdict="approve").status_code == 409
    assert judge(admin, task, verdict="approve").status_code == 409
    assert "ขาดลายมือชื่อ" in judge(admin, task, update=second, verdict="return", words="ขาดลายมือชื่อ").text, (
        "typed words stay"
    )
    assert judge(admin, task, update=second, verdict="destroy").status_code == 400


def test_nobody_approves_their_own_reply_where_another_could(site: Site, admin: FlaskClient) -> None:
    """The admin supervises สำนักปลัด alone: nobody else could check it; of กองช่าง there is a supervisor."""
    write(site.database, 1, SetReview(MORNING))
    me = site.person_id(1, ADMIN)
    of_unit = {task.unit: task for task in site.tasks(1)}
    for number, (unit, status) in enumerate((("สำนักปลัด", 303), ("กองช่าง", 409))):
        task = of_unit[unit]
        site.reply(1, task, f"own-{number}", person_id=me, status=Status.IN_PROGRESS, result="ทำเอง")
        assert judge(admin, task, update=newest(site, task).id, verdict="approve").status_code == status, unit


def test_the_form_is_held_to_its_token_and_to_admins(site: Site, admin: FlaskClient) -> None:
    task = asking(site)
    update = newest(site, task).id
    path = f"/admin/demo/tasks/{task.id}/review"
    assert admin.post(path, data={"update": update, "verdict": "approve"}).status_code == 400
    site.take_role_away(1)
    assert judge_without_pages(admin, path, update) in (400, 403)
    check = newest(site, task).check
    assert check is not None and check.review is Review.WAITING


def judge_without_pages(browser: FlaskClient, path: str, update: int) -> int:
    return browser.post(path, data={"update": update, "verdict": "approve"}).status_code


def test_the_certifying_page_warns_of_what_is_not_approved(site: Site, admin: FlaskClient) -> None:
    asking(site)
    page = admin.get("/admin/demo/report/2570/first_half/certify").text
    assert "รายงานล่าสุดยังตรวจไม่ผ่าน" in page
