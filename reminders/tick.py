"""One tick of the worker's clock: what the day still asks for is recorded and put into the outbox, once."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from domain.agency import Person
from domain.bug import set_aside
from domain.messages import Digest, numbers_of
from domain.reminding import message_key
from domain.sending import Quota
from domain.writes import Remind
from reminders.facts import DayFacts, facts_if_due
from reminders.forecast import considered_within
from reminders.message import Known, collect_known, digest_message
from reminders.plan import PlannedDigest, consider_day
from store import outbox
from store.agencies import load_agencies
from store.apply import apply
from store.books import Books
from store.engine import Conflict, Database, savepoint
from store.keys import Keys
from store.reminder_rules import reminder_rules
from thai.dates import BANGKOK

Render = Callable[[int, Person, Digest], Sequence[Mapping[str, Any]]]
QuotaOf = Callable[[int], Quota | None]

_KEY_SPACE = uuid.UUID("0b8a4f6e-2f5d-4c2e-8d0e-6a1d9c3b7f52")


def remind_due(
    database: Database,
    now: datetime,
    render: Render,
    keys: Keys,
    machine_now: datetime,
    quota_of: QuotaOf = lambda _agency_id: None,
) -> int:
    """Store what is due by `now`, world time, to be sent from `machine_now` on; how many digests were new.

    `render` makes LINE's JSON for an agency's person; `quota_of` is asked only where there is something to push.
    What fails does not keep the others from theirs: it is raised at the end as one ExceptionGroup, and stays due.
    """
    local = now.astimezone(BANGKOK)
    told, failures = 0, list[Exception]()
    for agency in database.read(load_agencies):
        with set_aside(failures):
            facts = _facts(database, agency.id, local)
            ready = list[_Ready]()
            known = collect_known(facts) if facts else Known({}, {})
            for digest, person in _digests(facts, agency.id, local.date(), quota_of):
                with set_aside(failures):
                    ready.append(_made_ready(agency.id, digest, person, known, render, now))
            if ready:
                stored, spoilt = database.run(partial(_store, agency.id, ready, keys, machine_now))
                told, failures = told + stored, failures + spoilt
    if failures:
        raise ExceptionGroup("reminders that failed are made again at the next tick", failures)
    return told


@dataclass(frozen=True, slots=True)
class _Ready:
    """A digest that is to be recorded, with its messages; none where it is not pushed."""

    write: Remind
    person: Person
    messages: Sequence[Mapping[str, Any]]
    numbers: Mapping[str, str]


def _facts(database: Database, agency_id: int, local: datetime) -> DayFacts | None:
    """None outside the hours in which the agency reminds, and on most days, after a few short queries."""

    def load_if_due(conn: Connection) -> DayFacts | None:
        books = Books(conn, agency_id)
        rules = reminder_rules(books)
        return facts_if_due(books, local.date()) if rules.at <= local.time() < rules.until else None

    return database.read(load_if_due)


def _digests(
    facts: DayFacts | None, agency_id: int, day: date, quota_of: QuotaOf
) -> Iterator[tuple[PlannedDigest, Person]]:
    if facts is None:
        return
    considered = consider_day(day, facts)
    if not any(isinstance(one, PlannedDigest) for one in considered):
        return
    people = {person.id: person for person in facts.people}
    for one in considered_within(day, facts, considered, quota_of(agency_id)):
        if isinstance(one, PlannedDigest):
            yield one, people[one.person_id]


def _made_ready(
    agency_id: int, digest: PlannedDigest, person: Person, known: Known, render: Render, now: datetime
) -> _Ready:
    day = now.astimezone(BANGKOK).date()
    write = Remind(person.id, digest.key, day, digest.task_ids, digest.reason, now, digest.keys, digest.via)
    message = digest_message(person, digest, known, day)
    messages = render(agency_id, person, message) if digest.via == "push" else ()
    return _Ready(write, person, messages, numbers_of([message]))


def _store(
    agency_id: int, ready: Sequence[_Ready], keys: Keys, machine_now: datetime, conn: Connection
) -> tuple[int, list[Exception]]:
    """How many were new: another worker may have had one first; and what failed, each undone alone."""
    books, told, failures = Books(conn, agency_id), 0, list[Exception]()
    for one in ready:
        with set_aside(failures), suppress(Conflict), savepoint(conn):
            apply(books, [one.write], keys)
            if one.messages:
                _put_in_outbox(books, one, machine_now)
            told += 1
    return told, failures


def _put_in_outbox(books: Books, one: _Ready, machine_now: datetime) -> None:
    write, person = one.write, one.person
    if person.line_user is None:
        raise ValueError(f"person {person.id} has no LINE account to be reminded by")
    dedup_key = message_key(write.key, write.person_id)
    outbox.queue_message(
        books,
        line_user=person.line_user,
        dedup_key=dedup_key,
        messages=one.messages,
        numbers=one.numbers,
        retry_key=str(uuid.uuid5(_KEY_SPACE, f"{books.agency_id}:{dedup_key}")),
        next_at=machine_now,
        created_at=machine_now,
    )
