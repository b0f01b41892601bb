"""What holds on every day, for random rounds, tasks, people, answers, absences and days of downtime."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.agency import Person
from domain.reminding import ReminderRules
from domain.task import Round, Status, Task
from domain.writes import Remind
from reminders.calendar import WorkCalendar
from reminders.facts import DayFacts
from reminders.occurrences import due_occurrences
from reminders.plan import can_be_spoken_for, plan_day
from tests.examples import examples
from tests.reminders.cases import UNITS, person, recorded, round_, task
from thai.fiscal import RoundKind

FIRST, DAYS = date(2026, 11, 20), 200
CALENDAR = [FIRST + timedelta(days=number) for number in range(DAYS)]

some_day = st.integers(0, DAYS - 1).map(CALENDAR.__getitem__)
assigned = st.lists(st.integers(1, 4), max_size=3).map(tuple)


@st.composite
def rounds(draw: st.DrawFn) -> list[Round]:
    made = []
    for id, kind in enumerate(draw(st.lists(st.sampled_from(RoundKind), unique=True, max_size=3)), 1):
        opened_at = datetime.combine(draw(some_day), time(draw(st.integers(0, 23))), UTC)
        made.append(round_(id, draw(some_day), kind, opened_at=opened_at))
    return made


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Round], list[Task], list[Person]]:
    opened = draw(rounds())
    tasks = [
        task(id, draw(assigned), draw(st.sampled_from(Status)), draw(st.sampled_from(opened)))
        for id in range(1, draw(st.integers(0, 8)) + 1)
        if opened
    ]
    people = []
    for id in range(1, 5):
        away = draw(st.none() | st.tuples(some_day, some_day))
        line_user = draw(st.sampled_from([f"U{id}", f"U{id}", None]))
        people.append(person(id, away=away, line_user=line_user, reachable=draw(st.booleans())))
    return opened, tasks, people


def known(
    opened: list[Round],
    tasks: list[Task],
    people: list[Person],
    history: tuple[Remind, ...],
    own: frozenset[date] = frozenset(),
) -> DayFacts:
    return DayFacts(tuple(opened), tuple(tasks), tuple(people), history, UNITS, own_holidays=own)


own_holidays = st.frozensets(some_day, max_size=40)


@examples(40)
@given(worlds(), st.sets(some_day, max_size=200), own_holidays)
def test_months_of_ticks_bother_nobody_twice_a_day_and_nobody_without_need(
    world: tuple[list[Round], list[Task], list[Person]], down: set[date], own: frozenset[date]
) -> None:
    opened, tasks, people = world
    history: tuple[Remind, ...] = ()
    for day in CALENDAR:
        if day in down:
            continue
        for _ in range(2):  # every tick plans anew
            history += recorded(day, plan_day(day, known(opened, tasks, people, history, own)))
    assert not [key for key, times in Counter((one.person_id, one.day) for one in history).items() if times > 1]
    assert not [key for key, times in Counter((one.person_id, one.key) for one in history).items() if times > 1]
    named, who = {one.id: one for one in tasks}, {one.id: one for one in people}
    for one in history:
        told = who[one.person_id]
        assert WorkCalendar(own).works_on(one.day)
        assert told.line_user and told.reachable
        assert not (told.away and told.away[0] <= one.day <= told.away[1])
        assert one.task_ids and len(set(one.task_ids)) == len(one.task_ids)
        for task_id in one.task_ids:
            assert one.person_id in named[task_id].assignee_ids
            assert named[task_id].expectation(one.day).asks or one.key.startswith("begun")


@examples(40)
@given(worlds(), own_holidays)
def test_nothing_is_missing_where_the_worker_runs_each_day(
    world: tuple[list[Round], list[Task], list[Person]], own: frozenset[date]
) -> None:
    opened, tasks, people = world
    history: tuple[Remind, ...] = ()
    for day in CALENDAR:
        history += recorded(day, plan_day(day, known(opened, tasks, people, history, own)))
    told = {(one.person_id, one.day): set(one.task_ids) for one in history}
    for day in CALENDAR:
        for one in due_occurrences(day, opened, WorkCalendar(own), ReminderRules()):
            if one.day != day or one.kind not in ("deadline", "late", "check_in", "begun"):
                continue
            for who in people:
                away = who.away and who.away[0] <= day <= who.away[1]
                mine = {
                    waiting.id
                    for waiting in tasks
                    if who.id in waiting.assignee_ids
                    and waiting.expectation(day).asks
                    and waiting.round_id in one.round_ids
                }
                if mine and who.line_user and who.reachable and not away:
                    lately = [told.get((who.id, day - timedelta(days=back)), set()) for back in (1, 2, 3)]
                    spoken_for = set[int]().union(*lately) if can_be_spoken_for(one) else set()
                    assert mine <= told.get((who.id, day), set()) | spoken_for


@given(worlds(), st.lists(some_day, max_size=60))
def test_a_clock_that_jumps_about_tells_no_day_and_no_occasion_twice(
    world: tuple[list[Round], list[Task], list[Person]], ticks: list[date]
) -> None:
    opened, tasks, people = world
    history: tuple[Remind, ...] = ()
    for day in ticks:
        history += recorded(day, plan_day(day, known(opened, tasks, people, history)))
    assert len({(one.person_id, one.day) for one in history}) == len(history)
    assert len({(one.person_id, one.key) for one in history}) == len(history)
