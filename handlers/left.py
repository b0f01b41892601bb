"""What a person is still asked for once a reply was saved; why one could not be."""

from dataclasses import replace

from domain.asked import asked_tasks, count_standings
from domain.cards import build_card
from domain.expectation import OUTSIDE, Reply, Standing, months_of_period
from domain.messages import N_, Say, TaskCard, say
from domain.period_words import periods_words
from domain.task import Task
from domain.writes import SaveUpdate
from handlers.facts import Facts
from thai.clusters import trim
from thai.dates import day_in_bangkok


def add_reply(task: Task, reply: SaveUpdate) -> Task:
    """The task as it stands with this reply."""
    day = day_in_bangkok(reply.at)
    given = Reply(day, reply.status, reply.period, reply.of_whole)
    return replace(task, replies=(*task.replies, given), status=reply.status, check=None, emptied=False)


def format_what_is_left(reply: SaveUpdate, task: Task, facts: Facts) -> Say:
    """What the same measure still asks for; else how many of the person's tasks do, or are not finished yet."""
    after = add_reply(task, reply).expectation(facts.today)
    if after.asks and after.missing:
        missing = periods_words(after.missing, months_of_period(task.cadence))
        return say(N_("Of this measure the report for {periods} is still missing."), periods=missing)
    tasks = [add_reply(task, reply), *(other for other in facts.open_tasks() if other.id != task.id)]
    if asked := asked_tasks(tasks, facts.today):
        return say(N_("{count} tasks still wait for a report."), count=len(asked))
    standings = count_standings(tasks, facts.today)
    if unfinished := standings.total() - sum(standings[one] for one in (Standing.FINISHED, Standing.AHEAD, *OUTSIDE)):
        told = N_("Everything that is asked for so far has its report ({count} not finished yet). Thank you.")
        return say(told, count=unfinished)
    return say(N_("Everything that is asked for so far has its report. Thank you."))


def offer_next_task(saved: Task, facts: Facts) -> tuple[TaskCard, ...]:
    """The card of the most urgent other task that asks for a report; () where none does."""
    others = asked_tasks((task for task in facts.open_tasks() if task.id != saved.id), facts.today)
    return tuple(TaskCard(say(_NEXT), build_card(task, facts.today, facts.open_tasks())) for task in others[:1])


_NEXT = N_("Next task")


def explain_gone(task_id: int, facts: Facts) -> Say:
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
