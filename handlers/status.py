"""How far a person is: their tasks counted by how far they are, and what is asked for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from domain.asked import asked_tasks
from domain.events import Event
from domain.expectation import OUTSIDE
from domain.messages import N_, Message, Say, Summary, say
from domain.status_words import LATE, NOT_REPORTED, STANDING_WORDS, STATUS_WORDS, due_words, say_status, task_words
from domain.task import Review, Task
from handlers.facts import Facts
from handlers.menu import list_menu_choices
from thai.clusters import trim
from thai.dates import day_in_bangkok

# What a person's tasks are counted by, in the order shown.
_WORDS = (NOT_REPORTED, *STATUS_WORDS.values(), *(STANDING_WORDS[one] for one in sorted(OUTSIDE, reverse=True)))
CHECKED = {
    Review.WAITING: N_("Wait for the check"),
    Review.APPROVED: N_("Approved by a supervisor"),
    Review.RETURNED: N_("Sent back to be mended"),
}


def format_status(task: Task) -> Say:
    """The task's status as its card shows it, with how its newest reply stands at the check."""
    status = say_status(task_words(task), task.plan)
    if task.emptied:
        return say(N_("{status} – the text was taken back, to be reported again"), status=status)
    if task.check is None or not (task.waits or task.returned):
        return status
    if task.waits:
        return say(N_("{status} – waits for the check"), status=status)
    return say(N_("Sent back: {words}"), words=trim(task.check.words, 200) or "-")


def build_status_message(event: Event, facts: Facts) -> Message:
    """The person's tasks counted by how far they are, with the next deadline."""
    tasks = facts.open_tasks()
    if not tasks:
        return say(N_("You have no tasks in an open round just now. You will be told when there are."))
    today = day_in_bangkok(event.at)
    rows = [*_count_by_status(tasks, facts)]
    asked = asked_tasks(tasks, today)
    if late := sum(task.expectation(today).late for task in asked):
        rows.append((say(LATE), (say(N_("{count} tasks"), count=late),)))
    checked = Counter(task.check.review for task in tasks if task.check)
    rows += [(say(CHECKED[r]), (say(N_("{count} tasks"), count=checked[r]),)) for r in CHECKED if checked[r]]
    title = say(N_("{asked} of your {count} tasks wait for a report"), asked=len(asked), count=len(tasks))
    return Summary(title, tuple(rows), _next_due(asked, today), list_menu_choices(facts))


def _count_by_status(tasks: Sequence[Task], facts: Facts) -> Iterator[tuple[Say, tuple[Say, ...]]]:
    """How many tasks are how far, in the words of their plans: what is called alike is counted together."""
    found = sorted(tasks, key=lambda task: _WORDS.index(task_words(task)))
    named = [say_status(task_words(task), task.plan) for task in found]
    counted = Counter(map(facts.in_words, named))
    for words, status in {facts.in_words(status): status for status in named}.items():
        yield status, (say(N_("{count} tasks"), count=counted[words]),)


def _next_due(asked: Sequence[Task], today: date) -> Say:
    if not asked:
        return say(N_("Everything that is asked for so far has its report. Thank you."))
    return say("{due}: {measure}", due=due_words(asked[0], today), measure=trim(asked[0].measure, 200))
