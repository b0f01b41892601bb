"""One thread that writes for all: what is queued together is committed together.

A commit waits for the disk; on a slow one (2 ms) this is the difference between 340 and 2,200 turns a second.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")

_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    answer: Future[Any] = field(default_factory=Future)
    context: Context = field(default_factory=copy_context)  # what its caller's log lines are about


class GroupWriter:
    """The only thread of this process that writes."""

    def __init__(self, engine: Engine) -> None:
        """`engine` begins its transactions with the write lock."""
        # Opened here, so that a file that cannot be opened is the caller's error and not a silent thread.
        self._conn = engine.connect()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._door = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._write_groups, name="tidtam-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Connection], T]) -> T:
        """What the work returns, after COMMIT; its exception, with only its own changes undone."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write: use the connection at hand, or a savepoint")
        job = _Job(work)
        with self._door:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._queue.put(job)
        answer: T = job.answer.result()
        return answer

    def close(self) -> None:
        """Commit what is queued and end the thread; a second call does nothing."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _write_groups(self) -> None:
        last = False
        with self._conn as conn:
            while not last:
                jobs, last = self._take()
                if jobs:
                    _commit_together(conn, jobs)

    def _take(self) -> tuple[list[_Job], bool]:
        """What is queued, at least one; and whether nothing comes after it."""
        jobs: list[_Job] = []
        job = self._queue.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == _TOGETHER:
                return jobs, False
            try:
                job = self._queue.get_nowait()
            except Empty:
                return jobs, False
        return jobs, True


def _commit_together(conn: Connection, jobs: Sequence[_Job]) -> None:
    if len(jobs) == 1:
        _commit_alone(conn, jobs[0])
        return
    try:
        transaction = conn.begin()
    except Exception as error:
        # The lock was not to be had: trying once for each would only make all of them wait longer.
        for job in jobs:
            job.answer.set_exception(error)
        return
    try:
        with transaction:
            answers = [_run_job(conn, job) for job in jobs]
    except Exception:
        _clear(conn)
        for job in jobs:
            _commit_alone(conn, job)
        return
    for answer in answers:
        answer()


def _run_job(conn: Connection, job: _Job) -> Callable[[], None]:
    """How to answer the job's caller, once the whole group is committed."""
    nested = conn.begin_nested()
    try:
        result = job.context.run(job.work, conn)
    except BaseException as error:
        nested.rollback()
        return partial(job.answer.set_exception, error)
    nested.commit()
    return partial(job.answer.set_result, result)


def _commit_alone(conn: Connection, job: _Job) -> None:
    try:
        with conn.begin():
            result = job.context.run(job.work, conn)
    except BaseException as error:
        _clear(conn)
        job.answer.set_exception(error)
    else:
        job.answer.set_result(result)


def _clear(conn: Connection) -> None:
    """Ends what a failed COMMIT leaves open: SQLite keeps the transaction, SQLAlchemy takes it for ended."""
    driver = conn.connection.driver_connection
    if driver is not None:
        driver.rollback()
