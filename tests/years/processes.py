"""The web process and the worker as they are in production, but in virtual time: they crash, and are started again."""

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.clock import Clock
from bot.outgoing import REPLY_LEASE
from bot.sender import Sender
from bot.settings import Settings
from bot.shell import Shell
from bot.worker import Worker
from store.engine import Database, Work
from store.files import open_files
from store.leases import release_leases
from tests.agency import KEYS
from tests.years.hub import Hub

T = TypeVar("T")
R = TypeVar("R")
FOR_EVER = 400 * 86_400.0
EVERY = {"send": 1.0, "retake": 5.0, "fetch": 5.0}


class Crashed(BaseException):
    """The process is no more."""


class Disk:
    """The one SQLite file: a connection that writes and stays open, another that reads."""

    def __init__(self, database: Database) -> None:
        self.engine, self.reader = database.engine, database.reader
        self.writing = database.engine.connect()
        self.reading = database.reader.connect()
        self.commits = 0
        self.is_busy = False

    @property
    def is_in_use(self) -> bool:
        """True within a transaction."""
        return self.is_busy or self.reading.in_transaction()

    def write(self, work: Work[T]) -> T:
        """What the work returns, committed."""
        assert not self.is_busy, "a write inside a write"
        self.is_busy = True
        try:
            with self.writing.begin():
                result = work(self.writing)
        finally:
            self.is_busy = False
        self.commits += 1
        return result

    def read(self, work: Work[T]) -> T:
        """What the work finds."""
        if self.reading.in_transaction():
            return work(self.reading)
        with self.reading.begin():
            return work(self.reading)

    def close(self) -> None:
        """Close both."""
        self.writing.close()
        self.reading.close()


class ProcessDatabase(Database):
    """The database as one process has it: it may die before and after each commit, and the disk may be full."""

    def __init__(self, disk: Disk, process: "Process") -> None:
        super().__init__(disk.engine, disk.reader, None)
        self._disk, self._process = disk, process

    def run(self, work: Work[T]) -> T:
        """The work's answer once it is committed."""
        self._process.may_crash("before a commit")
        if self._process.luck("disk"):
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))
        result = self._disk.write(work)
        self._process.may_crash("after a commit")
        return result

    def read(self, work: Work[T]) -> T:
        """The work's answer."""
        return self._disk.read(work)


class HubPool(Executor):
    """Threads of a pool: works of the hub, which begin a moment later and end with their process."""

    def __init__(self, process: "Process") -> None:
        self._process = process

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """Begin it soon."""
        self._process.begin(lambda: fn(*args, **kwargs), self._process.pause())
        return Future()

    def map(
        self, fn: Callable[..., R], *iterables: Iterable[Any], timeout: Any = None, chunksize: int = 1
    ) -> Iterator[R]:
        """Do all of it at once, and wait until it is done; nobody looks at the answers."""
        hub, caller = self._process.hub, self._process.hub.present
        left = [0]

        def do_one(args: tuple[Any, ...]) -> None:
            fn(*args)
            left[0] -= 1
            if not left[0]:
                hub.wake(caller)

        for args in zip(*iterables, strict=True):
            left[0] += 1
            self._process.begin(lambda args=args: do_one(args), 0.0)  # type: ignore[misc]
        while left[0]:
            hub.sleep(FOR_EVER)
        return iter(())


