"""What reminding costs, as the page says it: the messages of each month, by these rules and by each preset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.messages import N_, Say, say
from domain.reminder_presets import PRESETS, apply_preset, find_preset
from domain.sending import Quota
from reminders.ahead import DayAhead, MonthAhead, days_ahead, last_day_ahead, priced_months
from reminders.facts import DayFacts
from reminders.savings import Saving, find_savings

PRESET_NAMES: Final[Mapping[str, str]] = {"light": N_("Light"), "normal": N_("Normal"), "strict": N_("Strict")}
PRESET_WORDS: Final[Mapping[str, str]] = {
    "light": N_("Once a month, a week before the due day and on it, once when late; no summaries."),
    "normal": N_("Twice a month, up to six times before the due day, three times when late."),
    "strict": N_("Three times a month, up to seven times before the due day, six when late; supervisors hear at once."),
}


@dataclass(frozen=True, slots=True)
class Priced:
    """Rules with what they cost in pushes: `name` is a preset's, "" the agency's own values; `now` as it is."""

    name: str
    now: bool
    months: Mapping[date, MonthAhead]

    @property
    def range(self) -> Say:
        """How many pushes a month has, the fewest and the most."""
        counts = [month.pushes for month in self.months.values()] or [0]
        if min(counts) == max(counts):
            return say(N_("{most} messages a month"), most=max(counts))
        return say(N_("{least} to {most} messages a month"), least=min(counts), most=max(counts))


@dataclass(frozen=True, slots=True)
class ShortMonth:
    """A month for which the pushes will not suffice: how many are needed and left, and what could be spared."""

    first: date
    needed: int
    left: int
    savings: tuple[Saving, ...]

    @property
    def lacking(self) -> int:
        """How many pushes there are too few."""
        return self.needed - self.left


@dataclass(frozen=True, slots=True)
class Outlook:
    """The days ahead by the rules as they are, what every choice costs by month, and where the pushes fall short."""

    ahead: tuple[DayAhead, ...]
    months: tuple[date, ...]
    own: Priced
    presets: tuple[Priced, ...]
    short: tuple[ShortMonth, ...]


def find_costs(facts: DayFacts, quota: Quota | None, today: date) -> Outlook:
    """The same plan as the worker's, by the agency's rules and by each preset, if nobody answered from now on."""
    last, chosen = last_day_ahead(facts, today), find_preset(facts.rules)
    ahead = tuple(days_ahead(facts, today, last))
    own = Priced(chosen or "", True, _by_month(ahead, quota, today))
    presets = tuple(own if name == chosen else _price(name, facts, quota, today, last) for name in PRESETS)
    months = sorted({month for priced in (own, *presets) for month in priced.months})
    short = (_describe_short(month, ahead, quota, today) for month in own.months.values() if month.short)
    return Outlook(ahead, tuple(months), own, presets, tuple(one for one in short if one))


def _price(name: str, facts: DayFacts, quota: Quota | None, today: date, last: date) -> Priced:
    ahead = tuple(days_ahead(replace(facts, rules=apply_preset(facts.rules, name)), today, last))
    return Priced(name, False, _by_month(ahead, quota, today))


def _by_month(ahead: Sequence[DayAhead], quota: Quota | None, today: date) -> Mapping[date, MonthAhead]:
    return {month.first: month for month in priced_months(ahead, quota, today)}


def _describe_short(
    month: MonthAhead, ahead: Sequence[DayAhead], quota: Quota | None, today: date
) -> ShortMonth | None:
    if quota is None or quota.limit is None:
        return None
    left = quota.left if month.first == today.replace(day=1) else quota.limit
    return ShortMonth(month.first, month.pushes, left or 0, find_savings(ahead, month.first))
