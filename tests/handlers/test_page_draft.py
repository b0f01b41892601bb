"""What is typed on the page and answered in the chat is one draft; neither passes over the other in silence."""

from typing import Any

import pytest

from domain.conversation import DRAFTS
from domain.events import Event
from domain.reply_form import SentFile, SentReply
from domain.task import Status
from domain.writes import SaveUpdate
from handlers.one_page import build_form, save_reply
from handlers.page_draft import keep_on_page, mark_draft
from tests.handlers.chat import Chat, task

ONE = task(1)
DID, OTHER = "ติดตั้งป้าย 3 จุด", "ติดตั้งป้าย 5 จุด"


def keep(chat: Chat, **sent: Any) -> bool:
    """Whether what was typed was kept in the chat's state; by default of the draft as it stands."""
    version = sent.pop("version", mark_draft(1, chat.state))
    event = Event(f"page:{chat.now}", "text", chat.now, "Umalee")
    kept = keep_on_page(ONE, SentReply("m1", version=version, **sent), chat.state, event, chat.facts)
    chat.state = kept or chat.state
    return kept is not None


def shown(chat: Chat) -> dict[str, str]:
    """What stands in the page's fields."""
    return {one.name: one.value for one in build_form(ONE, None, chat.state, chat.facts).fields if one.value}


def test_begun_on_the_page_it_is_finished_in_the_chat() -> None:
    chat = Chat(("result", "suggestion"))
    assert keep(chat, answers={"status": "done", "result": DID})
    chat.tap_data(":report:1")
    assert f"What was done: {DID}" in chat.heard and "Status: Done" in chat.heard
    chat.play(
        ("[Go on with it]", "suggestion"), ("ข้าม", "evidence"), ("[No evidence]", "Is this right"), ("[Save]", "Saved")
    )
    assert [(one.status, one.result) for one in chat.saved] == [(Status.DONE, DID)]


def test_begun_in_the_chat_it_is_finished_on_the_page() -> None:
    chat = Chat(("result", "suggestion"))
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says(DID)
    assert shown(chat) == {"status": "done", "result": DID}
    assert keep(chat, answers={"status": "done", "result": f"{DID} และลงเว็บไซต์", "suggestion": "ควรทำต่อ"})
    sent = SentReply("m2", version=mark_draft(1, chat.state), answers=shown(chat))
    saved = save_reply(ONE, sent, chat.state, chat.event(kind="text", text=""), chat.facts)
    (write,) = saved.writes
    assert isinstance(write, SaveUpdate) and (write.result, write.suggestion) == (f"{DID} และลงเว็บไซต์", "ควรทำต่อ")
    assert saved.state.flow == "menu" and DRAFTS not in saved.state.notes


def test_what_runs_in_the_chat_goes_on_there_once_its_question_was_shown() -> None:
    chat = Chat(("result", "suggestion"))
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert keep(chat, answers={"status": "done", "result": DID})
    assert chat.state.step == "suggestion"
    assert "Not recorded yet" in chat.says("ติดป้ายแล้วค่ะ 3 ป้าย") and "suggestion" in chat.heard
    assert "suggestion" not in chat.state.answers and chat.state.answers["result"]["value"] == DID
    chat.says("ควรทำทุกปี")
    assert chat.state.answers["suggestion"]["value"] == "ควรทำทุกปี"


def test_save_of_a_look_over_that_the_page_has_changed_saves_nothing() -> None:
    chat = Chat(("result",))
    chat.tap_data(":report:1")
    for said in ("Done", DID, "No evidence"):
        chat.taps(said) if said[0] in "DN" else chat.says(said)
    save = chat.button("Save").data
    assert keep(chat, answers={"status": "done", "result": OTHER})
    assert "Is this right" in chat.tap_data(save) and OTHER in chat.heard and not chat.saved
    chat.taps("Save")
    assert [one.result for one in chat.saved] == [OTHER]


@pytest.mark.parametrize("typed", ["บันทึก", "ใช่"])
def test_a_typed_yes_to_a_look_over_that_the_page_has_changed_saves_nothing(typed: str) -> None:
    chat = Chat(("result",))
    chat.tap_data(":report:1")
    for said in ("Done", DID, "No evidence"):
        chat.taps(said) if said[0] in "DN" else chat.says(said)
    assert keep(chat, answers={"status": "done", "result": OTHER})
    assert OTHER in chat.says(typed) and not chat.saved


def test_neither_passes_over_what_the_other_was_told_meanwhile() -> None:
    chat = Chat(("result", "suggestion"))
    chat.tap_data(":report:1")
    before = mark_draft(1, chat.state)
    chat.taps("In progress")
    chat.says(DID)
    state = chat.state
    assert not keep(chat, version=before, answers={"status": "done", "result": OTHER})
    assert chat.state == state
    sent = SentReply("m1", version=before, answers={"status": "done", "result": OTHER})
    refused = save_reply(ONE, sent, chat.state, chat.event(kind="text", text=""), chat.facts)
    assert not refused.writes and refused.form is not None and refused.form.wrong
    assert [[line.parts.get("line") for line in lines] for _, lines in refused.form.in_chat][-1] == [DID]
    again = save_reply(ONE, refused.form.sent, chat.state, chat.event(kind="text", text=""), chat.facts)
    assert [one.result for one in again.writes if isinstance(one, SaveUpdate)] == [OTHER]


