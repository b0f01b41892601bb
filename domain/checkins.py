"""Check-ins inside a round: a measure that is followed up monthly or quarterly is answered for each period."""

from datetime import date

from thai.cadences import CadenceKind
from thai.fiscal import RoundKind, months_of

_MONTHS = {CadenceKind.MONTHLY: 1, CadenceKind.QUARTERLY: 3}


def periods_of(cadence: CadenceKind | None, year: int, kind: RoundKind) -> tuple[date, ...]:
    """The first day of each period that the round is checked in for; () where it is answered for as a whole."""
    months = _MONTHS.get(cadence) if cadence else None
    return months_of(year, kind)[::months] if months else ()


def period_of(cadence: CadenceKind | None, year: int, kind: RoundKind, day: date) -> date | None:
    """The period that a reply of this day answers for: the last one begun, the first where none is yet."""
    periods = periods_of(cadence, year, kind)
    begun = [period for period in periods if period <= day]
    return begun[-1] if begun else (periods[0] if periods else None)
