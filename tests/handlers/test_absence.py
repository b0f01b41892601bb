"""An officer says when they are away, who stands in, and that they are back; the colleague accepts by a tap."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.agency import Person, Role, Unit
from domain.writes import AnswerDeputy, AskDeputy, SetAway, SetDeputy
from tests.handlers.chat import START, Chat

TODAY = START.date()
DAYS = (date(2027, 3, 3), date(2027, 3, 7))
STAFF = frozenset({Role.STAFF})


def office(**changes: object) -> Chat:
    """Malee's conversation; of her colleagues Somsri is of her unit, Anan of its division, Prida of another."""
    chat = Chat(tasks=1)
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, **changes)  # type: ignore[arg-type]
    chat.facts.known_units = (Unit(1, "Office"), Unit(2, "Section", 1), Unit(3, "Works"))
    chat.facts.people = (
        chat.facts.person,
        Person(11, "Prida", "x", (3,), STAFF, line_user="U11"),
        Person(12, "Anan", "x", (2,), STAFF, line_user="U12"),
        Person(13, "Somsri", "x", (1,), STAFF, line_user="U13"),
        Person(14, "Unenrolled", "x", (1,), STAFF),
        Person(15, "Boss", "x", (1,), frozenset({Role.SUPERVISOR}), line_user="U15"),
    )
    return chat


def test_days_and_deputy_are_noted_and_the_colleague_is_asked() -> None:
    chat = office()
    heard = chat.says("ลา 3-7 มี.ค.")
    assert "away 2027-03-03 to 2027-03-07" in heard
    assert [heard.index(name) for name in ("Somsri", "Boss", "Anan", "Prida")] == sorted(
        heard.index(name) for name in ("Somsri", "Boss", "Anan", "Prida")
    )
    assert "Unenrolled" not in heard
    outcome = chat.give(chat.event(text="1"))
    assert "Until that one accepts, nobody does" in chat.heard
    assert chat.written == [SetAway(7, DAYS), AskDeputy(7, 13)]
    ((told, message),) = outcome.to_people
    assert told == 13 and "Malee" in str(message) and ":deputy:yes:7" in str(message)


def test_the_days_are_asked_for_where_none_are_named() -> None:
    chat = office()
    chat.play(
        ("ลา", "From when to when"),
        ("ไม่ทราบ", "not understood"),
        ("18 พ.ย.", "over already"),
        ("7-3 มี.ค. 70", "before the first"),
        ("30 ก.พ. 70", "no such day"),
        ("3-7 มี.ค. 70", "Who stands in"),
        ("ใครก็ได้", "Please choose a colleague"),
        ("Prida", "Until that one accepts"),
    )
    assert chat.written == [SetAway(7, DAYS), AskDeputy(7, 11)]


@pytest.mark.parametrize("said", ["ลาวันนี้", "ลาป่วย วันนี้ครับ", "ขอลากิจวันนี้", "ลา วันนี้", "แจ้งลาพักผ่อน วันนี้", "ไม่อยู่วันนี้"])
def test_leave_of_any_kind_is_understood(said: str) -> None:
    chat = office()
    chat.play((said, f"away {TODAY}"), ("[Nobody]", "told to the administrators"))
    assert chat.written == [SetAway(7, (TODAY, TODAY))]


@pytest.mark.parametrize("said", ["ลาดยางถนน 3 สาย", "ลาออก", "ลานกีฬา", "ไม่อยู่"])
def test_what_only_begins_like_it_is_no_absence(said: str) -> None:
    chat = office()
    assert "away" not in chat.says(said).replace("When you will be away", "")
    assert not chat.written


def test_in_the_middle_of_a_report_it_waits() -> None:
    chat = office()
    chat.tap_data(":report:1")
    assert "You are reporting on" in chat.says("ลา 3-7 มี.ค.")
    assert not chat.written


def test_days_that_were_not_understood_are_asked_back_at_once() -> None:
    chat = office()
    heard = chat.says("ลา 3-7")
    assert "not understood" in heard and "From when to when" in heard
    assert not chat.written


def test_a_deputy_who_is_there_is_not_asked_about() -> None:
    chat = office(deputy_id=13)
    assert "stands in for you" in chat.says("ลา 3-7 มี.ค.")
    assert chat.written == [SetAway(7, DAYS)]


def test_who_stands_in_already_is_told_of_the_absence_and_that_it_is_off() -> None:
    chat = office(deputy_id=13)
    ((told, message),) = chat.give(chat.event(text="ลา 3-7 มี.ค.")).to_people
    assert told == 13 and "will be away" in str(message) and "Malee" in str(message)
    chat = office(deputy_id=13, away=DAYS)
    ((told, message),) = chat.give(chat.event(text="กลับมาแล้ว")).to_people
    assert told == 13 and "is not away any more" in str(message)
    assert "called off" in chat.heard


