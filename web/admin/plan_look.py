"""A plan that was read: looked at, corrected over as many visits as it takes, imported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.layout import Layout
from domain.messages import N_
from domain.own_lines import list_own_changes
from domain.plan import Plan
from domain.plan_draft import PlanDraft
from domain.task import Status
from domain.writes import ForgetPlanDraft, KeepPlanDraft
from intake.column_answers import NO_ANSWERS
from intake.field_texts import field_text
from intake.fit_layout import fit_layout
from intake.reply_writes import holds_replies
from store.people import units_as_written
from store.plan_drafts import load_draft
from thai.cadences import CadenceKind
from thai.fiscal import round_name
from thai.normalise import fold_text
from web.admin.draft_form import fill_whole_topics, keep_typed, make_draft_form
from web.admin.few_at_once import few_at_once
from web.admin.plan_columns import column_questions, read_column_answers
from web.admin.plan_corrections import FIELDS, KEEP, RHYTHMS, anchors_by_place, doubtful
from web.admin.plan_draft import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_MEASURES,
    Answers,
    Refused,
    change_year,
    is_of_other_year,
    mark_reading,
    read_answers,
    reread_draft,
    shift_draft,
)
from web.admin.plan_which import (
    FURTHER,
    TakenMeanwhile,
    choose_which,
    describe_which,
    layout_of_draft,
    number_unasked,
    which_page,
)
from web.admin.plan_words import Told, describe_warning, name_status
from web.admin.plan_write import find_change, import_plan
from web.forms import read_whole_number, say_saved
from web.language import translator
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

plan_look_pages = admin_pages("plan_look", __name__)

_DRAFT: Final = "/plan/draft/<string(maxlength=40):key>"
_MOST_BYTES: Final = 8 * 1024 * 1024
_CORRECT = N_("Some corrections were not understood. Nothing was imported; all that was typed is kept.")
_UNITS = N_("The agency has no unit of some of these names. Please choose below what each of them is.")
_OTHER_READING = N_(
    "This document was read anew meanwhile, in another window or by somebody else. Nothing of what you typed was kept, "
    "so that no measure is corrected in another's place. Please correct it in this new reading."
)
_NO_YEAR = N_("Please write the fiscal year, for example 2570.")
_GONE = N_("This document was imported or discarded already.")
# What goes with a form and is nothing typed over the plan.
_NOT_KEPT: Final = frozenset({"csrf_token", "do", "beside", "read", "year", "which", "name", "layout"})
# Buttons of pages on which nothing can be typed over the plan.
_WITHOUT_TYPING: Final = ("shift", "as-is", "which")
_OF_COLUMNS: Final = ("heading-", "column-", "filler-")


@plan_look_pages.url_value_preprocessor
def _allow_many_fields(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A plan of 500 measures has a field for each thing that can be corrected."""
    request.max_content_length = _MOST_BYTES
    request.max_form_memory_size = _MOST_BYTES
    request.max_form_parts = 40 * MOST_MEASURES


@plan_look_pages.get(_DRAFT)
def show_draft(key: str) -> ResponseReturnValue:
    """The plan as it was understood and corrected so far; changes nothing."""
    draft = _find_draft(key)
    return _go_to_plans() if draft is None else _draft_page(draft)


@plan_look_pages.post(_DRAFT)
@few_at_once
def save_plan_draft(key: str) -> ResponseReturnValue:
    """Keep what was typed, then do what its button says: look again, read the columns anew, another year, import."""
    stored = _load_draft(key)
    if stored is None:
        return _go_to_plans()
    draft, said = _complete(stored), stored.number
    do = request.form.get("do")
    if do not in _WITHOUT_TYPING:
        if (refused := _refuse_typed(draft)) is not None:
            return refused
        draft = _keep(replace(draft, typed=_read_typed(draft)), said)
    match do:
        case "shift":
            _keep(shift_draft(draft), said)
        case "as-is" if draft.plan.year is not None:
            _keep(replace(draft, year=draft.plan.year), said)
        case "columns" if draft.file:
            try:
                _keep(reread_draft(draft, layout_of_draft(draft), read_column_answers(request.form.to_dict())), said)
            except Refused as refusal:
                return _draft_page(draft, str(refusal)), 422
        case "which":
            return _choose(draft)
        case "year":
            return _change_year(draft, said)
        case "import":
            return _confirm_import(draft)
    return redirect(url_for("plan_look.show_draft", key=key), 303)


