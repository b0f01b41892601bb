"""Checks over the replies behind a report: missing, without evidence, days that cannot be, the same text pasted."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.plan import Measure
from domain.report import CheckFinding
from domain.task import Evidence, Status, Task, Update
from reports.material import Material
from thai.dates import day_in_bangkok, month_name
from thai.fiscal import round_days

Found = Iterator[CheckFinding]
_PASTED, _LONG = 3, 20  # in how many measures a text of how many letters is pasted rather than written
_BY_MONTH = re.compile(r"ภายในเดือน\s*([ก-๙]+)")


def check_replies(material: Material, today: date) -> Found:
    """What is doubtful in the replies; `today` is the day of the check in Bangkok."""
    measures = {each.id: each.measure for each in material.plan.measures}
    expected = [task for task in material.tasks if task.measure_id in measures]
    for task in expected:
        update = material.updates.get(task.id)
        if task.waits or task.returned:
            yield _unapproved(task)
        elif update is None:
            yield _unanswered(task)
        if update is None:
            continue
        yield from _evidence(task, update, material)
        yield from _days(task, update, measures[task.measure_id], material, today)
        yield from _empty(task, update)
    yield from _pasted(expected, material)


def _place(task: Task) -> str:
    where = f"{task.topic} › {task.measure.splitlines()[0] if task.measure else ''}"
    return f"{where} › {task.unit}" if task.unit else where


def _unanswered(task: Task) -> CheckFinding:
    message = f"no reply from {task.unit or 'any unit'}"
    return CheckFinding("unanswered", _place(task), message, "ask for the reply, or say why there is none")


def _unapproved(task: Task) -> CheckFinding:
    stands = "was sent back and not mended yet" if task.returned else "waits for the supervisors' check"
    return CheckFinding("unapproved", _place(task), f"the newest reply {stands}: it is not printed", "have it checked")


def _empty(task: Task, update: Update) -> Found:
    if update.status is Status.NOT_DONE and not update.reason.strip():
        yield CheckFinding("reason-missing", _place(task), "not carried out, and no reason given", "ask for the reason")


def _evidence(task: Task, update: Update, material: Material) -> Found:
    came = [piece for piece in material.evidence if piece.task_id == task.id]
    bare = not any(piece.state in ("saved", "wanted") for piece in came)
    if material.layout.requires_evidence and update.status is Status.DONE and bare:
        mend = "ask for a photo, file or link"
        yield CheckFinding("evidence-missing", _place(task), "done, without evidence", mend)
    for piece in came:
        if why := _unreadable(piece, material):
            name = piece.name or piece.kind
            yield CheckFinding("evidence-unreadable", _place(task), f"“{name}” {why}", "ask for it again")


def _unreadable(piece: Evidence, material: Material) -> str:
    if piece.state == "failed":
        return "could not be fetched"
    if piece.state == "saved" and piece.kind != "link" and not material.evidence_path(piece):
        return "cannot be read"
    return ""


def _days(task: Task, update: Update, measure: Measure, material: Material, today: date) -> Found:
    first, last = round_days(material.round.year, material.round.kind)
    for step, day in update.dates:
        said = f"step {step} was carried out on {day.isoformat()}"
        if day > today:
            yield CheckFinding("date-future", _place(task), f"{said}, which is still to come", "ask for the right day")
        elif not first <= day <= last:
            late = f"{said}, outside the round {first.isoformat()} to {last.isoformat()}"
            if _allowed(day, measure, material, today):
                proposal = "a notice only: the measure's own deadline or the reply window allows it"
                yield CheckFinding("date-late", _place(task), late, proposal)
            else:
                yield CheckFinding("date-outside", _place(task), late, "ask for the right day")


def _allowed(day: date, measure: Measure, material: Material, today: date) -> bool:
    """True where the measure's own deadline reaches to the day, or replies were still taken on it."""
    if measure.timeframe and measure.timeframe.last and day <= measure.timeframe.last:
        return True
    named = _BY_MONTH.findall(re.sub(r"\s+", "", measure.cadence.text)) if measure.cadence else []
    if any(name.startswith(month_name(day.month)) for name in named):
        return True
    closed = material.round.closed_at
    return day_in_bangkok(material.round.opened_at) <= day <= (day_in_bangkok(closed) if closed else today)


def _pasted(tasks: list[Task], material: Material) -> Found:
    """One and the same text as the result of many measures, or of many topics where a topic is reported as one."""
    places: defaultdict[str, dict[str | int, Task]] = defaultdict(dict)
    for task in tasks:
        update = material.updates.get(task.id)
        text = re.sub(r"\s+", "", update.result) if update else ""
        if len(text) >= _LONG:
            places[text].setdefault(task.topic if material.layout.rows == "topic" else task.measure_id, task)
    for found in places.values():
        if len(found) >= _PASTED:
            first = next(iter(found.values()))
            words = material.updates[first.id].result.splitlines()[0][:50]
            message = f"“{words}” is the result of {len(found)} measures"
            yield CheckFinding("text-pasted", _place(first), message, "say of each measure what was done for it")
