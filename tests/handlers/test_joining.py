"""Several short messages make one answer; what belongs to the question before is not taken for the next one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.handlers.chat import Chat
from tests.handlers.test_no_answer import answer

LINES = ("- put up signs", "- told every division", "- held a meeting", "- wrote it down")


def asked_for_result() -> Chat:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    return chat


def test_the_lines_of_a_list_sent_one_by_one_are_one_answer() -> None:
    chat = asked_for_result()
    heard = [chat.says(line) for line in LINES]
    assert "suggestion" in heard[0] and "Added to your answer “What was done”" in heard[1]
    assert answer(chat, "result") == "\n".join(LINES)
    assert answer(chat, "suggestion") is None
    chat.play(("[Skip]", "evidence"), ("[No evidence]", "- held a meeting"), ("[Save]", "Saved"))
    assert chat.saved[0].result == "\n".join(LINES)
    assert set(chat.saved[0].sources.values()) == {"result"} and len(chat.saved[0].sources) == 4


def test_numbered_lines_are_one_answer_though_digits_change() -> None:
    chat = asked_for_result()
    for line in ("๑. ติดป้าย", "๒. แจ้งเวียน", "3) ประชุม"):
        chat.says(line)
    assert answer(chat, "result") == "๑. ติดป้าย\n๒. แจ้งเวียน\n3) ประชุม"


@pytest.mark.parametrize("order", [(2, 1, 4, 3), (4, 3, 2, 1), (3, 4, 1, 2), (1, 3, 2, 4)])
def test_lines_that_arrive_out_of_order_stand_in_the_order_they_were_sent(order: tuple[int, ...]) -> None:
    chat = asked_for_result()
    events = [chat.event(text=line) for line in LINES]
    for place in order:
        chat.give(events[place - 1])
    assert answer(chat, "result") == "\n".join(LINES)
    assert answer(chat, "suggestion") is None


def test_a_plain_line_sent_before_the_next_question_was_asked_is_joined() -> None:
    chat = asked_for_result()
    first, second = chat.event(text="Signs put up"), chat.event(text="Divisions told")
    chat.give(second)
    chat.give(first)
    assert answer(chat, "result") == "Signs put up\nDivisions told"


def test_what_was_sent_before_the_answers_own_question_is_not_joined() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    early = chat.event(text="What is this about")
    chat.taps("Done")
    chat.says("Signs put up")
    chat.give(early)
    assert answer(chat, "result") == "Signs put up"
    assert "Not recorded yet" in chat.heard


def sent_at_once(chat: Chat, *lines: str) -> list[str]:
    """What is heard after each of these lines, sent a second apart."""
    heard = []
    for line in lines:
        event = chat.event(text=line)
        chat.now -= timedelta(seconds=4)
        chat.give(replace(event, at=chat.now, message_id=line))
        heard.append(chat.heard)
    return heard


def test_plain_lines_sent_faster_than_a_question_is_read_are_one_answer() -> None:
    chat = asked_for_result()
    heard = sent_at_once(chat, "Signs put up", "Divisions told", "Meeting held", "Written down")
    assert ["Added to your answer" in each for each in heard] == [False, True, True, True]
    assert (answer(chat, "result"), chat.state.step) == (
        "Signs put up\nDivisions told\nMeeting held\nWritten down",
        "suggestion",
    )


def test_a_link_sent_at_once_is_evidence_and_skip_is_skip() -> None:
    chat = asked_for_result()
    sent_at_once(chat, "Signs put up", "ไม่มี")
    assert chat.state.step == "evidence"
    chat = asked_for_result()
    chat.says("Signs put up")
    chat.now += timedelta(minutes=1)
    sent_at_once(chat, "More money", "https://example.go.th/1")
    assert answer(chat, "suggestion") == "More money" and "1" in chat.heard
    assert [each.get("link") for each in chat.state.notes["files"]] == ["https://example.go.th/1"]


def test_an_answer_to_the_next_question_is_its_own() -> None:
    chat = asked_for_result()
    chat.play(("- put up signs", "suggestion"), ("More money", "evidence"))
    assert (answer(chat, "result"), answer(chat, "suggestion")) == ("- put up signs", "More money")


def test_a_list_after_a_long_while_is_the_next_questions() -> None:
    chat = asked_for_result()
    chat.says("- put up signs")
    chat.now += timedelta(minutes=10)
    chat.play(("- more money", "evidence"))
    assert answer(chat, "suggestion") == "- more money"


@pytest.mark.parametrize("said", ["[Answer this question]", "ตอบข้อนี้"])
def test_a_line_that_was_meant_for_the_question_is_given_to_it(said: str) -> None:
    chat = asked_for_result()
    chat.play(("- put up signs", "suggestion"), ("- more money", "Added"), (said, "evidence"))
    assert (answer(chat, "result"), answer(chat, "suggestion")) == ("- put up signs", "- more money")


def test_the_last_lines_are_taken_at_the_evidence_too() -> None:
    chat = asked_for_result()
    chat.play(("Signs put up", "suggestion"), ("- more money", "evidence"), ("- more staff", "Added"))
    assert answer(chat, "suggestion") == "- more money\n- more staff"
    assert "Answer this question" not in chat.heard


def test_an_unsent_line_leaves_the_others() -> None:
    chat = asked_for_result()
    for number, line in enumerate(LINES[:3]):
        chat.says(line, message_id=f"line{number}")
    chat.give(chat.event(kind="unsend", message_id="line0"))
    assert answer(chat, "result") == "- told every division\n- held a meeting"
    assert "signs" not in str(chat.state)
    for number in (1, 2):
        chat.give(chat.event(kind="unsend", message_id=f"line{number}"))
    assert chat.state.step == "result"


def test_the_same_line_delivered_late_is_no_number_of_a_choice() -> None:
    chat = asked_for_result()
    late = chat.event(text="1")
    chat.says("Signs put up")
    chat.give(late)
    assert answer(chat, "result") == "Signs put up"


def test_lines_too_long_together_are_told() -> None:
    chat = asked_for_result()
    chat.play(("- " + "signs. " * 214 + "..", "suggestion"), ("- " + "rules " * 100, "Not added to your answer"))
    assert len(str(answer(chat, "result"))) == 1502


def test_the_same_line_twice_is_one() -> None:
    chat = asked_for_result()
    chat.play((LINES[0], "suggestion"), (LINES[1], "Added"), (LINES[1], "already"))
    assert answer(chat, "result") == "\n".join(LINES[:2])


def test_a_copy_that_comes_when_another_answer_was_given_is_not_added_to_that() -> None:
    chat = asked_for_result()
    chat.says("Signs put up")
    chat.now += timedelta(minutes=1)
    copy = chat.event(text="Signs put up")
    chat.now += timedelta(minutes=1)
    chat.says("More money")
    chat.give(copy)
    assert "That stands in your answer “What was done” already" in chat.heard
    assert (answer(chat, "result"), answer(chat, "suggestion")) == ("Signs put up", "More money")


def test_a_copy_of_an_answer_that_was_gone_back_from_is_not_added_to_the_one_before() -> None:
    chat = asked_for_result()
    chat.says("Signs put up")
    chat.now += timedelta(minutes=1)
    copy = chat.event(text="More money")
    chat.says("More money")
    chat.now += timedelta(minutes=1)
    chat.play(("[Back]", "suggestion"))
    chat.give(copy)
    assert "Not recorded yet" in chat.heard
    assert (answer(chat, "result"), answer(chat, "suggestion")) == ("Signs put up", None)
