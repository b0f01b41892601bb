"""An agency's working days: Bangkok's weekdays without the holidays of its categories and its own days off."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from thai.holidays import working_holidays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`own` are the agency's own days off; `categories` those of the `holidays` library that it keeps."""

    own: frozenset[date] = frozenset()
    categories: tuple[str, ...] = ("public", "government")

    def works_on(self, day: date) -> bool:
        """Whether the agency works on the day."""
        return day.weekday() < 5 and day not in self.own and day not in _off(day.year, self.categories)

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
        """How many working days there are after the first day, up to the last."""
        days = (first + number * _DAY for number in range(1, (last - first).days + 1))
        return sum(map(self.works_on, days))


@lru_cache(maxsize=256)
def _off(year: int, categories: tuple[str, ...]) -> frozenset[date]:
    return frozenset(working_holidays(year, categories))
