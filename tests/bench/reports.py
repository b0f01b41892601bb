"""Reports: seconds and peak memory for 30, 300 and 3,000 measures in each format, each in a process of its own.

Beside them LibreOffice converts our own Word document to PDF. Run as a program with what to make, a number and a
folder it makes that and prints one line of JSON.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count as counting
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench.memory import peak_megabytes, watch_memory

if TYPE_CHECKING:
    import psutil

    from domain.report import Report, ReportRow

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = (30, 300, 3000)
MANY = 500  # reports, one after another, by a service that stays
KINDS = (".docx", ".xlsx", ".pdf")
WHOLE = ".pdf set as a whole"
_TURNS = {30: 3, 300: 3}  # how often each is made, ours and theirs in turn: the median counts
_PATIENCE = 90  # seconds that LibreOffice is given
_OURS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def run(rows: tuple[int, ...] = ROWS) -> list[tuple[str, str]]:
    """Rows of (name, figure) for the table of `make bench`."""
    found: list[tuple[str, str]] = []
    with TemporaryDirectory(prefix="tidtam-bench-") as name:
        folder = Path(name)
        _measured(".pdf", 12, folder)  # makes the fonts, once for an installation
        office = _office() is not None
        if office:
            _measured(".docx", 12, folder)
            _measured("office", 12, folder)  # the first start makes a profile
        for count in rows:
            found += _rows(count, folder, office)
        if max(rows) > 30:
            found.append(_many(folder))
    return found


def _rows(count: int, folder: Path, office: bool) -> list[tuple[str, str]]:
    """Each format's figure, then LibreOffice's, all made in turn as often as the number of measures allows."""
    whats = (*KINDS, "office") if office else KINDS
    turns = [{what: _measured(what, count, folder) for what in whats} for _ in range(_TURNS.get(count, 1))]
    made = {what: {key: median(turn[what][key] for turn in turns) for key in turns[0][what]} for what in whats}
    theirs = made.get("office")
    rows = [(f"report {kind[1:].upper()}, {count:,} measures", _figure(made[kind], theirs)) for kind in KINDS]
    if count == ROWS[-1]:
        rows.append(
            (f"report PDF, {count:,} measures, set as a whole", _figure(_measured(WHOLE, count, folder), theirs))
        )
    return [*rows, (f"LibreOffice, DOCX of {count:,} measures to PDF", _office_figure(theirs))]


def _figure(made: dict[str, float], theirs: dict[str, float] | None) -> str:
    figure = f"{_times(made)} (libraries {made['loading']:.2f} s more), peak {made['megabytes']:.0f} MB"
    if theirs is None:
        return figure
    ratio = f"{made['seconds'] / theirs['seconds']:.2g} of LibreOffice's time"
    return f"{figure}; {ratio if theirs['finished'] else f'less than {ratio}'}"


def _office_figure(theirs: dict[str, float] | None) -> str:
    if theirs is None:
        return "soffice is not installed here: nothing to compare with"
    figure = f"{_times(theirs)}, peak {theirs['megabytes']:.0f} MB"
    return figure if theirs["finished"] else f"stopped unfinished after {theirs['seconds']:.0f} s"


def _times(made: dict[str, float]) -> str:
    return f"{made['seconds']:.2f} s, {made['cpu']:.2f} s of CPU"


def _many(folder: Path) -> tuple[str, str]:
    """How much a service grows over many distinct PDFs, which are made in a process that is replaced now and then."""
    made = _measured("many", MANY, folder)
    held = f"{made['before']:.0f} MB before, {made['first']:.0f} MB after the first, {made['last']:.0f} MB after all"
    return (
        f"{MANY} PDFs by one service",
        f"{made['seconds']:.0f} s; the service holds {held}; its PDF process at most {made['worker']:.0f} MB",
    )


def _make_many(count: int, folder: Path) -> dict[str, float]:
    import psutil

    from reports.compile.report import compile_report
    from reports.pdf.process import PdfProcess
    from tests.reports.sample import sample

    report, service, process = compile_report(sample()), PdfProcess(), psutil.Process()
    before, held, worker = _megabytes(process), list[float](), 0.0
    started = time.perf_counter()
    for number in range(count):
        service.pdf_bytes(replace(report, title=f"{report.title} {number}", note=str(number)))
        held.append(_megabytes(process))
        worker = max(worker, *(_megabytes(child) for child in process.children()))
    service.stop()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "before": before, "first": held[0], "last": held[-1], "worker": worker}


def _megabytes(process: "psutil.Process") -> float:
    return float(process.memory_info().rss) / 1024 / 1024


def _measured(what: str, count: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.reports", what, str(count), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(count: int, folder: Path) -> dict[str, float]:
    """LibreOffice's seconds and peak memory for our own Word document, and whether it was done in time."""
    command = [_office() or "", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    started = time.perf_counter()
    with subprocess.Popen(
        [*command, "--outdir", str(folder / "office"), str(folder / f"{count}.docx")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    ) as office:  # fmt: skip
        try:
            finished = office.wait(_PATIENCE) == 0
        except subprocess.TimeoutExpired:
            finished = False
            os.killpg(office.pid, signal.SIGKILL)  # the program that was started has started another
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    return {"seconds": seconds, "cpu": cpu, "megabytes": used.ru_maxrss / 1024, "finished": finished}


def _make(kind: str, count: int, folder: Path) -> dict[str, float]:
    """The report's seconds once the libraries are loaded, the seconds of loading, and the process's peak memory."""
    from reports.compile.report import compile_report
    from tests.reports.sample import sample

    whole = _with_rows(compile_report(sample(times=-(-count // 12))), count)
    started = time.perf_counter()
    writer = _writer(kind, folder)
    writer(replace(whole, groups=(), heading=("-",), intro=(), note=""))
    loaded, used = time.perf_counter(), _cpu_seconds()
    with watch_memory() as held:
        made = writer(whole)
    finished, cpu = time.perf_counter(), _cpu_seconds() - used
    (folder / f"{count}{kind}").write_bytes(made)
    peak = max(peak_megabytes(), *held)
    return {"loading": loaded - started, "seconds": finished - loaded, "cpu": cpu, "megabytes": peak}


def _cpu_seconds() -> float:
    """Of this process and of its children that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _OURS))


def _with_rows(report: "Report", count: int) -> "Report":
    """The report's first rows, as many as are asked for, no two with the same text."""
    groups, numbers = [], counting(1)
    for group in report.groups:
        rows = group.rows[: max(count - sum(len(each.rows) for each in groups), 0)]
        groups.append(replace(group, rows=tuple(_unlike_others(row, next(numbers)) for row in rows)))
    return replace(report, groups=tuple(group for group in groups if group.rows))


def _unlike_others(row: "ReportRow", number: int) -> "ReportRow":
    """The row with its number in every line but those of its topic, for what comes again is remembered."""
    cells = {
        key: tuple(_numbered(line, number) for line in lines) for key, lines in row.cells.items() if key != "topic"
    }
    return replace(row, cells={**row.cells, **cells})


def _numbered(line: str, number: int) -> str:
    words = line.split(" ")
    words[number % len(words)] += str(number)
    return " ".join(words)


def _writer(kind: str, folder: Path) -> "Callable[[Report], bytes]":
    if kind in (".pdf", WHOLE):
        from reports.pdf.report import ROWS as ROWS_A_PART
        from reports.pdf.report import report_pdf

        rows = ROWS_A_PART if kind == ".pdf" else sys.maxsize
        return lambda report: report_pdf(report, rows)
    from reports.render import report_bytes

    return lambda report: report_bytes(report, kind)


if __name__ == "__main__":
    what, number, name = sys.argv[1:]
    makers = {"many": _make_many, "office": _convert}
    print(json.dumps(makers[what](int(number), Path(name)) if what in makers else _make(what, int(number), Path(name))))
