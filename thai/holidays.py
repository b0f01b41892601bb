"""Thai public holidays."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

import holidays

# `government` adds the days on which only public offices are closed (วันพืชมงคล).
_CATEGORIES = ("public", "government")
# Days that the library lists, on which a government office works all the same (cabinet's list of public holidays).
_OFFICES_WORK = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")


def working_holidays(year_ce: int, categories: Collection[str] = _CATEGORIES) -> dict[date, str]:
    """The holidays of a government office in a Christian year with their Thai names, substitute days included.

    Labour Day and Children's Day are none. From the `holidays` library: cabinet's special days are known as of its
    release, nothing before 1914 or after 2100.
    """
    return {day: name for day, name in listed_days(year_ce, categories).items() if _closes_offices(name)}


def listed_days(year_ce: int, categories: Collection[str] = _CATEGORIES) -> dict[date, str]:
    """The same with the days on which a government office works all the same."""
    return dict(_holidays(year_ce, tuple(sorted(categories))))


def _closes_offices(name: str) -> bool:
    return any(not one.strip().removeprefix("ชดเชย").startswith(_OFFICES_WORK) for one in name.split(";"))


@lru_cache(maxsize=64)
def _holidays(year: int, categories: tuple[str, ...]) -> dict[date, str]:
    found = holidays.country_holidays("TH", years=year, categories=categories, language="th")
    return {day: str(name) for day, name in sorted(found.items())}
