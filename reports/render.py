"""A report written to a file, in the format that the file's name asks for."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from domain.report import Report
from store.counts import COUNTS, REPORT_SECONDS


class UnknownKind(ValueError):
    """A file name whose ending names no format that a report can be written in."""


def render(report: Report, suffix: str, to: Path) -> None:
    """Write the report to the file, whole or not at all; raises UnknownKind for a suffix not in `KINDS`.

    The PDF is made in a process of its own; the same report gives the same bytes in every format.
    """
    made = report_bytes(report, suffix)
    part = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        part.write_bytes(made)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def report_bytes(report: Report, suffix: str) -> bytes:
    """The report in the format of the suffix (`.pdf`); raises UnknownKind."""
    kind = suffix.lower()
    if kind not in KINDS:
        raise UnknownKind(f"{suffix or 'no ending'!r} is none of {', '.join(KINDS)}")
    began = time.perf_counter()
    made = KINDS[kind](report)
    COUNTS.time(REPORT_SECONDS, time.perf_counter() - began, kind[1:])
    return made


def _render_pdf(report: Report) -> bytes:
    from reports.pdf.process import pdf_bytes

    return pdf_bytes(report)


# Each format's libraries are loaded when it is first asked for: most processes write none of them.
def _render_docx(report: Report) -> bytes:
    if report.word_template:
        from reports.word.process import fill_from_file

        return fill_from_file(Path(report.word_template), report)
    from reports.docx.report import report_docx

    return report_docx(report)


def _render_xlsx(report: Report) -> bytes:
    from reports.xlsx.report import report_xlsx

    return report_xlsx(report)


def _render_html(report: Report) -> bytes:
    from reports.to_html import report_html

    return report_html(report)


def _render_json(report: Report) -> bytes:
    from reports.to_json import report_json

    return report_json(report)


def _render_csv(report: Report) -> bytes:
    from reports.to_csv import report_csv

    return report_csv(report)


KINDS: dict[str, Callable[[Report], bytes]] = {
    ".pdf": _render_pdf, ".docx": _render_docx, ".xlsx": _render_xlsx, ".html": _render_html, ".json": _render_json,
    ".csv": _render_csv,
}  # fmt: skip
