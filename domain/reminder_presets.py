"""Three ways to remind that an agency may choose between: light, normal, strict."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.reminding import ReminderRules

NORMAL: Final = "normal"
PRESETS: Final[Mapping[str, ReminderRules]] = {
    "light": ReminderRules(
        month_days=(1,), before_due=(7, 0), late_after=(7,), supervisor_after=7, escalate_after=20,
        publish_before=(7,), summaries=False,
    ),
    NORMAL: ReminderRules(),
    "strict": ReminderRules(
        month_days=(1, 15, 25), before_due=(30, 14, 7, 5, 3, 1, 0), late_after=(1, 3, 5, 7, 10, 14),
        supervisor_after=1, escalate_after=7, publish_before=(30, 14, 7, 3, 1),
    ),
}  # fmt: skip
# What a preset decides; hours, days off, publication days and who is named stay the agency's own.
DECIDED: Final = (
    "month_days", "before_due", "list_before", "late_after", "supervisor_after", "escalate_after", "publish_before",
    "summaries",
)  # fmt: skip


def apply_preset(rules: ReminderRules, name: str) -> ReminderRules:
    """The rules with what the preset decides in place of theirs."""
    return replace(rules, **{field: getattr(PRESETS[name], field) for field in DECIDED})


def find_preset(rules: ReminderRules) -> str | None:
    """The name of the preset that the rules are; None where the agency has values of its own."""
    return next((name for name in PRESETS if apply_preset(rules, name) == rules), None)
