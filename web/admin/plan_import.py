"""A plan's document: read, looked at, corrected, imported; and the plan on file to take away."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Unit
from domain.layout import Layout
from domain.messages import N_
from domain.own_lines import list_own_changes
from domain.plan import Plan
from domain.status_words import STATUS_WORDS
from domain.task import Status
from intake.column_answers import NO_ANSWERS
from intake.field_texts import field_text
from intake.fit_layout import fit_layout
from intake.plan_template import write_template
from intake.reply_writes import holds_replies
from store.people import unit_names, units_as_written
from store.plan_refs import load_plans
from store.plans import plan_on_file
from thai.cadences import CadenceKind
from thai.catalogue import translator
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year, round_name
from thai.normalise import fold_text
from web.addresses import MEDIA_TYPES, YEAR
from web.admin.few_at_once import few_at_once
from web.admin.plan_columns import column_questions, read_column_answers
from web.admin.plan_corrections import (
    FIELDS,
    KEEP,
    RHYTHMS,
    STATUSES,
    doubtful,
    measures_by_place,
    status_asked,
)
from web.admin.plan_draft import (
    MOST_MEASURES,
    Draft,
    OtherYear,
    Refused,
    learn_draft,
    read_answers,
    read_draft,
    reread_draft,
    seal_draft,
    shift_draft,
    unseal_draft,
)
from web.admin.plan_which import (
    choose_which,
    describe_which,
    has_plans,
    layout_of_draft,
    number_unasked,
    rename_plan,
    seal_parts,
    which_page,
)
from web.admin.plan_words import describe_warning
from web.admin.plan_write import find_change, import_plan
from web.file_names import disposition
from web.plans import plan_asked
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

plan_pages = admin_pages("plan", __name__)

_MOST_BYTES: Final = 21 * 1024 * 1024
_ENDINGS: Final = (".docx", ".xlsx", ".csv", ".txt", ".md", ".html", ".htm", ".pdf")
_NO_FILE = N_("Please choose a file first.")
_NO_YEAR = N_("Please write the fiscal year, for example 2570.")
_CORRECT = N_("Some corrections were not understood. Nothing was imported.")
_UNITS = N_("The agency has no unit of some of these names. Please choose below what each of them is.")


@plan_pages.url_value_preprocessor
def _allow_large_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A document is larger than what LINE sends; its bounds are the reader's own."""
    request.max_content_length = _MOST_BYTES
    request.max_form_memory_size = _MOST_BYTES
    request.max_form_parts = 20 * MOST_MEASURES


@plan_pages.get("/plan")
def show_plans() -> ResponseReturnValue:
    """The form that takes a document, and the plans on file."""
    return _plans_page("")


@plan_pages.post("/plan/read")
@few_at_once
def show_draft() -> ResponseReturnValue:
    """The document as it is understood, to be looked at and corrected; changes nothing."""
    try:
        draft = _read_upload()
    except Refused as refusal:
        return _plans_page(str(refusal)), 422
    except OtherYear as asked:
        return _other_year_page(asked.draft)
    return go_on(draft)


@plan_pages.post("/plan/shift")
@few_at_once
def show_shifted() -> ResponseReturnValue:
    """Another year's document as this year's plan, its times shifted; changes nothing."""
    try:
        draft = unseal_draft(request.form.get("draft", ""), *seal_parts())
    except Refused as refusal:
        return _plans_page(str(refusal)), 422
    return go_on(shift_draft(draft))


@plan_pages.post("/plan/which")
def show_chosen() -> ResponseReturnValue:
    """The document as the further plan, or the new version of one, that was chosen; changes nothing."""
    try:
        draft = unseal_draft(request.form.get("draft", ""), *seal_parts())
    except Refused as refusal:
        return _plans_page(str(refusal)), 422
    try:
        chosen = choose_which(draft, request.form.to_dict())
    except Refused as refusal:
        return which_page(draft, request.form.to_dict(), str(refusal)), 422
    return _draft_page(reread_draft(chosen, layout_of_draft(chosen), NO_ANSWERS) if chosen.file else chosen, {})


@plan_pages.post("/plan/name")
def save_name() -> ResponseReturnValue:
    """Another name for a plan of a year that has several."""
    problem = rename_plan(request.form.get("plan_id", 0, type=int), request.form.get("name", ""))
    return (_plans_page(problem), 422) if problem else redirect(url_for("plan.show_plans"), 303)


@plan_pages.post("/plan/columns")
@few_at_once
def show_reread() -> ResponseReturnValue:
    """The document read anew with what was said of its columns; changes nothing."""
    try:
        draft = unseal_draft(request.form.get("draft", ""), *seal_parts())
        draft = reread_draft(draft, layout_of_draft(draft), read_column_answers(request.form.to_dict()))
    except Refused as refusal:
        return _plans_page(str(refusal)), 422
    return go_on(draft)


