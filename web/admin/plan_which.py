"""Which of the year's plans a document is to be: a further one, with its name and layout, or a new version of one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from flask import render_template

from domain.layout import Layout
from domain.messages import N_
from domain.plan import Plan
from domain.plan_draft import PlanDraft
from domain.plan_ref import LONGEST_NAME, PlanRef, find_plan, is_taken, plans_of_year
from domain.plan_words import plan_title
from domain.writes import ImportPlan, NamePlan
from intake.fit_layout import find_matching
from reports.layouts.load import layout_names, named_layout
from store.books import Books
from store.plan_refs import find_plan_ref, load_plans
from store.plans import plan_change
from thai.normalise import fold_text
from web.admin.layout_words import NAMES
from web.admin.plan_draft import Refused
from web.forms import read_whole_number, say_saved
from web.language import translator
from web.plans import plans_of
from web.port import port
from web.said import said
from web.visit import apply_writes, books_of_visit, visit

FURTHER: Final = "further"
# A document with so many of a plan's measures is a new version of it.
_ALIKE: Final = 0.5
_LEARNED, _AGENCY, _OF_PLAN = "learned", "agency", "plan-"
_CHOOSE = N_("Please choose which plan the document is.")
_NOT_THERE = N_("This plan is not on file.")
_NO_NAME = N_("Please give the plan a short name of at most {most} letters, as its officers call it.")
_TAKEN = N_("Another plan of the year has this name. Please give it another one.")
_MEANWHILE = N_(
    "Another plan was imported meanwhile. Your draft and its corrections are kept. "
    "Please say once more which plan it is."
)
_FURTHER_PLAN = N_("A further plan of the year: {name}")
_VERSION_OF = N_("A new version of {name}")


class TakenMeanwhile(Refused):
    """The draft's number or name was given to another plan since it was chosen."""


def has_plans(year: int) -> bool:
    """Whether a plan of the year is on file."""
    return bool(plans_of_year(plans_of(visit().agency.id), year))


def number_unasked(draft: PlanDraft) -> int:
    """Which plan it is to be where that is plain: the year's first, or its only one where most measures are the same.

    0 where it is to be asked.
    """
    of_year = plans_of_year(plans_of(visit().agency.id), draft.year)
    if not of_year:
        return 1
    only = of_year[0]
    is_plain = len(of_year) == 1 and not _has_other_name(draft, only) and _rate_plans(draft)[only] >= _ALIKE
    return only.number if is_plain else 0


def _has_other_name(draft: PlanDraft, plan: PlanRef) -> bool:
    """Whether the draft has a name that is not the plan's: it is no new version of it."""
    return bool(draft.name) and fold_text(plan.name) != fold_text(draft.name)


def _rate_plans(draft: PlanDraft) -> dict[PlanRef, float]:
    """Which share of the document's measures each plan of the year has, the likest plan first."""
    of_year = plans_of_year(plans_of(visit().agency.id), draft.year)

    def share(plan: PlanRef) -> float:
        change = port().database.read(
            lambda conn: plan_change(books_of_visit(conn), draft.plan, draft.year, plan.number)
        )
        return (len(change.kept) + len(change.changed)) / max(1, len(draft.plan.measures))

    found = {plan: share(plan) for plan in of_year}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def which_page(draft: PlanDraft, typed: Mapping[str, str], problem: str = "") -> str:
    """The question, the likeliest answer first; a copied plan's name and layout stand in it."""
    likeness = _rate_plans(draft)
    if draft.name:
        likeness = dict(sorted(likeness.items(), key=lambda pair: _has_other_name(draft, pair[0])))
    versions = [(str(plan.number), said(plan_title(plan))) for plan in likeness]
    likest, share = next(iter(likeness.items()), (PlanRef(), 0.0))
    is_version = not _has_other_name(draft, likest) if draft.name else share >= _ALIKE
    layouts = _list_layouts(draft)
    return render_template(
        "admin/plan_which.html",
        year=draft.year,
        key=draft.key,
        versions=versions,
        further_first=not is_version,
        chosen=typed.get("which") or (versions[0][0] if is_version else FURTHER),
        layouts=layouts,
        layout=typed.get("layout") or _find_layout(draft, layouts),
        name=typed.get("name", draft.name),
        most=LONGEST_NAME,
        problem=problem,
    )


