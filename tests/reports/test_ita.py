"""What the assessment asks for is found on the pages where it stands, and never where it does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from domain.certified import CertifiedReport
from domain.layout_errors import LayoutError
from domain.plan import Measure, MeasureOnFile, PlanOnFile, Question, Topic, TopicOnFile
from domain.report import Report
from reports.compile.report import compile_report
from reports.ita.documents import CertifiedData, MeasuresDocument, ReportDocument
from reports.ita.pages import PdfPages
from reports.ita.requirements import find_requirements, known_years, read_requirements
from reports.ita.rules import Judgement, judge_item
from reports.layouts.load import named_layout
from reports.pdf.read import read_pages
from reports.pdf.report import report_pdf
from reports.to_json import report_json
from tests.reports.sample import sample
from thai.fiscal import RoundKind
from thai.normalise import remove_spaces

MEASURES, REPORT = find_requirements(2569).items
VERSION = CertifiedReport(
    1, 1, "demo", "ทุ่งตัวอย่าง", 2570, RoundKind.ANNUAL, 1, "A", "", 1, "นางสาวมาลี ใจสะอาด", "", "", "", datetime.now(UTC)
)


def as_certified(report: Report, pdf: bytes) -> ReportDocument:
    """The report as its files tell of it."""
    data = msgspec.json.decode(report_json(report, public=True), type=CertifiedData)
    return ReportDocument(VERSION, data, PdfPages(read_pages(pdf)))


def judged(document: MeasuresDocument | ReportDocument | None) -> dict[str, Judgement]:
    item = MEASURES if isinstance(document, MeasuresDocument) else REPORT
    return {one.element.rule: one for one in judge_item(item, document)}


def only_answered(document: ReportDocument) -> ReportDocument:
    """The same without the rows that nobody reported on."""
    groups = tuple(replace(g, rows=tuple(row for row in g.rows if row.status)) for g in document.data.groups)
    return replace(document, data=replace(document.data, groups=groups))


@pytest.mark.slow
def test_what_is_missing_in_one_measure_is_missing_and_named(report: Report, pdf: bytes) -> None:
    silent = [row.measure for row in report.rows if row.status is None]
    found = judged(as_certified(report, pdf))["result"]
    assert not found.found and found.mend == "tasks"
    assert found.told.parts["count"] == len(silent) and str(found.told.parts["names"])[:10] in silent[0]


@pytest.mark.slow
def test_the_page_named_is_one_on_which_it_stands(report: Report, pdf: bytes) -> None:
    document, texts = only_answered(as_certified(report, pdf)), [remove_spaces(text) for text in read_pages(pdf)]
    found = judged(document)
    result = found["result"]
    assert result.found and result.page == result.told.parts["first"]
    last = int(str(result.told.parts["last"]))
    lines = [remove_spaces(row.cells["result"][0]) for row in document.data.rows]
    assert lines[0][:30] in texts[(result.page or 0) - 1] and lines[-1][:30] in texts[last - 1]
    annex = found["evidence"]
    assert annex.found and "ภาคผนวก" in texts[(annex.page or 0) - 1] and (annex.page or 0) > last
    assert all(found[rule].found for rule in ("year", "agency", "signed"))


@pytest.mark.slow
def test_a_text_that_the_pdf_does_not_hold_is_never_found(report: Report, pdf: bytes) -> None:
    document = only_answered(as_certified(report, pdf))
    row = document.data.rows[3]
    other = replace(row, cells={**row.cells, "result": ("ข้อความที่ไม่มีในไฟล์",)})
    group = next(g for g in document.data.groups if row in g.rows)
    changed = replace(group, rows=tuple(other if each == row else each for each in group.rows))
    groups = tuple(changed if g == group else g for g in document.data.groups)
    lost = judged(replace(document, data=replace(document.data, groups=groups)))["result"]
    assert not lost.found and str(lost.told.parts["names"])[:10] in row.measure
    unread = judged(replace(document, pages=PdfPages(())))
    assert not any(one.found for one in unread.values())


@pytest.mark.slow
def test_outcomes_are_found_where_the_layout_has_them(report: Report, pdf: bytes) -> None:
    assert judged(as_certified(report, pdf))["outcome"].mend == "layout"
    other = compile_report(sample(named_layout("outcomes")))
    document = as_certified(other, report_pdf(other))
    assert "outcome" in {column.key for column in document.data.columns}
    found = judged(only_answered(document))["outcome"]
    assert found.found and found.page


def analysed(title: str, *measures: Measure, **changes: object) -> TopicOnFile:
    values = {"questions": (Question("i1", "มากน้อยเพียงใด"),), "findings": ("ยังไม่ทั่วถึง",), **changes}
    return TopicOnFile(Topic(title, **values), tuple(MeasureOnFile(1, one) for one in measures))  # type: ignore[arg-type]


SEVEN = tuple(analysed(f"ประเด็นที่ {number}", Measure("จัดอบรม", steps=("อบรม",))) for number in range(1, 8))


def of_plan(*topics: TopicOnFile) -> dict[str, Judgement]:
    return judged(MeasuresDocument(PlanOnFile(1, 2570, topics), True))


def test_the_analysis_is_asked_for_under_each_of_seven_headings() -> None:
    assert of_plan(*SEVEN)["analysis"].found
    few = of_plan(*SEVEN[:6])["analysis"]
    assert not few.found and few.told.parts == {"least": 7, "count": 6}
    without = of_plan(*SEVEN, analysed("ประเด็นที่ 8", Measure("ก"), findings=()))["analysis"]
    assert not without.found and without.told.parts["names"] == "ประเด็นที่ 8"


def test_every_measure_must_have_it() -> None:
    found = of_plan(*SEVEN, analysed("ประเด็นที่ 8", Measure("ไม่มีขั้นตอน")))
    assert found["steps"].told.parts == {"count": 1, "all": 8, "names": "ไม่มีขั้นตอน"}
    assert of_plan(*SEVEN)["steps"].found
    assert not of_plan(*SEVEN)["responsible"].found and not of_plan()["steps"].found


def test_without_a_document_everything_is_missing() -> None:
    for item, mend in ((MEASURES, "plan"), (REPORT, "certify")):
        assert [(one.found, one.mend) for one in judge_item(item, None)] == [(False, mend)] * len(item.elements)


def test_a_line_torn_by_a_page_is_found_where_it_begins() -> None:
    pages = PdfPages(("หน้าแรก จัดทำคู่มือ", "- ๒ - ผลการดำเนินการ และเผยแพร่แล้ว", "อื่น"))
    assert pages.find_page("จัดทำคู่มือ และเผยแพร่แล้ว") == 1
    assert pages.find_page("จัดทำคู่มือ ไม่มี") is None and pages.find_page(" ") is None
    assert PdfPages(("แล้ว", "แล้ว")).find_page("แล้ว", since=2) == 2


def test_codes_are_those_announced_and_an_unknown_year_has_the_last_known_ones() -> None:
    codes = {year: tuple(item.code for item in find_requirements(year).items) for year in known_years()}
    assert codes == {2567: ("O34", "O35"), 2568: ("O27", "O28"), 2569: ("O25", "O26")}
    assert [item.years_before for item in find_requirements(2569).items] == [0, 1]
    assert find_requirements(2571) == find_requirements(2569) and find_requirements(2500).year == 2567


_ITEM = '[[items]]\nkey = "{}"\ncode = "O1"\nname = "n"\n[[items.elements]]\nrule = "{}"\nname = "n"\n'
_GOOD = "year = 2570\n" + _ITEM.format("measures", "steps") + _ITEM.format("report", "result")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('"steps"', '"stairs"'), "'stairs' is none of"),
        (lambda text: text.replace('"report"', '"measures"'), "'measures' stands twice"),
        (lambda text: text.replace("code", "kode"), "unknown key 'kode'"),
        (lambda text: text + "x =", "new.toml"),
        (lambda text: text.partition(_ITEM.format("report", "result"))[0], "'report' is missing"),
        (lambda text: text.replace('key = "report"', 'key = "report"\nround = "monthly"'), "monthly"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong(change: Callable[[str], str], said: str) -> None:
    assert read_requirements(_GOOD.encode(), "new.toml").year == 2570
    with pytest.raises(LayoutError, match=said):
        read_requirements(change(_GOOD).encode(), "new.toml")
