"""How far a task is, and what is expected of it, in words: the same in the chat, on the pages and in print."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from domain.expectation import Standing, months_of_period
from domain.layout import Layout
from domain.messages import N_, Say, join_sentences, say
from domain.period_words import left_words, periods_words
from domain.plan_ref import PlanRef
from domain.plan_words import list_by_plan
from domain.task import Status, Task

# Nobody reported yet: another thing than a report that nothing was begun.
NOT_REPORTED: Final = N_("Not reported")
STATUS_WORDS: Final = {
    Status.NOT_STARTED: N_("Not started"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.DONE: N_("Done"),
    Status.NOT_DONE: N_("Not carried out"),
    Status.NOT_STATED: N_("Status not stated"),
}
WAITING: Final = N_("Waits for a report")
LATE: Final = N_("Late")
REPORTED: Final = N_("Reported")
# Standings that are shown alike share their words; in the order shown.
STANDING_WORDS: Final = {
    Standing.WAITING: WAITING,
    Standing.LATE: LATE,
    Standing.UP_TO_DATE: REPORTED,
    Standing.ANSWERED: REPORTED,
    Standing.FINISHED: REPORTED,
    Standing.AHEAD: N_("Not due yet"),
    Standing.NOT_YET: N_("Not due yet"),
    Standing.EARLIER: N_("Carried out in an earlier round"),
}


def own_status_words(layout: Layout) -> Mapping[str, str]:
    """The agency's own words for the statuses, by the sentence of the catalogue that they stand for."""
    return {STATUS_WORDS[Status(status)]: words for status, words in layout.statuses.items()}


def say_status(sentence: str, plan: PlanRef) -> Say:
    """The status, or another sentence, known as of this plan: its layout may have words of its own."""
    return say(sentence, of_plan=plan.id) if plan.own_layout else say(sentence)


def say_status_in(layout: Layout, status: Status) -> Say:
    """The status in the words of the layout, in the usual ones where it has none of its own."""
    words, own = STATUS_WORDS[status], own_status_words(layout)
    return say("{words}", words=own[words]) if words in own else say(words, of_plan=0)


def task_words(task: Task) -> str:
    """How far the task is as its officers say it, a sentence of the catalogue.

    That nobody reported where none did; where its time lies outside the round, that.
    """
    if task.unreported:
        return STANDING_WORDS[task.outside] if task.outside else NOT_REPORTED
    return STATUS_WORDS[task.reported]


def standings_words(tasks: Sequence[Task], day: date, names_late: bool = True) -> Say:
    """How many of the tasks stand how on the day, none that is 0: `รอรายงาน 3 (เกินกำหนด 1) · รายงานแล้ว 2`.

    Where others read along, how many are late is left out.
    """
    found = [(task, task.expectation(day)) for task in tasks]
    late, asked = sum(its.late and names_late for _, its in found), sum(its.asks for _, its in found)
    done = sum(its.standing is Standing.FINISHED and task.reported is Status.DONE for task, its in found)
    counted = Counter(STANDING_WORDS[its.standing] for _, its in found if not its.asks)
    pieces = [_count(N_("wait for a report {count}"), N_("wait for a report {count} (late {some})"), asked, late)]
    pieces += [_count(N_("reported {count}"), N_("reported {count} (finished {some})"), counted[REPORTED], done)]
    outside = (STANDING_WORDS[Standing.NOT_YET], STANDING_WORDS[Standing.EARLIER])
    pieces += [say("{words} {count}", words=say(words), count=counted[words]) for words in outside if counted[words]]
    return join_sentences([piece for piece in pieces if piece], " · ")


def standings_by_plan(
    tasks: Sequence[Task], among: Sequence[Task], day: date, names_late: bool = True
) -> tuple[Say, ...]:
    """How many of the tasks stand how, of each plan where those among which they are shown are of several."""
    told = [(plan, standings_words(some, day, names_late)) for plan, some in list_by_plan(tasks, among)]
    return tuple(say("{plan}: {counts}", plan=plan, counts=counts) if plan else counts for plan, counts in told)


def _count(plain: str, with_some: str, count: int, some: int) -> Say | None:
    if not count:
        return None
    return say(with_some, count=count, some=some) if some else say(plain, count=count)


def due_words(task: Task, day: date) -> Say:
    """By when the task asks for its report, and for how long still; what it stands at where it asks for none."""
    found = task.expectation(day)
    if not found.asks:
        return say(STANDING_WORDS[found.standing])
    told = N_("Late since {due} ({left})") if found.late else N_("Due {due} ({left})")
    return say(told, due=found.deadline, left=left_words(found.days_left))


def missing_words(task: Task, day: date) -> Say | None:
    """The months or quarters whose report is missing on the day; None where none is, or it has no such rhythm."""
    missing = task.expectation(day).missing
    if not missing:
        return None
    return say(N_("For {periods}"), periods=periods_words(missing, months_of_period(task.cadence)))
