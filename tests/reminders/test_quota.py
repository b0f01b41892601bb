"""The quota ladder: what is least urgent goes by free ways, and the share for deadlines is kept."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reminding import ReminderRules
from domain.sending import Quota
from reminders.forecast import considered_within
from reminders.occurrences import DEADLINE
from reminders.plan import PlannedDigest, Skipped, consider_day
from reminders.quota import MOST_PUSHES, Month, month_of, within_quota
from tests.reminders.cases import facts, person, task


def digests(*ranks: int) -> list[PlannedDigest]:
    return [PlannedDigest(place, f"k{place}", (1,), "why", rank=rank) for place, rank in enumerate(ranks, 1)]


def ways(planned: list[PlannedDigest], quota: Quota | None, month: Month | None = None) -> list[str]:
    return [getattr(one, "via", "none") for one in within_quota(planned, quota, 20, month)]


@pytest.mark.parametrize("quota", [None, Quota(None, 5000)])
def test_without_a_known_limit_all_is_pushed(quota: Quota | None) -> None:
    assert ways(digests(0, 8, 9), quota) == ["push"] * 3


def test_the_last_fifth_of_the_month_is_kept_for_deadlines() -> None:
    assert ways(digests(8, 1, 9, 8), Quota(100, 78)) == ["push", "push", "badge", "badge"]
    assert ways(digests(8, 1), Quota(100, 80)) == ["badge", "push"]


def test_deadlines_may_use_all_and_the_most_urgent_come_first() -> None:
    assert ways(digests(4, 0, 1), Quota(100, 98)) == ["badge", "push", "push"]
    assert ways(digests(0), Quota(100, 120)) == ["badge"]


def test_the_deadlines_of_the_months_rest_are_kept_where_they_are_more_than_a_fifth() -> None:
    assert ways(digests(8, 8), Quota(100, 50), Month(ahead={person: [0] for person in range(10, 59)})) == [
        "push",
        "badge",
    ]


def test_whoever_goes_without_a_push_is_shown_why() -> None:
    (one,) = within_quota(digests(9), Quota(300, 250), 20)
    assert "250 of 300 pushes used, 60 kept for deadlines" in one.reason and "menu" in one.reason


def test_the_rest_of_march_needs_a_push_for_each_deadline_and_person() -> None:
    many = facts(tasks=(task(to=(1, 2)),), people=(person(1), person(2), person(3)), rules=ReminderRules())
    # 24, 30 and 31 March, two people each: the 24th speaks for the 25th and 26th, the 17th is no urgent notice.
    assert month_of(date(2027, 3, 1), many).foreseen == 6
    assert month_of(date(2026, 12, 1), many).foreseen == 0


def test_nobody_has_more_than_five_pushes_a_month_and_the_due_day_is_left_its_own() -> None:
    assert MOST_PUSHES == 5
    assert ways(digests(0, 14), None, Month(pushed={1: 4, 2: 5})) == ["push", "badge"]
    assert ways(digests(13), None, Month(pushed={1: 2}, ahead={1: [1, 1, 0]})) == ["badge"]
    assert ways(digests(1), None, Month(pushed={1: 3}, ahead={1: [1, 0]})) == ["push"]


def test_one_push_a_person_comes_before_anybodys_second_and_who_had_none_last_month_before_both() -> None:
    assert ways(digests(1, 1), Quota(100, 99), Month(pushed={1: 1})) == ["badge", "push"]
    assert ways(digests(1, 1, 0), Quota(100, 99), Month(left_out={2})) == ["badge", "push", "badge"]
    # A second one leaves a push for each of three who had none.
    assert ways(digests(14), Quota(100, 76), Month(pushed={1: 1}, without_push={7, 8, 9})) == ["push"]
    assert ways(digests(14), Quota(100, 77), Month(pushed={1: 1}, without_push={7, 8, 9})) == ["badge"]
    assert ways(digests(14), Quota(100, 77), Month(without_push={7, 8, 9})) == ["push"]


def test_the_day_is_priced_against_the_months_deadlines() -> None:
    many = facts(tasks=(task(to=(1, 2)),), people=(person(1), person(2)), rules=ReminderRules(before_due=(7, 1)))
    day = date(2027, 3, 1)
    considered = considered_within(day, many, consider_day(day, many), Quota(10, 5))
    assert [one.via for one in considered if isinstance(one, PlannedDigest)] == ["push", "badge"]


def test_what_is_told_once_for_good_waits_until_it_can_be_pushed() -> None:
    keys = ("monthly:2026-12", "unreachable:7:away:2026-12-01", "nobody:4")
    both, alone = PlannedDigest(1, keys[0], (1,), "why", keys), PlannedDigest(2, keys[1], (), "why", keys[1:])
    told, skipped = within_quota([both, alone], Quota(300, 300), 20)
    assert isinstance(told, PlannedDigest) and (told.via, told.key, told.keys) == ("badge", keys[0], keys[:1])
    assert isinstance(skipped, Skipped) and "300 of 300" in skipped.reason


@given(
    st.lists(st.integers(0, 11), max_size=40),
    st.integers(0, 60),
    st.integers(0, 70),
    st.integers(0, 100),
    st.integers(0, 30),
)
def test_a_plan_never_costs_more_than_is_left_and_routine_never_touches_what_is_kept(
    ranks: list[int], limit: int, used: int, percent: int, foreseen: int
) -> None:
    planned = digests(*ranks)
    month = Month(ahead={person: [0] for person in range(100, 100 + foreseen)})
    priced = within_quota(planned, Quota(limit, used), percent, month)
    assert [replace(one, via="push", reason="why") for one in priced if isinstance(one, PlannedDigest)] == planned
    pushed = [one for one in priced if isinstance(one, PlannedDigest) and one.via == "push"]
    left = max(0, limit - used)
    assert len(pushed) <= left
    routine = [one for one in pushed if one.rank > DEADLINE]
    if routine:
        assert left - len(pushed) >= 0 and len(pushed) <= left - max(-(-limit * percent // 100), foreseen)
    held = [one for one in priced if isinstance(one, PlannedDigest) and one.via == "badge"]
    assert not routine or all(one.rank > DEADLINE for one in held)
