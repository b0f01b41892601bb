"""Which of a task's replies are printed together."""

from collections.abc import Sequence

from domain.task import Status, Update

_BEGUN = (Status.DONE, Status.IN_PROGRESS)


def printed_together(replies: Sequence[Update]) -> tuple[Update, ...]:
    """Those of a task's replies, oldest first, whose texts are printed together; the newest is the last.

    A reply goes on with those before where its officer said so, and with those of other months in any case: it takes
    the place of those of its own month, or of those that tell of no month, alone.
    """
    chain: list[Update] = []
    for reply in replies:
        chain = [before for before in chain if reply.adds or _other_month(before, reply)]
        chain.append(reply)
    return tuple(chain)


def _other_month(before: Update, after: Update) -> bool:
    """True where both tell of a period of its own, and neither that the measure is given up as a whole."""
    if before.period is None or after.period is None or before.period == after.period:
        return False
    return (before.status in _BEGUN or before.skipped) and (after.status is not Status.NOT_DONE or after.skipped)
