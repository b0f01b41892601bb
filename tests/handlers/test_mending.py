"""A reply that was saved a moment ago is mended by `แก้ไข`, and what is saved then takes its place, and no other's."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.comments import Comment
from domain.evidence import Evidence
from domain.expectation import Reply
from domain.reply_chain import printed_together
from domain.task import Check, Review, Status, Update
from handlers.mending import FOR
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind

NOVEMBER = date(2026, 11, 1)


def saved_before(minutes: float = 2, monthly: bool = False, **changes: Any) -> Chat:
    """A chat whose person reported on task 1 so many minutes ago."""
    chat = Chat()
    at = START - timedelta(minutes=minutes)
    said = Update(9, 1, 7, at, Status.DONE, "ติดป้าย", suggestion="ควรทำต่อ", period=NOVEMBER if monthly else None)
    said = replace(said, **changes)
    given = (Reply(START.date(), said.status, said.period),)
    rhythm = CadenceKind.MONTHLY if monthly else None
    one = task(1, status=said.status, replies=given, last_update=at, check=said.check, cadence=rhythm)
    chat.facts.tasks = (one, task(2))
    chat.facts.updates[1] = said
    return chat


def test_what_was_saved_stands_at_the_look_over_again_and_is_replaced() -> None:
    chat = saved_before()
    heard = chat.says("แก้ไข")
    for words in ("Measure 1", "What was done: ติดป้าย", "Suggestion: ควรทำต่อ", "Text before: is replaced by this"):
        assert words in heard
    chat.play(("[Change one]", "Which"), ("[What was done]", "What was done?"), ("ติดป้าย 3 จุด", "right"))
    chat.play(("[Save]", "Saved: Measure 1"))
    (saved,) = chat.saved
    assert (saved.result, saved.suggestion, saved.status) == ("ติดป้าย 3 จุด", "ควรทำต่อ", Status.DONE)
    assert (saved.adds, saved.repeats) == (False, 9)


def test_what_is_printed_then_is_the_mended_reply_and_that_of_other_months() -> None:
    chat = saved_before(monthly=True)
    october = Update(8, 1, 7, START - timedelta(days=30), Status.IN_PROGRESS, "ตุลาคม", period=date(2026, 10, 1))
    chat.facts.older = (october,)
    chat.says("แก้ไข")
    chat.taps("Save")
    (saved,) = chat.saved
    mended = replace(chat.facts.updates[1], id=10, adds=saved.adds, period=saved.period)
    assert [one.id for one in printed_together([october, chat.facts.updates[1], mended])] == [8, 10]


def test_what_is_mended_stays_in_its_month() -> None:
    chat = saved_before(monthly=True)
    assert "Change the month" not in chat.says("แก้ไข")
    chat.says("ตุลาคม")
    chat.taps("Save")
    assert [(one.period, one.of_whole) for one in chat.saved] == [(NOVEMBER, True)]


def test_its_photos_and_dates_go_with_it() -> None:
    chat = saved_before(dates=((1, date(2026, 11, 3)),))
    chat.facts.agency = replace(chat.facts.agency, layout=Chat(("dates", "result")).facts.agency.layout)
    chat.facts.kept = {4: Evidence(4, 1, 9, "photo", "saved")}
    chat.says("แก้ไข")
    chat.says("ข้าม")
    chat.taps("Save")
    assert (chat.saved[0].dates, chat.saved[0].earlier) == (((1, date(2026, 11, 3)),), (4,))


RETURNED = Check(Review.RETURNED, 9, 7, Status.DONE, 8, "ขอรูป")
APPROVED = Check(Review.APPROVED, 9, 7, Status.DONE, 8)
NOT_MENDED = [{"person_id": 8}, {"adds": True}, {"emptied": True}, {"check": APPROVED}]


@pytest.mark.parametrize("changes", NOT_MENDED, ids=str)
def test_what_cannot_be_replaced_whole_is_chosen_from_the_list(changes: dict[str, Any]) -> None:
    assert "To change what you reported" in saved_before(**changes).says("แก้ไข")


def test_after_ten_minutes_it_is_chosen_from_the_list() -> None:
    chat = saved_before(minutes=FOR.total_seconds() / 60)
    assert "To change what you reported" in chat.says("แก้ไข")


def test_while_its_photo_is_fetched_it_is_not_replaced_without_it() -> None:
    chat = saved_before()
    chat.facts.kept = {4: Evidence(4, 1, 9, "photo", "wanted", message_id="p1")}
    assert "To change what you reported" in chat.says("แก้ไข")


def test_of_several_the_newest_is_mended() -> None:
    chat = saved_before(minutes=5)
    at = START - timedelta(minutes=1)
    chat.facts.tasks = (chat.facts.tasks[0], task(2, status=Status.IN_PROGRESS, last_update=at))
    chat.facts.updates[2] = Update(11, 2, 7, at, Status.IN_PROGRESS, "ประชุมแล้ว")
    assert "What was done: ประชุมแล้ว" in chat.says("แก้ไข")


def test_a_colleagues_reply_meanwhile_is_asked_about() -> None:
    chat = saved_before()
    chat.says("แก้ไข")
    chat.facts.older = (chat.facts.updates[1],)
    chat.facts.updates[1] = Update(12, 1, 8, START, Status.DONE, "เพื่อนรายงาน", adds=True)
    chat.taps("Save")
    assert not chat.saved and "เพื่อนรายงาน" in chat.heard


def sent_back(number: int = 1, **changes: Any) -> Chat:
    """An officer's chat where the report on a task came back yesterday."""
    chat = saved_before(minutes=60 * 24)
    check = replace(RETURNED, words="โปรดแนบรูป")
    chat.facts.tasks = tuple(
        replace(one, check=check, replies=()) if one.id == number else one for one in chat.facts.tasks
    )
    chat.facts.updates[1] = replace(chat.facts.updates[1], check=check, **changes)
    return chat


