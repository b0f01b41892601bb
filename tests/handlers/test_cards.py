"""One tap on a task's card: its status, or that it goes on as before; bound to the task and month that it shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.cards import build_card
from domain.expectation import Reply
from domain.task import Check, Review, Status, Task, Update
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind

DONE, GOES_ON, SAME = "Done", "In progress", "Same as before"


def going_on(number: int = 1, **changes: object) -> Task:
    """A monthly task that was reported as in progress in October."""
    given = (Reply(date(2026, 10, 20), Status.IN_PROGRESS, date(2026, 10, 1)),)
    monthly = task(number, status=Status.IN_PROGRESS, cadence=CadenceKind.MONTHLY, replies=given, told=True)
    return replace(monthly, **changes)  # type: ignore[arg-type]


def chat_going_on() -> Chat:
    chat = Chat()
    chat.facts.tasks = (going_on(1), task(2), task(3))
    at = START - timedelta(days=31)
    chat.facts.updates[1] = Update(9, 1, 7, at, Status.IN_PROGRESS, "ทำแล้ว ๑ ครั้ง", period=date(2026, 10, 1))
    return chat


def data_of(chat: Chat, number: int, label: str) -> str:
    """What the button of a task's card sends, as the card was shown."""
    line = build_card(next(one for one in chat.facts.tasks if one.id == number), chat.facts.today)
    return next(choice.data for choice in line.answers if choice.label.msgid == label)


def test_the_status_on_a_card_begins_the_report_that_names_the_measure() -> None:
    chat = Chat()
    heard = chat.tap_data(data_of(chat, 2, DONE))
    assert "Your report on “Measure 2”: Done" in heard and "What was done?" in heard
    chat.play(("ติดป้าย 3 จุด", "Is this right"), ("[Save]", "Saved: Measure 2"))
    assert [(one.task_id, one.status, one.result) for one in chat.saved] == [(2, Status.DONE, "ติดป้าย 3 จุด")]


def test_optional_questions_are_buttons_of_the_look_over() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 2, DONE))
    chat.play(("ติดป้าย", "Add Suggestion"), ("[Add {what}]", "suggestion"), ("[Back]", "Suggestion: none"))
    chat.play(("เพิ่มหลักฐาน", "Nothing has been saved"), ("[Change one]", "Which"), ("[Suggestion]", "suggestion"))
    chat.play(("ควรทำต่อ", "Suggestion: ควรทำต่อ"), ("[Add {what}]", "Is there any evidence"))
    assert "1 pieces" in chat.photo()
    chat.play(("[No more]", "Evidence: 1 pictures"), ("[Save]", "Saved"))
    assert (chat.saved[0].suggestion, len(chat.saved[0].message_ids)) == ("ควรทำต่อ", 1)


def test_what_was_not_asked_may_be_added_by_changing_too() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 2, DONE))
    chat.play(
        ("ติดป้าย", "right"),
        ("[Change one]", "Which"),
        ("[Suggestion]", "suggestion"),
        ("ควรทำต่อ", "Suggestion: ควรทำต่อ"),
    )
    chat.play(("[Change one]", "Which"), ("[Evidence]", "any evidence"))
    assert "1 pieces" in chat.photo()
    chat.play(("[No more]", "Evidence: 1 pictures"), ("[Save]", "Saved"))
    assert (chat.saved[0].suggestion, len(chat.saved[0].message_ids)) == ("ควรทำต่อ", 1)


def test_a_photo_and_a_link_are_taken_at_the_look_over() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 2, DONE))
    chat.says("ติดป้าย")
    assert "Evidence: 1 pictures" in chat.photo()
    chat.play(("https://example.go.th/a", "https://example.go.th/a"), ("[Save]", "Saved"))
    assert (len(chat.saved[0].message_ids), chat.saved[0].links) == (1, ("https://example.go.th/a",))


def test_a_text_at_the_look_over_is_no_answer() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 2, DONE))
    chat.says("ติดป้าย")
    before = chat.state.answers
    assert "Nothing has been saved yet" in chat.says("ควรมีงบประมาณเพิ่ม")
    assert chat.state.answers == before


