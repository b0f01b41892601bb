"""One tap for what goes on as before, reminding later, supervisors' words, and what else waits."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.agency import Person, Role
from domain.expectation import Reply
from domain.messages import Choices, Picture
from domain.sending import Quota
from domain.task import Status, Update
from domain.writes import AskReminders, PutOffReminders, SaveUpdate
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind


def chat_with_update(status: Status = Status.IN_PROGRESS, result: str = "ทำแล้ว ๑ ครั้ง", days: int = 40) -> Chat:
    chat = Chat(tasks=0)
    at = START - timedelta(days=days)
    given = (Reply(at.date(), status, at.date().replace(day=1)),)
    chat.facts.tasks = (task(1, status=status, cadence=CadenceKind.MONTHLY, replies=given), task(2))
    chat.facts.updates[1] = Update(9, 1, 7, at, status, result=result, suggestion="ควรทำต่อ", outcome="ดี")
    return chat


def test_one_tap_records_that_it_goes_on_as_before() -> None:
    chat = chat_with_update()
    assert "goes on as before" in chat.tap_data(":same:1")
    (saved,) = chat.saved
    assert (saved.status, saved.result, saved.suggestion) == (Status.IN_PROGRESS, "ทำแล้ว ๑ ครั้ง", "ควรทำต่อ")
    assert (saved.period, saved.person_id, saved.repeats) == (date(2026, 11, 1), 7, 9)


def test_what_has_dates_alone_goes_on_with_them_and_says_them() -> None:
    chat = chat_with_update(result="")
    chat.facts.updates[1] = replace(chat.facts.updates[1], dates=((1, date(2026, 10, 7)),))
    assert "Date of step 1: 2026-10-07" in chat.tap_data(":same:1")
    assert [one.dates for one in chat.saved] == [((1, date(2026, 10, 7)),)]


def test_a_second_tap_in_the_same_month_records_nothing() -> None:
    chat = chat_with_update(days=3)
    assert "recorded already" in chat.tap_data(":same:1")
    assert not chat.saved


@pytest.mark.parametrize(
    ("status", "result"), [(Status.IN_PROGRESS, ""), (Status.DONE, "เสร็จ"), (Status.NOT_STARTED, "")]
)
def test_without_a_result_to_repeat_the_report_begins(status: Status, result: str) -> None:
    chat = chat_with_update(status, result)
    assert "How far is it in the month of November 2569?" in chat.tap_data(":same:1")
    assert not chat.saved


@pytest.mark.parametrize("data", [":same:99", ":same:2 OR 1", ":same:", ":same:999999999999"])
def test_nothing_is_recorded_for_a_task_that_is_not_the_persons(data: str) -> None:
    chat = chat_with_update()
    chat.tap_data(data)
    assert not chat.saved


def test_in_the_middle_of_a_report_the_one_tap_waits() -> None:
    chat = chat_with_update()
    chat.tap_data(":report:2")
    assert "You are reporting on" in chat.tap_data(":same:1")
    assert not chat.saved


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("เตือนพรุ่งนี้", date(2026, 11, 21)),
        ("เตือนอีก  3 วัน", date(2026, 11, 23)),
        ("เตือนสัปดาห์หน้า", date(2026, 11, 23)),  # next Monday
    ],
)
def test_a_reminder_can_be_put_off_by_its_words(said: str, until: date) -> None:
    chat = Chat()
    assert "of your tasks wait" not in chat.says(said)
    assert chat.written == [PutOffReminders(7, until, date(2026, 11, 20))]


def test_putting_off_in_the_middle_of_a_report_keeps_the_question() -> None:
    chat = Chat()
    chat.says("1")
    chat.play(("1", "How far is it?"), ("เตือนพรุ่งนี้", "How far is it?"))
    assert any(isinstance(write, PutOffReminders) for write in chat.written)


def test_who_supervises_sees_the_units_and_has_people_reminded() -> None:
    chat = Chat()
    assert chat.facts.person
    assert "for supervisors" in chat.says("ภาพรวม")
    assert "for supervisors" in chat.says("เตือน")
    assert not chat.written
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    heard = chat.says("ภาพรวม")
    assert "Overview of 3 tasks" in heard and "Office: wait for a report 3" in heard
    chat.facts.people = (Person(7, "Malee", "Officer", line_user="Umalee"),)
    heard = chat.says("เตือน")
    assert "1 people will be reminded: Malee (09.00–18.00, on a working day)" in heard
    assert "messages of the month run short, the number on the menu reminds instead" in heard
    assert "LINE does not say just now how many are left" in heard and not chat.written
    assert "reminded between 09.00 and 18.00" in chat.taps("Remind them")
    assert chat.written == [AskReminders(7, (1,), date(2026, 11, 20), chat.now)]


def test_who_will_not_be_reached_is_named_and_not_counted() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.facts.tasks = (task(1, assignee_ids=(1, 2, 3)), task(2, status=Status.DONE, assignee_ids=(4,)))
    chat.facts.people = (
        Person(1, "Enrolled", "x", line_user="U1"),
        Person(2, "Never", "x"),
        Person(3, "Blocked", "x", line_user="U3", reachable=False),
        Person(4, "Done", "x", line_user="U4"),
    )
    heard = chat.says("เตือน")
    assert "1 people will be reminded: Enrolled (" in heard
    assert "1 people who have not enrolled in LINE: Never." in heard
    assert "1 people who have blocked the account or left it: Blocked." in heard
    assert "Done" not in heard and not chat.written
    chat.taps("Remind them")
    assert [type(write) for write in chat.written] == [AskReminders]


@pytest.mark.parametrize(
    ("quota", "told"),
    [
        (Quota(300, 288), "It costs at most 1 of the month's LINE messages; 12 of 300 are left."),
        (Quota(300, 300), "It costs up to 1 LINE messages, and only 0 of the month's 300 are left"),
        (Quota(None, 7), "the account has no limit"),
    ],
)
def test_what_a_reminder_costs_is_shown_before_it_is_asked_for(quota: Quota, told: str) -> None:
    chat = supervising()
    chat.facts.pushes = quota
    assert told in chat.says("เตือน") and not chat.written
    chat.play(("[Do not remind]", "Nobody is reminded."))
    assert not chat.written


def test_yesterdays_button_shows_the_cost_anew() -> None:
    chat = supervising()
    chat.says("เตือน")
    button = chat.button("Remind them").data
    chat.now += timedelta(days=1)
    assert "Shall they be reminded?" in chat.tap_data(button) and not chat.written


def supervising() -> Chat:
    """A supervisor's chat with three tasks that wait for Malee."""
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.facts.people = (Person(7, "Malee", "Officer", line_user="Umalee"), Person(8, "Somchai", "x", line_user="U8"))
    chat.facts.reported = {8: date(2026, 11, 20)}
    return chat


