"""A layout as it is saved, the draft that waits, and how a new one is saved: said first, and never over another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import request, url_for
from sqlalchemy import Connection

from domain.layout import Layout
from domain.layout_draft import OF_AGENCY, LayoutDraft, mark_layout
from domain.messages import N_, Say, say
from domain.plan_ref import PlanRef
from domain.writes import ForgetLayoutDraft, SetLayout
from store.agencies import load_agency
from store.apply import apply
from store.books import Books
from store.column_answers import load_answers_on_file
from store.engine import Conflict
from store.layout_drafts import load_layout_draft
from store.people import load_people
from store.plan_refs import load_plans
from web.admin.layout_differences import list_differences
from web.admin.layout_effect import LayoutEffect, find_layout_effect
from web.admin.layout_typed import Typed, write_layout_fields
from web.admin.task_changes import ask_if_sure
from web.forms import say_saved
from web.plans import layout_plan
from web.port import port
from web.said import said
from web.visit import act_of_visit, books_of_visit, visit

_SAVED_ANEW: Final = N_(
    "The saved layout was changed meanwhile. What you filled in stands below and differs from it in: {what}. "
    "Press Save once more to have yours instead, or throw the draft away to begin from what is saved."
)
_DRAFT_CHANGED: Final = N_(
    "{name} changed the draft in another window at {time}. What you filled in stands below and was not kept yet. "
    "Press Save or Look once more to have yours instead, or load this page anew to see that draft."
)
_OWN_NOW: Final = N_("Saved. {plan} has a layout of its own from now on and no longer follows the agency's.")
_WHAT: Final = N_("What the layout does to answers on file")


@dataclass(frozen=True, slots=True)
class Desk:
    """The layout that the page is of: the plan's, or the agency's (None), as it is saved, and the draft that waits."""

    plan: PlanRef | None
    saved: Layout
    draft: LayoutDraft | None

    @property
    def plan_id(self) -> int:
        """Whose draft it is."""
        return self.plan.id if self.plan else OF_AGENCY

    @property
    def marks(self) -> Mapping[str, str]:
        """What a form remembers of what it was shown beside."""
        return {"base": mark_layout(self.saved), "seen": self.draft.mark if self.draft else ""}


def load_layout_desk() -> Desk:
    """The desk of the visitor's page."""
    plan = layout_plan()
    draft = port().database.read(lambda conn: load_layout_draft(books_of_visit(conn), plan.id if plan else OF_AGENCY))
    return Desk(plan, visit().agency.layout_of(plan), draft)


def say_whose_layout(plan: PlanRef | None, saved: str) -> None:
    """Say that it was saved; of a plan that followed the agency's layout until now, that it does no longer."""
    if plan and not plan.own_layout:
        say_saved(_OWN_NOW, plan=plan.name or plan.year)
    else:
        say_saved(saved)


def find_effect(desk: Desk, layout: Layout) -> LayoutEffect:
    """What the layout would do to the answers of the plans that follow it."""

    def read_effect(conn: Connection) -> LayoutEffect:
        books = books_of_visit(conn)
        plans = (one for one in load_plans(books) if (one.id == desk.plan_id if desk.plan else not one.own_layout))
        return find_layout_effect(desk.saved, layout, load_answers_on_file(books, [one.id for one in plans]))

    return port().database.read(read_effect)


def ask_about_layout(desk: Desk, layout: Layout, effect: LayoutEffect, hidden: Mapping[str, str]) -> str | None:
    """The page that says what becomes of answers on file; None where nothing does, or it was confirmed."""
    if not effect.lines:
        return None
    page = {"title": _WHAT, "about": desk.plan.name if desk.plan else "", "action": request.full_path.rstrip("?")}
    lines = [said(line) for line in effect.lines]
    return ask_if_sure(
        (), lines, [mark_layout(layout)], lines=effect.lines, tasks_said=True, hidden=hidden,
        button=N_("Yes, save it"), **page,
    )  # fmt: skip


def apply_layout(desk: Desk, write: SetLayout) -> None:
    """Save it and forget its draft; raises Conflict where the saved layout or the draft is not what was seen."""
    agency_id, keys, by = visit().agency.id, port().keys, act_of_visit()  # the writer's thread has no request
    base, seen = request.form.get("base", desk.marks["base"]), request.form.get("seen", desk.marks["seen"])

    def apply_in_books(conn: Connection) -> None:
        books = Books(conn, agency_id)
        books.hold_office()
        draft = load_layout_draft(books, desk.plan_id)
        plan = next((one for one in load_plans(books) if one.id == desk.plan_id), None)
        if mark_layout(load_agency(books).layout_of(plan)) != base or (draft and draft.mark != seen):
            raise Conflict("the layout has changed since it was looked at")
        apply(books, [write, ForgetLayoutDraft(desk.plan_id, seen)], keys, by)

    port().database.run(apply_in_books)


def describe_conflict(typed: Typed) -> str:
    """Who changed what since the form was shown, and what to do, in Thai."""
    desk = load_layout_desk()
    if desk.draft and request.form.get("seen", desk.draft.mark) != desk.draft.mark:
        return said(_describe_draft(desk.draft))
    return describe_saved_anew(desk, typed)


def _describe_draft(draft: LayoutDraft) -> Say:
    people = port().database.read(lambda conn: load_people(books_of_visit(conn)))
    name = next((one.name for one in people if one.id == draft.person_id), "–")
    return say(_DRAFT_CHANGED, name=name, time=draft.at)


def describe_saved_anew(desk: Desk, typed: Typed) -> str:
    """That the saved layout is another one by now, and in what it differs, in Thai."""
    return said(say(_SAVED_ANEW, what=list_changes(desk.saved, typed) or "–"))


def list_changes(saved: Layout, typed: Typed) -> str:
    """What differs from the saved layout, in words."""
    return ", ".join(list_differences(write_layout_fields(saved), typed))


def address_of_layout() -> str:
    """The page of the layout that is at hand."""
    return url_for("layout.show_layout")