def test_a_look_over_of_before_does_not_open_what_was_answered() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 2, DONE))
    chat.says("ติดป้าย")
    old = chat.button("Add {what}").data
    chat.play(("[Add {what}]", "suggestion"), ("ควรทำต่อ", "ควรทำต่อ"))
    assert "Nothing has been saved yet" in chat.tap_data(old)
    assert chat.state.answers["suggestion"]["value"] == "ควรทำต่อ"


def test_a_quick_report_that_is_stopped_goes_on_the_quick_way() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 2, DONE))
    chat.play(("ติดป้าย", "right"), ("[Cancel]", "kept for 7 days"))
    chat.tap_data(":report:2")
    assert "Is this right" in chat.taps("Go on with it")
    chat.taps("Save")
    assert chat.saved[0].result == "ติดป้าย"


def test_the_same_on_a_card_of_the_list_records_at_one_tap() -> None:
    chat = chat_going_on()
    chat.says("งาน")
    assert "goes on as before" in chat.taps(SAME)
    (saved,) = chat.saved
    assert (saved.task_id, saved.result, saved.period) == (1, "ทำแล้ว ๑ ครั้ง", date(2026, 11, 1))


def test_the_same_is_a_choice_where_the_status_is_asked() -> None:
    chat = chat_going_on()
    chat.tap_data(":report:1")
    assert "goes on as before" in chat.says("5")
    assert len(chat.saved) == 1 and chat.state.flow == "menu"


def test_the_same_where_the_status_of_another_month_is_asked_is_of_that_month() -> None:
    chat = chat_going_on()
    chat.facts.tasks = (going_on(1, replies=(Reply(date(2026, 11, 2), Status.IN_PROGRESS, date(2026, 11, 1)),)),)
    chat.tap_data(":report:1")
    chat.says("ตุลาคม")
    chat.taps(SAME)
    assert [one.period for one in chat.saved] == [date(2026, 10, 1)]


def test_the_same_typed_with_several_tasks_lists_those_that_can_and_a_number_records() -> None:
    chat = chat_going_on()
    chat.facts.tasks = (*chat.facts.tasks, going_on(4))
    chat.facts.updates[4] = replace(chat.facts.updates[1], id=10, task_id=4, result="ออกเสียงตามสาย")
    heard = chat.says("เหมือนเดิม")
    assert "1. Measure 1\n2. Measure 4" in heard and "Measure 2" not in heard
    assert "ออกเสียงตามสาย" in chat.says("2")
    assert [(one.task_id, one.repeats) for one in chat.saved] == [(4, 10)]


CHANGES = [
    {"replies": (Reply(date(2026, 11, 21), Status.DONE, date(2026, 11, 1)),)},
    {"last_update": START},
    {"measure": "Another measure"},
    {"steps": ("Other step",)},
    {"check": Check(Review.RETURNED, 9, 7, Status.IN_PROGRESS, 8, "ขอรูป")},
    {"emptied": True},
    {"cadence": CadenceKind.QUARTERLY},
]


@pytest.mark.parametrize("label", [DONE, GOES_ON, SAME])
@pytest.mark.parametrize("change", CHANGES, ids=[str(*change) for change in CHANGES])
def test_a_card_of_a_task_that_was_answered_or_changed_meanwhile_asks(change: dict[str, object], label: str) -> None:
    chat = chat_going_on()
    tapped = data_of(chat, 1, label)
    chat.facts.tasks = (going_on(1, **change), *chat.facts.tasks[1:])
    chat.facts.updates[1] = replace(chat.facts.updates[1], person_id=8)
    heard = chat.tap_data(tapped)
    assert "after that card had been sent, so nothing was recorded" in heard and "How far is it" in heard
    assert not chat.saved and "status" not in chat.state.answers


@pytest.mark.parametrize(("label", "saved"), [(SAME, date(2026, 11, 1)), (GOES_ON, date(2026, 11, 1))])
def test_a_card_of_november_tapped_in_december_answers_for_november(label: str, saved: date) -> None:
    chat = chat_going_on()
    tapped = data_of(chat, 1, label)
    chat.now += timedelta(days=25)
    heard = chat.tap_data(tapped)
    assert "the month of November 2569" in heard
    if label != SAME:
        chat.play(("ทำป้ายแล้ว", "right"), ("[Save]", "Saved"))
    assert [one.period for one in chat.saved] == [saved]


