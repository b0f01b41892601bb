"""Every table of the samples is printed again in Word: each column under its own headings, each cell of each row."""

import os
import re
from pathlib import Path

import pytest

from intake.contents import filled_texts, is_mark
from intake.headings import headings_at
from intake.open_file import open_document
from intake.plan_file import read_plan
from intake.plan_tables import PlanTable
from intake.tables import Row
from intake.understand import find_plan_tables
from tests.bot.installation import Shellward
from tests.bot.test_learned_layouts import TABLES, _bare
from tests.intake.files import SEEDS

pytestmark = pytest.mark.slow

SHARED = SEEDS.parent / "tables"


# What is ticked in its rows of results is told in words; of several measures in a cell each has a row.
NOT_CELL_FOR_CELL = ("45-plan-and-result-rows.html", "72-several-measures-in-a-cell.html")


def _sources(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.glob("*") if path.suffix in (".html", ".csv", ".txt"))
    return [path for path in paths if path.name not in NOT_CELL_FOR_CELL]


@pytest.mark.parametrize("source", _sources(TABLES), ids=lambda path: path.name)
def test_an_invented_table_is_printed_again(source: Path, office: Shellward) -> None:
    assert_printed_again(source, office)


@pytest.mark.parametrize("place", range(9))
def test_a_table_of_a_real_kind_is_printed_again(place: int, office: Shellward) -> None:
    if not SHARED.is_dir():
        assert os.environ.get("REQUIRE_SEEDS") != "1", f"REQUIRE_SEEDS=1, but there is no {SHARED}"
        pytest.skip("the tables are not at hand")
    assert_printed_again(_sources(SHARED)[place], office)


def assert_printed_again(source: Path, office: Shellward) -> None:
    """Imports the document with its replies, learns its layout, and looks for each cell in the report's table."""
    year, layout, made = str(read_plan(source).year or 2570), office.folder / "own.toml", office.folder / "report.docx"
    with_replies = ("--with-replies", "first_half", "--by", "สมชาย ทดสอบ")
    office.run("plan", "import", "demo", str(source), "--year", year, "--unknown-units", *with_replies)
    office.run("layout", "learn", str(source), "--to", str(layout))
    report = ("report", "demo", "--year", year, "--round", "first_half", "--layout", str(layout), "--to", str(made))
    office.run(*report)
    wanted = [row for table in find_plan_tables(open_document(source)).tables for row in _rows_wanted(table)]
    printed = list(_rows_printed(made))
    assert len(printed) == len(wanted) > 1
    assert [
        (heading, cell, there.get(heading))
        for row, there in zip(wanted, printed, strict=True)
        for heading, cell in row.items()
        if not _is_same(cell, there.get(heading))
    ] == []


def _is_same(cell: str, printed: str | None) -> bool:
    """Whether the cell says the same: any sign or words for a tick, numbers as the layout writes them.

    A dash is nothing: where replies would stand it is no reply.
    """
    if printed is None:
        return False
    if cell and is_mark(cell):
        return bool(printed) or not filled_texts([cell])
    return _plain(cell) == _plain(printed) or not filled_texts([cell])


def _plain(text: str) -> str:
    """The text without what numbers are written with: `๒,๐๐๐.-`, `๘๐.๑๐`."""
    return _bare(re.sub(r"(\.[1-9๑-๙])[0๐](?![0-9๐-๙])", r"\1", text).strip(".-"))


def _rows_wanted(table: PlanTable) -> list[dict[str, str]]:
    """The measures' rows, cells by their headings; one merged with another says the same."""
    measure = table.columns.find_index("measure")
    rows = zip(table.rows, _fill(table.rows), strict=True)
    return [
        {_name(column.path): texts[column.index] for column in table.columns.read if column.label}
        for row, texts in rows
        if row[measure].lines and not all(cell.joined == "left" for cell in row[1:])
    ]


def _rows_printed(path: Path) -> list[dict[str, str]]:
    found = []
    for table in open_document(path).tables:
        headings = headings_at(table, 0)
        rows = zip(table.rows[headings.rows :], _fill(table.rows)[headings.rows :], strict=True)
        names = [_name(each) for each in headings.paths]
        found += [
            dict(zip(names, texts, strict=True)) for row, texts in rows if any(c.joined != "left" for c in row[1:])
        ]
    return found


def _fill(rows: tuple[Row, ...]) -> list[list[str]]:
    """The cells' texts, those of merged ranges in each of their cells."""
    filled: list[list[str]] = []
    for row in rows:
        texts: list[str] = []
        for place, cell in enumerate(row):
            above = filled[-1][place] if filled and cell.joined == "above" else None
            left = texts[-1] if texts and cell.joined == "left" else None
            texts.append(cell.text if cell.joined is None else above if above is not None else left or "")
        filled.append(texts)
    return filled


def _name(path: tuple[str, ...]) -> str:
    return _bare(" ".join(path))
