"""One run: officers at work, processes killed, then what was seen and sent against what is stored."""

import contextlib
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.settings import read_settings
from bot.words import words_in
from domain.messages import say
from domain.status_words import STATUS_WORDS
from domain.task import Status
from simulator import Simulator
from store import tables
from store.engine import Database, open_database
from store.evidence import stored_hashes
from store.files import DamagedFile, open_files
from store.keys import keys_from
from store.migrate import migrate
from tests.bench.servers import postgresql
from tests.faults.agency import SLUG, Enlisted, make_agency
from tests.faults.audit import Evidence, Fault, Recorded, Seen, Sending, Unfinished, audit
from tests.faults.officer import Officer
from tests.faults.system import Killer, System, running_system
from tests.storage import S3Server

BAD_DAYS = {
    "duplicate": 0.15, "shuffle": 0.15, "delay": 0.3, "together": 0.1, "api_5xx": 0.05, "api_5xx_after": 0.05,
    "hang": 0.02, "reset": 0.03, "reset_after": 0.03, "too_many": 0.03, "quota_spent": 0.02, "content_400": 0.1,
    "shuffle_seconds": 2.0, "delay_seconds": 0.5, "hang_seconds": 9.0, "together_seconds": 0.3,
}  # fmt: skip
DELAYED = re.compile(r"\A\(ข้อความนี้ส่งถึงช้า[^)]*\)\n?")
SECRET = "a-secret-for-tests-only"
FINISHES_WITHIN = 240.0  # seconds in which the officers end what they have begun, once nothing is killed any more
SETTLES_WITHIN = 400.0  # seconds in which everything that waits is sent, fetched or taken again
BUSY = (("outbox", "waiting"), ("evidence", "wanted"), ("inbox", "failed"))
FAILED = (*BUSY, ("outbox", "dead"), ("evidence", "failed"), ("inbox", "dead"))


@dataclass(frozen=True, slots=True)
class Given:
    """What a run is asked to do; `pause` is the mean number of seconds between two kills.

    `storage` is where photos are kept: a folder, or an S3 server that is killed like the others.
    """

    officers: int = 12
    kills: int = 200
    seed: int = 1
    database: str = "sqlite"
    pause: float = 4.0
    storage: str = "folder"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    faults: list[Fault]
    replies: int
    messages: int
    pushes: int
    dropped: int
    killed: list[str]
    cancelled: int
    said_again: int
    corrected: int
    seconds: float


