"""The columns that an agency names itself are asked, read, shown and mended by their kind, in chat and page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.column_values import Value
from domain.events import Event
from domain.reply_form import SentReply
from domain.task import Status, Update
from domain.writes import SaveUpdate
from handlers.one_page import PageSaved, build_form, save_reply
from reports.layouts.load import named_layout
from tests.handlers.chat import START, Chat, task
from tests.own_layout import own_layout
from thai.cadences import CadenceKind

OWN: dict[str, Value] = {
    "spent": 28450.5,
    "held": ("ต.ค.", "ม.ค."),
    "progress": 80,
    "people": 25,
    "state": ("ล่าช้ากว่าแผน", "ไม่ได้รับงบประมาณ"),
    "opened": "2026-11-05",
    "trouble": "ขาดบุคลากร",
}


def own_chat(**changed: Any) -> Chat:
    chat = Chat()
    chat.facts.agency = replace(chat.facts.agency, layout=own_layout())
    chat.facts.tasks = (replace(task(1), **changed),)
    return chat


def begun(**changed: Any) -> Chat:
    chat = own_chat(**changed)
    chat.tap_data(":report:1")
    return chat


def test_each_kind_is_asked_in_its_way_and_recorded_typed() -> None:
    chat = begun()
    chat.play(
        ("[Done]", "เบิกจ่ายไปแล้วกี่บาท"),
        ("๒๘,๔๕๐.๕๐ บาท", "“ระยะเวลาดำเนินการ เดือนที่จัด”"),
        ("1", "✓ ต.ค."),
        ("พ.ย.", "✓ พ.ย."),
        ("2", "\nพ.ย."),
        ("3", "✓ ม.ค."),
        ("[That is all]", "how many percent"),
        ("ร้อยละ ๘๐", "ผู้เข้าร่วม"),
        ("25 คน", "สถานะโครงการ"),
        ("2", "ล่าช้าเพราะเหตุใด"),
        ("ไม่ได้รับงบประมาณ", "วันที่เริ่ม"),
        ("5 พ.ย. 2569", "ปัญหาอุปสรรคและแนวทางแก้ไข"),
        ("ขาดบุคลากร", "evidence"),
        ("[No evidence]", "งบประมาณ เบิกจ่าย (บาท): 28,450.50"),
        ("[Save]", "Saved"),
    )
    (update,) = chat.saved
    assert update.own == OWN
    assert update.sources[chat_message(update, "own_spent")] == "own_spent"
    assert set(update.sources.values()) >= {"own_spent", "own_progress", "why_state", "own_trouble"}


def chat_message(update: SaveUpdate, field: str) -> str:
    return next(message for message, filled in update.sources.items() if filled == field)


def test_percents_are_tapped_and_dates_picked_and_what_is_optional_is_skipped() -> None:
    chat = begun()
    chat.play(("[Done]", "กี่บาท"), ("[Skip]", "เดือนที่จัด"), ("[All of them]", "percent"), ("100%", "ผู้เข้าร่วม"))
    chat.play(("skip", "สถานะ"), ("เป็นไปตามแผน", "วันที่เริ่ม"))
    chat.tap_data(f"{chat.state.ticket}:own_opened:date", picked="2026-10-07")
    chat.play(("ไม่มี", "evidence"), ("[No evidence]", "เดือนที่จัด: ต.ค., พ.ย., ม.ค."), ("[Save]", "Saved"))
    assert chat.saved[0].own == {
        "held": ("ต.ค.", "พ.ย.", "ม.ค."),
        "progress": 100,
        "state": ("เป็นไปตามแผน",),
        "opened": "2026-10-07",
    }


def test_what_is_not_surely_an_answer_is_asked_back() -> None:
    chat = begun()
    chat.play(
        ("[Done]", "กี่บาท"),
        ("ประมาณสามหมื่น", "not understood as a number"),
        ("ไม่มี", "0 where there is nothing"),
        ("เบิก 3 จาก 4 งวด", "more than one number"),
        ("-5", "less than 0"),
        ("1.005", "too many digits"),
        ("1,50", "not understood as a number"),
        ("0", "เดือนที่จัด"),
        ("ธ.ค.", "“ธ.ค.” is none of the choices"),
        ("ต.ค.-ม.ค.", "percent"),
        ("120", "120 percent is more than 100"),
        ("ข้าม", "0 where there is nothing"),
        ("๕๐", "ผู้เข้าร่วม"),
        ("12.5555", "too many digits"),
        ("0", "สถานะ"),
        ("ไม่แน่ใจ", "choose one of the answers"),
        ("1", "วันที่เริ่ม"),
        ("31 ก.ย. 2569", "no such day"),
        ("5 พ.ย. 2596", "many years away"),
    )
    assert chat.state.answers["own_held"]["value"] == ["ต.ค.", "พ.ย.", "ม.ค."]


def test_another_choice_takes_the_reason_away() -> None:
    chat = begun()
    chat.play(("[Done]", "กี่บาท"), ("0", "เดือน"), ("ต.ค.", "✓"), ("[That is all]", "percent"), ("10", "ผู้เข้าร่วม"))
    chat.play(("1", "สถานะ"), ("2", "เหตุใด"), ("ไม่ได้รับงบประมาณ", "วันที่เริ่ม"), ("[Skip]", "ปัญหา"), ("[Skip]", "evidence"))
    chat.play(("[No evidence]", "สถานะโครงการ: reason: ไม่ได้รับงบประมาณ"), ("[Change one]", "Which"))
    chat.tap_data(f"{chat.state.ticket}:change:own_state")
    chat.play(("1", "สถานะโครงการ: เป็นไปตามแผน"), ("[Save]", "Saved"))
    assert chat.saved[0].own["state"] == ("เป็นไปตามแผน",)


def test_a_task_answered_from_its_card_asks_only_what_is_required_and_offers_the_rest() -> None:
    chat = own_chat()
    chat.says("งาน")
    chat.taps("Done")
    chat.play(("75", "สถานะ"), ("1", "Is this right"))
    assert "Add งบประมาณ เบิกจ่าย (บาท)" in chat.heard
    chat.taps("Save")
    assert chat.saved[0].own == {"progress": 75, "state": ("เป็นไปตามแผน",)}


def reported(chat: Chat, own: dict[str, Value], **changed: Any) -> Update:
    update = replace(Update(100, 1, 7, START - timedelta(days=3), Status.IN_PROGRESS, own=own), **changed)
    chat.facts.updates = {1: update}
    chat.facts.tasks = (replace(chat.facts.tasks[0], last_update=update.at, told=True, status=Status.IN_PROGRESS),)
    return update


def test_a_number_asked_again_says_what_it_counts_and_what_was_said_before() -> None:
    chat = own_chat(cadence=CadenceKind.MONTHLY)
    reported(chat, OWN)
    chat.tap_data(":report:1")
    chat.taps("Done")
    while "เบิกจ่ายไปแล้วกี่บาท" not in chat.heard:
        chat.tap_data(
            f"{chat.state.ticket}:{chat.state.step}:{'add' if 'earlier' in str(chat.state.step) else 'alone'}"
        )
    assert "the total so far" in chat.heard
    assert "Reported before: 28,450.50" in chat.heard


def test_one_tap_repeats_all_but_what_is_added_up() -> None:
    chat = own_chat()
    columns = tuple(replace(one, adds_up=one.key == "people") for one in own_layout().columns)
    chat.facts.agency = replace(chat.facts.agency, layout=replace(own_layout(), columns=columns))
    reported(chat, OWN)
    chat.tap_data(":same:1")
    assert chat.saved[0].own == {key: value for key, value in OWN.items() if key != "people"}


def test_a_reply_of_a_moment_ago_is_mended_with_what_it_said() -> None:
    chat = own_chat()
    reported(chat, OWN, status=Status.DONE, at=START)
    chat.says("แก้ไข")
    assert "สถานะโครงการ: ล่าช้ากว่าแผน" in chat.heard
    chat.taps("Save")
    assert chat.saved[0].own == OWN


SENT = {
    "status": "done",
    "own_spent": "28,450.50",
    "own_held": "ต.ค.\nม.ค.",
    "own_progress": "80%",
    "own_people": "25",
    "own_state": "ล่าช้ากว่าแผน",
    "why_state": "ไม่ได้รับงบประมาณ",
    "own_opened": "5 พ.ย. 2569",
    "own_trouble": "ขาดบุคลากร",
}


def sent(**changed: str) -> PageSaved:
    chat = own_chat()
    event = Event("page:1", "text", chat.now, "Umalee")
    return save_reply(chat.facts.tasks[0], SentReply("m1", answers={**SENT, **changed}), chat.state, event, chat.facts)


def test_another_status_asks_for_other_answers_and_what_was_given_is_shown_before_it_is_left_out() -> None:
    chat = begun()
    chat.play(("[Done]", "กี่บาท"), ("5000", "เดือนที่จัด"), ("[Skip]", "percent"), ("100%", "ผู้เข้าร่วม"))
    chat.play(("skip", "สถานะ"), ("เป็นไปตามแผน", "วันที่เริ่ม"), ("skip", "ปัญหา"), ("skip", "evidence"))
    chat.play(
        ("[No evidence]", "100%"), ("[Change one]", "change"), ("[Status]", "How far"), ("[Not carried out]", "Why")
    )
    chat.play(("ไม่ได้รับงบประมาณ", "งบประมาณ เบิกจ่าย (บาท) (not recorded with this status): 5,000"))
    chat.play(("[Change one]", "change"), ("[Status]", "How far"), ("[In progress]", "งบประมาณ เบิกจ่าย (บาท): 5,000"))
    chat.play(("[Save]", "Saved"))
    assert chat.saved[0].own == {"spent": 5000, "progress": 100, "state": ("เป็นไปตามแผน",)}
    assert chat.saved[0].reason == ""


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.NOT_DONE])
def test_of_what_is_not_carried_out_no_own_column_is_asked(status: Status) -> None:
    chat = begun()
    given_up = status is Status.NOT_DONE
    steps = ("[Not carried out]", "Why"), ("ไม่ได้รับงบประมาณ", "Is this right")
    chat.play(*(steps if given_up else (("[Not started]", "Is this right"),)), ("[Save]", "Saved"))
    assert chat.saved[0].own == {}
    fields = build_form(chat.facts.tasks[0], SentReply("m"), chat.state, chat.facts).fields
    assert {one.name for one in fields if status in one.asked_with} == ({"reason"} if given_up else set())
    assert {one.name for one in fields if not one.asked_with} == {"status"}


def test_the_page_records_the_same() -> None:
    (write,) = sent().writes
    assert isinstance(write, SaveUpdate)
    assert write.own == OWN


@pytest.mark.parametrize(
    ("name", "typed", "problem"),
    [
        ("own_spent", "มาก", "own_spent"),
        ("own_progress", "", "own_progress"),
        ("own_progress", "101", "own_progress"),
        ("own_held", "ธ.ค.", "own_held"),
        ("own_state", "", "own_state"),
        ("own_state", "เป็นไปตามแผน", "why_state"),
        ("why_state", "", "why_state"),
        ("own_opened", "31/9/2569", "own_opened"),
    ],
)
def test_the_page_says_at_the_field_what_cannot_be_taken(name: str, typed: str, problem: str) -> None:
    form = sent(**{name: typed}).form
    assert form is not None
    assert problem in [one.name for one in form.fields if one.problem]


def test_what_was_begun_in_the_chat_stands_on_the_page() -> None:
    chat = begun()
    chat.play(("[Done]", "กี่บาท"), ("28450", "เดือน"), ("ต.ค.", "✓"), ("3", "✓ ม.ค."), ("[That is all]", "percent"))
    form = build_form(chat.facts.tasks[0], None, chat.state, chat.facts)
    shown = {one.name: (one.kind, one.value) for one in form.fields}
    assert shown["own_spent"] == ("number", "28450")
    assert shown["own_held"] == ("ticks", "ต.ค.\nม.ค.")


@pytest.mark.parametrize(
    ("steps", "typed"),
    [((), "๕๐%"), ((), "10 15"), ((), "1,2,3"), ((), "เกินงบ"), ((), "ประมาณ 50"), (("100",), "31 กันยายน"),
     (("100", "[All of them]"), "50 บาท"), (("100", "[All of them]"), "ห้าสิบ"), (("100", "[All of them]", "80"), "25%"),
     (("100", "[All of them]", "80"), "25 บาท"), (("100", "[All of them]", "80"), "- 3")],
)  # fmt: skip
def test_what_may_be_another_kind_of_number_is_asked_back(steps: tuple[str, ...], typed: str) -> None:
    chat = begun()
    for said in ("[Done]", *steps):
        chat.taps(said[1:-1]) if said[0] == "[" else chat.says(said)
    before = chat.state
    chat.says(typed)
    assert (chat.state.step, chat.state.answers) == (before.step, before.answers)


def test_a_percent_that_tells_the_status_is_understood_with_its_words() -> None:
    chat = Chat()
    chat.facts.agency = replace(chat.facts.agency, layout=named_layout("pk5"))
    chat.facts.tasks = (task(1),)
    chat.tap_data(":report:1")
    chat.play(("[In progress]", "คืบหน้าร้อยละเท่าใด"), ("ดำเนินการแล้วเสร็จ 100%", "“In progress” was chosen"))
    chat.play(("อยู่ระหว่างดำเนินการ", "not understood"), ("ดำเนินการแล้ว ๔๐%", "ปัญหา"), ("skip", "evidence"))
    chat.play(("[No evidence]", "40%"), ("[Change one]", "change"), ("2", "ร้อยละ"))
    chat.play(("อยู่ระหว่างดำเนินการ ๔๕ %", "45%"), ("[Save]", "Saved"))
    assert chat.saved[0].own == {"progress": 45}
