"""When an agency reminds its people: its rules, with the defaults, and what was put off or asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal

Via = Literal["push", "badge"]
# Who reported so lately is not reminded because a supervisor asks.
JUST_REPORTED: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """The agency's rules. Hours are Bangkok's; days before and after a due day are counted as each says.

    `month_days`: the routine days of a month; the working day next to each, in its month. `before_due`, `list_before`
    and `publish_before`: calendar days. `late_after`, `supervisor_after`, `escalate_after` and `made_good_for`: working
    days; `late_after` has the days on which those who are late are told, before it goes to `escalate_to` as one list.
    `publish_on`: by when a round's report is to be on the web, where that was moved, by `Round.key`. `escalate_to` is
    a person's id; the admins where it is None. `kept_percent` of the month's quota is kept for deadlines; `summaries`
    go to supervisors each month. `worked` are the country's holidays on which the agency works all the same.
    """

    at: time = time(9)
    until: time = time(18)
    holidays: tuple[str, ...] = ("public", "government")
    worked: tuple[date, ...] = ()
    month_days: tuple[int, ...] = (1, 25)
    before_due: tuple[int, ...] = (30, 14, 7, 3, 1, 0)
    late_after: tuple[int, ...] = (3, 7, 14)
    supervisor_after: int = 3
    escalate_after: int = 15
    escalate_to: int | None = None
    list_before: int = 1
    publish_before: tuple[int, ...] = (14, 7, 1)
    publish_on: Mapping[str, date] = field(default_factory=dict, hash=False)
    kept_percent: int = 20
    summaries: bool = True
    made_good_for: int = 3


def rules_data(rules: ReminderRules) -> dict[str, Any]:
    """The rules as plain JSON."""
    values = {field.name: getattr(rules, field.name) for field in fields(rules)}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    plain["worked"] = [day.isoformat() for day in rules.worked]
    plain["publish_on"] = {name: day.isoformat() for name, day in rules.publish_on.items()}
    return {**plain, "at": rules.at.isoformat("minutes"), "until": rules.until.isoformat("minutes")}


def rules_from(data: Mapping[str, Any]) -> ReminderRules:
    """The rules that `rules_data` made; what it does not name has its default, what is unknown is left out."""
    known = {field.name for field in fields(ReminderRules)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items() if name in known
    }
    values.update({name: time.fromisoformat(values[name]) for name in ("at", "until") if name in values})
    values["worked"] = tuple(map(date.fromisoformat, values.get("worked", ())))
    moved = values.get("publish_on", {})
    values["publish_on"] = {name: date.fromisoformat(day) for name, day in moved.items()}
    return ReminderRules(**values)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A person does not want to be told of their tasks before this day; asked for on `since`."""

    person_id: int
    until: date
    since: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A supervisor asked then for the people of these units to be reminded of what waits there."""

    id: int
    person_id: int
    unit_ids: tuple[int, ...]
    at: datetime


# What the outbox knows a reminder's message by begins so, and that of one that an administrator sent again.
REMIND, AGAIN = "remind:", "again:"
MOST_AGAIN: Final = 3  # times that a reminder may be sent again
AGAIN_WITHIN: Final = timedelta(days=30)


def message_key(key: str, person_id: int) -> str:
    """What the outbox knows the reminder's message by."""
    return f"{REMIND}{key}:{person_id}"


def again_key(reminder_id: int, number: int) -> str:
    """The same of the reminder sent again, `number` counting from 0."""
    return f"{AGAIN}{reminder_id}:{number}"


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of a message: `state` is the outbox's (waiting, sent, dead, dropped), `error` in English."""

    state: str
    error: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    """A line of the delivery log: what became of its message, None where it had none, and of it when sent again."""

    person_id: int
    day: date
    via: Via
    task_ids: tuple[int, ...]
    reason: str
    at: datetime
    keys: tuple[str, ...] = ()
    id: int = 0
    sending: Sending | None = None
    again: tuple[Sending, ...] = ()
