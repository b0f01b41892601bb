"""A plan out of a file, whatever form it has."""

from dataclasses import replace
from pathlib import Path

from domain.plan import Plan
from intake.column_answers import NO_ANSWERS, Answers
from intake.open_file import open_document
from intake.plan_form import find_form, read_form
from intake.understand import understand
from intake.unreadable import UnreadableFile

__all__ = ["UnreadableFile", "read_plan"]


def read_plan(path: Path, year: int | None = None, answers: Answers = NO_ANSWERS) -> Plan:
    """The plan that the file holds, with a warning for everything doubtful in it.

    `year` (Buddhist era) is the fiscal year if the caller knows it; else the file says. `answers` is what a person
    said of the columns. Raises UnreadableFile with a sentence that says what to do.
    """
    document = open_document(path)
    form = find_form(document)
    plan = read_form(form, year) if form else understand(document, year, answers)
    return replace(plan, warnings=(*document.doubts, *plan.warnings))
