"""The days off that an agency keeps, by name."""

from datetime import date

from store.books import Books
from store.reminder_rules import agency_holidays, reminder_rules
from thai.holidays import working_holidays


def day_off_name(books: Books, day: date) -> str:
    """The name of the agency's own or the public day off, "" where it is none; weekends have no name."""
    return days_off(books, day, day).get(day, "")


def days_off(books: Books, first: date, last: date) -> dict[date, str]:
    """The agency's own and the public days off from the first to the last day by name, without those it works on."""
    rules = reminder_rules(books)
    public = {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in working_holidays(year, rules.holidays).items()
        if day not in rules.worked
    }
    known = {**public, **agency_holidays(books)}
    return {day: known[day] for day in sorted(known) if first <= day <= last}
