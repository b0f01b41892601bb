"""What the units said of a measure: their replies of several months, or of both halves, each as one answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.expectation import Reply, Standing, find_periods, find_status, furthest, months_of_period
from domain.plan import Measure
from domain.task import Task, Update
from reports.compile.entry import Answer, FollowUp
from reports.compile.halves import join_halves
from reports.compile.material import Material
from reports.compile.months import join_months
from thai.cadences import CadenceKind
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind


def answers_of(measure: Measure, tasks: Sequence[Task], material: Material) -> tuple[Answer, ...]:
    """One answer for each unit that gave one, as far as all that it said goes."""
    given = join_halves(tuple(_find_answers(tasks, material)), material.layout)
    return tuple(_with_whole_status(answer, measure, tasks, material) for answer in given)


def _find_answers(tasks: Iterable[Task], material: Material) -> Iterator[Answer]:
    for task in tasks:
        if told := replies_to(task, material):
            yield join_months(task, told, material.layout)
        elif told := material.first_half.get(task.id, ()):
            yield replace(join_months(task, told, material.layout), carried=True)


def replies_to(task: Task, material: Material) -> tuple[Update, ...]:
    """The counted replies to the task, oldest first."""
    newest = material.updates.get(task.id)
    return (*material.earlier.get(task.id, ()), newest) if newest else ()


def _with_whole_status(answer: Answer, measure: Measure, tasks: Sequence[Task], material: Material) -> Answer:
    """The answer with the status of the measure, where its own is that of a month or quarter alone."""
    told = _find_replies(answer, tasks, material)
    last = _find_furthest(told)
    if last is None or last.period is None:
        return answer
    asked = _find_periods(measure, material, RoundKind.FIRST_HALF if answer.carried else material.round.kind)
    if answer.carried and material.round.kind is not RoundKind.SECOND_HALF:
        asked = tuple(sorted({update.period for update in told if update.period}))
    status = find_status([_make_reply(update) for update in told], asked) or last.status
    reason = last.reason if _make_reply(last).final else answer.update.reason
    return replace(answer, update=replace(answer.update, status=status, reason=reason))


def _find_replies(answer: Answer, tasks: Sequence[Task], material: Material) -> tuple[Update, ...]:
    if answer.carried:
        return material.first_half[answer.task.id]
    unit = answer.task.unit_id, answer.task.unit
    own = (task for task in tasks if (task.unit_id, task.unit) == unit)
    return tuple(update for task in own for update in replies_to(task, material))


def _find_furthest(told: Sequence[Update]) -> Update | None:
    """The reply that says how far the measure is."""
    place = furthest([_make_reply(update) for update in told])
    return None if place is None else told[place]


def _make_reply(update: Update) -> Reply:
    return Reply(day_in_bangkok(update.at), update.status, update.period, update.of_whole)


def _find_periods(measure: Measure, material: Material, kind: RoundKind) -> tuple[date, ...]:
    """The first days of the months or quarters that the round asks of the measure."""
    cadence = measure.cadence.kind if measure.cadence else None
    return find_periods(cadence, material.plan.year, kind, _find_span(measure))


def _find_span(measure: Measure) -> tuple[date, date] | None:
    known = measure.timeframe
    return (known.first, known.last) if known and known.first and known.last else None


def count_followed_up(measure: Measure, tasks: Sequence[Task], material: Material) -> FollowUp:
    """How many of the round's months or quarters have a reply, printed as `๒ จาก ๖ เดือน`.

    None are counted where a reply tells of the whole round. Those after the one in which the measure was done for good,
    or given up, are not asked for.
    """
    kind = material.round.kind
    months = len(find_periods(CadenceKind.MONTHLY, material.plan.year, kind, _find_span(measure)))
    told = [replies_to(task, material) for task in tasks]
    periods = _find_periods(measure, material, kind)
    given = {update.period for updates in told for update in updates}
    if not periods or not given or None in given:
        return FollowUp(months)
    last = [_find_furthest(updates) for updates in told if updates]
    if all(one and _make_reply(one).final for one in last):
        end = max(one.period for one in last if one and one.period)
        periods = tuple(period for period in periods if period <= end)
    length = months_of_period(measure.cadence.kind if measure.cadence else None)
    return FollowUp(months, sum(period in given for period in periods), len(periods), length)


def standing_outside(tasks: Sequence[Task]) -> Standing | None:
    """`NOT_YET` or `EARLIER` where the measure's time lies outside the round for all who answer for it; else None."""
    outside = {task.outside for task in tasks}
    return next(iter(outside)) if len(outside) == 1 else None
