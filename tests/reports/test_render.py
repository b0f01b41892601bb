"""A report written to a file."""

import os
import signal
from codecs import BOM_UTF8
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from domain.report import Report
from reports.pdf.pictures import WIDTH
from reports.pdf.process import PdfError, PdfProcess
from reports.render import KINDS, UnknownKind, render

HEADS = {".pdf": b"%PDF", ".docx": b"PK", ".xlsx": b"PK", ".html": b"<!doctype html>", ".json": b"{", ".csv": BOM_UTF8}


@pytest.mark.parametrize("suffix", [kind for kind in KINDS if kind != ".pdf"])
def test_the_ending_says_the_format(report: Report, suffix: str, tmp_path: Path) -> None:
    render(report, suffix, tmp_path / "out")
    assert (tmp_path / "out").read_bytes().startswith(HEADS[suffix])
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("suffix", [".odt", "", "pdf"])
def test_an_unknown_ending_is_refused_and_nothing_written(report: Report, suffix: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownKind, match=r"\.pdf"):
        render(report, suffix, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_pdf_is_made_in_a_process_of_its_own(report: Report, pdf: bytes, tmp_path: Path) -> None:
    render(report, ".PDF", tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == pdf


@pytest.mark.slow
def test_a_worker_that_dies_or_has_done_its_share_is_replaced(report: Report, pdf: bytes) -> None:
    process = PdfProcess(reports=2)
    try:
        workers = []
        for _ in range(3):
            assert process.pdf_bytes(report) == pdf
            worker = process._worker
            assert worker is not None and worker[0].pid is not None
            workers.append(worker[0].pid)
        assert workers[0] == workers[1] != workers[2]
        os.kill(workers[2], signal.SIGKILL)
        assert process.pdf_bytes(report) == pdf
    finally:
        process.stop()


@pytest.mark.slow
def test_what_goes_wrong_in_the_worker_is_told_and_the_next_report_is_made(report: Report, pdf: bytes) -> None:
    process = PdfProcess()
    try:
        broken = replace(report, groups=(None,))  # type: ignore[arg-type]
        with pytest.raises(PdfError, match="AttributeError"):
            process.pdf_bytes(broken)
        assert process.pdf_bytes(report) == pdf
    finally:
        process.stop()


@pytest.mark.slow
def test_the_first_pages_are_drawn_as_pictures_of_the_same_report(report: Report) -> None:
    process = PdfProcess()
    try:
        pictures = process.page_pictures(report, 2)
        assert len(pictures) == 2
        for data in pictures:
            with Image.open(BytesIO(data)) as picture:
                assert picture.format == "PNG"
                assert picture.width == WIDTH
                darkest, _ = picture.convert("L").getextrema()
                assert darkest < 100, "something is printed on it"
    finally:
        process.stop()
