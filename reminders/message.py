"""What a digest says: how many tasks wait, the nearest due day, and what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.agency import Person
from domain.messages import N_, Choice, Digest, Say, TaskLine, say
from domain.task import Task

MOST_CARDS: Final = 9  # as on a page of "my tasks"

_WAITING = N_("{name}: {count} of your tasks wait for a report; the nearest is due on {due}.")
_LATE = N_("{name}: {count} of your tasks wait for a report; {late} of them are late, the oldest was due on {due}.")
_REST = N_("The {shown} most urgent are shown here; {rest} more can be seen by typing “งาน”.")
_TO_DO = N_("Tap “Report” on a task to answer it now.")


def digest_message(person: Person, tasks: Sequence[Task], day: date) -> Digest:
    """The digest of these tasks, one or more, the most urgent first: at most nine cards, the rest counted."""
    lines = tuple(TaskLine(task, f":report:{task.id}") for task in tasks[:MOST_CARDS])
    # Their labels are words that the conversation understands when typed.
    roads = (Choice(say(N_("tasks")), ":tasks", side=True), Choice(say(N_("status")), ":status", side=True))
    return Digest(_text(person, tasks, day), lines, roads)


def _text(person: Person, tasks: Sequence[Task], day: date) -> Say:
    rest = len(tasks) - MOST_CARDS
    waiting, to_do = _how_many(person, tasks, day), say(_TO_DO)
    if rest <= 0:
        return say("{waiting}\n{to_do}", waiting=waiting, to_do=to_do)
    counted = say(_REST, shown=MOST_CARDS, rest=rest)
    return say("{waiting}\n{rest}\n{to_do}", waiting=waiting, rest=counted, to_do=to_do)


def _how_many(person: Person, tasks: Sequence[Task], day: date) -> Say:
    nearest = min(task.due for task in tasks)
    late = sum(task.late_on(day) for task in tasks)
    if late:
        return say(_LATE, name=person.name, count=len(tasks), late=late, due=nearest)
    return say(_WAITING, name=person.name, count=len(tasks), due=nearest)