@plan_look_pages.post(f"{_DRAFT}/remove")
def remove_draft(key: str) -> ResponseReturnValue:
    """The document is not wanted; nothing on file changes."""
    apply_writes(ForgetPlanDraft(key))
    say_saved(N_("The document was discarded. The plan on file stays as it is."))
    return redirect(url_for("plan.show_plans"), 303)


def _find_draft(key: str) -> PlanDraft | None:
    stored = _load_draft(key)
    return stored and _complete(stored)


def _load_draft(key: str) -> PlanDraft | None:
    """The draft as it is stored: its number is 0 until it was said which plan it is."""
    return port().database.read(lambda conn: load_draft(books_of_visit(conn), key))


def _complete(draft: PlanDraft) -> PlanDraft:
    """The draft with its number where that is plain, its own columns under the keys of the layout of its report now."""
    if is_of_other_year(draft):
        return draft
    draft = replace(draft, number=draft.number or number_unasked(draft))
    return replace(draft, plan=fit_layout(draft.plan, layout_of_draft(draft)))


def _go_to_plans() -> ResponseReturnValue:
    say_saved(_GONE)
    return redirect(url_for("plan.show_plans"), 303)


def _keep(draft: PlanDraft, said: int) -> PlanDraft:
    """Store the draft with the number that was said of it; a plain one may be another's at the next visit."""
    kept = replace(draft, at=port().now())
    apply_writes(KeepPlanDraft(replace(kept, number=said)))
    return kept


def _refuse_typed(draft: PlanDraft) -> ResponseReturnValue | None:
    """The page anew where what was typed is not of the reading that stands there now; else None."""
    if is_of_other_year(draft) or not draft.number:
        return _draft_page(draft), 422  # the page asks something else, and nothing is typed there
    if request.form.get("read") != mark_reading(draft):
        return _draft_page(draft, translator()(_OTHER_READING)), 409
    return None


def _read_typed(draft: PlanDraft) -> dict[str, str]:
    """What is typed over the plan so far: of fields that were sent what they hold now, of others what they held."""
    sent = {
        name: request.form.getlist(name)[-1]
        for name in request.form
        if name not in _NOT_KEPT and not name.startswith(_OF_COLUMNS)
    }
    typed = fill_whole_topics(draft.plan, {**draft.typed, **sent})
    return keep_typed(typed, make_draft_form(draft, layout_of_draft(draft)))


def _choose(draft: PlanDraft) -> ResponseReturnValue:
    """The document as the further plan, or the new version of one, that was chosen."""
    try:
        chosen = choose_which(draft, request.form.to_dict())
        reread = reread_draft(chosen, layout_of_draft(chosen), NO_ANSWERS) if chosen.file else chosen
        _keep(reread, chosen.number)
    except Refused as refusal:
        return which_page(draft, request.form.to_dict(), str(refusal)), 422
    return redirect(url_for("plan_look.show_draft", key=draft.key), 303)


def _change_year(draft: PlanDraft, said: int) -> ResponseReturnValue:
    year = read_whole_number(request.form.get("year", ""))
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return _draft_page(draft, year_problem=translator()(_NO_YEAR)), 422
    if year != draft.year:
        _keep(change_year(replace(draft, number=said), year), 0)
    return redirect(url_for("plan_look.show_draft", key=draft.key), 303)