def test_the_overview_is_by_unit_by_topic_with_names_and_as_a_picture() -> None:
    chat = supervising()
    chat.facts.tasks = (task(1), task(2, topic="2. Budget", assignee_ids=(7, 8)), task(3, status=Status.DONE))
    chat.play(
        ("ภาพรวม", "Office: wait for a report 2"),
        ("[By topic]", "2. Budget: wait for a report 1"),
        ("[By unit]", "Office: wait for a report 2"),
        ("[Names]", "• Office: Malee (2), Somchai (1)"),
    )
    chat.says("ภาพรวม")
    chat.taps("As a picture")
    (picture, *_) = chat.last
    assert isinstance(picture, Picture) and picture.address == "https://look.example/overview.png"


def test_who_reported_in_the_last_seven_days_is_left_out_and_who_is_away_has_their_deputy_told() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.facts.tasks = (task(1, assignee_ids=(1, 2, 3)),)
    chat.facts.people = (
        Person(1, "Lately", "x", line_user="U1"),
        Person(2, "Before", "x", line_user="U2"),
        Person(3, "Away", "x", line_user="U3", away=(date(2026, 11, 16), date(2026, 11, 24))),
    )
    chat.facts.reported = {1: date(2026, 11, 14), 2: date(2026, 11, 13)}
    heard = chat.says("เตือน")
    assert "1 people will be reminded: Before (" in heard
    assert "1 people are away: Away." in heard
    assert "Not reminded, as they reported in the last seven days: Lately (1 people)" in heard
    chat.facts.reported = dict.fromkeys((1, 2, 3), date(2026, 11, 20))
    chat.written.clear()
    assert "will be reminded" not in chat.says("เตือน") and not chat.written


