"""Checks over the replies behind a report: missing, without evidence, days that cannot be, the same text pasted."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.finding import Finding
from domain.plan import Measure
from domain.task import Evidence, Status, Task, Update
from reports.material import Material
from thai.dates import day_in_bangkok, month_name
from thai.fiscal import round_days
from thai.no_answer import why_no_answer
from thai.normalise import remove_spaces

Found = Iterator[Finding]
_PASTED, _LONG = 3, 20  # in how many measures a text of how many letters is pasted rather than written
_ASK_AGAIN = ("ask the officer again", "ask the supervisor what is to be mended, and tell the officer")
_BY_MONTH = re.compile(r"ภายในเดือน\s*([ก-๙]+)")


def check_replies(material: Material, today: date) -> Found:
    """What is doubtful in the replies; `today` is the day of the check in Bangkok."""
    measures = {each.id: each.measure for each in material.plan.measures}
    expected = [task for task in material.tasks if task.measure_id in measures]
    came: defaultdict[int | None, list[Evidence]] = defaultdict(list)
    for piece in material.evidence:
        came[piece.task_id].append(piece)
    for task in expected:
        update = material.updates.get(task.id)
        if task.waits or task.returned:
            yield _unapproved(task)
            yield from _no_answer(
                task, "reason of the return", task.check.words if task.check else "", mend=_ASK_AGAIN[1]
            )
        # Also where a reply waits: the report says of the measure that nobody has reported.
        if update is None:
            yield _unanswered(task)
            continue
        yield from _evidence(task, update, came[task.id], material)
        yield from _days(task, update, measures[task.measure_id], material, today)
        yield from _empty(task, update)
        yield from _answers(task, update, material)
    yield from _pasted(expected, material)


def _place(task: Task) -> str:
    where = f"{task.topic} › {task.measure.splitlines()[0] if task.measure else ''}"
    return f"{where} › {task.unit}" if task.unit else where


def _about(task: Task, kind: str, said: str, mend: str, **parts: str | int) -> Finding:
    return Finding(kind, _place(task), said, mend, parts, task=task.id)


def _unanswered(task: Task) -> Finding:
    mend = "ask for the reply, or say why there is none"
    return _about(task, "unanswered", f"no reply from {task.unit or 'any unit'}", mend)


def _unapproved(task: Task) -> Finding:
    stands = "was sent back and not mended yet" if task.returned else "waits for the supervisors' check"
    return _about(task, "unapproved", f"the newest reply {stands}: it is not printed", "have it checked")


def _empty(task: Task, update: Update) -> Found:
    if update.status is Status.NOT_DONE and not update.reason.strip():
        yield _about(task, "reason-missing", "not carried out, and no reason given", "ask for the reason")


def _answers(task: Task, update: Update, material: Material) -> Found:
    """Texts that say nothing: a number, a picture sign, a greeting; `ไม่มี` where an account or a reason is asked."""
    asks = {"result", "did"} & set(material.layout.reply_keys)
    if asks and update.status is Status.DONE and not update.result.strip():
        yield _about(task, "no-answer", "done, and nothing is said of what was done", _ASK_AGAIN[0])
    yield from _no_answer(task, "result", update.result)
    yield from _no_answer(task, "reason", update.reason)
    for name in ("outcome", "suggestion", "remark"):
        yield from _no_answer(task, name, getattr(update, name), optional=True)


def _no_answer(task: Task, name: str, text: str, optional: bool = False, mend: str = "") -> Found:
    why = why_no_answer(text)
    if why and why != "empty" and not (optional and why == "nothing"):
        said = f"“{{word}}” as the {name} answers nothing"
        yield _about(task, "no-answer", said, mend or _ASK_AGAIN[0], word=text.strip()[:40])


def _evidence(task: Task, update: Update, came: list[Evidence], material: Material) -> Found:
    bare = not any(piece.state in ("saved", "wanted") for piece in came)
    layout = material.layout
    # What forbids certifying is looked for, also where the layout itself asks for no evidence.
    asked = layout.requires_evidence or "evidence-missing" in layout.blocks
    if asked and update.status is Status.DONE and bare:
        mend = "ask for a photo, file or link"
        yield _about(task, "evidence-missing", "done, without evidence", mend)
    for piece in came:
        why, mend = _unreadable(piece, material)
        if why:
            yield _about(task, "evidence-unreadable", f"“{{name}}” {why}", mend, name=piece.name or piece.kind)


def _unreadable(piece: Evidence, material: Material) -> tuple[str, str]:
    """What keeps the piece from being printed, and what to do; "" for what can be."""
    if piece.state == "wanted":
        return "has not come from LINE yet: it is not printed", "wait a few minutes"
    if piece.state == "failed":
        return "could not be fetched", "ask for it again"
    if piece.state == "saved" and piece.kind != "link" and not material.evidence_path(piece):
        return "cannot be read", "ask for it again"
    return "", ""


def _days(task: Task, update: Update, measure: Measure, material: Material, today: date) -> Found:
    first, last = round_days(material.round.year, material.round.kind)
    for step, day in update.dates:
        said = f"step {step} was carried out on {{day}}"
        parts: dict[str, str | int] = {"day": day.isoformat()}
        if day > today:
            yield _about(task, "date-future", f"{said}, which is still to come", "ask for the right day", **parts)
        elif not first <= day <= last:
            late = f"{said}, outside the round {{first}} to {{last}}"
            parts |= {"first": first.isoformat(), "last": last.isoformat()}
            if _allowed(day, measure, material, today):
                proposal = "a notice only: the measure's own deadline or the reply window allows it"
                yield _about(task, "date-late", late, proposal, **parts)
            else:
                yield _about(task, "date-outside", late, "ask for the right day", **parts)


def _allowed(day: date, measure: Measure, material: Material, today: date) -> bool:
    """True where the measure's own deadline reaches to the day, or replies were still taken on it."""
    if measure.timeframe and measure.timeframe.last and day <= measure.timeframe.last:
        return True
    named = _BY_MONTH.findall(remove_spaces(measure.cadence.text)) if measure.cadence else []
    if any(name.startswith(month_name(day.month)) for name in named):
        return True
    closed = material.round.closed_at
    return day_in_bangkok(material.round.opened_at) <= day <= (day_in_bangkok(closed) if closed else today)


def _pasted(tasks: list[Task], material: Material) -> Found:
    """One and the same text as the result of many measures, or of many topics where a topic is reported as one."""
    places: defaultdict[str, dict[str | int, Task]] = defaultdict(dict)
    for task in tasks:
        update = material.updates.get(task.id)
        text = remove_spaces(update.result) if update else ""
        if len(text) >= _LONG:
            places[text].setdefault(task.topic if material.layout.rows == "topic" else task.measure_id, task)
    for found in places.values():
        if len(found) >= _PASTED:
            first = next(iter(found.values()))
            words = material.updates[first.id].result.splitlines()[0][:50]
            said, mend = (
                f"“{{words}}” is the result of {len(found)} measures",
                "say of each measure what was done for it",
            )
            yield _about(first, "text-pasted", said, mend, words=words)
