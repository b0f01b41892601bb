"""Photos that are sent together: they may come late, in any order, or never, and belong to one report."""

from datetime import timedelta

import pytest

from domain.events import Media
from domain.evidence import Evidence
from domain.task import Check, Review, Status, Update
from domain.writes import WantEvidence
from tests.handlers.chat import Chat


def at_evidence(chat: Chat | None = None, task: int = 1) -> Chat:
    """A report at the question for evidence."""
    chat = chat or Chat()
    chat.tap_data(f":report:{task}")
    chat.play(("[Done]", "What was done"), ("Signs were put up", "suggestion"), ("skip", "evidence"))
    return chat


def send(chat: Chat, *numbers: int, total: int = 10) -> list[str]:
    return [chat.photo(message_id=f"p{n}", set_id="S", set_index=n, set_total=total) for n in numbers]


def saved_with_seven(chat: Chat) -> Chat:
    send(chat, *range(1, 8))
    chat.play(("done", "3 of the photos sent together have not come yet"), ("1", "3 photos that have not come yet"))
    return chat


@pytest.mark.parametrize("total", [None, 3])
def test_the_tasks_are_listed_once_for_photos_sent_together_at_the_menu(total: int | None) -> None:
    chat = Chat()
    heard = [chat.photo(message_id=f"p{n}", set_id=total and "S", set_index=n, set_total=total) for n in (1, 2, 3)]
    assert ["1. Measure 1" in words for words in heard] == [True, False, False]
    assert "Received: 3 pieces" in heard[-1]
    chat.now += timedelta(minutes=2)
    assert "1. Measure 1" in chat.photo(message_id="later")
    chat.play(("1", "How far"))
    assert len(chat.state.notes["files"]) == 4


def test_they_are_kept_in_the_order_in_which_they_were_chosen() -> None:
    chat = at_evidence()
    chat.photo(message_id="before")
    send(chat, 3, 1, 10, 2, 4, 6, 5, 9, 7)
    chat.photo(message_id="after")
    send(chat, 8)
    chat.play(("done", "12 pictures"), ("save", "Saved"))
    assert chat.saved[0].message_ids == ("before", *(f"p{n}" for n in range(1, 11)), "after")


def test_of_ten_photos_two_are_answered() -> None:
    heard = send(at_evidence(), 2, 1, 3, 10, 4, 5, 6, 7, 8, 9)
    assert [bool(words) for words in heard] == [True, *[False] * 8, True]
    assert "10 pieces of evidence" in heard[-1]


def test_a_set_that_never_comes_whole_is_answered_and_can_be_saved() -> None:
    chat = at_evidence()
    assert "Receiving 10 photos" in send(chat, *range(1, 10))[0]
    chat.play(("done", "1 of the photos"), ("1", "Saved"))
    assert len(chat.saved[0].message_ids) == 9


def test_what_comes_while_the_report_is_looked_over_shows_it_again() -> None:
    chat = at_evidence()
    send(chat, *range(1, 8))
    chat.says("done")
    assert ["have not come yet" in heard for heard in send(chat, 8, 9, 10)] == [True, True, False]
    assert "10 pictures" in chat.heard and "Is this right" in chat.heard


def test_what_comes_after_saving_is_added_to_that_report_and_said() -> None:
    chat = saved_with_seven(at_evidence())
    heard = send(chat, 8, 9, 10)
    assert all("added to the report on “Measure 1”" in words for words in heard)
    assert "10 of 10" in heard[-1]
    wanted = [write for write in chat.written if isinstance(write, WantEvidence)][-3:]
    assert [(w.message_id, w.set_index, w.task_id, w.update_id) for w in wanted] == [
        (f"p{n}", n, 1, 1000) for n in (8, 9, 10)
    ]


def test_what_comes_in_the_middle_of_the_next_report_stays_out_of_it() -> None:
    chat = saved_with_seven(at_evidence())
    at_evidence(chat, 2)
    assert "added to the report on “Measure 1”" in send(chat, 8)[0]
    assert "Is there any evidence" in chat.heard
    chat.play(("done", "none"), ("1", "Saved"))
    assert (chat.saved[-1].task_id, chat.saved[-1].message_ids) == (2, ())


