"""Reporting on a task, by taps and by typing alone."""

from dataclasses import replace
from datetime import date

import pytest

from domain.task import Status
from tests.handlers.chat import Chat, task
from thai.fiscal import RoundKind


def test_a_report_is_made_by_taps() -> None:
    chat = Chat()
    chat.says("งาน")
    chat.tap_data(":report:2")
    chat.play(
        ("[Done]", "What was done?"),
        ("The plan was published", "suggestion"),
        ("[Skip]", "evidence"),
    )
    assert "1 pieces" in chat.photo()
    chat.play(("[No more]", "What was done: The plan was published"), ("[Save]", "Saved: Measure 2 – Done"))
    (update,) = chat.saved
    assert (update.task_id, update.status, update.result, update.suggestion) == (
        2, Status.DONE, "The plan was published", "")  # fmt: skip
    assert len(update.message_ids) == 1
    assert chat.state.flow == "menu"


def test_a_report_is_made_by_typing_alone() -> None:
    chat = Chat()
    chat.play(
        ("งาน", "1. Measure 1"),
        ("๓", "“Measure 3”"),
        ("in progress", "What was done?"),
        ("Half of it", "suggestion"),
        ("skip", "evidence"),
        ("https://example.go.th/a https://example.go.th/b", "2 pieces"),
        ("1", "Evidence: https://example.go.th/a | https://example.go.th/b"),
        ("1", "Saved: Measure 3 – In progress"),
    )
    assert chat.saved[0].links == ("https://example.go.th/a", "https://example.go.th/b")


@pytest.mark.parametrize(
    ("reply_keys", "asked"),
    [
        (("did", "did_not", "remark"), ["result", "remark", "evidence"]),
        (("result", "outcome"), ["result", "outcome", "evidence"]),
        (("dates",), ["date_1", "date_2", "evidence"]),
        ((), ["evidence"]),
    ],
)
def test_the_layouts_reply_columns_decide_what_is_asked(reply_keys: tuple[str, ...], asked: list[str]) -> None:
    chat = Chat(reply_keys)
    chat.tap_data(":report:1")
    chat.taps("Done")
    steps = []
    while chat.state.step != "summary":
        steps.append(chat.state.step)
        chat.tap_data(f"{chat.state.ticket}:{chat.state.step}:done") if chat.state.step == "evidence" else chat.says(
            "1 พ.ย. 2569"
        )
    assert steps == asked


def test_what_is_not_carried_out_needs_its_reason_and_nothing_else() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Not carried out]", "Why was it not"), ("  ", "empty"), ("No budget", "Reason: No budget"), ("1", "Saved")
    )
    assert chat.saved[0].reason == "No budget"
    assert chat.saved[0].result == ""


def test_it_asks_again_when_the_date_is_outside_the_round() -> None:
    chat = Chat(("dates",))
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "First step"),
        ("30 ก.ย. 2569", "2026-09-30 lies outside the round"),
        ("21 พ.ย. 2569", "outside the round"),
        ("31 ก.ย. 2569", "no such day"),
        ("soon", "not understood"),
        ("เมื่อวาน", "Second step"),
    )
    chat.tap_data(f"{chat.state.ticket}:date_2:date", picked="2026-11-05")
    chat.play(("[No evidence]", "Is this right"), ("[Save]", "Saved"))
    assert chat.saved[0].dates == ((1, date(2026, 11, 19)), (2, date(2026, 11, 5)))


def test_one_answer_can_be_changed_before_saving() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What was done?"),
        ("Wrng", "suggestion"),
        ("More staff", "evidence"),
        ("[No evidence]", "Wrng"),
        ("[Change one]", "Which answer"),
        ("[What was done]", "What was done?"),
        ("Right", "What was done: Right"),
        ("[Save]", "Saved"),
    )
    assert (chat.saved[0].result, chat.saved[0].suggestion) == ("Right", "More staff")


