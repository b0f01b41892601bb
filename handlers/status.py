"""How far a person is: their tasks counted by status, and what is late."""

from collections import Counter
from datetime import date

from domain.events import Event
from domain.messages import N_, Message, Say, Summary, say
from domain.task import Status, Task
from handlers.facts import Facts
from handlers.menu import menu_choices
from thai.clusters import trim
from thai.dates import day_in_bangkok

STATUS_WORDS = {
    Status.NOT_STARTED: N_("Not started"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.DONE: N_("Done"),
    Status.NOT_DONE: N_("Not carried out"),
}


def status_message(event: Event, facts: Facts) -> Message:
    """The person's tasks counted by status, with the next due day."""
    tasks = facts.open_tasks()
    if not tasks:
        return say(N_("You have no tasks in an open round just now. You will be told when there are."))
    today = day_in_bangkok(event.at)
    counted = Counter(task.status for task in tasks)
    rows: list[tuple[Say, tuple[Say, ...]]] = [
        (say(words), (say(N_("{count} tasks"), count=counted[status]),)) for status, words in STATUS_WORDS.items()
    ]
    late = sum(task.late_on(today) for task in tasks)
    if late:
        rows.append((say(N_("Late")), (say(N_("{count} tasks"), count=late),)))
    title = say(N_("Your {count} tasks"), count=len(tasks))
    return Summary(title, tuple(rows), _next_due(tasks, today), menu_choices(facts))


def _next_due(tasks: tuple[Task, ...], today: date) -> Say:
    waiting = [task for task in tasks if not task.answered]
    if not waiting:
        return say(N_("All are answered. Thank you."))
    first, measure = waiting[0], trim(waiting[0].measure, 200)
    if first.late_on(today):
        return say(N_("The longest overdue was due on {due}: {measure}"), due=first.due, measure=measure)
    return say(N_("The next is due on {due}: {measure}"), due=first.due, measure=measure)
