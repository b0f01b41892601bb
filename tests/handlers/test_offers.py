"""A task is handed to a colleague: asked first, accepted or declined, told to both; nothing by a guess."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agency import Person, Role, Unit
from domain.messages import Message
from domain.offers import TaskOffer, find_colleagues, pass_on
from domain.writes import AnswerOffer, OfferTask, SaveUpdate
from handlers.flow import BadAnswer
from handlers.names import find_named
from tests.handlers.chat import START, Chat, _english, task

STAFF = frozenset({Role.STAFF})
UNITS = (Unit(1, "Office"), Unit(2, "Law section", 1), Unit(3, "Finance"))
MALEE = Person(7, "Malee", "Officer", (1,), STAFF, line_user="Umalee")
SOMCHAI = Person(8, "Somchai", "Officer", (1,), STAFF, line_user="Usomchai")
SOMYING = Person(9, "Somying", "Lawyer", (2,), STAFF, line_user="Usomying")
MANEE = Person(10, "Manee", "Accountant", (3,), STAFF, line_user="Umanee")
ADMIN = Person(11, "Wichai", "Clerk", (3,), frozenset({Role.ADMIN}), line_user="Uwichai")


def chat_of(who: Person = MALEE, tasks: int = 3, offers: tuple[TaskOffer, ...] = ()) -> Chat:
    chat = Chat(tasks=0)
    chat.facts.tasks = tuple(task(number, assignee_ids=(7, 8)) for number in range(1, tasks + 1))
    chat.facts.people, chat.facts.known_units = (MALEE, SOMCHAI, SOMYING, MANEE, ADMIN), UNITS
    chat.facts.names = {one.id: one.name for one in chat.facts.people}
    chat.facts.person, chat.facts.offers = who, offers
    chat.says("สวัสดี")  # today's word of what waits has been said
    return chat


def offered(answer: str | None = None) -> TaskOffer:
    return TaskOffer(5, 2, 7, 8, START, answer)  # type: ignore[arg-type]


def told(chat: Chat, said: str) -> dict[int, str]:
    outcome = chat.give(chat.event(text=said))
    return {to: _say(message) for to, message in outcome.to_people}


def _say(message: Message) -> str:
    return _english(message)


def test_a_task_is_offered_to_a_colleague_who_is_asked() -> None:
    chat = chat_of()
    chat.play(("มอบงาน", "Which task would you like to hand"))
    assert chat.facts.numbers == {"1": ":hand:1", "2": ":hand:2", "3": ":hand:3"}
    chat.play(("2", "Who is to report on it in your place?"))
    assert [name for name in ("Somchai", "Somying", "Manee", "Wichai", "Malee") if name in chat.heard] == [
        "Somchai",
        "Somying",
    ]
    heard = told(chat, "1")
    assert [write for write in chat.written if isinstance(write, OfferTask)] == [OfferTask(2, 7, 8, chat.now)]
    assert "Until that one accepts, it stays yours" in chat.heard
    assert list(heard) == [8]
    assert "Malee asks you to report on this in their place:\n“Measure 2”" in heard[8]
    assert "Take it over" in heard[8]


def test_a_name_that_is_typed_is_taken_only_where_it_is_one() -> None:
    chat = chat_of()
    chat.play(
        ("มอบงาน", "Which"), ("2", "Who is to report"), ("som", "Did you mean Somchai, Somying?"), ("Manee", "choose a")
    )
    chat.play(("somying", "Somying is asked"))


THAI = (
    replace(SOMCHAI, name="นายสมชาย ใจดี"), replace(SOMYING, name="นางสาวมีนา แก้วใส"), replace(ADMIN, name="วิชัย เรียบร้อย"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("สมชาย", 8), ("พี่สมชายค่ะ", 8), ("ให้คุณมีนา", 9), ("แก้วใส", 9), ("นายสมชาย  ใจดี", 8), ("น.ส.มีนา แก้วใส", 9)],
)
def test_a_colleague_is_named_as_people_do(typed: str, meant: int) -> None:
    found = find_named(THAI, typed)
    assert found and found.id == meant


@pytest.mark.parametrize("typed", ["มี", "ดี", "นาย", "นาง", "สาว", "แก้ว", "ชัย", "เรียบร้อย", "เรียบร้อยค่ะ", "ใคร", "ก", ""])
def test_a_part_of_a_name_and_a_word_of_the_conversation_name_nobody(typed: str) -> None:
    try:
        assert find_named(THAI, typed) is None
    except BadAnswer as asked_back:
        assert "Did you mean" in asked_back.text.msgid


def test_the_colleague_accepts_and_both_hear_of_it() -> None:
    chat = chat_of(SOMCHAI, offers=(offered(),))
    chat.state = replace(chat.state, nudged_on=None)
    assert "Malee asks you" in chat.says("สวัสดี")  # shown again with the day's first word
    heard = told(chat, "รับมอบรายการนี้ค่ะ")
    assert chat.written[-1] == AnswerOffer(5, 8, True, chat.now)
    assert "“Measure 2” is yours now" in chat.heard
    assert heard == {7: "Somchai has taken over “Measure 2”. It is not among your tasks any more."}


def test_the_colleague_declines() -> None:
    chat = chat_of(SOMCHAI, offers=(offered(),))
    outcome = chat.give(chat.event(kind="tap", data=":offered:no:2:7"))
    assert outcome.writes[-1] == AnswerOffer(5, 8, False, chat.now)
    assert "so it stays yours" in _say(outcome.to_people[0][1])


@pytest.mark.parametrize("said", ["รับ", "ok", "ตกลง", "1", "👍", "ได้ค่ะ"])
def test_a_polite_word_accepts_nothing(said: str) -> None:
    chat = chat_of(SOMCHAI, offers=(offered(),))
    chat.says(said)
    assert not any(isinstance(write, AnswerOffer) for write in chat.written)


@pytest.mark.parametrize("data", [":offered:yes:2:9", ":offered:maybe", ":offered:yes:1:7", ":offered:yes:x"])
def test_a_button_of_another_offer_does_nothing(data: str) -> None:
    chat = chat_of(SOMCHAI, offers=(offered(),))
    assert "No task waits for your word" in chat.tap_data(data)
    assert not any(isinstance(write, AnswerOffer) for write in chat.written)


def test_what_was_withdrawn_or_reassigned_is_not_accepted_any_more() -> None:
    chat = chat_of(SOMCHAI, offers=(offered("withdrawn"),))
    assert "No task waits for your word" in chat.tap_data(":offered:yes:2:7")
    chat = chat_of(SOMCHAI, offers=(offered(),))
    chat.facts.tasks = (task(2, assignee_ids=(8,)),)
    assert "No task waits for your word" in chat.tap_data(":offered:yes:2:7")


def test_another_colleague_is_asked_instead_and_the_first_is_told() -> None:
    chat = chat_of(offers=(offered(),))
    chat.tap_data(":hand:2")
    assert "Somchai is asked already" in chat.heard
    heard = told(chat, "2")
    assert chat.written[-1] == OfferTask(2, 7, 9, chat.now)
    assert "does not ask you to take over" in heard[8]
    assert "asks you to report on this" in heard[9]
    chat.tap_data(":hand:2")
    heard = {to: _say(message) for to, message in _tap(chat, "Ask nobody any more")}
    assert chat.written[-1] == OfferTask(2, 7, None, chat.now)
    assert "stays yours" in chat.heard
    assert list(heard) == [8]


def _tap(chat: Chat, label: str) -> tuple[tuple[int, Message], ...]:
    return chat.give(chat.event(kind="tap", data=chat.button(label).data, message_id=None)).to_people


def test_in_a_report_not_mine_leads_to_handing_it_on_and_what_was_answered_is_kept() -> None:
    chat = chat_of()
    chat.play(("งาน", "1. Measure 1"), ("1", "How far"), ("แล้วเสร็จ", "What was done?"), ("ติดป้าย 3 จุด", "suggestion"))
    chat.tap_data(":hand:1")
    assert "Who is to report on it in your place?" in chat.heard
    chat.says("ยกเลิก")
    chat.tap_data(":report:1")
    assert "ติดป้าย 3 จุด" in chat.heard
    assert not any(isinstance(write, SaveUpdate) for write in chat.written)


def test_not_mine_offers_the_hand_over_and_names_the_administrator() -> None:
    chat = chat_of()
    chat.play(("งานนี้ไม่ใช่ของฉัน", "Wichai"), ("[Hand to a colleague]", "Which task would you like to hand"))
    chat = chat_of()
    chat.play(("งาน", "1. Measure 1"), ("1", "How far"), ("งานนี้ไม่ใช่ของฉัน", "type “มอบงาน”"))
    chat.play(("มอบงาน", "“Measure 1”\nWho is to report on it"))


def test_another_report_at_hand_is_not_interrupted() -> None:
    chat = chat_of()
    chat.tap_data(":report:1")
    assert "Please finish that first" in chat.tap_data(":hand:2")


def test_tasks_of_others_and_of_nobody_near_are_not_handed_on() -> None:
    chat = chat_of()
    chat.facts.tasks = (task(1, assignee_ids=(8,)),)
    assert "not yours to hand on" in chat.tap_data(":hand:1")
    chat.facts.tasks = (task(1), task(2))
    chat.facts.people = (MALEE, replace(SOMCHAI, line_user=None), MANEE, ADMIN)
    heard = chat.tap_data(":hand:1")
    assert "cannot be handed on here" in heard
    assert "Wichai" in heard


def test_many_tasks_are_shown_by_pages() -> None:
    chat = chat_of(tasks=20)
    chat.says("มอบงาน")
    chat.taps("Next page")
    assert "10. Measure 10" in chat.heard
    assert "“Measure 12”\nWho is to report on it" in chat.says("12")


def handed(number: int, giver: int, taker: int) -> TaskOffer:
    return TaskOffer(number, 1, giver, taker, START, "accepted", START)


@pytest.mark.parametrize(
    ("assigned", "accepted", "here", "answer"),
    [
        ((7, 8), (), {7, 8}, (7, 8)),
        ((7, 8), (handed(1, 7, 8),), {7, 8}, (8,)),
        ((7,), (handed(1, 7, 9),), {7, 9}, (9,)),
        ((7,), (handed(1, 7, 9),), {7}, (7,)),  # who took it over has left: it goes back
        ((7,), (handed(1, 7, 9), handed(2, 9, 10)), {7, 10}, (10,)),
        ((7,), (handed(1, 7, 9), handed(2, 9, 10)), {7, 9}, (9,)),
        ((7, 8), (handed(1, 7, 8), handed(2, 8, 7)), {7, 8}, (7,)),
        ((8,), (handed(1, 7, 9),), {8, 9}, (8, 9)),  # the giver has left, the taker keeps it
    ],
)
def test_who_answers_once_tasks_were_handed_on(
    assigned: tuple[int, ...], accepted: tuple[TaskOffer, ...], here: set[int], answer: tuple[int, ...]
) -> None:
    assert pass_on(assigned, accepted, here) == answer


def test_colleagues_are_of_the_division_and_in_line() -> None:
    people = (MALEE, SOMYING, SOMCHAI, MANEE, replace(ADMIN, unit_ids=(1,), reachable=False))
    assert [one.id for one in find_colleagues(MALEE, 2, UNITS, people)] == [9, 8]
    assert find_colleagues(MALEE, None, UNITS, people) == []


@pytest.mark.parametrize(("typed", "accepts"), [("รับมอบรายการนี้", True), ("ไม่รับมอบรายการนี้", False)])
def test_words_that_name_no_task_are_asked_about_where_several_wait(typed: str, accepts: bool) -> None:
    chat = chat_of(SOMCHAI, offers=(offered(), TaskOffer(6, 3, 7, 8, START, None)))
    chat.play((typed, "Several tasks wait for your word"))
    assert not chat.written
    chat.says("2")
    assert [(one.offer_id, one.accepts) for one in chat.written if isinstance(one, AnswerOffer)] == [(6, accepts)]


def test_what_is_typed_after_a_request_came_is_no_report_until_it_is_said_to_be() -> None:
    chat = chat_of(SOMCHAI)
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.facts.offers = (replace(offered(), at=chat.now + timedelta(seconds=2)),)
    assert "Not recorded yet" in chat.says("ไม่สะดวกรับ ช่วงนี้งานพัสดุเยอะ")
    assert "result" not in chat.state.answers
    assert "suggestion" in chat.says("ติดตั้งป้าย 3 จุด")
