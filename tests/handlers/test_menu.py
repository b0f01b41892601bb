"""The menu, status, help and the admin's link."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.agency import Role
from domain.messages import SignInLink, TaskList
from domain.task import Status
from domain.writes import OfferSignIn
from handlers.decide import KEPT_FOR
from tests.handlers.chat import Chat, task


def test_what_is_not_understood_offers_the_menu_by_taps_and_numbers() -> None:
    chat = Chat()
    chat.play(("วันนี้ฝนตก", "not understood"), ("2", "3 of your 3 tasks wait for a report"), ("1", "Measure 1"))


@pytest.mark.parametrize("typed", ["ขอบคุณค่ะ", "สวัสดีครับ", "สวัสดีค่ะ 🙏", "รับทราบค่ะ", "โอเคครับ", "ขอบคุณมากค่ะ", "hello"])
def test_thanks_and_greetings_are_answered_kindly_with_what_can_be_done(typed: str) -> None:
    chat = Chat()
    heard = chat.says(typed)
    assert heard.startswith(("At your service.", "Hello, Malee.", "Thank you.")) and "not understood" not in heard
    assert "What would you like to do" in heard and "My tasks" in heard


def test_help_says_that_a_stopped_report_is_kept_for_as_long_as_it_is() -> None:
    assert f"kept for {KEPT_FOR.days} days" in Chat().says("ช่วยเหลือ")
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What was done"), ("Signs were put up", "suggestion"), ("ยกเลิก", "kept for 7 days"))
    chat.now += KEPT_FOR - timedelta(minutes=1)
    chat.play(("[My tasks]", "Measure 1"), ("1", "Go on with it"))


def test_status_counts_what_is_answered_and_late() -> None:
    chat = Chat()
    chat.facts.tasks = (task(1), task(2, status=Status.DONE), task(3, due=chat.now.date().replace(day=1)))
    heard = chat.says("สถานะ")
    assert "Done: 1 tasks" in heard
    assert "Not reported: 2 tasks" in heard
    assert "Late: 1 tasks" in heard


def test_someone_without_tasks_is_told_so() -> None:
    assert "no tasks" in Chat(tasks=0).says("งาน")


def test_an_only_task_is_begun_at_once() -> None:
    assert "“Measure 1”" in Chat(tasks=1).says("รายงาน")


def test_staff_get_the_page_of_their_own_reports_by_the_same_word() -> None:
    chat = Chat()
    chat.says("เว็บ")
    (link,), (offer,) = chat.last, chat.written
    assert isinstance(link, SignInLink) and isinstance(offer, OfferSignIn)
    assert (link.opens, offer.opens, offer.expires_at - offer.at) == ("replies", "replies", timedelta(days=1))
    assert "no page to open" in Chat(tasks=0).says("เว็บ")


def test_the_list_offers_the_page_where_more_than_two_tasks_wait() -> None:
    chat, few = Chat(tasks=3), Chat(tasks=2)
    chat.says("งาน")
    assert isinstance(chat.last[0], SignInLink) and isinstance(chat.last[-1], TaskList)
    few.says("งาน")
    assert not few.written and not any(isinstance(message, SignInLink) for message in few.last)


def test_the_admin_page_is_for_admins() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.ADMIN}))
    chat.says("เว็บ")
    (link,) = chat.last
    (offer,) = chat.written
    assert isinstance(link, SignInLink)
    assert isinstance(offer, OfferSignIn)
    assert (link.person_id, link.event_id, link.opens) == (offer.person_id, offer.event_id, "admin")


def test_a_sticker_is_answered_without_harm() -> None:
    chat = Chat()
    chat.give(chat.event(kind="other"))
    assert "not understood" in chat.heard
    chat.give(chat.event(kind="other", message_id=None))
    assert chat.last == ()


def test_the_list_shows_what_asks_for_a_report_first_and_counts_it_alone() -> None:
    chat = Chat()
    later = task(1, carried_out=(date(2027, 4, 1), date(2027, 9, 30)))
    chat.facts.tasks = (later, task(2, status=Status.IN_PROGRESS), task(3), task(4, done_before=True))
    heard = chat.says("งาน")
    assert "1 tasks wait for a report, and 3 more ask for nothing just now" in heard
    (shown,) = (message for message in chat.last if isinstance(message, TaskList))
    assert [line.task.id for line in shown.lines] == [3, 2, 1, 4]
    heard = chat.says("สถานะ")
    assert "1 of your 4 tasks wait for a report" in heard and "Not reported: 1 tasks" in heard
    assert "Not due yet: 1 tasks" in heard and "Carried out in an earlier round: 1 tasks" in heard


def test_where_nothing_is_asked_for_the_list_can_still_be_added_to() -> None:
    chat = Chat()
    chat.facts.tasks = (task(1, status=Status.IN_PROGRESS),)
    assert "Nothing waits for a report just now" in chat.says("งาน")
    chat.play(("1", "How far is it?"))


@pytest.mark.parametrize("typed", ["งานของฉัน", "รายการของฉัน", "งาน"])
def test_the_list_is_had_by_the_words_of_its_button_old_and_new(typed: str) -> None:
    assert "1. Measure 1" in Chat().says(typed)


def test_a_task_of_the_list_is_chosen_by_words_that_stand_in_its_measure_alone() -> None:
    chat = Chat()
    chat.facts.tasks = (task(1, measure="จัดทำรายงานการรับบริจาค"), task(2, measure="ประกาศนโยบายงดรับของขวัญ"), task(3))
    chat.says("งาน")
    assert "Please choose a task" in chat.says("จัดทำ") and "How far is it" in chat.says("งดรับของขวัญ")
    assert chat.state.answers["task"]["value"] == 2
