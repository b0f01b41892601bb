"""The page of all reports records what the chat would: the same answers make the same reply, or the same refusal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.conversation import DRAFTS, State
from domain.events import Event
from domain.evidence import Evidence
from domain.reply_form import SentFile, SentReply
from domain.task import Status, Task, Update
from domain.writes import SaveUpdate
from handlers.one_page import PageSaved, build_form, list_forms, save_reply
from handlers.page_draft import mark_draft
from handlers.tasks import get_chosen_id
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind

LAYOUTS = {
    "results": ("result", "suggestion"),
    "plan": ("result",),
    "did": ("did", "did_not", "remark"),
    "outcomes": ("result", "outcome"),
    "dates": ("dates",),
}
TYPED = {
    "result": "ติดตั้งป้าย 3 จุด\nแจ้งทุกส่วนราชการ",
    "outcome": "ประชาชนทราบมากขึ้น",
    "suggestion": "ไม่มี",
    "remark": "",
    "date_1": "19 พ.ย. 2569",
    "date_2": "",
    "reason": "ไม่ได้รับงบประมาณ",
}
TAPPED = ("status", "whole", "earlier_100")


def report_in_chat(chat: Chat, one: Task, answers: Mapping[str, str]) -> SaveUpdate:
    """What the chat records of these answers, each given at the question that it answers."""
    chat.tap_data(f":report:{one.id}")
    while chat.state.step != "summary":
        step = str(chat.state.step)
        if step in TAPPED:
            chat.tap_data(f"{chat.state.ticket}:{step}:{answers[step]}")
        elif step == "evidence":
            chat.says("https://example.go.th/1")
            chat.taps("No more")
        else:
            chat.says(answers[step] or "ข้าม")
    chat.taps("Save")
    return chat.saved[-1]


def save_on_page(chat: Chat, one: Task, **sent: Any) -> PageSaved:
    """What comes of sending the task's form in the chat's present state."""
    event, version = Event("page:1", "text", chat.now, "Umalee"), mark_draft(one.id, chat.state)
    return save_reply(one, SentReply("m1", **{"version": version, **sent}), chat.state, event, chat.facts)


def without_its_way(write: SaveUpdate) -> SaveUpdate:
    """The reply without when and by what it came."""
    return replace(write, event_id="", at=START, ticket="", begun_at=None, sources={}, link_sources={})


@pytest.mark.parametrize("status", [Status.DONE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_DONE])
@pytest.mark.parametrize("keys", LAYOUTS.values(), ids=LAYOUTS)
def test_the_same_answers_make_the_same_reply_in_every_layout(keys: tuple[str, ...], status: Status) -> None:
    chat, one = Chat(keys), task(1)
    answers = {**TYPED, "status": status.value}
    told = report_in_chat(chat, one, answers)
    asked = {"status", *(name for name in TYPED if name in shown_path(told, keys))}
    links = "https://example.go.th/1" if told.links else ""
    page = save_on_page(Chat(keys), one, answers={n: answers[n] for n in asked}, links=links)
    (write,) = page.writes
    assert isinstance(write, SaveUpdate)
    assert without_its_way(write) == without_its_way(told)


def shown_path(told: SaveUpdate, keys: tuple[str, ...]) -> set[str]:
    """The questions that the chat asked on the way to this reply."""
    if told.status is Status.NOT_STARTED:
        return set()
    if told.status is Status.NOT_DONE:
        return {"reason"}
    return {*keys, "result" if "did" in keys else "", *(("date_1", "date_2") if "dates" in keys else ())}


def test_a_monthly_measure_and_what_was_told_before_are_recorded_alike() -> None:
    one = task(1, cadence=CadenceKind.MONTHLY)
    before = Update(100, 1, 4, START, Status.IN_PROGRESS, "จัดทำร่างประกาศ 3 ฉบับ", period=date(2026, 11, 1))
    answers = {
        "status": "done",
        "result": "ปิดประกาศครบ 3 แห่ง",
        "suggestion": "",
        "whole": "alone",
        "earlier_100": "add",
    }
    chats = [Chat(), Chat()]
    for chat in chats:
        chat.facts.tasks, chat.facts.updates = (one,), {1: before}
    told = report_in_chat(chats[0], one, answers)
    page = save_on_page(chats[1], one, answers=answers, links="https://example.go.th/1", seen=100)
    (write,) = page.writes
    assert isinstance(write, SaveUpdate) and write.adds and write.of_whole is False
    assert without_its_way(write) == without_its_way(told)


def test_what_may_be_replaced_is_asked_of_the_month_that_was_chosen() -> None:
    one, chat = task(1, cadence=CadenceKind.MONTHLY), Chat()
    told = Update(100, 1, 4, START, Status.IN_PROGRESS, "ของตุลาคม", period=date(2026, 10, 1))
    chat.facts.tasks, chat.facts.updates = (one,), {1: told}
    names = [field.name for field in build_form(one, None, chat.state, chat.facts).fields]
    assert not any(name.startswith("earlier") for name in names)
    answers = {"status": "in_progress", "result": "แจ้งเวียนทุกส่วนราชการแล้ว", "period": "2026-10-01"}
    form = save_on_page(chat, one, answers=answers, seen=100).form
    assert form is not None
    (asked,) = (field for field in form.fields if field.problem)
    assert asked.name == "earlier_100" and asked.hint is not None
    assert "ของตุลาคม" in str(asked.hint.parts["told"])


def test_a_report_begun_in_the_chat_is_finished_on_the_page_and_ended_there() -> None:
    chat, one = Chat(), task(1)
    chat.tap_data(":report:1")
    chat.tap_data(f"{chat.state.ticket}:status:done")
    chat.photo(message_id="p1")
    chat.says("ติดตั้งป้ายแล้ว")
    form = list_forms(chat.state, chat.facts, {}, "m")[0]
    assert {f.name: f.value for f in form.fields if f.value} == {"status": "done", "result": "ติดตั้งป้ายแล้ว"}
    assert [file.message for file in form.sent.files] == ["p1"]
    old = chat.state.ticket
    page = save_on_page(
        chat, one, answers={"status": "done", "result": "ติดตั้งป้ายแล้ว"}, files=form.sent.files, known=form.sent.known
    )
    (write,) = page.writes
    assert isinstance(write, SaveUpdate) and write.message_ids == ("p1",)
    chat.state = page.state
    assert get_chosen_id(chat.state) is None and chat.state.flow == "menu"
    heard = chat.tap_data(f"{old}:suggestion:skip")
    assert "belongs to an earlier message" in heard and not chat.saved


def test_a_photo_that_came_in_the_chat_after_the_page_was_shown_goes_with_the_report() -> None:
    chat, one = Chat(), task(1)
    chat.tap_data(":report:1")
    chat.tap_data(f"{chat.state.ticket}:status:done")
    chat.photo(message_id="p1")
    form = build_form(one, None, chat.state, chat.facts)
    chat.photo(message_id="p2")
    kept = save_on_page(chat, one, answers={"status": "done", "result": "ติดป้ายครบ 3 จุด"}, known=form.sent.known)
    (write,) = kept.writes
    assert isinstance(write, SaveUpdate) and write.message_ids == ("p2",)  # p1 was unticked


def test_a_report_that_was_stopped_stands_on_the_page_and_is_offered_no_more() -> None:
    chat, one = Chat(), task(1)
    chat.tap_data(":report:1")
    chat.tap_data(f"{chat.state.ticket}:status:in_progress")
    chat.says("จัดทำร่างประกาศ 3 ฉบับ")
    chat.says("ยกเลิก")
    assert chat.state.notes[DRAFTS]
    form = build_form(one, None, chat.state, chat.facts)
    assert ("result", "จัดทำร่างประกาศ 3 ฉบับ") in [(field.name, field.value) for field in form.fields]
    page = save_on_page(chat, one, answers={"status": "in_progress", "result": "จัดทำร่างประกาศ 3 ฉบับ"})
    assert page.writes and DRAFTS not in page.state.notes


def test_another_report_of_the_chat_goes_on() -> None:
    chat = Chat()
    chat.tap_data(":report:2")
    page = save_on_page(chat, task(1), answers={"status": "in_progress", "result": "จัดทำร่างประกาศ 3 ฉบับ"})
    assert page.writes and page.state == chat.state


def test_nothing_is_written_while_anything_is_wrong() -> None:
    chat, one = Chat(("result", "dates")), task(1)
    wrong = save_on_page(
        chat, one, answers={"status": "done", "result": "2", "date_1": "เมื่อวาน ๆ", "date_2": "1/1/2540"}
    )
    assert wrong.form is not None and not wrong.writes and wrong.state == chat.state
    assert {field.name for field in wrong.form.fields if field.problem} == {"result", "date_1", "date_2"}
    assert [field.name for field in wrong.form.fields if field.doubtful] == ["result"]


def test_more_evidence_than_a_report_takes_is_said() -> None:
    chat, one = Chat(), task(1)
    files = tuple(SentFile(f"page:{n}", f"{n}.jpg", "photo") for n in range(21))
    many = save_on_page(chat, one, answers={"status": "done", "result": "ติดป้ายครบ 3 จุด"}, files=files)
    assert many.form is not None and many.form.evidence_problem and not many.writes


def test_earlier_evidence_stays_until_it_is_taken_out() -> None:
    chat, one = Chat(), task(1)
    chat.facts.updates = {1: Update(100, 1, 7, START, Status.IN_PROGRESS, "จัดทำร่างประกาศ 3 ฉบับ")}
    chat.facts.kept = {5: Evidence(5, 1, 100, "photo", "saved", message_id="p0")}
    answers = {"status": "done", "result": "แล้วเสร็จทุกข้อ", "earlier_100": "add"}
    for out, kept in ((False, (5,)), (True, ())):
        (write,) = save_on_page(chat, one, answers=answers, seen=100, without_earlier=out).writes
        assert isinstance(write, SaveUpdate) and write.earlier == kept


def test_the_form_of_a_stranger_to_the_chat_is_empty() -> None:
    chat = Chat()
    form = build_form(task(1), None, State("Umalee"), chat.facts)
    assert not any(field.value for field in form.fields) and not form.sent.holds_anything
