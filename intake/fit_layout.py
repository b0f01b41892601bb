"""What a document says in its own columns, put under the keys by which the agency's layout calls the same columns.

A layout may call a column otherwise than the reader would: the same heading, word for word, is the same column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from domain.column_values import Value, check_value, format_value
from domain.columns import Column
from domain.finding import Finding
from domain.layout import Layout
from domain.plan import Measure, Plan
from domain.progress import find_status, split_progress
from domain.task import Status
from intake.own_values import parse_own
from thai.normalise import fold_letters

Lines = tuple[str, ...]
# The fields of a measure that hold what a known column of the replies says, lines each.
_TEXTS: Final = ("result", "outcome", "suggestion", "remark", "did_not")
_FIELDS: Final[Mapping[str, str]] = {**dict(zip(_TEXTS, _TEXTS, strict=True)), "did": "result"}

_NEARLY_ALL: Final = 0.8  # of a table's headings


def fit_layout(plan: Plan, layout: Layout) -> Plan:
    """The plan, its own columns under the layout's keys; a warning for each column that the layout has no place for."""
    pairs = [(column, ours) for column in plan.columns if (ours := _find_ours(column, plan, layout))]
    moved = [(theirs, ours) for theirs, ours in pairs if _is_text(theirs) and _is_text(ours) and theirs != ours]
    topics = tuple(
        replace(topic, measures=tuple(_fit_measure(one, moved, layout) for one in topic.measures))
        for topic in plan.topics
    )
    renamed = {theirs.key: ours for theirs, ours in moved}
    fitted = replace(plan, topics=topics, columns=tuple(renamed.get(one.key, one) for one in plan.columns))
    told = tuple(one for one in _list_unprinted(fitted, layout) if one not in plan.warnings)
    return replace(fitted, warnings=(*plan.warnings, *told))


def find_matching(plan: Plan, layouts: Sequence[Layout]) -> Layout | None:
    """The layout that nearly all headings of the document's own table stand in; None where none has them."""
    theirs = {fold_letters(column.heading) for column in plan.columns} - {""}
    if not any(column.is_own for column in plan.columns):
        return None
    known = [(len(theirs & {fold_letters(column.heading) for column in one.columns}), one) for one in layouts]
    most, found = max(known, key=lambda pair: pair[0], default=(0, None))
    return found if most >= _NEARLY_ALL * len(theirs) else None


def _is_text(column: Column) -> bool:
    """True for what stands in one place of the measure: an own column, or a text of the replies."""
    return column.is_own or column.key in _FIELDS


def _find_ours(column: Column, plan: Plan, layout: Layout) -> Column | None:
    """The layout's column of the same heading, where neither side has two of it."""
    fold = fold_letters(column.heading)
    ours = [each for each in layout.columns if fold_letters(each.heading) == fold]
    theirs = [each for each in plan.columns if fold_letters(each.heading) == fold]
    return ours[0] if fold and len(ours) == len(theirs) == 1 else None


def _fit_measure(measure: Measure, moved: list[tuple[Column, Column]], layout: Layout) -> Measure:
    """The measure with what it says taken from all old places before it is put into the new ones."""
    fitted = measure
    for theirs, _ours in moved:
        fitted = _without(fitted, theirs)
    for theirs, ours in moved:
        fitted = _with(fitted, ours, _find_lines(measure, theirs), measure.own.get(theirs.key), layout)
    return fitted


def _find_lines(measure: Measure, column: Column) -> Lines:
    if not column.is_own:
        found: Lines = getattr(measure, _FIELDS[column.key])
        return found
    value = measure.own.get(column.key)
    return () if value is None else format_value(column, value)


def _with_lines(measure: Measure, key: str, lines: Lines) -> Measure:
    changed: dict[str, Any] = {_FIELDS[key]: lines}
    return replace(measure, **changed)


def _without(measure: Measure, column: Column) -> Measure:
    if not column.is_own:
        return _with_lines(measure, column.key, ())
    return replace(measure, own={key: value for key, value in measure.own.items() if key != column.key})


def _with(measure: Measure, column: Column, lines: Lines, kept: Value | None, layout: Layout) -> Measure:
    """The measure with what stood under the heading; what is not of the column's kind stays there as it was written."""
    if column.is_own and kept is not None and _suits(column, kept):
        return _with_value(measure, column, kept)
    if not lines:
        return measure
    if not column.is_own:
        return _with_lines(measure, column.key, (*getattr(measure, _FIELDS[column.key]), *lines))
    alone = find_status(" ".join(lines), layout.statuses) if column.tells_status else None
    if alone and measure.status in (None, alone):
        return replace(measure, status=alone)
    status, is_sure, number = _split_status(column, lines, layout)
    value = parse_own(column, (number,) if status else lines)
    contradicts = status is not None and measure.status not in (None, status)
    if contradicts or not is_sure or not _suits(column, value):
        return _with_value(measure, column, "\n".join(lines))
    return replace(_with_value(measure, column, value), status=measure.status or status)


def _split_status(column: Column, lines: Lines, layout: Layout) -> tuple[Status | None, bool, str]:
    text = " ".join(lines)
    return split_progress(text, layout.statuses) if column.tells_status else (None, True, text)


def _with_value(measure: Measure, column: Column, value: Value) -> Measure:
    return replace(measure, own={**measure.own, column.key: value})


def _suits(column: Column, value: Value) -> bool:
    try:
        check_value(column, value)
    except ValueError:
        return False
    return True


def _list_unprinted(plan: Plan, layout: Layout) -> list[Finding]:
    """The columns that say something and that the layout has no place for: no report prints them."""
    places = {_FIELDS.get(column.key, column.key) for column in layout.columns}
    asked = [one for one in plan.columns if _is_text(one) and _FIELDS.get(one.key, one.key) not in places]
    asked = [one for one in asked if (ours := _find_ours(one, plan, layout)) is None or ours.key != "status"]
    filled = [one for one in asked if any(_find_lines(measure, one) for measure in plan.measures)]
    return [Finding("column-unprinted", one.heading, {"label": one.heading}) for one in filled]
