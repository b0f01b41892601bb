"""What a day's plan costs of LINE's quota, and what goes by free ways where it is short. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from domain.sending import Quota
from reminders.facts import DayFacts
from reminders.notes import notes_of_day
from reminders.occurrences import DEADLINE
from reminders.plan import SPEAKS_FOR, Considered, PlannedDigest, Skipped, can_be_spoken_for, for_good
from reminders.reach import hindrance

MOST_PUSHES: Final = 5  # to a person in a month
OFTEN_ENOUGH: Final = "pushes this month"  # what the reason says where a person has had so many
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """A day's month: the pushes that each person had in it, the ranks of what its later days will tell them, who had
    only the menu's number in the month before, and who waits for the month's first push but is not told today."""

    pushed: Mapping[int, int] = field(default_factory=dict)
    ahead: Mapping[int, Sequence[int]] = field(default_factory=dict)
    left_out: Collection[int] = frozenset()
    without_push: Collection[int] = frozenset()

    @property
    def foreseen(self) -> int:
        """How many urgent pushes its later days may still need, if nobody answers."""
        return sum(
            min(MOST_PUSHES - self.pushed.get(person_id, 0), sum(rank <= DEADLINE for rank in ranks))
            for person_id, ranks in self.ahead.items()
        )


def within_quota(
    planned: Sequence[PlannedDigest], quota: Quota | None, kept_percent: int, month: Month | None = None
) -> tuple[Considered, ...]:
    """The digests with their ways: what is least urgent goes by the badge where the quota is short.

    Nobody has more than `MOST_PUSHES` a month, and what is more urgent later in the month goes before. Deadlines may
    use all that is left; the rest leaves the greater of the share kept for deadlines, rounded up, and of those
    foreseen for the rest of the month; a second push besides leaves one for everybody who had none yet. Who had no
    push this month comes first, of them who had none last month. An unknown quota holds nothing back.
    """
    month = month or Month()
    ways: dict[int, Considered] = {}
    spent = 0
    for one in sorted(planned, key=lambda one: _turn(one, month)):
        had = month.pushed.get(one.person_id, 0)
        sooner = sum(rank < one.rank for rank in month.ahead.get(one.person_id, ()))
        if had + sooner >= MOST_PUSHES:
            ways[one.person_id] = _unpushed(one, f"not pushed: {had} {OFTEN_ENOUGH}, {sooner} more urgent ahead")
            continue
        kept = _kept(quota, kept_percent, month, one)
        if quota is not None and quota.left is not None and spent >= quota.left - kept:
            ways[one.person_id] = _unpushed(one, _why(quota, kept))
            continue
        spent += 1
        ways[one.person_id] = one
    return tuple(ways[one.person_id] for one in planned)


def _turn(one: PlannedDigest, month: Month) -> tuple[bool, bool, bool, int]:
    had = month.pushed.get(one.person_id, 0)
    return one.rank > DEADLINE, had > 0, not (had == 0 and one.person_id in month.left_out), one.rank


def _kept(quota: Quota | None, kept_percent: int, month: Month, one: PlannedDigest) -> int:
    """How many pushes the digest has to leave."""
    if quota is None or quota.limit is None or one.rank <= DEADLINE:
        return 0
    firsts = len(month.without_push) if month.pushed.get(one.person_id) else 0
    return max(-(-quota.limit * kept_percent // 100), month.foreseen) + firsts


def _unpushed(one: PlannedDigest, why: str) -> Considered:
    """By the badge, which cannot say what is told once for good: that waits until it can be pushed."""
    reason, once = f"{one.reason}; {why}", for_good(one.keys)
    keys = tuple(key for key in one.keys if key not in once)
    if once and not keys:
        return Skipped(one.person_id, one.key, one.task_ids, reason)
    return replace(one, via="badge", reason=reason, key=keys[0] if keys else one.key, keys=keys)


def month_of(day: date, facts: DayFacts, told_today: Collection[int] = ()) -> Month:
    """The day's month as it stands in the morning; `told_today` are those whom the day's plan tells something."""
    first, before = day.replace(day=1), (day.replace(day=1) - _DAY).replace(day=1)
    pushed = Counter(one.person_id for one in facts.reminded if one.via == "push" and first <= one.day <= day)
    last_month = [one for one in facts.reminded if before <= one.day < first]
    reached = {one.person_id for one in last_month if one.via == "push"}
    waiting = facts.waiting_on(day)
    here = {person.id for person in facts.people if not hindrance(person, day)}
    return Month(
        pushed,
        {person_id: ranks for person_id, ranks in _ahead(day, facts).items() if person_id in here},
        frozenset(one.person_id for one in last_month) - reached,
        (here & waiting.keys()) - pushed.keys() - set(told_today),
    )


def _ahead(day: date, facts: DayFacts) -> Mapping[int, Sequence[int]]:
    """The most urgent rank of each later day of the month on which a person is told something, if nobody answers."""
    ranks: defaultdict[int, list[int]] = defaultdict(list)
    last: dict[int, date] = {}
    later = facts.calendar.after(day, 1)
    while later.month == day.month:
        best: dict[int, int] = {}
        for note in notes_of_day(later, facts):
            spoken_for = can_be_spoken_for(note.occasion) and later - last.get(note.to, day) <= SPEAKS_FOR
            if note.occasion.day == later and not (spoken_for and note.to in last):
                best[note.to] = min(best.get(note.to, note.occasion.rank), note.occasion.rank)
        for person_id, rank in best.items():
            ranks[person_id].append(rank)
            last[person_id] = later
        later = facts.calendar.after(later, 1)
    return ranks


def _why(quota: Quota, kept: int) -> str:
    held = f", {kept} kept for deadlines" if kept else ""
    return f"not pushed: {quota.used} of {quota.limit} pushes used{held}; shown on the menu and beside answers"
