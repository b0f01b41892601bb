"""A reply says which month or quarter it answers for, and *done* whether the month alone is meant."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.expectation import Reply
from domain.reply_chain import printed_together
from domain.task import Check, Review, Status, Update
from tests.handlers.chat import Chat, task
from thai.cadences import CadenceKind

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def chat_on(day: int, month: int = 11, cadence: CadenceKind = CadenceKind.MONTHLY, **changes: Any) -> Chat:
    """A conversation on that day with one task of this rhythm."""
    chat = Chat(tasks=0)
    chat.now = datetime(2026 if month > 9 else 2027, month, day, 2, tzinfo=UTC)
    chat.facts.tasks = (task(1, cadence=cadence, **changes),)
    return chat


def report(chat: Chat, status: str = "[In progress]") -> str:
    """A report up to the look over."""
    chat.tap_data(":report:1")
    chat.play((status, ""), *((("[Only {period}]", "What was done?"),) if status == "[Done]" else ()))
    chat.play(("ทำแล้ว ๒ ครั้ง", "suggestion"), ("[Skip]", "evidence"))
    return chat.taps("No evidence")


def test_until_the_tenth_the_month_before_is_proposed_if_it_is_empty() -> None:
    chat = chat_on(10)
    assert "How far is it in the month of October 2569?" in chat.tap_data(":report:1")
    assert "How far is it in the month of November 2569?" in chat_on(11).tap_data(":report:1")
    given = (Reply(date(2026, 10, 25), Status.IN_PROGRESS, OCTOBER),)
    assert "in the month of November 2569?" in chat_on(5, replies=given).tap_data(":report:1")


def test_the_month_is_shown_before_saving_and_changed_by_a_button() -> None:
    chat = chat_on(20)
    assert "Report for: the month of November 2569" in report(chat)
    chat.play(
        ("[Change the month]", "Which month is this report for?"),
        ("1", "Report for: the month of October 2569"),
        ("[Save]", "Report for: the month of October 2569"),
    )
    assert (chat.saved[0].period, chat.saved[0].result) == (OCTOBER, "ทำแล้ว ๒ ครั้ง")


def test_going_back_from_the_choice_of_months_saves_nothing_and_keeps_the_month() -> None:
    chat = chat_on(20)
    report(chat)
    chat.taps("Change the month")
    chat.play(("ย้อนกลับ", "Report for: the month of November 2569"), ("[Change the month]", "Which month"))
    chat.play(("เดือนตุลาคม", "month of October"), ("[Change the month]", "Which"), ("ย้อนกลับ", "month of October"))
    assert not chat.saved
    chat.taps("Save")
    assert chat.saved[0].period == OCTOBER


def test_the_month_can_be_typed_at_the_look_over_and_at_the_first_question() -> None:
    chat = chat_on(20)
    report(chat)
    chat.play(("เดือนตุลาคม", "Report for: the month of October 2569"), ("พ.ย. 69", "month of November 2569"))
    chat.play(("เดือนธันวาคม", "has not begun yet"), ("เดือนเมษายน", "Nothing has been saved yet"), ("1", "Saved"))
    assert chat.saved[0].period == NOVEMBER
    chat = chat_on(20)
    chat.tap_data(":report:1")
    assert "How far is it in the month of October 2569?" in chat.says("เดือน ต.ค.")


def test_a_save_button_of_before_the_month_was_changed_saves_nothing() -> None:
    chat = chat_on(20)
    report(chat)
    old = chat.button("Save").data
    chat.says("เดือนตุลาคม")
    chat.tap_data(old)
    assert not chat.saved


def test_a_quarter_is_a_quarter() -> None:
    chat = chat_on(20, cadence=CadenceKind.QUARTERLY)
    assert "How far is it in quarter 1 of 2570?" in chat.tap_data(":report:1")
    chat = chat_on(15, 1, CadenceKind.QUARTERLY)
    report(chat)
    chat.play(("ไตรมาส 1", "Report for: quarter 1 of 2570"), ("[Change the quarter]", "Which quarter"))
    chat.play(("quarter 2", ""), ("ไตรมาสที่ ๑", "quarter 1 of 2570"), ("[Save]", "Saved"))
    assert chat.saved[0].period == OCTOBER


def test_months_outside_the_measure_s_timeframe_are_none_of_it() -> None:
    chat = chat_on(20, 2, carried_out=(date(2027, 1, 1), date(2027, 9, 30)))
    report(chat)
    assert "Nothing has been saved yet" in chat.says("เดือนธันวาคม")
    heard = chat.taps("Change the month")
    assert "January" in heard
    assert "December" not in heard
    assert "March" not in heard


def test_done_asks_whether_the_month_or_the_whole_measure_is_meant() -> None:
    chat = chat_on(20)
    assert "Done: Only the month of November 2569" in report(chat, "[Done]")
    chat.taps("Save")
    assert (chat.saved[0].status, chat.saved[0].period, chat.saved[0].of_whole) == (Status.DONE, NOVEMBER, False)
    chat = chat_on(20)
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What is done: the part of the month of November 2569"), ("ทั้งมาตรการ", "What was done?"))
    chat.play(("ครบ", "may not be meant"), ("ทำครบแล้วทุกข้อ", "sugg"), ("[Skip]", "evidence"))
    chat.play(("[No evidence]", "Done: The whole measure"), ("1", "has its report"))
    assert chat.saved[0].of_whole


def test_done_asks_no_more_of_a_measure_without_a_rhythm() -> None:
    chat = chat_on(20, cadence=CadenceKind.ONCE)
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What was done?"), ("ทำแล้ว ๒ ครั้ง", "sugg"), ("[Skip]", "evid"), ("[No evidence]", "right"))
    assert "Report for" not in chat.heard
    chat.taps("Save")
    assert (chat.saved[0].period, chat.saved[0].of_whole) == (None, True)


def test_not_carried_out_asks_whether_the_month_or_the_whole_measure_is_meant() -> None:
    for tapped, whole in (("Only {period}", False), ("The whole measure", True)):
        chat = chat_on(20)
        chat.tap_data(":report:1")
        chat.play(("[Not carried out]", "What is not carried out: the part of the month of November 2569"))
        meant = "The whole measure" if whole else "Only the month of November 2569"
        chat.play((f"[{tapped}]", "reason"), ("ฝนตกหนักทั้งเดือน", f"Not carried out: {meant}"))
        heard, (saved,) = chat.taps("Save"), chat.saved
        assert (saved.status, saved.period, saved.of_whole) == (Status.NOT_DONE, NOVEMBER, whole)
        # Left out in November, October is asked for still; given up, nothing is.
        assert ("the report for the month of October 2569 is still missing" in heard) is not whole
    chat = chat_on(20, cadence=CadenceKind.ONCE)
    chat.tap_data(":report:1")
    assert "reason" in chat.taps("Not carried out")


def test_what_is_still_missing_of_the_measure_is_said_after_saving() -> None:
    chat = chat_on(20)
    report(chat)
    assert "the report for the month of October 2569 is still missing" in chat.taps("Save")


def test_a_measure_whose_months_are_still_to_come_is_no_unfinished_one() -> None:
    chat = chat_on(20, replies=(Reply(date(2026, 10, 25), Status.IN_PROGRESS, OCTOBER),))
    from_january = task(2, cadence=CadenceKind.MONTHLY, carried_out=(date(2027, 1, 1), date(2027, 3, 31)))
    chat.facts.tasks = (*chat.facts.tasks, from_january)
    report(chat)
    assert "has its report (1 not finished yet)" in chat.taps("Save")


def test_a_report_sent_back_is_mended_for_its_own_month() -> None:
    check = Check(Review.RETURNED, 9, 7, Status.IN_PROGRESS, 8, "ระบุวันที่ด้วย")
    chat = chat_on(20, check=check)
    at = datetime(2026, 11, 2, 2, tzinfo=UTC)
    chat.facts.updates[1] = Update(9, 1, 7, at, Status.IN_PROGRESS, "ทำแล้ว", period=OCTOBER, check=check)
    assert "Report for: the month of October 2569" in chat.tap_data(":report:1")
    chat.taps("Save")
    assert [(one.period, one.result) for one in chat.saved] == [(OCTOBER, "ทำแล้ว")]


def test_a_report_that_was_stopped_keeps_its_month() -> None:
    chat = chat_on(9)
    chat.facts.tasks = (*chat.facts.tasks, task(2))
    report(chat)
    chat.says("ยกเลิก")
    chat.now = chat.now.replace(day=14)
    assert "Report for: the month of October 2569" in chat.tap_data(":report:1")
    assert "Report for: the month of October 2569" in chat.taps("Go on with it")
    assert "November" in chat.taps("Change the month")


def test_one_tap_fills_the_empty_month_before_and_the_next_tap_the_present_one() -> None:
    first = Reply(date(2026, 9, 30), Status.IN_PROGRESS)
    chat = chat_on(5, replies=(first,))
    at = datetime(2026, 9, 30, 2, tzinfo=UTC)
    chat.facts.updates[1] = Update(9, 1, 7, at, Status.IN_PROGRESS, "ทำแล้ว")
    assert "Report for: the month of October 2569" in chat.tap_data(":same:1")
    given = (first, Reply(date(2026, 11, 5), Status.IN_PROGRESS, OCTOBER))
    chat.facts.tasks = (replace(chat.facts.tasks[0], replies=given),)
    assert "Report for: the month of November 2569" in chat.tap_data(":same:1")
    assert [saved.period for saved in chat.saved] == [OCTOBER, NOVEMBER]


def test_what_was_told_of_another_month_stays_unasked_and_of_the_same_month_is_asked_about() -> None:
    chat = chat_on(20)
    day = datetime(2026, 11, 5, 3, tzinfo=UTC)
    chat.facts.updates[1] = Update(9, 1, 7, day, Status.IN_PROGRESS, "ทำแล้วของตุลาคม", period=OCTOBER)
    chat.tap_data(":report:1")
    assert "What was done" in chat.taps("In progress")
    chat.says("ยกเลิก")
    chat.facts.updates[1] = Update(9, 1, 7, day, Status.IN_PROGRESS, "ทำแล้วของพฤศจิกายน", period=NOVEMBER)
    chat.tap_data(":report:1")
    chat.taps("Begin anew")
    assert "ทำแล้วของพฤศจิกายน" in chat.taps("In progress") and "take its place" in chat.heard


def test_a_reply_takes_the_place_of_its_own_month_alone() -> None:
    def reply(number: int, period: date | None, adds: bool | None = None) -> Update:
        return Update(number, 1, 7, datetime(2026, 11, 5, 3, tzinfo=UTC), Status.IN_PROGRESS, period=period, adds=adds)

    def printed(*replies: Update) -> list[int]:
        return [one.id for one in printed_together(replies)]

    assert printed(reply(1, OCTOBER), reply(2, NOVEMBER), reply(3, OCTOBER, False)) == [2, 3]
    assert printed(reply(1, OCTOBER), reply(2, NOVEMBER), reply(3, OCTOBER, True)) == [1, 2, 3]
    assert printed(reply(1, NOVEMBER), reply(2, OCTOBER), reply(3, NOVEMBER)) == [2, 3]
    assert printed(reply(1, None), reply(2, NOVEMBER, False)) == [2]


def test_a_report_moved_to_another_month_replaces_nothing_there_that_was_not_shown() -> None:
    chat = chat_on(20)
    day = datetime(2026, 11, 5, 3, tzinfo=UTC)
    chat.facts.older = (Update(8, 1, 7, day, Status.IN_PROGRESS, "ทำแล้วของตุลาคม", period=OCTOBER),)
    chat.facts.updates[1] = Update(9, 1, 7, day, Status.IN_PROGRESS, "ทำแล้วของพฤศจิกายน", period=NOVEMBER)
    chat.tap_data(":report:1")
    chat.play(("[In progress]", "ทำแล้วของพฤศจิกายน"), ("[Replace it]", "What was done"), ("จัดอบรมแล้ว", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("[No evidence]", "is replaced by this"))
    assert "ทำแล้วของตุลาคม" in chat.says("เดือนตุลาคม") and "take its place" in chat.heard
    chat.play(("[Add to it]", "Text before: stays; this is added"), ("[Save]", "month of October 2569"))
    assert (chat.saved[0].period, chat.saved[0].adds) == (OCTOBER, True)
