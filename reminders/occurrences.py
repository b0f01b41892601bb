"""On which days an agency's rules fall due in its rounds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from domain.plan_ref import KeptRounds, PlanRef
from domain.reminding import ReminderRules
from domain.rounds import RoundOfPlan, expected_since
from domain.task import Round, round_key
from reminders.calendar import WorkCalendar
from thai.dates import BANGKOK, day_in_bangkok
from thai.fiscal import RoundKind, months_of, round_days

Kind = Literal[
    "deadline", "late", "check_in", "put_off", "asked", "begun", "unit_late", "escalated", "not_yet", "summary",
    "publish", "still_open", "to_open", "unreachable", "nobody", "returned", "to_check", "inherited", "handed",
]  # fmt: skip
# Notices long before the day, and lateness in a round that a newer one has followed, are less urgent than their kind.
Grade = Kind | Literal["due_day", "deadline_far", "late_before"]

# The most urgent first; up to `DEADLINE` the quota kept for deadlines may be used.
RANKS: Final[dict[Grade, int]] = {
    "due_day": 0, "deadline": 1, "late": 2, "begun": 3, "escalated": 4, "unit_late": 5, "not_yet": 6, "publish": 7,
    "still_open": 8, "to_open": 9, "returned": 10, "asked": 11, "put_off": 12, "deadline_far": 13, "check_in": 14,
    "late_before": 15, "to_check": 16, "summary": 17, "unreachable": 18, "nobody": 19, "inherited": 20,
    "handed": 21,
}  # fmt: skip
DEADLINE: Final = RANKS["publish"]
_NEAR = 7  # days before the due day; what is told earlier is no urgent notice

# What an occasion's key begins with, up to its first colon.
KINDS_OF_KEYS: Final[dict[str, Kind]] = {
    "before_due": "deadline", "once": "deadline", "late": "late", "monthly": "check_in", "put_off": "put_off",
    "asked": "asked", "unit_late": "unit_late", "escalated": "escalated", "not_yet": "not_yet", "summary": "summary",
    "publish": "publish", "unreachable": "unreachable", "nobody": "nobody", "returned": "returned",
    "to_check": "to_check", "begun": "begun", "still_open": "still_open", "to_open": "to_open",
    "inherited": "inherited", "handed": "handed",
}  # fmt: skip
OWN: Final = frozenset[Kind]({"deadline", "late", "check_in", "put_off", "asked", "begun"})
FOR_GOOD: Final = frozenset[Kind]({"unreachable", "nobody", "inherited"})


def find_occasion_kind(key: str) -> Kind | None:
    """The kind of occasion that a key was made for; None where there is no such kind any more."""
    return KINDS_OF_KEYS.get(key.partition(":")[0])


_DAY = timedelta(days=1)
_WEEKLY_DAYS = 28


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occasion for these rounds, on its working day; made good until another. `why` is English.

    `month` is the first day of the month that a check-in or summary is about, `by` the day a report is due on;
    `unit_ids` are set where the occasion is of units and not of rounds; `opens` is the round that is to be opened.
    """

    key: str
    kind: Kind
    day: date
    until: date
    round_ids: frozenset[int]
    why: str
    month: date | None = None
    by: date | None = None
    unit_ids: frozenset[int] = frozenset()
    opens: RoundOfPlan | None = None
    grade: Grade | None = None

    @property
    def rank(self) -> int:
        """How urgent it is; 0 is most."""
        return RANKS[self.grade or self.kind]


def due_occurrences(
    day: date, rounds: Sequence[Round], calendar: WorkCalendar, rules: ReminderRules
) -> tuple[Occurrence, ...]:
    """What is due on the day, or was missed on the last working days before it; the most urgent first."""
    return _due_occurrences(day, tuple(rounds), calendar, rules) if calendar.works_on(day) else ()


@lru_cache(maxsize=4096)
def _due_occurrences(
    day: date, rounds: tuple[Round, ...], calendar: WorkCalendar, rules: ReminderRules
) -> tuple[Occurrence, ...]:
    """Found once: pages ask for a year ahead, by the rules and by each preset, again and again."""
    due: dict[str, Occurrence] = {}
    begun = [r for r in rounds if r.closed_at is None and day_in_bangkok(r.opened_at) <= day]
    for round_ in sorted(rounds, key=lambda r: (r.due, r.id)):
        followed = any(round_.opened_at < one.opened_at for one in begun if one.plan == round_.plan)
        for found in _occurrences(day, round_, calendar, rules, followed):
            if found.day <= day <= found.until and told_from(round_, calendar, rules) <= found.day:
                known = due.get(found.key, found)
                due[found.key] = replace(known, round_ids=known.round_ids | found.round_ids)
    return tuple(sorted(due.values(), key=lambda one: one.rank))


