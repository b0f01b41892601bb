"""PDFs made in a process of their own that is replaced now and then, for typst keeps what it has once laid out.

The web process calls `pdf_bytes` from any of its threads; one report is set at a time.
"""

import atexit
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

from domain.report import Report

_REPORTS_A_PROCESS = 25
_LONGEST = 180  # seconds: 3,000 measures take a few


class PdfProcess:
    """One worker process, started at the first report and replaced after `reports` of them or when it dies."""

    def __init__(self, reports: int = _REPORTS_A_PROCESS) -> None:
        self._reports = reports
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def pdf_bytes(self, report: Report, cache: Path) -> bytes:
        """The report as a PDF; a process that died is replaced and asked once more."""
        try:
            return self._ask(report, cache)
        except BrokenProcessPool:
            self.stop()
            return self._ask(report, cache)

    def stop(self) -> None:
        """End the process; the next report starts another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _ask(self, report: Report, cache: Path) -> bytes:
        return self._running().submit(_set_report, report, cache).result(timeout=_LONGEST)

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Spawned, not forked: the web process has threads, and a fork would copy their locks.
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=self._reports)
            return self._pool


def _set_report(report: Report, cache: Path) -> bytes:
    """Runs in the worker, which alone loads the typesetter."""
    from reports.to_pdf import report_pdf

    return report_pdf(report, cache)


_process = PdfProcess()
atexit.register(_process.stop)
pdf_bytes: Callable[[Report, Path], bytes] = _process.pdf_bytes
