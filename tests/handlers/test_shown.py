"""What is typed answers the question that was last shown when it was sent; all else is asked about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.handlers.chat import Chat

UNSEEN = "was sent before this question"
ASKED_BACK = "Not recorded yet"


def at_result(chat: Chat) -> None:
    """The chat asks what was done."""
    chat.play(("งาน", "Measure 1"), ("1", "How far is it?"), ("[Done]", "What was done?"))


def test_the_same_words_twice_to_a_question_not_yet_shown_are_not_its_answer() -> None:
    chat = Chat(("result", "outcome"))
    at_result(chat)
    chat.delivers = False
    chat.says("Put up three signs")
    assert ASKED_BACK in chat.says("Put up three signs")
    assert chat.state.step == "outcome" and "outcome" not in chat.state.answers
    chat.delivers = True
    assert ASKED_BACK in chat.says("Put up three signs")  # and this time the question comes
    assert "evidence" in chat.says("Fewer questions at the counter")


def test_a_number_typed_again_as_nothing_was_heard_is_asked_back() -> None:
    chat = Chat()
    chat.says("งาน")
    chat.says("1")
    chat.delivers = False
    chat.says("1")
    assert chat.state.step == "result"
    assert ASKED_BACK in chat.says("1")
    assert "result" not in chat.state.answers


def test_the_same_words_as_the_next_question_comes_late_are_not_its_answer() -> None:
    """Nothing was heard for a while, so it is typed again, and the next question comes in that moment."""
    chat = Chat(("result", "outcome"))
    at_result(chat)
    chat.delivers = False
    chat.says("Put up three signs")
    chat.delivers = True
    chat.now += timedelta(seconds=60)
    chat.state = replace(chat.state, shown_at=chat.now + timedelta(seconds=4))
    assert "came twice within a moment" in chat.says("Put up three signs")
    assert "outcome" not in chat.state.answers
    chat.play(("Fewer questions at the counter", "evidence"))


@pytest.mark.parametrize("again", ["1", "๑", "1."])
def test_a_number_typed_twice_within_a_moment_answers_one_question(again: str) -> None:
    chat = Chat()
    chat.says("งาน")
    chat.play(("1", "How far is it?"))
    assert "came twice within a moment" in chat.says_at_once(again)
    assert (chat.state.step, "How far is it?" in chat.heard) == ("status", True)
    chat.play(("1", "What was done?"))


def test_a_number_typed_right_after_a_button_answers_the_question() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    assert "What was done?" in chat.says_at_once("1")


def test_what_was_typed_twice_is_not_kept_once_it_is_unsent() -> None:
    chat = Chat()
    chat.says("งาน")
    chat.says("1", message_id="m-gone")
    assert "m-gone" in str(chat.state.notes)
    chat.give(chat.event(kind="unsend", message_id="m-gone"))
    assert "m-gone" not in str(chat.state)


def test_a_tapped_button_answers_its_question_though_its_delivery_is_not_known() -> None:
    chat = Chat()
    chat.says("งาน")
    chat.delivers = False
    chat.says("1")
    assert "What was done?" in chat.taps("Done")


def test_back_typed_again_as_nothing_was_heard_goes_back_once() -> None:
    chat = Chat(("result", "outcome"))
    at_result(chat)
    chat.says("Signs")
    chat.delivers = False
    chat.says("ย้อนกลับ")
    assert UNSEEN in chat.says("ย้อนกลับ")
    assert chat.state.step == "result"


def test_a_link_is_evidence_though_the_receipt_of_the_photo_before_is_not_shown_yet() -> None:
    chat = Chat()
    at_result(chat)
    chat.play(("Put up three signs", "suggestion"), ("skip", "evidence"))
    chat.delivers = False
    chat.photo()
    assert UNSEEN not in chat.says("https://example.go.th/plan")
    assert [file["kind"] for file in chat.state.notes["files"]] == ["photo", "link"]


def test_commands_are_obeyed_though_the_question_is_not_shown() -> None:
    chat = Chat()
    at_result(chat)
    chat.delivers = False
    chat.says("Signs")
    assert "Nothing was saved" in chat.says("ยกเลิก")
    assert "3 tasks wait for a report" in chat.says("งาน")


def test_a_number_at_a_menu_not_yet_shown_runs_nothing() -> None:
    chat = Chat()
    chat.delivers = False
    chat.says("hello")
    assert UNSEEN in chat.says("1")
    assert chat.state.flow == "menu"


@pytest.mark.parametrize("ahead", [-40, 0, 40])
def test_clocks_that_differ_make_nobody_answer_twice(ahead: int) -> None:
    chat = Chat()
    skew, travel = timedelta(seconds=ahead), timedelta(seconds=0.3)
    for words in ("งาน", "1", "1", "Put up signs"):
        event = chat.event(text=words)
        chat.give(replace(event, received_at=event.at + skew + travel))
        chat.state = replace(chat.state, shown_at=event.at + skew + timedelta(seconds=0.5))
        assert UNSEEN not in chat.heard and ASKED_BACK not in chat.heard
    assert chat.state.step == "suggestion"


def test_what_was_sent_before_the_question_was_shown_is_asked_about_when_it_comes_late() -> None:
    chat = Chat(("result", "outcome"))
    at_result(chat)
    chat.says("First line")
    shown_at = chat.now + timedelta(seconds=6)
    chat.state = replace(chat.state, shown_at=shown_at)
    early = chat.event(text="Second line")
    assert chat.state.shown_at is not None
    early = replace(early, at=shown_at - timedelta(seconds=1), received_at=shown_at + timedelta(seconds=4))
    chat.give(early)
    assert ASKED_BACK in chat.heard and "outcome" not in chat.state.answers
    chat.delivers = True
    chat.says("ช่วยเหลือ")
    assert "evidence" in chat.taps("Record this text")
    assert chat.state.answers["outcome"]["value"] == "Second line"


def test_of_lines_that_come_as_second_first_fourth_third_all_end_in_the_one_that_was_asked_for() -> None:
    chat = Chat(("result", "outcome", "suggestion"))
    at_result(chat)
    lines = [chat.event(text=f"Line {number}") for number in (1, 2, 3, 4)]
    sent_at = lines[0].at
    lines = [replace(line, at=sent_at + timedelta(seconds=number)) for number, line in enumerate(lines)]
    received_at = sent_at + timedelta(seconds=6)
    for number in (1, 0, 3, 2):
        chat.give(replace(lines[number], received_at=received_at))
        if chat.state.asked_by == lines[number].id:  # each question is sent once all four have come
            chat.state = replace(chat.state, shown_at=received_at + timedelta(seconds=0.2))
    answers, fields = chat.state.answers, ("status", "result", "outcome", "suggestion")
    taken = {name: answers[name]["value"] for name in fields if name in answers}
    assert taken == {"status": "done", "result": "Line 1\nLine 2\nLine 3\nLine 4"}
    assert ASKED_BACK not in chat.heard


def test_a_question_shown_before_need_not_be_shown_again_to_be_answered() -> None:
    chat = Chat()
    at_result(chat)
    chat.delivers = False
    chat.says("ช่วยเหลือ")
    assert "suggestion" in chat.says("Put up signs")


def test_a_number_is_not_taken_once_numbers_mean_something_else() -> None:
    chat = Chat(("result",))
    at_result(chat)
    assert "No evidence" in chat.says("Signs")
    chat.delivers = False
    assert "Take all back" in chat.photo(message_id="p1")
    assert UNSEEN in chat.says("2")
    assert chat.state.notes["files"]


def at_summary(chat: Chat) -> None:
    chat.play(("งาน", "Measure 1"), ("1", "How far is it?"), ("[Not started]", "Is this right?"))


def test_save_on_a_card_of_before_a_change_shows_the_present_one_first() -> None:
    chat = Chat()
    at_summary(chat)
    old = chat.button("Save").data
    chat.taps("Change one")
    chat.taps("Status")
    chat.taps("Not carried out")
    chat.says("No budget this year")
    assert "earlier message" in chat.tap_data(old)
    assert chat.saved == []
    assert "Saved" in chat.taps("Save")


def test_cancel_on_a_card_of_another_report_leaves_the_one_at_hand() -> None:
    chat = Chat()
    at_summary(chat)
    old = chat.button("Cancel").data
    chat.taps("Save")
    chat.tap_data(":report:2")
    assert "earlier message" in chat.tap_data(old)
    assert chat.state.flow == "report"


def test_back_tapped_twice_goes_back_once() -> None:
    chat = Chat(("result", "outcome", "suggestion"))
    at_result(chat)
    chat.says("Signs")
    back = chat.button("Back").data
    chat.tap_data(back)
    assert "earlier message" in chat.tap_data(back)
    assert chat.state.step == "result"
