"""A Word template of an agency's own is filled in, escaped, sandboxed."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from reports.compile import compile_report
from reports.word_template import BadTemplate, fill_template
from tests.reports.sample import sample


def template(folder: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ row.measure }}", "{{ row.result }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    path = folder / "own.docx"
    document.save(path)
    return path


def test_a_template_is_filled_in_with_every_row(tmp_path: Path) -> None:
    report = compile_report(sample())
    made = fill_template(template(tmp_path, "{{ title }} <&>"), report)
    document = Document(BytesIO(made))
    assert document.paragraphs[0].text == f"{report.title} <&>"
    rows = document.tables[0].rows
    assert len(rows) == len(report.rows)
    assert rows[0].cells[1].text == "\n".join(report.rows[0].cells["result"])
    assert fill_template(template(tmp_path, "{{ title }} <&>"), report) == made


@pytest.mark.parametrize("line", ["{{ title", "{% for x in %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}"])
def test_a_template_that_is_wrong_or_wants_more_than_it_may_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        fill_template(template(tmp_path, line), compile_report(sample()))


def test_a_file_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(b"PK nothing")
    with pytest.raises(BadTemplate, match="no Word document"):
        fill_template(path, compile_report(sample()))
