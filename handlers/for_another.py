"""What an officer is told of a report that an administrator gave in their place, and of a slip that was corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.agency import Person
from domain.expectation import months_of_period
from domain.layout import Layout
from domain.messages import N_, Say, join_sentences, say
from domain.period_words import period_words
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Task, Update
from domain.writes import SaveUpdate
from handlers.reply_fields import list_rows
from thai.clusters import trim
from thai.dates import day_in_bangkok

_ANSWERED = N_(
    "{admin} reported on “{measure}” for you:\n{told}\n\n"
    "If something is wrong, please report on it again or tell {admin}."
)
_CORRECTED = N_(
    "{admin} corrected your report of {day} on “{measure}”:\n{changes}\nReason: {reason}\n\n"
    "If something is wrong, please tell {admin}."
)
_CHANGE = N_("{label}: “{old}” is now “{new}”")
_STATUS, _PERIOD = N_("Status"), N_("Report for")
_NOTHING = "–"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changes under one heading: the lines before and after."""

    label: Say
    old: tuple[Say, ...]
    new: tuple[Say, ...]


def tell_answered(write: SaveUpdate, task: Task, admin: Person, layout: Layout) -> Say:
    """What the officer is told of the report that was given in their place."""
    told = join_sentences(
        [
            say("{label}: {text}", label=label, text=_join(lines))
            for label, lines in _list_report_rows(write, task, layout)
        ]
    )
    return say(_ANSWERED, admin=admin.name, measure=trim(task.measure, _LONGEST), told=told)


def tell_corrected(changes: Sequence[Change], before: Update, task: Task, admin: Person, reason: str) -> Say:
    """What the officer is told of the slip that was corrected: what stood there, what stands there now, and why."""
    lines = [say(_CHANGE, label=one.label, old=_join(one.old), new=_join(one.new)) for one in changes]
    return say(
        _CORRECTED,
        admin=admin.name,
        day=day_in_bangkok(before.at),
        measure=trim(task.measure, _LONGEST),
        changes=join_sentences(lines),
        reason=reason,
    )


def list_changes(before: Update, after: SaveUpdate, task: Task, layout: Layout) -> tuple[Change, ...]:
    """What differs between the saved reply and its correction, by heading."""
    old, new = list(_list_report_rows(before, task, layout)), list(_list_report_rows(after, task, layout))
    labels = [label for label, _ in old] + [label for label, _ in new if not any(label == one for one, _ in old)]
    found = (Change(label, _lines_under(label, old), _lines_under(label, new)) for label in labels)
    return tuple(change for change in found if change.old != change.new)


_Row = tuple[Say, tuple[Say, ...]]


def _list_report_rows(reply: Update | SaveUpdate, task: Task, layout: Layout) -> Iterator[_Row]:
    """All that the reply says, under headings."""
    if reply.period:
        yield say(_PERIOD), (period_words(reply.period, months_of_period(task.cadence)),)
    whole = () if reply.of_whole or not reply.period else (say(N_("The month or quarter alone")),)
    yield say(_STATUS), (say_status(STATUS_WORDS[reply.status], task.plan), *whole)
    yield from list_rows(reply, layout)


def _lines_under(label: Say, rows: Sequence[_Row]) -> tuple[Say, ...]:
    return next((lines for one, lines in rows if one == label), ())


def _join(lines: Sequence[Say]) -> Say:
    return join_sentences(list(lines), " / ") if lines else say(_NOTHING)