def told_from(round_: Round, calendar: WorkCalendar, rules: ReminderRules) -> date:
    """The working day on which its officers first hear of it: that of its opening, if it was before the hour."""
    opened = round_.opened_at.astimezone(BANGKOK)
    return calendar.on_or_after(opened.date() + (_DAY if opened.time() >= rules.at else timedelta(0)))


def _occurrences(
    day: date, round_: Round, calendar: WorkCalendar, rules: ReminderRules, followed: bool
) -> Iterator[Occurrence]:
    """The round's occurrences around the day; a closed one only waits for its report."""
    yield from _fixed_by_day(round_, calendar, rules).get(day, ())
    if round_.closed_at is not None:
        return
    made = _Maker(round_, calendar, rules)
    if day > round_.due:
        late: Grade = "late_before" if followed else "late"
        yield from _lateness(day, round_, made, rules, late)
    by = publish_by(round_, rules)
    if (slot := weekly_slot(day, by + _DAY, calendar)) is not None:
        yield made("still_open", f"still_open:{round_.id}:{slot}", slot, f"open after {by}, its publication day", by=by)


@lru_cache(maxsize=256)
def _fixed_by_day(round_: Round, calendar: WorkCalendar, rules: ReminderRules) -> Mapping[date, Sequence[Occurrence]]:
    """By each day until which it is made good, what hangs on the round alone: a year ahead asks for it day by day."""
    found: defaultdict[date, list[Occurrence]] = defaultdict(list)
    for one in _fixed_occurrences(round_, calendar, rules):
        for number in range((one.until - one.day).days + 1):
            found[one.day + number * _DAY].append(one)
    return found


def _fixed_occurrences(round_: Round, calendar: WorkCalendar, rules: ReminderRules) -> Sequence[Occurrence]:
    """Those whose day hangs on the round alone; of a closed one its report's."""
    made = _Maker(round_, calendar, rules)
    reports = tuple(_reports(round_, made, rules))
    if round_.closed_at is not None:
        return reports
    begins = told_from(round_, calendar, rules)
    begun = made("begun", f"begun:{round_.id}", begins, f"the round was opened, due on {round_.due}", by=round_.due)
    routine = (one for month in months_of(round_.year, round_.kind) for one in _routine(month, made, rules))
    return (*reports, begun, *_deadlines(round_, made, rules), *routine)


def publish_by(round_: Round, rules: ReminderRules) -> date:
    """The day by which its report is on the web: the last of the month after the round's (ITA), or the agency's own."""
    return rules.publish_on.get(round_.key) or publish_by_default(round_.year, round_.kind)


@lru_cache(maxsize=256)
def publish_by_default(year: int, kind: RoundKind) -> date:
    """The last day of the month after the round's last one (ITA)."""
    next_month = round_days(year, kind)[1] + _DAY
    return (next_month + 31 * _DAY).replace(day=1) - _DAY


def own_deadlines(day: date, end: date, calendar: WorkCalendar, rules: ReminderRules) -> Iterator[Occurrence]:
    """What falls due around the day for a measure that is done once, by a date of its own."""
    for when in rules.before_due:
        told_on = calendar.on_or_before(end - when * _DAY)
        if told_on <= day <= (until := calendar.after(told_on, rules.made_good_for)):
            why = f"{when} days before a measure is to be done by {end}"
            key, grade = f"once:{end}:{when}", _grade(when)
            yield Occurrence(key, "deadline", told_on, until, frozenset(), why, by=end, grade=grade)


def _grade(when: int) -> Grade:
    """How urgent a notice is that comes so many days before the due day."""
    return "due_day" if when == 0 else "deadline" if when <= _NEAR else "deadline_far"


def weekly_slot(day: date, first: date, calendar: WorkCalendar) -> date | None:
    """The working day of the week on which what began on `first` is told again; None where this week has none.

    Weekly for four weeks, then in the first week of a month.
    """
    slot = calendar.on_or_after(max(first, day - day.weekday() * _DAY))
    again = (slot - first).days < _WEEKLY_DAYS or slot.day <= 7
    return slot if slot <= day and again else None


def rounds_expected(
    day: date, rounds: Sequence[Round], kept: KeptRounds, calendar: WorkCalendar, rules: ReminderRules
) -> tuple[Occurrence, ...]:
    """The occasions of asking for the round that the calendar expects of each plan on file and nobody opened."""
    found = (_find_expected(day, rounds, plan, kinds, calendar, rules) for plan, kinds in kept.items())
    return tuple(one for one in found if one)


