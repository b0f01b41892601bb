"""What could be turned off where a month's pushes will not suffice, and about how many each saves. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.messages import N_, Say, say
from reminders.ahead import DayAhead

# Notices earlier than this before a due day are the first that an agency can do without.
_FAR: Final = 7


@dataclass(frozen=True, slots=True)
class Saving:
    """The rule by the name of its sentence, and about how many of the month's pushes it takes."""

    rule: str
    pushes: int


def find_savings(ahead: Iterable[DayAhead], month: date) -> tuple[Saving, ...]:
    """What the month's pushes are for that one rule alone asks for, the most first; `month` is its first day.

    About: without a digest what it spoke for may be told on a day soon after.
    """
    found = Counter[str]()
    for one in ahead:
        if one.day.replace(day=1) == month:
            for digest in one.digests:
                rules = {_find_rule(key) for key in digest.keys}
                if digest.via == "push" and len(rules) == 1 and (rule := rules.pop()):
                    found[rule] += 1
    return tuple(Saving(rule, pushes) for rule, pushes in found.most_common())


def saving_words(saving: Saving) -> Say:
    """What to turn off, and about what it saves."""
    return say(_WORDS[saving.rule], count=saving.pushes)


def _find_rule(key: str) -> str | None:
    """The rule that can be turned off without which the occasion would not be; None where there is none."""
    kind, *rest = key.split(":")
    match kind:
        case "monthly" if len(rest) > 1:  # a later day of the month
            return "month_days"
        case "before_due" | "once" if int(rest[1]) > _FAR:
            return "before_due"
        case "late":
            return "late_after"
        case "publish":
            return "publish_before"
        case "summary":
            return "summaries"
    return None


_WORDS: Final[dict[str, str]] = {
    "month_days": N_("Remind on one day of the month only: about {count} messages fewer"),
    "before_due": N_("Leave out the notices more than a week before the due day: about {count} messages fewer"),
    "late_after": N_("Remind on fewer days after the due day: up to {count} messages fewer"),
    "publish_before": N_("Remind of publishing on fewer days: up to {count} messages fewer"),
    "summaries": N_("Switch the supervisors' summary off: about {count} messages fewer"),
}
