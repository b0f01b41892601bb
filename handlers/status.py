"""How far a person is: their tasks counted by status, and what is late."""

from collections import Counter
from datetime import date

from domain.events import Event
from domain.messages import N_, Message, Say, Summary, say
from domain.status_words import NOT_REPORTED, STATUS_WORDS, task_words
from domain.task import Review, Status, Task
from handlers.facts import Facts
from handlers.menu import menu_choices
from thai.clusters import trim
from thai.dates import day_in_bangkok

CHECKED = {
    Review.WAITING: N_("Wait for the check"),
    Review.APPROVED: N_("Approved by a supervisor"),
    Review.RETURNED: N_("Sent back to be mended"),
}


def status_of(task: Task) -> Say:
    """The task's status as its card shows it, with how its newest reply stands at the check."""
    status = say(task_words(task))
    if task.emptied:
        return say(N_("{status} – the text was taken back, to be reported again"), status=status)
    if task.check is None or not (task.waits or task.returned):
        return status
    if task.waits:
        return say(N_("{status} – waits for the check"), status=status)
    return say(N_("Sent back: {words}"), words=trim(task.check.words, 100) or "-")


def status_message(event: Event, facts: Facts) -> Message:
    """The person's tasks counted by status, with the next due day."""
    tasks = facts.open_tasks()
    if not tasks:
        return say(N_("You have no tasks in an open round just now. You will be told when there are."))
    today = day_in_bangkok(event.at)
    counted = Counter(map(task_words, tasks))
    rows: list[tuple[Say, tuple[Say, ...]]] = [
        (say(words), (say(N_("{count} tasks"), count=counted[words]),))
        for words in (*STATUS_WORDS.values(), NOT_REPORTED)
        if counted[words] or words != STATUS_WORDS[Status.NOT_STATED]
    ]
    late = sum(task.late_on(today) for task in tasks)
    if late:
        rows.append((say(N_("Late")), (say(N_("{count} tasks"), count=late),)))
    checked = Counter(task.check.review for task in tasks if task.check)
    rows += [(say(CHECKED[r]), (say(N_("{count} tasks"), count=checked[r]),)) for r in CHECKED if checked[r]]
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
