"""What is said once a report was saved, or could not be."""

from domain.expectation import Reply, find_expectation, months_of_period
from domain.messages import N_, Say, say
from domain.period_words import periods_words
from domain.task import Status, Task
from domain.writes import SaveUpdate
from handlers.facts import Facts
from thai.clusters import trim
from thai.dates import day_in_bangkok


def why_gone(task_id: int, facts: Facts) -> Say:
    """Why the report that was begun on a task was not saved: its round was closed, or it is another's now."""
    task = facts.any_task(task_id)
    if task is None:
        return say(N_("The report you had begun was not saved: that task takes no more answers, it left the plan."))
    measure, closed = trim(task.measure, 120), facts.round_of(task).closed_at
    if closed is None:
        told = N_(
            "The report on “{measure}” that you had begun was not saved: that task takes no more answers of yours."
        )
        return say(told, measure=measure)
    return say(_CLOSED, measure=measure, day=day_in_bangkok(closed))


_CLOSED = N_(
    "The report on “{measure}” that you had begun was not saved: that task takes no more answers, for its round was "
    "closed on {day}. If it is to be reported still, please ask the agency's administrator."
)


def what_is_left(update: SaveUpdate, task: Task, facts: Facts) -> Say:
    """What the same measure still asks for, else how many of the person's tasks do, or are not finished."""
    today = day_in_bangkok(update.at)
    reply = Reply(today, update.status, update.period, update.of_whole)
    after = find_expectation(task.expected, (*task.replies, reply), today)
    others = [other for other in facts.open_tasks() if other.id != task.id]
    waiting = sum(other.expectation(today).asks for other in others)
    if after.asks and after.missing:
        missing = periods_words(after.missing, months_of_period(task.cadence))
        told = N_("Of this measure the report for {periods} is still missing.")
        return say(told, periods=missing)
    if waiting:
        return say(N_("{count} tasks are still waiting."), count=waiting)
    unfinished = sum(_goes_on(other.reported) for other in others) + _goes_on(update.status)
    if unfinished:
        return say(N_("All tasks have a report; {count} are not finished yet."), count=unfinished)
    return say(N_("Nothing else is waiting."))


def _goes_on(status: Status) -> bool:
    return status not in (Status.DONE, Status.NOT_DONE)
