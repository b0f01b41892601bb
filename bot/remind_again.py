"""A reminder of the log sent again by an administrator: what that does is shown first, and it is done once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.told_person import tell_person
from bot.words import Words
from domain.agency import Person
from domain.audit import Act, Noted
from domain.following import AgainLook
from domain.messages import N_, Say, say
from domain.reminding import Reminded, again_key
from domain.sending import Quota
from handlers.nudge import tell_cost
from reminders.again import Refused, plan_again
from reminders.facts import DayFacts, day_facts
from reminders.message import collect_known, digest_message
from reminders.plan import PlannedDigest
from reminders.worth import find_next_hour
from store.audit import append_entries
from store.books import Books
from store.engine import Database
from store.keys import Keys
from store.people import find_person
from store.reminders import find_reminded
from thai.clusters import trim
from thai.dates import day_in_bangkok

_MEASURES_NAMED: Final = 3
_TO = N_("{name} is reminded again of {count} tasks:")
_TO_ANYONE = N_("{name} is told again what the day's reminder said.")
_MEASURE = "• {measure}"
_MORE = N_("… and {count} more")
_AT_ONCE = N_("It is sent at once.")
_LATER = N_("It is sent {time}, when the agency's hours for reminders begin.")
_SPENT = N_(
    "Not sent: no message of this month is left. Please wait for the next month, take a larger plan at LINE, or speak "
    "to {name} yourself."
)
_SENT = N_("{name} is reminded again. It cost one message of the month.")
_SENT_BEFORE = N_("It was sent again already. There is no need to press twice.")


@dataclass(frozen=True, slots=True)
class StoredAgain:
    """`web.port.AgainPages` over the store; `now` is world time, `machine` the machine's."""

    database: Database
    keys: Keys
    words: Words
    now: Callable[[], datetime]
    machine: Callable[[], datetime]
    quota_of: Callable[[int], Quota | None]

    def look_at_reminder(self, agency_id: int, reminder_id: int) -> AgainLook | None:
        """What sending it again would do; None where there is no such reminder."""
        quota = self.quota_of(agency_id)
        return self.database.read(lambda conn: self._find_again(Books(conn, agency_id), reminder_id, quota))

    def send_reminder(self, agency_id: int, admin: Person, reminder_id: int, seen: int) -> Say | None:
        """Send it, where it was sent again so many times as were `seen`; what was done, None where nothing was."""
        quota = self.quota_of(agency_id)  # a transaction does not wait for LINE

        def queue_again(conn: Connection) -> Say | None:
            books = Books(conn, agency_id)
            row = find_reminded(books, reminder_id)
            if row is not None and len(row.again) > seen:
                return say(_SENT_BEFORE)
            if row is None or len(row.again) != seen or _is_spent(quota):
                return None
            facts, person = day_facts(books, day_in_bangkok(self.now())), find_person(books, row.person_id)
            planned = plan_again(row, facts, self.now())
            if person is None or isinstance(planned, Refused):
                return None
            told = self._queue(books, row, person, planned, facts)
            again = Noted("changed", "person", person.id, parts={"what": "reminded"})
            append_entries(books, Act("page", admin.id, self.now()), (again,))
            return told

        return self.database.run(queue_again)

    def _find_again(self, books: Books, reminder_id: int, quota: Quota | None) -> AgainLook | None:
        row = find_reminded(books, reminder_id)
        if row is None:
            return None
        facts, person = day_facts(books, day_in_bangkok(self.now())), find_person(books, row.person_id)
        name = person.name if person else "–"
        planned = plan_again(row, facts, self.now())
        if isinstance(planned, Refused):
            return AgainLook(name, refused=planned.told, sent=len(row.again))
        if _is_spent(quota):
            return AgainLook(name, refused=say(_SPENT, name=name), sent=len(row.again))
        when = find_next_hour(facts.rules, facts.calendar, self.now())
        told = (*_tell_what(name, planned, facts), say(_LATER, time=when) if when else say(_AT_ONCE))
        return AgainLook(name, (*told, tell_cost(1, quota)), sent=len(row.again))

    def _queue(self, books: Books, row: Reminded, person: Person, planned: PlannedDigest, facts: DayFacts) -> Say:
        """Puts it into the outbox for when it is sent: of that moment it speaks, and until then it is not late."""
        now = self.now()
        when = find_next_hour(facts.rules, facts.calendar, now) or now
        message = digest_message(person, planned, collect_known(facts), day_in_bangkok(when))
        key = again_key(row.id, len(row.again))
        tell_person(books, person, message, key, when, self.machine() + (when - now), self.words)
        return say(_SENT, name=person.name)


def _is_spent(quota: Quota | None) -> bool:
    return quota is not None and quota.left == 0


def _tell_what(name: str, planned: PlannedDigest, facts: DayFacts) -> Iterator[Say]:
    """To whom, and the first of the tasks that it names."""
    tasks = [facts.task_by_id[i] for i in planned.task_ids if i in facts.task_by_id]
    if not tasks:
        yield say(_TO_ANYONE, name=name)
        return
    yield say(_TO, name=name, count=len(tasks))
    for task in tasks[:_MEASURES_NAMED]:
        yield say(_MEASURE, measure=trim(task.measure, 120))
    if len(tasks) > _MEASURES_NAMED:
        yield say(_MORE, count=len(tasks) - _MEASURES_NAMED)
