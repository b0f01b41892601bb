"""How far a task is, in words: the same in the chat, on the pages and in print."""

from typing import Final

from domain.messages import N_
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


def task_words(task: Task) -> str:
    """How far the task is as its officers say it, a sentence of the catalogue; that nobody reported where none did."""
    return NOT_REPORTED if task.unreported else STATUS_WORDS[task.reported]
