"""A round beside the same round of last year."""

from flask import render_template
from flask.typing import ResponseReturnValue

from domain.comparison import ComparedMeasure
from reports.compile.compare import compare, number_texts, score_texts
from reports.compile.load import NothingToReport, load_material
from thai.fiscal import RoundKind
from web.addresses import KIND, YEAR
from web.messages import NO_REPORT, message_page
from web.plans import name_of_round, plan_asked
from web.port import port
from web.visit import admin_pages, books_of_visit

compare_pages = admin_pages("compare", __name__)


@compare_pages.get(f"/report/{YEAR}/{KIND}/compare")
def show_comparison(year: int, kind: str) -> ResponseReturnValue:
    """What went on, what is new, what ended, and the scores; or that last year's round is not in the books."""
    plan = plan_asked()
    try:
        material = port().database.read(
            lambda conn: load_material(books_of_visit(conn), year, RoundKind(kind), plan=plan)
        )
    except NothingToReport:
        return message_page(404, *NO_REPORT)
    found = compare(material, material.before) if material.before else None
    topics: dict[str, list[ComparedMeasure]] = {}
    for one in found.measures if found else ():
        topics.setdefault(one.topic, []).append(one)
    return render_template(
        "admin/compare.html",
        year=year,
        kind=kind,
        name=name_of_round(RoundKind(kind), year, plan),
        ref=material.plan.ref,
        found=found,
        topics=topics,
        numbers=[(one.name, number_texts(one.then, one.now)) for one in found.numbers] if found else [],
        scores=[(one.name, score_texts(one)) for one in found.scores] if found else [],
    )