@pytest.mark.parametrize("said", ["แก้ไข", "[tap]", "งาน"])
def test_a_report_that_came_back_costs_no_more_than_what_is_to_be_mended(said: str) -> None:
    chat = sent_back()
    heard = chat.tap_data(":report:1") if said == "[tap]" else chat.says(said)
    heard = chat.says("1") if said == "งาน" else heard
    assert "To be mended: Person 8 sent the report of" in heard and "โปรดแนบรูป" in heard
    assert chat.state.step == "summary"
    chat.photo()
    chat.taps("Save")
    before = chat.facts.updates[1]
    (saved,) = chat.saved
    assert (saved.result, saved.status, saved.repeats, len(saved.message_ids)) == (before.result, before.status, 9, 1)


def test_of_what_came_back_one_answer_is_changed_and_the_reason_stands_beside_it() -> None:
    chat = sent_back(adds=True)
    chat.facts.kept = {4: Evidence(4, 1, 9, "photo", "saved")}
    chat.tap_data(":report:1")
    chat.play(("[Change one]", "Which answer"), ("What was done", "What was done"), ("ติดป้ายครบ 3 จุดแล้ว", "โปรดแนบรูป"))
    chat.taps("Save")
    (saved,) = chat.saved
    assert (saved.result, saved.earlier) == ("ติดป้ายครบ 3 จุดแล้ว", (4,))


@pytest.mark.parametrize("why", ["emptied", "fetching"])
def test_what_came_back_incomplete_is_asked_from_the_beginning(why: str) -> None:
    chat = sent_back(emptied=why == "emptied")
    if why == "fetching":
        chat.facts.kept = {4: Evidence(4, 1, 9, "photo", "wanted", message_id="p1")}
    assert "How far is it" in chat.tap_data(":report:1")


def test_what_was_said_of_the_task_stands_beside_what_came_back() -> None:
    chat = sent_back()
    chat.facts.comments = (Comment(1, 1, 8, 7, START, "รูปป้ายหน้าอาคารก็พอ"),)
    assert "Person 8, 2026-11-20: รูปป้ายหน้าอาคารก็พอ" in chat.tap_data(":report:1")
