"""A task's card: the answers that it takes at one tap, each bound to the task, its period and what was known of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from domain.messages import N_, Choice, TaskLine, say
from domain.plan_words import find_plan_title
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Status, Task

QUICK_STATUSES = (Status.DONE, Status.IN_PROGRESS)
SAME = N_("Same as before")


@dataclass(frozen=True, slots=True)
class CardMark:
    """What a card's button says of its card: the task, the month or quarter it was for, and what was known then."""

    task_id: int
    period: date | None
    known: str


def build_card(task: Task, day: date, among: Sequence[Task] = ()) -> TaskLine:
    """The task with the button that begins its report, and the answers that it takes at one tap on the day.

    Its plan is named where the person's tasks, among which it is shown, are of several.
    """
    return TaskLine(task, f":report:{task.id}", tuple(_list_quick_answers(task, day)), find_plan_title(task, among))


def _list_quick_answers(task: Task, day: date) -> Iterator[Choice]:
    """None where nothing is asked, nor where the words of whoever sent the report back are to be read first."""
    if not task.expectation(day).asks or task.returned or task.emptied:
        return
    period = task.propose_period(day)
    for status in QUICK_STATUSES:
        yield Choice(
            say_status(STATUS_WORDS[status], task.plan), f":answer:{_format_mark(task, period)}:{status.value}"
        )
    if task.goes_on:
        yield same_choice(task, period)


def same_choice(task: Task, period: date | None) -> Choice:
    """The button that records the newest reply of the task once more, for the month or quarter."""
    return Choice(say(SAME), f":same:{_format_mark(task, period)}")


def _format_mark(task: Task, period: date | None) -> str:
    """`task:period:known`; the period "" where the task has no such rhythm."""
    return f"{task.id}:{period.isoformat() if period else ''}:{_fingerprint(task)}"


def read_card_mark(argument: str) -> CardMark | None:
    """The mark of the card that was tapped; None for what is none."""
    task_id, _, rest = argument.partition(":")
    period, _, known = rest.partition(":")
    try:
        return CardMark(int(task_id), date.fromisoformat(period) if period else None, known)
    except ValueError:
        return None


def has_changed(mark: CardMark, task: Task) -> bool:
    """True where the task was answered, checked or changed since its card was shown."""
    return mark.known != _fingerprint(task)


def _fingerprint(task: Task) -> str:
    review = task.check.review if task.check else ""
    shown = (task.measure, task.steps, task.unit, task.due, task.cadence, task.carried_out)
    known = (*shown, task.replies, task.last_update, review, task.emptied)
    return f"{crc32(repr(known).encode()):08x}"
