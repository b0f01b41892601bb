"""A round becomes a report: whose words stand in which cell."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.columns import Column, ColumnChoice
from domain.layout import Layout
from domain.plan import Measure, MeasureOnFile, PlanOnFile, Responsible, Topic, TopicOnFile
from domain.report import ReportRow
from domain.task import Status, Task, Update
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.layouts.load import layout_of_text, layout_text, named_layout
from reports.printed_columns import printed_columns
from tests.reports.sample import UNITS, sample
from thai.fiscal import RoundKind

NOW = datetime(2027, 1, 5, 3, 0, tzinfo=UTC)


def reply(number: int, **parts: object) -> Update:
    return replace(Update(number, number, 1, NOW, Status.DONE), **parts)  # type: ignore[arg-type]


def one_measure(layout: str | Layout, *replies: Update, steps: tuple[str, ...] = ()) -> ReportRow:
    """The row of a single measure that as many units answer as there are replies."""
    used = named_layout(layout) if isinstance(layout, str) else layout
    measure = Measure("ทำงาน", "1", steps=steps, responsible=Responsible("ทุกส่วนราชการ", everyone=True))
    tasks = tuple(
        Task(number, 7, 1, number, "หัวข้อ", "ทำงาน", (), UNITS[number - 1], date(2027, 3, 31))
        for number in range(1, max(len(replies), 1) + 1)
    )
    material = sample(used)
    plan = PlanOnFile(1, 2570, (TopicOnFile(Topic("หัวข้อ", number="1"), (MeasureOnFile(7, measure),)),))
    updates = {update.task_id: update for update in replies}
    (row,) = compile_report(replace(material, plan=plan, tasks=tasks, updates=updates)).rows
    return row


def test_units_bullets_are_merged_and_equal_ones_stand_once() -> None:
    row = one_measure(
        "results", reply(1, result="- ประชุม\n• ติดประกาศ"), reply(2, result="ติด  ประกาศ"), reply(3, result="อบรม")
    )
    assert row.cells["result"] == ("- ประชุม", "- ติดประกาศ", "- อบรม")


def test_a_measure_without_a_reply_is_shown_as_such() -> None:
    row = one_measure("results")
    assert row.cells["result"] == ("ยังไม่รายงาน",)
    assert (row.answered, row.status) == (False, None)


@pytest.mark.parametrize("layout", ["results", "plan", "did", "outcomes", "dates"])
def test_a_measure_without_a_reply_says_so_once_in_every_layout(layout: str) -> None:
    row = one_measure(layout)
    assert [lines for lines in row.cells.values() if "ยังไม่รายงาน" in lines] == [("ยังไม่รายงาน",)]


def test_no_measure_is_ever_dropped() -> None:
    report = compile_report(sample(times=3))
    assert len(report.rows) == 36
    assert sum(not row.answered for row in report.rows) == 3
    assert [warning.kind for warning in report.warnings] == ["unanswered"] * 3


def test_the_reason_of_what_is_not_done_stands_in_the_result() -> None:
    row = one_measure("results", reply(1, status=Status.NOT_DONE, reason="งบประมาณไม่พอ"))
    assert row.cells["result"] == ("ไม่ดำเนินการ", "- งบประมาณไม่พอ")


def test_the_reason_of_what_is_not_done_stands_in_its_own_column_where_there_is_one() -> None:
    row = one_measure("did", reply(1, status=Status.NOT_DONE, reason="งบประมาณไม่พอ"))
    assert row.cells["did_not"] == ("- งบประมาณไม่พอ",)
    assert row.cells["did"] == ()


def test_what_is_in_progress_says_so_first() -> None:
    row = one_measure("results", reply(1, status=Status.IN_PROGRESS, result="ร่างแล้ว"))
    assert row.cells["result"] == ("อยู่ระหว่างดำเนินการ", "- ร่างแล้ว")


def test_a_unit_that_is_not_done_is_named_among_others() -> None:
    row = one_measure("results", reply(1, result="เสร็จ"), reply(2, status=Status.IN_PROGRESS, result="กำลังทำ"))
    assert row.cells["result"] == ("- เสร็จ", "อยู่ระหว่างดำเนินการ (กองคลัง)", "- กำลังทำ")
    assert row.status is Status.IN_PROGRESS


def test_done_without_a_word_says_done() -> None:
    assert one_measure("results", reply(1)).cells["result"] == ("ดำเนินการแล้วเสร็จ",)


def test_the_outcomes_layout_opens_every_result_with_its_status() -> None:
    row = one_measure("outcomes", reply(1, result="คู่มือ", outcome="สะดวกขึ้น"))
    assert row.cells["result"] == ("ดำเนินการแล้วเสร็จ", "- คู่มือ")
    assert row.cells["outcome"] == ("- สะดวกขึ้น",)


@pytest.mark.parametrize("layout", ["results", "outcomes"])
def test_a_reply_whose_document_names_no_status_prints_its_text_alone(layout: str) -> None:
    unstated = reply(1, status=Status.NOT_STATED, result="มีคู่มือ")
    assert one_measure(layout, unstated).cells["result"] == ("- มีคู่มือ",)
    # Beside one that names its status it stands first, where no status is above it.
    both = one_measure(layout, reply(2, status=Status.IN_PROGRESS, result="กำลังทำ"), unstated)
    assert both.cells["result"][0] == "- มีคู่มือ"
    assert both.cells["result"][1].startswith("อยู่ระหว่างดำเนินการ (")
    assert both.status is Status.NOT_STATED


def test_each_step_with_a_day_has_a_line_under_its_own_number() -> None:
    days = ((3, date(2023, 4, 30)), (1, date(2023, 4, 7)))
    row = one_measure("dates", reply(1, dates=days), steps=("ก", "ข", "ค"))
    assert row.cells["dates"] == (
        "๑.ดำเนินการเมื่อวันที่ ๗ เดือนเมษายน พ.ศ.๒๕๖๖",
        "๓.ดำเนินการเมื่อวันที่ ๓๐ เดือนเมษายน พ.ศ.๒๕๖๖",
    )


def test_units_are_named_only_where_their_days_differ() -> None:
    row = one_measure(
        "dates",
        reply(1, dates=((1, date(2027, 1, 7)), (2, date(2027, 2, 1)))),
        reply(2, dates=((1, date(2027, 1, 7)), (2, date(2027, 2, 3)))),
    )
    assert [line.partition("๗๐")[2] for line in row.cells["dates"]] == ["", " (สำนักปลัด)", " (กองคลัง)"]


def test_digits_are_thai_but_not_in_addresses_and_codes() -> None:
    row = one_measure("results", reply(1, result="ดู https://a.go.th/2567 ข้อ O27 จำนวน 12 คน"))
    assert row.cells["result"] == ("- ดู https://a.go.th/2567 ข้อ O27 จำนวน ๑๒ คน",)


def test_digits_are_arabic_where_the_layout_says_so() -> None:
    assert one_measure("did", reply(1, result="๑๒ คน")).cells["did"] == ("- 12 คน",)


def test_a_line_that_brings_its_number_gets_no_bullet() -> None:
    row = one_measure("results", reply(1, result="1. ก\n(2) ข\n3.5 ล้านบาท\n30 คน"))
    assert row.cells["result"] == ("๑. ก", "(๒) ข", "- ๓.๕ ล้านบาท", "- ๓๐ คน")


def test_a_single_line_has_no_dash_where_the_layout_says_so() -> None:
    layout = replace(named_layout("results"), lone_bullet=False)
    assert one_measure(layout, reply(1, result="ประชุม")).cells["result"][-1] == "ประชุม"
    assert one_measure(layout, reply(1, result="ประชุม"), reply(2, result="อบรม")).cells["result"][-1] == "- อบรม"


def test_a_status_is_ticked_in_its_own_column_and_what_has_none_is_told_in_the_first() -> None:
    words = ("แล้วเสร็จ", "กำลังทำ", "ยังไม่ทำ")
    status = Column("status", "สถานะ", "reply", choices=tuple(map(ColumnChoice, words)), mark="✓")
    statuses = dict(zip(("done", "in_progress", "not_started", "not_done"), (*words, "เลิก"), strict=True))
    built = named_layout("results")
    layout = replace(built, columns=(*built.columns, status), statuses=statuses)  # type: ignore[arg-type]
    assert layout_of_text(layout_text(layout).encode(), "own.toml") == layout
    ticks = [column for column in printed_columns(layout) if column.key == "status"]

    def printed(*replies: Update) -> list[tuple[str, ...]]:
        return [column.lines_of(one_measure(layout, *replies)) for column in ticks]

    assert printed(reply(1, result="ประชุม")) == [("✓",), (), ()]
    assert printed(reply(1, status=Status.IN_PROGRESS, result="ประชุม")) == [(), ("✓",), ()]
    assert printed() == [("ยังไม่รายงาน",), (), ()]
    assert printed(reply(1, status=Status.NOT_DONE, reason="งบไม่พอ"))[0][0] == "เลิก"


def test_topics_and_measures_carry_their_numbers_once() -> None:
    report = compile_report(sample())
    assert report.groups[0].title == "๑. การปฏิบัติหน้าที่"
    assert report.rows[0].cells["topic"] == ("๑. การปฏิบัติหน้าที่",)
    assert report.rows[1].cells["measure"] == ("๒. จัดทำมาตรการป้องกันการให้หรือรับสินบน",)


def test_topics_above_are_named_outermost_first_and_a_circle_ends() -> None:
    topics = (
        TopicOnFile(Topic("EIT", number="2", parent="3"), ()),
        TopicOnFile(Topic("ตัวชี้วัด", number="3", parent="2"), (MeasureOnFile(1, Measure("ก")),)),
    )
    report = compile_report(replace(sample(), plan=PlanOnFile(1, 2570, topics)))
    assert report.groups[0].headings == ("๒. EIT",)


def test_the_wording_is_filled_in() -> None:
    report = compile_report(sample())
    assert report.heading[0].endswith("ประจำปีงบประมาณ พ.ศ. ๒๕๗๐")
    assert "พ.ศ. ๒๕๖๙" in report.intro[0]
    assert "(รอบ ๖ เดือน)" in report.intro[1]
    assert "{" not in "".join((*report.heading, *report.intro, report.note))


def test_an_empty_plan_compiles() -> None:
    report = compile_report(
        replace(sample(), plan=PlanOnFile(1, 2570, ()), agency=replace(sample().agency, signatories=()))
    )
    assert report.groups == () and report.signatories == ()


def test_only_saved_evidence_of_the_round_is_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.reports.sample import with_evidence

    material: Material = with_evidence(sample(), tmp_path_factory.mktemp("evidence"))
    withdrawn = replace(material.evidence[0], state="withdrawn")
    elsewhere = replace(material.evidence[1], task_id=9999)
    report = compile_report(replace(material, evidence=(withdrawn, elsewhere, *material.evidence[2:])))
    assert [piece.kind for piece in report.exhibits] == ["file", "photo", "link"]
    assert report.exhibits[0].measure.startswith("๑. จัดทำแบบสอบถาม") and report.exhibits[0].unit == "สำนักปลัด"


def test_control_characters_and_half_letters_do_not_pass() -> None:
    row = one_measure("results", reply(1, result="ก\x00ข\ud83dค\u202e"))
    assert row.cells["result"] == ("- กขค",)


def test_the_years_report_takes_the_newer_half_and_keeps_what_was_done_before() -> None:
    material = sample()
    task = material.tasks[3]
    second = replace(task, id=900, round_id=2)
    early = replace(material.updates[task.id], status=Status.IN_PROGRESS, result="ร่างประกาศ\nประชุม")
    later = early.at + timedelta(days=180)
    late = replace(early, id=901, task_id=900, at=later, status=Status.DONE, result="ประชุม\nออกประกาศ")
    both = replace(material, tasks=(*material.tasks, second), updates={**material.updates, task.id: early, 900: late})
    (row,) = [row for row in compile_report(both).rows if row.measure == task.measure]
    assert row.cells["result"] == ("- ร่างประกาศ", "- ประชุม", "- ออกประกาศ")
    assert row.status is Status.DONE


def test_both_halves_and_only_who_said_it_stand_behind_a_cell() -> None:
    one = reply(1, result="ทำครึ่งแรก", suggestion="ควรทำต่อ")
    other = reply(2, task_id=2, at=NOW + timedelta(days=90), result="ทำครึ่งหลัง")
    row = one_measure("results", one, reply(2))
    assert {source.update for source in row.sources["result"]} == {1, 2}
    assert [source.update for source in row.sources["suggestion"]] == [1]
    task = Task(1, 7, 1, 1, "หัวข้อ", "ทำงาน", (), UNITS[0], date(2027, 3, 31))
    plan = PlanOnFile(1, 2570, (TopicOnFile(Topic("หัวข้อ"), (MeasureOnFile(7, Measure("ทำงาน")),)),))
    both = (task, replace(task, id=2, round_id=2))
    (row,) = compile_report(replace(sample(), plan=plan, tasks=both, updates={1: one, 2: other})).rows
    assert [source.update for source in row.sources["result"]] == [1, 2]


def test_whose_reply_stands_in_a_cell_is_kept_beside_it() -> None:
    report = compile_report(sample())
    row = report.rows[0]
    assert {source.person for source in row.sources["result"]} == {"p1"}
    assert len(row.sources["result"]) == len(UNITS)
    assert all(not row.sources for row in report.rows if not row.answered)


def test_a_topic_in_one_row_says_which_measures_stand_where() -> None:
    report = compile_report(sample(named_layout("outcomes")))
    assert [len(group.rows) for group in report.groups] == [1] * 4
    first = report.groups[0].rows[0]
    assert not first.answered
    assert first.cells["result"][0] == "ดำเนินการแล้วเสร็จ (มาตรการที่ ๑, ๒)"
    assert first.cells["result"][-1] == "ยังไม่รายงาน (มาตรการที่ ๓)"


def test_six_months_that_were_full_are_worded_so() -> None:
    layout = named_layout("dates")
    days = ((1, date(2026, 10, 3)), (2, date(2027, 4, 3)), (3, date(2027, 4, 26)))
    row = one_measure(layout, reply(1, dates=days), steps=("ก", "ข", "ค"))
    assert row.cells["dates"] == (
        "๑.ดำเนินการเมื่อวันที่ ๓ เดือนตุลาคม พ.ศ.๒๕๖๙",
        "๒.ดำเนินการครบ ๖ เดือน เมื่อวันที่ ๓ เดือนเมษายน พ.ศ.๒๕๗๐",
        "๓.ดำเนินการเมื่อวันที่ ๒๖ เดือนเมษายน พ.ศ.๒๕๗๐",
    )


def test_front_and_back_matter_stand_in_the_report_as_the_layout_says() -> None:
    plan = compile_report(sample(named_layout("plan")))
    assert [section.kind for section in plan.front] == ["cover", "analysis"]  # no scores on file
    assert [section.kind for section in plan.back] == ["text", "text"]
    memo = compile_report(sample(named_layout("did"))).front[0]
    assert memo.signatures
    assert [label for label, _ in memo.labels] == ["ส่วนราชการ", "ที่", "วันที่", "เรื่อง", "เรียน"]
    assert memo.labels[2][1] == "31 มีนาคม 2570"


@pytest.mark.parametrize("name", ["results", "plan", "did", "outcomes", "dates"])
def test_a_deputys_reply_is_marked_only_where_the_layout_asks_for_it_and_names_nobody(name: str) -> None:
    def printed(layout: Layout) -> list[str]:
        row = one_measure(layout, reply(1, result="ประชุม", on_behalf_of=3))
        assert row.sources and all(one.on_behalf_of == "p3" for found in row.sources.values() for one in found)
        return [line for lines in row.cells.values() for line in lines if "ปฏิบัติหน้าที่แทน" in line]

    assert printed(named_layout(name)) == []
    assert printed(replace(named_layout(name), marks_deputies=True)) == ["(รายงานโดยผู้ปฏิบัติหน้าที่แทน)"]


def test_of_several_units_the_one_whose_deputy_replied_is_told() -> None:
    layout = replace(named_layout("results"), marks_deputies=True)
    row = one_measure(layout, reply(1, result="ประชุม"), reply(2, result="อบรม", on_behalf_of=3))
    assert row.cells["result"][-1] == f"(รายงานโดยผู้ปฏิบัติหน้าที่แทน: {UNITS[1]})"


def test_the_years_report_says_what_came_of_it_though_the_layout_has_no_column() -> None:
    material = sample(named_layout("results"))
    year = replace(material, round=replace(material.round, kind=RoundKind.ANNUAL))
    keys = [column.key for column in compile_report(year).layout.columns]
    assert keys == ["topic", "measure", "responsible", "timeframe", "result", "outcome", "suggestion"]
    assert "outcome" not in [column.key for column in compile_report(material).layout.columns]
    silent = {task: replace(update, outcome="") for task, update in year.updates.items()}
    assert compile_report(replace(year, updates=silent)).layout == material.layout
