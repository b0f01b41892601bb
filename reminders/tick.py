"""One tick of the worker's clock: what the day still asks for is recorded and put into the outbox, once."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from domain.agency import Person
from domain.messages import Digest
from domain.task import Task
from domain.writes import Remind
from reminders.facts import DayFacts, day_facts
from reminders.message import digest_message
from reminders.occurrences import due_occurrences
from reminders.plan import PlannedDigest, plan_day
from reminders.rules import AT
from store import outbox
from store.agencies import agencies
from store.apply import apply
from store.books import Books
from store.engine import Conflict, Database
from store.keys import Keys
from store.rounds import open_rounds
from thai.dates import BANGKOK

Render = Callable[[int, Person, Digest], Sequence[Mapping[str, Any]]]

_KEY_SPACE = uuid.UUID("0b8a4f6e-2f5d-4c2e-8d0e-6a1d9c3b7f52")


def remind_due(database: Database, now: datetime, render: Render, keys: Keys, machine_now: datetime) -> int:
    """Store what is due by `now`, world time, to be sent from `machine_now` on; how many digests were new.

    `render` makes LINE's JSON for an agency's person. What fails does not keep the others from theirs: it is
    raised at the end as one ExceptionGroup, and stays due.
    """
    local = now.astimezone(BANGKOK)
    if local.time() < AT:
        return 0
    told, failures = 0, list[Exception]()
    for agency in database.read(agencies):
        with _set_aside(failures):
            for write, person, tasks in _reminders(_facts(database, agency.id, local.date()), local.date(), now):
                with _set_aside(failures):
                    messages = render(agency.id, person, digest_message(person, tasks, local.date()))
                    told += _store(database, agency.id, write, person, messages, keys, machine_now)
    if failures:
        raise ExceptionGroup("reminders that failed are made again at the next tick", failures)
    return told


def _facts(database: Database, agency_id: int, day: date) -> DayFacts | None:
    """None on most days, after one short query."""

    def read(conn: Connection) -> DayFacts | None:
        books = Books(conn, agency_id)
        return day_facts(books, day) if due_occurrences(day, open_rounds(books)) else None

    return database.read(read)


def _reminders(facts: DayFacts | None, day: date, now: datetime) -> Iterator[tuple[Remind, Person, tuple[Task, ...]]]:
    if facts is None:
        return
    people = {person.id: person for person in facts.people}
    tasks = {task.id: task for task in facts.tasks}
    for digest in plan_day(day, facts.rounds, facts.tasks, facts.people, facts.reminded):
        named = tuple(tasks[task_id] for task_id in digest.task_ids)
        yield _write(digest, day, now), people[digest.person_id], named


def _write(digest: PlannedDigest, day: date, now: datetime) -> Remind:
    return Remind(digest.person_id, digest.key, day, digest.task_ids, digest.reason, now)


def _store(
    database: Database,
    agency_id: int,
    write: Remind,
    person: Person,
    messages: Sequence[Mapping[str, Any]],
    keys: Keys,
    machine_now: datetime,
) -> bool:
    """True where the digest is new; False where another worker had it first."""
    if person.line_user is None:
        raise ValueError(f"person {person.id} has no LINE account to be reminded by")
    line_user, dedup_key = person.line_user, f"remind:{write.key}:{write.person_id}"

    def work(conn: Connection) -> None:
        books = Books(conn, agency_id)
        apply(books, [write], keys)
        outbox.put(
            books,
            line_user=line_user,
            dedup_key=dedup_key,
            messages=messages,
            retry_key=str(uuid.uuid5(_KEY_SPACE, f"{agency_id}:{dedup_key}")),
            next_at=machine_now,
            created_at=machine_now,
        )

    try:
        database.run(work)
    except Conflict:
        return False
    return True


@contextmanager
def _set_aside(failures: list[Exception]) -> Iterator[None]:
    try:
        yield
    except Exception as failure:
        failures.append(failure)
