"""Admins open, move and close a round in the chat: what changes is said first, and nothing happens unconfirmed."""

from dataclasses import replace
from datetime import date

from domain.agency import Person, Role
from domain.plan_ref import PlanRef
from domain.rounds import Opening
from domain.task import Round
from domain.writes import ChangeRound, CloseRound, OpenRound
from tests.handlers.chat import START, Chat
from thai.fiscal import RoundKind

DUE = date(2027, 3, 31)
FIRST = Round(1, 2570, RoundKind.FIRST_HALF, DUE, START)
ROUND_WRITES = (OpenRound, ChangeRound, CloseRound)


def admin(*rounds: Round, tasks: int = 2) -> Chat:
    chat = Chat(tasks=tasks)
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.STAFF, Role.ADMIN}))
    chat.facts.people = (chat.facts.person,)
    chat.facts.opened = rounds
    return chat


def written(chat: Chat) -> list[object]:
    return [write for write in chat.written if isinstance(write, ROUND_WRITES)]


def test_a_round_is_opened_once_the_admin_has_read_what_it_asks_of_whom() -> None:
    chat = admin()
    somebody = Person(8, "Wichai", "Officer")
    chat.facts.asked = Opening(12, 3, (*chat.facts.people, somebody), 1, outside=4)
    heard = chat.says("เปิดรอบ")
    assert heard.index("รอบ 6 เดือนแรก 2570") < heard.index("รอบ 6 เดือนหลัง 2570")
    heard = chat.says("1")
    assert "Replies are due by 2027-03-31" in heard
    assert "12 tasks of 3 units; 2 people answer, 1 of them can be told in LINE" in heard
    assert "Not asked for: 4 tasks whose time lies outside the round" in heard
    assert "1 tasks have nobody to answer" in heard and "Not reached in LINE: Wichai" in heard
    assert not written(chat)
    chat.play(("[Yes, open it]", "is open. Replies are due by 2027-03-31"))
    assert written(chat) == [OpenRound(2570, RoundKind.FIRST_HALF, DUE, chat.now)]


def test_a_round_is_opened_by_another_day_as_people_write_it_and_a_day_off_is_said() -> None:
    chat = admin()
    chat.facts.days_off = {date(2027, 4, 6): "วันจักรี"}
    chat.says("เปิดรอบ")
    chat.play(
        ("1", "Opening"),
        ("[Another due day]", "By which day"),
        ("เร็ว ๆ นี้", "not understood"),
        ("31 ก.พ. 70", "no such day"),
        ("1 ม.ค. 2565", "cannot be the due day"),
        ("๖ เม.ย.", "day off: วันจักรี"),
        ("[Another due day]", "By which day"),
        ("3/4/2570", "a Saturday"),
        ("[Yes, open it]", "is open"),
    )
    assert written(chat) == [OpenRound(2570, RoundKind.FIRST_HALF, date(2027, 4, 3), chat.now)]


def test_only_what_is_closed_or_new_is_offered_and_opening_again_says_so() -> None:
    chat = admin(replace(FIRST, closed_at=START, end_from=date(2027, 2, 1)))
    chat.play(("เปิดรอบ", "Which round"), ("1", "takes replies again"))
    chat.taps("Yes, open it")
    assert written(chat) == [OpenRound(2570, RoundKind.FIRST_HALF, DUE, chat.now, date(2027, 2, 1))]


def test_the_only_open_round_is_closed_after_what_is_missing_was_said() -> None:
    chat = admin(FIRST)
    heard = chat.says("ปิดรอบ")
    assert "2 of 2 tasks have no reply for the round's end (Office 2)" in heard
    assert "No more replies are taken" in heard and not written(chat)
    chat.play(("ปิดรอบ", "Closing"), ("[Yes, close it]", "is closed"))
    assert written(chat) == [CloseRound(2570, RoundKind.FIRST_HALF, chat.now)]


def test_the_due_day_is_changed_and_what_is_late_by_it_is_said() -> None:
    chat = admin(FIRST)
    chat.play(("กำหนดส่ง", "By which day"), ("15/11/69", "2 tasks without a reply for the round's end are late at once"))
    chat.play(("[Another due day]", "By which day"), ("30 เม.ย. 2570", "1 people with 2 tasks"))
    chat.taps("Yes, change it")
    assert written(chat) == [ChangeRound(2570, RoundKind.FIRST_HALF, date(2027, 4, 30))]


def test_the_buttons_of_a_reminder_name_their_round() -> None:
    chat = admin(FIRST)
    assert "Closing" in chat.tap_data(":close_round:1")
    assert "not as the button says" in chat.tap_data(":close_round:2")
    assert "not as the button says" in chat.tap_data(":open_round:first_half")
    assert "Opening" in chat.tap_data(":open_round:second_half")
    chat.taps("Yes, open it")
    assert [type(write) for write in written(chat)] == [OpenRound]


def test_a_kind_alone_is_this_years_round_and_never_an_older_years() -> None:
    chat = admin(replace(FIRST, id=9, year=2569, closed_at=START), FIRST)
    chat.facts.filed = (PlanRef(2, 2570), PlanRef(1, 2569))
    assert "not as the button says" in chat.tap_data(":open_round:first_half")
    assert "Opening" in chat.tap_data(":open_round:first_half:2569")


def test_what_somebody_else_changed_meanwhile_is_not_touched() -> None:
    chat = admin(FIRST)
    chat.says("ปิดรอบ")
    chat.facts.opened = (replace(FIRST, due=date(2027, 4, 30)),)
    assert "somebody else has changed" in chat.taps("Yes, close it")
    assert not written(chat)


def test_an_old_confirmation_does_nothing_and_cancel_stops() -> None:
    chat = admin(FIRST)
    chat.says("ปิดรอบ")
    old = chat.button("Yes, close it").data
    assert "Nothing was changed" in chat.says("ยกเลิก")
    chat.tap_data(old)
    assert not written(chat)


def test_officers_and_an_agency_without_a_plan_are_told_why_not() -> None:
    officer = Chat()
    officer.facts.opened = (FIRST,)
    for said in ("เปิดรอบ", "ปิดรอบ", "กำหนดส่ง"):
        assert "by the agency's administrators" in officer.says(said)
    assert "by the agency's administrators" in officer.tap_data(":close_round:1")
    chat = admin()
    chat.facts.filed = ()
    assert "no plan yet" in chat.says("เปิดรอบ")
    assert "No round is open" in chat.says("ปิดรอบ")
    assert not written(chat) and not written(officer)


def test_a_report_under_way_is_finished_first() -> None:
    chat = admin(FIRST)
    chat.tap_data(":report:1")
    assert "Please finish that first" in chat.says("ปิดรอบ")


def test_who_is_no_admin_any_more_confirms_nothing() -> None:
    chat = admin(FIRST)
    chat.says("ปิดรอบ")
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.STAFF}))
    assert "by the agency's administrators" in chat.taps("Yes, close it")
    assert not written(chat)
