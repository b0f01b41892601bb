"""The report as it prints in a layout that is being changed: with the agency's own data where it has some."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from domain.agency import Agency
from domain.layout import Layout
from domain.plan_ref import PlanRef
from domain.report import Report, ReportGroup
from reports.compile.load import NothingToReport, load_material
from reports.compile.material import Material
from reports.compile.report import compile_report, find_placeholder_words
from reports.trial import trial_material
from reports.wording import in_digits
from store.plan_refs import load_plans
from store.rounds import load_rounds
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year
from web.admin.overview import choose_round
from web.port import port
from web.visit import books_of_visit, visit

_MOST_ROWS: Final = 12
# What the words of a step's day stand for, as an example.
_OF_STEPS: Final = {"step": "1", "day": "7 ตุลาคม 2569", "month_count": "6"}


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a report, what each placeholder stands for in it, and whether its data are the agency's own."""

    report: Report
    words: Mapping[str, str]
    is_own: bool


def make_sample(layout: Layout, plan: PlanRef | None) -> Sample:
    """A report in the layout, of the round that is looked at first among those that follow it; else an invented one."""
    found = port().database.read(lambda conn: _load_own(conn, layout, plan))
    agency = replace(visit().agency, layout=layout)
    material = found or trial_material(agency, fiscal_year(day_in_bangkok(port().now())))
    words = {**find_placeholder_words(material), **_OF_STEPS}
    shown = {name: in_digits(text, layout) for name, text in words.items()}
    return Sample(_cut_rows(compile_report(material)), shown, found is not None)


def _load_own(conn: Connection, layout: Layout, plan: PlanRef | None) -> Material | None:
    """The agency's own round with its replies, without photos; None where there is none yet."""
    books = books_of_visit(conn)
    follows = {
        (one.year, one.number) for one in load_plans(books) if (one.id == plan.id if plan else not one.own_layout)
    }
    rounds = tuple(one for one in load_rounds(books) if (one.year, one.plan) in follows)
    newest = choose_round(rounds, "", "")
    if newest is None:
        return None
    try:
        found = load_material(books, newest.year, newest.kind, port().files, layout, newest.plan)
    except NothingToReport:
        return None
    shown: Agency = replace(found.agency, layout=layout)
    return replace(found, agency=shown, evidence=(), before=None) if found.plan.measures else None


def _cut_rows(report: Report) -> Report:
    """The report with no more rows than its first pages show."""
    left, groups = _MOST_ROWS, list[ReportGroup]()
    for group in report.groups:
        if left > 0:
            groups.append(replace(group, rows=group.rows[:left]))
        left -= len(group.rows)
    return replace(report, groups=tuple(groups))
