"""A unit's replies of two half-years as one: the newer one counts, and what was done before it stands in front."""

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from domain.layout import Layout
from domain.task import REPLY_TEXTS, Status, Update
from reports.compile.entry import Answer
from reports.compile.own_join import join_own
from reports.wording import remove_repeats_under_headings, split_lines

_BEGUN = (Status.DONE, Status.IN_PROGRESS, Status.NOT_STATED)


def join_halves(answers: tuple[Answer, ...], layout: Layout) -> tuple[Answer, ...]:
    """One answer for each unit, in the order of the units; within one round nothing changes."""
    if len({answer.task.round_id for answer in answers}) < 2:
        return answers
    units: dict[tuple[int | None, str], list[Answer]] = {}
    for answer in sorted(answers, key=lambda answer: answer.update.at):
        units.setdefault((answer.task.unit_id, answer.task.unit), []).append(answer)
    order = dict.fromkeys((answer.task.unit_id, answer.task.unit) for answer in answers)
    return tuple(_join_answers(units[unit], layout) for unit in order)


def _join_answers(answers: list[Answer], layout: Layout) -> Answer:
    """The newest answer with the texts and days of those before it in which something was carried out."""
    *before, newest = answers
    begun = tuple(answer for answer in before if _has_content(answer))
    earlier = [answer.update for answer in begun]
    given_up = newest.update.status is Status.NOT_DONE and not newest.update.skipped
    if not earlier or given_up:
        return newest
    together = [*earlier, newest.update]
    texts: dict[str, Any] = {field: _join_halves(attrgetter(field), together) for field in REPLY_TEXTS}
    own = join_own(layout, together, lambda find_text: _join_halves(find_text, together))
    days = {step: day for update in together for step, day in update.dates}
    update = replace(newest.update, dates=tuple(sorted(days.items())), own=own, **texts)
    told = (one for answer in begun for one in (*answer.earlier, answer))
    return replace(newest, update=update, earlier=(*told, *newest.earlier))


def _has_content(answer: Answer) -> bool:
    """True where the half tells of what was carried out, or which of its months were left out."""
    return any(one.update.status in _BEGUN or one.update.skipped for one in (answer, *answer.earlier))


def _join_halves(find_text: Callable[[Update], str], updates: list[Update]) -> str:
    """The lines of all, equal ones once."""
    return "\n".join(
        remove_repeats_under_headings(tuple(line for update in updates for line in split_lines(find_text(update))))
    )
