"""What is written of reminders and the days off that they keep."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.reminding import ReminderRules, Via


@dataclass(frozen=True, slots=True)
class Remind:
    """One person's digest of one day. `keys` names the occasions it speaks of, `key` the most urgent one.

    Each is unique for the person, and so is the day.
    """

    person_id: int
    key: str
    day: date
    task_ids: tuple[int, ...]
    reason: str
    at: datetime
    keys: tuple[str, ...] = ()
    via: Via = "push"


@dataclass(frozen=True, slots=True)
class PutOffReminders:
    """Tell the person nothing of their own tasks before this day."""

    person_id: int
    until: date
    since: date


@dataclass(frozen=True, slots=True)
class AskReminders:
    """A supervisor wants the people of these units reminded, once a day at most."""

    person_id: int
    unit_ids: tuple[int, ...]
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class SetReminderRules:
    """The agency's rules of reminding from now on."""

    rules: ReminderRules


@dataclass(frozen=True, slots=True)
class SetHoliday:
    """A day off of the agency's own; a name of None makes it a day like others."""

    day: date
    name: str | None


@dataclass(frozen=True, slots=True)
class WorkOnHoliday:
    """The agency works on this holiday of the country, or keeps it like others."""

    day: date
    works: bool


ReminderWrite = Remind | PutOffReminders | AskReminders | SetReminderRules | SetHoliday | WorkOnHoliday
