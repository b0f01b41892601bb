"""What a report is compiled from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.agency import Agency
from domain.evidence import Evidence
from domain.layout import Layout
from domain.plan import PlanOnFile
from domain.task import Round, Task, Update


def nowhere(_evidence: Evidence) -> str:
    """No path: the report then names its evidence without showing it."""
    return ""


@dataclass(frozen=True, slots=True)
class Material:
    """One agency's round as it is kept.

    `updates` holds the counted (newest approved) reply of each task by the task's id, `earlier` the counted ones before
    it, oldest first; `evidence_path` says where the bytes to show of a piece of evidence lie; `signed_on` is the day of
    certification. `first_half` holds what was told in the first half of tasks that the second does not ask for.
    `word_template` is where the agency's own template lies, "" where it has none, and `emblem` its emblem. `before` is
    the same round of last year, None where it is not in the books.
    """

    agency: Agency
    plan: PlanOnFile
    round: Round
    layout: Layout
    tasks: tuple[Task, ...] = ()
    updates: Mapping[int, Update] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    evidence_path: Callable[[Evidence], str] = nowhere
    signed_on: date | None = None
    first_half: Mapping[int, tuple[Update, ...]] = field(default_factory=dict)
    word_template: str = ""
    emblem: str = ""
    before: "Material | None" = None
    earlier: Mapping[int, tuple[Update, ...]] = field(default_factory=dict)
