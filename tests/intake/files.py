"""Files that the tests of intake read: real documents where they are, and ones made on the spot."""

from pathlib import Path

import pytest
import xlsxwriter

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def seed(number: str) -> Path:
    """The real document of that number; the test is skipped where the documents are not at hand."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the real documents are not at hand")
    return found[0]


def text_file(folder: Path, *lines: str, name: str = "plan.txt") -> Path:
    """A text file of these lines."""
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def workbook(
    folder: Path, rows: list[list[str]], merges: tuple[tuple[int, int, int, int], ...] = (), name: str = "plan.xlsx"
) -> Path:
    """A workbook of these rows; each merged range (top, left, bottom, right, from 0) shows its first cell's text."""
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if value:
                    sheet.write_string(down, across, value)
        for top, left, bottom, right in merges:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    return path