def _confirm_import(draft: PlanDraft) -> ResponseReturnValue:
    """Import the plan with its corrections; what is not understood of them is asked again."""
    say, answers = translator(), _load_answers(draft)
    if answers.form.wrong:
        return _draft_page(draft, say(_CORRECT)), 422
    if answers.units_open:
        return _draft_page(draft, say(_UNITS)), 422
    try:
        taken = import_plan(draft, answers, request.form.get("beside", ""))
    except TakenMeanwhile as taken_meanwhile:
        asked = _keep(replace(draft, number=0), 0)
        return which_page(asked, {"which": FURTHER, "name": draft.name}, str(taken_meanwhile)), 409
    except Refused as refusal:
        return _draft_page(draft, str(refusal)), 422
    return redirect(url_for("plan.show_plans", done=draft.year, replies=taken if answers.replies else None), 303)


def _load_answers(draft: PlanDraft) -> Answers:
    units = port().database.read(lambda conn: units_as_written(books_of_visit(conn)))
    return read_answers(draft, units, layout_of_draft(draft))


def _draft_page(draft: PlanDraft, problem: str = "", year_problem: str = "") -> str:
    if is_of_other_year(draft):
        return render_template("admin/plan_other_year.html", draft=draft, found=draft.plan.year)
    if not draft.number:
        return which_page(draft, {}, problem)
    units = port().database.read(lambda conn: units_as_written(books_of_visit(conn)))
    answers = read_answers(draft, units, layout_of_draft(draft))
    change, beside = port().database.read(
        lambda conn: find_change(books_of_visit(conn), answers.plan, draft.year, draft.number)
    )
    of_measures, wrong = _names_of_measures(answers), {one.name for one in answers.form.wrong}
    anchors = anchors_by_place(draft.plan)
    warnings = [describe_warning(warning, anchors) for warning in draft.plan.warnings]
    return render_template(
        "admin/plan_look.html",
        draft=draft,
        plan=draft.plan,
        fields={one.name: one for one in answers.form.fields},
        of_measures=of_measures,
        wrong={number for number, names in of_measures.items() if wrong & set(names)},
        form=answers.form,
        beside=beside,
        read=mark_reading(draft),
        columns=column_questions(draft.plan.warnings) if draft.file else (),
        warnings=warnings,
        at_place=_group_by_anchor(warnings),
        other_agency=_other_agency(draft.plan),
        change=change,
        rhythms=RHYTHMS,
        doubtful=doubtful,
        unknown=answers.unknown,
        keep=KEEP,
        names=FIELDS,
        units=units,
        field_text=lambda measure, name: field_text(
            measure, name, partial(_say_rhythm_or_status, layout=layout_of_draft(draft))
        ),
        own_changes=partial(list_own_changes, (*draft.plan.columns, *layout_of_draft(draft).columns)),
        which=describe_which(draft),
        problem=problem,
        year_problem=year_problem,
        rounds={kind: round_name(kind, draft.year, thai_digits=False) for kind in layout_of_draft(draft).round_kinds},
        holds_replies=holds_replies(draft.plan),
    )


def _names_of_measures(answers: Answers) -> dict[int, list[str]]:
    """The fields' names of each measure, by its number."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in answers.form.fields:
        name, _, number = one.name.rpartition("-")
        if number.isdecimal() and name not in ("score", "indicator", "who_all") and not name.startswith("topic_"):
            found[int(number)].append(one.name)
    return found


def _group_by_anchor(warnings: Sequence[Told]) -> dict[str, list[Told]]:
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for one in warnings:
        found[one.anchor].append(one)
    return found


def _other_agency(plan: Plan) -> str:
    """The agency that the document names, where it is another one; else ""."""
    return plan.agency if plan.agency and fold_text(plan.agency) != fold_text(visit().agency.name) else ""


def _say_rhythm_or_status(word: str, layout: Layout) -> str:
    """The words for a rhythm or a status, of a status those of the layout where it has its own."""
    is_rhythm = word in list(CadenceKind)
    return translator()(RHYTHMS[CadenceKind(word)]) if is_rhythm else name_status(Status(word), layout)
