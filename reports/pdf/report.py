"""A report as a PDF that reads back exactly, for an archive (PDF/A-2a) and for those who hear it (PDF/UA-1)."""

import json
import logging
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst

from domain.report import Report
from reports.fonts.face import FONT_FOLDER
from reports.pdf.data import pdf_data
from reports.pdf.text import exact_text
from reports.photos import load_printable

_STANDARDS: tuple[list[Any], ...] = (["a-2a", "ua-1"], ["a-2a"], [])
_log = logging.getLogger(__name__)
_TEMPLATE = Path(__file__).resolve().parent / "report.typ"


def report_pdf(report: Report) -> bytes:
    """The PDF; the same report gives the same bytes."""
    with TemporaryDirectory(prefix="tidtam-pdf-") as name:
        folder = Path(name)
        data = pdf_data(report, _copy_photos(report, folder))
        (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        if report.emblem:
            copyfile(report.emblem, folder / "emblem.png")
        if report.code:
            segno.make(report.verify_url, error="m").save(str(folder / "verify.svg"), border=2, xmldecl=False)
        copyfile(_TEMPLATE, folder / "report.typ")
        pdf = set_pdf(folder / "report.typ")
    return exact_text(pdf)


def set_pdf(template: Path) -> bytes:
    """The PDF in the strictest form that it can be set in: a report is worth more than its form."""
    *strict, plain = _STANDARDS
    for standards in strict:
        try:
            return _compile_pdf(template, standards)
        except typst.TypstError as error:
            _log.warning("the PDF is no %s: %s", ", ".join(standards), error)
    return _compile_pdf(template, plain)


def _compile_pdf(template: Path, standards: list[Any]) -> bytes:
    made: bytes = typst.compile(template, font_paths=[FONT_FOLDER], ignore_system_fonts=True, pdf_standards=standards)
    return made


def _copy_photos(report: Report, folder: Path) -> dict[str, str]:
    """The file name, beside the template, of each photo that can be shown."""
    names: dict[str, str] = {}
    for number, path in enumerate(dict.fromkeys(piece.path for piece in report.exhibits if piece.kind == "photo")):
        small = load_printable(path) if path else None
        if small is not None:
            names[path] = f"photo{number}.jpg"
            (folder / names[path]).write_bytes(small)
    return names