@pytest.mark.parametrize("why", ["closed", "checked", "replaced"])
def test_what_comes_for_a_report_that_takes_no_more_is_told_and_not_kept(why: str) -> None:
    chat = saved_with_seven(at_evidence())
    if why == "closed":
        chat.facts.tasks = chat.facts.tasks[1:]
    if why == "replaced":
        chat.facts.updates[1] = Update(2000, 1, 7, chat.now, Status.DONE)
    if why == "checked":
        check = Check(Review.APPROVED, 1000, 7, Status.DONE)
        chat.facts.verdicts[1000] = check
    before = len(chat.written)
    assert "too late" in send(chat, 8)[0]
    assert not [write for write in chat.written[before:] if isinstance(write, WantEvidence)]


def test_a_photo_without_a_set_that_was_sent_before_saving_belongs_to_what_was_saved_then() -> None:
    chat = at_evidence()
    sent = chat.now + timedelta(seconds=1)
    chat.play(("done", "none"), ("1", "Saved"))
    chat.give(chat.event(kind="media", media=Media("photo", "p1"), message_id="p1", at=sent))
    assert "added to the report on “Measure 1”" in chat.heard
    assert [w.update_id for w in chat.written if isinstance(w, WantEvidence)] == [1000]


def test_a_photo_that_was_sent_before_a_report_was_begun_is_asked_for_again() -> None:
    chat = Chat()
    chat.says("hello")
    sent = chat.now + timedelta(seconds=1)
    at_evidence(chat)
    chat.give(chat.event(kind="media", media=Media("photo", "p1"), message_id="p1", at=sent))
    assert "before you began this report" in chat.heard and "Is there any evidence" in chat.heard
    assert not [w for w in chat.written if isinstance(w, WantEvidence)]


def test_a_photo_that_could_not_be_had_is_not_waited_for() -> None:
    chat = at_evidence()
    send(chat, 1, 2, total=2)
    chat.facts.kept = {5: Evidence(5, None, None, "photo", "wanted", message_id="p1")}
    assert "not be had" in chat.fetched(5, "gone")
    assert "have not come yet" not in chat.says("done")


def test_of_many_photos_too_many_the_refusal_is_said_once() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    refused = [chat.photo(message_id=f"p{number}") for number in range(25)][20:]
    assert "No more than 20" in refused[0] and not any(refused[1:])
    assert len(chat.state.notes["files"]) == 20
    chat.now += timedelta(minutes=5)
    assert "No more than 20" in chat.photo(message_id="p99")


def test_of_a_set_too_large_the_refused_ones_are_not_waited_for() -> None:
    chat = at_evidence()
    heard = send(chat, *range(1, 26), total=25)
    assert [n for n, words in enumerate(heard) if "No more than 20" in words] == [20]
    assert "have not come yet" not in chat.says("done")
    assert "20 pictures" in chat.heard


def test_what_comes_for_a_full_report_after_saving_is_refused_once() -> None:
    chat = at_evidence()
    send(chat, *range(1, 21), total=25)
    chat.play(("done", "5 of the photos"), ("1", "Saved"))
    heard = send(chat, *range(21, 26), total=25)
    assert ["No more than 20" in words for words in heard] == [True, False, False, False, False]
    assert not any(heard[1:])


def test_photos_of_a_report_that_was_closed_are_refused_once() -> None:
    chat = saved_with_seven(at_evidence())
    chat.facts.tasks = chat.facts.tasks[1:]
    heard = send(chat, 8, 9, 10)
    assert "too late" in heard[0] and not any(heard[1:])


@pytest.mark.parametrize("name", ["งาน.zip", "รายชื่อ.TXT", "setup.exe", "เสียง.mp3"])
def test_a_file_that_cannot_be_kept_is_refused_at_once_and_never_called_received(name: str) -> None:
    chat = at_evidence()
    before = len(chat.written)
    chat.give(chat.event(kind="media", media=Media("file", "f1", name), message_id="f1"))
    assert f"The file {name} is of a kind that cannot be kept" in chat.heard
    assert "eceived" not in chat.heard
    assert chat.written[before:] == []


def test_a_file_that_has_to_be_looked_at_first_is_said_to_be() -> None:
    chat = at_evidence()
    chat.give(chat.event(kind="media", media=Media("file", "f1", "ประกาศ.pdf"), message_id="f1"))
    assert "Received: ประกาศ.pdf. It is being checked" in chat.heard


def test_a_voice_message_is_no_answer_to_a_text_and_no_evidence_for_it() -> None:
    chat = Chat(("result", "evidence"))
    chat.play(("รายงาน", "Which one"), ("1", "How far"), ("เสร็จแล้ว", "What was done"))
    before = len(chat.written)
    chat.give(chat.event(kind="media", media=Media("voice", "v1"), message_id="v1"))
    assert "Please type it" in chat.heard and "What was done" in chat.heard
    assert chat.written[before:] == []
