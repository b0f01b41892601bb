"""Sending through LINE: what a month allows, and what goes wrong."""

from dataclasses import dataclass

from domain.messages import Say


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
