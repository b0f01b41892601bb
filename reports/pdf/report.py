"""A report as a PDF that reads back exactly, for an archive (PDF/A-3a) and for those who hear it (PDF/UA-1).

PDF/A-3 allows what the report is made of to go with it: its data as JSON and CSV, no more of it than anybody may read.
"""

import json
import logging
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst

from domain.messages import N_
from domain.report import Report
from reports.pdf.data import pdf_data
from reports.pdf.parts import ROWS, NotInParts, is_long, set_in_parts
from reports.pdf.text import exact_text
from reports.pdf.typesetting import STRICTEST, compile_pdf
from reports.photos import load_printable
from reports.to_csv import report_csv
from reports.to_json import report_json
from reports.wording import said

_STANDARDS: tuple[list[Any], ...] = (STRICTEST, ["a-3a"], [])
_log = logging.getLogger(__name__)
_TEMPLATE = Path(__file__).resolve().parent / "report.typ"


def report_pdf(report: Report, rows: int = ROWS) -> bytes:
    """The PDF; the same report gives the same bytes. A long one is set in parts of so many rows."""
    with TemporaryDirectory(prefix="tidtam-pdf-") as name:
        folder = Path(name)
        data = {**pdf_data(report, _copy_photos(report, folder)), "attached": _write_attached(report, folder)}
        _write_data(data, folder)
        if report.emblem:
            copyfile(report.emblem, folder / "emblem.png")
        if report.code:
            segno.make(report.verify_url, error="m").save(str(folder / "verify.svg"), border=2, xmldecl=False)
        copyfile(_TEMPLATE, folder / "report.typ")
        if is_long(data, rows):
            try:
                return set_in_parts(data, folder, rows)
            except NotInParts as why:
                _log.warning("the PDF is set as a whole: %s", why)
                _write_data(data, folder)
        return exact_text(set_pdf(folder / "report.typ"))


def _write_data(data: dict[str, Any], folder: Path) -> None:
    (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _write_attached(report: Report, folder: Path) -> list[dict[str, str]]:
    """Writes the report's data as JSON and CSV, without who reported; the file, name, kind and description of each."""
    made = {"json": ("application/json", report_json(report, public=True)), "csv": ("text/csv", report_csv(report))}
    for suffix, (_kind, data) in made.items():
        (folder / f"data.{suffix}").write_bytes(data)
    name, about = f"report-{report.year}-{report.round}", said(N_("The data of this report"))
    return [
        {"file": f"data.{suffix}", "name": f"{name}.{suffix}", "kind": kind, "about": f"{about} ({suffix.upper()})"}
        for suffix, (kind, _data) in made.items()
    ]


def set_pdf(template: Path) -> bytes:
    """The PDF in the strictest form that it can be set in: a report is worth more than its form."""
    *strict, plain = _STANDARDS
    for standards in strict:
        try:
            return compile_pdf(template, standards)
        except typst.TypstError as error:
            _log.warning("the PDF is no %s: %s", ", ".join(standards), error)
    return compile_pdf(template, plain)


def _copy_photos(report: Report, folder: Path) -> dict[str, str]:
    """The file name, beside the template, of each photo that can be shown."""
    names: dict[str, str] = {}
    for number, path in enumerate(dict.fromkeys(piece.path for piece in report.exhibits if piece.kind == "photo")):
        small = load_printable(path) if path else None
        if small is not None:
            names[path] = f"photo{number}.jpg"
            (folder / names[path]).write_bytes(small)
    return names
