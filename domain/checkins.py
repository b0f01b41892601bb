"""Check-ins inside a round: a measure that is followed up monthly or quarterly is answered for each period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.task import Update
from thai.cadences import CadenceKind
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind, months_of

_MONTHS = {CadenceKind.MONTHLY: 1, CadenceKind.QUARTERLY: 3}


@dataclass(frozen=True, slots=True)
class CheckIns:
    """How many periods of the round were answered for, of how many; `periods` are their first days."""

    done: int
    of: int
    periods: tuple[date, ...]


def periods_of(cadence: CadenceKind | None, year: int, kind: RoundKind) -> tuple[date, ...]:
    """The first day of each period that the round is checked in for; () where it is answered for as a whole."""
    months = _MONTHS.get(cadence) if cadence else None
    return months_of(year, kind)[::months] if months else ()


def period_of(cadence: CadenceKind | None, year: int, kind: RoundKind, day: date) -> date | None:
    """The period that a reply of this day answers for: the last one begun, the first where none is yet."""
    periods = periods_of(cadence, year, kind)
    begun = [period for period in periods if period <= day]
    return begun[-1] if begun else (periods[0] if periods else None)


def check_ins(cadence: CadenceKind | None, year: int, kind: RoundKind, updates: Iterable[Update]) -> CheckIns | None:
    """The check-ins of a task with these updates, whatever their status; None where the round is answered as a whole.

    A reply that names no period counts for the one in which it was given.
    """
    periods = periods_of(cadence, year, kind)
    if not periods:
        return None
    given = {update.period or period_of(cadence, year, kind, day_in_bangkok(update.at)) for update in updates}
    found = tuple(period for period in periods if period in given)
    return CheckIns(len(found), len(periods), found)
