"""On which days the rules fall due in the rounds that are open."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.task import Round
from reminders.rules import DEFAULT_RULES, DUE_FOR, Rule, RuleKind
from thai.dates import day_in_bangkok
from thai.fiscal import months_of
from thai.holidays import is_working_day, working_day_on_or_after, working_day_on_or_before

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occasion for the tasks of these rounds, on its working day; made good until another. `why` is English."""

    key: str
    day: date
    until: date
    round_ids: frozenset[int]
    why: str


def due_occurrences(
    day: date,
    rounds: Sequence[Round],
    extra_holidays: frozenset[date] = frozenset(),
    rules: Sequence[Rule] = DEFAULT_RULES,
) -> tuple[Occurrence, ...]:
    """What is due on the day, or was missed on the last working days before it; the most urgent first."""
    if not is_working_day(day, extra_holidays):
        return ()
    due: dict[str, Occurrence] = {}
    for rule in rules:
        for round_ in sorted(rounds, key=lambda r: (r.due, r.id)):
            for found in _OCCURRENCES[rule.kind](rule, round_, extra_holidays):
                if found.day <= day <= found.until and _owed(found, round_):
                    known = due.get(found.key, found)
                    due[found.key] = replace(known, round_ids=known.round_ids | found.round_ids)
    return tuple(due.values())


def oldest_due_day(day: date, extra_holidays: frozenset[date] = frozenset()) -> date:
    """The working day whose occurrences are made good on this day at the latest."""
    for _ in range(DUE_FOR):
        day = working_day_on_or_before(day - _DAY, extra_holidays)
    return day


def _last_due_day(day: date, extra_holidays: frozenset[date]) -> date:
    for _ in range(DUE_FOR):
        day = working_day_on_or_after(day + _DAY, extra_holidays)
    return day


def _owed(found: Occurrence, round_: Round) -> bool:
    """Nothing is owed for days before the round was opened, and nothing once it is closed."""
    return round_.closed_at is None and day_in_bangkok(round_.opened_at) <= found.day


def _monthly(rule: Rule, round_: Round, extra: frozenset[date]) -> Iterator[Occurrence]:
    for month in months_of(round_.year, round_.kind):
        begins = month.replace(day=rule.when)
        day, why = working_day_on_or_after(begins, extra), f"monthly, on the first working day from {begins}"
        key = rule.key.format(month=f"{month:%Y-%m}", when=rule.when)
        yield Occurrence(key, day, _last_due_day(day, extra), frozenset({round_.id}), why)


def _before_due(rule: Rule, round_: Round, extra: frozenset[date]) -> Iterator[Occurrence]:
    day = working_day_on_or_before(round_.due - rule.when * _DAY, extra)
    key = rule.key.format(round=round_.id, when=rule.when, due=round_.due)
    why = f"{rule.when} days before the due day {round_.due}"
    yield Occurrence(key, day, _last_due_day(day, extra), frozenset({round_.id}), why)


_OCCURRENCES: Mapping[RuleKind, Callable[[Rule, Round, frozenset[date]], Iterator[Occurrence]]] = {
    "monthly": _monthly,
    "before_due": _before_due,
}