def test_nobody_chosen_means_that_nobody_stands_in() -> None:
    chat = office(away=DAYS, deputy_id=13)
    chat.play(("เลือกผู้แทน", "Who stands in"), ("[Nobody]", "Nobody stands in for you"))
    assert chat.written == [SetAway(7, DAYS), SetDeputy(7, None)]


def test_until_another_accepts_the_deputy_of_before_stands_in() -> None:
    chat = office(away=DAYS, deputy_id=13)
    chat.play(("เลือกผู้แทน", "Who stands in"), ("Prida", "Until that one accepts, Person 13 does"))


def test_a_deputy_who_is_away_all_the_time_is_asked_about() -> None:
    chat = office(deputy_id=13)
    away = replace(chat.facts.people[3], away=(date(2027, 3, 1), date(2027, 3, 31)))
    chat.facts.people = (*chat.facts.people[:3], away, *chat.facts.people[4:])
    heard = chat.says("ลา 3-7 มี.ค.")
    assert "Who stands in" in heard and "Somsri" not in heard


def test_another_absence_takes_the_place_of_the_one_noted_only_when_said_so() -> None:
    before = (date(2026, 12, 1), date(2026, 12, 2))
    chat = office(away=before, deputy_id=13)
    chat.play(("ลา 3-7 มี.ค.", "Shall 2027-03-03"), ("[Keep the one before]", "away 2026-12-01"))
    assert not chat.written
    chat.play(("ลา 3-7 มี.ค.", "Shall 2027-03-03"), ("[Replace it]", "stands in for you"))
    assert chat.written == [SetAway(7, DAYS)]


def test_days_that_take_in_what_was_noted_change_it() -> None:
    chat = office(away=(DAYS[0], DAYS[0]), deputy_id=13)
    assert "Noted" in chat.says("ลา 3-7 มี.ค.")


def test_days_that_go_on_with_an_absence_that_has_begun_change_it() -> None:
    chat = office(away=(TODAY - timedelta(days=3), TODAY + timedelta(days=2)), deputy_id=13)
    assert "Noted" in chat.says("ลา วันนี้ถึง 30 พ.ย.")


@pytest.mark.parametrize("said", ["ลา 5 มี.ค.", "ลา 5-9 มี.ค.", "ลา 1-5 มี.ค."])
def test_days_that_leave_out_some_of_those_noted_are_asked_about(said: str) -> None:
    chat = office(away=DAYS, deputy_id=13)
    assert "take its place" in chat.says(said)
    assert not chat.written


def test_stopping_notes_nothing() -> None:
    chat = office()
    chat.play(("ลา 3-7 มี.ค.", "Who stands in"), ("ยกเลิก", "Nothing was saved"), ("งาน", "Measure 1"))
    assert not chat.written


def test_who_is_back_sooner_ends_it_and_the_colleague_is_asked_no_more() -> None:
    chat = office(away=(TODAY, DAYS[1]), deputy_asked_id=13)
    assert "Welcome back" in chat.says("กลับมาแล้ว")
    assert chat.written == [SetAway(7, None), AnswerDeputy(7, 13, False)]


@pytest.mark.parametrize("away", [None, (TODAY - timedelta(days=9), TODAY - timedelta(days=5))])
def test_who_was_not_away_is_told_so(away: tuple[date, date] | None) -> None:
    chat = office(away=away)
    assert "not noted as away" in chat.says("กลับมาแล้ว")
    assert not chat.written


def asked(*who: int) -> Chat:
    chat = office()
    asking = [replace(one, deputy_asked_id=7, away=DAYS) if one.id in who else one for one in chat.facts.people]
    chat.facts.people = tuple(asking)
    return chat


@pytest.mark.parametrize("said", ["รับทำหน้าที่แทน", "รับทำหน้าที่แทนครับ"])
def test_a_colleague_accepts_by_words(said: str) -> None:
    chat = asked(13)
    outcome = chat.give(chat.event(text=said))
    assert "You stand in for Somsri, 2027-03-03 to 2027-03-07" in chat.heard
    assert chat.written == [AnswerDeputy(13, 7, True)]
    ((told, message),) = outcome.to_people
    assert told == 13 and "has accepted" in str(message)


def test_words_that_name_nobody_are_asked_about_where_several_ask() -> None:
    chat = asked(12, 13)
    chat.play(("รับทำหน้าที่แทน", "For whom do you stand in?"))
    assert not chat.written
    chat.says("2")
    (write,) = chat.written
    assert isinstance(write, AnswerDeputy) and (write.person_id, write.accepts) == (13, True)


def test_a_colleague_declines_by_a_tap_and_the_next_request_is_shown() -> None:
    chat = asked(12, 13)
    heard = chat.tap_data(":deputy:no:13")
    assert "Somsri is told" in heard and "Anan will be away" in heard
    assert chat.written == [AnswerDeputy(13, 7, False)]


