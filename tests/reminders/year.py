"""The demo agency's fiscal year 2570, day by day: what happens in it, and who was told what when."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update

import intake
from domain.agency import Person
from domain.messages import Digest
from domain.sending import Quota
from domain.task import Status, Task
from domain.writes import (
    CloseRound,
    Enrol,
    ImportPeople,
    ImportPlan,
    IssueInvite,
    OpenRound,
    PutOffReminders,
    SaveUpdate,
    SetAway,
    SetDeputy,
    SetHoliday,
    SetReachable,
    Write,
)
from intake.people_file import read_people
from intake.plan_file import read_plan
from reminders.delivery import claim_due, deliver
from reminders.tick import remind_due
from reminders.worth import worth_sending
from reports.layouts.load import named_layout
from store import outbox, people, tables
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.engine import Database, T, Work, open_database
from store.outbox import OutboxRow, Via
from store.reminders import reminded
from store.tasks import load_tasks
from tests.agency import KEYS
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind

FIRST, LAST = date(2026, 10, 1), date(2027, 11, 5)
MALI, SOMCHAI, PIMJAI, WANDEE, THANA, PRASERT, KONGKIAT = range(1, 8)
DOWN = (date(2026, 12, 1), date(2026, 12, 2))
SAMPLES = Path(intake.__file__).parent / "samples"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time in Bangkok."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


START = at(FIRST, 6)


class Killed(BaseException):
    """The worker is no more."""


@dataclass
class Killer:
    """Counts the moments at which a worker could be killed, and kills it at these."""

    moments: frozenset[int] = frozenset()
    passed: int = 0

    def may_kill(self) -> None:
        self.passed += 1
        if self.passed in self.moments:
            raise Killed


class Fragile(Database):
    """A database whose user may be killed before and after each transaction."""

    def __init__(self, opened: Database, killer: Killer) -> None:
        super().__init__(opened.engine, opened.reader, opened._writer)
        self._killer = killer

    def run(self, work: Work[T]) -> T:
        self._killer.may_kill()
        result = super().run(work)
        self._killer.may_kill()
        return result


@dataclass(frozen=True, slots=True)
class Told:
    """One delivery: when, to whom, by what way, of which occasions and tasks, in which parts."""

    day: date
    person: int
    via: str
    keys: frozenset[str]
    tasks: tuple[int, ...]


@dataclass
class Year:
    """The agency on a database, its worker, and LINE as the retry keys it has accepted."""

    url: str
    killer: Killer = field(default_factory=Killer)
    accepted: dict[str, tuple[date, str]] = field(default_factory=dict)
    texts: dict[tuple[date, int], str] = field(default_factory=dict)
    attempts: int = 0
    kills: int = 0
    now: datetime = START

    def __post_init__(self) -> None:
        self.open = open_database(self.url)
        self.agency_id = self.open.run(self._make)
        self.database: Database = Fragile(self.open, self.killer)

    def run(self) -> "Year":
        """The whole year; the worker runs from 09:00 until nothing is left to do."""
        happens = dict(self._script())
        day = FIRST
        while day <= LAST:
            self.now = at(day, 8)
            happens.get((day, 8), lambda: None)()
            if day not in DOWN:
                self._work(day)
            self.now = at(day, 15)
            happens.get((day, 15), lambda: None)()
            day += timedelta(days=1)
        self.open.close()
        return self

    def _work(self, day: date) -> None:
        self.now = at(day, 9)
        for _ in range(60):
            try:
                if self._sweep() == 0:
                    return
            except Killed:
                self.kills += 1
                self.open.close()
                self.open = open_database(self.url)
                self.database = Fragile(self.open, self.killer)
            self.now += timedelta(minutes=2)
        raise AssertionError(f"{day}: the worker does not come to rest")

    def _sweep(self) -> int:
        told = remind_due(self.database, self.now, self._render, KEYS, self.now, self._quota)
        rows = claim_due(self.database, lambda: self.now)
        for row in rows:
            assert (
                self.open.read(lambda conn, row=row: worth_sending(Books(conn, row.agency_id), row, self.now)) is None
            )  # type: ignore[misc]
            deliver(self.database, row, self._send, lambda: self.now)
        return told + len(rows) + len(self.open.read(lambda conn: outbox.find_due_messages(conn, at(LAST, 23), 9)))

    def _send(self, row: OutboxRow, _via: Via) -> None:
        self.killer.may_kill()
        self.attempts += 1
        if row.retry_key not in self.accepted:
            self.accepted[row.retry_key] = ((self.now + timedelta(hours=7)).date(), row.line_user)
        self.killer.may_kill()

    def _quota(self, _agency_id: int) -> Quota:
        return Quota(300, 245 if (self.now + timedelta(hours=7)).month == 7 else 0)

    def _render(self, _agency_id: int, person: Person, digest: Digest) -> Sequence[Mapping[str, Any]]:
        self.killer.may_kill()
        self.texts[(self.now + timedelta(hours=7)).date(), person.id] = repr(digest.text)
        return [{"to": person.id}]

    @property
    def table(self) -> tuple[Told, ...]:
        """All that was told, in order."""
        opened = open_database(self.url)
        try:
            rows = opened.read(lambda conn: reminded(Books(conn, self.agency_id), FIRST))
        finally:
            opened.close()
        return tuple(Told(r.day, r.person_id, r.via, frozenset(r.keys), r.task_ids) for r in rows)

    def _make(self, conn: Connection) -> int:
        now = at(FIRST, 7)
        agency_id = add_agency(conn, "demo", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง", named_layout("results"), now)
        books = Books(conn, agency_id)
        rows, plan = read_people(SAMPLES / "demo_people.csv").rows, read_plan(SAMPLES / "demo_plan.csv")
        round_ = OpenRound(2570, RoundKind.FIRST_HALF, date(2027, 3, 31), now)
        apply(books, (ImportPeople(rows), ImportPlan(plan, 2570, now), round_), KEYS)
        for who in people.load_people(books):
            code = f"hash-{who.id}"
            apply(books, (IssueInvite(who.id, code, now, now + timedelta(days=1)),), KEYS)
            invite = people.invite_by_code_hash(books, code)
            assert invite
            apply(books, (Enrol(invite.id, f"U{who.id}", now),), KEYS)
        return agency_id

    def _script(self) -> Iterator[tuple[tuple[date, int], Callable[[], None]]]:
        """What happens besides, at 08:00 or 15:00."""
        second = OpenRound(2570, RoundKind.SECOND_HALF, date(2027, 9, 30), at(date(2027, 4, 1), 8))
        yield (date(2026, 12, 15), 15), lambda: self.answer(THANA, Status.IN_PROGRESS, "monthly")
        away = (date(2027, 1, 25), date(2027, 2, 5))
        yield (date(2027, 1, 20), 15), lambda: self.write(SetAway(THANA, away), SetDeputy(THANA, WANDEE))
        yield (
            (date(2027, 3, 1), 15),
            lambda: self.write(PutOffReminders(THANA, date(2027, 3, 8), date(2027, 3, 1))),
        )
        yield (date(2027, 3, 5), 15), lambda: self.answer(KONGKIAT, Status.DONE)
        yield (date(2027, 4, 1), 8), lambda: self.write(second)
        yield (date(2027, 4, 29), 8), lambda: self.write(CloseRound(2570, RoundKind.FIRST_HALF, self.now))
        yield (date(2027, 5, 20), 15), lambda: self.write(SetReachable(f"U{PIMJAI}", False, self.now))
        yield (date(2027, 2, 10), 15), self.somchai_leaves
        yield (date(2027, 6, 15), 15), lambda: self.write(SetReachable(f"U{PIMJAI}", True, self.now))
        yield (date(2027, 8, 2), 15), lambda: self.write(SetHoliday(date(2027, 9, 30), "วันสถาปนาหน่วยงาน"))
        yield (date(2027, 10, 8), 15), lambda: self.write(CloseRound(2570, RoundKind.SECOND_HALF, self.now))

    def write(self, *writes: Write) -> None:
        done: Sequence[Write] = writes
        self.open.run(lambda conn: apply(Books(conn, self.agency_id), done, KEYS))

    def tasks(self) -> dict[int, Task]:
        return {task.id: task for task in self.open.read(lambda conn: load_tasks(Books(conn, self.agency_id)))}

    def answer(self, person_id: int, status: Status, cadence: str = "") -> None:
        for task in self.tasks().values():
            if person_id in task.assignee_ids and cadence in ("", str(task.cadence)):
                for month in task.expectation(day_in_bangkok(self.now)).missing or (None,):
                    said = (task.id, person_id, self.now, status, "ทำแล้ว")
                    self.write(SaveUpdate(f"a{self.now}{task.id}{month}", *said, period=month))

    def somchai_leaves(self) -> None:
        p = tables.people
        gone = update(p).where(p.c.agency_id == self.agency_id, p.c.id == SOMCHAI).values(active=False)
        self.open.run(lambda conn: conn.execute(gone).rowcount)


def kill_moments(passed: int, count: int, seed: int) -> frozenset[int]:
    """So many of the moments of an undisturbed year; later ones shift as work is repeated."""
    return frozenset(random.Random(seed).sample(range(1, passed), count))
