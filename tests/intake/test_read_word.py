"""Word documents: the seeds again as .docx, merged cells, lists that Word numbers, and damage."""

import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import Plan
from intake.open_file import open_document
from intake.plan_file import UnreadableFile, read_plan
from intake.tables import Document, Table
from tests.examples import examples
from tests.intake.files import DOCUMENTS, seed

pytestmark = pytest.mark.repeats


def _as_word(document: Document, path: Path) -> Path:
    """The document as .docx, a paragraph for each line."""
    word = docx.Document()
    for block in document.blocks:
        if isinstance(block, Table):
            _add_table(word, block)
        else:
            word.add_paragraph(block.text)
    word.save(str(path))
    return path


def _add_table(word: Any, table: Table) -> None:
    grid = word.add_table(len(table.rows), table.width)
    for row, cells in zip(grid.rows, table.rows, strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.text = "\n".join(content.lines)


def _content(plan: Plan) -> Plan:
    """The plan without its warnings, whose places differ from file to file."""
    return replace(plan, warnings=())


@pytest.mark.parametrize("number", DOCUMENTS)
def test_a_document_reads_the_same_from_word_as_from_text(number: str, tmp_path: Path) -> None:
    path = seed(number)
    plan, again = read_plan(path), read_plan(_as_word(open_document(path), tmp_path / "seed.docx"))
    assert _content(again) == _content(plan)
    assert [warning.kind for warning in again.warnings] == [warning.kind for warning in plan.warnings]


def test_merged_cells_are_carried_down_and_across(tmp_path: Path) -> None:
    word = docx.Document()
    grid = word.add_table(5, 3)
    rows = [
        ["ประเด็น", "มาตรการ", "ผู้รับผิดชอบ"],
        ["๑. การปฏิบัติหน้าที่", "จัดทำคู่มือ", "กองช่าง"],
        ["", "ติดป้าย", "กองคลัง"],
        ["๒. การใช้งบประมาณ", "", ""],
        ["", "เผยแพร่แผน", "กองคลัง"],
    ]
    for row, values in zip(grid.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.cell(3, 0).merge(grid.cell(3, 2))
    word.save(str(tmp_path / "plan.docx"))
    plan = read_plan(tmp_path / "plan.docx", 2570)
    assert [[m.title for m in topic.measures] for topic in plan.topics] == [["จัดทำคู่มือ", "ติดป้าย"], ["เผยแพร่แผน"]]


def test_numbers_that_word_sets_are_counted_and_struck_out_text_is_left_out(tmp_path: Path) -> None:
    word = docx.Document()
    grid = word.add_table(2, 2)
    for cell, value in zip(grid.rows[0].cells, ["มาตรการ", "ผู้รับผิดชอบ"], strict=True):
        cell.text = value
    for text in ("จัดทำประกาศ", "แจ้งเวียน"):
        grid.cell(1, 0).add_paragraph(text, style="List Paragraph")._p.get_or_add_pPr().append(_numbered())
    paragraph = grid.cell(1, 1).paragraphs[0]
    paragraph.add_run("กองคลัง")
    struck = OxmlElement("w:del")
    struck.append(paragraph.add_run("กองช่าง")._r)
    paragraph._p.append(struck)
    word.save(str(tmp_path / "plan.docx"))
    measures = read_plan(tmp_path / "plan.docx", 2570).measures
    assert [(m.number, m.title) for m in measures] == [("1", "จัดทำประกาศ"), ("2", "แจ้งเวียน")]
    assert [m.responsible.units for m in measures if m.responsible] == [("กองคลัง",), ("กองคลัง",)]


def _numbered() -> Any:
    properties = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", "77")):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        properties.append(child)
    return properties


@cache
def _parts() -> dict[str, bytes]:
    """The parts of a small Word document."""
    word = docx.Document()
    grid = word.add_table(2, 2)
    for cell, value in zip(
        (*grid.rows[0].cells, *grid.rows[1].cells), ["มาตรการ", "ผู้รับผิดชอบ", "ก", "กองคลัง"], strict=True
    ):
        cell.text = value
    grid.cell(1, 0).merge(grid.cell(1, 1))
    word.add_paragraph("ข้อ", style="List Bullet")
    content = BytesIO()
    word.save(content)
    with zipfile.ZipFile(content) as package:
        return {name: package.read(name) for name in package.namelist()}


_READ = [
    "word/document.xml",
    "word/numbering.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
    "_rels/.rels",
]


@examples(60)
@given(
    name=st.sampled_from(_READ),
    place=st.floats(0, 0.9999),
    length=st.integers(0, 60),
    put=st.binary(max_size=4) | st.sampled_from([b"<", b"/>", b"&x;", b'"', b"99999999", b"-1", b"w:p", b"<w:tc/>"]),
)
def test_a_damaged_word_document_is_read_or_refused_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    place: float,
    length: int,
    put: bytes,
) -> None:
    parts = _parts()
    start = int(place * len(parts[name]))
    path = tmp_path_factory.getbasetemp() / "damaged.docx"
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content[:start] + put + content[start + length :] if part == name else content)
    try:
        read_plan(path)
    except UnreadableFile as refusal:
        assert ": " in str(refusal)
