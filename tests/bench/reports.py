"""Reports: seconds and peak memory for 30, 300 and 3,000 measures in each format, each in a process of its own.

Run as a program with a format and a number of rows it makes one report and prints one line of JSON.
"""

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.report import Report

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = (30, 300, 3000)
MANY = 500  # reports, one after another, by a service that stays
_MOST_FOR_OFFICE = 300  # LibreOffice takes minutes for more
KINDS = (".pdf", ".docx", ".xlsx")


def run(rows: tuple[int, ...] = ROWS) -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    found: list[tuple[str, str]] = []
    with TemporaryDirectory(prefix="tidtam-bench-") as name:
        folder = Path(name)
        _measure(".pdf", 12, folder)  # makes the fonts, once for an installation
        for count in rows:
            seconds: dict[str, float] = {}
            for kind in KINDS:
                made = _measure(kind, count, folder)
                seconds[kind] = made["seconds"]
                found.append((f"report {kind[1:].upper()}, {count} measures", _figure(made)))
            if count <= _MOST_FOR_OFFICE:
                found.append(_libreoffice(folder / f"{count}.docx", count, seconds[".pdf"]))
        if max(rows) > 30:
            found.append(_many(folder))
    return found


def _many(folder: Path) -> tuple[str, str]:
    """How much a service grows over many distinct PDFs, which are made in a process that is replaced now and then."""
    command = [sys.executable, "-m", "tests.bench.reports", "many", str(MANY), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    grown = f"{answer['first']:.0f} MB after 50, {answer['last']:.0f} MB after all"
    return f"{MANY} PDFs by one service", f"{answer['seconds']:.0f} s; the service holds {grown}"


def _make_many(count: int, folder: Path) -> dict[str, float]:
    import psutil

    from reports.compile import compile_report
    from reports.pdf_process import PdfProcess
    from tests.reports.sample import sample

    report, service, process = compile_report(sample()), PdfProcess(), psutil.Process()
    held: list[float] = []
    started = time.perf_counter()
    for number in range(count):
        service.pdf_bytes(replace(report, title=f"{report.title} {number}", note=str(number)), folder / "fonts")
        held.append(process.memory_info().rss / 1024 / 1024)
    service.stop()
    return {"seconds": time.perf_counter() - started, "first": held[min(49, count - 1)], "last": held[-1]}


def _figure(made: dict[str, float]) -> str:
    return f"{made['seconds']:.2f} s (libraries {made['loading']:.2f} s more), peak {made['megabytes']:.0f} MB"


def _measure(kind: str, count: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.reports", kind, str(count), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _libreoffice(docx: Path, count: int, ours: float) -> tuple[str, str]:
    """LibreOffice converting our own Word document to PDF, in the same run; the ratio is ours to theirs."""
    name = f"LibreOffice DOCX to PDF, {count} measures"
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return name, "soffice is not installed here"
    profile = f"-env:UserInstallation=file://{docx.parent}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(docx.parent), str(docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)  # the first start makes a profile
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    theirs = time.perf_counter() - started
    return name, f"{theirs:.2f} s; ours takes {ours / theirs:.2f} of it"


def _make(kind: str, count: int, folder: Path) -> dict[str, float]:
    """The report's seconds once the libraries are loaded, the seconds of loading, and the process's peak memory."""
    from reports.compile import compile_report
    from tests.reports.sample import sample

    started = time.perf_counter()
    writer = _writer(kind, folder)
    whole = compile_report(sample(times=-(-count // 12)))
    empty = replace(whole, groups=(), heading=("-",), intro=(), note="")
    writer(empty)
    loaded = time.perf_counter()
    made = writer(_with_rows(whole, count))
    finished = time.perf_counter()
    (folder / f"{count}{kind}").write_bytes(made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"loading": loaded - started, "seconds": finished - loaded, "megabytes": peak}


def _with_rows(report: "Report", count: int) -> "Report":
    """The report's first rows, as many as are asked for."""
    groups = []
    for group in report.groups:
        rows = group.rows[: max(count - sum(len(each.rows) for each in groups), 0)]
        groups.append(replace(group, rows=rows))
    return replace(report, groups=tuple(group for group in groups if group.rows))


def _writer(kind: str, folder: Path) -> "Callable[[Report], bytes]":
    if kind == ".pdf":
        from reports.to_pdf import report_pdf

        return lambda report: report_pdf(report, folder / "fonts")
    from reports.render import report_bytes

    return lambda report: report_bytes(report, kind)


if __name__ == "__main__":
    kind, count, folder = sys.argv[1:]
    made = _make_many(int(count), Path(folder)) if kind == "many" else _make(kind, int(count), Path(folder))
    print(json.dumps(made))
