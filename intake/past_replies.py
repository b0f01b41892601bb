"""Replies that stand in a plan's document, as the fields of updates."""

import re
from dataclasses import dataclass
from datetime import date

from domain.plan import Measure
from domain.task import Status
from intake.numbering import numbered
from intake.plan_slips import day_in


@dataclass(frozen=True, slots=True)
class PastReply:
    """One measure's reply; `said` is whether the document itself says its status."""

    status: Status
    said: bool
    result: str
    outcome: str
    suggestion: str
    remark: str
    reason: str
    dates: tuple[tuple[int, date], ...]


_NOTHING = re.compile(r"[-–.\s]*")


def past_reply(measure: Measure) -> PastReply | None:
    """The reply that the document holds for the measure, or None where it holds none.

    Without a status of its own it counts as in progress. A day that names no step, or none that is understood, goes
    into the remark: nothing is lost.
    """
    dates = {line: _dated(line) for line in measure.dates}
    texts = (measure.result, measure.outcome, measure.suggestion, measure.did_not, measure.remark, measure.dates)
    if measure.status is None and not any(_text(lines) for lines in texts):
        return None
    unplaced = tuple(line for line, dated in dates.items() if dated is None or dated[0] > max(len(measure.steps), 1))
    placed = {dated[0]: dated[1] for line, dated in dates.items() if dated and line not in unplaced}
    status = measure.status or Status.IN_PROGRESS
    # ไม่ทำ is a reason only of what is not done; an account that stands there all the same is kept as a remark.
    reason = measure.did_not if status is Status.NOT_DONE else ()
    return PastReply(
        status=status,
        said=measure.status is not None,
        result=_text(measure.result),
        outcome=_text(measure.outcome),
        suggestion=_text(measure.suggestion),
        remark=_text((*measure.remark, *unplaced, *(() if reason else measure.did_not))),
        reason=_text(reason or measure.result) if status is Status.NOT_DONE else "",
        dates=tuple(sorted(placed.items())),
    )


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(line for line in lines if not _NOTHING.fullmatch(line))


def _dated(line: str) -> tuple[int, date] | None:
    """The step's number (1 where the line names none) and the day."""
    number, rest = numbered(line)
    day = day_in(rest)
    return (int(number) if number and number.isdecimal() else 1, day) if day else None
