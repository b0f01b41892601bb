"""The supervisors' check in the chat: what waits, one at a time; approved, sent back with a reason, left for later."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.agency import Role
from domain.evidence import Evidence
from domain.task import Check, Review, Status, Task, Update
from domain.writes import ReviewUpdate, TakeBackReview
from tests.handlers.chat import START, Chat, task


def waiting(number: int, review: Review = Review.WAITING, **more: Any) -> Task:
    return task(number, check=Check(review, 100 + number, 3, Status.DONE, **more))


def reviewing(*waiting_tasks: Task, role: Role = Role.SUPERVISOR) -> Chat:
    """A supervisor's chat with these replies to check."""
    chat = Chat(tasks=0)
    chat.facts.agency = replace(chat.facts.agency, review_from=START - timedelta(days=1))
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({role}))
    chat.facts.to_check = waiting_tasks
    chat.facts.closed = {each.id: each for each in waiting_tasks}
    for each in waiting_tasks:
        replied(chat, each)
    return chat


def replied(chat: Chat, of: Task, number: int = 0, **more: Any) -> None:
    update = Update(number or 100 + of.id, of.id, 3, START, Status.DONE, f"ทำข้อ {of.id}", check=of.check)
    chat.facts.updates[of.id] = replace(update, **more)


def verdicts(chat: Chat) -> list[tuple[int, str, str]]:
    return [(w.update_id, w.verdict.value, w.words) for w in chat.written if isinstance(w, ReviewUpdate)]


def test_replies_are_checked_one_after_another_by_taps_and_words() -> None:
    chat = reviewing(waiting(1), waiting(2), waiting(3), waiting(4))
    chat.play(
        ("ตรวจ", "4 replies wait for your check. The oldest:\n\n“Measure 1”\nReported by Person 3, Office, on"),
        ("[Approve]", "Approved: Measure 1\n3 replies wait"),
        ("[Send back]", "What is to be mended?"),
        ("ขาดรูปถ่าย  กิจกรรม", "Sent back to Person 3: Measure 2\nReason: ขาดรูปถ่าย กิจกรรม\nThe next reminder tells"),
        ("3", "1 replies wait for your check. The oldest:\n\n“Measure 4”"),
        ("Approve", "Approved: Measure 4"),
    )  # fmt: skip
    assert verdicts(chat) == [(101, "approved", ""), (102, "returned", "ขาดรูปถ่าย กิจกรรม"), (104, "approved", "")]
    assert all(w.person_id == 7 for w in chat.written if isinstance(w, ReviewUpdate))
    returned = [w for w in chat.written if isinstance(w, ReviewUpdate)][1]
    assert returned.message_id is not None


def test_what_was_said_and_what_came_with_it_is_shown() -> None:
    chat = reviewing(waiting(1))
    kinds = (("photo", ""), ("photo", ""), ("file", ""), ("link", "https://example.org/a"))
    chat.facts.kept = {
        n: Evidence(n, 1, 101, kind, "saved", link=link or None)  # type: ignore[arg-type]
        for n, (kind, link) in enumerate(kinds)
    }
    heard = chat.says("ตรวจ")
    assert "Status: Done\nWhat was done: ทำข้อ 1\n" in heard
    assert "Evidence: 2 pictures, 1 files, 1 links\n" in heard and "example.org" not in heard
    assert chat.button("Look at the evidence ({count})").uri == "https://look.example/101" not in heard
    assert all(label in heard for label in ("Approve", "Send back", "Later", "Stop"))


def test_the_end_tells_what_was_left_for_later() -> None:
    chat = reviewing(waiting(1), waiting(2))
    chat.play(("ตรวจ", "Measure 1"), ("[Later]", "Measure 2"), ("[Approve]", "1 replies are left for later"))
    chat.facts.to_check = ()
    assert "No more replies wait for your check" in chat.says("ตรวจ")


@pytest.mark.parametrize("word", ["[Stop]", "Stop", "ยกเลิก"])
def test_the_check_stops_in_the_middle_and_keeps_what_was_checked(word: str) -> None:
    chat = reviewing(waiting(1), waiting(2))
    chat.play(("ตรวจ", "Measure 1"), ("[Approve]", "Measure 2"), (word, "What you have checked stays"))
    assert len(verdicts(chat)) == 1
    assert chat.state.flow == "menu"


def test_a_second_tap_on_the_same_button_approves_nothing_else() -> None:
    chat = reviewing(waiting(1), waiting(2))
    chat.says("ตรวจ")
    approve = chat.button("Approve").data
    chat.tap_data(approve)
    assert "earlier message" in chat.tap_data(approve)
    assert verdicts(chat) == [(101, "approved", "")]


