"""The small agency with its people enrolled, and a worker's ticks over it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from domain.agency import Person
from domain.messages import Digest
from domain.reminding import ReminderRules
from domain.writes import Enrol, IssueInvite, Remind, SetReminderRules
from reminders.tick import Render, remind_due
from store import outbox, people
from store.books import Books
from store.engine import Database
from store.outbox import OutboxRow
from store.reminders import reminded
from tests.agency import KEYS, MORNING, after, small_agency, write
from tests.remembered import remember
from tests.reminders.cases import TWO

MACHINE = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SOMCHAI, SOMYING, MANEE, PREECHA, WICHAI = 1, 2, 3, 4, 5


def bangkok(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """The moment in UTC; Bangkok is seven hours ahead."""
    return datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00+07:00").astimezone(UTC)


def office(database: Database, *enrolled: int, slug: str = "demo", rules: ReminderRules = TWO) -> int:
    """The small agency, these of its people enrolled as `U<id>-<slug>`; its id. All are, where none is named."""
    name = f"office {slug} {enrolled} {rules}"
    return remember(database, name, lambda: _make_office(database, enrolled, slug, rules))


def _make_office(database: Database, enrolled: Sequence[int], slug: str, rules: ReminderRules) -> int:
    agency_id = small_agency(database, slug)
    write(database, agency_id, SetReminderRules(rules))
    for person in who(database, agency_id):
        if not enrolled or person.id in enrolled:
            enrol(database, agency_id, person.id, f"U{person.id}-{slug}")
    return agency_id


def who(database: Database, agency_id: int) -> tuple[Person, ...]:
    return database.read(lambda conn: people.load_people(Books(conn, agency_id)))


def enrol(database: Database, agency_id: int, person_id: int, line_user: str) -> None:
    code = f"hash-{agency_id}-{person_id}"
    write(database, agency_id, IssueInvite(person_id, code, MORNING, after(60)))
    invite = database.read(lambda conn: people.invite_by_code_hash(Books(conn, agency_id), code))
    assert invite is not None
    write(database, agency_id, Enrol(invite.id, line_user, MORNING))


def shown(agency_id: int, person: Person, digest: Digest) -> Sequence[Mapping[str, Any]]:
    """A digest as plain JSON, so that a row's content can be read."""
    return [{"agency": agency_id, "person": person.id, "tasks": [line.data for line in digest.lines]}]


def tick(database: Database, now: datetime, render: Render = shown, machine_now: datetime = MACHINE) -> int:
    return remind_due(database, now, render, KEYS, machine_now)


def history(database: Database, agency_id: int) -> tuple[Remind, ...]:
    return database.read(lambda conn: reminded(Books(conn, agency_id), MORNING.date()))


def waiting(database: Database) -> tuple[OutboxRow, ...]:
    """All rows that wait to be sent, of every agency."""

    def read(conn: Connection) -> tuple[OutboxRow, ...]:
        return outbox.find_due_messages(conn, MACHINE.replace(year=2099), 1000)

    return database.read(read)
