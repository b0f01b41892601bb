"""Layouts as data."""

from pathlib import Path

import pytest

from domain.columns import ColumnChoice
from domain.data import to_data
from domain.layout import Layout, layout_from
from domain.layout_errors import LayoutError
from reports.layouts.load import layout_names, layout_of_text, layout_text, named_layout, read_layout

SMALL = """name = "own"
title = "รายงาน {year}"

[[columns]]
key = "measure"
label = "มาตรการ"

[[columns]]
key = "result"
label = "ผล"
"""


def test_the_layouts_are_there() -> None:
    assert layout_names() == ("anticorruption", "bs4", "dates", "did", "outcomes", "pk5", "plan", "results")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("results", ("result", "suggestion")),
        ("plan", ("result",)),
        ("did", ("did", "did_not", "remark")),
        ("outcomes", ("result", "outcome")),
        ("dates", ("dates",)),
        ("anticorruption", ("spent", "status", "did_not", "remark")),
        ("bs4", ("result", "evidence", "progress", "trouble")),
        ("pk5", ("progress", "trouble")),
    ],
)
def test_a_layout_asks_what_its_reply_columns_print(name: str, asked: tuple[str, ...]) -> None:
    assert named_layout(name).reply_keys == asked


@pytest.mark.parametrize("name", layout_names())
def test_a_layout_kept_as_data_reads_back(name: str) -> None:
    assert layout_from(to_data(named_layout(name))) == named_layout(name)