@pytest.mark.parametrize("again", ["1", "๑", " 1."])
def test_the_same_number_twice_judges_only_the_reply_that_was_seen(again: str) -> None:
    chat = reviewing(waiting(1), waiting(2), waiting(3))
    chat.play(("ตรวจ", "Measure 1"), ("1", "Measure 2"))
    assert "came twice within a moment" in chat.says_at_once(again)
    assert verdicts(chat) == [(101, "approved", "")] and "Measure 2" in chat.heard
    chat.now += timedelta(seconds=20)
    chat.play(("1", "Measure 3"))
    assert [verdict[0] for verdict in verdicts(chat)] == [101, 102]


def test_a_reply_left_for_later_is_not_followed_by_another_unseen() -> None:
    chat = reviewing(waiting(1), waiting(2), waiting(3))
    chat.play(("ตรวจ", "Measure 1"), ("3", "Measure 2"))
    assert "came twice" in chat.says_at_once("3")
    chat.play(("[Later]", "Measure 3"))


def test_a_verdict_may_be_said_as_people_say_it() -> None:
    chat = reviewing(waiting(1), waiting(2))
    chat.play(("ตรวจ", "Measure 1"), ("ผ่านครับ", "Approved: Measure 1"), ("ไม่ผ่านค่ะ", "What is to be mended?"))
    chat.play(("ขาดรูปถ่าย", "Sent back"))
    assert verdicts(chat) == [(101, "approved", ""), (102, "returned", "ขาดรูปถ่าย")]


def test_the_second_of_two_supervisors_is_told_and_goes_on() -> None:
    chat = reviewing(waiting(1), waiting(2))
    chat.says("ตรวจ")
    _, other = chat.facts.to_check
    replied(chat, waiting(1, Review.APPROVED, reviewer_id=9))
    chat.facts.to_check = (other,)
    heard = chat.taps("Approve")
    assert "Person 9 has checked this reply already – approved" in heard and "Measure 2" in heard
    assert verdicts(chat) == []


def test_a_reason_typed_while_another_checked_is_not_recorded() -> None:
    chat = reviewing(waiting(1))
    chat.play(("ตรวจ", "Measure 1"), ("[Send back]", "What is to be mended?"))
    replied(chat, waiting(1, Review.APPROVED, reviewer_id=9))
    chat.facts.to_check = ()
    heard = chat.says("ขาดรูปถ่าย")
    assert "Person 9 has checked" in heard and "No more replies" in heard
    assert verdicts(chat) == []


def test_a_reply_that_a_newer_one_took_the_place_of_is_not_judged() -> None:
    chat = reviewing(waiting(1))
    chat.says("ตรวจ")
    newer = replace(chat.facts.to_check[0], check=Check(Review.WAITING, 555, 3, Status.DONE))
    replied(chat, newer, 555)
    chat.facts.to_check = (newer,)
    heard = chat.taps("Approve")
    assert "a newer reply has taken the place" in heard and "1 replies wait" in heard
    chat.taps("Approve")
    assert verdicts(chat) == [(555, "approved", "")]


def test_the_reason_is_asked_again_until_it_is_one() -> None:
    chat = reviewing(waiting(1))
    chat.play(
        ("ตรวจ", "Measure 1"),
        ("อะไรนะ", "Please choose one"),
        ("[Send back]", "What is to be mended?"),
        ("ก" * 501, "at most 500 letters"),
        ("ย้อนกลับ", "Is it in order?"),
        ("[Send back]", "What is to be mended?"),
    )
    chat.photo()
    chat.says("ตรวจ")
    assert verdicts(chat) == []


def test_what_is_typed_the_next_day_is_not_taken_for_the_reason() -> None:
    chat = reviewing(waiting(1))
    chat.play(("ตรวจ", "Measure 1"), ("[Send back]", "What is to be mended?"))
    chat.now += timedelta(hours=20)
    chat.play(("สวัสดีตอนเช้า", "middle of a check"), ("ขาดรูปถ่าย", "Sent back"))
    assert verdicts(chat) == [(101, "returned", "ขาดรูปถ่าย")]


def test_without_the_check_the_word_says_what_to_do_instead() -> None:
    chat = reviewing()
    chat.facts.agency = replace(chat.facts.agency, review_from=None)
    assert "does not use the check" in chat.says("ตรวจ")
    assert "Check replies" not in chat.heard


