"""Replies that stand in a plan's document, as the fields of updates."""

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import date

from domain.column_values import Values
from domain.plan import Measure, Plan
from domain.task import Status
from intake.numbering import numbered
from intake.plan_slips import day_in
from intake.replies import take_status


@dataclass(frozen=True, slots=True)
class PastReply:
    """One measure's reply; its status is NOT_STATED where the document names none."""

    status: Status
    result: str
    outcome: str
    suggestion: str
    remark: str
    reason: str
    dates: tuple[tuple[int, date], ...]
    own: Values = field(default_factory=dict)


# Words that a thing is done in, and what before them says that it is not, or is only to be.
_FINISHED = re.compile(r"(?:ดำเนินการ)?(?:แล้วเสร็จ|เสร็จสิ้น|เรียบร้อยแล้ว)")
_NOT_YET = re.compile(r"(?:ไม่|จะ|ให้|กำหนด|คาดว่า|ใกล้|เพื่อ|เมื่อ|หลัง|วัน)(?:การ|ได้|จะ|ต้อง|ที่|จาก|ดำเนินการ|จัดทำ|\s)*$")
_NOTHING = re.compile(r"[-–.\s]*")


def past_reply(measure: Measure, own_keys: Container[str] = ()) -> PastReply | None:
    """The reply that the document holds for the measure, or None where it holds none.

    `own_keys` are the agency's own columns that replies fill. A status that the document does not name is not made
    up. A day that names no step, or none that is understood, goes into the remark: nothing is lost.
    """
    dates = {line: _dated(line) for line in measure.dates}
    texts = (measure.result, measure.outcome, measure.suggestion, measure.did_not, measure.remark, measure.dates)
    own = {key: value for key, value in measure.own.items() if key in own_keys}
    if measure.status is None and not own and not any(_join_text(lines) for lines in texts):
        return None
    unplaced = tuple(line for line, dated in dates.items() if dated is None or dated[0] > max(len(measure.steps), 1))
    placed = {dated[0]: dated[1] for line, dated in dates.items() if dated and line not in unplaced}
    status = measure.status or Status.NOT_STATED
    # ไม่ทำ is a reason only of what is not done; an account that stands there all the same is kept as a remark.
    reason = measure.did_not if status is Status.NOT_DONE else ()
    return PastReply(
        status=status,
        result="" if _says_status(measure) else _join_text(measure.result),
        outcome=_join_text(measure.outcome),
        suggestion=_join_text(measure.suggestion),
        remark=_join_text((*measure.remark, *unplaced, *(() if reason else measure.did_not))),
        reason=_join_text(reason or measure.result) if status is Status.NOT_DONE else "",
        dates=tuple(sorted(placed.items())),
        own=own,
    )


def _says_status(measure: Measure) -> bool:
    """Whether the result holds nothing but the words for its status, and the reason that stands in its own column."""
    status, rest = take_status(measure.result)
    if status is None and len(measure.result) == 1 and measure.did_not:
        reason = f"({' '.join(measure.did_not)})"
        status, rest = take_status((measure.result[0].removesuffix(reason).strip(),))
    return status is not None and status is measure.status and not rest


def finished_words(measure: Measure) -> str | None:
    """The words of a reply without a status that tell of something finished, to be asked about; None without any."""
    if measure.status is not None:
        return None
    for line in (*measure.result, *measure.outcome):
        for match in _FINISHED.finditer(line):
            if not _NOT_YET.search(line[: match.start()]):
                return line[max(0, match.start() - 20) : match.end()].strip()
    return None


def with_finished_done(plan: Plan) -> Plan:
    """The plan, replies without a status as done where their own text tells of something finished."""
    topics = (replace(topic, measures=tuple(map(_done_if_finished, topic.measures))) for topic in plan.topics)
    return replace(plan, topics=tuple(topics))


def _done_if_finished(measure: Measure) -> Measure:
    return replace(measure, status=Status.DONE) if finished_words(measure) else measure


def _join_text(lines: tuple[str, ...]) -> str:
    return "\n".join(line for line in lines if not _NOTHING.fullmatch(line))


def _dated(line: str) -> tuple[int, date] | None:
    """The step's number (1 where the line names none) and the day."""
    number, rest = numbered(line)
    day = day_in(rest)
    return (int(number) if number and number.isdecimal() else 1, day) if day else None