def test_an_agencys_own_file_is_a_layout(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("\ufeff" + SMALL, encoding="utf-8")
    layout: Layout = read_layout(path)
    assert [column.filled_by for column in layout.columns] == ["plan", "reply"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('key = "result"', 'key = "resultt"', "line 9: column 2: key 'resultt' is not a known column"),
        ('title = "รายงาน {year}"', 'title = "รายงาน {yaer}"', "line 2: title: unknown placeholder {yaer}"),
        ('name = "own"', 'name = "own"\ncolour = "red"', "line 2: unknown key 'colour'"),
        ('name = "own"', 'name = "own"\ndigits = "roman"', "line 2: digits: 'roman'"),
        ('label = "ผล"', 'label = "ผล"\nwidth = "wide"', "line 11: column 2: width 'wide'"),
        ('key = "result"', 'key = "measure"', "line 9: column 2: key 'measure' stands twice"),
        ('name = "own"', 'name = "own', "at line 1"),
        ('name = "own"', "", "'name' is missing"),
        ('name = "own"', 'name = "own"\nrounds = { third = "x" }', "line 2: rounds: 'third'"),
        ('label = "ผล"', 'label = "ผล"\n[[front]]\nkind = "covr"', "line 12: front 1: kind 'covr'"),
        (
            'label = "ผล"',
            'label = "ผล"\n[[back]]\nkind = "text"\nlines = ["{x}"]',
            "line 13: back 1: lines unknown",
        ),
        ('name = "own"', 'name = "own"\nheading = [\n  "หัว",\n  "{yaer}",\n]', "line 4: heading: unknown placeholder"),
        ('title = "รายงาน {year}"', 'title = "รายงาน {year"', "line 2: title: a brace is not closed: {year"),
        ('name = "own"', 'name = "own"\n"colour" = "red"', "line 2: unknown key 'colour'"),
        ('label = "ผล"', "", "line 8: column 2: 'label' is missing"),
        ('label = "ผล"', 'label = "ผล {year}"', "line 10: column 2: label {year} is not filled in there"),
        ('key = "measure"', 'key = "measure"\nfilled_by = "reply"', "line 6: column 1: filled_by 'reply'"),
        ('label = "ผล"', 'label = "ผล"\n[front]\nkind = "cover"', "line 11: front: must be a list"),
        ('key = "measure"', 'key = ["measure"]', "line 5: column 1: key \"['measure']\" is not text"),
        (
            'key = "measure"',
            'key = "measure"\nfilled_by = "nobody"',
            "line 6: column 1: filled_by 'nobody' is none of plan",
        ),
        ('label = "ผล"', 'label = "ผล"\nwidth = true', "line 11: column 2: width 'True' is not a whole number"),
        ('label = "ผล"', 'label = "ผล"\nwidth = 101', "line 11: column 2: width '101' is not a whole number"),
        ('label = "ผล"', 'label = "ผล"\nunder = 3', "line 11: column 2: under must be a list of lines"),
        ('label = "ผล"', 'label = "  "', "line 10: column 2: 'label' is missing"),
        ('name = "own"', 'name = "own"\nnote = 2026-10-01', "line 2: note: '2026-10-01' is not text"),
        ('name = "own"', 'name = "own"\nlandscape = 1', "line 2: landscape: '1' is neither true nor false"),
        ('name = "own"', 'name = "own"\nphotos_a_page = 3', "line 2: photos_a_page: '3' is none of 2, 4"),
        ('name = "own"', 'name = "own"\nphotos_a_page = true', "line 2: photos_a_page: 'True' is none of 2, 4"),
        ('key = "result"', 'key = "Spent"\nfilled_by = "reply"', "line 9: column 2: key 'Spent' is no key"),
        ('label = "ผล"', 'label = "ผล"\nkind = "money"', "line 11: column 2: kind 'money' is none of text"),
        (
            'key = "result"',
            'key = "a"\nfilled_by = "reply"\nkind = "cash"',
            "line 11: column 2: kind 'cash' is none of text, number",
        ),
        ('key = "result"', 'key = "a"\nfilled_by = "reply"\nkind = "choice"', "line 8: column 2: 'choices' is missing"),
        (
            'key = "result"',
            'key = "a"\nfilled_by = "reply"\nkind = "choice"\nchoices = ["ใช่", "ใช่"]',
            "line 12: column 2: choices 'ใช่' stands twice",
        ),
        (
            'key = "result"',
            'key = "a"\nfilled_by = "reply"\nkind = "choice"\nchoices = ["ใช่", { name = "ไม่" }]',
            "line 8: column 2: unknown key 'name'",
        ),
        (
            'key = "result"',
            'key = "a"\nfilled_by = "reply"\nkind = "money"\nchoices = ["ใช่"]',
            "line 11: column 2: kind 'money' is none of choice, period",
        ),
        (
            'key = "result"',
            'key = "a"\nfilled_by = "plan"\ntotal = "sum"',
            "column 2: kind 'text' is none of money, number",
        ),
        ('key = "result"', 'key = "a"\nfilled_by = "plan"\nmark = "x"', "column 2: kind 'text' is none of period"),
        (
            'key = "result"',
            'key = "a"\nfilled_by = "plan"\nunder = "หัว {year}"',
            "line 11: column 2: under {year} is not filled in",
        ),
        ('name = "own"', 'name = "own"\nheading = ["หัว", 2]', "line 2: heading: must be a list of lines"),
        ('name = "own"', 'name = "own"\nrounds = { annual = 2 }', "line 2: rounds: is not a table"),
        ('name = "own"', 'name = "own"\nrounds = "x"', "line 2: rounds: is not a table"),
        ('name = "own"', 'name = "own"\nfront = ["x"]', "line 2: front 1: is not a table"),
        (
            'name = "own"',
            'name = "own"\ndate_line = "{step} {topic}"',
            "line 2: date_line: unknown placeholder {topic}",
        ),
        ('name = "own"', "x = " + "[" * 50_000, "is not written as a layout"),
        ('label = "ผล"', 'label = "ผล"\nwidth = ' + "9" * 5_000, "is not written as a layout"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SMALL.replace(before, after), encoding="utf-8")
    with pytest.raises(LayoutError, match=r"own\.toml") as caught:
        read_layout(path)
    assert said in str(caught.value)


def test_a_file_that_is_no_text_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with pytest.raises(LayoutError, match="cannot be read"):
        read_layout(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LayoutError, match="UTF-8"):
        read_layout(path)


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(LayoutError, match="results"):
        named_layout("../results")


@pytest.mark.parametrize("name", layout_names())
def test_a_layout_written_as_text_reads_back(name: str) -> None:
    assert layout_of_text(layout_text(named_layout(name)).encode(), "own.toml") == named_layout(name)


OWN = (
    SMALL
    + """
[[columns]]
key = "spent"
label = "เบิกจ่าย"
under = ["งบประมาณ", "ปีนี้"]
filled_by = "reply"
kind = "money"
ask = "เบิกจ่ายไปแล้วเท่าใด"
required = true
adds_up = true

[[columns]]
key = "state"
label = "สถานะ"
filled_by = "reply"
kind = "choice"
choices = ["เสร็จ", { label = "ไม่เสร็จ", asks = "เพราะเหตุใด" }]

[[columns]]
key = "months"
label = "เดือน"
under = "พ.ศ. 2569"
filled_by = "plan"
kind = "period"
mark = "X"
choices = ["ต.ค.", { label = "ม.ค.", under = "พ.ศ. 2570" }]
"""
)


def test_an_agency_names_columns_of_its_own() -> None:
    layout = layout_of_text(OWN.encode(), "own.toml")
    spent, state, months = layout.own_columns
    assert (spent.kind, spent.under, spent.totals_by, spent.required) == ("money", ("งบประมาณ", "ปีนี้"), "sum", True)
    assert state.choices == (ColumnChoice("เสร็จ"), ColumnChoice("ไม่เสร็จ", "เพราะเหตุใด"))
    assert months.under == ("พ.ศ. 2569",)
    assert months.choices[1].under == ("พ.ศ. 2570",)
    assert layout.reply_keys == ("result", "spent", "state")
    assert layout_of_text(layout_text(layout).encode(), "own.toml") == layout
    assert layout_from(to_data(layout)) == layout