def _find_expected(
    day: date,
    rounds: Sequence[Round],
    plan: PlanRef,
    kinds: Sequence[RoundKind],
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> Occurrence | None:
    expected = expected_since(plan.year, kinds, day)
    slot = weekly_slot(day, expected[1], calendar) if expected else None
    opened = {round_.kind for round_ in rounds if (round_.year, round_.plan) == (plan.year, plan.number)}
    if expected is None or slot is None or any(_covers(plan.year, one, slot) for one in opened):
        return None
    until = calendar.after(slot, rules.made_good_for)
    why = "the round has begun by the calendar and was not opened"
    key = f"to_open:{round_key(plan.year, expected[0], plan.number)}:{slot}"
    return Occurrence(key, "to_open", slot, until, frozenset(), why, opens=RoundOfPlan(plan, expected[0]))


def _covers(year: int, kind: RoundKind, day: date) -> bool:
    first, last = round_days(year, kind)
    return first <= day <= last


@dataclass(frozen=True, slots=True)
class _Maker:
    round: Round
    calendar: WorkCalendar
    rules: ReminderRules

    def __call__(
        self,
        kind: Kind,
        key: str,
        day: date,
        why: str,
        month: date | None = None,
        by: date | None = None,
        grade: Grade | None = None,
    ) -> Occurrence:
        until = self.calendar.after(day, self.rules.made_good_for)
        return Occurrence(key, kind, day, until, frozenset({self.round.id}), why, month, by, grade=grade)


def _deadlines(round_: Round, made: _Maker, rules: ReminderRules) -> Iterator[Occurrence]:
    """A day that moves goes to the working day before; the due day stands in the key: a moved one is another."""
    for when in rules.before_due:
        told_on = made.calendar.on_or_before(round_.due - when * _DAY)
        days = "a day" if when == 1 else f"{when} days"
        why = f"{days} before the due day {round_.due}" if when else f"the due day {round_.due}"
        key = f"before_due:{round_.id}:{when}:{round_.due}"
        notice = made("deadline", key, told_on, why, by=round_.due, grade=_grade(when))
        # Missed until the due day has passed, it is made good by what is told of lateness.
        yield replace(notice, until=max(told_on, min(notice.until, round_.due)))
    eve = made.calendar.on_or_before(round_.due - rules.list_before * _DAY)
    why = f"the list of what is not answered before the due day {round_.due}"
    yield made("not_yet", f"not_yet:{round_.id}:{round_.due}", eve, why)


def _lateness(day: date, round_: Round, made: _Maker, rules: ReminderRules, grade: Grade) -> Iterator[Occurrence]:
    """Rarer and rarer to who is late, once to the unit's supervisor, at last once as one list to who is named."""
    calendar = made.calendar
    for back in range(rules.made_good_for + 1):
        told_on = calendar.before(day, back)
        late = calendar.between(round_.due, told_on) if told_on > round_.due else 0
        if late in rules.late_after:
            why = f"{late} working days after the due day {round_.due}"
            yield made("late", f"late:{round_.id}:{late}:{round_.due}", told_on, why, grade=grade)
        if late == rules.supervisor_after:
            why = f"{late} working days late: the unit's supervisor"
            yield made("unit_late", f"unit_late:{round_.id}:{round_.due}", told_on, why)
        if late == rules.escalate_after:
            why = f"{late} working days late: the person the agency names"
            yield made("escalated", f"escalated:{round_.id}:{round_.due}", told_on, why)


def _routine(month: date, made: _Maker, rules: ReminderRules) -> Iterator[Occurrence]:
    """What moves goes to the working day after; where that is in the next month, to the one before."""
    for place, number in enumerate(sorted(rules.month_days)):
        begins = month + (number - 1) * _DAY
        if begins.month != month.month:
            begins = (month + 31 * _DAY).replace(day=1) - _DAY
        told_on, which = made.calendar.on_or_after(begins), "first working day from"
        if told_on.month != month.month:
            told_on, which = made.calendar.on_or_before(begins), "last working day before"
        key = f"monthly:{month:%Y-%m}" if place == 0 else f"monthly:{month:%Y-%m}:{number}"
        yield made("check_in", key, told_on, f"monthly, on the {which} {begins}", month)
    if not rules.summaries:
        return
    told_on = made.calendar.on_or_after(month)
    yield made("summary", f"summary:{month:%Y-%m}", told_on, "the month's summary for supervisors", month)


def _reports(round_: Round, made: _Maker, rules: ReminderRules) -> Iterator[Occurrence]:
    """The report is certified and on the web by the end of the month after the round's last one."""
    by = publish_by(round_, rules)
    for when in rules.publish_before:
        told_on = made.calendar.on_or_before(by - when * _DAY)
        why = f"{when} days before the report is to be published by {by}"
        yield made("publish", f"publish:{by}:{when}", told_on, why, by=by)
