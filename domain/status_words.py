"""How far a task is, in words: the same in the chat, on the pages and in print."""

from typing import Final

from domain.messages import N_
from domain.task import Status

STATUS_WORDS: Final = {
    Status.NOT_STARTED: N_("Not started"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.DONE: N_("Done"),
    Status.NOT_DONE: N_("Not carried out"),
    Status.NOT_STATED: N_("Status not stated"),
}
