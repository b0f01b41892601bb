"""A task's replies of several months as one: what each month tells, in order, under the month's name."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from domain.layout import Layout
from domain.reply_chain import printed_together
from domain.task import REPLY_TEXTS, Task, Update
from reports.compile.entry import Answer
from reports.compile.own_join import join_own
from reports.wording import month_heading, remove_repeats_under_headings, split_lines
from thai.cadences import CadenceKind

_MONTHS_OF = {CadenceKind.QUARTERLY: 3}


def join_months(task: Task, replies: Sequence[Update], layout: Layout) -> Answer:
    """The newest of the task's counted replies with the texts and days of those that are printed with it."""
    chain = printed_together(replies)
    if len(chain) == 1 and not chain[0].skipped:
        return Answer(task, chain[0])
    headed = any(update.skipped for update in chain)
    texts: dict[str, Any] = {
        field: _join_months(attrgetter(field), [one for one in chain if _is_printed(field, one, chain)], task, headed)
        for field in REPLY_TEXTS
    }
    own = join_own(layout, chain, lambda find_text: _join_months(find_text, chain, task, headed))
    days = {step: day for update in chain for step, day in update.dates}
    update = replace(chain[-1], dates=tuple(sorted(days.items())), own=own, **texts)
    return Answer(task, update, tuple(Answer(task, one) for one in chain[:-1]))


def _is_printed(field: str, update: Update, chain: Sequence[Update]) -> bool:
    """False for the reason of a giving up after which the measure went on."""
    return field != "reason" or update.skipped or update is chain[-1]


def _join_months(find_text: Callable[[Update], str], chain: Sequence[Update], task: Task, headed: bool) -> str:
    """The lines of all, equal ones once; under the name of their month where there are several, or it is `headed`."""
    told = [update for update in chain if split_lines(find_text(update))]
    headed = headed or len({update.period for update in told if update.period}) > 1
    lines: list[str] = []
    for update in told:
        if headed and update.period:
            lines.append(month_heading(update.period, _MONTHS_OF.get(task.cadence, 1) if task.cadence else 1))
        lines += split_lines(find_text(update))
    return "\n".join(remove_repeats_under_headings(tuple(lines)))
