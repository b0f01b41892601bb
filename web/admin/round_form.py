"""The form of a round's days: by when replies are due, and from when one is given for the round's end."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from domain.expectation import END_WINDOW_DAYS
from domain.messages import N_
from domain.rounds import due_days
from thai.dates import NotADate, day_in_bangkok, read_date, write_date
from thai.fiscal import RoundKind
from web.forms import Field, Form, Wrong
from web.port import port

_A_DAY: Final = N_("Please write a day, for example 31 มี.ค. 70 or 31/3/2570.")
_OUTSIDE: Final = N_("The due day lies from {first} to {last}.")
_AFTER_DUE: Final = N_("This day may not lie after the due day.")
_BEFORE: Final = N_("This day may not lie before the round, which begins on {first}.")

_NOT_PUBLIC: Final = N_("This day lies from the due day, {due}, to {last}.")


def days_form(action: str, due: date, end_from: date | None, publish: date) -> Form:
    """The days of a round, to be looked at before anything is done."""
    return Form(
        "days",
        action,
        (
            Field("due", N_("Replies are due by"), read_coming_day, due.isoformat(), kind="date", required=True),
            Field(
                "end_from", N_("A reply is given for the round's end from"), read_coming_day,
                end_from.isoformat() if end_from else "",
                N_("Left empty: a month before the due day. What is reported earlier does not stand for the end."),
                kind="date",
            ),
            Field(
                "publish", N_("Report on the web by"), read_coming_day, publish.isoformat(),
                N_("Left empty: the last day of the month after the round, as ITA wants it."), kind="date",
            ),
        ),
        N_("Look at what changes"),
        adds=True,
    )  # fmt: skip


def check_days(form: Form, values: Mapping[str, Any], year: int, kind: RoundKind) -> Form:
    """The form; with a word where the days do not go with the round or with each other."""
    if form.wrong:
        return form
    (first, last), due, end_from = due_days(year, kind), values["due"], values.get("end_from")
    if not first <= due <= last:
        return form.with_problem("due", str(Wrong(_OUTSIDE, first=_thai(first), last=_thai(last))))
    if end_from and end_from > due:
        return form.with_problem("end_from", str(Wrong(_AFTER_DUE)))
    if end_from and end_from < first:
        return form.with_problem("end_from", str(Wrong(_BEFORE, first=_thai(first))))
    if (publish := values.get("publish")) and not due <= publish <= last:
        return form.with_problem("publish", str(Wrong(_NOT_PUBLIC, due=_thai(due), last=_thai(last))))
    return form


def end_begins(due: date, end_from: date | None) -> date:
    """From when a reply is given for the round's end."""
    return end_from or due - timedelta(days=END_WINDOW_DAYS)


def read_coming_day(typed: str) -> date:
    """A day as a picker or a person writes it; without a year the next one."""
    try:
        return read_date(typed, day_in_bangkok(port().now()), ahead=True)
    except NotADate:
        raise Wrong(_A_DAY) from None


def _thai(day: date) -> str:
    return write_date(day, "short", thai_digits=False)
