"""The rules of reminding as the page shows them: a sentence each, with the fields that change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.agency import Person
from domain.messages import N_, Say, say
from domain.reminding import ReminderRules
from reminders.rule_words import tell_rules
from web.admin.reminder_form import PUBLISH
from web.forms import Field, Form

_PUBLISHED_BY = N_("The report of {round} is to be on the web by {day}.")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it is in force, the fields that change it, and whether they are shown at once: what was typed there
    is not saved yet."""

    name: str
    told: Say
    fields: tuple[Field, ...]
    open: bool = False


def list_rules(rules: ReminderRules, people: Sequence[Person], form: Form, fresh: Form) -> tuple[RuleLine, ...]:
    """Every rule with its fields; `fresh` is the form as nothing was typed in it yet."""
    standing = {one.name: one.value for one in fresh.fields}
    fields = {one.name: one for one in form.fields}

    def line(name: str, told: Say, values: Sequence[str]) -> RuleLine:
        mine = tuple(fields[value] for value in values)
        return RuleLine(name, told, mine, any(one.problem or one.value != standing[one.name] for one in mine))

    told = [line(one.name, one.sentence, one.values) for one in tell_rules(rules, {p.id: p.name for p in people})]
    to_publish = [
        line(one.name, say(_PUBLISHED_BY, round=one.about, day=date.fromisoformat(standing[one.name])), (one.name,))
        for one in form.with_prefix(PUBLISH)
    ]
    place = next(at for at, one in enumerate(told) if one.name == "publish_before") + 1
    return (*told[:place], *to_publish, *told[place:])
