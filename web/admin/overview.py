"""A round's tasks as the admin looks at them: counted, filtered, put under their topics. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.agency import Unit
from domain.expectation import OUTSIDE, Expectation, Standing
from domain.messages import N_, Say, say
from domain.period_words import left_words
from domain.status_words import LATE as LATE_WORDS
from domain.status_words import NOT_REPORTED, STANDING_WORDS, STATUS_WORDS, missing_words
from domain.status_words import WAITING as WAITS_FOR_REPORT
from domain.task import Round, Task

SILENT, NOBODY, WAITING, RETURNED = "not_reported", "nobody", "waiting", "returned"
ASKED, LATE = "asked", "late"
# What tasks are counted and filtered by, in the order shown; "" is all of them.
STATES: dict[str, str] = {
    "": N_("All"),
    ASKED: WAITS_FOR_REPORT,
    LATE: LATE_WORDS,
    SILENT: NOT_REPORTED,
    **{str(status): name for status, name in STATUS_WORDS.items()},
    **{str(standing): STANDING_WORDS[standing] for standing in (Standing.NOT_YET, Standing.EARLIER)},
    NOBODY: N_("Needs somebody"),
    WAITING: N_("Waits for the check"),
    RETURNED: N_("Sent back"),
}


def task_state(task: Task) -> str:
    """Under which of `STATES` the task is counted for how far it is."""
    if task.unreported:
        return task.outside or SILENT
    return task.reported


@dataclass(frozen=True, slots=True)
class Line:
    """One task: its unit in full, who answers for it by name, and how it stands today; None where the round is closed.

    `missing` names the months or quarters that wait for a report.
    """

    task: Task
    unit: str
    people: tuple[str, ...]
    found: Expectation | None = None
    missing: Say | None = None

    @property
    def waited_for(self) -> bool:
        """True where its report is asked for."""
        return self.found is not None and self.found.asks

    @property
    def late(self) -> bool:
        """True where its report is late."""
        return self.found is not None and self.found.late

    @property
    def deadline(self) -> date | None:
        """Its own last day; None where its time lies outside the round."""
        if self.found is None:
            return self.task.due
        return None if self.found.standing in OUTSIDE else self.found.deadline

    @property
    def when(self) -> Say | None:
        """How long still until its deadline, or how it stands where nothing is asked for; None in a closed round."""
        if self.found is None or self.found.standing in OUTSIDE:
            return None
        return left_words(self.found.days_left) if self.found.asks else say(STANDING_WORDS[self.found.standing])

    def is_in(self, state: str) -> bool:
        """True where the task is counted under this one of `STATES`."""
        if state in (ASKED, LATE):
            return self.late if state == LATE else self.waited_for
        if state == NOBODY:
            return not self.people
        if state in (WAITING, RETURNED):
            return self.task.waits if state == WAITING else self.task.returned
        return state in ("", task_state(self.task))


@dataclass(frozen=True, slots=True)
class Overview:
    """A round's tasks under their topics.

    `counts` (key, name, how many) are of the chosen unit; `units` (id, name, how many) of the whole round.
    """

    state: str
    unit: str
    counts: tuple[tuple[str, str, int], ...]
    units: tuple[tuple[str, str, int], ...]
    topics: tuple[tuple[str, tuple[Line, ...]], ...]


def make_lines(
    tasks: Sequence[Task], units: Mapping[int, str], people: Mapping[int, str], today: date | None
) -> tuple[Line, ...]:
    """The tasks with the names of their units and people; in a closed round, `today` None, none is asked for."""
    return tuple(
        Line(
            task=task,
            unit=units.get(task.unit_id or 0, task.unit),
            people=tuple(people[person] for person in task.assignee_ids if person in people),
            found=task.expectation(today) if today else None,
            missing=missing_words(task, today) if today else None,
        )
        for task in tasks
    )


def full_names(units: Sequence[Unit]) -> dict[int, str]:
    """Every unit's name by its id; a section's with its division's, for many have a งานธุรการ."""
    own = {unit.id: unit.name for unit in units}
    return {unit.id: f"{unit.name} ({own[unit.parent_id]})" if unit.parent_id else unit.name for unit in units}


def summarize_lines(lines: Sequence[Line], state: str, unit: str, own: Mapping[str, str]) -> Overview:
    """The lines in this state and of the unit with this id; what is no such state or unit chooses nothing out.

    `own` are the agency's own words for the statuses.
    """
    found = Counter((str(line.task.unit_id), line.unit) for line in lines if line.task.unit_id)
    state = state if state in STATES else ""
    unit = unit if any(unit == key for key, _ in found) else ""
    of_unit = [line for line in lines if unit in ("", str(line.task.unit_id))]
    counts = ((key, own.get(name, name), sum(line.is_in(key) for line in of_unit)) for key, name in STATES.items())
    shown = [line for line in of_unit if line.is_in(state)]
    topics = groupby(shown, key=lambda line: line.task.topic)
    return Overview(
        state=state,
        unit=unit,
        counts=tuple(counts),
        units=tuple((*key, count) for key, count in found.items()),
        topics=tuple((topic, tuple(its)) for topic, its in topics),
    )


def choose_round(rounds: Sequence[Round], year: str, kind: str, plan: int = 1) -> Round | None:
    """The round that was asked for, else the newest open one, else the newest; None before the first."""
    asked = [each for each in rounds if (str(each.year), each.plan, each.kind) == (year, plan, kind)]
    still_open = [each for each in rounds if each.closed_at is None]
    newest = sorted(still_open or rounds, key=lambda each: (each.due, each.id))
    return next(iter(asked), None) or (newest[-1] if newest else None)
