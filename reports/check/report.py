"""What a person should look at before a report is certified."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from domain.finding import Finding
from domain.report import Report
from domain.task import Task, Update
from reports.check.agency import check_agency
from reports.check.own_columns import check_own_columns
from reports.check.places import Printed, printed_texts
from reports.check.plan import check_plan
from reports.check.replies import check_replies
from reports.check.texts import check_texts
from reports.compile.material import Material
from thai.digits import to_arabic
from thai.normalise import remove_spaces


def check_report(material: Material, report: Report, today: date) -> tuple[Finding, ...]:
    """Every finding, those that block certification first; which kinds block, the agency's layout says.

    Nothing is corrected: a person decides.
    """
    texts = tuple(printed_texts(report))
    of_measures = {task.measure_id: task.id for task in reversed(material.tasks)}
    found = (
        *check_replies(material, today),
        *check_own_columns(material),
        *check_agency(material.agency, material.layout),
        *check_plan(material.plan, texts, of_measures),
        *check_texts(report, texts),
    )
    blocks = material.layout.blocks
    marked = (replace(one, blocks=one.kind in blocks) for one in dict.fromkeys(_add_tasks(found, texts, material)))
    return tuple(sorted(marked, key=lambda one: not one.blocks))


def _add_tasks(found: Iterable[Finding], texts: Iterable[Printed], material: Material) -> Iterable[Finding]:
    """The findings, with the task of the row where a text of it is doubtful."""
    rows = {printed.place: printed.tasks for printed in texts}
    tasks = {task.id: task for task in material.tasks}
    for one in found:
        asked = [tasks[each] for each in rows.get(one.place, ()) if each in tasks]
        yield one if one.task or not asked else replace(one, task=_find_source(one, asked, material.updates))


def _find_source(finding: Finding, asked: list[Task], updates: Mapping[int, Update]) -> int:
    """The task whose reply holds the finding's words, else the row's first."""
    words = [remove_spaces(to_arabic(each)) for each in finding.words]
    told = ((task.id, updates[task.id]) for task in asked if task.id in updates)
    return next((task for task, update in told if any(word in _join_texts(update) for word in words)), asked[0].id)


def _join_texts(update: Update) -> str:
    return remove_spaces(to_arabic("".join(update.texts.values())))
