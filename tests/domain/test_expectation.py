"""What is expected of a task on a day, worked by hand in fiscal year 2570."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.expectation import (
    ASKING,
    Expected,
    Reply,
    Standing,
    find_deadline,
    find_expectation,
    find_periods,
    propose_period,
)
from domain.task import Status
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind

FIRST, SECOND = RoundKind.FIRST_HALF, RoundKind.SECOND_HALF
DUE = date(2027, 3, 31)
MONTHS = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)]
MONTHLY = Expected(2570, FIRST, DUE, CadenceKind.MONTHLY)
FROM_JANUARY = Expected(2570, FIRST, DUE, CadenceKind.MONTHLY, (date(2027, 1, 1), date(2027, 3, 31)))
QUARTERLY = Expected(2570, FIRST, DUE, CadenceKind.QUARTERLY)
WHOLE = Expected(2570, FIRST, DUE)
ONCE = Expected(2570, FIRST, DUE, CadenceKind.ONCE, (date(2026, 10, 1), date(2026, 12, 31)))
GOES_ON, NOT_BEGUN, DONE, GIVEN_UP = Status.IN_PROGRESS, Status.NOT_STARTED, Status.DONE, Status.NOT_DONE


def by_month(count: int, status: Status = GOES_ON) -> list[Reply]:
    return [Reply(month + timedelta(days=24), status, month, of_whole=False) for month in MONTHS[:count]]


@pytest.mark.parametrize(
    ("expected", "replies", "day", "standing"),
    [
        (WHOLE, [], date(2026, 10, 5), Standing.WAITING),
        (WHOLE, [], DUE, Standing.WAITING),
        (WHOLE, [], date(2027, 4, 1), Standing.LATE),
        (WHOLE, [Reply(date(2026, 11, 9), GOES_ON)], date(2026, 12, 1), Standing.UP_TO_DATE),
        (WHOLE, [Reply(date(2026, 11, 9), GOES_ON)], date(2027, 2, 28), Standing.WAITING),
        (WHOLE, [Reply(date(2026, 11, 9), GOES_ON)], date(2027, 4, 5), Standing.LATE),
        # In progress on the last day is a result, not a lateness.
        (WHOLE, [Reply(DUE, GOES_ON)], date(2027, 4, 5), Standing.ANSWERED),
        (WHOLE, [Reply(DUE, NOT_BEGUN)], date(2027, 4, 5), Standing.ANSWERED),
        (WHOLE, [Reply(date(2027, 4, 7), GOES_ON)], date(2027, 4, 8), Standing.ANSWERED),
        (WHOLE, [Reply(date(2026, 11, 9), DONE)], date(2027, 4, 5), Standing.FINISHED),
        (WHOLE, [Reply(date(2026, 11, 9), GIVEN_UP)], date(2027, 4, 5), Standing.FINISHED),
        (WHOLE, [Reply(date(2026, 11, 9), DONE), Reply(date(2026, 12, 9), GOES_ON)], date(2027, 4, 5), Standing.LATE),
        (MONTHLY, [], date(2026, 10, 2), Standing.WAITING),
        # Nothing is reported of what begins in January: it is not called so.
        (FROM_JANUARY, [], date(2026, 11, 5), Standing.AHEAD),
        (FROM_JANUARY, by_month(1), date(2026, 11, 5), Standing.UP_TO_DATE),
        (FROM_JANUARY, [], date(2027, 1, 4), Standing.WAITING),
        (MONTHLY, by_month(1), date(2026, 10, 30), Standing.UP_TO_DATE),
        (MONTHLY, by_month(1), date(2026, 11, 2), Standing.WAITING),
        (MONTHLY, by_month(6), date(2027, 4, 5), Standing.ANSWERED),
        (MONTHLY, by_month(5), date(2027, 4, 5), Standing.LATE),
        (MONTHLY, by_month(2, DONE), date(2026, 12, 2), Standing.WAITING),  # done for November alone
        (MONTHLY, [Reply(date(2026, 11, 9), DONE, MONTHS[1])], date(2026, 12, 2), Standing.FINISHED),
        (MONTHLY, [Reply(DUE, GOES_ON, MONTHS[5], of_whole=False)], DUE, Standing.WAITING),  # five months are missing
        (MONTHLY, [Reply(DUE, GOES_ON, MONTHS[5], of_whole=False)], date(2027, 4, 1), Standing.ANSWERED),
        (QUARTERLY, [Reply(date(2026, 12, 9), GOES_ON, MONTHS[0], False)], date(2026, 12, 30), Standing.UP_TO_DATE),
        (QUARTERLY, [Reply(date(2026, 12, 9), GOES_ON, MONTHS[0], False)], date(2027, 1, 4), Standing.WAITING),
        (ONCE, [], date(2027, 1, 4), Standing.WAITING),
        (Expected(2570, FIRST, DUE, None, (date(2027, 4, 1), date(2027, 9, 30))), [], DUE, Standing.NOT_YET),
        (
            Expected(2570, SECOND, date(2027, 9, 30), None, (date(2026, 10, 1), date(2026, 12, 31))),
            [], date(2027, 10, 9), Standing.EARLIER,
        ),
        (Expected(2570, SECOND, date(2027, 9, 30), done_before=True), [], date(2027, 10, 9), Standing.EARLIER),
        # A timeframe of another year is a slip: the measure is asked for all the same.
        (Expected(2570, FIRST, DUE, None, (date(2024, 1, 1), date(2024, 9, 30))), [], DUE, Standing.WAITING),
    ],
)  # fmt: skip
def test_how_a_task_stands(expected: Expected, replies: list[Reply], day: date, standing: Standing) -> None:
    assert find_expectation(expected, replies, day).standing is standing


def test_the_window_before_the_due_day_is_the_agency_s() -> None:
    replies = [Reply(date(2027, 3, 10), GOES_ON)]
    assert not find_expectation(WHOLE, replies, date(2027, 4, 5)).late
    assert find_expectation(replace(WHOLE, end_from=date(2027, 3, 15)), replies, date(2027, 4, 5)).late


def test_months_count_only_within_the_measure_s_own_timeframe_and_quarters_are_quarters() -> None:
    from_january = (date(2027, 1, 1), date(2027, 9, 30))
    assert find_periods(CadenceKind.MONTHLY, 2570, FIRST, from_january) == tuple(MONTHS[3:])
    assert find_periods(CadenceKind.QUARTERLY, 2570, FIRST) == (MONTHS[0], MONTHS[3])
    assert find_periods(CadenceKind.QUARTERLY, 2570, FIRST, (date(2027, 2, 10), DUE)) == (MONTHS[3],)
    assert find_periods(CadenceKind.HALF_YEARLY, 2570, FIRST) == ()


def test_missing_are_the_periods_begun_without_a_reply() -> None:
    found = find_expectation(MONTHLY, [by_month(3)[0], by_month(3)[2]], date(2027, 1, 20))
    assert (found.answered, found.missing) == ((MONTHS[0], MONTHS[2]), (MONTHS[1], MONTHS[3]))
    assert len(found.periods) == 6


def test_the_deadline_is_the_task_s_own() -> None:
    assert find_deadline(ONCE) == date(2026, 12, 31)
    for cadence in (CadenceKind.YEARLY, CadenceKind.CONTINUOUS, CadenceKind.HALF_YEARLY, None):
        assert find_deadline(replace(ONCE, cadence=cadence)) == date(2026, 12, 31), cadence
    assert find_deadline(replace(ONCE, cadence=CadenceKind.MONTHLY)) == DUE
    assert find_deadline(replace(ONCE, kind=SECOND, due=date(2027, 9, 30))) == date(2027, 9, 30)
    assert find_expectation(ONCE, [], date(2027, 1, 3)).days_left == -3
    assert find_expectation(WHOLE, [], date(2027, 3, 24)).days_left == 7


def test_what_was_replied_to_and_is_asked_for_after_its_own_day_is_asked_for_by_the_round_s() -> None:
    replied = [Reply(date(2026, 12, 20), GOES_ON)]
    assert find_expectation(ONCE, replied, date(2026, 12, 31)).deadline == date(2026, 12, 31)
    asked_again = find_expectation(ONCE, replied, date(2027, 3, 24))
    assert asked_again.asks and asked_again.deadline == DUE
    assert find_expectation(ONCE, [Reply(date(2026, 12, 20), DONE)], DUE).deadline == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "answered", "proposed"),
    [
        (date(2026, 10, 1), [], MONTHS[0]),
        (date(2026, 11, 10), [], MONTHS[0]),
        (date(2026, 11, 11), [], MONTHS[1]),
        (date(2026, 11, 5), [MONTHS[0]], MONTHS[1]),
        (date(2027, 4, 7), [], MONTHS[5]),
    ],
)
def test_a_reply_of_the_first_ten_days_is_proposed_for_the_month_before(
    day: date, answered: list[date], proposed: date
) -> None:
    assert propose_period(MONTHS, answered, CadenceKind.MONTHLY, day) == proposed


REPLIES = st.lists(
    st.builds(
        Reply,
        st.dates(date(2026, 10, 1), date(2027, 4, 30)),
        st.sampled_from([GOES_ON, NOT_BEGUN, DONE, GIVEN_UP]),
        st.sampled_from([None, *MONTHS]),
        st.booleans(),
    ),
    max_size=8,
)


@given(REPLIES, st.sampled_from([MONTHLY, QUARTERLY, WHOLE, ONCE]), st.dates(date(2026, 10, 1), date(2027, 6, 30)))
def test_a_reply_on_the_last_day_is_never_late(replies: list[Reply], expected: Expected, day: date) -> None:
    periods = find_periods(expected.cadence, 2570, FIRST, expected.timeframe)
    last = Reply(DUE, GOES_ON, periods[-1] if periods else None, of_whole=False)
    found = find_expectation(expected, [*replies, last], day)
    assert not found.late
    assert found.asks == (found.standing in ASKING)
