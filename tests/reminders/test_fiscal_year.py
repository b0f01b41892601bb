"""The demo agency's fiscal year 2570 day by day, held against what was worked out by hand for twelve cases.

Holidays that were taken into account (2026/27): 7 and 10 December, 31 December, 1 January, 22 February, 6 April,
13 to 15 April, 3, 4 and 20 May, 3 June, 19, 20 and 28 July, 12 August; 30 September is the agency's own.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.reminding import ReminderRules
from reminders.calendar import WorkCalendar
from reminders.forecast import as_recorded
from reminders.plan import plan_day
from reminders.quota import MOST_PUSHES
from store.migrate import migrate
from tests.reminders.cases import facts, round_, task
from tests.reminders.year import (
    DOWN,
    KONGKIAT,
    MALI,
    PIMJAI,
    PRASERT,
    SOMCHAI,
    THANA,
    WANDEE,
    Killer,
    Told,
    Year,
    kill_moments,
)

pytestmark = pytest.mark.slow


def new_year(folder: Path, killer: Killer | None = None) -> Year:
    url = f"sqlite:///{folder / 'year.sqlite'}"
    migrate(url)
    return Year(url, killer or Killer()).run()


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return new_year(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="module")
def table(year: Year) -> tuple[Told, ...]:
    return year.table


def days(table: tuple[Told, ...], person: int, year: int, *months: int) -> list[str]:
    """`month/day` of all that the person was told in these months."""
    mine = [one.day for one in table if one.person == person and one.day.year == year and one.day.month in months]
    return [f"{day.month}/{day.day}" for day in mine]


def on(table: tuple[Told, ...], person: int, day: date) -> Told | None:
    return next((one for one in table if one.person == person and one.day == day), None)


def kinds(one: Told | None) -> set[str]:
    """The kinds of occasion, and after a colon what tells them apart: `monthly`, `before_due:7`."""
    assert one is not None
    return {
        ":".join(key.split(":")[::2][:2]) if key.startswith("before_due") else key.split(":")[0] for key in one.keys
    }


def test_1_a_due_day_that_is_a_holiday_is_told_on_the_working_day_before(table: tuple[Told, ...]) -> None:
    # Thursday 30 September is off: "the day" moves to Wednesday, where "a day before" stands already.
    assert days(table, THANA, 2027, 9) == ["9/16", "9/23", "9/27", "9/29"]  # 31 August speaks for the 1st
    # The 27th speaks for "a day before".
    assert kinds(on(table, THANA, date(2027, 9, 29))) == {"before_due:0"}
    assert kinds(on(table, MALI, date(2027, 9, 29))) == {"before_due:0", "not_yet"}
    # 1, 4, 5 October are the first three working days late; the seventh is the 11th: closed on the 8th.
    assert days(table, THANA, 2027, 10, 11) == ["10/5"]


def test_2_songkran_is_left_in_peace_and_counts_as_no_working_day(table: tuple[Told, ...]) -> None:
    # Late: 1, 2, 5 | 7, 8, 9 | 12, 16, 19 | 20, 21, 22 | 23, 26, 27 April; the 25th is a Sunday; closed on the 29th.
    assert days(table, PIMJAI, 2027, 4) == ["4/1", "4/5", "4/12", "4/26"]
    # The 3rd, 7th, 14th working day late; then once to the admin. Publication by the 30th is told 14, 7, 1 days before.
    assert kinds(on(table, MALI, date(2027, 4, 27))) == {"escalated"}
    assert [kinds(on(table, MALI, date(2027, 4, day))) for day in (16, 23, 29)] == [{"publish"}] * 3
    assert kinds(on(table, WANDEE, date(2027, 4, 5))) == {"unit_late"}


def test_3_who_has_done_it_all_for_good_hears_nothing_more_of_the_year(table: tuple[Told, ...]) -> None:
    assert days(table, KONGKIAT, 2027, 3, 4, 5, 6, 7, 8, 9, 10) == ["3/1"]
    assert days(table, PRASERT, 2027, 3, 4) == ["3/1"]  # nothing late in the unit: summaries only


def test_4_while_somebody_is_away_the_deputy_is_told_in_one_message_with_what_is_their_own(
    year: Year, table: tuple[Told, ...]
) -> None:
    assert days(table, THANA, 2027, 1, 2) == ["1/4", "2/25"]  # away from 25 January to 5 February
    assert days(table, WANDEE, 2027, 1, 2) == ["1/4", "1/25", "2/1"]
    assert kinds(on(table, WANDEE, date(2027, 1, 25))) == {"monthly"}
    assert kinds(on(table, WANDEE, date(2027, 2, 1))) == {"monthly", "summary"}
    assert "For {name}, who is away – {what}" in year.texts[date(2027, 2, 1), WANDEE]
    assert "นายธนา แบบอย่าง" in year.texts[date(2027, 2, 1), WANDEE]


def test_5_who_has_left_is_told_nothing_and_the_division_takes_the_sections_task_over(table: tuple[Told, ...]) -> None:
    assert days(table, SOMCHAI, 2027, *range(2, 11)) == ["2/1"]  # left on 10 February
    before, after = on(table, SOMCHAI, date(2027, 2, 1)), on(table, MALI, date(2027, 2, 25))
    assert before and after
    earlier = on(table, MALI, date(2027, 2, 1))
    assert earlier
    (taken_over,) = set(after.tasks) - set(earlier.tasks)
    assert taken_over in before.tasks


def test_6_of_who_has_blocked_us_the_admin_is_told_once(table: tuple[Told, ...]) -> None:
    assert days(table, PIMJAI, 2027, 5, 6) == ["5/3", "6/25"]  # blocked on 20 May, back on 15 June
    told = [one.day for one in table if any(key.startswith("unreachable") for key in one.keys)]
    assert told == [date(2027, 5, 25)]
    assert kinds(on(table, MALI, date(2027, 5, 25))) == {"monthly", "unreachable"}


def test_7_where_the_quota_is_short_what_is_routine_goes_by_the_menu(year: Year, table: tuple[Told, ...]) -> None:
    # July: 245 of 300 are used, and 60 are kept for deadlines.
    by_menu = [one for one in table if one.via == "badge"]
    assert {one.day for one in by_menu if one.day.month == 7} == {date(2027, 7, 1), date(2027, 7, 26)}
    # In other months it is so only beside the five pushes that a person has at most.
    pushes = Counter((one.person, one.day.month) for one in table if one.via == "push" and one.day.year == 2027)
    assert {pushes[one.person, one.day.month] for one in by_menu if one.day.month != 7} == {MOST_PUSHES}
    assert all(one.via == "badge" for one in table if one.day.month == 7)
    assert not [day for day, _ in year.accepted.values() if day.month == 7]


def test_8_two_days_of_downtime_are_made_good_once(table: tuple[Told, ...]) -> None:
    # 5 and 6 are a weekend, 7 and 10 December holidays.
    assert (date(2026, 12, 1), date(2026, 12, 2)) == DOWN
    for person in (SOMCHAI, PIMJAI, KONGKIAT, MALI):
        assert days(table, person, 2026, 12) == ["12/3", "12/25"]
    assert days(table, WANDEE, 2026, 12) == days(table, PRASERT, 2026, 12) == ["12/3"]


def test_9_a_leap_february_has_its_29th() -> None:
    due = date(2028, 2, 29)
    rules = ReminderRules(publish_before=(), summaries=False)
    known = facts(rounds=(round_(due=due),), tasks=(task(of=round_(due=due)),), rules=rules)
    told = []
    day = date(2028, 1, 20)
    while day < date(2028, 3, 6):
        planned = plan_day(day, known)
        known = replace(known, reminded=(*known.reminded, *as_recorded(planned, day)))
        told += [f"{day.month}/{day.day}"] * len(planned)
        day += timedelta(days=1)
    # 30 days before is Sunday 30 January: the Friday before. The 22nd speaks for the 25th.
    assert told == ["1/28", "2/15", "2/22", "2/28", "2/29", "3/3"]


def test_10_two_roles_in_one_person_are_one_message(year: Year, table: tuple[Told, ...]) -> None:
    assert kinds(on(table, MALI, date(2027, 2, 1))) == {"monthly", "summary"}
    assert kinds(on(table, MALI, date(2027, 3, 30))) == {"before_due:1", "not_yet"}
    assert kinds(on(table, MALI, date(2027, 4, 5))) == {"late", "unit_late"}


def test_11_a_task_of_everyone_goes_to_each_units_own_people(table: tuple[Told, ...]) -> None:
    told = {person: on(table, person, date(2026, 10, 1)) for person in (PIMJAI, THANA, KONGKIAT)}
    of_everyone = {PIMJAI: 2, THANA: 3, KONGKIAT: 4}  # the QR code of each division, as `tidtam tasks` numbers them
    for person, one in told.items():
        assert one and of_everyone[person] in one.tasks
        assert not set(of_everyone.values()) - {of_everyone[person]} & set(one.tasks)


def test_12_what_was_put_off_comes_on_the_day_that_was_asked_for(table: tuple[Told, ...]) -> None:
    # Put off on 1 March until Monday the 8th.
    assert days(table, THANA, 2027, 3) == ["3/1", "3/8", "3/17", "3/24", "3/30", "3/31"]
    assert kinds(on(table, THANA, date(2027, 3, 8))) == {"put_off"}


def test_a_check_in_of_the_month_quiets_the_25th_for_its_tasks_alone(table: tuple[Told, ...]) -> None:
    # Thana answered the three monthly tasks in December, for all months begun; the two quarterly ones still wait.
    first, again = on(table, THANA, date(2026, 12, 3)), on(table, THANA, date(2026, 12, 25))
    assert first and again
    assert (len(first.tasks), len(again.tasks)) == (5, 2)


def test_nobody_is_told_twice_a_day_or_on_a_day_off_and_everything_recorded_was_pushed_once(
    year: Year, table: tuple[Told, ...]
) -> None:
    calendar = WorkCalendar(frozenset({date(2027, 9, 30)}))
    assert len({(one.person, one.day) for one in table}) == len(table)
    assert all(calendar.works_on(one.day) for one in table)
    pushed = sorted((one.day, f"U{one.person}") for one in table if one.via == "push")
    assert sorted(year.accepted.values()) == pushed


def test_workers_killed_a_hundred_times_tell_the_same_once(year: Year, table: tuple[Told, ...], tmp_path: Path) -> None:
    killer = Killer(kill_moments(year.killer.passed, 100, seed=1))
    disturbed = new_year(tmp_path, killer)
    assert disturbed.kills == 100
    assert disturbed.table == table
    assert sorted(disturbed.accepted.values()) == sorted(year.accepted.values())
    assert disturbed.attempts > len(disturbed.accepted)  # what was sent and not marked is sent under the same key