def _list_layouts(draft: PlanDraft) -> list[tuple[str, str]]:
    """The layouts that a further plan's report may have, by what the form calls them, the likeliest first."""
    _, agency = translator(), visit().agency
    known = [(name, _(NAMES.get(name, name))) for name in layout_names()]
    matching = find_matching(draft.plan, [named_layout(name) for name in layout_names()])
    first = [one for one in known if matching and one[0] == matching.name]
    learned = [(_LEARNED, _(N_("As the document's own table")))] if draft.learned else []
    others = [
        (f"{_OF_PLAN}{plan.id}", _(N_("As {name} {year}")).format(name=said(plan_title(plan)), year=plan.year))
        for plan in plans_of(agency.id)
        if plan.own_layout
    ]
    usual = (_AGENCY, _(N_("As the agency's other reports")))
    return list(dict.fromkeys((*first, *learned, *others, usual, *known)))


def _find_layout(draft: PlanDraft, layouts: Sequence[tuple[str, str]]) -> str:
    """Which of the layouts the form begins with: that of a copied plan, else the likeliest."""
    copied = [key for key, _ in layouts if _read_layout(draft, key) == draft.layout] if draft.name else []
    return copied[0] if copied else layouts[0][0]


def choose_which(draft: PlanDraft, typed: Mapping[str, str]) -> PlanDraft:
    """The draft as the plan that was chosen. Raises Refused with what is wrong, in Thai."""
    _, plans = translator(), plans_of(visit().agency.id)
    which = typed.get("which", "")
    of_year = plans_of_year(plans, draft.year)
    number = read_whole_number(which)
    if number is not None and any(plan.number == number for plan in of_year):
        return replace(draft, number=number, name="", layout=None)
    if which != FURTHER:
        raise Refused(_(_CHOOSE))
    name = " ".join(typed.get("name", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(_(_NO_NAME).format(most=LONGEST_NAME))
    further = PlanRef(year=draft.year, number=max((plan.number for plan in of_year), default=0) + 1, name=name)
    if is_taken(plans, further, name):
        raise Refused(_(_TAKEN))
    return replace(draft, number=further.number, name=name, layout=_read_layout(draft, typed.get("layout", "")))


def _read_layout(draft: PlanDraft, key: str) -> Layout | None:
    """The layout that was chosen; None for the agency's."""
    if key == _LEARNED:
        return draft.learned
    if key in layout_names():
        return named_layout(key)
    before = next((plan for plan in plans_of(visit().agency.id) if f"{_OF_PLAN}{plan.id}" == key), None)
    return visit().agency.layout_of(before) if before else None


def layout_of_draft(draft: PlanDraft) -> Layout:
    """The layout by which the draft's plan will be asked about and printed."""
    on_file = find_plan(plans_of(visit().agency.id), draft.year, draft.number)
    if draft.layout is None or (on_file and not _has_other_name(draft, on_file)):
        return visit().agency.layout_of(on_file)
    return draft.layout


def describe_which(draft: PlanDraft) -> str:
    """Which plan the draft is to be, where the year has, or will have, several; else ""."""
    _, plans = translator(), plans_of(visit().agency.id)
    on_file, of_year = find_plan(plans, draft.year, draft.number), plans_of_year(plans, draft.year)
    if draft.name and of_year and (on_file is None or _has_other_name(draft, on_file)):
        return _(_FURTHER_PLAN).format(name=draft.name)
    several = len(of_year) > 1
    return _(_VERSION_OF).format(name=said(plan_title(on_file))) if on_file and several else ""


def build_import(books: Books, draft: PlanDraft, plan: Plan, at: datetime) -> ImportPlan:
    """The write that imports the draft's plan. Raises Refused where its number was given to another plan meanwhile."""
    on_file = find_plan_ref(books, draft.year, draft.number)
    if on_file and not _has_other_name(draft, on_file):
        return ImportPlan(plan, draft.year, at, draft.number)
    further = PlanRef(year=draft.year, number=draft.number)
    if on_file or (draft.name and is_taken(load_plans(books), further, draft.name)):
        raise TakenMeanwhile(translator()(_MEANWHILE))
    return ImportPlan(plan, draft.year, at, draft.number, draft.name, draft.layout)


def rename_plan(plan_id: int, typed: str) -> str:
    """Call the visitor's plan so from now on; what is wrong with the name, in Thai, "" where nothing is."""
    _, plans, name = translator(), plans_of(visit().agency.id), " ".join(typed.split())
    plan = next((one for one in plans if one.id == plan_id), None)
    if plan is None:
        return _(_NOT_THERE)
    if not 0 < len(name) <= LONGEST_NAME:
        return _(_NO_NAME).format(most=LONGEST_NAME)
    if is_taken(plans, plan, name):
        return _(_TAKEN)
    apply_writes(NamePlan(plan.id, name))
    say_saved()
    return ""