def test_a_status_changed_to_not_carried_out_asks_for_the_reason() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What"), ("Signs", "sugg"), ("skip", "evid"), ("[No evidence]", "right"), ("[Change one]", "Which"),
        ("[Status]", "How far"), ("[Not carried out]", "Why"), ("No budget", "Reason: No budget"), ("[Save]", "Saved"),
    )  # fmt: skip
    assert (chat.saved[0].status, chat.saved[0].reason, chat.saved[0].result) == (Status.NOT_DONE, "No budget", "")


def test_back_asks_the_question_before() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What was done"),
        ("Put up signs", "suggestion"),
        ("ย้อนกลับ", "What was done"),
        ("Held a meeting", "suggestion"),
    )
    chat.play(("[Back]", "What was done"), ("[Back]", "How far"), ("[Back]", "Which one"), ("ย้อนกลับ", "first question"))


def test_a_list_of_many_tasks_is_turned_by_pages_and_numbered_through() -> None:
    chat = Chat(tasks=25)
    chat.play(("งาน", "9. Measure 9"), ("[Next page]", "10. Measure 10"), ("[Next page]", "25. Measure 25"))
    chat.play(("[Previous page]", "10. Measure 10"), ("24", "“Measure 24”"))


def test_a_text_too_long_is_asked_shorter() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert "take 1 letters out" in chat.says("ก" * 2001)
    assert chat.state.step == "result"


def test_an_endless_number_is_no_number() -> None:
    chat = Chat()
    chat.says("งาน")
    assert "Please choose a task" in chat.says("9" * 5000)


def test_a_measure_of_pages_does_not_hide_the_choices() -> None:
    chat = Chat()
    chat.facts.tasks = (replace(chat.facts.tasks[0], measure="ยาว" * 2000),)
    assert len(chat.tap_data(":report:1")) < 1500


def test_a_typed_number_means_the_task_it_stood_beside_when_shown() -> None:
    chat = Chat()
    chat.says("งาน")
    first, *rest = chat.facts.tasks
    chat.facts.tasks = (*rest, replace(first, status=Status.DONE))
    assert "“Measure 1”" in chat.says("1")


def test_going_back_from_a_change_gives_the_old_answer_back() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Kept", "sugg"), ("More staff", "evid"), ("[No evidence]", "Kept"))
    for answer in ("What was done", "Suggestion", "Evidence", "Status"):
        chat.play(("[Change one]", "Which"), (f"[{answer}]", ""), ("[Back]", "What was done: Kept"))
        assert "Suggestion: More staff" in chat.heard


@pytest.mark.parametrize("said", ["ยกเลิก", "ยกเลิกค่ะ", "ยกเลิกครับ", " ยกเลิก นะคะ", "cancel."])
def test_polite_words_are_understood(said: str) -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert "Nothing was saved" in chat.says(said)


def test_what_is_not_finished_is_not_called_finished() -> None:
    chat = Chat(tasks=1)
    chat.tap_data(":report:1")
    chat.play(("[In progress]", "What"), ("Put up signs", "sugg"), ("skip", "evidence"), ("[No evidence]", "right"))
    assert "has its report (1 not finished yet)" in chat.taps("Save")


def test_a_task_of_the_same_measure_as_another_names_its_unit_and_its_round() -> None:
    chat = Chat(tasks=1)
    second = {"year": 2570, "kind": RoundKind.SECOND_HALF, "round_id": 2, "due": date(2027, 9, 30)}
    chat.facts.tasks = (task(1), task(2, measure="Measure 1", unit="Treasury", unit_id=2, **second))
    heard = chat.tap_data(":report:2")
    assert "Treasury · รอบ 6 เดือนหลัง 2570" in heard
    chat.says("ยกเลิก")
    assert "Office · รอบ 6 เดือนแรก 2570" in chat.tap_data(":report:1")


def test_a_task_that_is_like_no_other_names_its_measure_alone() -> None:
    assert "Office" not in Chat(tasks=2).tap_data(":report:2")


def test_the_round_of_the_year_asks_what_came_of_it_besides() -> None:
    chat = Chat(("result",))
    chat.facts.tasks = (replace(task(1), kind=RoundKind.ANNUAL),)
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What was done?"), ("Signs put up", "What came of it?"), ("[Skip]", "evidence"))