@pytest.mark.parametrize("typed", ["1", "โอเค", "เสร็จแล้วค่ะ", "ขอบคุณค่ะ"])
def test_what_may_be_no_answer_stays_on_the_page_and_is_asked_in_the_chat(typed: str) -> None:
    chat = Chat(("result", "suggestion"))
    assert keep(chat, answers={"status": "done", "result": typed, "suggestion": "ควรทำต่อ"})
    assert shown(chat) == {"status": "done", "result": typed, "suggestion": "ควรทำต่อ"}
    chat.tap_data(":report:1")
    assert "What was done?" in chat.taps("Go on with it")
    chat.play((DID, "evidence"))
    assert shown(chat) == {"status": "done", "result": DID, "suggestion": "ควรทำต่อ"}


def test_a_date_stays_as_it_was_typed_until_the_chat_changes_it() -> None:
    chat = Chat(("dates",))
    assert keep(chat, answers={"status": "done", "date_1": "19 พ.ย. 69", "date_2": "ต้นเดือน"})
    assert shown(chat) == {"status": "done", "date_1": "19 พ.ย. 69", "date_2": "ต้นเดือน"}
    chat.tap_data(":report:1")
    chat.taps("Go on with it")
    assert chat.state.answers["date_1"]["value"] == "2026-11-19" and chat.state.step == "date_2"
    chat.says("18 พ.ย. 69")
    assert shown(chat) == {"status": "done", "date_1": "19 พ.ย. 69", "date_2": "2026-11-18"}


def test_what_is_emptied_again_leaves_no_draft() -> None:
    chat = Chat(("result",))
    assert keep(chat, answers={"status": "done", "result": DID})
    assert keep(chat, answers={"result": " "}) and DRAFTS not in chat.state.notes
    assert mark_draft(1, chat.state) == ""


def test_a_text_typed_before_the_status_is_not_asked_again() -> None:
    chat = Chat(("result",))
    assert keep(chat, answers={"result": DID})
    chat.tap_data(":report:1")
    assert "How far is it" in chat.taps("Go on with it")
    assert "evidence" in chat.taps("Done")


def test_photos_of_both_go_into_the_one_draft_and_one_that_was_taken_out_does_not_come_back() -> None:
    chat = Chat(("result",))
    assert keep(chat, answers={"status": "done"}, files=(SentFile("page:aa", "a.jpg", "photo"),))
    version = mark_draft(1, chat.state)
    chat.tap_data(":report:1")
    chat.taps("Go on with it")
    chat.photo(message_id="p9")
    assert mark_draft(1, chat.state) == version
    known = frozenset({"page:aa"})
    assert keep(chat, answers={"status": "done"}, known=known, files=())
    assert [one.message for one in build_form(ONE, None, chat.state, chat.facts).sent.files] == ["p9"]


def test_what_the_chat_offers_to_go_on_with_is_what_the_page_shows_and_keeps() -> None:
    chat = Chat(("result", "suggestion"))
    assert keep(chat, answers={"status": "done", "result": DID})
    chat.tap_data(":report:1")
    assert chat.state.step == "draft" and shown(chat) == {"status": "done", "result": DID}
    assert keep(chat, answers={"status": "done", "result": DID, "suggestion": "ควรทำต่อ"})
    assert chat.state.step == "evidence" and DRAFTS not in chat.state.notes


def test_the_same_kept_twice_changes_nothing() -> None:
    chat = Chat(("result",))
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert keep(chat, answers={"status": "done", "result": DID})
    state = chat.state
    assert keep(chat, answers={"status": "done", "result": DID}) and chat.state == state


def test_a_message_that_was_unsent_leaves_what_the_page_kept_of_it_its_own() -> None:
    chat = Chat(("result", "suggestion"))
    chat.tap_data(":report:1")
    chat.taps("Done")
    chat.says(DID)
    message = chat.state.answers["result"]["message"]
    assert keep(chat, answers={"status": "done", "result": DID, "suggestion": "ควรทำต่อ"})
    assert chat.state.answers["result"]["message"] == message


def test_a_page_that_was_not_told_what_it_had_kept_goes_on_and_saves() -> None:
    chat = Chat(("result",))
    assert keep(chat, answers={"status": "done", "result": DID})
    assert keep(chat, version="", answers={"status": "done", "result": OTHER})
    sent = SentReply("m1", answers={"status": "done", "result": OTHER})
    assert save_reply(ONE, sent, chat.state, chat.event(kind="text", text=""), chat.facts).writes
    other_page = SentReply("m2", answers={"status": "done", "result": DID})
    assert not save_reply(ONE, other_page, chat.state, chat.event(kind="text", text=""), chat.facts).writes
