"""Whether the month's pushes last is told by what is left, what is needed, and the day on which they end."""

from dataclasses import replace
from datetime import date

import pytest

from domain.agency import Role
from domain.plan_ref import PlanRef
from domain.reminding import ReminderRules
from domain.sending import Quota
from reminders.ahead import DayAhead, days_ahead, priced_months
from reminders.outlook import QuotaOutlook, find_outlook
from reminders.plan import PlannedDigest
from tests.reminders.cases import facts, person, task, told
from thai.fiscal import USUAL_ROUNDS

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


def test_nobody_is_counted_more_than_five_times_a_month_and_the_most_urgent_ones_are() -> None:
    rules = replace(ReminderRules(), month_days=(1, 5, 11, 17, 23), before_due=(1, 0), summaries=False)
    given = facts(rules=rules, reminded=(told(date(2027, 3, 1), "monthly:2027-03"),))
    days = list(days_ahead(given, date(2027, 3, 2), date(2027, 3, 31)))
    pushed = [one.day.day for one in days if one.pushes]
    assert len(days) == 6 and pushed == [5, 11, 30, 31]
    assert find_outlook(days, Quota(100, 97), date(2027, 3, 2)) == QuotaOutlook(3, 4, date(2027, 3, 31))
    (month,) = priced_months(days, Quota(100, 96), date(2027, 3, 2))
    assert (month.pushes, month.short) == (4, False)


def test_every_day_that_tells_somebody_something_says_what() -> None:
    admin = person(1, roles=frozenset({Role.ADMIN}))
    given = facts(people=(admin,), tasks=(task(),), rules=ReminderRules(), kept={PlanRef(1, 2570): USUAL_ROUNDS})
    days = list(days_ahead(given, date(2027, 3, 30), date(2027, 5, 31)))
    assert "to_open" in next(one for one in days if one.day == date(2027, 4, 1)).kinds
    assert all(one.kinds for one in days if one.digests)


def test_what_has_no_limit_does_not_end() -> None:
    assert find_outlook(AHEAD, Quota(None, 5000), TODAY) is None