def test_the_word_is_for_supervisors_and_whoever_is_to_check() -> None:
    chat = reviewing(role=Role.STAFF)
    assert "for supervisors" in chat.says("ตรวจ")
    chat.facts.to_check = (waiting(1),)
    replied(chat, waiting(1))
    assert "Measure 1" in chat.says("ตรวจ")


def test_supervisors_find_it_in_menu_help_and_overview() -> None:
    chat = reviewing(waiting(1))
    assert "ตรวจ – check" in chat.says("ช่วยเหลือ") and "Check replies" in chat.heard
    chat.facts.tasks = (waiting(1), task(2))
    heard = chat.says("ภาพรวม")
    assert "Wait for the check: 1 tasks" in heard and "Office: wait for a report 1 · reported 1 (finished 1)" in heard
    assert "Is it in order?" in chat.taps("Check replies")


def test_an_answer_tells_once_a_day_what_waits_for_the_check() -> None:
    chat = reviewing(waiting(1), waiting(2))
    assert "2 replies wait for your check. Type “ตรวจ”" in chat.says("สวัสดี")
    assert "wait for your check. Type" not in chat.says("สวัสดี")


def reporting(**check: Any) -> Chat:
    chat = Chat(reply_keys=("result",), tasks=2)
    chat.facts.agency = replace(chat.facts.agency, review_from=START - timedelta(days=1))
    if check:
        mine = waiting(1, **check)
        chat.facts.tasks = (mine, task(2))
        replied(chat, mine)
    return chat


def test_who_has_reported_is_told_who_checks_it() -> None:
    chat = reporting()
    chat.tap_data(":report:1")
    chat.play(("[Not started]", "Is this right?"), ("[Save]", "It counts once it is approved by Wichai."))
    assert "1 tasks still wait for a report" in chat.heard


def test_status_and_list_tell_what_waits_what_is_approved_and_what_came_back() -> None:
    for review, line in (
        (Review.WAITING, "Wait for the check: 1 tasks"),
        (Review.APPROVED, "Approved by a supervisor: 1 tasks"),
        (Review.RETURNED, "Sent back to be mended: 1 tasks"),
    ):
        assert line in reporting(review=review).says("สถานะ")
    assert "Done: 1 tasks" in reporting(review=Review.WAITING).says("สถานะ")


def test_a_new_report_of_what_came_back_says_why() -> None:
    chat = reporting(review=Review.RETURNED, words="ขาดรูปถ่าย", reviewer_id=8)
    assert "Person 8 sent the report of 2026-11-20 back: “ขาดรูปถ่าย”" in chat.tap_data(":report:1")
    chat.says("ยกเลิก")
    replied(chat, chat.facts.tasks[0], status=Status.IN_PROGRESS)
    assert "began this report before" in chat.tap_data(":same:1")
    assert "sent the report" in chat.taps("Go on with it")
    assert not chat.saved


def test_a_reply_that_adds_to_the_earlier_is_shown_with_it_as_the_report_prints_both() -> None:
    chat = reviewing(waiting(1))
    before = Update(90, 1, 3, START - timedelta(days=15), Status.IN_PROGRESS, "- อบรม 1 รุ่น", suggestion="ขยายผล")
    chat.facts.older = (before,)
    replied(chat, waiting(1), result="- อบรม 1 รุ่น\n- อบรม 2 รุ่น", adds=True)
    heard = chat.says("ตรวจ")
    assert "It adds to what was reported on 2026-11-05" in heard
    assert "What was done, printed together: \n- อบรม 1 รุ่น\n- อบรม 2 รุ่น\nNew in it: \n- อบรม 1 รุ่น" in heard
    assert "Suggestion, printed together: \nขยายผล\nNew in it: none" in heard
    replied(chat, waiting(1), result="- อบรม 2 รุ่น", adds=False)
    heard = chat.says("ตรวจ")
    assert "printed together" not in heard and "What was done: - อบรม 2 รุ่น" in heard and "ขยายผล" not in heard


def unit_of(number: int, unit_id: int = 1, unit: str = "Office", **more: Any) -> Task:
    return replace(waiting(number, **more), unit_id=unit_id, unit=unit)


def photo(number: int, update_id: int, state: Any = "saved") -> Evidence:
    return Evidence(number, 1, update_id, "photo", state)


def test_a_reply_whose_evidence_changed_meanwhile_is_shown_again_and_not_judged_unseen() -> None:
    for tap in ("[Approve]", "[Send back]"):
        chat = reviewing(waiting(1))
        chat.says("ตรวจ")
        chat.facts.kept = {1: photo(1, 101)}
        said = (tap, "") if tap == "[Approve]" else (tap, "What is to be mended?")
        chat.play(said, *([("ขาดรูปถ่าย", "")] if tap == "[Send back]" else []))
        assert "has changed since you looked at it" in chat.heard and "Look at the evidence" in chat.heard
        assert verdicts(chat) == []
        chat.play(("[Approve]", "Approved: Measure 1"))
        assert verdicts(chat) == [(101, "approved", "")]


