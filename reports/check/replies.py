"""Checks over the replies behind a report: missing, without evidence, days that cannot be, the same text pasted."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.evidence import Evidence
from domain.expectation import Standing, find_expectation, months_of_period
from domain.finding import Finding
from domain.plan import Measure
from domain.task import NEEDED_TEXTS, Status, Task, Update
from reports.compile.material import Material
from reports.wording import period_name
from thai.dates import day_in_bangkok, month_name
from thai.fiscal import round_days
from thai.no_answer import why_no_answer
from thai.normalise import remove_spaces

Found = Iterator[Finding]
_PASTED, _LONG = 3, 20  # in how many measures a text of how many letters is pasted rather than written
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
            yield _about(task, "unapproved")
            yield from _check_text(task, task.check.words if task.check else "", kind="return-unclear")
        # Also where a reply waits: the report says of the measure that nobody has reported.
        if update is None:
            yield from () if task.outside else (_about(task, "unanswered"),)
            continue
        yield from _check_missing(task, today)
        yield from _check_evidence(task, update, came[task.id], material)
        yield from _check_days(task, update, measures[task.measure_id], material, today)
        yield from _check_emptiness(task, update)
        yield from _check_texts(task, update, material)
    yield from _check_pasted(expected, material)


def format_task_place(task: Task) -> str:
    """`topic › measure › unit`, where a finding of the task stands."""
    where = f"{task.topic} › {task.measure.splitlines()[0] if task.measure else ''}"
    return f"{where} › {task.unit}" if task.unit else where


def _about(task: Task, kind: str, **parts: str | int) -> Finding:
    return Finding(kind, format_task_place(task), parts, task=task.id)


def _check_missing(task: Task, today: date) -> Found:
    """The months or quarters without a reply, else the round's end where none was given for it."""
    found = find_expectation(task.expected, task.replies, today)
    periods = [first for first in found.periods if first <= today and first not in found.answered]
    if periods and (found.asks or found.standing is Standing.ANSWERED):
        months = months_of_period(task.cadence)
        yield _about(task, "unanswered", periods=", ".join(period_name(first, months) for first in periods))
    elif found.asks:
        yield _about(task, "unanswered", due=task.due.isoformat())


def _check_emptiness(task: Task, update: Update) -> Found:
    if update.status is Status.NOT_DONE and not update.reason.strip():
        yield _about(task, "reason-missing")


def _check_texts(task: Task, update: Update, material: Material) -> Found:
    """Texts that say nothing: a number, a picture sign, a greeting; `ไม่มี` where an account or a reason is asked."""
    asks = {"result", "did"} & set(material.layout.reply_keys)
    if asks and update.status is Status.DONE and not update.result.strip():
        yield _about(task, "no-answer")
    own = {column.key: column for column in material.layout.own_columns if column.kind == "text"}
    for key, value in update.own.items():
        if key in own and isinstance(value, str):
            yield from _check_text(task, value, optional=not own[key].required)
    for name, text in update.texts.items():
        yield from _check_text(task, text, optional=name not in NEEDED_TEXTS)


def _check_text(task: Task, text: str, optional: bool = False, kind: str = "no-answer") -> Found:
    why = why_no_answer(text)
    if why and why != "empty" and not (optional and why == "nothing"):
        yield _about(task, kind, word=text.strip()[:40])


def _check_evidence(task: Task, update: Update, came: list[Evidence], material: Material) -> Found:
    bare = not any(piece.state in ("saved", "wanted") for piece in came)
    layout = material.layout
    # What forbids certifying is looked for, also where the layout itself asks for no evidence.
    asked = layout.requires_evidence or "evidence-missing" in layout.blocks
    if asked and update.status is Status.DONE and bare:
        yield _about(task, "evidence-missing")
    for piece in came:
        if piece.state == "wanted":
            yield _about(task, "evidence-awaited", name=piece.name or piece.kind)
        elif _is_unreadable(piece, material):
            yield _about(task, "evidence-unreadable", name=piece.name or piece.kind)


def _is_unreadable(piece: Evidence, material: Material) -> bool:
    """True for what could not be fetched from LINE, or is stored and cannot be opened."""
    stored = piece.state == "saved" and piece.kind != "link"
    return piece.state == "failed" or (stored and not material.evidence_path(piece))


def _check_days(task: Task, update: Update, measure: Measure, material: Material, today: date) -> Found:
    first, last = round_days(material.round.year, material.round.kind)
    for step, day in update.dates:
        parts = {"step": f"{step}. {''.join(measure.steps[step - 1 : step])[:60]}", "day": day.isoformat()}
        if day > today:
            yield _about(task, "date-future", **parts)
        elif not first <= day <= last:
            parts |= {"first": first.isoformat(), "last": last.isoformat()}
            allowed = _is_day_allowed(day, measure, material, today)
            yield _about(task, "date-late" if allowed else "date-outside", **parts)


def _is_day_allowed(day: date, measure: Measure, material: Material, today: date) -> bool:
    """True where the measure's own deadline reaches to the day, or replies were still taken on it."""
    if measure.timeframe and measure.timeframe.last and day <= measure.timeframe.last:
        return True
    named = _BY_MONTH.findall(remove_spaces(measure.cadence.text)) if measure.cadence else []
    if any(name.startswith(month_name(day.month)) for name in named):
        return True
    closed = material.round.closed_at
    return day_in_bangkok(material.round.opened_at) <= day <= (day_in_bangkok(closed) if closed else today)


def _check_pasted(tasks: list[Task], material: Material) -> Found:
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
            yield _about(first, "text-pasted", words=words, times=len(found))
