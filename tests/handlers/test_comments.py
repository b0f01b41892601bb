"""Comments to and fro on a task: to whom they go, what the answer leads to, and that nothing of them is a reply."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.agency import Person, Role
from domain.comments import Comment
from domain.messages import Choices
from domain.task import Status, Update
from domain.writes import SaveComment, SaveUpdate
from tests.handlers.chat import START, Chat, english, task
from tests.handlers.test_review import reviewing, verdicts, waiting

MALEE, SOMCHAI, OTHER = 7, 3, 9


def person(number: int, name: str, role: Role = Role.STAFF, **more: Any) -> Person:
    return Person(number, name, "Officer", (1,), frozenset({role}), line_user=f"U{number}", **more)


def supervising(*others: Person) -> Chat:
    """A supervisor who is to check a reply of Somchai's to task 1."""
    chat = reviewing(waiting(1))
    assert chat.facts.person
    chat.facts.people = ()
    people = (chat.facts.person, *others)
    chat.facts.everybody = lambda: people  # type: ignore[method-assign]
    chat.facts.names = {one.id: one.name for one in people} | {SOMCHAI: "Somchai"}
    return chat


def officer(*said: Comment) -> Chat:
    """Malee, an officer, to whom something was said of task 1."""
    chat = Chat(tasks=2)
    chat.facts.people = (chat.facts.person or person(MALEE, "Malee"), person(8, "Wichai", Role.SUPERVISOR))
    chat.facts.names = {MALEE: "Malee", 8: "Wichai"}
    chat.facts.comments = said
    return chat


def comments(chat: Chat) -> list[SaveComment]:
    return [write for write in chat.written if isinstance(write, SaveComment)]


def told(chat: Chat, text: str) -> list[tuple[int, str]]:
    """Say it; to whom else something is told by that, and what."""
    outcome = chat.give(chat.event(text=text))
    return [(to, english(message.text)) for to, message in outcome.to_people if isinstance(message, Choices)]


def test_a_supervisor_comments_on_what_is_being_checked_and_goes_on_checking() -> None:
    chat = supervising(person(SOMCHAI, "Somchai"))
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "What would you like to say to Somchai?"))
    assert "one message of the month's quota" in chat.heard
    ((to, heard),) = told(chat, "ขอรูปป้ายหน้าอาคารด้วย")
    assert to == SOMCHAI and "Malee has a comment on “Measure 1”:\n“ขอรูปป้ายหน้าอาคารด้วย”" in heard
    assert "Sent to Somchai" in chat.heard and "Is it in order?" in chat.heard
    (said,) = comments(chat)
    assert (said.task_id, said.person_id, said.to_id, said.text) == (1, MALEE, SOMCHAI, "ขอรูปป้ายหน้าอาคารด้วย")
    assert said.message_id and not verdicts(chat)
    chat.play(("[Approve]", "Approved: Measure 1"))


def test_the_officers_answer_comes_back_to_who_commented() -> None:
    chat = officer(Comment(1, 1, 8, MALEE, START, "ขอรูปเพิ่ม"))
    chat.facts.updates[1] = Update(5, 1, MALEE, START - timedelta(days=1), Status.DONE, "ติดป้าย")
    assert "Wichai has a comment on “Measure 1”:\n“ขอรูปเพิ่ม”" in chat.says("สวัสดี")
    chat.play(("ตอบกลับ", "What would you like to say to Wichai?"))
    assert "Wichai, 2026-11-20: ขอรูปเพิ่ม" in chat.heard
    ((to, heard),) = told(chat, "จะส่งให้วันพรุ่งนี้")
    assert to == 8 and "จะส่งให้วันพรุ่งนี้" in heard
    (said,) = comments(chat)
    assert said.to_id == 8 and not [write for write in chat.written if isinstance(write, SaveUpdate)]


def test_an_answer_is_offered_by_the_button_of_each_comment() -> None:
    chat = officer(Comment(1, 1, 8, MALEE, START, "ขอรูปเพิ่ม"), Comment(2, 2, 8, MALEE, START, "ครบหรือยัง"))
    chat.tap_data(":comment:1")
    assert "“Measure 1”" in chat.heard
    told(chat, "ส่งแล้วเมื่อวาน")
    assert comments(chat)[0].task_id == 1


def test_who_has_left_is_told_nothing_and_what_was_said_is_kept() -> None:
    chat = supervising()
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "Nobody who works here answers for it now."))
    assert told(chat, "ขอรูปป้ายหน้าอาคารด้วย") == []
    assert [(one.to_id, one.text) for one in comments(chat)] == [(None, "ขอรูปป้ายหน้าอาคารด้วย")]
    assert "Nobody was told" in chat.heard


def test_who_leaves_while_the_comment_is_typed_is_told_nothing_nor_is_another() -> None:
    chat = supervising(person(SOMCHAI, "Somchai"), person(OTHER, "Other"))
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "to Somchai?"))
    rest = (chat.facts.person, person(OTHER, "Other"))
    chat.facts.everybody = lambda: rest  # type: ignore[method-assign,assignment,return-value]
    assert told(chat, "ขอรูปป้ายหน้าอาคารด้วย") == []
    assert comments(chat)[0].to_id is None
    assert "Somchai does not work here any more." in chat.heard and "Nobody was told" in chat.heard


