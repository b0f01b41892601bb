"""A report that is stopped is kept with its photos and offered again; nothing is deleted unasked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.conversation import SWEPT
from domain.evidence import Evidence
from domain.writes import DropEvidence, WantEvidence
from tests.handlers.chat import Chat


def stopped(*, photos: int = 2) -> Chat:
    """A chat whose report on measure 1 was stopped after two answers and its photos."""
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Signs put up", "sugg"), ("More money", "evid"))
    for number in range(photos):
        chat.photo(message_id=f"p{number}")
    chat.play(("ยกเลิก", "nothing is lost"))
    return chat


def dropped(chat: Chat) -> list[tuple[str, ...]]:
    return [write.message_ids for write in chat.written if isinstance(write, DropEvidence)]


def test_what_was_answered_and_sent_is_offered_again_and_saved() -> None:
    chat = stopped()
    assert not dropped(chat) and not chat.saved and chat.state.flow == "menu"
    heard = chat.tap_data(":report:1")
    assert "Not saved yet: Measure 1" in heard and "What was done: Signs put up" in heard and "2 pictures" in heard
    chat.play(("[Go on with it]", "2 pieces"), ("[No more]", "Suggestion: More money"), ("[Save]", "Saved: Measure 1"))
    (saved,) = chat.saved
    assert (saved.result, saved.suggestion, saved.message_ids) == ("Signs put up", "More money", ("p0", "p1"))
    assert "How far is it?" in chat.tap_data(":report:1"), "it is not offered twice"


def test_beginning_anew_deletes_it_by_choice() -> None:
    chat = stopped()
    chat.tap_data(":report:1")
    chat.play(("2", "is deleted"), ("[Done]", "What was done?"))
    assert dropped(chat) == [("p0", "p1")]
    assert "Signs" not in str(chat.state)


def test_what_is_neither_asks_again() -> None:
    chat = stopped()
    chat.tap_data(":report:1")
    chat.play(("อะไรนะ", "choose one"), ("go on with it", "2 pieces"))
    assert not dropped(chat)


def test_it_waits_while_another_task_is_reported_on() -> None:
    chat = stopped()
    chat.tap_data(":report:2")
    chat.play(("[Not started]", "right"), ("[Save]", "Saved: Measure 2"))
    chat.says("งาน")
    assert "Not saved yet: Measure 1" in chat.says("1")
    chat.play(("[Go on with it]", "2 pieces"))


def test_two_reports_that_were_stopped_are_kept_apart() -> None:
    chat = stopped()
    chat.tap_data(":report:2")
    chat.play(("[Not carried out]", "Why"), ("No money", "right"), ("[Cancel]", "kept for 7 days"))
    chat.tap_data(":report:1")
    chat.play(("[Go on with it]", "2 pieces"), ("ยกเลิก", "kept"))
    chat.tap_data(":report:2")
    chat.play(("[Go on with it]", "Reason: No money"), ("[Save]", "Saved: Measure 2"))
    assert chat.saved[0].message_ids == ()


def test_photos_whose_task_was_not_chosen_are_offered_with_the_next_report() -> None:
    chat = Chat()
    chat.photo(message_id="p1")
    chat.play(("ยกเลิก", "offered to you with your next report"))
    assert not dropped(chat)
    assert "1 pictures" in chat.tap_data(":report:2")
    chat.photo(message_id="p2")
    chat.play(("[Go on with it]", "How far"), ("[Done]", "What"), ("Signs put up", "sugg"), ("skip", "2 pieces"))


def test_where_nothing_was_answered_nothing_is_kept() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("ยกเลิก", "Stopped. Nothing was saved."))
    assert "nothing is lost" not in chat.heard and chat.state.answers == {}


@pytest.mark.parametrize("gone", ["m9", "p1"])
def test_what_was_unsent_is_not_in_it(gone: str) -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says("Signs put up", message_id="m9")
    chat.photo(message_id="p1")
    chat.says("ยกเลิก")
    chat.give(chat.event(kind="unsend", message_id=gone))
    assert gone not in str(chat.state)
    chat.tap_data(":report:1")
    chat.play(("[Go on with it]", "What was done?" if gone == "m9" else "sugg"))


def test_a_photo_that_could_not_be_kept_is_not_in_it() -> None:
    chat = stopped()
    chat.facts.kept = {5: Evidence(5, None, None, "photo", "wanted", message_id="p0")}
    assert "larger than 20 MB" in chat.fetched(5, "too_large")
    assert "1 pictures" in chat.tap_data(":report:1")


def test_it_is_there_after_days_of_other_talk() -> None:
    chat = stopped()
    for _ in range(3):
        chat.now += timedelta(days=2)
        chat.says("สถานะ")
    chat.says("ไม่รู้เรื่อง")
    assert "Signs put up" in chat.tap_data(":report:1")
    assert sum(isinstance(write, WantEvidence) for write in chat.written) == 2


def test_a_week_later_its_officer_is_told_once_that_it_is_gone() -> None:
    chat = stopped()
    chat.now += timedelta(days=7, minutes=1)
    heard = chat.says("สถานะ")
    assert "“Measure 1” that you had stopped was deleted after a week" in heard and dropped(chat) == [("p0", "p1")]
    assert "deleted after a week" not in chat.says("สถานะ")
    assert "How far is it?" in chat.tap_data(":report:1")


def test_what_the_sweep_deleted_is_told_at_the_next_message() -> None:
    chat = stopped()
    chat.state = replace(chat.state, flow=None, step=None, answers={}, notes={SWEPT: ["1", "0"]})
    heard = chat.tap_data(":report:2")
    assert "“Measure 1” that you had stopped was deleted" in heard and "for no task were deleted" in heard
    assert "How far is it?" in heard, "and what was asked for is done"
    assert "deleted" not in chat.says("สถานะ")


def test_an_event_that_says_nothing_does_not_take_the_word_away() -> None:
    chat = stopped()
    chat.state = replace(chat.state, flow=None, step=None, answers={}, notes={SWEPT: ["1"]})
    chat.give(chat.event(kind="unsend", message_id="m-other"))
    assert "that you had stopped was deleted" in chat.says("งาน")


def test_an_answer_that_is_being_changed_is_forgotten_once_its_message_is_unsent() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says("Signs put up", message_id="m9")
    chat.play(("skip", "evidence"), ("[No evidence]", "Is this right"))
    chat.play(("[Change one]", "Which"), ("[What was done]", "What was done"))
    chat.give(chat.event(kind="unsend", message_id="m9"))
    assert "Signs" not in str(chat.state) and "m9" not in str(chat.state)


def test_a_stopped_report_of_which_nothing_is_left_is_not_offered() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.photo(message_id="p1")
    chat.says("ยกเลิก")
    chat.give(chat.event(kind="unsend", message_id="p1"))
    assert "How far is it?" in chat.tap_data(":report:1")