def test_that_a_photo_was_fetched_meanwhile_changes_nothing() -> None:
    chat = reviewing(waiting(1))
    chat.facts.kept = {1: photo(1, 101, "wanted")}
    chat.says("ตรวจ")
    chat.facts.kept = {1: photo(1, 101)}
    chat.play(("[Approve]", "Approved: Measure 1"))


@pytest.mark.parametrize("chosen", ["[Evidence missing]", "Evidence missing"])
def test_the_reason_is_chosen_from_a_list_and_recorded_as_a_sentence(chosen: str) -> None:
    chat = reviewing(waiting(1))
    chat.play(("ตรวจ", "Measure 1"), ("[Send back]", "Choose, or type it"), (chosen, "Reason: Photos or documents are"))
    assert verdicts(chat) == [(101, "returned", "Photos or documents are missing. Please add them.")]


def test_a_number_is_no_reason() -> None:
    chat = reviewing(waiting(1))
    chat.play(("ตรวจ", "Measure 1"), ("[Send back]", "What is to be mended?"), ("1", "Not recorded yet: “1”"))
    assert verdicts(chat) == []


def test_what_waits_of_a_unit_is_looked_at_as_a_list_and_approved_together() -> None:
    chat = reviewing(unit_of(1), unit_of(2), unit_of(3, 2, "Works"))
    chat.facts.kept = {1: photo(1, 101)}
    chat.play(("ตรวจ", "Measure 1"), ("[All {count} of the unit]", "Office: 2 replies wait for your check"))
    heard = chat.heard
    assert "1. Measure 1 – ทำข้อ 1\nPerson 3, 2026-11-20: Done\nEvidence: 1 pictures" in heard
    assert chat.button("Look at the evidence ({count})").uri == "https://look.example/101"
    assert "2. Measure 2 – ทำข้อ 2" in heard and "Measure 3" not in heard
    heard = chat.taps("Approve all {count} shown")
    assert "Approved: 2 replies of Office." in heard and "1 replies are left for later" in heard
    assert "can be taken back within a day" in heard
    assert verdicts(chat) == [(101, "approved", ""), (102, "approved", "")]


@pytest.mark.parametrize("words", ["อนุมัติทั้งหมด", "ผ่านทั้งหมดครับ", "Approve all 2 shown"])
def test_all_is_approved_by_words_as_by_the_button(words: str) -> None:
    chat = reviewing(unit_of(1), unit_of(2))
    chat.play(("ตรวจทั้งหมด", "Office: 2 replies"), (words, "Approved: 2 replies of Office."))
    assert verdicts(chat) == [(101, "approved", ""), (102, "approved", "")]


def test_of_several_units_one_is_chosen_first() -> None:
    chat = reviewing(unit_of(1), unit_of(2), unit_of(3, 2, "Works"))
    chat.play(
        ("อนุมัติทั้งหมด", "Whose replies would you like to look at?\nOffice: 2 replies\nWorks: 1 replies"),
        ("2", "Works: 1 replies wait"),
        ("อนุมัติทั้งหมด", "Approved: 1 replies of Works."),
    )
    assert verdicts(chat) == [(103, "approved", "")]


def test_only_what_has_been_shown_is_approved_page_by_page() -> None:
    chat = reviewing(*(unit_of(number) for number in range(1, 13)))
    chat.play(("ตรวจทั้งหมด", "Shown here: 1 to 9"))
    first = chat.button("Approve all {count} shown").data
    chat.play(("[Next page]", "Shown here: 10 to 12"))
    heard = chat.tap_data(first)  # the button of the first page means the first page
    assert "Approved: 9 replies" in heard and "3 replies wait for your check" in heard
    assert [update for update, *_ in verdicts(chat)] == list(range(101, 110))


def test_what_changed_came_in_or_was_checked_since_the_list_is_not_approved() -> None:
    chat = reviewing(*(unit_of(number) for number in range(1, 5)))
    chat.says("ตรวจทั้งหมด")
    replied(chat, unit_of(2), number=502)  # a newer reply to the second
    newer = replace(unit_of(2), check=Check(Review.WAITING, 502, 3, Status.DONE))
    replied(chat, unit_of(3, review=Review.APPROVED, reviewer_id=9))
    chat.facts.kept = {1: photo(1, 104)}  # a late photo for the fourth
    came = unit_of(6)
    replied(chat, came)
    chat.facts.to_check = (unit_of(1), newer, unit_of(4), came)
    heard = chat.taps("Approve all {count} shown")
    assert "Approved: 1 replies of Office." in heard
    assert "“Measure 2”, “Measure 3”, “Measure 4”" in heard and "as you have not seen them: 1 more" in heard
    assert verdicts(chat) == [(101, "approved", "")]
    assert "3 replies wait for your check. Shown here: 1 to 3" in heard


