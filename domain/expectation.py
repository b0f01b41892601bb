"""What is expected of a task on a day: the one value that chat, digest, page, check and report speak by. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.status import Status
from thai.cadences import CadenceKind
from thai.fiscal import RoundKind, first_day, last_day, months_of, round_days

DaySpan = tuple[date, date]

# A reply that comes so many days before the due day, or later, is given for the round's end.
END_WINDOW_DAYS = 31
# Until this day of a month the one before is proposed, if nobody has replied for it.
_LOOKS_BACK_UNTIL = 10
_MONTHS = {CadenceKind.MONTHLY: 1, CadenceKind.QUARTERLY: 3}
# What comes again in every round: done in one, it is asked for in the next all the same.
_EACH_ROUND = (CadenceKind.HALF_YEARLY, CadenceKind.CONTINUOUS)


class Standing(StrEnum):
    """How a task stands on a day. Only `waiting` and `late` ask its officers for something."""

    NOT_YET = "not_yet"  # its timeframe begins after the round
    EARLIER = "earlier"  # its timeframe ended before the round, or it was done for good in an earlier one
    FINISHED = "finished"  # done for good, or given up with its reason
    ANSWERED = "answered"  # a reply for the round's end is there
    AHEAD = "ahead"  # its first month or quarter is still to come, and nobody has replied
    UP_TO_DATE = "up_to_date"  # all that was due so far has its reply; the round's end is still to come
    WAITING = "waiting"  # a reply is missing or to be mended, and its day has not passed
    LATE = "late"  # the reply for the round's end is missing after the due day


_ENDS = frozenset({Status.DONE, Status.NOT_DONE})
_BEGUN = frozenset({Status.DONE, Status.IN_PROGRESS})
ASKING = frozenset({Standing.WAITING, Standing.LATE})
_EXPECTING = ASKING | {Standing.UP_TO_DATE, Standing.AHEAD}
OUTSIDE = frozenset({Standing.NOT_YET, Standing.EARLIER})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply says of time: the day it was given, the first day of the period it answers for (None: the round),
    its status, and whether *done* or *not carried out* is meant of the whole measure or of the period alone."""

    day: date
    status: Status
    period: date | None = None
    of_whole: bool = True

    @property
    def final(self) -> bool:
        """True where nothing more is to be done: done for good, or given up."""
        return self.of_whole and self.status in _ENDS


@dataclass(frozen=True, slots=True)
class Expected:
    """What a round asks of a measure: the fiscal year (Buddhist era) and round, the due day, rhythm and timeframe.

    `done_before` is True where an earlier round's reply said that the measure is done for good. A reply from
    `end_from` on is given for the round's end; None: `END_WINDOW_DAYS` before the due day.
    """

    year: int
    kind: RoundKind
    due: date
    cadence: CadenceKind | None = None
    timeframe: DaySpan | None = None
    done_before: bool = False
    end_from: date | None = None

    @property
    def end_opens(self) -> date:
        """The first day on which a reply is given for the round's end."""
        return self.end_from or self.due - timedelta(days=END_WINDOW_DAYS)


@dataclass(frozen=True, slots=True)
class Expectation:
    """How a task stands on a day. `periods` are the first days of all periods that the round asks a reply for,
    `answered` those that have one, `missing` those begun by the day that have none; `days_left` counts to the task's
    own `deadline`, below 0 once it has passed."""

    standing: Standing
    deadline: date
    days_left: int
    periods: tuple[date, ...] = ()
    answered: tuple[date, ...] = ()
    missing: tuple[date, ...] = ()

    @property
    def asks(self) -> bool:
        """True where the officers are to reply."""
        return self.standing in ASKING

    @property
    def expects(self) -> bool:
        """True where the officers are to reply, now or later in the round."""
        return self.standing in _EXPECTING

    @property
    def late(self) -> bool:
        """True where the reply for the round's end is missing after its day."""
        return self.standing is Standing.LATE


def find_expectation(expected: Expected, replies: Sequence[Reply], day: date) -> Expectation:
    """What is expected of a task on the day, by the replies that were not sent back, oldest first.

    In progress at the end is a result like any other; late is only who gave no reply for the end. What was replied to
    and is asked for after its own day is asked for the round's end, by the round's due day.
    """
    periods = find_periods(expected.cadence, expected.year, expected.kind, expected.timeframe)
    given = {period for period in periods if any(_answers_for(reply, period) for reply in replies)}
    answered = tuple(period for period in periods if period in given)
    missing = tuple(period for period in periods if period not in given and period <= day)
    standing = _standing(expected, replies, day, periods, missing)
    deadline = find_deadline(expected)
    if standing in ASKING and replies and day > deadline:
        deadline = expected.due
    if standing not in ASKING:
        missing = ()
    return Expectation(standing, deadline, (deadline - day).days, periods, answered, missing)


def _answers_for(reply: Reply, period: date) -> bool:
    """Whether the reply is for the period: one without any, out of a document, tells of all that had begun."""
    return reply.period == period or (reply.period is None and period <= reply.day)


