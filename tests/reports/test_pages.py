"""Pages as a clerk would leave them: what goes on says what it is, nothing stands alone."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from domain.plan import Score, Signatory
from domain.report import Report, ReportGroup
from reports.compile.report import compile_report
from reports.layouts.load import named_layout
from reports.pdf.report import report_pdf
from tests.reports.reading import lowest_letters, page_texts
from tests.reports.sample import sample, with_evidence
from thai.normalise import remove_spaces

pytestmark = pytest.mark.slow

SCORES = tuple(Score(str(number), 70 + 2.345 * number) for number in range(1, 11))


def with_long_row(layout: str, key: str, lines: int, rows: int = 1) -> Report:
    """The sample's first topic, its first row with so many lines in one column, and so many rows in all."""
    report = compile_report(sample(named_layout(layout)))
    group = report.groups[0]
    told = tuple(f"- บรรทัดที่ {number}" for number in range(1, lines + 1))
    first = replace(group.rows[0], cells={**group.rows[0].cells, key: told})
    groups = (ReportGroup(group.title, (first, *group.rows[1:rows])),)
    return replace(report, groups=groups, front=(), back=(), note="", intro=())


def pages_of(report: Report) -> list[str]:
    return [remove_spaces(text) for text in page_texts(report_pdf(report))]


@pytest.mark.parametrize(("layout", "key"), [("did", "did"), ("plan", "result"), ("dates", "dates")])
def test_a_row_that_goes_on_names_its_measure_on_every_page(layout: str, key: str) -> None:
    report = with_long_row(layout, key, 90)
    begins = remove_spaces(report.rows[0].measure)[:5]
    pages = [page for page in pages_of(report) if "บรรทัดที่" in page]
    assert len(pages) > 2
    assert all(begins in page and "(ต่อ)" in page for page in pages[1:])


@pytest.mark.parametrize("lines", range(13, 40, 3))
def test_what_goes_on_is_never_said_without_its_name(lines: int) -> None:
    report = with_long_row("results", "result", lines)
    for page in pages_of(report):
        for before in re.findall(r"(.{0,12})\(ต่อ\)", page):
            assert (
                before.endswith(("…", remove_spaces(report.groups[0].title)[-10:])) or report.heading[-1][-4:] in before
            )


@pytest.mark.parametrize("lines", range(13, 40))
def test_no_page_begins_with_the_last_line_or_two_of_a_row(lines: int) -> None:
    pages = pages_of(with_long_row("results", "result", lines))
    counts = [page.count("บรรทัดที่") for page in pages if "บรรทัดที่" in page]
    assert sum(counts) == lines
    assert len(counts) == 1 or counts[-1] >= 3


@pytest.mark.parametrize("lines", range(14, 24))
def test_nobody_signs_a_page_that_says_nothing(lines: int) -> None:
    report = with_long_row("outcomes", "result", lines)
    (page,) = [page for page in pages_of(report) if remove_spaces(report.signatories[0].name) in page]
    assert "บรรทัดที่" in page or remove_spaces(report.heading[-1]) + "(ต่อ)" in page


def test_a_chart_bears_its_title() -> None:
    material = sample(named_layout("plan"))
    report = compile_report(replace(material, plan=replace(material.plan, scores=SCORES)))
    (page,) = [page for page in pages_of(report) if "แผนภูมิแสดงคะแนนตามตัวชี้วัด" in page]
    assert "๗๒.๓๔" in page or "๗๒.๓๕" in page


MARGIN = 45  # points that stay free under the text, a little less than the page's margin


def with_long_lines(layout: str, *lines: int) -> Report:
    """The sample's first topic, its second row with lines of so many sentences each."""
    report = compile_report(sample(named_layout(layout)))
    group = report.groups[0]
    sentence = "ได้จัดประชุมชี้แจงแนวทางการปฏิบัติงานแก่บุคลากรทุกส่วนราชการและเผยแพร่คู่มือการให้บริการประชาชน"
    told = tuple(" ".join([sentence] * many) for many in lines)
    rows = tuple(
        replace(
            row, cells={key: told if key in ("result", "did", "dates") else cell for key, cell in row.cells.items()}
        )
        if place == 1
        else row
        for place, row in enumerate(group.rows[:2])
    )
    return replace(report, groups=(replace(group, rows=rows),), front=(), back=(), note="", signatories=())


@pytest.mark.parametrize("layout", ["results", "plan", "did", "dates"])
@pytest.mark.parametrize("lines", [(1, 20), (20, 20), (60,)])
def test_lines_longer_than_a_page_go_on_over_pages_and_leave_none_empty(layout: str, lines: tuple[int, ...]) -> None:
    made = report_pdf(with_long_lines(layout, *lines))
    lowest = lowest_letters(made)
    assert min(lowest) > MARGIN
    assert len(lowest) > 2
    assert max(lowest[:-1]) < 150, "a page is left empty under its text"


@pytest.mark.parametrize("people", [1, 4, 8, 24])
@pytest.mark.parametrize("layout", ["results", "dates"])
def test_however_many_sign_all_of_it_stands_on_pages(layout: str, people: int) -> None:
    report = with_long_row(layout, named_layout(layout).reply_keys[0], 12)
    who = tuple(Signatory(f"นางสาวมาลี ใจสะอาด{number}", "รองปลัดองค์การบริหารส่วนตำบล") for number in range(people))
    report = replace(report, signatories=who, note="หมายเหตุ " + "ตัวอย่างข้อความยาวที่อธิบายหลักฐาน " * 40)
    assert min(lowest_letters(report_pdf(report))) > MARGIN


@pytest.mark.parametrize("layout", ["did", "dates"])
def test_a_topic_that_goes_on_in_a_table_of_its_own_is_named_again(layout: str) -> None:
    report = replace(compile_report(sample(named_layout(layout), times=3)), front=(), back=())
    pages = pages_of(report)
    titles = [remove_spaces(group.title) for group in report.groups]
    first = remove_spaces(report.layout.columns[0].label)
    with_table = [page for page in pages if first in page]
    again = [title for page in with_table for title in titles if f"{title}(ต่อ)" in page]
    assert all(any(title in page for title in titles) for page in with_table)
    assert again
    assert all(page.index(title) < page.index(first) for page in pages for title in titles if f"{title}(ต่อ)" in page)


@pytest.mark.parametrize("many", [2, 4])
@pytest.mark.parametrize("landscape", [True, False])
def test_photos_and_what_they_show_stand_on_their_page(tmp_path: Path, many: Literal[2, 4], landscape: bool) -> None:
    layout = replace(named_layout("results"), photos_a_page=many, landscape=landscape)
    report = compile_report(with_evidence(sample(layout), tmp_path, photos=6))
    shown = tuple(replace(each, measure="จัดทำแบบสอบถามความพึงพอใจของผู้รับบริการ " * 40) for each in report.exhibits)
    made = report_pdf(replace(report, exhibits=shown))
    assert min(lowest_letters(made)) > MARGIN
    pages = [remove_spaces(text).count("ภาพที่") for text in page_texts(made)]
    assert [count for count in pages if count] == [many] * (6 // many) + ([6 % many] if 6 % many else [])
