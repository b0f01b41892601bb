"""The cell of the days on which a measure's steps were carried out."""

from datetime import date

from domain.messages import N_
from reports.compile.entry import Entry, Lines
from reports.wording import day_in_full, fill_placeholders, said
from thai.cadences import CadenceKind

_WEEK = 7
_SELDOM = (CadenceKind.HALF_YEARLY, CadenceKind.YEARLY)


def date_lines(entry: Entry) -> Lines:
    """A line for each day of each step, under the step's own number; units are named where their days differ."""
    units: dict[tuple[int, date], list[str]] = {}
    for answer in entry.answers:
        for step, day in answer.update.dates:
            units.setdefault((step, day), []).append(answer.task.unit)
    differing = {step for step, _ in units if sum(1 for other, _ in units if other == step) > 1}
    began = min((day for _, day in units), default=None)
    return tuple(
        _format_date(step, day, _is_full(entry, began, day), entry, ", ".join(named) if step in differing else "")
        for (step, day), named in sorted(units.items())
    )


def _is_full(entry: Entry, began: date | None, day: date) -> bool:
    """True where the measure's months from the first day were full within the week, but for what comes seldom."""
    cadence = entry.measure.measure.cadence
    if began is None or (cadence and cadence.kind in _SELDOM):
        return False
    months = (day.year - began.year) * 12 + day.month - began.month
    return months == entry.follow_up.months > 1 and 0 <= day.day - began.day < _WEEK


def _format_date(step: int, day: date, full: bool, entry: Entry, units: str) -> str:
    layout = entry.layout
    own = layout.date_line_full if full and layout.date_line_full else layout.date_line
    parts = {"step": str(step), "day": day_in_full(day, layout), "month_count": str(entry.follow_up.months)}
    line = (
        fill_placeholders(own, layout, parts)
        if own
        else said(N_("{step}.carried out on {day}"), step=step, day=parts["day"])
    )
    return f"{line} ({units})" if units else line
