"""Supervisors, deputies, who is named for escalation, what a supervisor asks for; and all of it at random."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agency import Person, Role
from domain.reminding import Asked, PutOff, ReminderRules
from domain.task import Status
from domain.writes import AskReminders, Remind
from reminders.forecast import as_recorded
from reminders.occurrences import OWN
from reminders.plan import OWN_PARTS, PlannedDigest, Skipped, plan_day
from store.engine import Database
from tests.agency import write
from tests.examples import examples
from tests.reminders.cases import OPENED, consider, facts, person, plan, task
from tests.reminders.office import MANEE, PREECHA, bangkok, history, office, tick

RULES = ReminderRules(publish_before=())
SUPERVISOR, ADMIN = frozenset({Role.SUPERVISOR}), frozenset({Role.ADMIN})
LATE_3, LATE_15 = date(2027, 4, 5), date(2027, 4, 27)


def parts(day: date, **given: Any) -> dict[int, list[str]]:
    return {one.person_id: [part.kind for part in one.parts] for one in plan(day, rules=RULES, **given)}


def test_a_supervisor_is_told_of_the_unit_and_its_sections_and_of_no_other() -> None:
    head, other = person(2, roles=SUPERVISOR, unit_ids=(1,)), person(3, roles=SUPERVISOR, unit_ids=(3,))
    section = replace(task(2), unit_id=2)
    told = plan(LATE_3, rules=RULES, people=(person(1), head, other), tasks=(task(1), section))
    assert [(one.person_id, [part.kind for part in one.parts]) for one in told] == [(1, ["late"]), (2, ["unit_late"])]
    assert told[1].parts[0].task_ids == (1, 2)


def test_escalation_goes_to_the_person_named_and_to_the_admins_where_that_one_has_left() -> None:
    people = (person(1), person(2, roles=ADMIN), person(3, roles=frozenset()))
    named = replace(RULES, escalate_to=3)
    told = plan(LATE_15, rules=named, people=people)
    assert [one.person_id for one in told if one.key.startswith("escalated")] == [3]
    told = plan(LATE_15, rules=replace(RULES, escalate_to=99), people=people)
    assert [one.person_id for one in told if one.key.startswith("escalated")] == [2]


@pytest.mark.parametrize(
    "hindered", [{"line_user": None}, {"reachable": False}, {"away": (date(2027, 4, 1), date(2027, 4, 30))}]
)
def test_escalation_goes_to_the_admins_where_the_person_named_cannot_be_told(hindered: dict[str, Any]) -> None:
    people = (person(1), person(2, roles=ADMIN), person(3, roles=frozenset(), **hindered))
    told = plan(LATE_15, rules=replace(RULES, escalate_to=3), people=people)
    assert [one.person_id for one in told if one.key.startswith("escalated")] == [2]
    with_deputy = (*people[:2], replace(people[2], deputy_id=4), person(4, roles=frozenset(), unit_ids=()))
    told = plan(LATE_15, rules=replace(RULES, escalate_to=3), people=with_deputy)
    assert [one.person_id for one in told if one.key.startswith("escalated")] == [4 if people[2].away else 2]


@pytest.mark.parametrize("head", [(), (person(3, roles=SUPERVISOR, unit_ids=(1,), line_user=None),)])
def test_what_is_late_in_a_unit_whose_supervisor_cannot_be_told_goes_to_the_admins(head: tuple[Person, ...]) -> None:
    people = (person(1), person(2, roles=ADMIN), person(4, roles=SUPERVISOR, unit_ids=(3,)), *head)
    other = replace(task(2), unit_id=3)
    told = {one.person_id: one for one in plan(LATE_3, rules=RULES, people=people, tasks=(task(1), other))}
    late = {who: [p.task_ids for p in one.parts if p.kind == "unit_late"] for who, one in told.items()}
    assert late == {1: [], 2: [(1,)], 4: [(2,)]}


def test_an_absence_without_deputy_is_told_to_the_admin_once() -> None:
    away, gone = (date(2027, 3, 1), date(2027, 4, 2)), person(2, away=(date(2027, 3, 1), date(2027, 4, 2)), deputy_id=9)
    for deputy_id, others in ((None, ()), (2, (gone,))):
        people = (person(1, away=away, deputy_id=deputy_id), person(3, roles=ADMIN, unit_ids=()), *others)
        (digest,) = [one for one in plan(date(2027, 3, 24), people=people) if one.person_id == 3]
        assert digest.keys == ("unreachable:1:away:2027-03-01",)
        assert [(part.about, part.why) for part in digest.parts] == [(1, "away")]
        assert not plan(date(2027, 3, 24), people=people, told_once=frozenset(digest.keys))


def test_an_absence_that_ends_before_the_day_is_made_good_bothers_no_admin() -> None:
    back_soon = person(1, away=(date(2027, 3, 23), date(2027, 3, 25)))
    people = (back_soon, person(3, roles=ADMIN, unit_ids=()))
    assert not plan(date(2027, 3, 24), people=people)
    assert [one.person_id for one in plan(date(2027, 3, 26), people=people)] == [1]


def test_nothing_is_escalated_once_all_is_answered() -> None:
    people = (person(1), person(2, roles=SUPERVISOR | ADMIN))
    assert not parts(LATE_3, people=people, tasks=(task(status=Status.DONE),))
    assert not parts(LATE_15, people=people, tasks=(task(status=Status.NOT_DONE),))


def test_the_deputy_gets_only_what_is_not_their_own_anyway() -> None:
    away = person(1, away=(date(2027, 3, 20), date(2027, 3, 30)), deputy_id=2)
    (digest,) = plan(date(2027, 3, 24), rules=RULES, people=(away, person(2)), tasks=(task(1), task(2, to=(1, 2))))
    assert [(part.kind, part.task_ids, part.about) for part in digest.parts] == [
        ("deadline", (2,), None),
        ("deadline", (1,), 1),
    ]
    assert "stands in for p1" in digest.reason


def test_a_deputy_who_is_away_too_or_cannot_be_reached_stands_in_for_nobody() -> None:
    away = (date(2027, 3, 20), date(2027, 3, 30))
    for deputy in (person(2, away=away), person(2, line_user=None), person(2, reachable=False)):
        considered = consider(date(2027, 3, 24), people=(person(1, away=away, deputy_id=2), deputy))
        assert [type(one) for one in considered] == [Skipped]
    (alone,) = consider(date(2027, 3, 24), people=(person(1, away=away, deputy_id=1),))
    assert isinstance(alone, Skipped)


@pytest.mark.parametrize("unreached", [{"line_user": None}, {"reachable": False}])
def test_a_deputy_is_told_also_for_who_is_away_and_could_not_be_reached_anyway(unreached: dict[str, Any]) -> None:
    away = person(1, away=(date(2027, 3, 20), date(2027, 3, 30)), deputy_id=2, **unreached)
    considered = consider(date(2027, 3, 24), people=(away, person(2)))
    assert [(one.person_id, type(one), one.task_ids) for one in considered] == [
        (1, Skipped, (1,)),
        (2, PlannedDigest, (1,)),
    ]


def test_what_is_put_off_never_passes_a_due_day() -> None:
    put_off = {1: PutOff(1, date(2027, 4, 5), date(2027, 3, 29))}
    assert not plan(date(2027, 3, 30), rules=RULES, put_offs=put_off)
    assert [one.key for one in plan(date(2027, 3, 31), rules=RULES, put_offs=put_off)]


def test_what_was_put_off_is_what_was_named_without_what_was_answered_since() -> None:
    told = Remind(1, "monthly:2026-12", date(2026, 12, 1), (1, 2), "", OPENED, ("monthly:2026-12",))
    put_off = {1: PutOff(1, date(2026, 12, 4), date(2026, 12, 1))}
    since = replace(task(2), last_update=OPENED + timedelta(hours=1), status=Status.IN_PROGRESS)
    given: dict[str, Any] = {"reminded": (told,), "put_offs": put_off}
    assert [one.task_ids for one in plan(date(2026, 12, 4), tasks=(task(1), since, task(3)), **given)] == [(1,)]
    assert not plan(date(2026, 12, 4), tasks=(since, task(3)), **given)


def test_who_was_told_today_is_not_told_again_because_a_supervisor_asks() -> None:
    asked = (Asked(5, 9, (1,), bangkok(2027, 2, 10)),)
    both = {"people": (person(1), person(2)), "tasks": (task(to=(1, 2)),), "asked": asked, "rules": RULES}
    first = plan(date(2027, 2, 10), **both)
    assert [one.keys for one in first] == [("asked:5",)] * 2
    told = tuple(as_recorded(first[:1], date(2027, 2, 10)))
    assert [one.person_id for one in plan(date(2027, 2, 10), **both, reminded=told)] == [2]
    assert not plan(date(2027, 2, 15), **both)


def test_who_was_told_in_the_morning_is_reminded_on_the_next_working_day_where_a_supervisor_asks_later() -> None:
    friday, monday = date(2027, 2, 5), date(2027, 2, 8)
    morning = Remind(1, "monthly:2027-02", friday, (1,), "", bangkok(2027, 2, 5, 9))
    given: dict[str, Any] = {"asked": (Asked(5, 9, (1,), bangkok(2027, 2, 5, 9, 30)),), "reminded": (morning,)}
    assert not plan(friday, **given)
    assert [one.keys for one in plan(monday, **given)] == [("asked:5",)]
    before: dict[str, Any] = {**given, "asked": (Asked(5, 9, (1,), bangkok(2027, 2, 5, 8)),)}
    assert not plan(monday, **before)


def test_a_supervisors_wish_is_kept_at_the_next_tick_and_once(database: Database) -> None:
    agency_id = office(database, MANEE, PREECHA)
    finance = next(iter(who.unit_ids[0] for who in _people(database, agency_id) if who.id == MANEE))
    for _ in range(2):
        write(database, agency_id, AskReminders(PREECHA, (finance,), date(2027, 2, 10), bangkok(2027, 2, 10, 8)))
    assert [tick(database, bangkok(2027, 2, 10, hour)) for hour in (9, 10, 19)] == [1, 0, 0]
    assert tick(database, bangkok(2027, 2, 11)) == 0
    assert [(one.person_id, one.keys) for one in history(database, agency_id)] == [(MANEE, ("asked:1",))]


def test_nothing_goes_out_in_the_evening(database: Database) -> None:
    office(database)
    assert tick(database, bangkok(2026, 12, 1, 18)) == 0
    assert tick(database, bangkok(2026, 12, 1, 23, 30)) == 0
    assert tick(database, bangkok(2026, 12, 2, 9)) == 4


def _people(database: Database, agency_id: int) -> tuple[Person, ...]:
    from tests.reminders.office import who

    return who(database, agency_id)


FIRST = date(2027, 2, 20)
CALENDAR = [FIRST + timedelta(days=number) for number in range(60)]
some_day = st.sampled_from(CALENDAR)
roles = st.frozensets(st.sampled_from(Role), max_size=3)


@st.composite
def persons(draw: st.DrawFn) -> tuple[Person, ...]:
    return tuple(
        person(
            number,
            roles=draw(roles),
            unit_ids=(draw(st.integers(1, 3)),),
            deputy_id=draw(st.none() | st.integers(1, 5)),
            away=draw(st.none() | st.tuples(some_day, some_day)),
            reachable=draw(st.sampled_from([True, True, False])),
        )
        for number in range(1, 6)
    )


@examples(25)
@given(
    persons(),
    st.lists(
        st.tuples(st.lists(st.integers(1, 5), max_size=3), st.sampled_from(Status), st.integers(1, 3)), max_size=8
    ),
    st.dictionaries(st.integers(1, 5), st.tuples(some_day, some_day), max_size=3),
    st.lists(some_day, max_size=3),
    st.sets(some_day, max_size=20),
)
def test_whatever_the_roles_one_message_a_day_of_what_waits_to_whom_it_concerns(
    people: tuple[Person, ...], given_tasks: list[Any], wishes: dict[int, Any], asked: list[date], off: set[date]
) -> None:
    tasks = tuple(
        replace(task(number, tuple(dict.fromkeys(to)), status), unit_id=unit)
        for number, (to, status, unit) in enumerate(given_tasks, 1)
    )
    known = facts(
        people=people,
        tasks=tasks,
        rules=ReminderRules(),
        own_holidays=frozenset(off),
        put_offs={who: PutOff(who, max(days), min(days)) for who, days in wishes.items()},
        asked=tuple(
            Asked(number, 1, (1, 2), bangkok(day.year, day.month, day.day)) for number, day in enumerate(asked, 1)
        ),
    )
    named = {one.id: one for one in tasks}
    told: list[tuple[date, PlannedDigest]] = []
    for day in CALENDAR:
        for _ in range(2):
            planned = plan_day(day, known)
            told += [(day, one) for one in planned]
            once = {key for one in planned for key in one.keys if key.startswith(("unreachable", "nobody"))}
            known = replace(
                known,
                reminded=(*known.reminded, *as_recorded(planned, day)),
                told_once=frozenset(known.told_once) | once,
            )
    by_id = {who.id: who for who in people}
    assert not [key for key, times in Counter((day, one.person_id) for day, one in told).items() if times > 1]
    assert not [
        k for k, times in Counter((one.person_id, key) for _, one in told for key in one.keys).items() if times > 1
    ]
    for day, one in told:
        who = by_id[one.person_id]
        assert known.calendar.works_on(day) and who.reachable
        assert not (who.away and who.away[0] <= day <= who.away[1])
        assert one.parts and all(named[i].expectation(day).asks for i in one.task_ids)
        for part in one.parts:
            principal = by_id[part.about] if part.kind in OWN and part.about else who
            if part.kind in OWN_PARTS:
                assert all(
                    principal.id in named[i].assignee_ids and named[i].expectation(day).asks for i in part.task_ids
                )
            if principal is not who:
                assert principal.away and principal.away[0] <= day <= principal.away[1]
