"""Files that the tests of intake read: real documents where they are, and ones made on the spot."""

import os
from pathlib import Path

import pytest
import xlsxwriter

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


# Five invented documents of the real ones' shapes, with the same kinds of slips: by the name of their layout.
SAMPLES = Path(__file__).with_name("samples")
SAMPLE_NAMES = ("results", "plan", "did", "outcomes", "dates")
SEED_NUMBERS = ("000", "001", "002", "003", "004")
DOCUMENTS = (*SAMPLE_NAMES, *SEED_NUMBERS)


def find_document(name: str) -> Path | None:
    """The invented document of that layout or the real one of that number; None where the real ones are not at hand.

    With REQUIRE_SEEDS=1 a real one that is not at hand is an error.
    """
    if name in SAMPLE_NAMES:
        return SAMPLES / f"{name}.txt"
    found = sorted(SEEDS.glob(f"{name}_*.txt"))
    if not found and os.environ.get("REQUIRE_SEEDS") == "1":
        raise FileNotFoundError(f"REQUIRE_SEEDS=1, but there is no document {name} in {SEEDS}")
    return found[0] if found else None


def seed(name: str) -> Path:
    """The document; the test is skipped where a real one is not at hand and need not be."""
    path = find_document(name)
    if path is None:
        pytest.skip("the real documents are not at hand")
    return path


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
