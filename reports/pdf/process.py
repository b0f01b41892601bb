"""PDFs made in a process of their own that is replaced now and then, for typst keeps what it has once laid out.

The web process calls `pdf_bytes` from any of its threads; one report is set at a time, and few wait for it.
"""

import os
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from domain.report import Report
from reports.turns import Turns

_REPORTS_A_PROCESS = 25
_LONGEST = 90  # seconds: 3,000 measures take a few
_LOWER = 10  # of the system's priorities: who answers LINE comes before who sets a report
_WAITING, _PATIENCE = 2, 20  # how many wait for the one that is made, for how many seconds


class PdfError(RuntimeError):
    """A report that could not be set as a PDF; the message is the typesetter's."""


class PdfProcess:
    """One worker process, started at the first report and replaced after `reports` of them or when it dies."""

    def __init__(
        self, reports: int = _REPORTS_A_PROCESS, longest: float = _LONGEST, patience: float = _PATIENCE
    ) -> None:
        self._reports, self._longest = reports, longest
        self._turns = Turns(makers=1, waiting=_WAITING, longest=patience)
        self._worker: tuple[SpawnProcess, Connection] | None = None
        self._made = 0

    def pdf_bytes(self, report: Report) -> bytes:
        """The report as a PDF; raises PdfError, or TooBusy. A process that died is replaced and asked once more."""
        return self._make(report, 0)[0]

    def page_pictures(self, report: Report, most: int) -> tuple[bytes, ...]:
        """At most so many pages of that PDF, each a PNG; raises PdfError, or TooBusy."""
        return self._make(report, most)

    def _make(self, report: Report, pictures: int) -> tuple[bytes, ...]:
        with self._turns.turn():
            if self._made >= self._reports:
                self._stop_worker()
            try:
                made = self._request(report, pictures)
            except (EOFError, BrokenPipeError, ConnectionError):
                self._stop_worker()
                made = self._request(report, pictures)
        if isinstance(made, str):
            raise PdfError(made)
        return made

    def stop(self) -> None:
        """End the process; the next report starts another."""
        with self._turns.turn():
            self._stop_worker()

    def _request(self, report: Report, pictures: int) -> tuple[bytes, ...] | str:
        _, connection = self._start_worker()
        self._made += 1
        connection.send((report, pictures))
        if not connection.poll(self._longest):
            self._stop_worker()
            return f"took longer than {self._longest:g} seconds"
        answer: tuple[bytes, ...] | str = connection.recv()
        return answer

    def _start_worker(self) -> tuple[SpawnProcess, Connection]:
        if self._worker is None:
            # Spawned, not forked: the web process has threads, and a fork would copy their locks.
            context = get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), name="tidtam-pdf", daemon=True)
            process.start()
            theirs.close()
            self._worker, self._made = (process, ours), 0
        return self._worker

    def _stop_worker(self) -> None:
        if self._worker is not None:
            process, connection = self._worker
            self._worker = None
            connection.close()
            process.kill()
            process.join()
            process.close()


def _serve(connection: Connection) -> None:
    """Runs in the worker, which alone loads the typesetter; ends when the other side is gone."""
    os.nice(_LOWER)
    from reports.pdf.pictures import draw_pages
    from reports.pdf.report import report_pdf

    while True:
        try:
            report, pictures = connection.recv()
        except (EOFError, OSError):
            return
        try:
            pdf = report_pdf(report)
            connection.send(draw_pages(pdf, pictures) if pictures else (pdf,))
        except Exception as error:  # handed over, and raised where the report was asked for
            connection.send(f"{type(error).__name__}: {error}")


_process = PdfProcess()
pdf_bytes, page_pictures = _process.pdf_bytes, _process.page_pictures