def test_nothing_is_asked_for_where_nobody_can_be_reached() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.facts.people = tuple(Person(7 + n, f"Person {n}", "x") for n in range(20))
    chat.facts.tasks = (task(1, assignee_ids=tuple(range(7, 27))),)
    heard = chat.says("เตือน")
    assert "20 people who have not enrolled" in heard and "Person 9 and 10 more" in heard
    assert "will be reminded" not in heard and not chat.written
    chat.facts.tasks = (task(1, assignee_ids=()),)
    assert "nobody to answer it" in chat.says("เตือน")


def test_not_started_is_another_thing_than_not_reported() -> None:
    chat = Chat()
    chat.facts.tasks = (task(1), task(2, last_update=START), task(3, status=Status.DONE, last_update=START))
    heard = chat.says("สถานะ")
    assert "Not started: 1 tasks" in heard and "Not reported: 1 tasks" in heard and "Done: 1 tasks" in heard


def test_nobody_is_reminded_where_all_is_answered() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.facts.tasks = (task(1, status=Status.DONE),)
    assert "nobody to remind" in chat.says("เตือน")
    assert not chat.written


def test_the_first_answer_of_a_day_tells_what_else_waits_and_the_next_does_not() -> None:
    chat = Chat()
    assert "3 of your tasks wait for a report. Due 2027-03-31 (in 131 days)" in chat.says("สวัสดี")
    assert isinstance(chat.last[-1], Choices)  # its buttons stay under the last message
    assert "of your tasks wait" not in chat.says("สวัสดี")
    chat.now += timedelta(days=1)
    assert "of your tasks wait" in chat.says("ช่วยเหลือ")


def test_nothing_is_added_to_a_list_to_a_report_or_where_nothing_waits() -> None:
    for said in ("งาน", "สถานะ"):
        assert "of your tasks wait" not in Chat().says(said)
    chat = Chat(tasks=1)
    assert "of your tasks wait" not in chat.says("รายงาน")
    done = Chat()
    done.facts.tasks = (task(1, status=Status.DONE),)
    assert "of your tasks wait" not in done.says("สวัสดี")


def test_a_supervisor_hears_for_free_of_what_is_late_in_the_units() -> None:
    chat = Chat(tasks=0)
    assert chat.facts.person
    chat.facts.tasks = (task(1, due=date(2026, 11, 1)), task(2, due=date(2026, 11, 19)), task(3))
    assert "are late" not in chat.says("สวัสดี")
    chat.now += timedelta(days=1)
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    assert "In the units you supervise 2 tasks are late. Type “ภาพรวม”" in chat.says("สวัสดี")
    assert "are late" not in chat.says("สวัสดี")


def test_a_report_on_a_monthly_task_answers_for_the_month() -> None:
    chat = Chat(tasks=0)
    chat.facts.tasks = (task(1, cadence=CadenceKind.MONTHLY), task(2, cadence=CadenceKind.QUARTERLY), task(3))
    periods = []
    for number in (1, 2, 3):
        chat.tap_data(f":report:{number}")
        chat.play(("3", "Is this right?"), ("[Save]", "Saved"))
        periods.append(chat.saved[-1].period)
    assert periods == [date(2026, 11, 1), date(2026, 10, 1), None]
    assert all(isinstance(write, SaveUpdate) for write in chat.written)


def test_the_menu_and_the_help_tell_supervisors_of_their_words() -> None:
    chat = Chat()
    assert chat.facts.person
    assert "For supervisors" not in chat.says("ช่วยเหลือ")
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.play(("ช่วยเหลือ", "have people reminded"), ("4", "Overview of 3 tasks"))
    assert "admin page" not in chat.says("ช่วยเหลือ")


def test_the_help_tells_administrators_of_the_page_and_the_report() -> None:
    chat = Chat()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.ADMIN}))
    heard = chat.says("ช่วยเหลือ")
    for words in ("For administrators", "เว็บ – ", "ดาวน์โหลด – ", "เตือน – have people reminded"):
        assert words in heard
