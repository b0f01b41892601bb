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
    """One occasion, on its working day, for the tasks of these rounds; `why` says it in English."""

    key: str
    day: date
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
    oldest = oldest_due_day(day, extra_holidays)
    due: dict[str, Occurrence] = {}
    for rule in rules:
        for round_ in sorted(rounds, key=lambda r: (r.due, r.id)):
            for found in _OCCURRENCES[rule.kind](rule, round_, extra_holidays):
                if oldest <= found.day <= day and _owed(found, round_, day):
                    known = due.get(found.key, found)
                    due[found.key] = replace(known, round_ids=known.round_ids | found.round_ids)
    return tuple(due.values())


def oldest_due_day(day: date, extra_holidays: frozenset[date] = frozenset()) -> date:
    """The working day whose occurrences are made good on this day at the latest."""
    for _ in range(DUE_FOR):
        day = working_day_on_or_before(day - _DAY, extra_holidays)
    return day


def _owed(found: Occurrence, round_: Round, day: date) -> bool:
    """Nothing is owed for days before the round was opened, and nothing once it is closed."""
    return round_.closed_at is None and (found.day == day or day_in_bangkok(round_.opened_at) <= found.day)


def _monthly(rule: Rule, round_: Round, extra: frozenset[date]) -> Iterator[Occurrence]:
    for month in months_of(round_.year, round_.kind):
        name = f"{month:%Y-%m}"
        begins = month.replace(day=rule.when)
        day, why = working_day_on_or_after(begins, extra), f"monthly, on the first working day from {begins}"
        yield Occurrence(rule.key.format(month=name, when=rule.when), day, frozenset({round_.id}), why)


def _before_due(rule: Rule, round_: Round, extra: frozenset[date]) -> Iterator[Occurrence]:
    day = working_day_on_or_before(round_.due - rule.when * _DAY, extra)
    key = rule.key.format(round=round_.id, when=rule.when, due=round_.due)
    yield Occurrence(key, day, frozenset({round_.id}), f"{rule.when} days before the due day {round_.due}")


_OCCURRENCES: Mapping[RuleKind, Callable[[Rule, Round, frozenset[date]], Iterator[Occurrence]]] = {
    "monthly": _monthly,
    "before_due": _before_due,
}