def go_on(draft: Draft) -> ResponseReturnValue:
    """The draft's page; before it the question which plan it is to be, where that is not plain."""
    number = draft.number or number_unasked(draft)
    return _draft_page(replace(draft, number=number), {}) if number else which_page(draft, {})


def _other_year_page(draft: Draft) -> str:
    """The question whether another year's document is to be this year's plan."""
    sealed = seal_draft(draft, *seal_parts())
    return render_template("admin/plan_other_year.html", found=draft.plan.year, year=draft.year, sealed=sealed)


@plan_pages.post("/plan/import")
@few_at_once
def confirm_import() -> ResponseReturnValue:
    """Import the plan with its corrections; what is not understood of them is asked again."""
    try:
        draft = unseal_draft(request.form.get("draft", ""), *seal_parts())
    except Refused as refusal:
        return _plans_page(str(refusal)), 422
    if draft.plan.year not in (None, draft.year):
        return _other_year_page(draft), 422
    if not draft.number:
        return go_on(draft)
    typed = request.form.to_dict()
    answers = read_answers(draft, typed, _known_units())
    if answers.problems:
        return _draft_page(draft, typed, translator()(_CORRECT)), 422
    if answers.units_open:
        return _draft_page(draft, typed, translator()(_UNITS)), 422
    try:
        taken = import_plan(draft, answers)
    except Refused as refusal:
        return _draft_page(draft, typed, str(refusal)), 422
    return redirect(url_for("plan.show_plans", done=draft.year, replies=taken if answers.replies else None), 303)


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


def _plans_page(problem: str) -> str:
    plans, names = port().database.read(
        lambda conn: (load_plans(books_of_visit(conn)), unit_names(books_of_visit(conn)))
    )
    asked = request.values.get("year", "")
    year = asked if asked.isdecimal() else str(fiscal_year(day_in_bangkok(port().now())))
    done, replies = (request.args.get(name, type=int) for name in ("done", "replies"))
    return render_template(
        "admin/plan.html",
        problem=problem,
        plans=plans,
        year=year,
        done=done,
        replies=replies,
        endings=_ENDINGS,
        unit_names=names,
    )


def _read_upload() -> Draft:
    sent = request.files.get("file")
    year = request.form.get("year", type=int)
    if sent is None or not sent.filename:
        raise Refused(translator()(_NO_FILE))
    if year is None or not 2540 <= year <= 2700:
        raise Refused(translator()(_NO_YEAR))
    with TemporaryDirectory(prefix="tidtam-plan-") as folder:
        ending = Path(sent.filename).suffix.lower()
        path = Path(folder) / f"plan{ending if ending in _ENDINGS else '.bin'}"
        sent.save(path)
        try:
            draft = read_draft(path, year, visit().agency.layout)
        except OtherYear as asked:
            raise OtherYear(learn_draft(asked.draft, path) if has_plans(year) else asked.draft) from asked
        return learn_draft(draft, path) if has_plans(year) else draft


def _draft_page(draft: Draft, typed: Mapping[str, str], problem: str = "") -> str:
    layout = layout_of_draft(draft)
    draft = replace(draft, plan=fit_layout(draft.plan, layout))
    answers = read_answers(draft, typed, _known_units())
    change, beside = port().database.read(
        lambda conn: find_change(books_of_visit(conn), answers.plan, draft.year, draft.number)
    )
    own, places = visit().agency.name, measures_by_place(draft.plan)
    return render_template(
        "admin/plan_look.html",
        plan=draft.plan,
        year=draft.year,
        sealed=seal_draft(replace(draft, beside=beside), *seal_parts()),
        columns=column_questions(draft.plan.warnings) if draft.file else (),
        warnings=[describe_warning(warning, places) for warning in draft.plan.warnings],
        other_agency=draft.plan.agency if draft.plan.agency and fold_text(draft.plan.agency) != fold_text(own) else "",
        change=change,
        rhythms=RHYTHMS,
        doubtful=doubtful,
        unknown=answers.unknown,
        keep=KEEP,
        fields=FIELDS,
        field_text=lambda measure, name: field_text(measure, name, _translate),
        own_changes=partial(list_own_changes, (*draft.plan.columns, *layout.columns)),
        status_asked=status_asked,
        statuses=STATUSES,
        problems=answers.problems if typed else {},
        problem=problem,
        typed=typed,
        which=describe_which(draft),
        rounds={kind: round_name(kind, draft.year, thai_digits=False) for kind in layout.round_kinds},
        holds_replies=holds_replies(draft.plan),
    )


def _known_units() -> tuple[Unit, ...]:
    return port().database.read(lambda conn: units_as_written(books_of_visit(conn)))


def _translate(word: str) -> str:
    """The words for a rhythm or a status, in the admin's language."""
    name = RHYTHMS[CadenceKind(word)] if word in list(CadenceKind) else STATUS_WORDS[Status(word)]
    return translator()(name)
