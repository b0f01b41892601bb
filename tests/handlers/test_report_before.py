"""What was reported of the task before, by the officer or by a colleague meanwhile."""

from dataclasses import replace

import pytest

from domain.evidence import Evidence
from domain.task import Check, Review, Status, Update
from domain.writes import DropEvidence
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind


def test_an_earlier_report_of_the_task_is_told() -> None:
    chat = Chat()
    chat.facts.updates = {1: Update(1, 1, 4, chat.now, Status.DONE, "Held")}
    assert "Person 4 reported on this task on 2026-11-20: Done" in chat.tap_data(":report:1")


def reported_before(chat: Chat) -> Chat:
    """A task with a reply of an earlier day, a photo and a link with it."""
    chat.facts.updates = {1: Update(100, 1, 7, START, Status.IN_PROGRESS, "Put up signs\nTold all units")}
    chat.facts.kept = {
        n: Evidence(n, 1, 100, kind, state, link=link, message_id=f"m{n}")
        for n, kind, state, link in (
            (4, "photo", "saved", None), (5, "photo", "failed", None), (6, "link", "saved", "https://example.org"),
        )
    }  # fmt: skip
    chat.tap_data(":report:1")
    return chat


def test_what_was_reported_before_is_shown_and_can_be_added_to() -> None:
    chat = reported_before(Chat())
    heard = chat.taps("Done")
    assert "- Put up signs\n- Told all units" in heard and "20/11/2569 Person 7" in heard
    chat.play(
        ("[Add to it]", "What was done"),
        ("Held a training", "suggestion"),
        ("[Skip]", "2 pieces of evidence stay from before"),
    )
    assert "2 pieces of evidence stay from before, 1 are new" in chat.photo(message_id="p9")
    chat.play(("ไม่มี", "Text before: stays; this is added"), ("[Save]", "Saved"))
    saved = chat.saved[-1]
    assert (saved.result, saved.adds, saved.earlier) == ("Held a training", True, (4, 6))
    assert (saved.message_ids, saved.links) == (("p9",), ())


def test_nothing_need_be_added_to_what_was_reported_before() -> None:
    chat = reported_before(Chat())
    chat.play(("[Done]", "reported before"), ("1", "What was done"), ("[Skip]", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("done", "right"), ("[Save]", "Saved"))
    assert (chat.saved[-1].result, chat.saved[-1].adds, chat.saved[-1].status) == ("", True, Status.DONE)


def test_what_was_reported_before_can_be_replaced_and_its_evidence_taken_out_on_purpose() -> None:
    chat = reported_before(Chat())
    chat.play(
        ("[Done]", "reported before"),
        ("[Replace it]", "What was done"),
        ("All anew", "suggestion"),
        ("[Skip]", "2 pieces of evidence stay"),
        ("[Take the {count} earlier out]", "The 2 earlier pieces are taken out"),
    )
    assert "stay from before" not in chat.heard
    chat.play(("[No evidence]", "Text before: is replaced by this"), ("[Save]", "Saved"))
    saved = chat.saved[-1]
    assert (saved.result, saved.adds, saved.earlier) == ("All anew", False, ())
    assert not [write for write in chat.written if isinstance(write, DropEvidence)]


@pytest.mark.parametrize("gone", ["sent back", "taken back"])
def test_what_was_sent_back_or_taken_back_is_not_gone_on_with(gone: str) -> None:
    chat = Chat()
    check = Check(Review.RETURNED, 100, 7, Status.DONE, 8)
    reply = Update(100, 1, 7, START, Status.DONE, "Made")
    chat.facts.updates = {1: replace(reply, emptied=True) if gone == "taken back" else replace(reply, check=check)}
    chat.tap_data(":report:1")
    assert "What was done" in chat.taps("Done")  # the task does not say so: the verdict came in this moment


def to_the_look_over(chat: Chat, how: str) -> str:
    """A report whose text is added to, or takes the place of, what was reported before; up to the look over."""
    chat.play((how, "What was done"), ("Held a training", "suggestion"), ("[Skip]", "evidence"))
    return chat.says("ไม่มี")


def test_what_a_colleague_reports_meanwhile_is_shown_before_anything_takes_its_place() -> None:
    chat = reported_before(Chat())
    chat.taps("Done")
    assert "is replaced by this" in to_the_look_over(chat, "[Replace it]")
    first = chat.facts.updates[1]
    chat.facts.older, chat.facts.updates = (
        (first,),
        {1: Update(101, 1, 8, START, Status.DONE, "Trained all", adds=True)},
    )
    assert "- Put up signs" in chat.taps("Save") and "- Trained all" in chat.heard and "take its place" in chat.heard
    assert not chat.saved
    chat.play(("[Add to it]", "Text before: stays; this is added"), ("[Save]", "Saved"))
    assert (chat.saved[-1].adds, chat.saved[-1].result, chat.saved[-1].follows) == (True, "Held a training", 101)


def test_evidence_that_a_colleague_sends_meanwhile_is_not_taken_out_with_what_was_there_before() -> None:
    chat = reported_before(Chat())
    chat.taps("Done")
    chat.play(("[Add to it]", "What was done"), ("Held a training", "suggestion"), ("[Skip]", "stay from before"))
    chat.taps("Take the {count} earlier out")
    chat.facts.older, newest = (chat.facts.updates[1],), Update(101, 1, 8, START, Status.DONE, "Trained all", adds=True)
    chat.facts.updates, chat.facts.kept = {1: newest}, {9: Evidence(9, 1, 101, "photo", "saved", message_id="m9")}
    chat.play(("ไม่มี", "reported before"), ("[Add to it]", "Evidence: 1 pictures"), ("[Save]", "Saved"))
    assert chat.saved[-1].earlier == (9,)


def test_what_was_to_be_added_to_is_not_replaced_by_nothing() -> None:
    chat = reported_before(Chat())
    chat.play(("[Done]", "reported before"), ("[Add to it]", "What was done"), ("[Skip]", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("ไม่มี", "right"), ("[Change one]", "Which answer"), ("[Text before]", "reported"))
    chat.play(("[Replace it]", "What was done"), ("Held a training", "is replaced by this"), ("[Save]", "Saved"))
    assert (chat.saved[-1].result, chat.saved[-1].adds) == ("Held a training", False)


def test_of_another_status_it_is_asked_anew_whether_the_month_or_the_whole_is_meant() -> None:
    chat = Chat(tasks=0)
    chat.facts.tasks = (task(1, cadence=CadenceKind.MONTHLY),)
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What is done"), ("[The whole measure]", "What was done"), ("Held it", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("ไม่มี", "The whole measure"), ("[Change one]", "Which"), ("[Status]", "How far"))
    chat.play(("[Not carried out]", "What is not carried out"), ("[Only {period}]", "reason"))
