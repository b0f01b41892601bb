"""How far a task is."""

from enum import StrEnum


class Status(StrEnum):
    """How far a task is; *late* is never stored, it follows from dates.

    NOT_STATED is that of a reply taken in from a document that names none: nobody chooses it, and it is not printed.
    """

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_DONE = "not_done"
    NOT_STATED = "not_stated"
