"""What waits for the person's check: found, counted, and who checks a reply."""

from collections.abc import Collection, Sequence
from typing import Any

from domain.conversation import Notes
from domain.messages import N_, Say, say
from domain.plan_words import title_among
from domain.task import Task
from handlers.facts import Facts
from handlers.shown_reply import mark_reply

ALL_CHECKED = N_("No more replies wait for your check. Thank you.")
_LEFT = N_("That is all for now; {count} replies are left for later. Type “ตรวจ” to go on.")
_MAY_TAKE_BACK = N_("{told}\nWhat you decided can be taken back within a day: type “ถอนผลตรวจ”.")


def note_reply(task: Task, facts: Facts, left: Collection[int] = ()) -> dict[str, Any]:
    """The notes with which the check of the task's waiting reply begins."""
    update = facts.newest_update(task.id)
    number = task.check.update_id if task.check else 0
    return {"task": task.id, "update": number, "left": list(left), "mark": mark_reply(update, facts) if update else ""}


def next_to_check(facts: Facts, left: Sequence[int] = ()) -> Notes | None:
    """The notes with which the check of the oldest reply begins, but for those `left`; None where none waits."""
    for task in facts.tasks_to_check():
        if task.check is not None and task.check.update_id not in left:
            return note_reply(task, facts, left)
    return None


def tell_end(facts: Facts, checked: Collection[int]) -> Say:
    """How many replies are left once these have been checked, and that a verdict can be taken back."""
    left = sum(task.check is None or task.check.update_id not in checked for task in facts.tasks_to_check())
    told = say(_LEFT, count=left) if left else say(ALL_CHECKED)
    return say(_MAY_TAKE_BACK, told=told) if checked else told


def waits_for_check(task: Task, facts: Facts) -> Say | None:
    """What is told to who has just reported: who checks it; None where every reply counts at once."""
    if facts.agency.review_from is None:
        return None
    names = ", ".join(person.name for person in facts.reviewers_of(task)[:3])
    return say(N_("It counts once it is approved by {names}."), names=names or "-")


def find_waiting(update_id: int | None, facts: Facts) -> Task | None:
    """The task whose reply it is, as long as that waits for this person's check."""
    return next((task for task in facts.tasks_to_check() if task.check and task.check.update_id == update_id), None)


def find_title(task: Task, facts: Facts) -> Say | None:
    """What the task's plan is called; None where the agency has no other in its year."""
    return title_among(facts.plans(), task.plan.year, task.plan.number)


def is_own(task: Task, facts: Facts) -> bool:
    """True for the person's own reply, which comes to them where nobody else could check it."""
    return task.check is not None and facts.person is not None and task.check.author_id == facts.person.id
