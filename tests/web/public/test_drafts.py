"""What is typed on the page of all reports is kept as it is typed: in the chat's own draft, and never over it."""

import io
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.conversation import DRAFTS, State
from domain.task import Task
from domain.writes import AnswerOffer, OfferTask
from store import conversations
from store.books import Books
from store.offers import offers_to
from tests.agency import write
from tests.web.public.test_replies import LAWYER, PAGE, fields_of, opened, replies, save, task_of
from tests.web.site import STAFF, Site, form_token, jpeg

DID, OTHER = "เผยแพร่แผนบนเว็บไซต์แล้ว", "เผยแพร่แผนที่ป้ายประกาศแล้ว"


def keep(browser: FlaskClient, task: Task, page: TestResponse, **typed: object) -> TestResponse:
    """What comes of typing into the task's form, as the page's script sends it."""
    own = {name: value for name, value in fields_of(page).items() if name.startswith(f"t{task.id}-")}
    data: dict[str, Any] = {"csrf_token": form_token(page), **own}
    data |= {f"t{task.id}-{name}": value for name, value in typed.items()}
    return browser.post(f"{PAGE}/{task.id}/draft", data=data, content_type="multipart/form-data")


def state_of(site: Site, line_user: str = f"U-{LAWYER}") -> State:
    return site.database.read(lambda conn: conversations.state_of(Books(conn, 1), line_user))


def plan_of(site: Site) -> Task:
    return task_of(site, "เปิดเผยแผนการใช้จ่ายงบประมาณ", "สำนักปลัด")


def test_what_is_typed_is_kept_for_the_chat_and_stands_there_again(everywhere: Site) -> None:
    browser, task = opened(everywhere, LAWYER), plan_of(everywhere)
    page = browser.get(PAGE)
    kept = keep(browser, task, page, status="done", result=DID)
    assert kept.status_code == 200 and "เก็บร่างไว้แล้ว" in kept.json["said"] and kept.json["version"]
    draft = state_of(everywhere).notes[DRAFTS][str(task.id)]["answers"]
    assert {name: entry["value"] for name, entry in draft.items()} == {"status": "done", "result": DID}
    assert DID in browser.get(PAGE).text and not replies(everywhere, task)
    more = keep(browser, task, page, status="done", result=f"{DID} แล้ว", version=kept.json["version"])
    assert more.status_code == 200
    saved = save(browser, task, status="done", result=f"{DID} แล้ว")
    assert saved.status_code == 200 and [one.result for one in replies(everywhere, task)] == [f"{DID} แล้ว"]
    assert DRAFTS not in state_of(everywhere).notes
    late = keep(browser, task, page, status="done", result=DID)
    assert late.status_code == 409 and DRAFTS not in state_of(everywhere).notes


def test_two_open_pages_do_not_pass_over_each_other(site: Site) -> None:
    browser, task = opened(site, LAWYER), plan_of(site)
    one, other = browser.get(PAGE), browser.get(PAGE)
    assert keep(browser, task, one, status="done", result=DID).status_code == 200
    refused = keep(browser, task, other, status="done", result=OTHER)
    assert refused.status_code == 409 and "ระหว่างนี้มีการตอบ" in refused.json["said"]
    both = save(browser, task, page=other, status="done", result=OTHER)
    assert both.status_code == 422 and DID in both.text and OTHER in both.text and not replies(site, task)
    assert save(browser, task, page=both, status="done", result=OTHER).status_code == 200
    assert [one.result for one in replies(site, task)] == [OTHER]


def hand_over(site: Site, task: Task, giver: str, taker: str) -> None:
    """The task handed from one to the other, who has accepted."""
    from_id, to_id = site.person_id(1, giver), site.person_id(1, taker)
    write(site.database, 1, OfferTask(task.id, from_id, to_id, site.now))
    (offer,) = site.database.read(lambda conn: offers_to(Books(conn, 1), to_id))
    write(site.database, 1, AnswerOffer(offer.id, to_id, True, site.now))


def test_a_task_handed_over_meanwhile_is_kept_and_saved_by_its_former_officer_no_more(everywhere: Site) -> None:
    site, task = everywhere, task_of(everywhere, "เผยแพร่ประมวลจริยธรรม")
    browser = opened(site, LAWYER)
    page = browser.get(PAGE)
    version = keep(browser, task, page, status="done", result=DID).json["version"]
    hand_over(site, task, LAWYER, STAFF)
    assert keep(browser, task, page, status="done", result=OTHER, version=version).status_code != 200
    told = save(browser, task, page=page, status="done", result=OTHER, version=version)
    assert told.status_code == 422 and OTHER in told.text and not replies(site, task)
    assert save(opened(site, STAFF), task, status="in_progress", result="รวบรวมข้อมูล").status_code == 200
    hand_over(site, task, STAFF, LAWYER)
    again = save(browser, task, page=page, status="done", result=OTHER, version=version)
    assert again.status_code == 422 and "รวบรวมข้อมูล" in again.text
    assert [one.result for one in replies(site, task)] == ["รวบรวมข้อมูล"]


def test_a_photo_is_kept_with_the_draft(site: Site) -> None:
    browser, task = opened(site, LAWYER), plan_of(site)
    photo = (io.BytesIO(jpeg()), "ป้าย.jpg")
    kept = keep(browser, task, browser.get(PAGE), status="done", upload=photo)
    assert [one["name"] for one in kept.json["files"]] == ["ป้าย.jpg"]
    assert kept.json["files"][0]["mark"] in browser.get(PAGE).text
    refused = keep(browser, task, browser.get(PAGE), status="done", upload=(io.BytesIO(b"MZ"), "a.exe"))
    assert "a.exe" in refused.json["said"]


def test_nothing_is_kept_without_session_or_token_nor_of_anothers_task(site: Site) -> None:
    browser, task = opened(site, LAWYER), plan_of(site)
    page = browser.get(PAGE)
    assert keep(site.browser(), task, page, status="done").status_code in (400, 401)
    path = f"{PAGE}/{task.id}/draft"
    assert browser.post(path, data={f"t{task.id}-mark": "0" * 16 + "1"}).status_code == 400
    assert browser.post(path, data={"csrf_token": form_token(page)}).status_code == 400
    mine = {one.id for one in site.tasks(1) if f"t{one.id}-mark" in page.text}
    others = next(one for one in site.tasks(1) if one.id not in mine)
    data = {
        "csrf_token": form_token(page),
        f"t{others.id}-mark": "0" * 16 + str(others.id),
        f"t{others.id}-status": "done",
    }
    assert browser.post(f"{PAGE}/{others.id}/draft", data=data).status_code == 409
    assert DRAFTS not in state_of(site).notes


def test_only_this_page_may_run_its_own_script(site: Site) -> None:
    browser = opened(site, LAWYER)
    assert "script-src 'self'" in browser.get(PAGE).headers["Content-Security-Policy"]
    assert "script-src 'none'" in browser.get("/nowhere").headers["Content-Security-Policy"]
