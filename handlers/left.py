"""What a person is still asked for once a reply was saved."""

from dataclasses import replace

from domain.asked import asked_tasks, count_standings
from domain.expectation import OUTSIDE, Reply, Standing
from domain.messages import N_, Say, say
from domain.task import Task
from domain.writes import SaveUpdate
from handlers.facts import Facts
from thai.dates import day_in_bangkok


def with_reply(task: Task, reply: SaveUpdate) -> Task:
    """The task as it stands with this reply."""
    day = day_in_bangkok(reply.at)
    given = Reply(day, reply.status, reply.period, reply.of_whole)
    return replace(task, replies=(*task.replies, given), status=reply.status, check=None, emptied=False)


def what_is_left(reply: SaveUpdate, task: Task, facts: Facts) -> Say:
    """How many of the person's tasks still ask for a report after this one, or how many are not finished yet."""
    tasks = [with_reply(task, reply), *(other for other in facts.open_tasks() if other.id != task.id)]
    if asked := asked_tasks(tasks, facts.today):
        return say(N_("{count} tasks still wait for a report."), count=len(asked))
    standings = count_standings(tasks, facts.today)
    if unfinished := standings.total() - standings[Standing.FINISHED] - sum(standings[one] for one in OUTSIDE):
        told = N_("Everything that is asked for so far has its report ({count} not finished yet). Thank you.")
        return say(told, count=unfinished)
    return say(N_("Everything that is asked for so far has its report. Thank you."))
