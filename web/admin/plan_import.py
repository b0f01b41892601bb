"""A plan's document: read, and the plan on file to take away or to begin another year with."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.layout import Layout
from domain.messages import N_
from domain.plan import Plan
from domain.plan_draft import PlanDraft
from domain.writes import KeepPlanDraft
from intake.plan_template import write_template
from intake.shift_years import shift_plan
from store.people import unit_names
from store.plan_drafts import list_drafts
from store.plan_edit import find_plan
from store.plan_refs import load_plans
from store.plans import plan_on_file
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year
from web.addresses import LARGEST_ID, MEDIA_TYPES, YEAR
from web.admin.few_at_once import few_at_once
from web.admin.plan_draft import FIRST_YEAR, LAST_YEAR, Refused, learn_draft, make_draft, read_draft
from web.admin.plan_which import has_plans, rename_plan
from web.file_names import disposition
from web.language import translator
from web.plans import plan_asked
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

plan_pages = admin_pages("plan", __name__)

_MOST_BYTES: Final = 21 * 1024 * 1024
_ENDINGS: Final = (".docx", ".xlsx", ".csv", ".txt", ".md", ".html", ".htm", ".pdf")
_NO_FILE = N_("Please choose a file first.")
_NOT_THERE = N_("This plan is not on file.")
_NO_YEAR = N_("Please write the fiscal year, for example 2570.")


@plan_pages.url_value_preprocessor
def _allow_large_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A document is larger than what LINE sends; its bounds are the reader's own."""
    request.max_content_length = _MOST_BYTES
    request.max_form_memory_size = _MOST_BYTES


@plan_pages.get("/plan")
def show_plans() -> ResponseReturnValue:
    """The form that takes a document, the documents that wait to be imported, and the plans on file."""
    return _plans_page("")


@plan_pages.post("/plan/read")
@few_at_once
def read_document() -> ResponseReturnValue:
    """The document as it is understood is kept, to be looked at and corrected; the plan on file stays."""
    try:
        return _look_at(_read_upload())
    except Refused as refusal:
        return _plans_page(str(refusal)), 422


@plan_pages.post("/plan/copy")
@few_at_once
def copy_plan() -> ResponseReturnValue:
    """A plan on file as another year's, its days shifted, to be looked at and corrected before it is imported."""
    plan_id = min(request.form.get("plan", 0, type=int), LARGEST_ID)
    found = port().database.read(lambda conn: find_plan(books_of_visit(conn), plan_id))
    if found is None:
        return _plans_page(copy={"plan": translator()(_NOT_THERE)}), 422
    year = request.form.get("year", 0, type=int)
    if not FIRST_YEAR <= year <= LAST_YEAR or year == found.year:
        return _plans_page(copy={"year": translator()(_NO_YEAR)}), 422
    try:
        draft = make_draft(shift_plan(found.as_plan(visit().agency.name), year), year)
        layout = visit().agency.layout_of(found.ref) if found.own_layout else None
        return _look_at(replace(draft, name=found.name, layout=layout))
    except Refused as refusal:
        return _plans_page(copy={"year": str(refusal)}), 422


@plan_pages.post("/plan/name")
def save_name() -> ResponseReturnValue:
    """Another name for a plan of a year that has several."""
    problem = rename_plan(request.form.get("plan_id", 0, type=int), request.form.get("name", ""))
    return (_plans_page(naming=problem), 422) if problem else redirect(url_for("plan.show_plans"), 303)


def _look_at(draft: PlanDraft) -> ResponseReturnValue:
    apply_writes(KeepPlanDraft(draft))
    return redirect(url_for("plan_look.show_draft", key=draft.key), 303)


@plan_pages.get(f"/plan/{YEAR}.<any(xlsx,docx):suffix>")
def send_plan(year: int, suffix: str) -> Response:
    """The year's plan as our form, to be corrected and read again."""
    number = plan_asked()
    found = port().database.read(lambda conn: plan_on_file(books_of_visit(conn), year, number))
    if found is None:
        abort(404)
    which = f"{year}" if number == 1 else f"{year}-{number}"
    agency = visit().agency
    return _send_form(
        found.as_plan(agency.name), f"plan-{which}", f"มาตรการ {which}", suffix, agency.layout_of(found.ref)
    )


@plan_pages.get("/plan/form.<any(xlsx,docx):suffix>")
def send_empty_form(suffix: str) -> Response:
    """Our form with its examples, to be filled in."""
    return _send_form(None, "plan-form", "แบบมาตรการ", suffix, visit().agency.layout)


def _send_form(plan: Plan | None, name: str, thai_name: str, suffix: str, layout: Layout) -> Response:
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        path = Path(folder) / f"plan.{suffix}"
        write_template(path, plan, visit().agency.name, layout)
        made = path.read_bytes()
    named = disposition("attachment", f"{name}.{suffix}", f"{thai_name}.{suffix}")
    return Response(made, content_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": named})


def _plans_page(problem: str = "", copy: Mapping[str, str] | None = None, naming: str = "") -> str:
    """The page; what is wrong with the document, with the fields of the copy, and with the name that was typed."""
    plans, names, drafts = port().database.read(
        lambda conn: (
            load_plans(books_of_visit(conn)),
            unit_names(books_of_visit(conn)),
            list_drafts(books_of_visit(conn)),
        )
    )
    asked = request.values.get("year", "")
    year = asked if asked.isdecimal() else str(fiscal_year(day_in_bangkok(port().now())))
    done, replies = (request.args.get(name, type=int) for name in ("done", "replies"))
    return render_template(
        "admin/plan.html",
        problem=problem,
        copy_problems=copy or {},
        naming=naming,
        typed=request.form if copy or naming else {},
        drafts=drafts,
        next_year=plans[0].year + 1 if plans else None,
        plans=plans,
        year=year,
        done=done,
        replies=replies,
        endings=_ENDINGS,
        unit_names=names,
    )


def _read_upload() -> PlanDraft:
    sent = request.files.get("file")
    year = request.form.get("year", type=int)
    if sent is None or not sent.filename:
        raise Refused(translator()(_NO_FILE))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(translator()(_NO_YEAR))
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        ending = Path(sent.filename).suffix.lower()
        path = Path(folder) / f"plan{ending if ending in _ENDINGS else '.bin'}"
        sent.save(path)
        draft = read_draft(path, year, visit().agency.layout)
        return learn_draft(draft, path) if has_plans(year) else draft