def run(given: Given, folder: Path) -> Outcome:
    """A whole run in this folder, where the processes' papers and the officers' diaries are kept."""
    began = time.monotonic()
    with _database(given.database, folder) as (url, postmaster), _storage(given.storage, folder) as storage:
        migrate(url)
        start = datetime.now(UTC)
        keys = keys_from(SECRET)
        database = open_database(url)
        enlisted = make_agency(database, keys, given.officers, 8 + given.kills // 4, start)
        database.close()
        with running_system(folder, url, SECRET, start.isoformat(), postmaster, given.seed, storage) as system:
            evidence, officers = _work(given, system, enlisted, url)
            lost = tuple(_find_lost_files(url, system.web.env, folder))
    _keep_diaries(folder, officers)
    pushes = sum(one.via == "push" for one in evidence.seen)
    return Outcome(
        faults=[*audit(evidence), *lost],
        replies=len(evidence.recorded),
        messages=len(evidence.seen),
        pushes=pushes,
        dropped=sum(row.state == "dropped" for row in evidence.sendings),
        killed=system.killed,
        cancelled=sum(one.cancelled for one in officers),
        said_again=sum(one.said_again for one in officers),
        corrected=sum(one.corrected for one in officers),
        seconds=time.monotonic() - began,
    )


@contextlib.contextmanager
def _database(kind: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'tidtam.db'}", None
        return
    with postgresql(folder) as server:
        assert server, "PostgreSQL for tests is not installed"
        yield server


@contextlib.contextmanager
def _storage(kind: str, folder: Path) -> Iterator[S3Server | None]:
    if kind == "folder":
        yield None
        return
    server = S3Server(folder / "s3")
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _find_lost_files(url: str, env: Mapping[str, str], folder: Path) -> Iterator[Fault]:
    """Files that the records name and that are not there whole."""
    settings = read_settings({**env, "TIDTAM_VAR": str(folder / "auditor")})
    files, database = open_files(settings.evidence_url, settings.s3), open_database(url)
    for name in sorted(database.read(stored_hashes)):
        try:
            files.open(name).close()
        except (FileNotFoundError, DamagedFile) as lost:
            yield Fault("lost file", "", str(lost))
    database.close()


def _work(
    given: Given, system: System, enlisted: tuple[Enlisted, ...], url: str
) -> tuple[Evidence, tuple[Officer, ...]]:
    stop = threading.Event()
    with Simulator(system.simulator.ready.removesuffix("/_sim/clock")) as line:  # type: ignore[union-attr]
        line.listen_at(f"{system.web.env['BASE_URL']}/line/{SLUG}/webhook")
        line.settings(redelivery=True, redelivery_after=1.0, redelivery_times=5)
        line.set_quota(limit=None)
        line.bad_days(seed=given.seed, **BAD_DAYS)
        officers = tuple(Officer(line, line.add_person(one.name).id, one, given.seed, stop) for one in enlisted)
        threads = [threading.Thread(target=one.work, daemon=True) for one in officers]
        for thread in threads:
            thread.start()
        try:
            Killer(system, given.seed, given.pause, stop).kill(given.kills)
            line.bad_days(**dict.fromkeys(BAD_DAYS, 0.0))
        finally:
            stop.set()
        left = [one for one, thread in zip(officers, threads, strict=True) if not _joined(thread)]
        for one in left:
            one.left = one.left or "is still at it:\n" + "\n".join(one.did[-40:])
        database = open_database(url)
        try:
            _settle(database, line)
            return _gather(database, line, officers), officers
        finally:
            database.close()


def _joined(thread: threading.Thread, until: list[float] = []) -> bool:  # noqa: B006
    until[:] = until or [time.monotonic() + FINISHES_WITHIN]
    thread.join(max(0.1, until[0] - time.monotonic()))
    return not thread.is_alive()


def _settle(database: Database, line: Simulator) -> None:
    """Wait until nothing waits; what still does in the end is told as stuck."""
    until = time.monotonic() + SETTLES_WITHIN
    while time.monotonic() < until:
        if line.call("GET", "idle")["idle"] and not _rows_in(database, BUSY):
            return
        time.sleep(0.5)


def _rows_in(database: Database, states: tuple[tuple[str, str], ...]) -> list[tuple[str, Any]]:
    def read(conn: Any) -> list[tuple[str, Any]]:
        found = []
        for name, state in states:
            table = getattr(tables, name)
            rows = conn.execute(select(table).where(table.c.state == state))
            found += [(name, row) for row in rows]
        return found

    return database.read(read)


def _gather(database: Database, line: Simulator, officers: tuple[Officer, ...]) -> Evidence:
    seen = [one for officer in officers for one in _seen(line, officer)]
    names = {officer.phone: officer.who.name for officer in officers}
    return Evidence(
        meant=tuple(meant for officer in officers for meant in officer.meant),
        pressed=tuple(pressed for officer in officers for pressed in officer.pressed),
        seen=tuple(seen),
        recorded=tuple(database.read(recorded_replies)),
        sendings=tuple(database.read(lambda conn: _sendings(conn, names))),
        unfinished=tuple(
            Unfinished(name, str(row.id), row.state, str(getattr(row, "error", None) or getattr(row, "last_error", "")))
            for name, row in _rows_in(database, FAILED)
        ),
        left=tuple((officer.who.name, officer.left) for officer in officers if officer.left),
    )


def _seen(line: Simulator, officer: Officer) -> Iterator[Seen]:
    for one in line.call("GET", f"people/{officer.phone}/messages", since=0, wait=0)["messages"]:
        if one["from"] == "bot" and (words := bare(one["message"])):
            yield Seen(officer.who.name, one["seq"], one["via"], one["words"], words)


TEXTS = ("result", "outcome", "suggestion", "reason")


def recorded_replies(conn: Any, after: int = 0) -> list[Recorded]:
    """The stored replies whose ids come after this one."""
    u, t, m, p, e = tables.updates, tables.tasks, tables.measures, tables.people, tables.evidence
    joined = u.join(t, u.c.task_id == t.c.id).join(m, t.c.measure_id == m.c.id).join(p, u.c.person_id == p.c.id)
    named = select(u, m.c.title.label("measure"), p.c.name.label("officer")).select_from(joined)
    rows = conn.execute(named.where(u.c.id > after).order_by(u.c.id))
    pieces = [row for row in conn.execute(select(e)) if row.update_id is not None]
    return [
        Recorded(
            row.id,
            row.event_id,
            row.officer,
            row.measure,
            {"status": _status(row.status), **{name: getattr(row, name) for name in TEXTS}},
            frozenset(str(e.link or e.sha256) for e in pieces if e.update_id == row.id),
        )
        for row in rows
    ]


def _status(status: str) -> str:
    """The status as people read it."""
    return words_in()(say(STATUS_WORDS[Status(status)]))


def _sendings(conn: Any, names: dict[str, str]) -> list[Sending]:
    return [
        Sending(
            row.id,
            str(row.event_id),
            names.get(row.line_user, row.line_user),
            row.state,
            row.sent_via,
            bare_all(row.messages) or (),
            row.attempts,
            bare_all(row.statements),
        )
        for row in conn.execute(select(tables.outbox).order_by(tables.outbox.c.id))
    ]


def bare_all(messages: list[dict[str, Any]] | None) -> tuple[str, ...] | None:
    return None if messages is None else tuple(words for words in map(bare, messages) if words)


def bare(message: dict[str, Any]) -> str:
    """The message without its quick replies, and without the time that a late one begins with; "" if that is all."""
    text = DELAYED.sub("", str(message.get("text", "")))
    if message["type"] == "text" and not text:
        return ""
    kept = {**message, "text": text} if message["type"] == "text" else message
    told = dumps({k: v for k, v in kept.items() if k != "quickReply"}, sort_keys=True, ensure_ascii=False)
    return _ONE_TIME_LINK.sub('"uri": "a one-time link"', _FOR_COMPUTERS.sub("", told))


# The outbox keeps a placeholder, LINE is given the address.
_ONE_TIME_LINK = re.compile(r'"uri": "(?:https://sign-in\.invalid/|https?://[^"/]+/r/)[^"]*"')
_FOR_COMPUTERS = re.compile(r'"altUri": \{"desktop": "[^"]*"\}, ')


def _keep_diaries(folder: Path, officers: tuple[Officer, ...]) -> None:
    for officer in officers:
        (folder / f"{officer.who.name}.txt").write_text("\n".join(officer.did), "utf-8")
