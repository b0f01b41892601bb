"""The agency's own words for the statuses: declared once in its layout, shown on buttons, understood, and printed."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.render import render
from bot.words import words_in, words_of
from domain.agency import Agency
from domain.data import to_data
from domain.layout import Layout, layout_from
from domain.layout_errors import LayoutError
from domain.messages import TaskList, say
from domain.plan_ref import THE_PLAN, PlanRef
from domain.task import Status
from handlers.status import format_status
from handlers.tasks import build_card
from reports.compile.report import compile_report
from reports.layouts.load import layout_of_text, layout_text, named_layout
from reports.printed import is_status
from reports.render import report_bytes
from reports.to_html import report_html
from tests.handlers.chat import Chat, task
from tests.reports.sample import sample

OWN = {"done": "บรรลุเป้าหมาย", "in_progress": "อยู่ระหว่างทำ", "not_started": "รอเริ่ม", "not_done": "ยุติ"}
LAYOUT = replace(named_layout("results"), statuses=OWN, reasons=("ไม่ได้รับงบประมาณ", "ภารกิจเปลี่ยน"))  # type: ignore[arg-type]
USUAL = ("ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ", "ไม่ดำเนินการ")


def test_they_are_written_and_read_back_in_toml_and_json() -> None:
    assert layout_of_text(layout_text(LAYOUT).encode(), "x.toml") == LAYOUT
    assert layout_from(json.loads(json.dumps(to_data(LAYOUT)))) == LAYOUT
    assert layout_from(to_data(named_layout("results"))).statuses == {}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ('statuses = { done = "บรรลุ" }', "'not_started' is missing"),
        ('statuses = { finished = "x" }', "'finished' is none of not_started, in_progress, done, not_done"),
        ('statuses = { done = "ก", in_progress = "ก ", not_started = "ข", not_done = "ค" }', "stands twice"),
        ('statuses = { done = "{x}", in_progress = "ก", not_started = "ข", not_done = "ค" }', "brace"),
        ('reasons = ["ไม่มีงบ", "ไม่มีงบ"]', "stands twice"),
        ('reasons = [" "]', "is not text"),
    ],
)
def test_words_that_could_be_taken_for_one_another_are_refused_with_their_line(written: str, why: str) -> None:
    text = f"{written}\n{layout_text(named_layout('results')).replace('statuses = {}', '').replace('reasons = []', '')}"
    with pytest.raises(LayoutError) as wrong:
        layout_of_text(text.encode(), "x.toml")
    assert why in str(wrong.value)
    assert "line 1" in str(wrong.value)


def agency_of(layout: Layout) -> Agency:
    return Agency(1, "demo", "อบต.ทุ่งตัวอย่าง", layout)


def test_each_plans_words_stand_on_its_own_tasks() -> None:
    mine, theirs = PlanRef(2, 2570, 2, "แผนอื่น", own_layout=True), PlanRef(3, 2570, 3, "แผนที่สาม", own_layout=True)
    plain = replace(LAYOUT, statuses={})
    other = replace(LAYOUT, statuses={**OWN, "done": "เสร็จสิ้น"})  # type: ignore[arg-type]
    words = words_of(replace(agency_of(LAYOUT), plan_layouts={2: other, 3: plain}), words_in())
    told = [words(format_status(task(1, status=Status.DONE, plan=plan))) for plan in (THE_PLAN, mine, theirs)]
    assert told == [OWN["done"], "เสร็จสิ้น", USUAL[0]]
    line = build_card(task(1, plan=mine), date(2026, 11, 20))
    assert [words(choice.label) for choice in line.answers] == ["เสร็จสิ้น", OWN["in_progress"]]


def test_cards_and_what_stands_on_them_say_them() -> None:
    words = words_of(agency_of(LAYOUT), words_in())
    line = build_card(task(1), date(2026, 11, 20))
    shown = json.dumps(render((TaskList(say("x"), (line,), 1, 1),), words, date(2026, 11, 20)), ensure_ascii=False)
    assert OWN["done"] in shown and OWN["in_progress"] in shown
    assert not any(usual in shown for usual in USUAL)
    assert words(format_status(task(1, status=Status.NOT_DONE))) == "ยุติ"
    assert words_of(agency_of(named_layout("results")), words) is words


class OwnChat(Chat):
    """A conversation in which the statuses are shown in the agency's own words."""

    def __init__(self, layout: Layout = LAYOUT) -> None:
        super().__init__()
        self.facts.agency = replace(self.facts.agency, layout=layout)
        write = words_of(self.facts.agency, words_in())
        self.facts.same_words = lambda typed, label: typed.casefold() == write(label).casefold()  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("said", "status"), [("บรรลุเป้าหมาย", "done"), ("อยู่ระหว่างทำ", "in_progress"), ("เสร็จแล้วค่ะ", "done")]
)
def test_they_are_understood_when_typed_as_the_usual_ones_are(said: str, status: str) -> None:
    chat = OwnChat()
    chat.tap_data(":report:1")
    chat.play((said, "What was done?"))
    assert chat.state.answers["status"]["value"] == status


def test_one_of_them_is_asked_back_where_a_text_is_asked_for() -> None:
    chat = OwnChat()
    chat.tap_data(":report:1")
    chat.play(("[Done]", "What was done?"), ("บรรลุเป้าหมาย", "Not recorded yet"))
    assert chat.saved == []


def test_a_reason_is_chosen_by_its_number_or_words_or_typed() -> None:
    for said, reason in (("1", "ไม่ได้รับงบประมาณ"), ("ภารกิจเปลี่ยน", "ภารกิจเปลี่ยน"), ("รอผู้รับจ้างรายใหม่", "รอผู้รับจ้างรายใหม่")):
        chat = OwnChat()
        chat.tap_data(":report:1")
        chat.play(("ยุติ", "Please choose, or type the reason"), (said, "Is this right?"))
        assert reason in chat.heard
        chat.taps("Save")
        assert [(saved.status, saved.reason) for saved in chat.saved] == [(Status.NOT_DONE, reason)]


@pytest.mark.parametrize("opens", [True, False])
def test_they_are_printed_and_the_usual_ones_are_not(opens: bool) -> None:
    report = compile_report(sample(replace(LAYOUT, opens_with_status=opens)))
    printed = [line for row in report.rows for cell in row.cells.values() for line in cell]
    found = Counter(line for line in printed if line in OWN.values())
    assert found["อยู่ระหว่างทำ"] and (found["ยุติ"] or any("ยุติ" in line for line in printed))
    assert bool(found["บรรลุเป้าหมาย"]) is opens
    assert not set(printed) & set(USUAL)
    assert "อยู่ระหว่างทำ" in report_html(report).decode()


def test_own_words_are_printed_bold_as_the_usual_ones_are() -> None:
    assert is_status("ยุติ", LAYOUT) and is_status("ยุติ (กองคลัง)", LAYOUT) and is_status("ไม่ดำเนินการ", LAYOUT)
    assert not is_status("ยุติ") and not is_status("ยุติธรรม", LAYOUT)
    report = compile_report(sample(LAYOUT))
    assert "<strong>อยู่ระหว่างทำ</strong>" in report_html(report).decode()
    with ZipFile(BytesIO(report_bytes(report, ".docx"))) as package:
        xml = package.read("word/document.xml").decode()
    assert re.search(r"<w:b/><w:bCs/></w:rPr><w:t[^>]*>อยู่ระหว่างทำ<", xml)
