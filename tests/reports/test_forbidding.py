"""Whatever can be ticked as forbidding a certificate is looked for, whatever else the layout says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from checks.kinds import OF_REPORTS as KINDS
from checks.sentences import render_proposal
from domain.column_values import Value
from domain.columns import Column, ColumnChoice
from domain.evidence import Evidence
from domain.plan import Measure, Score, Timeframe
from domain.task import Check, Review, Status
from reports.check.report import check_report
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from tests.reports.sample import sample
from tests.reports.test_check import TODAY, answered

Change = Callable[[Material], Material]


def reply(**values: Any) -> Change:
    """The first task's reply with these values."""
    return lambda material: replace(
        material, updates={**material.updates, 1: replace(material.updates[1], status=Status.DONE, **values)}
    )


def not_done(reason: str) -> Change:
    def change(material: Material) -> Material:
        told = replace(material.updates[1], status=Status.NOT_DONE, reason=reason)
        return replace(material, updates={**material.updates, 1: told})

    return change


def measures(change: Callable[[Measure], Measure], *places: int) -> Change:
    """The plan's measures changed at these places of the first topic."""

    def changed(material: Material) -> Material:
        topic = material.plan.topics[0]
        each = tuple(
            replace(one, measure=change(one.measure)) if place in places else one
            for place, one in enumerate(topic.measures)
        )
        topics = (replace(topic, measures=each), *material.plan.topics[1:])
        return replace(material, plan=replace(material.plan, topics=topics))

    return changed


def printed(*lines: str) -> Change:
    """The lines before the table."""
    return lambda material: replace(material, layout=replace(material.layout, intro=lines))


def returned_with(words: str) -> Change:
    check = Check(Review.RETURNED, 1, 1, Status.DONE, 2, words)
    return lambda material: replace(material, tasks=(replace(material.tasks[0], check=check), *material.tasks[1:]))


def pasted(material: Material) -> Material:
    same = "ดำเนินการเรียบร้อยแล้วตามแผนงานที่กำหนด"
    return replace(material, updates={key: replace(one, result=same) for key, one in material.updates.items()})


def late(material: Material) -> Material:
    closed = replace(
        material.round, opened_at=datetime(2026, 10, 1, tzinfo=UTC), closed_at=datetime(2027, 4, 5, tzinfo=UTC)
    )
    return replace(reply(dates=((1, date(2027, 4, 1)),))(material), round=closed)


STATES = ("เป็นไปตามแผน", "ล่าช้ากว่าแผน")
PERCENT = Column("share_done", "ร้อยละที่ทำได้", "reply", kind="percent", required=True)
STATE = Column("how_it_stands", "สถานะ", "reply", kind="choice", choices=tuple(map(ColumnChoice, STATES)))


def told(column: Column, *values: Value) -> Change:
    """The layout with this column besides; the units of one measure answer it with these values, in turn."""

    def change(material: Material) -> Material:
        many = next(one.measure_id for one in material.tasks if units_of(material, one.measure_id) >= len(values))
        asked = [task.id for task in material.tasks if task.measure_id == many]
        updates = dict(material.updates)
        for task, value in zip(asked, values, strict=False):
            own = {**updates[task].own, column.key: value}
            updates[task] = replace(updates[task], status=Status.DONE, own=own)
        layout = replace(material.layout, columns=(*material.layout.columns, column))
        return replace(material, layout=layout, updates=updates)

    return change


def units_of(material: Material, measure: int) -> int:
    return sum(task.measure_id == measure for task in material.tasks)


