"""What an administrator's pages show before something is done for an officer, and whom that concerns."""

from dataclasses import dataclass

from domain.agency import Person
from domain.messages import Say
from domain.reply_form import ReplyForm


@dataclass(frozen=True, slots=True)
class FormForAnother:
    """The form of a task's report and for whom it is given; `officers` are all whom it may be given for.

    `officer` is None where the task has nobody else, and where it is the administrator's own.
    """

    form: ReplyForm
    officer: Person | None
    officers: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class NudgeLook:
    """Whom a reminder would reach and what it costs, in sentences; `count` is 0 where there is nobody to remind."""

    told: tuple[Say, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class SentComment:
    """What came of a comment; `kept` is False where it would have gone to somebody else than was shown."""

    said: Say
    kept: bool = True


@dataclass(frozen=True, slots=True)
class AgainLook:
    """A reminder before it is sent again: to whom, of what, at which cost, in sentences; `refused` says why it is not.

    `sent` is how many times it was sent again already: who sends it names the number that they saw.
    """

    name: str
    told: tuple[Say, ...] = ()
    refused: Say | None = None
    sent: int = 0
