"""A code that a page shows, confirmed in the chat; and a sign-in by link that the next answer tells of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agency import Person, Role
from domain.browsers import WaitingBrowser, find_typed_code, name_browser
from domain.messages import Choices
from domain.writes import AnswerBrowser, AskBrowser, EndSession
from tests.handlers.chat import START, Chat

CODE = "483920"


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    chat.facts.person = Person(7, "Malee", "Officer", (1,), frozenset({Role.STAFF, Role.ADMIN}), line_user="Umalee")
    browser = WaitingBrowser(12, "Chrome · Windows", "203.0.113.7", START, START + timedelta(minutes=5))
    chat.facts.browsers = {CODE: browser}
    chat.state = replace(chat.state, nudged_on=START.date())
    return chat


@pytest.mark.parametrize("said", ["483920", "483 920", "๔๘๓๙๒๐", "เว็บ 483920", "เข้าเว็บ 483-920", "รหัส 483920"])
def test_the_code_is_asked_about_with_the_device_and_the_place(chat: Chat, said: str) -> None:
    heard = chat.says(said)
    for words in ("Is it you", "Sample", "Chrome · Windows", "203.0.113.7", "Yes, sign it in"):
        assert words in heard, words
    assert chat.written == [AskBrowser(12, 7, chat.now)]


@pytest.mark.parametrize(("button", "accepts"), [("Yes, sign it in", True), ("No, it is not me", False)])
def test_the_answer_is_taken_for_that_browser(chat: Chat, button: str, accepts: bool) -> None:
    chat.says(CODE)
    chat.facts.asked_about = {12}
    heard = chat.taps(button)
    assert chat.written[-1] == AnswerBrowser(12, 7, accepts, chat.now)
    assert ("is signed in now" if accepts else "Nobody was signed in") in heard


def test_a_button_of_a_browser_nobody_asked_about_does_nothing(chat: Chat) -> None:
    for data in (":browser:yes:12", ":browser:yes:99", ":browser:yes:x", ":browser:yes", f":browser:yes:{'9' * 40}"):
        assert "works no longer" in chat.tap_data(data)
    assert chat.written == []


def test_a_code_past_its_time_opens_nothing(chat: Chat) -> None:
    chat.says(CODE)
    chat.facts.asked_about = {12}
    chat.now += timedelta(minutes=6)
    assert "works no longer" in chat.taps("Yes, sign it in")
    assert "No page shows this code" in chat.says(CODE)
    assert [type(write) for write in chat.written] == [AskBrowser]


def test_after_five_wrong_codes_none_is_taken_for_an_hour(chat: Chat) -> None:
    for number in range(5):
        assert "No page shows this code" in chat.says(f"11111{number}")
    assert "not taken for an hour" in chat.says(CODE)
    chat.now += timedelta(hours=1)
    chat.facts.browsers = {CODE: replace(chat.facts.browsers[CODE], expires_at=chat.now + timedelta(minutes=5))}
    assert "Is it you" in chat.says(CODE)


def test_a_right_code_between_gives_no_new_tries(chat: Chat) -> None:
    """Everybody can have a code of their own shown: it must not pay for guesses at others'."""
    for number in range(4):
        chat.says(f"11111{number}")
    assert "Is it you" in chat.says(CODE)
    chat.facts.asked_about = {12}
    chat.taps("Yes, sign it in")
    assert "No page shows this code" in chat.says("222222")
    assert "not taken for an hour" in chat.says("333333")


def test_wrong_codes_of_another_hour_do_not_count(chat: Chat) -> None:
    for number in range(4):
        chat.says(f"11111{number}")
    chat.now += timedelta(hours=1)
    for number in range(4):
        assert "No page shows this code" in chat.says(f"11111{number}")
    assert chat.state.locked_until is None


def test_only_administrators_sign_in_by_a_code(chat: Chat) -> None:
    assert chat.facts.person is not None
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.STAFF, Role.SUPERVISOR}))
    assert "for the agency's administrators" in chat.says(f"เว็บ {CODE}")
    assert "Is it you" not in chat.says(CODE)
    assert chat.written == []


def test_in_a_report_six_digits_are_an_answer_and_the_code_needs_its_word(chat: Chat) -> None:
    chat.play(("งาน", "1. Measure 1"), ("1", "How far"), ("1", "What was done"))
    chat.says(CODE)
    assert not any(isinstance(write, AskBrowser) for write in chat.written)
    assert "Is it you" not in chat.heard
    asked = chat.state.step
    heard = chat.says(f"เว็บ {CODE}")
    assert "Is it you" in heard
    assert chat.state.step == asked


def test_the_next_answer_tells_of_a_sign_in_once_and_ends_it_by_a_tap(chat: Chat) -> None:
    signed_in = {"session": 5, "browser": "Safari · iPhone", "at": START.isoformat()}
    chat.state = replace(chat.state, sign_ins=[signed_in])
    heard = chat.says("งาน")
    assert "Somebody signed in to the admin page by your link: Safari · iPhone" in heard
    assert "1. Measure 1" in heard
    assert chat.state.sign_ins is None
    first = chat.last[0]
    assert isinstance(first, Choices)
    assert first.choices[0].side  # no number of the list below means it
    assert "was signed out" in chat.tap_data(first.choices[0].data)
    assert chat.written[-1] == EndSession(5, 7, chat.now)
    assert "Somebody signed in" not in chat.says("งาน")


def test_of_many_sign_ins_the_rest_is_told_with_the_answers_after(chat: Chat) -> None:
    each = [{"session": number, "browser": "", "at": START.isoformat()} for number in range(5)]
    chat.state = replace(chat.state, sign_ins=each)
    told = [chat.says("งาน").count("Somebody signed in") for _ in range(4)]
    assert told == [2, 2, 1, 0]


def test_a_code_is_read_out_of_what_is_typed() -> None:
    assert find_typed_code("เว็บ ๔๘๓ ๙๒๐") == ("483920", True)
    assert find_typed_code("483920") == ("483920", False)
    for other in ("4839201", "48392", "งบ 483920", "483,920", "483920 บาท", ""):
        assert find_typed_code(other) == ("", False), other


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/129.0 Safari/537.36 Edg/129.0",
         "Edge · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML) Chrome/129.0 Safari/537.36",
         "Chrome · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari Line/14.1.0", "LINE · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0) Version/17.0 Safari/605.1.15", "Safari · Mac"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/129.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_as_people_know_it(said: str, name: str) -> None:
    assert name_browser(said) == name
