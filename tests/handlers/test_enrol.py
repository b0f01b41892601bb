"""Enrolling: the notice, the code, the lock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agency import Person, Role
from domain.conversation import DRAFTS, FormerAccount, Invite, State
from domain.messages import Say
from domain.writes import AcceptNotice, Enrol, SetReachable
from handlers.enrol import NOTICE_VERSION
from tests.handlers.chat import START, Chat, english

WRONG = "cannot be used"


@pytest.fixture
def chat() -> Chat:
    chat = Chat(enrolled=False)
    chat.facts.invites = {"ABCD2345": Invite(3, 7, "Malee", START + timedelta(days=14), used=False)}
    return chat


def test_the_notice_comes_before_anything_is_asked(chat: Chat) -> None:
    chat.play(("hello", "Do you accept?"), ("[Accept]", "8-character code"), ("abcd 2345", "Welcome, Malee"))
    assert [type(write) for write in chat.written] == [AcceptNotice, Enrol]
    chat.play(("งาน", "1. Measure 1"))


def test_a_code_sent_first_is_taken_once_the_notice_is_accepted(chat: Chat) -> None:
    chat.play(("ABCD2345", "Do you accept?"), ("[Accept]", "Welcome, Malee"))
    assert [type(write) for write in chat.written] == [AcceptNotice, Enrol]


def test_following_greets_with_the_notice(chat: Chat) -> None:
    chat.give(chat.event(kind="follow"))
    assert "Do you accept?" in chat.heard
    assert isinstance(chat.written[0], SetReachable)


def test_without_consent_nothing_is_written(chat: Chat) -> None:
    chat.play(("hello", "accept"), ("[Do not accept]", "Nothing about you has been stored"), ("งาน", "Before anything"))
    assert chat.written == []


@pytest.mark.parametrize("said", ["งาน", "สถานะ", "เว็บ", ":report:1", "รายงาน", "ยกเลิก", "1"])
def test_a_stranger_learns_nothing(chat: Chat, said: str) -> None:
    chat.says("hello")
    chat.taps("Accept")
    heard = chat.tap_data(said) if said.startswith(":") else chat.says(said)
    assert "Measure" not in heard
    assert "Malee" not in heard
    assert not any(isinstance(write, Enrol) for write in chat.written)


def test_wrong_expired_and_spent_codes_are_answered_alike(chat: Chat) -> None:
    chat.facts.invites = {
        "EXPIRED1": replace(chat.facts.invites["ABCD2345"], expires_at=START),
        "SPENT123": replace(chat.facts.invites["ABCD2345"], used=True),
    }
    chat.says("hello")
    chat.taps("Accept")
    heard = {chat.says(code) for code in ("EXPIRED1", "SPENT123", "NEVER123")}
    assert len(heard) == 1
    assert WRONG in heard.pop()


def test_five_wrong_codes_lock_for_an_hour(chat: Chat) -> None:
    chat.says("hello")
    chat.taps("Accept")
    for _ in range(4):
        assert WRONG in chat.says("WRONG123")
    assert "for an hour" in chat.says("WRONG123")
    assert "for an hour" in chat.says("ABCD2345")
    assert not any(isinstance(write, Enrol) for write in chat.written)
    chat.now += timedelta(hours=1)
    assert "Welcome, Malee" in chat.says("ABCD2345")


def test_chatter_is_no_wrong_code(chat: Chat) -> None:
    chat.says("hello")
    chat.taps("Accept")
    for _ in range(7):
        assert "not an 8-character code" in chat.says("สวัสดีตอนเช้า")
    assert "Welcome, Malee" in chat.says("ABCD2345")


def test_a_phone_that_was_replaced_is_asked_for_a_code_and_learns_nothing(chat: Chat) -> None:
    chat.state = replace(chat.state, notice_version="2026-11", flow="report", step="result")
    assert "8-character code" in chat.says("ประชุมแล้ว")
    assert chat.state.wrong_codes == 0


def test_whoever_writes_can_be_reached_again(chat: Chat) -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, reachable=False)
    chat.says("งาน")
    assert isinstance(chat.written[0], SetReachable)


def test_a_group_is_not_talked_to(chat: Chat) -> None:
    chat.give(chat.event(text="hello", in_group=True))
    assert chat.last == ()


def test_blocking_is_recorded_and_nothing_said(chat: Chat) -> None:
    chat.give(chat.event(kind="unfollow"))
    assert chat.last == ()
    assert chat.written == [SetReachable("Umalee", False, chat.now)]


def test_a_word_that_is_no_invite_is_kept_nowhere_before_consent(chat: Chat) -> None:
    chat.says("PASSW0RD")
    assert "PASSW0RD" not in str(chat.state)
    assert "PASSW0RD" not in str(chat.last)


def test_a_stranger_may_ask_for_help(chat: Chat) -> None:
    chat.says("hello")
    chat.taps("Accept")
    assert "administrator gives out the codes" in chat.says("ช่วยเหลือ")
    chat.give(chat.event(kind="follow"))
    assert "8-character code" in chat.heard
    assert "earlier message" not in chat.heard


def test_an_enrolled_phone_is_told_why_a_code_was_not_used(chat: Chat) -> None:
    invites = chat.facts.invites
    chat = Chat()
    chat.facts.invites = invites
    assert "enrolled as Malee already" in chat.says("ABCD2345")


@pytest.mark.parametrize("said", ["รหัส ABCD2345", "ABCD2345.", "“abcd-2345”", "รหัสคือ ABCD2345 ค่ะ"])
def test_a_code_is_found_in_what_is_said_around_it(chat: Chat, said: str) -> None:
    chat.says("hello")
    chat.taps("Accept")
    assert "Welcome, Malee" in chat.says(said)


def test_a_word_of_eight_letters_is_no_wrong_code(chat: Chat) -> None:
    chat.says("hello")
    chat.taps("Accept")
    chat.says("thank you")
    assert chat.state.wrong_codes == 0


def test_whoever_unblocks_the_account_hears_what_is_open() -> None:
    chat = Chat()
    chat.says("hello")  # today's word of what waits has been said
    chat.give(chat.event(kind="follow", message_id=None))
    assert "3 of your tasks wait for a report" in chat.heard


def test_whoever_unblocks_it_after_the_round_of_their_report_closed_hears_both() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.facts.tasks = chat.facts.tasks[1:]
    chat.give(chat.event(kind="follow", message_id=None))
    assert "not saved" in chat.heard and "2 of your tasks wait for a report" in chat.heard


def test_who_accepted_an_earlier_notice_is_told_once_what_changed_and_stamped_anew() -> None:
    chat = Chat()
    chat.state = replace(chat.state, notice_version="2026-11")
    heard = chat.says("สถานะ")
    assert heard.startswith("What is said about your data")
    accepted = [write for write in chat.written if isinstance(write, AcceptNotice)]
    assert accepted == [AcceptNotice("Umalee", NOTICE_VERSION, chat.now)]
    assert "about your data" not in chat.says("สถานะ")
    assert chat.state.notice_version == NOTICE_VERSION


def test_the_new_notice_waits_for_an_answer_to_stand_beside_and_asks_nothing() -> None:
    chat = Chat()
    chat.state = replace(chat.state, notice_version="2026-11")
    chat.give(chat.event(kind="unsend", message_id="m-other"))
    assert not any(isinstance(write, AcceptNotice) for write in chat.written)
    chat.tap_data(":report:1")
    assert "How far is it?" in chat.heard and "about your data" in chat.heard
    assert "about your data" not in chat.taps("Done")


@pytest.mark.parametrize("said", [("ยอมรับค่ะ",), ("1",), ("สวัสดีค่ะ", "ยินยอม"), ("[Do not accept]", "ยอมรับ")])
def test_a_code_sent_first_is_taken_though_the_notice_is_accepted_by_typing(chat: Chat, said: tuple[str, ...]) -> None:
    chat.says("ABCD2345")
    for words in said:
        chat.taps(words[1:-1]) if words[0] == "[" else chat.says(words)
    assert "Welcome, Malee" in chat.heard
    assert "ABCD2345" not in str(chat.state)


def test_who_was_taken_out_hears_so_and_not_only_that_a_code_is_wanted() -> None:
    chat = Chat()
    chat.play(("งาน", "Measure 1"))
    chat.facts.person = None
    chat.play(("งาน", "not enrolled with Sample any more"), ("hello", "not an 8-character code"))


def enrolled_elsewhere(chat: Chat) -> Chat:
    """The invited person has another LINE account, where a report was begun and another stopped."""
    chat.facts.people = (Person(8, "Wichai", "Clerk", (1,), frozenset({Role.ADMIN}), line_user="Uwichai"),)
    answers = {"task": {"value": 1, "message": None}, "status": {"value": "done", "message": "m1"}}
    stopped = {"2": {"answers": {"status": {"value": "done", "message": "m2"}}, "notes": {}}}
    chat.facts.others[7] = State("Uold", flow="report", step="result", answers=answers, notes={DRAFTS: stopped})
    return chat


def test_a_new_phone_takes_over_what_was_begun_and_the_old_one_is_told_and_cut(chat: Chat) -> None:
    enrolled_elsewhere(chat)
    chat.play(("hello", "Do you accept?"), ("[Accept]", "8-character code"))
    outcome = chat.give(chat.event(text="ABCD2345"))
    assert "what you had begun are here" in chat.heard
    (enrolled,) = [write for write in outcome.writes if isinstance(write, Enrol)]
    assert enrolled.former == "Uold"
    ((to, told),) = outcome.to_lines
    assert to == "Uold"
    assert isinstance(told, Say)
    assert "If that was not you" in told.msgid
    assert english(told).count("Wichai") == 1
    assert set(chat.state.notes[DRAFTS]) == {"1", "2"}
    chat.tap_data(":report:1")
    assert "Go on with it" in chat.heard


def test_nobody_hears_anything_where_no_other_account_was_enrolled(chat: Chat) -> None:
    chat.play(("hello", "Do you accept?"), ("[Accept]", "8-character code"))
    outcome = chat.give(chat.event(text="ABCD2345"))
    assert outcome.to_lines == ()
    assert "Welcome, Malee. You are enrolled with Sample." in chat.heard


@pytest.mark.parametrize(
    ("former", "words"),
    [
        (FormerAccount(START, removed=True), "took you out of the list of its people on 2026-11-20"),
        (FormerAccount(START, replaced=True), "another LINE account reports in the place of this one"),
        (FormerAccount(START), "not enrolled with Sample any more"),
    ],
)
def test_an_old_phone_and_who_was_removed_hear_what_happened_and_whom_to_ask(
    chat: Chat, former: FormerAccount, words: str
) -> None:
    chat.facts.people = (Person(8, "Wichai", "Clerk", (1,), frozenset({Role.ADMIN}), line_user="Uwichai"),)
    chat.state, chat.facts.former = State("Umalee", notice_version=NOTICE_VERSION), former
    for said in ("งาน", "ติดป้ายครบ 3 จุด", "สวัสดีค่ะ", "ข้อมูลของฉัน", "อนุมัติ"):
        heard = chat.says(said)
        assert words in heard, said
        assert "Wichai" in heard
        assert "Measure" not in heard
    assert not any(isinstance(write, Enrol) for write in chat.written)
    assert "Welcome, Malee" in chat.says("ABCD2345")  # and how one comes back


@pytest.mark.parametrize("said", ["เปลี่ยนเครื่องค่ะ", "โทรศัพท์หาย", "ลืมรหัส", "ใช้ไลน์ใหม่ค่ะ"])
def test_who_has_another_phone_hears_how_to_come_back_and_a_stranger_no_names(chat: Chat, said: str) -> None:
    chat.facts.people = (Person(8, "Wichai", "Clerk", (1,), frozenset({Role.ADMIN}), line_user="Uwichai"),)
    chat.play(("hello", "Do you accept?"), ("[Accept]", "8-character code"))
    heard = chat.says(said)
    assert "a new code" in heard
    assert "Wichai" not in heard
    assert chat.state.wrong_codes == 0
    known = Chat()
    known.facts.people = chat.facts.people
    assert "a new code (Wichai)" in known.says(said)


@pytest.mark.parametrize("accepts", ["ยอมรับ", "1", "ยอมรับค่ะ", "Accept"])
def test_a_code_sent_first_is_taken_also_where_the_notice_is_accepted_by_typing(chat: Chat, accepts: str) -> None:
    chat.says("ABCD2345")
    chat.says("สวัสดีค่ะ")
    assert "Welcome, Malee" in chat.says(accepts)
