"""The process of a worker: its jobs by APScheduler's clock, until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from apscheduler.executors.pool import ThreadPoolExecutor as JobThreads
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.counting import save_counts
from bot.logs import logged_about
from bot.outgoing import REPLY_LEASE
from bot.problem import Problem
from bot.processes import only_process
from bot.shell import Shell
from bot.worker import Worker
from domain.bug import format_frames_without_values
from store.counts import COUNTS, SWEEPS_FAILED
from store.leases import release_leases
from store.presence import Presence

log = logging.getLogger("tidtam.worker")

ANOTHER_WORKER = (
    "another worker uses this SQLite database: stop it first (its lock is freed when it ends, however it ends), "
    "or set DATABASE_URL to PostgreSQL to run several"
)


def run_worker(shell: Shell) -> None:
    """Work until SIGTERM or SIGINT; raises Problem where a worker runs on this SQLite database already."""
    lock = only_process(shell.settings, "worker") if shell.settings.is_sqlite else None
    if shell.settings.is_sqlite and lock is None:
        raise Problem(ANOTHER_WORKER)
    shell.line.warm_up()
    worker = Worker(shell)

    def release() -> None:
        shell.database.run(lambda conn: release_leases(conn, "worker", REPLY_LEASE, shell.clock.machine()))

    if lock is not None:  # a worker before this one has ended, whatever it had claimed
        release()
    url, place_id = shell.database.engine.url, shell.files.place_id
    presence = None if lock is not None else Presence(url, "worker", release, place_id=place_id)
    scheduler = BackgroundScheduler(executors={"default": JobThreads(len(worker.jobs))}, timezone="UTC")
    for name, work, seconds in worker.jobs:
        scheduler.add_job(
            _note_and_log(name, work, shell.clock.machine), "interval", seconds=seconds, id=name, max_instances=1,
            coalesce=True, misfire_grace_time=None, next_run_time=shell.clock.machine(),
        )  # fmt: skip
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler.start()
    log.info("worker started")
    stop.wait()
    worker.stop_looking()
    scheduler.shutdown(wait=True)
    worker.close()
    with suppress(SQLAlchemyError):
        save_counts(shell.database)
    if presence is not None:
        presence.close()
    log.info("worker stopped")


def _note_and_log(name: str, work: Callable[[], object], now: Callable[[], datetime]) -> Callable[[], None]:
    """The job with its end noted and its failure logged: a sweep that fails is made again at the next tick."""

    def run_job() -> None:
        with logged_about(job=name):
            try:
                work()
                COUNTS.note_job(name, now())
            except Exception as bug:
                COUNTS.add(SWEEPS_FAILED, name)
                log.error("sweep %s failed; it is made again: %s", name, format_frames_without_values(bug))

    return run_job
