"""Whether the month's pushes last: how many are left, how many it will need, and on which day they end. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.sending import Quota
from reminders.ahead import DayAhead, days_ahead
from reminders.facts import day_facts
from store.books import Books


@dataclass(frozen=True, slots=True)
class QuotaOutlook:
    """The pushes left of the month and those needed until its end if nobody answers.

    `ends_on` is the first day whose pushes are not all left; None where they last.
    """

    left: int
    needed: int
    ends_on: date | None

    @property
    def spent(self) -> bool:
        """True where none is left."""
        return self.left == 0


def find_outlook(ahead: Iterable[DayAhead], quota: Quota, today: date) -> QuotaOutlook | None:
    """The rest of today's month by what these days need; None where pushes are not limited."""
    if quota.left is None:
        return None
    needed, ends_on = 0, today if quota.left == 0 else None
    for one in ahead:
        if (one.day.year, one.day.month) != (today.year, today.month) or one.day < today:
            continue
        needed += one.pushes
        ends_on = ends_on or (one.day if needed > quota.left else None)
    return QuotaOutlook(quota.left, needed, ends_on)


def outlook_of(books: Books, quota: Quota | None, today: date) -> QuotaOutlook | None:
    """The agency's rest of the month; None where its pushes are not limited, or LINE does not say."""
    if quota is None or quota.left is None:
        return None
    last = (today.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return find_outlook(days_ahead(day_facts(books, today), today, last), quota, today)
