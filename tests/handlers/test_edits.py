"""A message that was edited in LINE: the answer follows while it is not saved; what is saved is only offered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.messages import Summary
from domain.task import Status, Update
from domain.writes import FollowEdit, KeepEdit, SaveUpdate
from handlers.facts import EditLook, Given
from handlers.mending import FOR
from tests.handlers.chat import START, Chat, task


@pytest.fixture
def chat() -> Chat:
    """Somebody who has told what was done, and is asked for a suggestion."""
    chat = Chat(tasks=2)
    chat.play(("งาน", "1. Measure 1"), ("1", "How far"), ("แล้วเสร็จ", "What was done?"))
    chat.says("ติดป้าย 2 จุด", message_id="m-result")
    return chat


def test_an_answer_not_saved_yet_follows_its_message(chat: Chat) -> None:
    heard = chat.edits("m-result", "ติดป้าย 3 จุด")
    assert "“What was done” reads now: “ติดป้าย 3 จุด”" in heard
    assert "Is there any suggestion?" in heard
    chat.play(("ข้าม", "evidence"), ("ไม่มีหลักฐาน", "ติดป้าย 3 จุด"), ("บันทึก", "Saved"))
    assert [one.result for one in chat.saved] == ["ติดป้าย 3 จุด"]
    assert chat.saved[0].sources["m-result"] == "result"
    assert FollowEdit("m-result", chat.written[0].event_id, chat.written[0].at) == chat.written[0]  # type: ignore[union-attr]


def test_what_was_looked_over_is_looked_over_again(chat: Chat) -> None:
    chat.play(("ข้าม", "evidence"), ("ไม่มีหลักฐาน", "ติดป้าย 2 จุด"))
    save = chat.button("Save").data
    chat.edits("m-result", "ติดป้าย 3 จุด")
    assert isinstance(chat.last[-1], Summary)
    assert "ติดป้าย 3 จุด" in chat.heard
    chat.tap_data(save)
    assert chat.saved == []  # that button belongs to what stood there before
    chat.taps("Save")
    assert [one.result for one in chat.saved] == ["ติดป้าย 3 จุด"]


@pytest.mark.parametrize("now", ["1", "ok", "ยกเลิก", "👍", "เสร็จแล้วค่ะ", "ทำยังไงคะ", " ", "ก" * 2001])
def test_what_is_no_answer_is_asked_again_and_never_recorded(chat: Chat, now: str) -> None:
    heard = chat.edits("m-result", now)
    assert "What was done?" in heard
    assert "It was taken out" in heard
    assert "result" not in chat.state.answers
    chat.says("ติดป้าย 4 จุด")
    assert "suggestion" in chat.heard


def test_a_line_of_several_follows_alone(chat: Chat) -> None:
    chat.says_at_once("อบรม 20 คน")
    line = chat.state.answers["result"]["lines"][-1]["message"]
    chat.edits(line, "อบรม 25 คน")
    assert chat.state.answers["result"]["value"] == "ติดป้าย 2 จุด\nอบรม 25 คน"


def test_a_choice_that_was_typed_is_asked_again() -> None:
    chat = Chat(tasks=2)
    chat.play(("งาน", "1. Measure 1"), ("1", "How far"))
    chat.says("แล้วเสร็จ", message_id="m-status")
    heard = chat.edits("m-status", "ยังไม่ได้ทำ")
    assert "How far is it?" in heard
    assert "status" not in chat.state.answers


def test_a_text_in_doubt_is_asked_back_as_it_reads_now(chat: Chat) -> None:
    assert "Record this text" in chat.says("ok", message_id="m-doubt")
    before = chat.button("Record this text").data
    assert "“ควรทำต่อทุกปี”" in chat.edits("m-doubt", "ควรทำต่อทุกปี")
    stands, now = chat.state, chat.button("Record this text").data
    chat.tap_data(before)
    assert "suggestion" not in chat.state.answers  # that button showed other words
    chat.state = stands
    chat.tap_data(now)
    assert chat.state.answers["suggestion"]["value"] == "ควรทำต่อทุกปี"


def test_a_stopped_report_follows_too(chat: Chat) -> None:
    chat.says("ยกเลิก")
    assert "the report that you had stopped goes by it" in chat.edits("m-result", "ติดป้าย 3 จุด")
    chat.tap_data(":report:1")
    assert "ติดป้าย 3 จุด" in chat.heard
    chat.says("1")
    chat.says("ยกเลิก")
    chat.edits("m-result", "1")
    assert "ติดป้าย" not in str(chat.state)


def test_an_older_edit_that_comes_late_changes_nothing(chat: Chat) -> None:
    chat.facts.looks["m-result"] = EditLook(taken=True, outdated=True)
    chat.edits("m-result", "ติดป้าย 1 จุด")
    assert chat.last == ()
    assert chat.state.answers["result"]["value"] == "ติดป้าย 2 จุด"


def test_an_edit_that_comes_before_its_message_is_kept_for_it(chat: Chat) -> None:
    chat.facts.looks["m-next"] = EditLook(taken=False)
    chat.edits("m-next", "ควรทำต่อทุกปี")
    assert chat.last == ()
    assert chat.written[-1] == KeepEdit("m-next", "ควรทำต่อทุกปี", chat.now)
    chat.facts.edits["m-next"] = "ควรทำต่อทุกปี"
    chat.says("ควรทำต่อทุกปร", message_id="m-next")
    assert chat.state.answers["suggestion"]["value"] == "ควรทำต่อทุกปี"


def test_an_edited_command_runs_nothing() -> None:
    chat = Chat()
    assert "Changing a message changes nothing here" in chat.edits("m-other", "งาน")
    assert chat.saved == []


def test_what_was_unsent_is_not_brought_back_by_an_edit(chat: Chat) -> None:
    chat.facts.taken_back = frozenset({"m-result"})
    chat.edits("m-result", "ติดป้าย 3 จุด")
    assert chat.last == ()


def test_a_stranger_and_a_group_change_nothing() -> None:
    chat = Chat(enrolled=False)
    chat.edits("m1", "ABCD2345")
    assert (chat.last, chat.written) == ((), [])
    chat = Chat()
    chat.edits("m1", "hello", in_group=True)
    assert (chat.last, chat.written) == ((), [])


def saved_before(minutes: float = 2, alone: bool = True, **changes: object) -> Chat:
    """A chat whose person reported on task 1 so many minutes ago by message m-result."""
    chat = Chat()
    at = START - timedelta(minutes=minutes)
    said = replace(Update(9, 1, 7, at, Status.DONE, "ติดป้าย 2 จุด", suggestion="ควรทำต่อ"), **changes)  # type: ignore[arg-type]
    chat.facts.tasks = (task(1, status=said.status, last_update=at, check=said.check), task(2))
    chat.facts.updates[1] = said
    chat.facts.looks["m-result"] = EditLook(True, given=(Given(said, "Measure 1", "result", alone),))
    return chat


def test_what_is_saved_is_offered_as_a_mend_and_never_changed_by_itself() -> None:
    chat = saved_before()
    heard = chat.edits("m-result", "ติดป้าย 3 จุด")
    assert "The saved report is as it was" in heard
    assert "What was done: ติดป้าย 3 จุด" in heard
    assert chat.saved == []
    chat.taps("Save")
    (saved,) = chat.saved
    assert (saved.result, saved.suggestion, saved.adds, saved.repeats) == ("ติดป้าย 3 จุด", "ควรทำต่อ", False, 9)
    assert saved.sources == {"m-result": "result"}


def test_left_as_it_was_nothing_is_saved() -> None:
    chat = saved_before()
    chat.edits("m-result", "ติดป้าย 3 จุด")
    chat.says("ยกเลิก")
    assert not any(isinstance(write, SaveUpdate) for write in chat.written)


@pytest.mark.parametrize(
    "chat",
    [
        saved_before(minutes=FOR.total_seconds() / 60 + 1),
        saved_before(alone=False),
        saved_before(adds=True),
    ],
)
def test_what_cannot_be_mended_whole_is_told_with_a_way_to_report_again(chat: Chat) -> None:
    heard = chat.edits("m-result", "ติดป้าย 3 จุด")
    assert "The saved report is as it was" in heard
    assert "Report again" in heard
    assert chat.saved == []
    assert chat.state.flow in (None, "menu")


def test_an_edit_to_no_answer_is_not_offered_as_a_mend() -> None:
    chat = saved_before()
    assert "Report again" in chat.edits("m-result", "1")


def test_a_report_at_hand_is_not_interrupted_by_the_mend_of_another() -> None:
    chat = saved_before()
    chat.tap_data(":report:2")
    heard = chat.edits("m-result", "ติดป้าย 3 จุด")
    assert "finish the present report first" in heard
    assert chat.state.answers["task"]["value"] == 2
