"""The agency's emblem on covers and memos: in the PDF and in Word, with words for who does not see it."""

import io
import logging
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from PIL import Image

from domain.report import Report
from domain.writes import SetLayout
from reports.compile.load import load_report
from reports.compile.report import compile_report
from reports.docx.report import report_docx
from reports.layouts.load import named_layout
from reports.pdf.report import report_pdf
from reports.to_json import report_json
from store.books import Books
from store.engine import Database
from store.files import open_files
from tests.agency import YEAR, small_agency, write
from tests.reports.sample import AGENCY, sample
from thai.fiscal import RoundKind

pytestmark = pytest.mark.slow

ALT = f"ตราสัญลักษณ์ของ{AGENCY}"


@pytest.fixture(params=[(400, 400), (800, 100)], ids=["square", "wide"])
def emblem(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A picture that is clear around its middle."""
    path = tmp_path / "emblem.png"
    picture = Image.new("RGBA", request.param, (0, 0, 0, 0))
    picture.paste((27, 127, 75, 255), (20, 20, request.param[0] - 20, request.param[1] - 20))
    picture.save(path)
    return path


def report(layout: str, emblem: Path | None) -> Report:
    return compile_report(replace(sample(named_layout(layout)), emblem=str(emblem) if emblem else ""))


def pictures_of(data: bytes) -> tuple[int, bool]:
    """How many pictures the PDF's first page has, and whether its structure names the emblem."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        alts = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
        return len(pdf.pages[0].get_images()), ALT in alts


@pytest.mark.parametrize("layout", ["did", "plan"])
def test_the_pdf_bears_it_and_keeps_its_strict_form(
    layout: str, emblem: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    assert pictures_of(report_pdf(report(layout, emblem))) == (1, True)
    assert pictures_of(report_pdf(report(layout, None))) == (0, False)
    assert not caplog.records, "it is PDF/A and PDF/UA"


@pytest.mark.parametrize(("layout", "height"), [("did", 1.5), ("plan", 3)])
def test_word_bears_it_no_higher_than_it_may_be_and_no_wider_than_twice_that(
    layout: str, height: float, emblem: Path
) -> None:
    shapes = Document(io.BytesIO(report_docx(report(layout, emblem)))).inline_shapes
    (shape,) = [one for one in shapes if one._inline.docPr.get("descr") == ALT]
    assert shape.height.cm <= height + 0.01 and shape.width.cm <= 2 * height + 0.01
    without = Document(io.BytesIO(report_docx(report(layout, None)))).inline_shapes
    assert all(one._inline.docPr.get("descr") != ALT for one in without)


def test_a_layout_without_cover_and_memo_stays_as_it_is(emblem: Path) -> None:
    assert pictures_of(report_pdf(report("results", emblem)))[1] is False


def test_where_it_lies_is_nobodys_to_know(emblem: Path) -> None:
    assert "emblem" not in report_json(report("plan", emblem)).decode()


def test_it_is_found_among_the_files_and_one_that_is_gone_is_none(
    sqlite_database: Database, tmp_path: Path, emblem: Path
) -> None:
    agency_id, files = small_agency(sqlite_database), open_files((tmp_path / "kept").as_uri())
    sha256, _ = files.save([emblem.read_bytes()])
    write(sqlite_database, agency_id, SetLayout(emblem=sha256))

    def load(with_files: bool) -> str:
        return sqlite_database.read(
            lambda conn: (
                load_report(Books(conn, agency_id), YEAR, RoundKind.FIRST_HALF, files if with_files else None).emblem
            )
        )

    assert load(True) == str(files.path(sha256)) and load(False) == ""
    files.delete_file(sha256)
    assert load(True) == ""
