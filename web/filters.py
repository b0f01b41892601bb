"""The templates and static files that all pages share, and the formats they write in."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import Blueprint, g

from domain.certified import CertifiedReport
from domain.messages import N_, Say
from domain.plan_ref import PlanRef
from domain.plan_words import title_among
from domain.rounds import RoundOfPlan
from domain.status_words import STATUS_WORDS, own_status_words, task_words
from domain.task import Review, Round, Status, Task
from store.certified import is_public
from thai.dates import day_in_bangkok
from thai.fiscal import round_name
from web import plans
from web.assessment import ItemLook
from web.language import write_day, write_moment
from web.said import said

pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/assets")


@pages.app_template_filter("day")
def day(value: date) -> str:
    """`31 มี.ค. 70`, in English `31 Mar 2570`."""
    return write_day(value)


@pages.app_template_filter("month")
def month(value: date) -> str:
    """`มี.ค. 70`."""
    return day(value).partition(" ")[2]


@pages.app_template_filter("day_of")
def day_of(value: datetime) -> str:
    """The day on which the moment falls in Bangkok, `20 พ.ย. 69`."""
    return day(day_in_bangkok(value))


@pages.app_template_filter("moment")
def moment(value: datetime) -> str:
    """`20 พ.ย. 69 เวลา 09.00 น.`."""
    return write_moment(value)


@pages.app_template_filter("round_name")
def name_of_round(value: Round | RoundOfPlan) -> str:
    """`รอบ 6 เดือนแรก ปีงบประมาณ พ.ศ. 2570`, with its plan where the year has several."""
    year, plan, kind = value.of
    return plans.name_of_round(kind, year, plan)


@pages.app_template_filter("plan_name")
def name_of_plan(value: PlanRef, among: Sequence[PlanRef]) -> str:
    """· and what the plan is called, where its year has another among these; "" where it has none."""
    title = title_among(among, value.year, value.number)
    return f" · {said(title)}" if title else ""


@pages.app_template_filter("status_name")
def status_name(value: Status, plan: PlanRef | None = None) -> str:
    """The status as a sentence of the catalogue, or in the agency's own words, where it is of a plan in the plan's."""
    return _in_own_words(STATUS_WORDS[value], plan)


@pages.app_template_filter("task_name")
def task_name(value: Task) -> str:
    """How far the task is as a sentence of the catalogue, or in the agency's own words."""
    return _in_own_words(task_words(value), value.plan)


def _in_own_words(sentence: str, plan: PlanRef | None = None) -> str:
    """The agency's own words for a status, or its plan's, where it is an admin's page of an agency that has some."""
    here = g.get("visit")
    return own_status_words(here.agency.layout_of(plan)).get(sentence, sentence) if here else sentence


@pages.app_template_filter("said")
def say_to_reader(value: Say) -> str:
    """The sentence with its parts, in the reader's language."""
    return said(value)


REVIEWS = {
    Review.WAITING: N_("Waits for the check"),
    Review.APPROVED: N_("Approved"),
    Review.RETURNED: N_("Sent back"),
}


@pages.app_template_filter("review_name")
def review_name(value: Review) -> str:
    """How a reply stands at the check, as a sentence of the catalogue."""
    return REVIEWS[value]


STATES = {
    "draft": N_("Draft"),
    "certified": N_("Certified"),
    "published": N_("Published"),
    "superseded": N_("Superseded"),
    "withdrawn": N_("Withdrawn"),
}


@pages.app_template_filter("state_name")
def state_name(version: CertifiedReport) -> str:
    """The version's state as a sentence of the catalogue."""
    return STATES[version.state]


pages.add_app_template_filter(is_public)


@pages.app_template_filter("web_address")
def web_address(link: str) -> str:
    """The link where it leads to a web page; `#` for anything a browser might run."""
    return link if link.lower().startswith(("http://", "https://")) else "#"


@pages.app_template_filter("round_of_item")
def round_of_item(value: ItemLook) -> str:
    """Which round's report an item of the assessment asks for: `รอบปีงบประมาณ พ.ศ. 2569`."""
    return round_name(value.item.round, value.year, thai_digits=False)
