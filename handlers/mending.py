"""A reply is mended: its answers stand at the look over again, and only what is to be mended is answered anew.

One of a moment ago is replaced by what is saved; one that was sent back is followed by it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from domain.events import Event
from domain.task import Review, Task, Update
from handlers.asides import QUICK
from handlers.earlier import ADD, REPLACE, find_earlier_step
from handlers.facts import Facts
from handlers.layouts import layout_of
from handlers.own_answers import answers_of_own
from handlers.periods import PERIOD, WHOLE, answer_whole
from handlers.questions import QUESTIONS

MENDS: Final = "mends"  # noted: the id of the reply that is mended
RESENDS: Final = "resends"  # noted: the id of the reply that was sent back, whose answers stand there again
FOR: Final = timedelta(minutes=10)


def find_just_saved(event: Event, facts: Facts) -> tuple[Task, Update] | None:
    """The person's newest reply of the last ten minutes, where it can be replaced whole; else None.

    Not one that was added to the text before, is decided on, or whose photos are still being fetched.
    """
    recent = [task for task in facts.open_tasks() if task.last_update and event.at - task.last_update <= FOR]
    newest = [(task, update) for task in recent if (update := facts.newest_update(task.id))]
    own = [(task, update) for task, update in newest if facts.person and update.person_id == facts.person.id]
    last = max(own, key=lambda one: one[1].at, default=None)
    return last if last and _is_replaceable(last[1], facts) else None


def _is_replaceable(update: Update, facts: Facts) -> bool:
    decided = update.check is not None and update.check.review is not Review.WAITING
    fetching = any(piece.state == "wanted" for piece in facts.evidence_of(update.id))
    return not (update.adds or update.emptied or decided or fetching)


def answers_of(update: Update, task: Task, facts: Facts) -> dict[str, Any]:
    """The answers of a report that say what the saved reply says."""
    given: dict[str, Any] = {"task": task.id, "status": update.status.value}
    if update.period:
        given |= {PERIOD: update.period.isoformat(), WHOLE: answer_whole(update.of_whole)}
    if step := find_earlier_step(task.id, update.period, facts):
        given[step] = ADD if update.adds else REPLACE
    given |= {name: text for name in QUESTIONS if (text := getattr(update, name))}
    given |= answers_of_own(update.own, layout_of(task, facts))
    given |= {f"date_{step}": day.isoformat() for step, day in update.dates}
    return {name: {"value": value, "message": None} for name, value in given.items()}


def find_sent_back(task: Task, facts: Facts) -> Update | None:
    """The task's newest reply where that was sent back and can be mended; not where its text or a photo is missing."""
    newest = facts.newest_update(task.id)
    if newest is None or newest.check is None or not task.returned or newest.emptied:
        return None
    fetching = any(piece.state == "wanted" for piece in facts.evidence_of(newest.id))
    return None if fetching else newest


def note_sent_back(update: Update) -> Mapping[str, Any]:
    """What is noted of a report that mends the reply that was sent back."""
    return {RESENDS: update.id, QUICK: True}


def note_mended(update: Update) -> Mapping[str, Any]:
    """What is noted of a report that mends the reply."""
    return {MENDS: update.id, QUICK: True}
