"""What a digest says of the tasks that its reader is to answer: which reminder it is, how many, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.expectation import months_of_period, period_end
from domain.messages import N_, Part, Say, join_sentences, say
from domain.period_words import left_words, month_words
from domain.task import Task

_CHECK_IN = N_("Report for {month}: {count} tasks")
_STILL_MISSING = N_("Reports still missing: {count} tasks")
_DUE_SOON = N_("Due soon: {count} tasks by {due} ({left})")
_DUE_NOW = N_("Due {left}: {count} tasks ({due})")
_PAST = N_("Past its day: {count} tasks, to be done by {due} ({left})")
_LATE = N_("Late: {count} tasks, due {due} ({left})")
_BEGUN = N_("A new round: {round}, {count} tasks by {due} ({left})")
_ASKED = N_("Your supervisor asks for a report: {count} tasks by {due} ({left})")
_PUT_OFF = N_("Reminded again as you wished: {count} tasks by {due} ({left})")
_EMPTIED = N_("({count} of them open again, as the message with the reply was taken back in LINE)")
_RETURNED = N_("Sent back to be mended by {names}: {count} tasks")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a digest: its kind, its tasks, the month or the round's name that it is about, and the names of
    who sent the tasks back."""

    kind: str
    tasks: Sequence[Task]
    month: date | None = None
    round: Say | str = ""
    names: str = ""


def reminder_words(one: Reminder, day: date) -> Say:
    """Which reminder it is, of how many tasks, with the soonest deadline of their own and how long it is until then.

    Where a reply's text was unsent in LINE it says so: its officer wonders else why the task is open again.
    """
    told, emptied = _which_reminder(one, day), sum(task.emptied for task in one.tasks)
    return join_sentences([told, say(_EMPTIED, count=emptied)], " ") if emptied else told


def _which_reminder(one: Reminder, day: date) -> Say:
    count, due = len(one.tasks), _soonest(one, day)
    if one.kind == "check_in":
        month = one.month or day
        if not any(_waits_for(month, task, day) for task in one.tasks):
            return say(_STILL_MISSING, count=count)
        return say(_CHECK_IN, month=month_words(month), count=count)
    if one.kind == "returned":
        return say(_RETURNED, names=one.names or "-", count=count)
    days = (due[0] - day).days
    told: Part = due[0] if len(due) == 1 else say(N_("at the soonest {due}"), due=due[0])
    head = _HEADS.get(one.kind) or _deadline_head(days)
    return say(head, count=count, due=told, left=left_words(days), round=one.round)


def _waits_for(month: date, task: Task, day: date) -> bool:
    """Whether the month's own report is missing, not only that of an earlier one; True without such a rhythm."""
    months = months_of_period(task.cadence)
    missing = task.expectation(day).missing
    return not months or any(first <= month <= period_end(first, months) for first in missing)


def _soonest(one: Reminder, day: date) -> list[date]:
    """The deadlines that the reminder is about, the soonest first: of late tasks the round's, else those ahead."""
    if one.kind == "late":
        return sorted({task.due for task in one.tasks})
    deadlines = sorted({task.expectation(day).deadline for task in one.tasks})
    return [due for due in deadlines if due >= day] or deadlines


def _deadline_head(days: int) -> str:
    if days > 1:
        return _DUE_SOON
    return _DUE_NOW if days >= 0 else _PAST


_HEADS: Mapping[str, str] = {"late": _LATE, "begun": _BEGUN, "asked": _ASKED, "put_off": _PUT_OFF}
