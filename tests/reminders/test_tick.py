"""The worker's tick records each digest and puts it into the outbox once, whatever happens around it."""

import threading
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.agency import Person
from domain.messages import Digest
from domain.plan import Timeframe
from domain.task import Status
from domain.writes import CloseRound, ImportPlan, OpenRound, SaveUpdate, SetReachable
from reminders.facts import day_facts
from reminders.worth import worth_sending
from store.books import Books
from store.engine import Database, open_database
from store.tasks import load_tasks
from tests.agency import DUE, LAW, MORNING, PLAN, YEAR, write
from tests.patience import PATIENCE
from tests.reminders.office import (
    MACHINE,
    MANEE,
    PREECHA,
    SOMCHAI,
    SOMYING,
    bangkok,
    enrol,
    history,
    office,
    shown,
    tick,
    waiting,
)
from thai.fiscal import RoundKind

FIRST = bangkok(2026, 12, 1)


def told_to(database: Database, agency_id: int) -> list[tuple[int, date, str]]:
    return [(one.person_id, one.day, one.key) for one in history(database, agency_id)]


def answer(database: Database, agency_id: int, person_id: int, status: Status = Status.DONE) -> None:
    """The person answers all that is theirs."""
    open_tasks = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    mine = [task for task in open_tasks if person_id in task.assignee_ids]
    assert mine
    for task in mine:
        write(database, agency_id, SaveUpdate(f"e{task.id}", task.id, person_id, MORNING, status, "ทำแล้ว"))


def test_each_person_with_waiting_tasks_gets_one_row_that_names_them(database: Database) -> None:
    agency_id = office(database)
    assert tick(database, FIRST) == 4
    rows = waiting(database)
    everything = database.read(lambda conn: load_tasks(Books(conn, agency_id)))
    for row, person_id in zip(rows, (SOMCHAI, SOMYING, MANEE, PREECHA), strict=True):
        mine = [f":report:{task.id}" for task in everything if person_id in task.assignee_ids]
        assert mine
        assert row.messages == ({"agency": agency_id, "person": person_id, "tasks": mine},)
        assert row.line_user == f"U{person_id}-demo"
        assert (row.expendable, row.reply_token, row.event_id) == (False, None, None)
        assert (row.next_at, row.created_at) == (MACHINE, MACHINE)
        assert str(uuid.UUID(row.retry_key)) == row.retry_key
    assert len({row.retry_key for row in rows}) == 4
    (first, *_) = history(database, agency_id)
    assert (first.key, first.day, first.at) == ("monthly:2026-12", date(2026, 12, 1), FIRST)
    assert "first working day" in first.reason


def test_a_rounds_opening_is_told_also_to_who_reports_later_in_it(database: Database) -> None:
    agency_id = office(database)
    later = Timeframe("ม.ค. - มี.ค. ๗๐", date(2027, 1, 1), date(2027, 3, 31))
    plan = replace(PLAN, topics=(replace(PLAN.topics[0], measures=(replace(LAW, timeframe=later),)),))
    write(database, agency_id, ImportPlan(plan, YEAR, MORNING))
    monday = bangkok(2026, 11, 23)
    assert tick(database, monday) == 1
    (row,) = waiting(database)
    assert row.dedup_key.startswith("remind:begun:")
    assert database.read(lambda conn: worth_sending(Books(conn, agency_id), row, monday)) is None
    assert tick(database, bangkok(2026, 11, 24)) == 0


def test_it_waits_for_nine_in_bangkok(database: Database) -> None:
    office(database)
    assert tick(database, bangkok(2026, 12, 1, 0, 1)) == 0
    assert tick(database, bangkok(2026, 12, 1, 8, 59)) == 0
    assert not waiting(database)
    assert tick(database, bangkok(2026, 12, 1, 9, 0)) == 4


def test_the_same_tick_again_or_after_a_restart_adds_nothing(database: Database, database_url: str) -> None:
    office(database)
    assert tick(database, FIRST) == 4
    assert tick(database, bangkok(2026, 12, 1, 9, 1)) == 0
    again = open_database(database_url)
    try:
        assert tick(again, bangkok(2026, 12, 1, 17)) == 0
        assert tick(again, bangkok(2026, 12, 2)) == 0
    finally:
        again.close()
    assert len(waiting(database)) == 4


def test_two_workers_at_once_tell_nobody_twice(database: Database) -> None:
    agency_id = office(database)
    workers = 4
    planned = threading.Barrier(workers, timeout=PATIENCE)
    local = threading.local()

    def render(agency: int, person: Person, digest: Digest) -> Sequence[Mapping[str, Any]]:
        if not getattr(local, "met", False):
            local.met = True
            planned.wait()  # every worker has planned before the first one stores
        return shown(agency, person, digest)

    with ThreadPoolExecutor(workers) as pool:
        told = list(pool.map(lambda _: tick(database, FIRST, render), range(workers)))
    assert sum(told) == 4
    assert len(waiting(database)) == 4
    assert sorted(person_id for person_id, _, _ in told_to(database, agency_id)) == [SOMCHAI, SOMYING, MANEE, PREECHA]


def test_two_workers_of_two_processes_tell_nobody_twice(database: Database, database_url: str) -> None:
    office(database)
    other = open_database(database_url)
    try:
        planned = threading.Barrier(2, timeout=PATIENCE)

        def work(base: Database) -> int:
            planned.wait()
            return sum(tick(base, FIRST) for _ in range(3))

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(work, (database, other))) == 4
    finally:
        other.close()
    assert len(waiting(database)) == 4


