"""A fiscal year day by day, as it was and as it is planned: who was told, who will be, due days, days off. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.rounds import RoundOfPlan
from domain.task import Round
from reminders.ahead import DayAhead, days_ahead
from reminders.facts import DayFacts
from reminders.occurrences import Kind, publish_by
from thai.fiscal import first_day, last_day, round_days

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ToldCount:
    """How many people were told on a day by a push, and how many by the number on their menu."""

    pushes: int = 0
    menu: int = 0


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day of the year: `told` is what went out, `ahead` what is planned if nobody answers; `off` a day without work.

    `day_off` is the day off's name, "" at weekends. `due` and `to_publish` are rounds; `ends` those whose time ends by
    the calendar though nobody has opened them.
    """

    day: date
    off: bool = False
    day_off: str = ""
    told: ToldCount = field(default_factory=ToldCount)
    ahead: DayAhead | None = None
    due: tuple[Round, ...] = ()
    to_publish: tuple[Round, ...] = ()
    ends: tuple[RoundOfPlan, ...] = ()

    @property
    def pushes(self) -> int:
        """How many people it tells in LINE, before now and still to come."""
        return self.told.pushes + (self.ahead.pushes if self.ahead else 0)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the planned messages are about."""
        return self.ahead.kinds if self.ahead and self.ahead.digests else ()

    @property
    def speaks(self) -> bool:
        """True where there is something to say of it besides that it is no working day."""
        return bool(
            self.day_off or self.told.pushes or self.told.menu or self.kinds or self.due or self.to_publish or self.ends
        )


def days_of_year(
    year: int, facts: DayFacts, told: Mapping[date, ToldCount], days_off: Mapping[date, str], today: date
) -> tuple[YearDay, ...]:
    """Every day of the fiscal year (Buddhist era): what is ahead comes from the plan by which the worker sends."""
    first, last = first_day(year), last_day(year)
    ahead = {one.day: one for one in days_ahead(facts, today, last)} if last >= today else {}
    unopened = _find_unopened(facts)
    number = (last - first).days + 1
    return tuple(
        YearDay(
            day,
            not facts.calendar.works_on(day),
            days_off.get(day, ""),
            told.get(day, ToldCount()),
            ahead.get(day),
            tuple(round_ for round_ in facts.rounds if round_.due == day),
            tuple(round_ for round_ in facts.rounds if publish_by(round_, facts.rules) == day),
            tuple(one for one in unopened if round_days(one.year, one.kind)[1] == day),
        )
        for day in (first + at * _DAY for at in range(number))
    )


def _find_unopened(facts: DayFacts) -> list[RoundOfPlan]:
    """The rounds that the plans on file keep and that nobody has opened."""
    opened = {round_.of for round_ in facts.rounds}
    kept = (RoundOfPlan(plan, kind) for plan, kinds in facts.kept.items() for kind in kinds)
    return [one for one in kept if one.of not in opened]
