"""A number means the newest numbered message that was delivered, and the answer names what it opened."""

from dataclasses import replace

from domain.agency import Role
from domain.cards import build_card
from domain.messages import Digest, numbers_of, say
from tests.handlers.chat import Chat


def reminded(chat: Chat, *tasks: int) -> None:
    """A reminder with cards of these tasks is delivered."""
    lines = tuple(
        build_card(task, chat.facts.today) for number in tasks for task in chat.facts.tasks if task.id == number
    )
    chat.facts.numbers = numbers_of([Digest(say("Reminder"), lines)])


def test_a_number_after_the_overview_is_the_overviews() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.play(("สวัสดี", "What would you like"), ("ภาพรวม", "Overview of 3 tasks"))
    heard = chat.says("2")
    assert "Number 2: My tasks" in heard and "Which one would you like to report on?" in heard


def test_a_number_after_a_reminder_is_its_card() -> None:
    chat = Chat()
    chat.play(("งาน", "2. Measure 2"))
    reminded(chat, 3, 1)
    heard = chat.says("๑")
    assert "Number 1: Measure 3" in heard and "How far is it?" in heard
    assert chat.state.answers["task"]["value"] == 3


def test_a_number_that_the_newest_list_lacks_opens_nothing() -> None:
    chat = Chat()
    chat.says("สวัสดี")
    reminded(chat, 3)
    assert "no number 2 in the newest list" in chat.says("2")
    assert chat.state.flow == "menu"


def test_a_number_after_a_reminder_in_the_middle_of_a_report_answers_nothing() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    reminded(chat, 3, 2)
    assert "You are reporting on “Measure 1”" in chat.says("1")
    assert "status" not in chat.state.answers
    chat.play(("1", "What was done?"))


def test_a_number_is_the_present_questions_where_nothing_came_after_it() -> None:
    chat = Chat(tasks=25)
    chat.play(("งาน", "1. Measure 1"), ("[Next page]", "10. Measure 10"), ("12", "“Measure 12”"))
    chat.play(("2", "What was done?"))
    assert chat.state.answers["status"]["value"] == "in_progress"
