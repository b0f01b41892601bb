"""A report as it will print in a layout that is not kept yet: the first pages of the PDF, as pictures for a page."""

from dataclasses import replace

from domain.agency import Agency
from domain.messages import N_
from domain.plan import Measure, Plan
from domain.task import Update
from intake.learn_layout import Learned
from intake.past_replies import past_reply
from reports.pdf import process
from reports.preview import preview_report
from reports.turns import TooBusy
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year
from web.admin.document_look import picture_address
from web.language import translator
from web.port import port

_PAGES, _MOST_MEASURES = 2, 12
_BUSY = N_(
    "Several documents are being made just now. Press the button that reads the document again to see the report."
)
_FAILED = N_("The report could not be drawn. Please look at the columns, or choose another document.")


def draw_preview(agency: Agency, learned: Learned) -> tuple[tuple[str, ...], str]:
    """Addresses of the first pages' pictures, with the document's own measures and replies; else why there are none.

    No more of the plan is printed than the first pages show.
    """
    plan = _shorten(learned.plan)
    own = {column.key for column in learned.layout.own_columns if column.filled_by == "reply"}
    replies = {number: _reply(measure, number, own) for number, measure in enumerate(plan.measures, 1)}
    shown = replace(agency, layout=learned.layout, signatories=plan.signatories or agency.signatories)
    year = plan.year or fiscal_year(day_in_bangkok(port().now()))
    report = preview_report(shown, plan, year, {number: one for number, one in replies.items() if one})
    try:
        return tuple(picture_address(one, "png") for one in process.page_pictures(report, _PAGES)), ""
    except TooBusy:
        return (), translator()(_BUSY)
    except process.PdfError:
        return (), translator()(_FAILED)


def _shorten(plan: Plan) -> Plan:
    """The plan's first measures."""
    left, topics = _MOST_MEASURES, []
    for topic in plan.topics:
        if left > 0:
            topics.append(replace(topic, measures=topic.measures[:left]))
        left -= len(topic.measures)
    return replace(plan, topics=tuple(topics))


def _reply(measure: Measure, number: int, own_keys: set[str]) -> Update | None:
    """The document's own reply to the measure, as an update that is nowhere kept."""
    reply = past_reply(measure, own_keys)
    if reply is None:
        return None
    return Update(
        number,
        number,
        1,
        port().now(),
        reply.status,
        reply.result,
        reply.dates,
        reply.outcome,
        reply.suggestion,
        reply.remark,
        reply.reason,
        own=reply.own,
    )
