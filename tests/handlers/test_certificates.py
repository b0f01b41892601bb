"""The head certifies in the chat: a second look that names the contents, or a reason why not."""

from dataclasses import replace

import pytest

from domain.agency import Person, Role
from domain.certificates import CertificateRequest
from domain.writes import ConfirmCertificate, OfferSignIn, ReturnCertificate
from tests.handlers.chat import START, Chat
from thai.fiscal import RoundKind

MARK = "1a2b3c4d" * 8
ADMIN = Person(9, "Wichai", "Clerk", roles=frozenset({Role.ADMIN}), line_user="Uadmin")


@pytest.fixture
def chat() -> Chat:
    chat = Chat(tasks=1)
    head = Person(7, "Malee", "Mayor", (1,), frozenset({Role.HEAD}), line_user="Umalee")
    chat.facts.person, chat.facts.people, chat.facts.names = head, (head, ADMIN), {7: "Malee", 9: "Wichai"}
    chat.state = replace(chat.state, nudged_on=START.date())
    asked = CertificateRequest(
        3, 2570, 1, RoundKind.FIRST_HALF, 1, MARK, "Report", 9, 7, "", "", START, "d", 4, 3, 2, "waiting", START
    )
    chat.facts.sent_to_heads = {3: asked}
    return chat


def move(chat: Chat, **changes: object) -> None:
    chat.facts.sent_to_heads[3] = replace(chat.facts.sent_to_heads[3], **changes)  # type: ignore[arg-type]


def test_the_second_look_names_the_contents_and_who_certifies(chat: Chat) -> None:
    heard = chat.tap_data(":head:yes:3")
    for words in (
        "1A2B-3C4D",
        "Version 1",
        "4 measures, 3 of them reported on, 2 done",
        "as Malee, Mayor",
        "Is it you",
    ):
        assert words in heard, words
    assert chat.written == []
    heard = chat.taps("Yes, I certify this version")
    assert "Your word is kept" in heard
    assert chat.written == [ConfirmCertificate(3, 7, MARK, chat.now)]


def test_who_acts_for_the_head_reads_it(chat: Chat) -> None:
    move(chat, acting_for="the Mayor's office")
    assert "acting for the Mayor's office" in chat.tap_data(":head:yes:3")


def test_not_now_certifies_nothing(chat: Chat) -> None:
    chat.tap_data(":head:yes:3")
    assert "Nothing was certified" in chat.taps("Not now")
    assert chat.written == []


@pytest.mark.parametrize("typed", ["1", "ใช่", "รับรอง", "ok", "Yes, I certify this version"])
def test_nothing_that_is_typed_certifies(chat: Chat, typed: str) -> None:
    chat.tap_data(":head:yes:3")
    chat.says(typed)
    assert not [one for one in chat.written if isinstance(one, ConfirmCertificate)]


@pytest.mark.parametrize(
    ("state", "heard"),
    [
        ("confirmed", "certified this version already"),
        ("certified", "certified already"),
        ("returned", "sent this report back"),
        ("taken_back", "has taken this report back"),
        ("changed", "has changed since"),
    ],
)
def test_a_button_of_what_waits_no_more_says_so(chat: Chat, state: str, heard: str) -> None:
    move(chat, state=state)
    for data in (":head:yes:3", f":head:sure:3:{MARK}", ":head:web:3", ":send_back:3"):
        assert heard in chat.tap_data(data)
    assert chat.written == []


def test_a_button_of_another_head_or_of_nothing_certifies_nothing(chat: Chat) -> None:
    move(chat, to_id=8)
    for data in (
        f":head:sure:3:{MARK}",
        ":head:sure:x:y",
        f":head:sure:{'9' * 40}:{MARK}",
        ":send_back:3",
        ":send_back:",
    ):
        assert "does not wait for you" in chat.tap_data(data)
    assert chat.written == []


def test_a_head_who_was_replaced_certifies_nothing(chat: Chat) -> None:
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.STAFF}))
    for data in (f":head:sure:3:{MARK}", ":send_back:3"):
        assert "does not have that role" in chat.tap_data(data)
    assert "does not have that role" in chat.says("รับรองรายงาน")
    assert chat.written == []


def test_other_contents_are_not_certified_by_an_old_button(chat: Chat) -> None:
    move(chat, mark="0" * 64)
    assert "Nothing was certified" in chat.tap_data(f":head:sure:3:{MARK}")
    assert chat.written == []


def test_it_is_sent_back_with_the_reason_that_was_typed(chat: Chat) -> None:
    assert "What is to be mended? Wichai is told" in chat.tap_data(":send_back:3")
    outcome = chat.give(chat.event(text="The third sum is wrong"))
    (write,) = (one for one in outcome.writes if isinstance(one, ReturnCertificate))
    assert (write.request_id, write.person_id, write.why) == (3, 7, "The third sum is wrong")
    assert [to for to, _ in outcome.to_people] == [9]
    assert "The third sum is wrong" in str(outcome.to_people)


def test_a_word_of_stopping_sends_nothing_back(chat: Chat) -> None:
    chat.tap_data(":send_back:3")
    assert "not sent back" in chat.says("ยกเลิก")
    assert chat.written == []


def test_what_was_taken_back_while_the_reason_is_typed_is_not_sent_back(chat: Chat) -> None:
    chat.tap_data(":send_back:3")
    move(chat, state="taken_back")
    assert "has taken this report back" in chat.says("The third sum is wrong")
    assert chat.written == []


def test_the_word_shows_again_what_waits(chat: Chat) -> None:
    heard = chat.says("รับรองรายงาน")
    for words in (
        "Wichai sends you a report",
        "1A2B-3C4D",
        "Look at the report (PDF)",
        "Certify",
        "Send it back to be mended",
    ):
        assert words in heard, words
    move(chat, state="certified")
    assert "No report waits" in chat.says("รับรองรายงาน")


def test_a_page_is_offered_by_a_link_of_its_own(chat: Chat) -> None:
    assert "certify it on a page" in chat.tap_data(":head:web:3")
    (offer,) = chat.written
    assert isinstance(offer, OfferSignIn)
    assert offer.opens == "certify"
