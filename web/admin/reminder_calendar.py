"""The fiscal year as a calendar: on which days people are told, when rounds end, which days are off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_, Say
from domain.period_words import month_words
from reminders.days_off import days_off
from reminders.facts import day_facts
from reminders.year import ToldCount, YearDay, days_of_year
from store.reminders import count_told
from thai.dates import day_in_bangkok
from thai.fiscal import first_day, fiscal_year, last_day
from web.forms import read_whole_number
from web.port import port
from web.reminder_words import KINDS
from web.visit import admin_pages, books_of_visit

calendar_of_year = admin_pages("reminder_calendar", __name__)

# A week begins on Sunday, as on the calendars of Thai offices.
WEEKDAYS: Final = (
    (N_("Su"), N_("Sunday")), (N_("Mo"), N_("Monday")), (N_("Tu"), N_("Tuesday")), (N_("We"), N_("Wednesday")),
    (N_("Th"), N_("Thursday")), (N_("Fr"), N_("Friday")), (N_("Sa"), N_("Saturday")),
)  # fmt: skip
_WEEK: Final = len(WEEKDAYS)


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month as weeks of seven days, None where a day is another month's; `pushes` of the whole month."""

    first: date
    weeks: tuple[tuple[YearDay | None, ...], ...]

    @property
    def title(self) -> Say:
        """`ตุลาคม 2569`."""
        return month_words(self.first)

    @property
    def days(self) -> tuple[YearDay, ...]:
        """The month's days of which there is something to say."""
        return tuple(day for week in self.weeks for day in week if day and day.speaks)

    @property
    def pushes(self) -> int:
        """How many messages the month has, those sent and those planned."""
        return sum(day.pushes for day in self.days)


@calendar_of_year.get("/reminders/calendar")
def show_calendar() -> ResponseReturnValue:
    """A fiscal year's days: what was sent, and what will be by the present rules if nobody answers."""
    today = day_in_bangkok(port().now())
    asked = read_whole_number(request.args.get("year", ""))
    years, year, days = port().database.read(lambda conn: _load_year(conn, asked, today))
    return render_template(
        "admin/reminder_calendar.html",
        months=list(_group_by_month(days)),
        weekdays=WEEKDAYS,
        kinds=KINDS,
        today=today,
        year=year,
        years=years,
    )


def _load_year(conn: Connection, asked: int | None, today: date) -> tuple[list[int], int, tuple[YearDay, ...]]:
    """The years that have something, the one asked for or else today's, and its days."""
    books = books_of_visit(conn)
    facts = day_facts(books, today)
    this = fiscal_year(today)
    years = sorted({this, *(round_.year for round_ in facts.rounds), *(plan.year for plan in facts.kept)})
    year = asked if asked in years else this
    first, last = first_day(year), last_day(year)
    counted = count_told(books, first, last).items()
    told = {day: ToldCount(ways.get("push", 0), ways.get("badge", 0)) for day, ways in counted}
    return years, year, days_of_year(year, facts, told, days_off(books, first, last), today)


def _group_by_month(days: Sequence[YearDay]) -> Iterator[MonthGrid]:
    for _, of_month in groupby(days, key=lambda one: one.day.replace(day=1)):
        month = list(of_month)
        before = (month[0].day.weekday() + 1) % _WEEK
        cells = [*[None] * before, *month]
        cells += [None] * (-len(cells) % _WEEK)
        weeks = tuple(tuple(cells[at : at + _WEEK]) for at in range(0, len(cells), _WEEK))
        yield MonthGrid(month[0].day, weeks)
