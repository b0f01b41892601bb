"""A round's tasks as the admin looks at them: counted, filtered, put under their topics. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from domain.agency import Unit
from domain.expectation import OUTSIDE, Expectation, Standing
from domain.messages import N_, Say, say
from domain.period_words import left_words
from domain.status_words import LATE as LATE_WORDS
from domain.status_words import NOT_REPORTED, STANDING_WORDS, STATUS_WORDS, missing_words
from domain.status_words import WAITING as WAITS_FOR_REPORT
from domain.task import Round, Task
from thai.normalise import fold_text

# So many tasks stand on one page of the list.
MOST_LISTED: Final = 100
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

    `missing` names the months or quarters that wait for a report; `state` is under which of `STATES` it is counted for
    how far it is.
    """

    task: Task
    state: str
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

    def holds(self, words: Sequence[str]) -> bool:
        """True where each of the words, folded, stands in its measure, topic, unit or who answers for it."""
        text = fold_text(" ".join((self.task.measure, self.task.topic, self.unit, *self.people))) if words else ""
        return all(word in text for word in words)

    def is_in(self, state: str) -> bool:
        """True where the task is counted under this one of `STATES`."""
        if state in (ASKED, LATE):
            return self.late if state == LATE else self.waited_for
        if state == NOBODY:
            return not self.people
        if state in (WAITING, RETURNED):
            return self.task.waits if state == WAITING else self.task.returned
        return state in ("", self.state)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a look at the tasks is narrowed to, as the address says it; "" is all. `typed` is searched for."""

    state: str = ""
    unit: str = ""
    topic: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A round's tasks as they are looked at: `shown`, by what they are narrowed to.

    `counts` (key, name, how many) are of the chosen unit, topic and words; `units` (id, name, how many) of the whole
    round.
    """

    by: Filter
    counts: tuple[tuple[str, str, int], ...]
    units: tuple[tuple[str, str, int], ...]
    shown: tuple[Line, ...]

    @property
    def late(self) -> tuple[Line, ...]:
        """What is late, longest due first."""
        return tuple(sorted((line for line in self.shown if line.late), key=lambda line: line.deadline or date.max))

    @property
    def pages(self) -> int:
        """How many pages the list has, 1 at least."""
        return max(1, -(-len(self.shown) // MOST_LISTED))

    def list_page(self, number: int) -> tuple[tuple[Line, ...], tuple[tuple[str, tuple[Line, ...]], ...]]:
        """One page of the list, from 1: what is late first, then the rest under its topics."""
        late = self.late
        listed = (*late, *(line for line in self.shown if not line.late))
        here = listed[(number - 1) * MOST_LISTED : number * MOST_LISTED]
        rest = groupby((line for line in here if not line.late), key=lambda line: line.task.topic)
        return tuple(line for line in here if line.late), tuple((topic, tuple(its)) for topic, its in rest)


def make_lines(
    tasks: Sequence[Task], units: Mapping[int, str], people: Mapping[int, str], today: date | None
) -> tuple[Line, ...]:
    """The tasks with the names of their units and people; in a closed round, `today` None, none is asked for."""
    return tuple(
        Line(
            task=task,
            state=task_state(task),
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


def summarize_lines(lines: Sequence[Line], by: Filter, topics: Mapping[str, str], own: Mapping[str, str]) -> Overview:
    """The lines that the filter leaves; what names no state, unit or topic chooses nothing out.

    `topics` are what an address names each topic by, `own` the agency's own words for the statuses.
    """
    found = Counter((str(line.task.unit_id), line.unit) for line in lines if line.task.unit_id)
    by = Filter(
        by.state if by.state in STATES else "",
        by.unit if any(by.unit == key for key, _ in found) else "",
        by.topic if by.topic in topics.values() else "",
        " ".join(by.typed.split()),
    )
    words = [fold_text(word) for word in by.typed.split()]
    near = [
        line
        for line in lines
        if by.unit in ("", str(line.task.unit_id)) and by.topic in ("", topics[line.task.topic]) and line.holds(words)
    ]
    counts = ((key, own.get(name, name), sum(line.is_in(key) for line in near)) for key, name in STATES.items())
    return Overview(
        by=by,
        counts=tuple(counts),
        units=tuple((*key, count) for key, count in found.items()),
        shown=tuple(line for line in near if line.is_in(by.state)),
    )


def choose_round(rounds: Sequence[Round], year: str, kind: str, plan: int = 1) -> Round | None:
    """The round that was asked for, else the newest open one, else the newest; None before the first."""
    asked = [each for each in rounds if (str(each.year), each.plan, each.kind) == (year, plan, kind)]
    still_open = [each for each in rounds if each.closed_at is None]
    newest = sorted(still_open or rounds, key=lambda each: (each.due, each.id))
    return next(iter(asked), None) or (newest[-1] if newest else None)