def find_periods(
    cadence: CadenceKind | None, year: int, kind: RoundKind, timeframe: DaySpan | None = None
) -> tuple[date, ...]:
    """The first day of each month or quarter of the round that a reply is asked for: () without such a rhythm.

    Only those that the measure's own timeframe touches; a timeframe of quite another year says nothing.
    """
    months = _MONTHS.get(cadence) if cadence else None
    if not months:
        return ()
    firsts = months_of(year, kind)[::months]
    span = known_timeframe(year, timeframe)
    if span is None:
        return firsts
    return tuple(first for first in firsts if first <= span[1] and period_end(first, months) >= span[0])


def period_end(first: date, months: int) -> date:
    """The last day of the period of so many months."""
    after = first.month - 1 + months
    return date(first.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def months_of_period(cadence: CadenceKind | None) -> int:
    """How many months a period of the rhythm has: 1 or 3; 0 without such a rhythm."""
    return _MONTHS.get(cadence, 0) if cadence else 0


def known_timeframe(year: int, timeframe: DaySpan | None) -> DaySpan | None:
    """The timeframe; None where it does not touch the plan's fiscal year, which is a slip and no time to go by."""
    if timeframe is None or timeframe[1] < first_day(year) or timeframe[0] > last_day(year):
        return None
    return timeframe


def find_deadline(expected: Expected) -> date:
    """The task's own last day: that of its timeframe where it ends before the round's due day; what has a reply for
    each period ends with the round."""
    span = known_timeframe(expected.year, expected.timeframe)
    first, last = round_days(expected.year, expected.kind)
    if months_of_period(expected.cadence) == 0 and span and first <= span[1] <= last:
        return min(span[1], expected.due)
    return expected.due


def propose_period(periods: Sequence[date], answered: Sequence[date], cadence: CadenceKind, day: date) -> date | None:
    """The period that a reply of this day is taken for unless its officer says another; None where there is none.

    The one that the day lies in; until the 10th day of a new one that before it, if nobody has replied for it.
    """
    begun = [period for period in periods if period <= day]
    if not begun:
        return periods[0] if periods else None
    last = begun[-1]
    ended = period_end(last, _MONTHS[cadence]) < day
    before = begun[-2] if len(begun) > 1 else None
    if before and before not in answered and not ended and _is_early(last, day):
        return before
    return last


def _is_early(first: date, day: date) -> bool:
    return (day - first).days < _LOOKS_BACK_UNTIL


def _standing(
    expected: Expected,
    replies: Sequence[Reply],
    day: date,
    periods: Sequence[date],
    missing: Sequence[date],
) -> Standing:
    last = furthest(replies)
    if last is not None and replies[last].final:
        return Standing.FINISHED
    if outside := find_outside(expected):
        return outside
    if _answers_for_end(expected, replies, periods):
        return Standing.WAITING if missing and day <= expected.due else Standing.ANSWERED
    if day > expected.due:
        return Standing.LATE
    if periods and not replies and periods[0] > day:
        return Standing.AHEAD
    nothing_yet = not replies if not periods else bool(missing)
    asked_now = nothing_yet or (not periods and day >= expected.end_opens)
    return Standing.WAITING if asked_now else Standing.UP_TO_DATE


def furthest(replies: Sequence[Reply]) -> int | None:
    """The place of the reply that says how far the whole is, of replies in the order given; None without any.

    The newest one of the latest period: a month that was left out may be told of after a later one.
    """
    dated = [(reply.period or reply.day.replace(day=1), place) for place, reply in enumerate(replies)]
    return max(dated)[1] if dated else None


def find_status(replies: Sequence[Reply], periods: Sequence[date]) -> Status | None:
    """How far a measure is by these replies, oldest first, where it has these periods; None without any reply.

    *Done* or *not carried out* said of one month or quarter is not said of those without a reply.
    """
    place = furthest(replies)
    if place is None:
        return None
    last, begun = replies[place], any(reply.status in _BEGUN for reply in replies)
    if last.final or last.period is None:
        return last.status
    all_told = set(periods) <= {reply.period for reply in replies}
    if all_told and last.status in _ENDS and (last.status is Status.DONE or not begun):
        return last.status
    return Status.IN_PROGRESS if begun else Status.NOT_STARTED


def find_outside(expected: Expected) -> Standing | None:
    """How a measure stands whose time lies outside the round; None where it lies within."""
    if expected.done_before and expected.cadence not in _EACH_ROUND:
        return Standing.EARLIER
    span = known_timeframe(expected.year, expected.timeframe)
    first, last = round_days(expected.year, expected.kind)
    if span and span[0] > last:
        return Standing.NOT_YET
    return Standing.EARLIER if span and span[1] < first else None


def _answers_for_end(expected: Expected, replies: Sequence[Reply], periods: Sequence[date]) -> bool:
    """Whether a reply was given for the round's end: for its last period, or since its end came near."""
    whole = replies if not periods else [reply for reply in replies if reply.period is None]
    return any(reply.period in periods[-1:] for reply in replies) or any(r.day >= expected.end_opens for r in whole)