def test_a_card_tapped_in_the_midst_of_a_report_changes_nothing() -> None:
    chat = chat_going_on()
    first, other = data_of(chat, 2, DONE), data_of(chat, 3, DONE)
    chat.tap_data(first)
    chat.says("ติดป้าย 3 จุด")
    before = chat.state
    assert "You are reporting on" in chat.tap_data(other)
    assert "Is this right" in chat.tap_data(first)
    assert chat.state.answers == before.answers


def test_a_card_answers_where_its_own_status_is_asked() -> None:
    chat = chat_going_on()
    chat.tap_data(":report:2")
    assert "What was done?" in chat.tap_data(data_of(chat, 2, DONE))


@pytest.mark.parametrize("data", [":answer:99::x:done", ":answer:", ":answer:1:2026-13-01:x:done", ":answer:1::x:no"])
def test_a_mark_that_no_card_has_records_nothing(data: str) -> None:
    chat = Chat()
    assert chat.tap_data(data)
    assert not chat.saved and "status" not in chat.state.answers


def test_a_card_of_what_was_sent_back_or_asks_for_nothing_has_no_quick_answer() -> None:
    back = going_on(1, check=Check(Review.RETURNED, 9, 7, Status.IN_PROGRESS, 8, "ขอรูป"))
    for one in (back, going_on(1, emptied=True), task(1, status=Status.DONE)):
        assert not build_card(one, START.date()).answers


def test_the_next_task_is_offered_after_saving_and_taken_at_one_tap() -> None:
    chat = Chat()
    chat.tap_data(data_of(chat, 1, DONE))
    chat.play(("ติดป้าย", "right"), ("[Save]", "Next task\nMeasure 2"))
    assert "Your report on “Measure 2”: Done" in chat.taps(DONE)


def test_the_last_task_offers_no_other() -> None:
    chat = Chat(tasks=1)
    chat.tap_data(data_of(chat, 1, DONE))
    chat.play(("ติดป้าย", "right"), ("[Save]", "Saved"))
    assert "Next task" not in chat.heard


def test_two_taps_on_the_same_record_once() -> None:
    chat = chat_going_on()
    tapped = data_of(chat, 1, SAME)
    chat.tap_data(tapped)
    given = (*chat.facts.tasks[0].replies, Reply(date(2026, 11, 20), Status.IN_PROGRESS, date(2026, 11, 1)))
    chat.facts.tasks = (going_on(1, replies=given, last_update=chat.now), *chat.facts.tasks[1:])
    chat.facts.updates[1] = replace(chat.facts.updates[1], id=10, at=chat.now, period=date(2026, 11, 1))
    assert "recorded already" in chat.tap_data(tapped)
    assert len(chat.saved) == 1 and chat.state.flow == "menu"


@pytest.mark.parametrize("asked", ["เหมือนเดิมไหม", "เหมือนเดิมหรือเปล่า", "เหมือนเดิม?"])
def test_who_asks_whether_it_goes_on_as_before_records_nothing(asked: str) -> None:
    chat = chat_going_on()
    chat.facts.tasks = chat.facts.tasks[:1]
    assert "Which one goes on as before" in chat.says(asked)
    assert not chat.saved


@pytest.mark.parametrize(("typed", "status"), [("เสร็จแล้วค่ะ", "done"), ("กำลังดำเนินการครับ", "in_progress")])
def test_the_status_typed_under_the_only_card_begins_its_report_as_the_button_does(typed: str, status: str) -> None:
    chat = Chat(tasks=1)
    assert "Your report on “Measure 1”" in chat.says(typed)
    assert chat.state.answers["status"]["value"] == status and not chat.saved


def test_the_status_typed_where_several_tasks_wait_is_asked_of_which() -> None:
    chat = Chat()
    assert "Of which task?" in chat.says("เสร็จแล้วค่ะ")
    assert "Of which task?" in chat.says("เสร็จแล้วค่ะ")
    assert "status" not in chat.state.answers
