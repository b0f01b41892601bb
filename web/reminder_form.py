"""What the forms about reminding say, field by field."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from flask import request

from domain.reminding import ReminderRules
from domain.task import Round
from thai.dates import NotADate, day_in_bangkok, read_date
from thai.digits import to_arabic
from web.port import port

_SHORTEST = timedelta(hours=1)
_NUMBERS: Final = {"month_days": (1, 31), "before_due": (0, 120), "publish_before": (0, 60)}
_COUNTS: Final = {
    "late_every": (1, 60),
    "supervisor_after": (1, 60),
    "escalate_after": (1, 60),
    "kept_percent": (0, 90),
}


class Wrong(Exception):
    """A field that cannot be read."""


def rules_in_form(rules: ReminderRules, known: Collection[int], rounds: Sequence[Round]) -> ReminderRules:
    """The agency's rules with what the form says in place of theirs."""
    at, until = _time("at"), _time("until")
    numbers = {name: _numbers(name, *limits) for name, limits in _NUMBERS.items()}
    counts: dict[str, Any] = {name: _numbers(name, *limits)[0] for name, limits in _COUNTS.items()}
    # A window that no sweep of the worker could miss.
    if datetime.combine(date.min, until) - datetime.combine(date.min, at) < _SHORTEST or not numbers["month_days"]:
        raise Wrong
    return replace(
        rules,
        at=at,
        until=until,
        escalate_to=person_in_form("escalate_to", known),
        summaries="summaries" in request.form,
        publish_on={**rules.publish_on, **dict(_moved(rounds))},
        month_days=tuple(sorted(set(numbers["month_days"]))),
        before_due=tuple(sorted(set(numbers["before_due"]), reverse=True)),
        publish_before=tuple(sorted(set(numbers["publish_before"]), reverse=True)),
        **counts,
    )


def _moved(rounds: Sequence[Round]) -> Iterator[tuple[str, date]]:
    """By when the reports of these rounds are to be on the web, where the form says so."""
    for round_ in rounds:
        if request.form.get(name := f"publish_on_{round_.id}", "").strip():
            yield round_.key, day_in_form(name)


def _numbers(name: str, least: int, most: int) -> tuple[int, ...]:
    """The numbers in the field, in either digits."""
    parts = re.split(r"[\s,;]+", to_arabic(request.form.get(name, "")).strip())
    if not all(re.fullmatch(r"\d{0,4}", part) for part in parts):
        raise Wrong
    found = tuple(int(part) for part in parts if part)
    if (name in _COUNTS and len(found) != 1) or any(not least <= number <= most for number in found):
        raise Wrong
    return found


def _time(name: str) -> time:
    given = re.fullmatch(r"(\d{1,2})[:.](\d{2})", to_arabic(request.form.get(name, "")).strip())
    if given is None or int(given[1]) > 23 or int(given[2]) > 59:
        raise Wrong
    return time(int(given[1]), int(given[2]))


def day_in_form(name: str) -> date:
    """A day as a picker or a person writes it, within ten years of today."""
    today = day_in_bangkok(port().now())
    try:
        day = read_date(request.form.get(name, ""), today)
    except NotADate:
        raise Wrong from None
    if abs(day - today) > timedelta(days=3660):
        raise Wrong
    return day


def person_in_form(name: str, known: Collection[int]) -> int | None:
    """The id of one of these people, None where nobody is chosen."""
    given = request.form.get(name, "")
    if not given:
        return None
    if not given.isdecimal() or int(given[:18]) not in known:
        raise Wrong
    return int(given)
