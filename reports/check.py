"""What a person should look at before a report is certified."""

from dataclasses import replace
from datetime import date

from domain.report import CheckFinding, Report
from reports.check_places import printed_texts
from reports.check_plan import check_plan
from reports.check_replies import check_replies
from reports.check_texts import check_texts
from reports.material import Material


def check_report(material: Material, report: Report, today: date) -> tuple[CheckFinding, ...]:
    """Every finding, those that block certification first; which kinds block, the agency's layout says.

    Nothing is corrected: a person decides.
    """
    texts = tuple(printed_texts(report))
    found = (*check_replies(material, today), *check_plan(material.plan, texts), *check_texts(report, texts))
    marked = (replace(one, blocks=one.kind in material.layout.blocks) for one in dict.fromkeys(found))
    return tuple(sorted(marked, key=lambda one: not one.blocks))
