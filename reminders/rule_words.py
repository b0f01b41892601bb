"""An agency's rules in sentences: one table says for each kind of rule what it tells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.messages import N_, Say, say
from domain.reminding import ReminderRules
from reminders.plan import SPEAKS_FOR
from reminders.quota import MOST_PUSHES


@dataclass(frozen=True, slots=True)
class Told:
    """A rule as a sentence, and the names of the rules' values that stand in it."""

    name: str
    values: tuple[str, ...]
    sentence: Say


def tell_rules(rules: ReminderRules, names: Mapping[int, str]) -> tuple[Told, ...]:
    """Every rule as a sentence, in the order in which a round meets them; `names` are the people's, by id."""
    return tuple(Told(name, values, tell(rules, names)) for name, values, tell in _RULES)


def tell_limits() -> Say:
    """What holds whatever the rules say."""
    told = N_(
        "Nobody gets more than one message a day, and {most} a month; whoever has reported is not asked again. Who was "
        "reminded of the same in the {days} days before is not told it before the due day once more."
    )
    return say(told, most=MOST_PUSHES, days=SPEAKS_FOR.days)


def _tell_hours(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    first, last = (hour.strftime("%H.%M") for hour in (rules.at, rules.until))
    return say(N_("Messages are sent on working days from {first} to {last}."), first=first, last=last)


def _tell_month_days(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    """On the month's later days only those are asked who have not reported since the first."""
    first, *later = sorted(rules.month_days) or [0]
    if not first:
        return say(N_("There is no reminder in a month without a due day."))
    day = say(N_("the first working day of the month")) if first == 1 else say(N_("day {day} of the month"), day=first)
    if not later:
        return say(N_("Remind on {first}."), first=day)
    only = N_("Remind on {first}, and on day {days} only those who have not reported.")
    return say(only, first=day, days=list_numbers(later))


def _tell_before_due(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    ahead, on_day = sorted((d for d in rules.before_due if d), reverse=True), 0 in rules.before_due
    if not ahead:
        told = N_("Remind on the due day alone.") if on_day else N_("There is no reminder before a due day.")
        return say(told)
    told = N_("Remind those who have not reported {days} days before the due day.")
    if on_day:
        told = N_("Remind those who have not reported {days} days before the due day, and on the due day itself.")
    return say(told, days=list_numbers(ahead))


def _tell_list_before(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    if not rules.list_before:
        return say(N_("On the due day the administrators get the list of what is not reported."))
    told = N_("The administrators get the list of what is not reported {days} days before the due day.")
    return say(told, days=rules.list_before)


def _tell_late_after(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    if not rules.late_after:
        return say(N_("There is no reminder after the due day."))
    told = N_("Remind whoever is late on working day {days} after the due day.")
    return say(told, days=list_numbers(sorted(rules.late_after)))


def _tell_supervisor_after(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    told = N_("What is {days} working days late goes to the unit's supervisor as one list.")
    return say(told, days=rules.supervisor_after)


def _tell_escalate(rules: ReminderRules, names: Mapping[int, str]) -> Say:
    named = names.get(rules.escalate_to or 0)
    if named is None:
        told = N_("What is {days} working days late goes to the administrators as one list.")
        return say(told, days=rules.escalate_after)
    return say(
        N_("What is {days} working days late goes to {name} as one list."), days=rules.escalate_after, name=named
    )


def _tell_publish_before(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    days = sorted((d for d in rules.publish_before if d), reverse=True)
    if not days:
        told = N_("There is no reminder of publishing the report.")
        if rules.publish_before:
            told = N_("Remind the administrators of publishing the report on its last day.")
        return say(told)
    told = N_("Remind the administrators {days} days before the report is to be published.")
    if 0 in rules.publish_before:
        told = N_("Remind the administrators {days} days before the report is to be published, and on its last day.")
    return say(told, days=list_numbers(days))


def _tell_summaries(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    if rules.summaries:
        return say(N_("On the first working day of the month supervisors get how far their units are."))
    return say(N_("Supervisors get no summary of the month."))


def _tell_kept_percent(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    if not rules.kept_percent:
        return say(N_("No messages of the month are kept back for due days."))
    return say(N_("{percent} percent of the month's messages are kept for due days."), percent=rules.kept_percent)


def _tell_made_good_for(rules: ReminderRules, _names: Mapping[int, str]) -> Say:
    if not rules.made_good_for:
        return say(N_("A reminder that was missed because the system stood still is not sent later."))
    told = N_("A reminder that was missed because the system stood still is sent within {days} working days.")
    return say(told, days=rules.made_good_for)


def list_numbers(numbers: Sequence[int]) -> Say:
    """`30, 14 and 7`."""
    *before, last = map(str, numbers)
    if not before:
        return say("{number}", number=last)
    return say(N_("{before} and {last}"), before=", ".join(before), last=last)


_Tell = Callable[[ReminderRules, Mapping[int, str]], Say]
_RULES: Final[tuple[tuple[str, tuple[str, ...], _Tell], ...]] = (
    ("month_days", ("month_days",), _tell_month_days),
    ("before_due", ("before_due",), _tell_before_due),
    ("list_before", ("list_before",), _tell_list_before),
    ("late_after", ("late_after",), _tell_late_after),
    ("supervisor_after", ("supervisor_after",), _tell_supervisor_after),
    ("escalate", ("escalate_after", "escalate_to"), _tell_escalate),
    ("publish_before", ("publish_before",), _tell_publish_before),
    ("summaries", ("summaries",), _tell_summaries),
    ("hours", ("at", "until"), _tell_hours),
    ("kept_percent", ("kept_percent",), _tell_kept_percent),
    ("made_good_for", ("made_good_for",), _tell_made_good_for),
)


def changed_sentences(
    before: ReminderRules, after: ReminderRules, names: Mapping[int, str]
) -> Iterator[tuple[Say, Say]]:
    """The sentences that differ, as they are and as they would be."""
    for old, new in zip(tell_rules(before, names), tell_rules(after, names), strict=True):
        if old.sentence != new.sentence:
            yield old.sentence, new.sentence
