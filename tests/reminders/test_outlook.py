"""Whether the month's pushes last is told by what is left, what is needed, and the day on which they end."""

from datetime import date

import pytest

from domain.sending import Quota
from reminders.ahead import DayAhead
from reminders.outlook import QuotaOutlook, find_outlook
from reminders.plan import PlannedDigest

TODAY = date(2027, 3, 10)


def day(month: int, number: int, people: int) -> DayAhead:
    digests = tuple(PlannedDigest(person, "k", (), "") for person in range(people))
    return DayAhead(date(2027, month, number), digests)


AHEAD = (day(3, 9, 50), day(3, 17, 4), day(3, 24, 4), day(3, 31, 4), day(4, 1, 50))


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        (88, QuotaOutlook(12, 12, None)),
        (89, QuotaOutlook(11, 12, date(2027, 3, 31))),
        (97, QuotaOutlook(3, 12, date(2027, 3, 17))),
        (100, QuotaOutlook(0, 12, TODAY)),
        (130, QuotaOutlook(0, 12, TODAY)),
    ],
)
def test_the_rest_of_the_month_is_counted_and_nothing_else(used: int, expected: QuotaOutlook) -> None:
    assert find_outlook(AHEAD, Quota(100, used), TODAY) == expected


def test_what_has_no_limit_does_not_end() -> None:
    assert find_outlook(AHEAD, Quota(None, 5000), TODAY) is None