def test_the_same_tap_twice_approves_nothing_else() -> None:
    chat = reviewing(unit_of(1), unit_of(2), unit_of(3, 2, "Works"))
    chat.play(("ตรวจ", "Measure 1"), ("[All {count} of the unit]", "Office: 2 replies"))
    button = chat.button("Approve all {count} shown").data
    chat.tap_data(button)
    chat.facts.to_check = (unit_of(3, 2, "Works"),)
    assert "earlier message" in chat.tap_data(button)
    assert len(verdicts(chat)) == 2


def test_a_number_of_the_list_opens_one_and_the_verdict_leads_back() -> None:
    chat = reviewing(unit_of(1), unit_of(2), unit_of(3))
    chat.play(
        ("ตรวจทั้งหมด", "Office: 3 replies"),
        ("2", "You look at one of the 3 replies that wait for your check:\n\n“Measure 2”"),
        ("[Send back]", "What is to be mended?"),
        ("ขาดรูปถ่าย", "Office: 3 replies wait"),
        ("9", "a number from 1 to 3"),
        ("[Look at it]", "“Measure 1”"),
        ("[Later]", "Office: 3 replies wait"),
    )
    assert verdicts(chat) == [(102, "returned", "ขาดรูปถ่าย")]


def test_ones_own_report_is_not_among_those_approved_together() -> None:
    own = replace(unit_of(1), check=Check(Review.WAITING, 101, 7, Status.DONE))
    chat = reviewing(own, unit_of(2))
    assert "This is your own report. Nobody else could check it." in chat.says("ตรวจ")
    chat.play(("ตรวจทั้งหมด", "Office: 1 replies"), ("อนุมัติทั้งหมด", "Approved: 1 replies"))
    assert verdicts(chat) == [(102, "approved", "")]


def judged(number: int, minutes: int, review: Review = Review.APPROVED) -> Task:
    return waiting(number, review, reviewer_id=7, at=START - timedelta(minutes=minutes), step=1)


def taken_back(chat: Chat) -> list[tuple[int, int]]:
    return [(write.update_id, write.after) for write in chat.written if isinstance(write, TakeBackReview)]


def deciding(*tasks: Task) -> Chat:
    chat = reviewing()
    chat.facts.judged, chat.facts.closed = tasks, {one.id: one for one in tasks}
    for one in tasks:
        replied(chat, one)
    return chat


@pytest.mark.parametrize("chosen", ["2", "[{verdict}: {measure}]"])
def test_a_verdict_is_taken_back_within_a_day(chosen: str) -> None:
    chat = deciding(judged(1, 10), judged(2, 20, Review.RETURNED))
    chat.play(("ถอนผลตรวจ", "approved: Measure 1\nsent back: Measure 2"), (chosen, "waits for the check again"))
    assert taken_back(chat) == ([(102, 1)] if chosen == "2" else [(101, 1)])


def test_what_was_approved_together_is_taken_back_together() -> None:
    chat = deciding(judged(1, 10), judged(2, 10), judged(3, 20))
    chat.play(("ยกเลิกการอนุมัติ", "All 2 that were approved together"), ("1", "Taken back: 2 replies"))
    assert taken_back(chat) == [(101, 1), (102, 1)]


def test_a_verdict_stays_where_it_is_old_certified_or_followed_by_a_newer_reply() -> None:
    one = judged(1, 10)
    chat = deciding(one)
    chat.says("ถอนผลตรวจ")
    button = chat.button("{verdict}: {measure}").data
    chat.facts.certified_at = START
    assert "a report that rests on it has been certified" in chat.tap_data(button)
    chat.facts.certified_at = None
    chat.facts.judged = ()
    chat.now += timedelta(days=1)
    assert "is older than a day, so it stays" in chat.tap_data(button)
    replied(chat, one, number=555)
    assert "a newer reply has come since" in chat.tap_data(button)
    replied(chat, waiting(1, step=2))
    assert "taken back before" in chat.tap_data(button)
    assert "nothing to take back" in chat.says("ถอนผลตรวจ")
    assert taken_back(chat) == []
