"""A photo forgotten in a report is added to it at one tap; nothing else is asked again, and nothing by a guess."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.evidence import Evidence
from domain.task import Check, Review, Status, Update
from domain.writes import AddEvidence, SaveUpdate
from tests.handlers.chat import START, Chat, task

BELONGS = "Do they belong to that report"


def reported(minutes: float = 5, **changes: object) -> Chat:
    """Somebody who reported on the first task some minutes ago."""
    chat = Chat(("result", "evidence"))
    at = START - timedelta(minutes=minutes)
    chat.facts.updates[1] = replace(Update(41, 1, 7, at, Status.DONE, "Signs were put up"), **changes)  # type: ignore[arg-type]
    chat.facts.tasks = (task(1, status=Status.DONE, last_update=at), *chat.facts.tasks[1:])
    return chat


def added(chat: Chat) -> list[AddEvidence]:
    return [write for write in chat.written if isinstance(write, AddEvidence)]


def test_a_photo_sent_after_saving_is_added_at_one_tap() -> None:
    chat = reported()
    assert BELONGS in chat.photo(message_id="p1")
    assert "Measure 1" in chat.heard and "Done" in chat.heard
    chat.play(("[Add to that report]", "Added to the report of"))
    (write,) = added(chat)
    assert (write.update_id, write.task_id, write.message_ids) == (41, 1, ("p1",))
    assert chat.saved == []
    assert chat.state.flow == "menu" and "files" not in chat.state.notes


def test_it_may_be_typed_and_a_link_may_follow() -> None:
    chat = reported()
    chat.photo(message_id="p1")
    chat.play(("เสร็จแล้ว", BELONGS), ("1", "Added to the report"))
    assert len(added(chat)) == 1
    assert chat.saved == []


def test_photos_sent_together_are_added_together() -> None:
    chat = reported()
    heard = [chat.photo(message_id=f"p{n}", set_id="S", set_index=n, set_total=3) for n in (1, 2, 3)]
    assert [BELONGS in words for words in heard] == [True, False, False]
    assert "Received: 3 pieces" in heard[-1]
    chat.play(("1", "3 pieces of evidence"))
    assert added(chat)[0].message_ids == ("p1", "p2", "p3")


def test_a_new_report_is_made_where_that_is_meant() -> None:
    chat = reported()
    chat.photo(message_id="p1")
    chat.play(("[Report anew on this task]", "How far is it?"))
    assert chat.state.step == "status"
    assert added(chat) == []


def test_it_may_belong_to_another_task_that_is_asked_about_likewise() -> None:
    chat = reported()
    chat.photo(message_id="p1")
    chat.play(("[It belongs to another task]", "Which one"), ("2", "How far is it?"))
    assert len(chat.state.notes["files"]) == 1
    chat = reported(minutes=60 * 24 * 3)
    assert "Which one" in chat.photo(message_id="p1"), "days later the task is asked for first"
    numbers = {task.measure: n for n, task in enumerate(chat.facts.tasks, 1)}
    assert numbers["Measure 1"] == 1
    listed = chat.state.notes["listed"]
    chat.play((str(listed.index(1) + 1), BELONGS), ("1", "Added to the report"))


@pytest.mark.parametrize(
    "changes",
    [
        {"person_id": 8},
        {"emptied": True},
        {"check": Check(Review.APPROVED, 41, 7, Status.DONE)},
        {"check": Check(Review.RETURNED, 41, 7, Status.DONE)},
    ],
)
def test_a_reply_of_another_or_decided_on_or_taken_back_takes_nothing(changes: dict[str, object]) -> None:
    chat = reported(**changes)
    assert "Which one" in chat.photo(message_id="p1")
    chat.tap_data(":report:1")
    assert BELONGS not in chat.heard


def test_what_is_checked_meanwhile_is_said_and_not_added() -> None:
    chat = reported()
    chat.photo(message_id="p1")
    chat.facts.updates[1] = replace(chat.facts.updates[1], check=Check(Review.APPROVED, 41, 7, Status.DONE))
    heard = chat.taps("Add to that report")
    assert added(chat) == []
    assert "Added" not in heard


def test_more_than_a_report_may_have_is_not_added() -> None:
    chat = reported()
    chat.facts.kept = {n: Evidence(n, 1, 41, "photo", "saved", message_id=f"old{n}") for n in range(20)}
    chat.photo(message_id="p1")
    chat.play(("1", "more than 20 pieces"))
    assert added(chat) == []
    chat.play(("ยกเลิก", "Stopped"))


def test_evidence_in_the_middle_of_a_report_is_that_reports() -> None:
    chat = reported()
    chat.tap_data(":report:1")
    assert "How far" in chat.heard
    chat.photo(message_id="p1")
    assert BELONGS not in chat.heard
    assert not [write for write in chat.written if isinstance(write, SaveUpdate)]
