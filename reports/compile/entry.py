"""A measure with all that is printed of it: its place in the plan, and what was reported on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.columns import KNOWN
from domain.evidence import Evidence
from domain.expectation import Standing
from domain.layout import Layout
from domain.plan import MeasureOnFile, Topic
from domain.task import Status, Task, Update

Lines = tuple[str, ...]
_LEAST_FIRST = (Status.NOT_STARTED, Status.NOT_DONE, Status.NOT_STATED, Status.IN_PROGRESS, Status.DONE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One unit's reply to a measure; `earlier` are those of other months or of the first half printed with it.

    `carried` is True where it was given in the first half, and the second asks for none.
    """

    task: Task
    update: Update
    earlier: tuple["Answer", ...] = ()
    carried: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How many months of the round are the measure's, and how many of its months or quarters have a reply.

    `asked` periods of `length` months each; 0 where none are counted.
    """

    months: int = 6
    given: int = 0
    asked: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure with all that is printed of it."""

    topic: Topic
    measure: MeasureOnFile
    layout: Layout
    answers: tuple[Answer, ...]
    evidence: tuple[Evidence, ...]
    follow_up: FollowUp = FollowUp()
    outside: Standing | None = None

    @property
    def main_key(self) -> str | None:
        """The column that says how far the measure is: what was done, where the layout has such a column."""
        known = [key for key in self.layout.reply_keys if key in KNOWN]
        return min(known, key=lambda key: KNOWN[key].opens, default=None)


def least_far(answers: Iterable[Answer]) -> Status | None:
    """The status of the answer least far on; None without any."""
    statuses = {answer.update.status for answer in answers}
    return next((each for each in _LEAST_FIRST if each in statuses), None)