class Process:
    """What the two have in common: they live until they crash, and a supervisor starts them again."""

    kind: Any = ""

    def __init__(
        self,
        hub: Hub,
        disk: Disk,
        settings: Settings,
        line: Callable[["Process"], Any],
        rng: random.Random,
        luck: Callable[[str], bool],
        machine: Callable[[], datetime],
        note: Callable[[str, str], None],
    ) -> None:
        self.hub, self.disk, self.settings, self.rng, self.luck = hub, disk, settings, rng, luck
        self.machine, self._note, self._line = machine, note, line
        self.is_up = False
        self.crashes = 0
        self.start()

    def start(self) -> None:
        """A new process, which remembers nothing."""
        self.is_up = True
        clock = Clock(None, self.machine, self.hub.seconds)
        database = ProcessDatabase(self.disk, self)
        files = open_files(self.settings.evidence_url, self.settings.s3)
        self.shell = Shell(self.settings, clock, database, KEYS, files, self._line(self))
        self.begin(self.work)

    def work(self) -> None:
        """What it does by itself, first of all: take over what the process before it had leased."""
        now = self.shell.clock.machine()
        self.shell.database.run(lambda conn: release_leases(conn, self.kind, REPLY_LEASE, now))

    def begin(self, run: Callable[[], object], after: float = 0.0) -> Any:
        """Have this process do something."""

        def run_guarded() -> None:
            try:
                run()
            except Crashed:
                self._die()

        return self.hub.begin(run_guarded, after, owner=self)

    def pause(self) -> float:
        """The moment that passes before a thread of a pool begins; seldom one that feels like for ever."""
        return self.rng.uniform(5.0, 200.0) if self.luck("paused") else self.rng.uniform(0.0, 0.05)

    def may_crash(self, where: str) -> None:
        """Die here, if it is to be."""
        if self.is_up and self.luck("crash"):
            self._note(self.kind, f"crashes {where}")
            raise Crashed

    def stop(self, seconds: float) -> None:
        """Be killed, and started again after so many seconds."""
        self.is_up = False
        self.crashes += 1
        self.hub.end_all_of(self)
        self.hub.begin(self.start, seconds)

    def _die(self) -> None:
        self.stop(self.rng.choice((1.0, 5.0, 40.0, 600.0)))


class Web(Process):
    """Takes webhook calls."""

    kind = "web"

    def start(self) -> None:
        """A new process."""
        super().start()
        self.sender = Sender(self.shell, pool=HubPool(self))


class WorkerProcess(Process):
    """Makes the worker's sweeps when there is something to do."""

    kind = "worker"

    def start(self) -> None:
        """A new process."""
        super().start()
        self.worker = Worker(self.shell, pool=HubPool(self))
        self.loops = {
            "send": self.begin(lambda: self._loop("send", self.worker.send_unsent)),
            "retake": self.begin(lambda: self._loop("retake", self.worker.retake_failed)),
            "fetch": self.begin(lambda: self._loop("fetch", self.worker.fetch_wanted)),
        }
        self.begin(self._remind)
        self.begin(self._keep_house)

    def sweep_by(self, name: str, due_in: float) -> None:
        """Have the loop look again once something is due."""
        if self.is_up:
            self.hub.wake(self.loops[name], due_in + self.rng.uniform(0.0, EVERY[name]))

    def _loop(self, name: str, sweep: Callable[[], object]) -> None:
        while True:
            self._try(name, sweep)
            due = self.disk.read(next_due).get(name)
            wait = FOR_EVER if due is None else max(0.0, (due - self.machine()).total_seconds())
            self.hub.sleep(wait + self.rng.uniform(0.0, EVERY[name]))

    def _remind(self) -> None:
        """Each minute of the hours would find nothing new: at a few moments of the day, and soon after a start."""
        self.hub.sleep(self.rng.uniform(0.0, 60.0))
        while True:
            self._try("remind", self.worker.remind)
            self.hub.sleep(self._until_next_look())

    def _until_next_look(self) -> float:
        local = self.hub.now() + timedelta(hours=7)
        hours = (9.0, self.rng.choice((9.3, 13.0, 17.8))) if self.rng.random() < 0.3 else (9.0,)
        next_day = (24 - local.hour) * 3600 - local.minute * 60 - local.second
        since_midnight = 24 * 3600 - next_day
        later = [hour * 3600 - since_midnight for hour in hours if hour * 3600 > since_midnight + 30]
        return (later[0] if later else next_day + 9 * 3600) + self.rng.uniform(0.0, 60.0)

    def _keep_house(self) -> None:
        while True:
            self.hub.sleep(self.rng.uniform(5, 9) * 86_400)
            self._try("forget", self.worker.forget)
            self._try("mend", self.worker.mend)

    def _try(self, name: str, sweep: Callable[[], object]) -> None:
        """As the scheduler does: what fails is made again at the next tick."""
        try:
            sweep()
        except Exception as failed:
            self._note("worker", f"{name} failed: {failed!r}")


def next_due(conn: Connection) -> dict[str, datetime]:
    """When each kind of sweep has something to do next, by the machine's clock."""
    found = conn.exec_driver_sql(
        "SELECT (SELECT min(next_at) FROM outbox WHERE state = 'waiting'),"
        " (SELECT min(next_at) FROM inbox WHERE state = 'failed'),"
        " (SELECT min(next_at) FROM evidence WHERE state = 'wanted')"
    ).one()
    named = zip(("send", "retake", "fetch"), found, strict=True)
    return {name: _read_moment(moment) for name, moment in named if moment is not None}


def _read_moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
