"""Who is told, and how many pushes it takes, if a round is opened, changed or closed: found by rehearsing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.messages import N_, Say, say
from domain.writes import Write
from reminders.ahead import DayAhead, days_ahead
from reminders.facts import DayFacts, day_facts
from reminders.occurrences import find_occasion_kind
from store.rehearsal import rehearse
from thai.dates import day_in_bangkok
from web.admin.quota import ask_quota
from web.port import port
from web.visit import visit

# The notice of an opening goes out within days, over a new year within two weeks.
_AHEAD: Final = timedelta(days=40)
_Told = tuple[int, str]


@dataclass(frozen=True, slots=True)
class PushChange:
    """What a change does to the messages of the next days, if nobody answers.

    `told` people learn that the round is open, the first on `first`, by `pushes` pushes. `before` and `after` are the
    pushes of the rest of this month; `left` are those that LINE allows still, None where it does not say or limit.
    """

    told: int
    first: date | None
    pushes: int
    before: int
    after: int
    left: int | None


def find_push_change(writes: Sequence[Write]) -> PushChange:
    """What the writes would do to the messages of the visitor's agency; nothing is changed."""
    here, today = port(), day_in_bangkok(port().now())
    agency_id = visit().agency.id
    facts = rehearse(here.database, agency_id, writes, here.keys, lambda books: day_facts(books, today))
    quota = ask_quota(agency_id, here.now())
    return compare_facts(*facts, today, quota.left if quota else None)


def compare_facts(before: DayFacts, after: DayFacts, today: date, left: int | None) -> PushChange:
    """The days ahead of both compared."""
    days = [tuple(days_ahead(facts, today, today + _AHEAD)) for facts in (before, after)]
    known = {told for _, told, _ in _openings(days[0])}
    new = [one for one in _openings(days[1]) if one[1] not in known]
    return PushChange(
        told=len({person for _, (person, _), _ in new}),
        first=min((day for day, _, _ in new), default=None),
        pushes=sum(pushed for _, _, pushed in new),
        before=_pushes_of_month(days[0], today),
        after=_pushes_of_month(days[1], today),
        left=left,
    )


def push_words(change: PushChange) -> tuple[Say, ...]:
    """The change in sentences."""
    lines = []
    if change.first is not None:
        told = N_("{people} people are told in LINE that the round is open, from {day} on: {pushes} pushes.")
        lines.append(say(told, people=change.told, day=change.first, pushes=change.pushes))
    if change.before != change.after:
        told = N_("Pushes until the month's end, if nobody answers: {after} instead of {before}.")
        lines.append(say(told, after=change.after, before=change.before))
    else:
        lines.append(say(N_("Pushes until the month's end, if nobody answers: {after}."), after=change.after))
    if change.left is not None and change.after > change.left:
        lines.append(say(N_("LINE allows {left} more this month: what is less urgent shows on the menu alone."),
                         left=change.left))  # fmt: skip
    elif change.left is not None:
        lines.append(say(N_("LINE allows {left} more this month."), left=change.left))
    return tuple(lines)


def _openings(days: Iterable[DayAhead]) -> list[tuple[date, _Told, bool]]:
    """On which day who is told of which opening, and whether by a push."""
    return [
        (one.day, (digest.person_id, key), digest.via == "push")
        for one in days
        for digest in one.digests
        for key in digest.keys
        if find_occasion_kind(key) == "begun"
    ]


def _pushes_of_month(days: Iterable[DayAhead], today: date) -> int:
    return sum(one.pushes for one in days if (one.day.year, one.day.month) == (today.year, today.month))
