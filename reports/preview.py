"""How a report of a plan looks before any of it is kept: compiled as every report is."""

from collections.abc import Mapping
from datetime import UTC, datetime

from domain.agency import Agency
from domain.plan import MeasureOnFile, Plan, PlanOnFile, TopicOnFile
from domain.report import Report
from domain.task import Round, Task, Update
from reports.compile.material import Material
from reports.compile.report import compile_report
from thai.fiscal import round_days


def preview_report(agency: Agency, plan: Plan, year: int, replies: Mapping[int, Update]) -> Report:
    """The report of the plan in the agency's layout; `replies` by which measure each answers, counted from 1."""
    return compile_report(preview_material(agency, plan, year, replies))


def preview_material(agency: Agency, plan: Plan, year: int, replies: Mapping[int, Update]) -> Material:
    """What that report is compiled from.

    It is of the plan's own round where the layout keeps that, else of the first that it keeps; `year` is Buddhist era.
    """
    kinds = agency.layout.round_kinds
    kind = plan.round if plan.round in kinds else kinds[0]
    numbers = iter(range(1, len(plan.measures) + 1))
    topics = tuple(
        TopicOnFile(topic, tuple(MeasureOnFile(next(numbers), measure) for measure in topic.measures))
        for topic in plan.topics
    )
    due = round_days(year, kind)[1]
    tasks = tuple(
        Task(number, number, 1, 1, "", measure.title, (), "", due, kind=kind, year=year)
        for number, measure in enumerate(plan.measures, 1)
    )
    return Material(
        agency=agency,
        plan=PlanOnFile(0, year, topics),
        round=Round(1, year, kind, due, datetime(due.year, due.month, 1, tzinfo=UTC)),
        layout=agency.layout,
        tasks=tasks,
        updates=replies,
    )