OLD = Timeframe("ม.ค. ๖๕", date(2022, 1, 1), date(2022, 1, 31))
FIRES: dict[str, Change] = {
    "unanswered": lambda material: replace(material, updates={}),
    "unapproved": returned_with("ขอหลักฐานเพิ่ม"),
    "reason-missing": not_done(" "),
    "no-answer": reply(result="1"),
    "return-unclear": returned_with("1"),
    "column-empty": told(PERCENT),
    "number-outside": told(PERCENT, 120),
    "percent-status": told(replace(PERCENT, tells_status=True), 80),
    "value-unread": told(PERCENT, "มาก"),
    "units-differ": told(STATE, (STATES[0],), (STATES[1],)),
    "evidence-awaited": lambda m: replace(m, evidence=(Evidence(1, 1, 1, "photo", "wanted", "ภาพ.jpg"),)),
    "evidence-missing": reply(),
    "evidence-unreadable": lambda m: replace(m, evidence=(Evidence(1, 1, 1, "photo", "failed", "ภาพ.jpg"),)),
    "date-future": reply(dates=((1, date(2027, 5, 1)),)),
    "date-outside": reply(dates=((1, date(2026, 9, 1)),)),
    "date-late": late,
    "text-pasted": pasted,
    "agency-name": printed("ประกาศ อบต.ทุ่งตัวอยาง เรื่องสินบน"),
    "year": printed("ตามแผนปีงบประมาณ พ.ศ. ๒๕๖๖"),
    "script": printed("นายจันทรசாล เข้าร่วม"),
    "keyboard": printed("เผยแพร่mk'Facebook ของหน่วยงาน"),
    "spelling": printed("ณ จังหวัดอุดรราชธานี"),
    "title-twice": measures(lambda measure: replace(measure, title="ทบทวนคู่มือ"), 0, 1),
    "question-code": printed("112 หน่วยงานของท่านเปิดเผยเพียงใด"),
    "question-missing": printed(*(f"i{number} หน่วยงานของท่าน" for number in (1, 2, 3, 5, 6))),
    "timeframe-year": measures(lambda measure: replace(measure, timeframe=OLD), 0),
    "row-torn": measures(lambda measure: replace(measure, responsible=None, timeframe=None, number=None), 1),
    "score": lambda material: replace(material, plan=replace(material.plan, scores=(Score("1", 120.0),))),
    "unprintable": printed("ประกาศ 漢字"),
    "personal": printed("โทร 0812345678"),
    "signatories-missing": lambda material: replace(material, agency=replace(material.agency, signatories=())),
    "place-missing": lambda m: replace(
        m, agency=replace(m.agency, place=""), layout=replace(m.layout, heading=("{agency} {place}",))
    ),
}  # fmt: skip


def blocking(material: Material, *kinds: str) -> set[str]:
    """The kinds that forbid certifying the report where these are ticked."""
    ticked = replace(material, layout=replace(material.layout, blocks=kinds))
    return {one.kind for one in check_report(ticked, compile_report(ticked), TODAY) if one.blocks}


def test_what_can_be_ticked_is_what_the_check_knows() -> None:
    assert set(FIRES) == set(KINDS)


@pytest.mark.repeats("layout")
@pytest.mark.parametrize("layout", layout_names())
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_ticked_is_looked_for_and_forbids(kind: str, layout: str) -> None:
    assert kind in blocking(FIRES[kind](answered(layout)), kind)


@pytest.mark.repeats("layout")
@pytest.mark.parametrize("layout", layout_names())
def test_where_everything_is_ticked_a_clean_report_is_forbidden_only_for_its_evidence(layout: str) -> None:
    assert blocking(answered(layout), *KINDS) == {"evidence-missing"}


def test_what_is_not_ticked_forbids_nothing() -> None:
    assert blocking(sample()) == set()


@pytest.mark.parametrize(
    "change",
    [
        *(reply(result=text) for text in ("1", "๒ ครับ", "👍", "ok", "สวัสดีครับ", "ไม่มี", "-", " ")),
        *(reply(outcome=text) for text in ("1", "👍", "โอเค")),
        *(not_done(text) for text in ("ไม่มี", "1", "ok")),
    ],
)
def test_a_reply_that_says_nothing_is_asked_about_again(change: Change) -> None:
    material = change(answered())
    (finding,) = check_report(material, compile_report(material), TODAY)
    assert (finding.kind, finding.task) == ("no-answer", 1)


def test_the_reason_of_a_return_may_say_nothing_either() -> None:
    check = Check(Review.RETURNED, 1, 1, Status.DONE, 2, "1")
    material = answered()
    material = replace(material, tasks=(replace(material.tasks[0], check=check), *material.tasks[1:]))
    found = {one.kind: one for one in check_report(material, compile_report(material), TODAY)}
    assert found.keys() == {"unapproved", "return-unclear"}
    assert "supervisor" in render_proposal(found["return-unclear"])


@pytest.mark.parametrize("said", ["ไม่มี", "", "ไม่มีครับ"])
def test_nothing_is_an_outcome_and_a_suggestion(said: str) -> None:
    material = reply(outcome=said, suggestion=said, remark=said)(answered())
    assert check_report(material, compile_report(material), TODAY) == ()


def test_named_layouts_tick_what_there_is() -> None:
    for name in layout_names():
        assert set(named_layout(name).blocks) <= set(KINDS)
