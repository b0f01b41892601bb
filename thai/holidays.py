"""Thai public holidays."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

import holidays

# `government` adds the days on which only public offices are closed (วันพืชมงคล).
_CATEGORIES = ("public", "government")


def working_holidays(year_ce: int, categories: Collection[str] = _CATEGORIES) -> dict[date, str]:
    """The holidays of a Christian year with their Thai names, substitute days included.

    From the `holidays` library: cabinet's special days are known as of its release, nothing before 1914 or after 2100.
    """
    return dict(_holidays(year_ce, tuple(sorted(categories))))


@lru_cache(maxsize=64)
def _holidays(year: int, categories: tuple[str, ...]) -> dict[date, str]:
    found = holidays.country_holidays("TH", years=year, categories=categories, language="th")
    return {day: str(name) for day, name in sorted(found.items())}
