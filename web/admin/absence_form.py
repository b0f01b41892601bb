"""The form of a person's absence and of who stands in: what stands in it is what holds from then on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from flask import url_for

from domain.agency import Person, Unit, has_stand_in, likely_deputies
from domain.messages import N_
from thai.dates import day_in_bangkok
from web.admin.reminder_form import NOBODY, read_day, read_person
from web.forms import Field, Form
from web.language import translator
from web.port import port

Span = tuple[date, date]
_BOTH: Final = N_("An absence needs its first and its last day.")
_ORDER: Final = N_("The last day may not lie before the first.")
_WHO: Final = N_("Nobody stands in on these days yet. Please choose who does, likeliest first, or “nobody stands in”.")


def absence_form(person: Person, people: Sequence[Person], units: Sequence[Unit]) -> Form:
    """The person's absence and deputy as they are; whoever is likeliest to stand in first."""
    first, last = person.away or (None, None)
    return Form(
        "absence",
        url_for("absence.save_absence", person_id=person.id),
        (
            Field("first", N_("First day away"), read_day, first.isoformat() if first else "", kind="date"),
            Field("last", N_("Last day away"), read_day, last.isoformat() if last else "",
                  N_("Both empty: not away."), kind="date"),
            _deputy_choice(person, people, units, person.away),
        ),
        N_("Look at what it does"),
        adds=True,
    )  # fmt: skip


def find_absence(
    form: Form, values: Mapping[str, Any], person: Person, people: Sequence[Person], units: Sequence[Unit]
) -> tuple[Form, Span | None, int | None]:
    """The absence and the deputy's id that the form states; with what is wrong said at its field."""
    say, first, last, chosen = translator(), values.get("first"), values.get("last"), values.get("deputy")
    deputy_id = chosen or None
    if form.wrong:
        return form, None, deputy_id
    if (first is None) != (last is None):
        return form.with_problem("last" if last is None else "first", say(_BOTH)), None, deputy_id
    if first is None or last is None:
        return form, None, deputy_id
    if first > last:
        return form.with_problem("last", say(_ORDER)), None, deputy_id
    stands_in = has_stand_in(replace(person, deputy_id=deputy_id), people, (first, last))
    if chosen != int(NOBODY) and not stands_in:
        asked = replace(_deputy_choice(person, people, units, (first, last)), value="")
        form = replace(form, fields=tuple(asked if one.name == "deputy" else one for one in form.fields))
        form = form.with_problem("deputy", say(_WHO))
    return form, (first, last), deputy_id


def _deputy_choice(person: Person, people: Sequence[Person], units: Sequence[Unit], away: Span | None) -> Field:
    """Not said, nobody, or one of the others; the likeliest first, and last who is away meanwhile."""
    today = day_in_bangkok(port().now())
    say, span = translator(), away or (today - timedelta(days=1), today - timedelta(days=1))
    likely = likely_deputies(person, units, people, span)
    others = [*likely, *(one for one in people if one.id != person.id and one not in likely)]
    choices = [("", say(N_("not said"))), (NOBODY, say(N_("nobody stands in")))]
    choices += [(str(one.id), f"{one.name} ({one.position})") for one in others]
    read = read_person({int(NOBODY), *(one.id for one in others)})
    return Field("deputy", N_("Deputy"), read, str(person.deputy_id or ""), kind="select", choices=choices)
