"""What opening, moving and closing a round changes, as it is told before it is done. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.agency import Person
from domain.task import Round, Task
from thai.fiscal import RoundKind, fiscal_year, round_days, round_of_day

# A due day later than so long after the round's last day is a slip.
_LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a round asks once it is open: how many tasks of how many units, of whom, and how many have nobody.

    `outside` more are not asked for: their time lies outside the round, or they were done for good before it.
    """

    tasks: int
    units: int
    people: tuple[Person, ...]
    nobody: int
    outside: int = 0

    @property
    def reached(self) -> tuple[Person, ...]:
        """Those who can be told in LINE."""
        return tuple(who for who in self.people if who.line_user is not None and who.reachable)

    @property
    def unreached(self) -> tuple[Person, ...]:
        """Those who have not enrolled, or have blocked the account."""
        return tuple(who for who in self.people if who not in self.reached)


def rounds_to_open(
    years: Sequence[int], rounds: Sequence[Round], today: date, kinds: Sequence[RoundKind]
) -> tuple[tuple[int, RoundKind, Round | None], ...]:
    """The rounds of these kinds, of these years' plans, that are not open; the one that the calendar expects first.

    Each with its record where it was open before.
    """
    known = {(round_.year, round_.kind): round_ for round_ in rounds}
    found = [(year, kind, known.get((year, kind))) for year in years for kind in kinds]
    closed = [one for one in found if one[2] is None or one[2].closed_at is not None]
    expected = (fiscal_year(today), round_of_day(today, kinds))
    return tuple(sorted(closed, key=lambda one: ((one[0], one[1]) != expected, one[2] is not None, -one[0])))


def seen_as(known: Round | None) -> str:
    """What the round is known by when it is looked at: where that is another meanwhile, nothing is done unasked."""
    return f"{known.due} {known.closed_at} {known.end_from}" if known else "-"


def due_days(year: int, kind: RoundKind) -> tuple[date, date]:
    """The first and the last day that may be the round's due day."""
    first, last = round_days(year, kind)
    return first, last + _LATEST


def without_end(tasks: Iterable[Task], day: date) -> tuple[Task, ...]:
    """Those that closing the round on this day leaves without their reply for its end."""
    return tuple(task for task in tasks if task.expectation(day).expects)


def count_by_unit(tasks: Iterable[Task]) -> tuple[tuple[str, int], ...]:
    """How many of the tasks each unit has, the most first; "" for those of none."""
    return tuple(Counter(task.unit for task in tasks).most_common())
