"""How the installation runs, in numbers that Prometheus reads: of all processes together, and of nobody by name.

The numbers are counted by the processes and kept in the database; no label has more values than are listed, and of the
agencies only the few with the least quota are named, however many there are.
"""

import hmac
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any, Final

from flask import Blueprint, Response, abort, request
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from store.counts import ALL, MORE, SUM, Counted, Key, Timed, load_counts, load_job_runs
from store.migrate import newest_schema
from store.operations import find_least_quotas, load_backlog, load_quota_bands
from thai.dates import BANGKOK
from web.port import port

log = logging.getLogger("tidtam.metrics")
metrics_page = Blueprint("metrics", __name__)

NAMED_AGENCIES: Final = 50
_NAME: Final = "tidtam_"


@metrics_page.get("/metrics")
def show_metrics() -> Response:
    """The numbers, for who has the token; 404 where no token is set."""
    here = port()
    if not here.metrics_token:
        abort(404)
    sent = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(sent, f"Bearer {here.metrics_token}".encode()):
        wants = {"WWW-Authenticate": "Bearer"}
        return Response("METRICS_TOKEN is wanted\n", 401, mimetype="text/plain", headers=wants)
    # Loaded here: the pages and LINE's calls need nothing of it.
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    now = here.machine_now()
    try:
        families = here.database.read(lambda conn: tuple(_collect(conn, now)))
    except SQLAlchemyError as error:
        log.warning("the database does not answer: %s", type(error).__name__)
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    registry.register(_Collected(families))
    answer = Response(generate_latest(registry), headers={"Cache-Control": "no-store"})
    answer.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return answer


class _Collected:
    """What was collected, for the library to write down."""

    def __init__(self, families: tuple[Any, ...]) -> None:
        self._families = families

    def collect(self) -> tuple[Any, ...]:
        """The families of numbers."""
        return self._families


def _collect(conn: Connection, now: datetime) -> Iterator[Any]:
    counts = load_counts(conn)
    yield from (_family(counted, counts) for counted in ALL)
    yield from _backlog(conn, now)
    yield from _quotas(conn, now)
    jobs = {(job,): (now - ended).total_seconds() for job, ended in load_job_runs(conn).items()}
    yield _gauge("worker_job_age_seconds", "Seconds since the worker's job last ended well.", jobs, "job")
    build = {(version("tidtam"), newest_schema()): 1.0}
    yield _gauge("build_info", "The version that answers, and the schema that it needs.", build, "version", "schema")


def _family(counted: Counted, counts: dict[Key, float] | Any) -> Any:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    labels = [counted.label] if counted.label else []
    if not isinstance(counted, Timed):
        family = CounterMetricFamily(_NAME + counted.name, counted.help, labels=labels)
        for label in counted.labels:
            family.add_metric([label] if labels else [], counts.get((counted.name, label, ""), 0.0))
        return family
    timed = HistogramMetricFamily(_NAME + counted.name, counted.help, labels=labels)
    for label in counted.labels:
        total, buckets = 0.0, []
        for bound in (*map(str, counted.bounds), MORE):
            total += counts.get((counted.name, label, bound), 0.0)
            buckets.append((bound, total))
        timed.add_metric([label] if labels else [], buckets, counts.get((counted.name, label, SUM), 0.0))
    return timed


def _backlog(conn: Connection, now: datetime) -> Iterator[Any]:
    found = load_backlog(conn, now)
    for name, told, value in (
        ("outbox_waiting", "Messages that wait to be sent.", found.waiting),
        (
            "outbox_age_seconds",
            "Seconds since the oldest waiting message was written.",
            _age(found.oldest_message, now),
        ),
        ("outbox_overdue_seconds", "Seconds since a message is due that nobody has sent.", _age(found.due_since, now)),
        ("inbox_failed", "Events whose turn failed and is taken again.", found.failed),
        ("inbox_age_seconds", "Seconds since the oldest of them came.", _age(found.oldest_failed, now)),
        ("inbox_dead", "Events that could not be taken: `tidtam doctor` names them.", found.dead),
    ):
        yield _gauge(name, told, {(): float(value)})


def _quotas(conn: Connection, now: datetime) -> Iterator[Any]:
    # LINE counts anew with each month.
    month = now.astimezone(BANGKOK).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    bands = {(band,): float(many) for band, many in load_quota_bands(conn, month).items()}
    yield _gauge("quota_accounts", "LINE accounts by how much of the month's pushes is left.", bands, "left")
    least = find_least_quotas(conn, month, NAMED_AGENCIES)
    left = {(one.slug,): float(one.left) for one in least}
    told = f"Pushes left this month, of the {NAMED_AGENCIES} accounts with the smallest share left."
    yield _gauge("quota_left", told, left, "agency")


def _gauge(name: str, told: str, values: dict[Any, float], *labels: str) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(_NAME + name, told, labels=list(labels))
    for of, value in values.items():
        family.add_metric(list(of), value)
    return family


def _age(since: datetime | None, now: datetime) -> float:
    return max(timedelta(), now - since).total_seconds() if since else 0.0
