"""Rounds, tasks and people for planning by hand."""

from datetime import UTC, date, datetime
from typing import Any

from domain.agency import Person, Role
from domain.task import Round, Status, Task
from domain.writes import Remind
from reminders.plan import Considered, PlannedDigest, consider_day, plan_day
from thai.fiscal import RoundKind

OPENED = datetime(2026, 11, 20, 2, tzinfo=UTC)
DUE = date(2027, 3, 31)
FIRST_HALF = Round(1, 2570, RoundKind.FIRST_HALF, DUE, OPENED)


def round_(id: int = 1, due: date = DUE, kind: RoundKind = RoundKind.FIRST_HALF, **more: Any) -> Round:
    return Round(id, 2570, kind, due, more.pop("opened_at", OPENED), **more)


def task(id: int = 1, to: tuple[int, ...] = (1,), status: Status = Status.NOT_STARTED, of: Round = FIRST_HALF) -> Task:
    return Task(id, id, of.id, 1, "การปฏิบัติหน้าที่", f"มาตรการ {id}", (), "สำนักปลัด", of.due, status, None, to)


def person(id: int = 1, **more: Any) -> Person:
    values = {"line_user": f"U{id}", "roles": frozenset({Role.STAFF}), **more}
    return Person(id, f"เจ้าหน้าที่ {id}", "นิติกร", (1,), **values)


def recorded(day: date, planned: tuple[PlannedDigest, ...]) -> tuple[Remind, ...]:
    """The digests as the store keeps them once they were told."""
    return tuple(Remind(one.person_id, one.key, day, one.task_ids, one.reason, OPENED) for one in planned)


def told(day: date, key: str, person_id: int = 1) -> Remind:
    return Remind(person_id, key, day, (1,), "", OPENED)


def plan(day: date, **given: Any) -> tuple[PlannedDigest, ...]:
    """The plan of the day for one person with one task in the first half, but for what is given."""
    return plan_day(**_case(day, given))


def consider(day: date, **given: Any) -> tuple[Considered, ...]:
    return consider_day(**_case(day, given))


def keys(day: date, **given: Any) -> list[str]:
    return [one.key for one in plan(day, **given)]


def _case(day: date, given: dict[str, Any]) -> dict[str, Any]:
    usual = {"rounds": (FIRST_HALF,), "tasks": (task(),), "people": (person(),), "reminded": ()}
    return {"day": day, **usual, **given}
