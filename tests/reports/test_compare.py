"""A round beside last year's: carried on, new, ended; status and scores then and now; nothing guessed."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from domain.parts import Part
from domain.plan import MeasureOnFile, PlanOnFile, Score, Topic, TopicOnFile
from domain.report import Report
from domain.task import Round, Status
from domain.writes import ImportPlan, OpenRound, SaveUpdate
from reports.check.report import check_report
from reports.compile.compare import compare, score_texts
from reports.compile.load import load_report
from reports.compile.material import Material
from reports.compile.report import compile_report
from reports.docx.report import report_docx
from reports.pdf.report import report_pdf
from reports.to_html import report_fragment
from reports.to_json import report_data
from reports.xlsx.report import report_xlsx
from store.books import Books
from store.engine import Database
from store.tasks import load_tasks
from tests.agency import MORNING, PLAN, YEAR, small_agency, write
from tests.reports.reading import page_texts, stands_in
from tests.reports.sample import OPENED, sample
from thai.fiscal import RoundKind


def last_year(*titles: str, scores: tuple[Score, ...] = ()) -> Material:
    """The sample's year before, its first measure reworded and the second gone; `titles` were measures of their own."""
    material = sample()
    first, *others = material.plan.topics
    one, _, *rest = first.measures
    reworded = MeasureOnFile(one.id, replace(one.measure, title=one.measure.title + "ปี ๒๕๖๙"))
    own = tuple(
        MeasureOnFile(900 + n, replace(one.measure, title=title, number=None)) for n, title in enumerate(titles)
    )
    topics = (TopicOnFile(first.topic, (reworded, *rest)), *others, TopicOnFile(Topic("หัวข้อที่เลิกแล้ว"), own))
    return replace(
        material,
        plan=PlanOnFile(2, 2569, topics, scores),
        round=Round(9, 2569, RoundKind.FIRST_HALF, date(2026, 3, 31), OPENED),
    )


def annual(before: Material | None) -> Report:
    material = sample()
    round_ = replace(material.round, kind=RoundKind.ANNUAL)
    return compile_report(replace(material, round=round_, before=before))


def test_measures_are_carried_on_new_or_ended_and_none_is_guessed() -> None:
    found = compare(sample(), last_year("ติดตั้งกล้องวงจรปิดหน้าอาคาร"))
    kinds = [one.kind for one in found.measures]
    assert kinds.count("new") == 1
    assert kinds[1] == "new"
    assert found.measures[1].then is None
    assert kinds[-1] == "ended"
    assert found.measures[-1].measure == "ติดตั้งกล้องวงจรปิดหน้าอาคาร"
    assert kinds.count("carried") == len(sample().plan.measures) - 1
    assert found.measures[0].before.endswith("ปี ๒๕๖๙")
    assert all(not one.before for one in found.measures[1:])
    assert {one.now for one in found.measures} >= {Status.DONE, None}


def test_the_same_number_under_the_same_heading_makes_no_partner() -> None:
    before = last_year()
    first, *others = before.plan.topics
    other = replace(
        first.measures[1].measure, title="ติดตั้งกล้องวงจรปิดหน้าอาคาร", number=sample().plan.measures[1].measure.number
    )
    plan = replace(before.plan, topics=(replace(first, measures=(MeasureOnFile(800, other),)), *others))
    kinds = {one.measure: one.kind for one in compare(sample(), replace(before, plan=plan)).measures}
    assert next(title for title, kind in kinds.items() if kind == "ended").endswith(other.title)


def test_scores_stand_side_by_side_and_what_is_not_known_is_a_dash() -> None:
    now = replace(sample(), plan=replace(sample().plan, scores=(Score("1", 90.5), Score("2", 80))))
    found = compare(now, last_year(scores=(Score("1", 88.25), Score("3", 70))))
    assert [score_texts(one) for one in found.scores] == [
        ("88.25", "90.50", "+2.25"),
        ("-", "80.00", "-"),
        ("70.00", "-", "-"),
    ]


