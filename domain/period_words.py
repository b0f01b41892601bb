"""Months, quarters and the days that are left, as sentences of the catalogue."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.messages import N_, Say, join_sentences, say
from thai.fiscal import fiscal_year, quarter_of

MONTH_WORDS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_BE = 543


def month_words(first: date) -> Say:
    """The month and its Buddhist-era year, `พฤศจิกายน 2569`."""
    return say("{month} {year}", month=say(MONTH_WORDS[first.month - 1]), year=first.year + _BE)


def period_words(first: date, months: int) -> Say:
    """The period of so many months that begins then: `เดือนพฤศจิกายน 2569`, `ไตรมาสที่ 1 ปีงบประมาณ 2570`."""
    if months == 3:
        return say(N_("quarter {number} of {year}"), number=quarter_of(first), year=fiscal_year(first))
    return say(N_("the month of {month}"), month=month_words(first))


def periods_words(periods: Sequence[date], months: int) -> Say:
    """Several periods: `เดือนตุลาคมและพฤศจิกายน 2569`, the year said once where all lie in one."""
    if len(periods) == 1 or months == 3:
        return join_sentences([period_words(first, months) for first in periods], ", ")
    if len(periods) > 2 and _next_to_each_other(periods):
        told = N_("the months of {first} to {last} ({count} months)")
        return say(told, first=month_words(periods[0]), last=month_words(periods[-1]), count=len(periods))
    one_year = len({first.year for first in periods}) == 1
    names = [say(MONTH_WORDS[first.month - 1]) if one_year else month_words(first) for first in periods[:-1]]
    listed = (
        N_("the months of {names} and {last}")
        if one_year and len(names) == 1
        else N_("the months of {names}, and {last}")
    )
    return say(listed, names=join_sentences(names, " "), last=month_words(periods[-1]))


def _next_to_each_other(months: Sequence[date]) -> bool:
    numbers = [first.year * 12 + first.month for first in months]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def left_words(days: int) -> Say:
    """How long still until a deadline, by the days that are left; below 0 how long it is past."""
    if days == 0:
        return say(N_("today"))
    if days == 1:
        return say(N_("tomorrow"))
    if days < 0:
        return say(N_("{days} days ago"), days=-days)
    return say(N_("in {days} days"), days=days)
