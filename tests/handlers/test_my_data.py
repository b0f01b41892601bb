"""“ข้อมูลของฉัน” in full: what is kept, a file of it, and the wish to be taken out, which changes nothing by itself."""

from dataclasses import replace

import pytest

from domain.agency import Person, Role, Unit
from domain.messages import SignInLink
from domain.writes import AskRemoval, OfferSignIn, RemovePerson
from handlers.facts import KeptOfMe
from handlers.my_data import LINK_LIVES
from tests.handlers.chat import START, Chat, english


@pytest.fixture
def chat() -> Chat:
    chat = Chat()
    admin = Person(8, "Wichai", "Clerk", (1,), frozenset({Role.ADMIN}), line_user="Uwichai")
    assert chat.facts.person
    chat.facts.people, chat.facts.known_units = (chat.facts.person, admin), (Unit(1, "Office"),)
    chat.facts.kept_of = KeptOfMe("2026-11", START, 12, 30)
    return chat


def test_all_that_is_kept_is_told(chat: Chat) -> None:
    heard = chat.says("ข้อมูลของฉัน")
    for words in (
        "What Sample keeps of you:",
        "Malee, Officer",
        "units: Office",
        "what you may do: Officer",
        "ends in alee",
        "version 2026-11, accepted on 2026-11-20",
        "your reports: 12, with photos, files and links: 30",
        "after 7 days",
        "please tell: Wichai",
    ):
        assert words in heard, words


@pytest.mark.parametrize("said", ["ลบข้อมูลของฉัน", "ลบข้อมูลของฉันค่ะ", "ลบบัญชี", "pdpa", "ถอนความยินยอม"])
def test_who_wants_it_deleted_hears_the_same_and_nothing_is_deleted_by_it(chat: Chat, said: str) -> None:
    chat.play((said, "What Sample keeps of you:"))
    assert not any(isinstance(write, AskRemoval | RemovePerson) for write in chat.written)


@pytest.mark.parametrize("said", ["[Give me a file of it]", "ขอไฟล์ข้อมูล", "ขอไฟล์ข้อมูลค่ะ"])
def test_the_file_is_behind_a_one_time_link(chat: Chat, said: str) -> None:
    chat.play(("ข้อมูลของฉัน", "keeps of you"), (said, "It works once"))
    (link,) = [message for message in chat.last if isinstance(message, SignInLink)]
    assert (link.opens, link.person_id) == ("data", 7)
    (offer,) = [write for write in chat.written if isinstance(write, OfferSignIn)]
    assert (offer.opens, offer.expires_at - offer.at) == ("data", LINK_LIVES)


def test_the_wish_to_be_taken_out_says_what_stays_and_is_told_to_the_administrators(chat: Chat) -> None:
    chat.play(("ข้อมูลของฉัน", "keeps of you"), ("[Ask to be taken out]", "Your reports stay"))
    outcome = chat.give(chat.event(text="1"))
    assert outcome.writes[-1] == AskRemoval(7, chat.now)
    (told,) = outcome.to_admins
    assert "Malee asks to be taken out of Sample" in english(told)  # type: ignore[arg-type]
    assert "Until they take you out all is as before" in chat.heard


def test_the_wish_can_be_withdrawn_and_is_told_to_nobody_twice(chat: Chat) -> None:
    chat.facts.kept_of = replace(chat.facts.kept_of, removal_asked_at=START)
    chat.play(("ข้อมูลของฉัน", "You asked on 2026-11-20 to be taken out"), ("ขอให้นำชื่อออก", "Withdraw my wish"))
    outcome = chat.give(chat.event(text="1"))
    assert (outcome.writes[-1], outcome.to_admins) == (AskRemoval(7, None), ())


@pytest.mark.parametrize("said", ["ยกเลิก", "ไม่", "เดี๋ยวก่อน", "ok"])
def test_anything_but_the_choice_sends_no_wish(chat: Chat, said: str) -> None:
    chat.says("ขอให้นำชื่อออก")
    chat.says(said)
    assert not any(isinstance(write, AskRemoval) for write in chat.written)


def test_in_a_report_the_question_follows_and_the_report_is_kept(chat: Chat) -> None:
    chat.play(("งาน", "1. Measure 1"), ("1", "How far"), ("ข้อมูลของฉัน", "How far is it?"))
    chat.play(("ขอให้นำชื่อออก", "Please finish that first"))
