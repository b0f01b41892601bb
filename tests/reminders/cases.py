"""Rounds, tasks and people for planning by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.agency import Person, Role, Unit
from domain.expectation import Reply
from domain.reminding import ReminderRules
from domain.task import Round, Status, Task
from domain.writes import Remind
from reminders.facts import DayFacts
from reminders.forecast import as_recorded
from reminders.plan import Considered, PlannedDigest, consider_day, plan_day
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind

OPENED = datetime(2026, 11, 2, 2, tzinfo=UTC)  # told on the 3rd
DUE = date(2027, 3, 31)
# The first and the most used of the rules, and no other.
TWO = ReminderRules(month_days=(1,), before_due=(7,), late_after=(), publish_before=(), summaries=False)
LATE_RULES = ReminderRules(publish_before=(), summaries=False)
UNITS = (Unit(1, "สำนักปลัด"), Unit(2, "งานนิติการ", 1), Unit(3, "กองคลัง"))
FIRST_HALF = Round(1, 2570, RoundKind.FIRST_HALF, DUE, OPENED)


def days(first: date, last: date) -> list[date]:
    """Both ends included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def round_(id: int = 1, due: date = DUE, kind: RoundKind = RoundKind.FIRST_HALF, **more: Any) -> Round:
    return Round(id, 2570, kind, due, more.pop("opened_at", OPENED), **more)


def task(
    id: int = 1, to: tuple[int, ...] = (1,), status: Status | None = None, of: Round = FIRST_HALF, **more: Any
) -> Task:
    """A task; with a status there is one reply, given on the day of the round's opening."""
    if status:
        more["replies"] = (Reply(day_in_bangkok(of.opened_at), status), *more.get("replies", ()))
    named = ("การปฏิบัติหน้าที่", f"มาตรการ {id}", (), "สำนักปลัด", of.due, status or Status.NOT_STARTED, None, to)
    return Task(id, id, of.id, 1, *named, year=of.year, kind=of.kind, end_from=of.end_from, **more)


def person(id: int = 1, **more: Any) -> Person:
    values = {"line_user": f"U{id}", "roles": frozenset({Role.STAFF}), "unit_ids": (1,), **more}
    return Person(id, f"เจ้าหน้าที่ {id}", "นิติกร", **values)


def recorded(day: date, planned: Sequence[PlannedDigest]) -> tuple[Remind, ...]:
    """The digests as the store keeps them once they were told."""
    return tuple(as_recorded(planned, day))


def told(day: date, key: str, person_id: int = 1) -> Remind:
    return Remind(person_id, key, day, (1,), "", OPENED)


def facts(**given: Any) -> DayFacts:
    """One person with one task in the first half, but for what is given."""
    usual: dict[str, Any] = {
        "rounds": (FIRST_HALF,),
        "tasks": (task(),),
        "people": (person(),),
        "units": UNITS,
        "rules": TWO,
    }
    return DayFacts(**{**usual, **given})


def plan(day: date, **given: Any) -> tuple[PlannedDigest, ...]:
    """The plan of the day for these facts."""
    return plan_day(day, facts(**given))


def consider(day: date, **given: Any) -> tuple[Considered, ...]:
    return consider_day(day, facts(**given))


def keys(day: date, **given: Any) -> list[str]:
    """The most urgent occasion of each digest of the day."""
    return [one.key for one in plan(day, **given)]


def run_all(first: date, last: date, **given: Any) -> tuple[Remind, ...]:
    """All that anybody is told over these days."""
    history: tuple[Remind, ...] = ()
    for day in days(first, last):
        history += recorded(day, plan(day, reminded=history, **given))
    return history
