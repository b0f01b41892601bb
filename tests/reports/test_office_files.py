"""Every Word file and workbook that we make is accepted by the Open XML validator: Word and Excel repair nothing."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from domain.plan import Score
from domain.report import Report
from intake.plan_template import write_template
from reports.compile.report import compile_report
from reports.layouts.load import layout_names, named_layout
from reports.render import report_bytes
from reports.word.sample import sample_template
from reports.word.template import fill_template
from tests.office_files import findings
from tests.reports.sample import sample, with_evidence
from tests.reports.test_pdf import hostile_report

SCORES = tuple(Score(str(number), 70 + 2.345 * number) for number in range(1, 11))


def full_report(layout: str, folder: Path) -> Report:
    """Everything that the layout can print: photos, files, scores with their chart, the code of a certified version."""
    material = with_evidence(sample(named_layout(layout)), folder)
    report = compile_report(replace(material, plan=replace(material.plan, scores=SCORES)))
    return replace(report, code="ABCD-1234", verify_url="https://thungtuayang.example/verify/ABCD-1234")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("layout", layout_names())
def test_a_report_with_everything_is_sound(layout: str, suffix: str, tmp_path: Path) -> None:
    assert findings(report_bytes(full_report(layout, tmp_path), suffix), tmp_path, suffix) == []


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_report_of_odd_texts_and_one_of_nothing_are_sound(suffix: str, tmp_path: Path) -> None:
    nothing = replace(hostile_report(), groups=(), signatories=(), note="", intro=(), heading=())
    for report in (hostile_report(), nothing):
        assert findings(report_bytes(report, suffix), tmp_path, suffix) == []


@pytest.mark.slow
@pytest.mark.parametrize("layout", layout_names())
def test_the_template_to_begin_from_is_sound_empty_and_filled(layout: str, tmp_path: Path) -> None:
    report = full_report(layout, tmp_path)
    empty = sample_template(sample(report.layout).agency, 2570)
    assert findings(empty, tmp_path, ".docx") == []
    assert findings(fill_template(empty, report), tmp_path, ".docx") == []


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_form_of_a_plan_is_sound(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"form{suffix}"
    write_template(path)
    assert findings(path.read_bytes(), tmp_path, suffix) == []


@pytest.mark.slow
def test_what_is_out_of_order_is_found(tmp_path: Path) -> None:
    document = Document()
    run = document.add_paragraph().add_run("ก")
    run.font.bold = run.font.cs_bold = True
    run._r.rPr.append(run._r.rPr[0])
    file = BytesIO()
    document.save(file)
    assert any("rPr" in each for each in findings(file.getvalue(), tmp_path, ".docx"))
    assert "word/document.xml" in ZipFile(file).namelist()
