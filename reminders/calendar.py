"""An agency's working days: Bangkok's weekdays without the holidays of its categories and its own days off."""

from bisect import bisect
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from domain.reminding import ReminderRules
from thai.holidays import listed_days, working_holidays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`own` are the agency's own days off; `categories` those of the `holidays` library that it keeps.

    `worked` are holidays on which it works all the same.
    """

    own: frozenset[date] = frozenset()
    categories: tuple[str, ...] = ("public", "government")
    worked: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether the agency works on the day."""
        if day.weekday() >= 5 or day in self.own:
            return False
        return day in self.worked or day not in _off(day.year, self.categories)

    def on_or_after(self, day: date) -> date:
        """The day itself where it is a working day, else the next one."""
        while not self.works_on(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself where it is a working day, else the last one before it."""
        while not self.works_on(day):
            day -= _DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The working day so many working days after the day; the day itself for 0."""
        for _ in range(count):
            day = self.on_or_after(day + _DAY)
        return day

    def before(self, day: date, count: int) -> date:
        """The working day so many working days before the day; the day itself for 0."""
        for _ in range(count):
            day = self.on_or_before(day - _DAY)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days there are after the first day, up to the last; 0 where that is no later."""
        years = (_working_days(self, year) for year in range(first.year, last.year + 1))
        return max(0, sum(bisect(days, last) - bisect(days, first) for days in years))


def calendar_of(rules: ReminderRules, own: Collection[date]) -> WorkCalendar:
    """The calendar of an agency with these rules and days off of its own."""
    return WorkCalendar(frozenset(own), rules.holidays, frozenset(rules.worked))


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A weekday that the country's calendar names, and whether the agency is off on it."""

    day: date
    name: str
    off: bool


def days_to_switch(first: date, last: date, calendar: WorkCalendar) -> tuple[ListedDay, ...]:
    """The named weekdays from the first to the last day, holidays of a government office or not."""
    years = range(first.year, last.year + 1)
    named = {day: name for year in years for day, name in listed_days(year, calendar.categories).items()}
    return tuple(
        ListedDay(day, name, not calendar.works_on(day))
        for day, name in sorted(named.items())
        if first <= day <= last and day.weekday() < 5
    )


@lru_cache(maxsize=256)
def _off(year: int, categories: tuple[str, ...]) -> frozenset[date]:
    return frozenset(working_holidays(year, categories))


@lru_cache(maxsize=256)
def _working_days(calendar: WorkCalendar, year: int) -> Sequence[date]:
    """The year's working days in their order: a forecast of a year counts among them ten thousand times."""
    first = date(year, 1, 1)
    days = (first + number * _DAY for number in range((date(year, 12, 31) - first).days + 1))
    return tuple(filter(calendar.works_on, days))
