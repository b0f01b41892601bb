"""Reporting on a task, by taps and by typing alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.events import Media
from domain.task import Check, Evidence, Review, Status, Update
from domain.writes import DropEvidence, ForgetMessage, WantEvidence
from handlers.evidence import find_links
from tests.handlers.chat import START, Chat, task
from thai.cadences import CadenceKind
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


def test_a_button_of_an_old_message_says_so_and_asks_again() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    old = chat.button("Done").data
    chat.taps("In progress")
    assert "earlier message" in chat.tap_data(old)
    assert chat.state.step == "result"
    chat.says("ยกเลิก")
    chat.tap_data(":report:2")
    assert "earlier message" in chat.tap_data(old)
    assert chat.state.step == "status"


@pytest.mark.parametrize("data", [":report:99", ":report:x", ":report:99999999999999999999", ":report:-1"])
def test_someone_elses_task_is_refused(data: str) -> None:
    assert "not open to you" in Chat().tap_data(data)


@pytest.mark.parametrize("data", ["", ":", "::", "a:b:c", "ไทย", ":nonsense:1", "x" * 300])
def test_a_button_never_seen_is_answered_and_changes_nothing(data: str) -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    before = chat.state
    assert chat.tap_data(data)
    assert (chat.state.step, chat.state.answers) == (before.step, before.answers)


def test_one_report_at_a_time() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert "You are reporting on" in chat.tap_data(":report:2")
    assert chat.state.step == "result"
    chat.play(("Put up signs", "suggestion"))


def test_status_and_help_do_not_disturb_a_report() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What was done"),
        ("สถานะ", "What was done"),
        ("ช่วยเหลือ", "What was done"),
        ("Put up signs", "suggestion"),
    )


def test_a_report_is_resumed_after_a_night_and_the_greeting_is_no_answer() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.now += timedelta(hours=20)
    chat.play(("Good morning", "not taken as an answer"), ("Now the answer", "suggestion"))
    assert chat.state.answers["result"]["value"] == "Now the answer"


def test_a_report_that_waited_too_long_is_put_away_politely() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.now += timedelta(days=8)
    chat.play(("Hello", "“Measure 1” that you had begun was put away unsaved"))
    assert chat.state.flow == "menu"


def test_a_step_that_no_longer_exists_is_an_expired_conversation() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.state = replace(chat.state, step="colour")
    chat.play(("Hello", "put away unsaved"))
    chat.state = replace(chat.state, flow="astrology", step="sign")
    assert chat.says("งาน")


def test_a_task_whose_round_closes_meanwhile_is_said() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.facts.tasks = chat.facts.tasks[1:]
    chat.play(("An answer", "takes no more answers"))
    assert not chat.saved


def test_what_was_written_before_the_question_is_no_answer_to_it() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.give(chat.event(text="late comer", at=chat.now - timedelta(minutes=1)))
    assert "Not recorded yet" in chat.heard
    assert "result" not in chat.state.answers


def test_of_photos_sent_together_the_first_and_the_last_are_answered() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    heard = [chat.photo(message_id=f"p{n}", set_id="s", set_total=3) for n in (2, 1, 3)]
    assert "Receiving 3 photos" in heard[0]
    assert heard[1] == ""
    assert "Received" in heard[2]
    assert len([write for write in chat.written if isinstance(write, WantEvidence)]) == 3


def test_a_photo_that_comes_first_begins_a_report() -> None:
    chat = Chat()
    assert "Which task" in chat.photo(message_id="p1")
    chat.play(
        ("2", "How far"),
        ("1", "What was done"),
        ("Put up signs", "sugg"),
        ("skip", "1 pieces"),
        ("1", "right"),
        ("1", "Saved"),
    )
    assert (chat.saved[0].task_id, chat.saved[0].message_ids) == (2, ("p1",))


def test_the_same_photo_twice_is_kept_once() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.photo(message_id="p1")
    chat.photo(message_id="p1")
    assert len(chat.state.notes["files"]) == 1


def test_a_file_over_the_cap_is_refused_by_name() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    assert "plan.zip" in chat.photo(name="plan.zip", size=21 * 1024 * 1024)
    assert not chat.written


def test_an_unsent_answer_is_asked_again_and_forgotten() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says("Secret", message_id="m9")
    chat.give(chat.event(kind="unsend", message_id="m9"))
    assert chat.state.step == "result"
    assert "Secret" not in str(chat.state)
    assert any(isinstance(write, ForgetMessage) and write.message_id == "m9" for write in chat.written)


def test_a_message_unsent_before_it_came_is_not_taken() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.facts.taken_back = frozenset({"m9"})
    assert chat.says("Secret", message_id="m9") == ""
    assert chat.state.step == "result"


def test_evidence_that_could_not_be_kept_is_said_and_saved_evidence_is_not() -> None:
    chat = Chat()
    chat.facts.kept = {5: Evidence(5, None, None, "photo", "wanted", message_id="p1")}
    assert chat.fetched(5, "saved") == ""
    assert "larger than 20 MB" in chat.fetched(5, "too_large")


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


def test_a_late_cancel_does_not_stop_a_report_begun_meanwhile() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.photo(message_id="p1")
    for words in ("ยกเลิก", "ย้อนกลับ"):
        chat.give(chat.event(text=words, at=chat.now - timedelta(minutes=30)))
        assert "sent before" in chat.heard
    assert chat.state.flow == "report"
    assert not any(isinstance(write, DropEvidence) for write in chat.written)


def test_a_photo_does_not_make_the_text_typed_before_it_late() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    typed = chat.event(text="The answer")
    chat.photo(message_id="p1")
    chat.give(typed)
    assert chat.state.answers["result"]["value"] == "The answer"


def test_evidence_can_be_taken_back_from_what_is_not_carried_out() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Not carried out")
    chat.photo(message_id="p1")
    chat.play(("No budget", "1 pieces"), ("[No more]", "Evidence: 1 pictures"), ("[Change one]", "Which answer"))
    chat.play(("[Evidence]", "1 pieces"), ("[Take all back]", "No evidence"), ("[No evidence]", "Is this right"))
    chat.play(("[Save]", "Saved"))
    assert chat.saved[0].message_ids == ()


def test_an_endless_number_is_no_number() -> None:
    chat = Chat()
    chat.says("งาน")
    assert "Please choose a task" in chat.says("9" * 5000)


def test_an_answer_unsent_while_choosing_what_to_change_is_asked_and_looked_over_again() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says("Secret", message_id="m9")
    chat.play(("[Skip]", "evidence"), ("[No evidence]", "right"), ("[Change one]", "Which"))
    chat.give(chat.event(kind="unsend", message_id="m9"))
    chat.play(("Save", "took back was removed"), ("Better", "Is this right"))


def test_a_links_punctuation_is_not_the_links() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Put up signs", "sugg"), ("skip", "evidence"))
    chat.play(("(ดู https://example.go.th/a?b=1&c=2#d, และต่อ https://example.go.th/ข่าว)", "2 pieces"))
    assert [file["link"] for file in chat.state.notes["files"]] == [
        "https://example.go.th/a?b=1&c=2#d",
        "https://example.go.th/ข่าว",
    ]
    chat.play(("https://example.go.th/" + "a" * 2000, "too long"))


def test_a_measure_of_pages_does_not_hide_the_choices() -> None:
    chat = Chat()
    chat.facts.tasks = (replace(chat.facts.tasks[0], measure="ยาว" * 2000),)
    assert len(chat.tap_data(":report:1")) < 1500


def test_an_earlier_report_of_the_task_is_told() -> None:
    chat = Chat()
    chat.facts.updates = {1: Update(1, 1, 4, chat.now, Status.DONE, "Held")}
    assert "Person 4 reported on this task on 2026-11-20: Done" in chat.tap_data(":report:1")


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


@pytest.mark.parametrize("said", ["ไม่มี", "ไม่มีค่ะ", "ครบแล้วครับ", "-", "1"])
def test_no_evidence_can_be_said_in_many_words(said: str) -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(
        ("[Done]", "What"),
        ("Put up signs", "sugg"),
        ("ไม่มี", "evidence"),
        (said, "Suggestion: none"),
        ("ถูกต้องค่ะ", "Saved"),
    )
    assert chat.saved[0].suggestion == ""


def test_a_link_without_its_scheme_is_a_link() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Put up signs", "sugg"), ("skip", "evidence"), ("www.facebook.com/abt", "1 pieces"))
    assert chat.state.notes["files"][0]["link"] == "https://www.facebook.com/abt"


def at_summary() -> Chat:
    """A report on measure 1 that is answered and waits to be saved."""
    chat = Chat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What"), ("Signs put up", "sugg"), ("skip", "evidence"), ("[No evidence]", "right"))
    return chat


def test_a_second_tap_on_save_is_told_which_report_was_saved() -> None:
    chat = at_summary()
    save = chat.button("Save").data
    chat.tap_data(save)
    heard = chat.tap_data(save)
    assert "was saved on 2026-11-20" in heard and "Measure 1" in heard
    assert len(chat.saved) == 1
    chat.tap_data(":report:2")
    assert "was saved on 2026-11-20" in chat.tap_data(save), "in the middle of another report, too"


def test_save_on_a_cancelled_report_is_not_told_that_it_was_saved() -> None:
    chat = at_summary()
    save = chat.button("Save").data
    chat.says("ยกเลิก")
    heard = chat.tap_data(save)
    assert "nothing of it is saved" in heard and "was saved on" not in heard
    assert not chat.saved


def test_save_after_eight_days_is_not_told_that_it_was_saved() -> None:
    chat = at_summary()
    save = chat.button("Save").data
    chat.now += timedelta(days=8)
    heard = chat.tap_data(save)
    assert "was saved on" not in heard and "nothing of it is saved" in heard
    assert not chat.saved
    chat.state = replace(chat.state, flow=None, step=None, answers={}, ticket="")
    assert "nothing of it is saved" in chat.tap_data(save), "nor once the hourly sweep was there"


def test_save_of_a_cancelled_report_does_not_speak_for_the_one_saved_after_it() -> None:
    chat = at_summary()
    old = chat.button("Save").data
    chat.says("ยกเลิก")
    chat.tap_data(":report:2")
    chat.play(("[Not started]", "right"), ("[Save]", "Saved"))
    assert "nothing of it is saved" in chat.tap_data(old)


def test_what_is_not_finished_is_not_called_finished() -> None:
    chat = Chat(tasks=1)
    chat.tap_data(":report:1")
    chat.play(("[In progress]", "What"), ("Put up signs", "sugg"), ("skip", "evidence"), ("[No evidence]", "right"))
    assert "has its report (1 not finished yet)" in chat.taps("Save")


def reported_before(chat: Chat) -> Chat:
    """A task with a reply of an earlier day, a photo and a link with it."""
    chat.facts.updates = {1: Update(100, 1, 7, START, Status.IN_PROGRESS, "Put up signs\nTold all units")}
    chat.facts.kept = {
        n: Evidence(n, 1, 100, kind, state, link=link, message_id=f"m{n}")
        for n, kind, state, link in (
            (4, "photo", "saved", None), (5, "photo", "failed", None), (6, "link", "saved", "https://example.org"),
        )
    }  # fmt: skip
    chat.tap_data(":report:1")
    return chat


def test_what_was_reported_before_is_shown_and_can_be_added_to() -> None:
    chat = reported_before(Chat())
    heard = chat.taps("Done")
    assert "- Put up signs\n- Told all units" in heard and "20/11/2569 Person 7" in heard
    chat.play(
        ("[Add to it]", "What was done"),
        ("Held a training", "suggestion"),
        ("[Skip]", "2 pieces of evidence stay from before"),
    )
    assert "2 pieces of evidence stay from before, 1 are new" in chat.photo(message_id="p9")
    chat.play(("ไม่มี", "Text before: stays; this is added"), ("[Save]", "Saved"))
    saved = chat.saved[-1]
    assert (saved.result, saved.adds, saved.earlier) == ("Held a training", True, (4, 6))
    assert (saved.message_ids, saved.links) == (("p9",), ())


def test_nothing_need_be_added_to_what_was_reported_before() -> None:
    chat = reported_before(Chat())
    chat.play(("[Done]", "reported before"), ("1", "What was done"), ("[Skip]", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("done", "right"), ("[Save]", "Saved"))
    assert (chat.saved[-1].result, chat.saved[-1].adds, chat.saved[-1].status) == ("", True, Status.DONE)


def test_what_was_reported_before_can_be_replaced_and_its_evidence_taken_out_on_purpose() -> None:
    chat = reported_before(Chat())
    chat.play(
        ("[Done]", "reported before"),
        ("[Replace it]", "What was done"),
        ("All anew", "suggestion"),
        ("[Skip]", "2 pieces of evidence stay"),
        ("[Take the {count} earlier out]", "The 2 earlier pieces are taken out"),
    )
    assert "stay from before" not in chat.heard
    chat.play(("[No evidence]", "Text before: is replaced by this"), ("[Save]", "Saved"))
    saved = chat.saved[-1]
    assert (saved.result, saved.adds, saved.earlier) == ("All anew", False, ())
    assert not [write for write in chat.written if isinstance(write, DropEvidence)]


@pytest.mark.parametrize("gone", ["sent back", "taken back"])
def test_what_was_sent_back_or_taken_back_is_not_gone_on_with(gone: str) -> None:
    chat = Chat()
    check = Check(Review.RETURNED, 100, 7, Status.DONE, 8)
    reply = Update(100, 1, 7, START, Status.DONE, "Made")
    chat.facts.updates = {1: replace(reply, emptied=True) if gone == "taken back" else replace(reply, check=check)}
    chat.tap_data(":report:1")
    assert "What was done" in chat.taps("Done")  # the task does not say so: the verdict came in this moment


def test_a_voice_message_is_no_answer_and_no_evidence_at_a_text_question() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.taps("Done")
    media = Media("voice", "v1")
    chat.give(chat.event(kind="media", media=media, message_id="v1"))
    assert "Please type it" in chat.heard and "What was done" in chat.heard
    assert not chat.written


def test_why_a_report_under_way_was_not_saved_is_said() -> None:
    chat = Chat()
    chat.tap_data(":report:1")
    chat.facts.closed, chat.facts.tasks = {1: chat.facts.tasks[0]}, chat.facts.tasks[1:]
    heard = chat.says("Signs were put up")
    assert "“Measure 1” that you had begun was not saved" in heard
    assert "its round was closed on 2026-11-20" in heard


def test_what_was_unsent_after_saving_opens_the_task_again_and_is_said() -> None:
    chat = Chat()
    chat.facts.emptied = {"m1": (chat.facts.tasks[0],), "m2": (task(9),)}
    chat.give(chat.event(kind="unsend", message_id="m1"))
    assert "removed from the report on “Measure 1”. Please answer it again" in chat.heard
    assert "How far" in chat.taps("Report again")
    chat.give(chat.event(kind="unsend", message_id="m2"))
    assert "which takes no more answers" in chat.heard


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


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("facebook.com/example/posts/1", "https://facebook.com/example/posts/1"),
        ("ดูที่fb.com/example ค่ะ", "https://fb.com/example"),
        ("อบต.example.go.th/a", "https://อบต.example.go.th/a"),
        ("example.go.th.", "https://example.go.th"),
        ("somchai@example.go.th", None),
        ("IMG_1.jpg", None),
        ("ข้อ 2.1", None),
    ],
)
def test_an_address_without_its_beginning_is_a_link_too(typed: str, address: str | None) -> None:
    assert find_links(typed) == ([address] if address else [])


def to_the_look_over(chat: Chat, how: str) -> str:
    """A report whose text is added to, or takes the place of, what was reported before; up to the look over."""
    chat.play((how, "What was done"), ("Held a training", "suggestion"), ("[Skip]", "evidence"))
    return chat.says("ไม่มี")


def test_what_a_colleague_reports_meanwhile_is_shown_before_anything_takes_its_place() -> None:
    chat = reported_before(Chat())
    chat.taps("Done")
    assert "is replaced by this" in to_the_look_over(chat, "[Replace it]")
    first = chat.facts.updates[1]
    chat.facts.older, chat.facts.updates = (
        (first,),
        {1: Update(101, 1, 8, START, Status.DONE, "Trained all", adds=True)},
    )
    assert "- Put up signs" in chat.taps("Save") and "- Trained all" in chat.heard and "take its place" in chat.heard
    assert not chat.saved
    chat.play(("[Add to it]", "Text before: stays; this is added"), ("[Save]", "Saved"))
    assert (chat.saved[-1].adds, chat.saved[-1].result, chat.saved[-1].follows) == (True, "Held a training", 101)


def test_evidence_that_a_colleague_sends_meanwhile_is_not_taken_out_with_what_was_there_before() -> None:
    chat = reported_before(Chat())
    chat.taps("Done")
    chat.play(("[Add to it]", "What was done"), ("Held a training", "suggestion"), ("[Skip]", "stay from before"))
    chat.taps("Take the {count} earlier out")
    chat.facts.older, newest = (chat.facts.updates[1],), Update(101, 1, 8, START, Status.DONE, "Trained all", adds=True)
    chat.facts.updates, chat.facts.kept = {1: newest}, {9: Evidence(9, 1, 101, "photo", "saved", message_id="m9")}
    chat.play(("ไม่มี", "reported before"), ("[Add to it]", "Evidence: 1 pictures"), ("[Save]", "Saved"))
    assert chat.saved[-1].earlier == (9,)


def test_what_was_to_be_added_to_is_not_replaced_by_nothing() -> None:
    chat = reported_before(Chat())
    chat.play(("[Done]", "reported before"), ("[Add to it]", "What was done"), ("[Skip]", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("ไม่มี", "right"), ("[Change one]", "Which answer"), ("[Text before]", "reported"))
    chat.play(("[Replace it]", "What was done"), ("Held a training", "is replaced by this"), ("[Save]", "Saved"))
    assert (chat.saved[-1].result, chat.saved[-1].adds) == ("Held a training", False)


def test_of_another_status_it_is_asked_anew_whether_the_month_or_the_whole_is_meant() -> None:
    chat = Chat(tasks=0)
    chat.facts.tasks = (task(1, cadence=CadenceKind.MONTHLY),)
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What is done"), ("[The whole measure]", "What was done"), ("Held it", "suggestion"))
    chat.play(("[Skip]", "evidence"), ("ไม่มี", "The whole measure"), ("[Change one]", "Which"), ("[Status]", "How far"))
    chat.play(("[Not carried out]", "What is not carried out"), ("[Only {period}]", "reason"))


def test_the_round_of_the_year_asks_what_came_of_it_besides() -> None:
    chat = Chat(("result",))
    chat.facts.tasks = (replace(task(1), kind=RoundKind.ANNUAL),)
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What was done?"), ("Signs put up", "What came of it?"), ("[Skip]", "evidence"))
