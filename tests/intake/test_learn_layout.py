"""Layouts learned from documents: those of the five real shapes equal the built-in ones, others read back alike."""

from pathlib import Path

import pytest

from domain.layout import Layout
from intake.column_answers import parse_answer
from intake.learn_layout import learn_layout
from intake.open_file import open_document
from reports.layouts.load import layout_of_text, layout_text, named_layout
from tests.intake.files import DOCUMENTS, SAMPLE_NAMES, seed
from tests.intake.made import Grid, write_word
from tests.intake.test_tables import OWN
from thai.normalise import fold_text

pytestmark = pytest.mark.repeats

OF_SEED = dict(zip(("000", "001", "002", "003", "004"), ("results", "plan", "did", "outcomes", "dates"), strict=True))


def learned(path: Path, *answers: str) -> Layout:
    return learn_layout(open_document(path), "learned", dict(map(parse_answer, answers)))[0]


def headed(layout: Layout) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [
        (column.key, fold_text(column.label), tuple(map(fold_text, column.under)), column.filled_by)
        for column in layout.columns
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_layout_of_a_known_document_is_learned_as_the_built_in_one(name: str) -> None:
    layout, built_in = learned(seed(name)), named_layout(OF_SEED.get(name, name))
    assert headed(layout) == headed(built_in)
    assert (layout.grouping, layout.digits) == (built_in.grouping, built_in.digits)


@pytest.mark.parametrize("source", sorted(OWN.glob("*.*[lvt]")), ids=lambda path: path.name)
def test_a_learned_layout_is_written_and_read_back_as_it_was(source: Path) -> None:
    layout = learned(source)
    assert layout_of_text(layout_text(layout).encode(), "learned.toml") == layout
    assert layout.reply_keys
    assert len(SAMPLE_NAMES) == 5


def test_names_that_change_are_placeholders() -> None:
    layout = learned(seed("results"))
    assert "{year}" in layout.title
    assert "{agency}" in "".join(layout.heading)


def test_the_widths_and_the_paper_are_those_of_a_word_document(tmp_path: Path) -> None:
    rows = ((("มาตรการ",), ("ผู้รับผิดชอบ",)), (("จัดทำคู่มือ",), ("กองคลัง",)))
    write_word(tmp_path / "plan.docx", ("มาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๗๐", Grid(rows, 1, ())))
    layout = learned(tmp_path / "plan.docx")
    assert [column.width for column in layout.columns] == [50, 50, 18]
    assert not layout.landscape


def test_a_person_says_what_a_column_is_and_who_fills_it_in() -> None:
    layout = learned(OWN / "26-check-list.csv", "มี=result", "ไม่มี=own,reply", "รายการตรวจสอบ=measure")
    assert {(column.label, column.key, column.filled_by) for column in layout.columns} >= {
        ("มี", "result", "reply"),
        ("รายการตรวจสอบ", "measure", "plan"),
    }
    assert next(column for column in layout.columns if column.label == "ไม่มี").filled_by == "reply"


def test_a_table_without_a_column_of_measures_is_read_once_a_person_says_which_names_them(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("สิ่งที่ต้องทำ,คนทำ,เมื่อใด\nติดป้าย,กองช่าง,ไตรมาส 1\nจัดอบรม,กองคลัง,ไตรมาส 2\n", encoding="utf-8")
    layout = learned(path, "สิ่งที่ต้องทำ=measure", "คนทำ=responsible", "เมื่อใด=timeframe")
    assert [column.key for column in layout.columns] == ["measure", "responsible", "timeframe", "result"]


def test_an_answer_that_is_none_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="measure"):
        parse_answer("มี=something")
