"""A plan out of a file, whatever form it has."""

from dataclasses import replace
from pathlib import Path

from domain.layout import Layout
from domain.plan import Plan
from intake.column_answers import NO_ANSWERS, Answers, fold_heading, layout_answers, name_columns
from intake.open_file import open_document
from intake.plan_form import find_form, read_form
from intake.tables import Document
from intake.understand import understand
from intake.unreadable import UnreadableFile

__all__ = ["UnreadableFile", "read_plan"]


def read_plan(path: Path, year: int | None = None, answers: Answers = NO_ANSWERS, layout: Layout | None = None) -> Plan:
    """The plan that the file holds, with a warning for everything doubtful in it.

    `year` (Buddhist era) is the fiscal year if the caller knows it; else the file says. `answers` is what a person
    said of the columns; what the agency's `layout` says of its own is not asked again. Raises UnreadableFile with a
    sentence that says what to do.
    """
    document = open_document(path)
    form = find_form(document)
    plan = read_form(form, year) if form else _understand(document, year, answers, layout)
    return replace(plan, warnings=(*document.doubts, *plan.warnings))


def _understand(document: Document, year: int | None, answers: Answers, layout: Layout | None) -> Plan:
    """The document's plan; read by the layout's columns where it has one of the agency's own."""
    plan = understand(document, year, answers)
    if layout is None or not _holds_own(plan, layout):
        return plan
    return understand(document, year, {**layout_answers(layout.columns), **answers})


def _holds_own(plan: Plan, layout: Layout) -> bool:
    """Whether a heading of the plan's is that of a column of the agency's own."""
    own = layout_answers(layout.own_columns)
    names = name_columns([(*column.under, column.label) for column in plan.columns])
    return any(fold_heading(name) in own for name in names)
