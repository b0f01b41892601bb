"""An officer of two plans has one list, and each measure is asked about by the layout of its own plan."""

from dataclasses import replace
from datetime import date

from bot.render import render
from bot.words import words_of
from domain.agency import Person, Role
from domain.groups import Group
from domain.messages import Say, TaskList
from domain.plan_ref import PlanRef
from domain.task import Check, Review, Status, Update
from domain.writes import OpenRound, SaveUpdate
from handlers.for_another import list_changes, tell_answered, tell_corrected
from handlers.group_state import build_group_state
from handlers.one_page import build_form
from handlers.tasks import ask_task
from tests.handlers.chat import START, Chat, english, task
from tests.own_layout import own_layout
from thai.catalogue import translator
from thai.fiscal import RoundKind

MAIN, ACTION = PlanRef(1, 2570), PlanRef(2, 2570, 2, "แผนปราบปรามทุจริต", own_layout=True)
WORDS = {"not_started": "ยังไม่เริ่ม", "in_progress": "กำลังทำ", "done": "เสร็จสิ้น", "not_done": "ยกเลิก"}


def two_plans() -> Chat:
    chat = Chat()
    layout = replace(own_layout(), statuses=WORDS, rounds={RoundKind.Q1: "ไตรมาสที่ ๑", RoundKind.Q2: "ไตรมาสที่ ๒"})
    chat.facts.agency = replace(chat.facts.agency, plan_layouts={2: layout})
    chat.facts.tasks = (task(1, plan=MAIN), task(2, plan=ACTION, due=date(2026, 12, 31), kind=RoundKind.Q1))
    chat.facts.filed = (MAIN, ACTION)
    return chat


def render_list(chat: Chat) -> str:
    message = ask_task(chat.state, chat.facts)
    assert isinstance(message, TaskList)
    sent = render((message,), words_of(chat.facts.agency, _thai), START.date())
    return "\n".join(str(one.get("text", "")) for one in sent) + str(sent)


def _thai(sentence: Say) -> str:
    return translator("th")(sentence.msgid)


def test_the_list_names_each_measures_plan_and_only_where_there_are_two() -> None:
    chat = two_plans()
    shown = render_list(chat)
    assert "มาตรการ ITA: Measure 1" in shown
    assert "แผนปราบปรามทุจริต: Measure 2" in shown
    assert "เสร็จสิ้น" in shown and "ดำเนินการแล้วเสร็จ" in shown  # each card's buttons in its plan's words
    chat.facts.tasks = chat.facts.tasks[:1]
    assert "มาตรการ ITA" not in render_list(chat)


def test_each_measure_is_asked_about_by_its_plans_layout() -> None:
    chat = two_plans()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What was done"), ("จัดอบรมเจ้าหน้าที่ 30 คน", "suggestion"), ("ยกเลิก", ""))
    chat.tap_data(":report:2")
    chat.play(("[Done]", "เบิกจ่ายไปแล้วกี่บาท"), ("๒๘,๔๕๐.๕๐ บาท", "เดือนที่จัด"))


def test_the_page_of_all_reports_asks_the_same() -> None:
    chat = two_plans()
    forms = [build_form(one, None, chat.state, chat.facts) for one in chat.facts.tasks]
    fields = {one.task.id: [field.name for field in one.fields] for one in forms}
    assert "own_spent" not in fields[1] and "result" in fields[1]
    assert "own_spent" in fields[2] and "result" not in fields[2]


def test_a_round_to_be_opened_is_named_with_its_plan_and_opened_of_it() -> None:
    chat = two_plans()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.STAFF, Role.ADMIN}))
    asked = chat.says("เปิดรอบ")
    assert "ไตรมาส 1 2570 · แผนปราบปรามทุจริต" in asked and "รอบ 6 เดือนแรก 2570 · " in asked
    assert "Opening" in chat.tap_data(":open_round:q2:2570:2")
    chat.taps("Yes, open it")
    (write,) = [one for one in chat.written if isinstance(one, OpenRound)]
    assert (write.kind, write.plan) == (RoundKind.Q2, 2)


def test_what_is_called_alike_is_counted_together() -> None:
    chat = two_plans()
    chat.facts.tasks = tuple(
        task(one.id, plan=one.plan, status=Status.DONE, last_update=START) for one in chat.facts.tasks
    )
    assert "Done: 2 tasks" in chat.says("สถานะ")


def test_what_was_reported_in_an_officers_place_is_told_in_the_plans_words() -> None:
    chat = two_plans()
    admin, words = Person(9, "Wichai", "Clerk"), words_of(chat.facts.agency, _thai)
    told, corrected = [], []
    for one in chat.facts.tasks:
        layout = chat.facts.agency.layout_of(one.plan)
        write = SaveUpdate("reply", one.id, 7, START, Status.DONE)
        before = Update(1, one.id, 7, START, Status.IN_PROGRESS)
        told.append(words(tell_answered(write, one, admin, layout)))
        changes = list_changes(before, write, one, layout)
        corrected.append(words(tell_corrected(changes, before, one, admin, "")))
    assert "ดำเนินการแล้วเสร็จ" in told[0] and "เสร็จสิ้น" not in told[0]
    assert "เสร็จสิ้น" in told[1] and "ดำเนินการแล้วเสร็จ" not in told[1]
    assert "กำลังทำ" in corrected[1] and "เสร็จสิ้น" in corrected[1]


def test_a_supervisor_sees_each_units_plans_and_only_where_there_are_two() -> None:
    chat = two_plans()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    shown = chat.says("ภาพรวม")
    assert "ITA measures: wait for a report 1" in shown and "แผนปราบปรามทุจริต: wait for a report 1" in shown
    chat.facts.tasks = chat.facts.tasks[:1]
    assert "ITA measures" not in chat.says("ภาพรวม")


def test_a_group_is_told_of_each_plan_and_which_measures_are_whose() -> None:
    chat = two_plans()
    told = english(build_group_state(Group(1, "C1", START), chat.facts))
    assert "ITA measures: wait for a report 1" in told and "Measure 2 · แผนปราบปรามทุจริต" in told
    chat.facts.tasks = chat.facts.tasks[:1]
    assert "ITA measures" not in english(build_group_state(Group(1, "C1", START), chat.facts))


def test_what_waits_for_a_check_names_its_plan() -> None:
    chat = two_plans()
    assert chat.facts.person
    chat.facts.person = replace(chat.facts.person, roles=frozenset({Role.SUPERVISOR}))
    chat.facts.to_check = tuple(
        replace(one, check=Check(Review.WAITING, 100 + one.id, 3, Status.DONE)) for one in chat.facts.tasks
    )
    for one in chat.facts.to_check:
        chat.facts.updates[one.id] = Update(100 + one.id, one.id, 3, START, Status.DONE, "ทำแล้ว", check=one.check)
    assert "“Measure 1” · ITA measures" in chat.says("ตรวจ")
    assert "Measure 2 · แผนปราบปรามทุจริต – ทำแล้ว" in chat.tap_data(":review_all:1")
