"""Reports that are stopped, put away, overtaken by old buttons or lose an answer that is unsent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.writes import DropEvidence, ForgetMessage
from tests.handlers.chat import Chat, task


def test_a_button_of_an_old_message_says_so_and_asks_again() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    old = chat.button("Done").data
    chat.taps("In progress")
    assert "earlier message" in chat.tap_data(old)
    assert chat.state.step == "result"
    chat.says("ยกเลิก")
    chat.tap_data(":report:2")
    assert "earlier message" in chat.tap_data(old)
    assert chat.state.step == "status"


@pytest.mark.parametrize("data", [":report:99", ":report:x", ":report:99999999999999999999", ":report:-1"])
def test_someone_elses_task_is_refused(data: str) -> None:
    assert "not open to you" in Chat().tap_data(data)


@pytest.mark.parametrize("data", ["", ":", "::", "a:b:c", "ไทย", ":nonsense:1", "x" * 300])
def test_a_button_never_seen_is_answered_and_changes_nothing(data: str) -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    before = chat.state
    assert chat.tap_data(data)
    assert (chat.state.step, chat.state.answers) == (before.step, before.answers)


def test_one_report_at_a_time() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert "You are reporting on" in chat.tap_data(":report:2")
    assert chat.state.step == "result"
    chat.play(("Put up signs", "suggestion"))


def test_status_and_help_do_not_disturb_a_report() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What was done"),
        ("สถานะ", "What was done"),
        ("ช่วยเหลือ", "What was done"),
        ("Put up signs", "suggestion"),
    )


def test_a_report_is_resumed_after_a_night_and_the_greeting_is_no_answer() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.now += timedelta(hours=20)
    chat.play(("Good morning", "not taken as an answer"), ("Now the answer", "suggestion"))
    assert chat.state.answers["result"]["value"] == "Now the answer"


def test_a_report_that_waited_too_long_is_put_away_politely() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.now += timedelta(days=8)
    chat.play(("Hello", "“Measure 1” that you had begun was put away unsaved"))
    assert chat.state.flow == "menu"


def test_a_step_that_no_longer_exists_is_an_expired_conversation() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.state = replace(chat.state, step="colour")
    chat.play(("Hello", "put away unsaved"))
    chat.state = replace(chat.state, flow="astrology", step="sign")
    assert chat.says("งาน")


def test_a_task_whose_round_closes_meanwhile_is_said() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.facts.tasks = chat.facts.tasks[1:]
    chat.play(("An answer", "takes no more answers"))
    assert not chat.saved


def test_what_was_written_before_the_question_is_no_answer_to_it() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.give(chat.event(text="late comer", at=chat.now - timedelta(minutes=1)))
    assert "Not recorded yet" in chat.heard
    assert "result" not in chat.state.answers


def test_an_unsent_answer_is_asked_again_and_forgotten() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says("Secret", message_id="m9")
    chat.give(chat.event(kind="unsend", message_id="m9"))
    assert chat.state.step == "result"
    assert "Secret" not in str(chat.state)
    assert any(isinstance(write, ForgetMessage) and write.message_id == "m9" for write in chat.written)


def test_a_message_unsent_before_it_came_is_not_taken() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.facts.taken_back = frozenset({"m9"})
    assert chat.says("Secret", message_id="m9") == ""
    assert chat.state.step == "result"


def test_a_late_cancel_does_not_stop_a_report_begun_meanwhile() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.photo(message_id="p1")
    for words in ("ยกเลิก", "ย้อนกลับ"):
        chat.give(chat.event(text=words, at=chat.now - timedelta(minutes=30)))
        assert "sent before" in chat.heard
    assert chat.state.flow == "report"
    assert not any(isinstance(write, DropEvidence) for write in chat.written)


def test_an_answer_unsent_while_choosing_what_to_change_is_asked_and_looked_over_again() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says("Secret", message_id="m9")
    chat.play(("[Skip]", "evidence"), ("[No evidence]", "right"), ("[Change one]", "Which"))
    chat.give(chat.event(kind="unsend", message_id="m9"))
    chat.play(("Save", "took back was removed"), ("Better", "Is this right"))


def at_summary() -> Chat:
    """A report on measure 1 that is answered and waits to be saved."""
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Signs put up", "sugg"), ("skip", "evidence"), ("[No evidence]", "right"))
    return chat


def test_a_second_tap_on_save_is_told_which_report_was_saved() -> None:
    chat = at_summary()
    save = chat.button("Save").data
    chat.tap_data(save)
    heard = chat.tap_data(save)
    assert "was saved on 2026-11-20" in heard and "Measure 1" in heard
    assert len(chat.saved) == 1
    chat.tap_data(":report:2")
    assert "was saved on 2026-11-20" in chat.tap_data(save), "in the middle of another report, too"


def test_save_on_a_cancelled_report_is_not_told_that_it_was_saved() -> None:
    chat = at_summary()
    save = chat.button("Save").data
    chat.says("ยกเลิก")
    heard = chat.tap_data(save)
    assert "nothing of it is saved" in heard and "was saved on" not in heard
    assert not chat.saved


def test_save_after_eight_days_is_not_told_that_it_was_saved() -> None:
    chat = at_summary()
    save = chat.button("Save").data
    chat.now += timedelta(days=8)
    heard = chat.tap_data(save)
    assert "was saved on" not in heard and "nothing of it is saved" in heard
    assert not chat.saved
    chat.state = replace(chat.state, flow=None, step=None, answers={}, ticket="")
    assert "nothing of it is saved" in chat.tap_data(save), "nor once the hourly sweep was there"


def test_save_of_a_cancelled_report_does_not_speak_for_the_one_saved_after_it() -> None:
    chat = at_summary()
    old = chat.button("Save").data
    chat.says("ยกเลิก")
    chat.tap_data(":report:2")
    chat.play(("[Not started]", "right"), ("[Save]", "Saved"))
    assert "nothing of it is saved" in chat.tap_data(old)


def test_why_a_report_under_way_was_not_saved_is_said() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.facts.closed, chat.facts.tasks = {1: chat.facts.tasks[0]}, chat.facts.tasks[1:]
    heard = chat.says("Signs were put up")
    assert "“Measure 1” that you had begun was not saved" in heard
    assert "its round was closed on 2026-11-20" in heard


def test_what_was_unsent_after_saving_opens_the_task_again_and_is_said() -> None:
    chat = Chat()
    chat.facts.emptied = {"m1": (chat.facts.tasks[0],), "m2": (task(9),)}
    chat.give(chat.event(kind="unsend", message_id="m1"))
    assert "removed from the report on “Measure 1”. Please answer it again" in chat.heard
    assert "How far" in chat.taps("Report again")
    chat.give(chat.event(kind="unsend", message_id="m2"))
    assert "which takes no more answers" in chat.heard
