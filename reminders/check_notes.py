"""What is told of the supervisors' check: replies sent back, and replies that wait for it. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.agency import reviewers
from domain.task import Check, Task
from reminders.facts import DayFacts
from reminders.note import Note, first_day_for
from reminders.occurrences import Occurrence


def notes_of_returned(day: date, facts: DayFacts) -> Iterator[Note]:
    """What was sent back, to who reported it; to all who answer the task where that one does so no more."""
    for task in facts.tasks:
        if task.returned and task.check and task.check.at:
            author = task.check.author_id
            for person_id in (author,) if author in task.assignee_ids else task.assignee_ids:
                one = _sent_back(person_id, task, task.check, task.check.at, facts)
                if one.day <= day <= one.until:
                    yield Note(person_id, one, (task.id,))


def _sent_back(person_id: int, task: Task, check: Check, at: datetime, facts: DayFacts) -> Occurrence:
    """The occasion of telling it."""
    first = first_day_for(person_id, at, facts)
    until = facts.calendar.after(first, facts.rules.made_good_for)
    why = f"p{check.reviewer_id} sent back what p{check.author_id} reported"
    again = (
        f":{check.step}" if check.step > 1 else ""
    )  # a verdict was taken back before: told before or not, this is new
    return Occurrence(f"returned:{check.update_id}{again}", "returned", first, until, frozenset({task.round_id}), why)


def notes_to_reviewers(day: date, facts: DayFacts, due: Sequence[Occurrence]) -> Iterator[Note]:
    """What waits for each one's check: once a week, and beside the deadlines of its round."""
    monday = facts.calendar.on_or_after(day - timedelta(days=day.weekday()))
    until = facts.calendar.after(monday, facts.rules.made_good_for)
    every = frozenset(task.round_id for task in facts.to_check)
    weekly = Occurrence(f"{monday}", "to_check", monday, until, every, "replies wait for the check")
    occasions = [weekly] if monday <= day <= until else []
    occasions += [one for one in due if one.kind in ("deadline", "late")]
    if not occasions:
        return
    waiting: defaultdict[int, list[Task]] = defaultdict(list)
    for task in facts.to_check:
        author = task.check.author_id if task.check else 0
        for person in reviewers(author, task.unit_id, facts.units, facts.people, facts.rules.escalate_to):
            waiting[person.id].append(task)
    for person_id, mine in waiting.items():
        for one in occasions:
            if ids := tuple(task.id for task in mine if task.round_id in one.round_ids):
                yield Note(person_id, replace(one, key=f"to_check:{one.key}", kind="to_check"), ids)
