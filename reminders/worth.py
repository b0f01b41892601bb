"""Whether a reminder that waits to be sent is still worth it when its turn comes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.task import Task
from domain.writes import Remind
from reminders.calendar import calendar_of
from reminders.occurrences import OWN, find_occasion_kind
from store.books import Books
from store.groups import find_group
from store.outbox import OutboxRow
from store.people import find_person
from store.reminder_rules import agency_holidays, reminder_rules
from store.reminders import reminded
from store.tasks import open_tasks_by_id
from thai.dates import BANGKOK

_PREFIX = "remind:"
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
    if not row.dedup_key.startswith(_PREFIX):
        return None
    key, _, person_id = row.dedup_key.removeprefix(_PREFIX).rpartition(":")
    local = now.astimezone(BANGKOK)
    who = find_person(books, int(person_id))
    if who is None or who.line_user != row.line_user or not who.reachable:
        return Drop("the person has left or blocked the account")
    told = reminded(books, local.date() - timedelta(days=40), who.id)
    this = next((one for one in told if one.key == key), None)
    if this is None:
        return None
    if any(one.day > this.day and one.via == "push" for one in told):
        return Drop("a newer reminder speaks for it")
    if _answered(books, this, local.date()):
        return Drop("answered meanwhile")
    return _hours(books, local)


def _post_worth_sending(books: Books, row: OutboxRow, now: datetime) -> Drop | None:
    """Dropped where the group is linked no more, or how far the units were is told too late."""
    group = find_group(books, row.line_user)
    if group is None or group.linked_at is None:
        return Drop("the group is linked no more")
    return Drop("it speaks of an hour ago") if row.said_at and now - row.said_at > _POST_LIVES else None


def _answered(books: Books, this: Remind, day: date) -> bool:
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

    named = open_tasks_by_id(books, this.task_ids)
    return all((routine and task.replied_since(this.at)) or not asks(task) for task in named)


def _hours(books: Books, local: datetime) -> Wait | None:
    rules = reminder_rules(books)
    calendar = calendar_of(rules, agency_holidays(books))
    today = local.date()
    if calendar.works_on(today) and rules.at <= local.time() < rules.until:
        return None
    day = calendar.on_or_after(today if local.time() < rules.at else today + timedelta(days=1))
    return Wait(datetime.combine(day, time(rules.at.hour, rules.at.minute), BANGKOK) - local)
