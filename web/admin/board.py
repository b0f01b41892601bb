"""A round's tasks as a board of measures × units, folded by topic, with how far each topic and unit is. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.expectation import OUTSIDE
from domain.messages import N_, Say, join_sentences, say
from domain.status_words import NOT_REPORTED, STANDING_WORDS, STATUS_WORDS
from domain.task import Status
from web.admin.overview import SILENT, Line

# The parts of a bar, in their order: how a task stands, and its words.
PARTS: Final[dict[str, str]] = {
    Status.DONE.value: STATUS_WORDS[Status.DONE],
    Status.IN_PROGRESS.value: STATUS_WORDS[Status.IN_PROGRESS],
    Status.NOT_STATED.value: STATUS_WORDS[Status.NOT_STATED],
    Status.NOT_DONE.value: STATUS_WORDS[Status.NOT_DONE],
    Status.NOT_STARTED.value: STATUS_WORDS[Status.NOT_STARTED],
    SILENT: NOT_REPORTED,
}
SIGNS: Final[dict[str, str]] = {
    Status.DONE.value: "✓",
    Status.IN_PROGRESS.value: "◐",
    Status.NOT_STATED.value: "?",
    Status.NOT_DONE.value: "✕",
    Status.NOT_STARTED.value: "○",
    SILENT: "–",
    **{str(standing): "·" for standing in OUTSIDE},
}
WORDS: Final[dict[str, str]] = {**PARTS, **{str(standing): STANDING_WORDS[standing] for standing in OUTSIDE}}
_OF = N_("{done} of {count} done")
_LATE = N_("{count} late")
_PART = "{words} {count}"
_NO_UNIT: Final = N_("No unit")
# So many cells a page holds unfolded or folded; what is beyond them is a page of its own.
MOST_CELLS: Final = 1200
FEW_CELLS: Final = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tasks of one topic or unit are; `parts` are (state, how many), the widths of a bar.

    Those whose time lies outside the round are left out.
    """

    name: str
    key: str
    count: int
    late: int
    parts: tuple[tuple[str, int], ...]

    def told(self, own: Callable[[str], str]) -> Say:
        """The same in words: how many are done and late, then each part; `own` gives the agency's words."""
        done = dict(self.parts).get(Status.DONE.value, 0)
        told = [say(_OF, done=done, count=self.count), *([say(_LATE, count=self.late)] if self.late else [])]
        told += [say(_PART, words=own(PARTS[key]), count=count) for key, count in self.parts if key != Status.DONE]
        return join_sentences(told, " · ")

    @property
    def bars(self) -> tuple[tuple[str, float, float], ...]:
        """The parts as (state, where it begins, how wide it is), in hundredths of the bar."""
        found, at = [], 0.0
        for key, count in self.parts:
            wide = round(100 * count / self.count, 2)
            found.append((key, round(at, 2), wide))
            at += wide
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: its task with each of the board's units, None where the unit has none."""

    measure: str
    cells: tuple[Line | None, ...]

    @property
    def late(self) -> int:
        """How many of its tasks are late."""
        return sum(cell is not None and cell.late for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the board; its rows are None where the page has no room for them, `open` where they are unfolded."""

    progress: Progress
    rows: tuple[Row, ...] | None
    open: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The measures under their topics, those with late tasks first in each, against the units in their order."""

    units: tuple[tuple[int | None, str], ...]
    topics: tuple[Topic, ...]


def number_topics(lines: Iterable[Line]) -> dict[str, str]:
    """What an address names each topic of the round by: its place."""
    titles = dict.fromkeys(line.task.topic for line in lines)
    return {title: str(place) for place, title in enumerate(titles, 1)}


def count_progress(lines: Sequence[Line], name_of: Callable[[Line], tuple[str, str]]) -> tuple[Progress, ...]:
    """How far the lines under each name are, in the order in which they come; `name_of` gives (key, name)."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault(name_of(line), []).append(line)
    return tuple(_measure(key, name, some) for (key, name), some in found.items())


def _measure(key: str, name: str, lines: Sequence[Line]) -> Progress:
    inside = [line.state for line in lines if line.state not in OUTSIDE]
    found = Counter(inside)
    parts = tuple((state, found[state]) for state in PARTS if found[state])
    return Progress(name, key, len(inside), sum(line.late for line in lines), parts)


def build_board(
    lines: Sequence[Line], units: Sequence[tuple[int | None, str]], topics: dict[str, str], opened: str
) -> Board:
    """The board of these lines; `topics` are what addresses name the topics by, `opened` the one that is unfolded."""
    known = [unit for unit in units if any(line.task.unit_id == unit[0] for line in lines)]
    if any(line.task.unit_id is None for line in lines):
        known.append((None, _NO_UNIT))
    room, found = MOST_CELLS, []
    for title, key in topics.items():
        its = [line for line in lines if line.task.topic == title]
        if its:
            fits = key == opened or len(its) <= room
            room -= len(its) if fits else 0
            rows = _build_rows(its, known) if fits else None
            found.append(Topic(_measure(key, title, its), rows, key == opened or len(lines) <= FEW_CELLS))
    return Board(tuple(known), tuple(found))


def _build_rows(lines: Sequence[Line], units: Sequence[tuple[int | None, str]]) -> tuple[Row, ...]:
    measures: dict[int, dict[int | None, Line]] = {}
    for line in lines:
        measures.setdefault(line.task.measure_id, {})[line.task.unit_id] = line
    rows = (
        Row(next(iter(cells.values())).task.measure, tuple(cells.get(unit) for unit, _ in units))
        for cells in measures.values()
    )
    return tuple(sorted(rows, key=lambda row: -row.late))
