"""The days off that an agency keeps, by name."""

from datetime import date

from store.books import Books
from store.reminder_rules import agency_holidays, reminder_rules
from thai.holidays import working_holidays


def day_off_name(books: Books, day: date) -> str:
    """The name of the agency's own or the public day off, "" where it is none; weekends have no name."""
    return agency_holidays(books).get(day) or working_holidays(day.year, reminder_rules(books).holidays).get(day, "")
