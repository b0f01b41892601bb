"""Wordings of how often a measure is followed up."""

from enum import StrEnum


class CadenceKind(StrEnum):
    """The rhythm in which a measure is followed up."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ONCE = "once"
    CONTINUOUS = "continuous"


def read_cadence(text: str) -> CadenceKind | None:
    """The rhythm that the wording means, or None where it is not understood."""
    return None
