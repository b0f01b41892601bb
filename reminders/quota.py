"""What a day's plan costs of LINE's quota, and what goes by free ways where it is short. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.sending import Quota
from reminders.facts import DayFacts
from reminders.notes import waiting_tasks
from reminders.occurrences import DEADLINE, due_occurrences
from reminders.plan import Considered, PlannedDigest, Skipped, for_good
from reminders.reach import hindrance


def within_quota(
    planned: Sequence[PlannedDigest], quota: Quota | None, kept_percent: int, foreseen: int = 0
) -> tuple[Considered, ...]:
    """The digests with their ways: what is least urgent goes by the badge where the quota is short.

    Deadlines may use all that is left; the rest leaves the greater of the share kept for deadlines, rounded up,
    and of the deadline pushes foreseen for the rest of the month. An unknown quota holds nothing back.
    """
    if quota is None or quota.limit is None or quota.left is None:
        return tuple(planned)
    kept = max(-(-quota.limit * kept_percent // 100), foreseen)
    deadlines = routine = 0
    ways: dict[int, Considered] = {}
    for one in sorted(planned, key=lambda one: one.rank):
        urgent = one.rank <= DEADLINE
        spent = deadlines + routine
        if spent < (quota.left if urgent else quota.left - kept):
            deadlines, routine = deadlines + urgent, routine + (not urgent)
            ways[one.person_id] = one
        else:
            ways[one.person_id] = _unpushed(one, _why(quota, kept, urgent))
    return tuple(ways[one.person_id] for one in planned)


def _unpushed(one: PlannedDigest, why: str) -> Considered:
    """By the badge, which cannot say what is told once for good: that waits until it can be pushed."""
    reason, once = f"{one.reason}; {why}", for_good(one.keys)
    keys = tuple(key for key in one.keys if key not in once)
    if once and not keys:
        return Skipped(one.person_id, one.key, one.task_ids, reason)
    return replace(one, via="badge", reason=reason, key=keys[0] if keys else one.key, keys=keys)


def foreseen_deadlines(day: date, facts: DayFacts) -> int:
    """How many deadline pushes the rest of the day's month may still need, if nobody answers."""
    people = [person for person in facts.people if not hindrance(person, day)]
    total = 0
    later = day + timedelta(days=1)
    while later.month == day.month:
        due = due_occurrences(later, facts.rounds, facts.calendar, facts.rules)
        rounds = {i for one in due if one.day == later and one.kind in ("deadline", "late") for i in one.round_ids}
        waiting = waiting_tasks(facts.tasks, later) if rounds else {}
        total += sum(any(task.round_id in rounds for task in waiting.get(person.id, ())) for person in people)
        later += timedelta(days=1)
    return total


def _why(quota: Quota, kept: int, urgent: bool) -> str:
    held = "" if urgent else f", {kept} kept for deadlines"
    return f"not pushed: {quota.used} of {quota.limit} pushes used{held}; shown on the menu and beside answers"