def test_two_days_of_downtime_are_made_good_once(database: Database) -> None:
    agency_id = office(database, SOMCHAI)
    assert tick(database, bangkok(2026, 11, 30)) == 0
    assert tick(database, bangkok(2026, 12, 3, 14)) == 1
    assert [tick(database, bangkok(2026, 12, day)) for day in (3, 4, 8, 9)] == [0, 0, 0, 0]
    assert told_to(database, agency_id) == [(SOMCHAI, date(2026, 12, 3), "monthly:2026-12")]


def test_a_clock_set_back_tells_nothing_again(database: Database) -> None:
    office(database)
    assert tick(database, bangkok(2026, 12, 2)) == 4
    assert tick(database, bangkok(2026, 12, 1)) == 0
    assert tick(database, bangkok(2026, 12, 2)) == 0
    assert tick(database, bangkok(2026, 12, 3)) == 0
    assert tick(database, bangkok(2026, 11, 2)) == 0  # before the round was opened


def test_no_holiday_and_no_weekend_brings_a_reminder(database: Database) -> None:
    office(database)
    assert [tick(database, bangkok(2027, 1, day)) for day in (1, 2, 3)] == [0, 0, 0]
    assert tick(database, bangkok(2027, 1, 4)) == 4


def test_the_deadline_comes_on_the_24th_of_march(database: Database) -> None:
    agency_id = office(database, MANEE)
    assert tick(database, bangkok(2027, 3, 23)) == 0
    assert tick(database, bangkok(2027, 3, 24)) == 1
    ((_, day, key),) = told_to(database, agency_id)
    assert day == date(2027, 3, 24)
    assert key.startswith("before_due:") and key.endswith(f":7:{DUE}")


def test_a_day_is_planned_with_the_digests_of_the_weeks_before(database: Database) -> None:
    agency_id = office(database, MANEE)
    tick(database, FIRST)
    facts = database.read(lambda conn: day_facts(Books(conn, agency_id), date(2026, 12, 28)))
    assert [one.key for one in facts.reminded] == ["monthly:2026-12"]
    assert len(facts.rounds) == 1 and len(facts.people) == 5 and len(facts.tasks) == 6


def test_a_due_day_moved_is_another_deadline(database: Database) -> None:
    agency_id = office(database, MANEE)
    assert tick(database, bangkok(2027, 3, 24)) == 1
    write(database, agency_id, OpenRound(YEAR, RoundKind.FIRST_HALF, date(2027, 4, 30), MORNING))
    assert tick(database, bangkok(2027, 3, 25)) == 0
    assert tick(database, bangkok(2027, 4, 23)) == 1


@pytest.mark.parametrize("status", [Status.DONE, Status.NOT_DONE])
def test_who_has_answered_all_is_left_in_peace(database: Database, status: Status) -> None:
    agency_id = office(database)
    answer(database, agency_id, MANEE, status)
    assert tick(database, FIRST) == 3
    assert MANEE not in {person_id for person_id, _, _ in told_to(database, agency_id)}


def test_who_has_only_begun_is_reminded_again_when_the_rounds_end_comes_near(database: Database) -> None:
    agency_id = office(database, MANEE)
    answer(database, agency_id, MANEE, Status.IN_PROGRESS)
    assert [tick(database, bangkok(2026, 12, 1)), tick(database, bangkok(2027, 3, 24))] == [0, 1]


def test_who_blocked_us_or_never_enrolled_costs_no_push_and_is_told_once_back(database: Database) -> None:
    agency_id = office(database, SOMCHAI)
    write(database, agency_id, SetReachable("U1-demo", False, MORNING))
    assert tick(database, FIRST) == 0
    write(database, agency_id, SetReachable("U1-demo", True, MORNING))
    enrol(database, agency_id, MANEE, "U-new")
    assert tick(database, bangkok(2026, 12, 2)) == 2
    assert [row.line_user for row in waiting(database)] == ["U1-demo", "U-new"]


def test_a_closed_round_reminds_nobody(database: Database) -> None:
    agency_id = office(database)
    write(database, agency_id, CloseRound(YEAR, RoundKind.FIRST_HALF, MORNING))
    assert tick(database, FIRST) == 0


def test_agencies_are_reminded_each_of_its_own(database: Database) -> None:
    one, two = office(database), office(database, slug="second")
    assert tick(database, FIRST) == 8
    for agency_id in (one, two):
        rows = [row for row in waiting(database) if row.agency_id == agency_id]
        assert len(rows) == 4
        assert {row.messages[0]["agency"] for row in rows} == {agency_id}
    assert len({row.retry_key for row in waiting(database)}) == 8


def test_a_digest_that_fails_spoils_no_other_and_comes_at_the_next_tick(database: Database) -> None:
    one, two = office(database), office(database, slug="second")

    def broken(agency: int, person: Person, digest: Digest) -> Sequence[Mapping[str, Any]]:
        if agency == one and person.id == SOMYING:
            raise KeyError("planted")
        return shown(agency, person, digest)

    with pytest.raises(ExceptionGroup) as raised:
        tick(database, FIRST, broken)
    assert [type(failure) for failure in raised.value.exceptions] == [KeyError]
    assert len(history(database, one)) == 3
    assert len(history(database, two)) == 4
    assert tick(database, bangkok(2026, 12, 1, 9, 1)) == 1
    assert len(waiting(database)) == 8


def test_a_reminder_without_its_row_is_not_recorded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    agency_id = office(database, SOMCHAI)

    def full(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("reminders.tick.outbox.queue_message", full)
        with pytest.raises(ExceptionGroup):
            tick(database, FIRST)
    assert not history(database, agency_id)
    assert tick(database, FIRST) == 1
