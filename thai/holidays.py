"""Thai public holidays and the working days between them."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

import holidays

_NONE: frozenset[date] = frozenset()
# `government` adds the days on which only public offices are closed (วันพืชมงคล).
_CATEGORIES = ("public", "government")


def working_holidays(year_ce: int, categories: Collection[str] = _CATEGORIES) -> dict[date, str]:
    """The holidays of a Christian year with their Thai names, substitute days included.

    From the `holidays` library: cabinet's special days are known as of its release, nothing before 1914 or after 2100.
    """
    return dict(_holidays(year_ce, tuple(sorted(categories))))


def is_working_day(day: date, extra: frozenset[date] = _NONE) -> bool:
    """Whether public offices work on the day; `extra` are an agency's own days off."""
    return day.weekday() < 5 and day not in extra and day not in _holidays(day.year, _CATEGORIES)


def working_day_on_or_after(day: date, extra: frozenset[date] = _NONE) -> date:
    """The day itself where it is a working day, else the next one."""
    return _working_day(day, timedelta(days=1), extra)


def working_day_on_or_before(day: date, extra: frozenset[date] = _NONE) -> date:
    """The day itself where it is a working day, else the last one before it."""
    return _working_day(day, timedelta(days=-1), extra)


def _working_day(day: date, step: timedelta, extra: frozenset[date]) -> date:
    while not is_working_day(day, extra):
        day += step
    return day


@lru_cache(maxsize=64)
def _holidays(year: int, categories: tuple[str, ...]) -> dict[date, str]:
    found = holidays.country_holidays("TH", years=year, categories=categories, language="th")
    return {day: str(name) for day, name in sorted(found.items())}
