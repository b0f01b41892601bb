"""The forms about reminding: what each field says now, and how what is typed there is read."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from flask import url_for

from domain.agency import Person, Unit, has_stand_in, likely_deputies
from domain.messages import N_
from domain.reminding import ReminderRules
from domain.task import Round
from thai.dates import NotADate, day_in_bangkok, read_date
from thai.digits import to_arabic
from web.forms import Field, Form, Wrong, make_text_reader, read_known_id
from web.language import translator
from web.plans import name_of_round
from web.port import port

_SHORTEST = timedelta(hours=1)
PUBLISH: Final = "publish_on_"
_NEEDED: Final = "month_days"
_AN_HOUR = N_("Please write a time of day, for example 08:30 or 16.00.")
_WINDOW = N_("There must be at least one hour between the two times.")
_SOME_NUMBERS = N_("Please write whole numbers from {least} to {most} with commas between them, for example {example}.")
_ONE_NUMBER = N_("Please write one whole number from {least} to {most}.")
_A_DAY = N_("Please write a day, for example 5 ธ.ค. 69 or 5/12/2569, within ten years of today.")
_SOMEBODY = N_("Please choose one of the people listed.")
_FIRST_LAST = N_("The last day may not lie before the first.")
_TOLD_LATE = N_("Who gets that list: …")
_BOTH_DAYS = N_("An absence needs its first and its last day.")
_ANOTHER = N_("Nobody stands in for themselves. Please choose somebody else.")
_WHO_STANDS_IN = N_(
    "Nobody stands in on these days yet. Please choose who does, likeliest first, or “nobody stands in”."
)
NOBODY: Final = "0"
_SOMETHING = N_("Please give the days of the absence, or choose who stands in.")


def rules_form(rules: ReminderRules, people: Sequence[Person], to_publish: Sequence[tuple[Round, date]]) -> Form:
    """The agency's rules, each in its field; in a label `…` is where the field stands in its sentence."""
    return Form(
        "rules",
        url_for("reminders.save_rules"),
        (
            _number_list(
                "month_days", N_("Remind on day … of each month"), rules.month_days, 1, 31, "1, 25",
                N_("Day 1 is the first working day. On the later days only those are reminded who have not reported."),
            ),
            _number_list(
                "before_due", N_("Remind … days before a round's due day"), rules.before_due, 0, 120, "30, 7, 0",
                N_("0 is the due day itself. Left empty: no reminder."),
            ),
            _count(
                "list_before",
                N_("The list of what is not reported goes to the administrators … days before the due day"),
                rules.list_before, 0, 30,
            ),
            _number_list(
                "late_after", N_("Whoever is late is reminded on working day … after the due day"), rules.late_after,
                1, 60, "3, 7, 14", N_("Left empty: no reminder."),
            ),
            _count(
                "supervisor_after", N_("What is … working days late goes to the unit's supervisor"),
                rules.supervisor_after, 1, 60,
            ),
            _count(
                "escalate_after", N_("What is … working days late goes to the person named below"),
                rules.escalate_after, 1, 60,
            ),
            person_field("escalate_to", _TOLD_LATE, people, rules.escalate_to, N_("nobody chosen: the administrators")),
            _number_list(
                "publish_before", N_("The administrators are reminded … days before the report is to be published"),
                rules.publish_before, 0, 60, "14, 7, 1", N_("0 is the last day itself. Left empty: no reminder."),
            ),
            *(_published_by(round_, by) for round_, by in to_publish),
            Field(
                "summaries", N_("Supervisors get a summary each month"), bool, "on" if rules.summaries else "",
                kind="checkbox",
            ),
            _hour("at", N_("Messages are sent from … on"), rules.at),
            _hour("until", N_("and until … o'clock"), rules.until),
            _count(
                "kept_percent", N_("… percent of the month's messages are kept for due days"), rules.kept_percent, 0, 90
            ),
            _count(
                "made_good_for", N_("What was missed because the system stood still is sent within … working days"),
                rules.made_good_for, 0, 10,
            ),
        ),
    )  # fmt: skip


def changed_rules(rules: ReminderRules, values: Mapping[str, Any], rounds: Sequence[Round]) -> ReminderRules:
    """The rules with what the form changes in place of theirs; all else stays."""
    keys = {f"{PUBLISH}{round_.id}": round_.key for round_ in rounds}
    moved = {keys[name]: day for name, day in values.items() if name in keys and day is not None}
    plain = {name: value for name, value in values.items() if not name.startswith(PUBLISH)}
    return replace(rules, **plain, publish_on={**rules.publish_on, **moved})


def check_window(form: Form, rules: ReminderRules, values: Mapping[str, Any]) -> Form:
    """The form; with a word at its second time where no sweep of the worker would surely meet the window."""
    at, until = values.get("at", rules.at), values.get("until", rules.until)
    if form.wrong or datetime.combine(date.min, until) - datetime.combine(date.min, at) >= _SHORTEST:
        return form
    return form.with_problem("until", str(Wrong(_WINDOW)))


def holiday_form() -> Form:
    """A day off more."""
    day = Field("day", N_("Day"), read_day, kind="date", required=True)
    name = Field("name", N_("Name of the day off"), make_text_reader(200), required=True, attributes={"maxlength": 200})
    return Form("holiday", url_for("reminders.save_holiday"), (day, name), N_("Add"), adds=True)


def review_form(asks_check: bool) -> Form:
    """Whether replies are checked before they count."""
    tick = Field(
        "review", N_("Supervisors check every reply before it counts"), bool, "on" if asks_check else "",
        kind="checkbox",
    )  # fmt: skip
    return Form("check", url_for("review.save_review"), (tick,))


