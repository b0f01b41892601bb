"""When people are reminded, as data: the default rules, the hour, and how long a missed day is made good."""

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal

RuleKind = Literal["monthly", "before_due"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One occasion to remind. `when` is the day of the month, or the days before a round's due day.

    `key` names one occurrence from its `month`, `round`, `due` and `when`. A deadline is moved to the working
    day before, a routine one to the working day after.
    """

    kind: RuleKind
    key: str
    when: int


# The most urgent first. A due day that was moved is another deadline: it stands in the key.
DEFAULT_RULES: Final = (
    Rule("before_due", "before_due:{round}:{when}:{due}", 7),
    Rule("monthly", "monthly:{month}", 1),
)

AT: Final = time(9)  # on Bangkok's clock
DUE_FOR: Final = 3  # working days after its own on which an occurrence that was missed is still made good