@pytest.mark.slow
def test_a_years_report_ends_with_it_and_a_half_years_does_not() -> None:
    report = annual(last_year("เดิม"))
    section = report.back[-1]
    assert section.kind == "comparison"
    assert "๒๕๖๙" in section.title
    assert "ไม่มีในแผนปีนี้" in report_fragment(report)
    tables = Document(BytesIO(report_docx(report))).tables
    assert any(table.rows[-1].cells[1].text == "เดิม" for table in tables)
    assert all(part.kind != "comparison" for part in annual(None).back)
    half = compile_report(replace(sample(), before=last_year()))
    assert half.comparison
    assert all(part.kind != "comparison" for part in half.back)


def test_a_layout_may_place_it_itself_in_any_round() -> None:
    layout = replace(sample().layout, front=(Part("comparison", title="เทียบกับปี {last_year}"),))
    report = compile_report(replace(sample(layout), before=last_year()))
    assert report.front[0].title == "เทียบกับปี ๒๕๖๙"
    assert compile_report(sample(layout)).front == ()


def test_the_workbook_has_a_sheet_of_it_with_numbers() -> None:
    now = replace(sample(), plan=replace(sample().plan, scores=(Score("1", 90.5),)))
    report = compile_report(
        replace(now, before=last_year("เดิม", scores=(Score("1", 88),)), layout=replace(now.layout, digits="arabic"))
    )
    book = CalamineWorkbook.from_filelike(BytesIO(report_xlsx(report)))
    assert book.sheet_names[-1] == "เปรียบเทียบ"
    rows = book.get_sheet_by_name("เปรียบเทียบ").to_python()
    assert any(row[1] == "เดิม" for row in rows)
    assert rows[-1][1:4] == [88.0, 90.5, 2.5]
    assert len(CalamineWorkbook.from_filelike(BytesIO(report_xlsx(compile_report(sample())))).sheet_names) == 2


def test_the_json_has_it_only_where_there_is_a_last_year() -> None:
    assert "comparison" not in report_data(compile_report(sample()))
    assert report_data(annual(last_year("เดิม")))["comparison"]["measures"][-1]["kind"] == "ended"


def test_last_years_words_are_no_finding() -> None:
    alone = {one.kind for one in check_report(sample(), compile_report(sample()), date(2027, 4, 2))}
    beside = check_report(sample(), annual(last_year("กรทุจริตปี ๒๕๖๖")), date(2027, 4, 2))
    assert {one.kind for one in beside} == alone


def test_last_years_round_is_taken_out_of_the_books(database: Database) -> None:
    agency_id = small_agency(database)

    def report(kind: RoundKind) -> Report:
        return database.read(lambda conn: load_report(Books(conn, agency_id), YEAR, kind))

    assert report(RoundKind.FIRST_HALF).comparison is None
    write(database, agency_id, ImportPlan(replace(PLAN, year=YEAR - 1), YEAR - 1, MORNING))
    assert report(RoundKind.FIRST_HALF).comparison is None
    write(database, agency_id, OpenRound(YEAR - 1, RoundKind.FIRST_HALF, date(2026, 3, 31), MORNING))
    old = next(
        task
        for task in database.read(lambda conn: load_tasks(Books(conn, agency_id)))
        if task.due.year == 2026 and task.assignee_ids
    )
    write(database, agency_id, SaveUpdate("old", old.id, old.assignee_ids[0], MORNING, Status.DONE, "ทำแล้ว"))
    found = report(RoundKind.FIRST_HALF).comparison
    assert found
    assert [one.kind for one in found.measures] == ["carried"] * 3
    assert [one.then for one in found.measures].count(Status.DONE) == 1
    assert all(one.now is None for one in found.measures)
    assert report(RoundKind.ANNUAL).back[-1].kind == "comparison"


@pytest.mark.slow
def test_the_pdf_prints_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = report_pdf(annual(last_year("เดิม")))
    assert stands_in("ไม่มีในแผนปีนี้", page_texts(made))