def away_form(people: Sequence[Person]) -> Form:
    """Somebody's absence, who stands in, or both; what is left empty stays as it is."""
    unchanged = N_("Left empty: stays as it is.")
    return Form(
        "away",
        url_for("reminders.save_away"),
        (
            replace(person_field("person", N_("Person"), people, None, N_("choose")), required=True),
            Field("first", N_("First day away"), read_day, hint=unchanged, kind="date"),
            Field("last", N_("Last day away"), read_day, hint=unchanged, kind="date"),
            replace(_deputy_field(people), hint=unchanged),
        ),
        adds=True,
    )


def _deputy_field(people: Sequence[Person]) -> Field:
    """Who stands in: left as it is, nobody, or one of the people in their order."""
    field = person_field("deputy", N_("Deputy"), people, None, N_("as it is"))
    as_it_is, *others = field.choices
    nobody = (NOBODY, translator()(N_("nobody stands in")))
    read = read_person({int(NOBODY), *(who.id for who in people)})
    return replace(field, read=read, choices=(as_it_is, nobody, *others))


def check_away(form: Form, values: Mapping[str, Any], units: Sequence[Unit], people: Sequence[Person]) -> Form:
    """The form; with a word where its fields do not go together, or an absence has nobody who stands in."""
    first, last = values.get("first"), values.get("last")
    if form.wrong:
        return form
    if (first is None) != (last is None):
        return form.with_problem("last" if last is None else "first", str(Wrong(_BOTH_DAYS)))
    if first and last and first > last:
        return form.with_problem("last", str(Wrong(_FIRST_LAST)))
    if values.get("deputy") == values["person"]:
        return form.with_problem("deputy", str(Wrong(_ANOTHER)))
    if not first and not values.get("deputy"):
        return form.with_problem("first", str(Wrong(_SOMETHING)))
    if first and last and values.get("deputy") is None:
        return _ask_who_stands_in(form, values["person"], (first, last), units, people)
    return form


def _ask_who_stands_in(
    form: Form, person_id: int, away: tuple[date, date], units: Sequence[Unit], people: Sequence[Person]
) -> Form:
    """The form as it is where somebody stands in, else with the question and the likeliest people first."""
    person = next(who for who in people if who.id == person_id)
    if has_stand_in(person, people, away):
        return form
    likely = _deputy_field(likely_deputies(person, units, people, away))
    fields = tuple(replace(one, choices=likely.choices) if one.name == "deputy" else one for one in form.fields)
    return replace(form, fields=fields).with_problem("deputy", str(Wrong(_WHO_STANDS_IN)))


def person_field(
    name: str, label: str, people: Sequence[Person], chosen: int | None, nobody: str = N_("nobody")
) -> Field:
    """One of the agency's people, or nobody."""
    choices = [("", translator()(nobody)), *((str(who.id), who.name) for who in people)]
    read = read_person({who.id for who in people})
    return Field(name, label, read, str(chosen or ""), kind="select", choices=choices)


def read_person(known: Collection[int]) -> Callable[[str], int]:
    """What reads the id of one of these people."""

    def parse_person(typed: str) -> int:
        return read_known_id(typed, known, _SOMEBODY)

    return parse_person


def read_day(typed: str) -> date:
    """A day as a picker or a person writes it, within ten years of today."""
    today = day_in_bangkok(port().now())
    try:
        day = read_date(typed, today)
    except NotADate:
        raise Wrong(_A_DAY) from None
    if abs(day - today) > timedelta(days=3660):
        raise Wrong(_A_DAY)
    return day


def read_numbers(least: int, most: int, example: str) -> Callable[[str], tuple[int, ...]]:
    """What reads numbers in either digits, each once, falling where days before something are meant."""

    def parse_numbers(typed: str) -> tuple[int, ...]:
        parts = [part for part in re.split(r"[\s,;]+", to_arabic(typed).strip()) if part]
        if not all(re.fullmatch(r"\d{1,4}", part) and least <= int(part) <= most for part in parts):
            raise Wrong(_SOME_NUMBERS, least=least, most=most, example=example)
        return tuple(sorted({int(part) for part in parts}, reverse=least == 0))

    return parse_numbers


def _number_list(
    name: str, label: str, numbers: Sequence[int], least: int, most: int, example: str, hint: str
) -> Field:
    shown = ", ".join(map(str, numbers))
    return Field(
        name, label, read_numbers(least, most, example), shown, hint, required=name == _NEEDED,
        attributes={"inputmode": "text"},
    )  # fmt: skip


def _count(name: str, label: str, value: int, least: int, most: int) -> Field:
    def parse_count(typed: str) -> int:
        given = re.fullmatch(r"\d{1,4}", to_arabic(typed).strip())
        if given is None or not least <= int(given[0]) <= most:
            raise Wrong(_ONE_NUMBER, least=least, most=most)
        return int(given[0])

    return Field(name, label, parse_count, str(value), required=True, attributes={"inputmode": "numeric"})


def _hour(name: str, label: str, value: time) -> Field:
    return Field(name, label, _read_hour, value.isoformat("minutes"), required=True)


def _read_hour(typed: str) -> time:
    given = re.fullmatch(r"(\d{1,2})[:.](\d{2})", to_arabic(typed).strip().removesuffix("น.").strip())
    if given is None or int(given[1]) > 23 or int(given[2]) > 59:
        raise Wrong(_AN_HOUR)
    return time(int(given[1]), int(given[2]))


def _published_by(round_: Round, by: date) -> Field:
    about = name_of_round(round_.kind, round_.year, round_.plan)
    name = f"{PUBLISH}{round_.id}"
    return Field(name, N_("{about}: on the web by …"), read_day, by.isoformat(), kind="date", about=about)
