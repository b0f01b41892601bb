"""Sending through LINE: what a month allows, and what goes wrong."""

from dataclasses import dataclass
from typing import Final

from domain.messages import Say

# Why a message did not go out, or waits, as it is noted with it; the log of reminders says each in plain words.
PUSHES_SPENT: Final = "the month's pushes are used up"
OUTSIDE_HOURS: Final = "outside the agency's hours"
FORMER_ACCOUNT: Final = "the account is nobody's any more"
TOO_LATE_TO_ASK: Final = "it may have arrived, and LINE knows its key no more"
NO_CHANNEL: Final = "the agency has no LINE channel"


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """What is right and what is wrong with an agency's LINE channel.

    `elsewhere` is True where LINE sends the account's events to another address, or nowhere.
    """

    good: tuple[Say, ...] = ()
    wrong: tuple[Say, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Quota:
    """The month's pushes: `limit` None where unlimited."""

    limit: int | None
    used: int

    @property
    def left(self) -> int | None:
        """How many pushes are left, None where unlimited."""
        return None if self.limit is None else max(0, self.limit - self.used)


class SendError(Exception):
    """A call that failed, with its reason.

    `permanent`: trying again cannot help. `unknown`: it may have worked all the same. `status` and `told` (the
    `message` of its error body): LINE's, if any.
    """

    def __init__(
        self, reason: str, permanent: bool, status: int | None = None, unknown: bool = False, told: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason, self.permanent, self.status, self.unknown = reason, permanent, status, unknown
        self.told = told
