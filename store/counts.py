"""What each process counts of its own work, and adds to the tables every few seconds: the same sums whoever is asked.

Counting costs no statement of a turn. A process that is killed loses what it counted since it last wrote.
"""

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from domain.sending import Quota
from store import tables
from store.books import insert_into
from store.scope import see_every_agency


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that only grows, one for each value of its label; `labels` are all that there may be."""

    name: str
    help: str
    label: str = ""
    labels: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Timed(Counted):
    """How long something took: how often it was at most so many seconds, for each of `bounds`."""

    bounds: tuple[float, ...] = ()


EVENTS: Final = Counted(
    "events", "Events that LINE sent, by what became of them.", "outcome", ("taken", "repeated", "failed", "refused")
)
RETAKEN: Final = Counted("events_retaken", "Failed events that were taken again.", "outcome", ("taken", "failed"))
TURN_SECONDS: Final = Timed(
    "turn_seconds", "Seconds from an event's arrival to its commit.",
    bounds=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)  # fmt: skip
MESSAGES: Final = Counted(
    "messages", "Messages to people, by what became of an attempt.", "outcome",
    ("replied", "pushed", "failed", "given_up", "dropped"),
)  # fmt: skip
REMINDERS: Final = Counted(
    "reminders", "Reminders: recorded, given to LINE, not delivered, not worth sending any more.", "outcome",
    ("planned", "sent", "given_up", "dropped"),
)  # fmt: skip
REPORT_SECONDS: Final = Timed(
    "report_seconds", "Seconds that a report's file took to be written.", "format",
    ("pdf", "docx", "xlsx", "html", "json", "csv"), bounds=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0),
)  # fmt: skip
DATABASE_ERRORS: Final = Counted(
    "database_errors", "Transactions that ended with an error of the database.", "kind",
    ("OperationalError", "InterfaceError", "IntegrityError", "TimeoutError", "other"),
)  # fmt: skip
SWEEPS_FAILED: Final = Counted(
    "worker_failures", "Sweeps of the worker that failed and are made again.", "job",
    ("send", "retake", "fetch", "remind", "badges", "forget", "mend", "links", "counts", "other"),
)  # fmt: skip
ALL: Final[tuple[Counted, ...]] = (
    EVENTS, RETAKEN, TURN_SECONDS, MESSAGES, REMINDERS, REPORT_SECONDS, DATABASE_ERRORS, SWEEPS_FAILED,
)  # fmt: skip

SUM: Final = "sum"
MORE: Final = "+Inf"
_C, _J, _A = tables.counts, tables.job_runs, tables.account_news
Key = tuple[str, str, str]


@dataclass
class News:
    """What was counted and heard since it was last written."""

    counts: defaultdict[Key, float] = field(default_factory=lambda: defaultdict(float))
    jobs: dict[str, datetime] = field(default_factory=dict)
    heard: dict[int, datetime] = field(default_factory=dict)
    quotas: dict[int, tuple[Quota, datetime]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.counts or self.jobs or self.heard or self.quotas)


class Counts:
    """The counts of one process; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._new = News()

    def add(self, counted: Counted, label: str = "", by: float = 1) -> None:
        """Count one more, or so many."""
        if label not in counted.labels:
            label = counted.labels[-1]
        with self._lock:
            self._new.counts[counted.name, label, ""] += by

    def time(self, timed: Timed, seconds: float, label: str = "") -> None:
        """Count that it took so long."""
        if label not in timed.labels:
            return
        bound = next((str(one) for one in timed.bounds if seconds <= one), MORE)
        with self._lock:
            self._new.counts[timed.name, label, bound] += 1
            self._new.counts[timed.name, label, SUM] += seconds

    def note_job(self, job: str, at: datetime) -> None:
        """The worker's job has ended then, well."""
        with self._lock:
            self._new.jobs[job] = at

    def note_webhook(self, agency_id: int, at: datetime) -> None:
        """LINE has sent the agency something, signed."""
        with self._lock:
            self._new.heard[agency_id] = at

    def note_quota(self, agency_id: int, quota: Quota, at: datetime) -> None:
        """LINE has told the agency's pushes of the month."""
        with self._lock:
            self._new.quotas[agency_id] = quota, at

    def take_news(self) -> News:
        """What is new since the last time."""
        with self._lock:
            taken, self._new = self._new, News()
        return taken

    def put_back(self, news: News) -> None:
        """What could not be written waits for the next time."""
        with self._lock:
            for key, value in news.counts.items():
                self._new.counts[key] += value
            self._new.jobs = {**news.jobs, **self._new.jobs}
            self._new.heard = {**news.heard, **self._new.heard}
            self._new.quotas = {**news.quotas, **self._new.quotas}


# This process's own.
COUNTS: Final = Counts()


def write_news(conn: Connection, news: News) -> None:
    """Adds what one process has counted and heard to what all have."""
    # In the same order in every process, so that two of them do not wait for each other.
    counted = [{"name": n, "label": label, "bound": b, "value": v} for (n, label, b), v in sorted(news.counts.items())]
    _upsert(conn, _C, counted, {"value": _C.c.value}, add=True)
    _upsert(conn, _J, [{"job": job, "ended_at": at} for job, at in sorted(news.jobs.items())], {"ended_at": None})
    heard = [{"agency_id": one, "heard_at": at} for one, at in sorted(news.heard.items())]
    _upsert(conn, _A, heard, {"heard_at": None})
    quotas = [
        {"agency_id": one, "quota_limit": told.limit, "quota_used": told.used, "quota_at": at}
        for one, (told, at) in sorted(news.quotas.items())
    ]
    _upsert(conn, _A, quotas, dict.fromkeys(("quota_limit", "quota_used", "quota_at")))


def load_counts(conn: Connection) -> Mapping[Key, float]:
    """What all processes have counted, by name, label and bound."""
    return {(row.name, row.label, row.bound): row.value for row in conn.execute(select(_C))}


def load_job_runs(conn: Connection) -> Mapping[str, datetime]:
    """When each of the worker's jobs last ended well."""
    return {row.job: row.ended_at for row in conn.execute(select(_J))}


def _upsert(
    conn: Connection, table: Any, rows: list[dict[str, Any]], changed: Mapping[str, Any], *, add: bool = False
) -> None:
    if not rows:
        return
    statement = insert_into(table, conn.dialect.name)
    new = statement.excluded
    values = {name: table.c[name] + new[name] if add else new[name] for name in changed}
    see_every_agency(conn).execute(
        statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=values), rows
    )