@pytest.mark.parametrize("data", [":deputy:yes:13", ":deputy:yes:", ":deputy:maybe:12", ":deputy:", ":deputy:yes:x"])
def test_nothing_is_accepted_that_was_not_asked(data: str) -> None:
    chat = asked()
    assert "Nobody waits" in chat.tap_data(data)
    assert not chat.written


def test_a_request_stands_beside_the_next_answer() -> None:
    chat = asked(13)
    assert "Somsri will be away" in chat.says("ช่วยเหลือ")


def test_until_the_colleague_accepts_the_officer_is_told_so() -> None:
    chat = office(away=DAYS, deputy_asked_id=13)
    assert "Person 13 is asked to stand in" in chat.says("ช่วยเหลือ")


def test_another_is_asked_where_the_first_declined() -> None:
    chat = office(away=DAYS)
    chat.play(("เลือกผู้แทน", "Who stands in"), ("2", "Person 15 is asked to stand in"))
    assert chat.written == [SetAway(7, DAYS), AskDeputy(7, 15)]


def test_days_whose_message_was_unsent_are_asked_for_again() -> None:
    chat = office()
    chat.says("ลา 3-7 มี.ค.", message_id="m9")
    chat.give(chat.event(kind="unsend", message_id="m9"))
    assert "Please answer this question again" in chat.says("Somsri") and "From when to when" in chat.heard
    chat.play(("3-7 มี.ค. 70", "Who stands in"), ("5", "Nobody stands in"))
    assert chat.written[-1] == SetAway(7, DAYS)


def test_a_cancel_of_an_earlier_report_does_not_stop_it() -> None:
    chat = office()
    chat.tap_data(":report:1")
    cancel = chat.button("Cancel").data
    chat.taps("Cancel")
    chat.says("ลา 3-7 มี.ค.")
    assert "earlier message" in chat.tap_data(cancel) and "Who stands in" in chat.heard


def test_photos_sent_before_for_no_task_are_offered_with_the_next_report() -> None:
    chat = office()
    chat.facts.tasks = (*chat.facts.tasks, *Chat(tasks=2).facts.tasks[1:])
    chat.photo(message_id="p1")
    chat.play(("ลา 3-7 มี.ค.", "Who stands in"), ("5", "Nobody stands in"))
    assert "1 pictures" in chat.tap_data(":report:2")


def test_whom_somebody_stands_in_for_is_told_that_they_will_be_away_too() -> None:
    chat = office()
    somsri = replace(chat.facts.people[3], deputy_id=7, away=(date(2027, 3, 5), date(2027, 3, 20)))
    chat.facts.people = (*chat.facts.people[:3], somsri, *chat.facts.people[4:])
    chat.says("ลา 3-7 มี.ค.")
    outcome = chat.give(chat.event(kind="tap", data=chat.button("Nobody").data, message_id=None))
    assert "you stand in for Somsri, who will be told" in chat.heard
    ((told, message),) = outcome.to_people
    assert told == 13 and "who stands in for you, will be away" in str(message) and "Malee" in str(message)
    chat = office()
    chat.facts.people = (*chat.facts.people[:3], somsri, *chat.facts.people[4:])
    chat.says("ลา 3-4 มี.ค.")
    assert not chat.give(chat.event(kind="tap", data=chat.button("Nobody").data, message_id=None)).to_people


def test_a_colleague_hears_that_they_are_asked_no_more_and_who_stood_in_that_another_does() -> None:
    chat = office(away=DAYS, deputy_asked_id=13)
    chat.says("เลือกผู้แทน")
    asked = dict(chat.give(chat.event(text="Prida")).to_people)
    assert set(asked) == {11, 13} and "does not ask you to stand in any more" in str(asked[13])
    chat = office(away=DAYS, deputy_asked_id=13)
    ((told, message),) = chat.give(chat.event(text="กลับมาแล้ว")).to_people
    assert told == 13 and "does not ask you to stand in any more" in str(message)
    chat = office(away=DAYS, deputy_id=13)
    chat.says("เลือกผู้แทน")
    ((told, message),) = chat.give(chat.event(kind="tap", data=chat.button("Nobody").data, message_id=None)).to_people
    assert told == 13 and "nobody stands in" in str(message)


def test_who_stood_in_before_hears_that_another_does_now() -> None:
    chat = office()
    asks = Person(21, "Suda", "x", (1,), STAFF, line_user="U21", away=DAYS, deputy_id=13, deputy_asked_id=7)
    chat.facts.people = (*chat.facts.people, asks)
    told = dict(chat.give(chat.event(kind="tap", data=":deputy:yes:21", message_id=None)).to_people)
    assert set(told) == {13, 21} and "stands in for" in str(told[13]) and "Malee" in str(told[13])
