"""Whether a reminder that waits to be sent is still worth it when its turn comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.agency import Person
from domain.reminding import AGAIN, REMIND, Reminded, ReminderRules
from domain.task import Task
from domain.writes import Remind
from reminders.calendar import WorkCalendar, calendar_of
from reminders.occurrences import OWN, find_occasion_kind
from store.books import Books
from store.groups import find_group
from store.outbox import OutboxRow
from store.people import find_person
from store.reminder_rules import agency_holidays, reminder_rules
from store.reminders import find_reminded, reminded
from store.tasks import open_tasks_by_id
from thai.dates import BANGKOK

LEFT, NEWER, ANSWERED = (
    "the person has left or blocked the account", "a newer reminder speaks for it", "answered meanwhile",
)  # fmt: skip
GROUP_PREFIX = "group:"  # what is posted into a group unasked
_POST_LIVES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: so much later."""

    time: timedelta


@dataclass(frozen=True, slots=True)
class Drop:
    """Not any more, and why."""

    reason: str


def worth_sending(books: Books, row: OutboxRow, now: datetime) -> Wait | Drop | None:
    """None where the row is to be sent now, at `now` in world time; always None for what answers an event.

    A reminder waits for the agency's hours, and is dropped where its tasks were answered meanwhile, a newer one has
    gone out, or the person is no longer there.
    """
    if row.dedup_key.startswith(GROUP_PREFIX):
        return _post_worth_sending(books, row, now)
    local = now.astimezone(BANGKOK)
    if row.dedup_key.startswith(AGAIN):
        return _again_worth_sending(books, row, local)
    if not row.dedup_key.startswith(REMIND):
        return None
    key, _, person_id = row.dedup_key.removeprefix(REMIND).rpartition(":")
    who = find_person(books, int(person_id))
    if not _is_reached(who, row):
        return Drop(LEFT)
    told = reminded(books, local.date() - timedelta(days=40), int(person_id))
    this = next((one for one in told if one.key == key), None)
    if this is None:
        return None
    if any(one.day > this.day and one.via == "push" for one in told):
        return Drop(NEWER)
    if is_answered(this, open_tasks_by_id(books, this.task_ids), local.date()):
        return Drop(ANSWERED)
    return _hours(books, local)


def _again_worth_sending(books: Books, row: OutboxRow, local: datetime) -> Wait | Drop | None:
    """The same of a reminder that an administrator sent again, which no other speaks for."""
    reminder_id, _, _number = row.dedup_key.removeprefix(AGAIN).partition(":")
    this = find_reminded(books, int(reminder_id))
    if this is None or not _is_reached(find_person(books, this.person_id), row):
        return Drop(LEFT)
    if is_answered(this, open_tasks_by_id(books, this.task_ids), local.date()):
        return Drop(ANSWERED)
    return _hours(books, local)


def _is_reached(who: Person | None, row: OutboxRow) -> bool:
    return who is not None and who.line_user == row.line_user and who.reachable


def _post_worth_sending(books: Books, row: OutboxRow, now: datetime) -> Drop | None:
    """Dropped where the group is linked no more, or how far the units were is told too late."""
    group = find_group(books, row.line_user)
    if group is None or group.linked_at is None:
        return Drop("the group is linked no more")
    return Drop("it speaks of an hour ago") if row.said_at and now - row.said_at > _POST_LIVES else None


def is_answered(this: Remind | Reminded, open_tasks: Sequence[Task], day: date) -> bool:
    """Whether no task asks for a reply any more; a reply since is enough where no deadline was spoken of.

    That a round was opened is worth telling also of what it asks for later.
    """
    if not this.task_ids or not all(
        find_occasion_kind(key) in (*OWN, "returned", "inherited", "handed") for key in this.keys
    ):
        return False
    routine = all(find_occasion_kind(key) in ("check_in", "returned", "inherited", "handed") for key in this.keys)
    opening = any(find_occasion_kind(key) == "begun" for key in this.keys)

    def asks(task: Task) -> bool:
        found = task.expectation(day)
        return task.returned or (found.expects if opening else found.asks)

    named = [task for task in open_tasks if task.id in this.task_ids]
    return all((routine and task.replied_since(this.at)) or not asks(task) for task in named)


def _hours(books: Books, local: datetime) -> Wait | None:
    rules = reminder_rules(books)
    opens = find_next_hour(rules, calendar_of(rules, agency_holidays(books)), local)
    return Wait(opens - local) if opens else None


def find_next_hour(rules: ReminderRules, calendar: WorkCalendar, now: datetime) -> datetime | None:
    """When the agency sends reminders next; None where it does so now."""
    local = now.astimezone(BANGKOK)
    today = local.date()
    if calendar.works_on(today) and rules.at <= local.time() < rules.until:
        return None
    day = calendar.on_or_after(today if local.time() < rules.at else today + timedelta(days=1))
    return datetime.combine(day, time(rules.at.hour, rules.at.minute), BANGKOK)