def test_who_has_blocked_us_is_said_before_it_is_typed() -> None:
    chat = supervising(person(SOMCHAI, "Somchai", reachable=False))
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "Somchai cannot be reached in LINE just now"))
    told(chat, "ขอรูปป้ายหน้าอาคารด้วย")
    assert comments(chat)[0].to_id == SOMCHAI and "Kept with the task" in chat.heard


def test_nobody_comments_on_what_is_not_theirs() -> None:
    chat = officer()
    assert "No comment waits for your answer" in chat.says("ตอบกลับ")
    assert "You cannot comment on that task" in chat.tap_data(":comment:1")
    assert "You cannot comment on that task" in chat.tap_data(":comment:999")


def test_what_is_no_comment_is_asked_back() -> None:
    chat = supervising(person(SOMCHAI, "Somchai"))
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "to Somchai?"), ("1", "Not recorded yet: “1”"))
    assert not comments(chat)
    chat.play(("ยกเลิก", "Nothing was sent"))
    assert not comments(chat)


def test_in_the_middle_of_a_report_the_report_is_finished_first() -> None:
    chat = officer(Comment(1, 1, 8, MALEE, START, "ขอรูปเพิ่ม"))
    chat.tap_data(":report:2")
    chat.play(("[Done]", "What was done"), ("ตอบกลับ", "You are reporting on “Measure 2”"))
    assert not chat.state.answers.get("result") and not comments(chat)


def test_a_newer_report_answers_a_comment_too() -> None:
    chat = officer(Comment(1, 1, 8, MALEE, START, "ขอรูปเพิ่ม"))
    chat.facts.updates[1] = Update(5, 1, MALEE, START + timedelta(minutes=5), Status.DONE, "ติดป้ายพร้อมรูป")
    chat.facts.tasks = (replace(task(1), last_update=START), task(2))
    assert "has a comment" not in chat.says("สวัสดี")


def at_result(*said: Comment) -> Chat:
    """Malee at the text question of a report on task 2, and these comments come half a minute later."""
    chat = officer()
    chat.tap_data(":report:2")
    chat.taps("Done")
    chat.now += timedelta(seconds=30)
    chat.facts.comments = said
    return chat


def test_what_is_typed_after_a_comment_came_is_no_report_until_it_is_said_to_be() -> None:
    chat = at_result(Comment(1, 1, 8, MALEE, START + timedelta(seconds=40), "ขอรูปเพิ่ม"))
    chat.now = START + timedelta(seconds=50)
    assert "Not recorded yet" in chat.says("ป้ายยังไม่ได้ถ่ายรูป จะส่งให้วันจันทร์")
    assert "result" not in chat.state.answers
    assert "Not recorded yet" not in chat.says("ติดตั้งป้าย 3 จุด")  # typed at the question asked again
    assert chat.state.answers["result"]["value"] == "ติดตั้งป้าย 3 จุด"


def test_after_type_it_anew_the_answer_is_taken() -> None:
    chat = at_result(Comment(1, 1, 8, MALEE, START + timedelta(seconds=40), "ขอรูปเพิ่ม"))
    chat.now = START + timedelta(seconds=50)
    chat.says("ป้ายยังไม่ได้ถ่ายรูป จะส่งให้วันจันทร์")
    chat.taps("Type it anew")
    assert "Not recorded yet" not in chat.says("ติดตั้งป้าย 3 จุด")
    assert chat.state.answers["result"]["value"] == "ติดตั้งป้าย 3 จุด"


def test_a_comment_of_before_the_question_leaves_the_answer_alone() -> None:
    chat = at_result(Comment(1, 1, 8, MALEE, START - timedelta(hours=1), "ขอรูปเพิ่ม"))
    assert "suggestion" in chat.says("ติดตั้งป้าย 3 จุด")


@pytest.mark.parametrize("said", ["ติดครบ 3 จุดหรือยังคะ", "แนบรูปแล้วครับ", "ส่งแล้วค่ะ"])
def test_a_question_and_word_of_what_was_sent_are_said_to_a_colleague(said: str) -> None:
    chat = supervising(person(SOMCHAI, "Somchai"))
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "What would you like to say"), (said, "Sent to Somchai"))
    assert [one.text for one in comments(chat)] == [said]


@pytest.mark.parametrize("said", ["1", "ok", "เสร็จแล้ว", "👍", "อนุมัติ", "ABCDE-23456"])
def test_what_may_be_meant_otherwise_is_not_said_to_a_colleague(said: str) -> None:
    chat = supervising(person(SOMCHAI, "Somchai"))
    chat.play(("ตรวจ", "Measure 1"), ("[Comment]", "What would you like to say"), (said, "Not recorded yet"))
    assert not comments(chat)
