"""The plan on file edited in the browser: its overview, and how every edit is looked at, then saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Unit
from domain.messages import N_
from domain.plan import MeasureOnFile, PlanOnFile, TopicOnFile
from domain.plan_edit import NotOnFile, find_measure, find_topic
from domain.writes import EditPlan
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.people import units_as_written
from store.plan_edit import find_plan, load_ended
from web.addresses import LARGEST_ID
from web.admin.measure_form import MeasureForm, own_plan_columns
from web.admin.plan_corrections import RHYTHMS
from web.admin.plan_effects import describe_effect, find_plan_effect
from web.admin.task_changes import ask_if_sure, find_task_changes
from web.forms import Form, say_saved
from web.language import translator
from web.messages import problem_page
from web.port import port
from web.visit import act_of_visit, admin_pages, books_of_visit, visit

plan_edit_pages = admin_pages("plan_edit", __name__)

_ID: Final = f"int(max={LARGEST_ID})"
PLAN: Final = f"/plan/edit/<{_ID}:plan_id>"
MEASURE: Final = f"{PLAN}/measures/<{_ID}:measure_id>"
TOPIC: Final = f"{PLAN}/topics/<{_ID}:topic_id>"
LOOK: Final = N_("Look at what it does")
_CHANGED = N_("The plan has changed meanwhile")
_AGAIN = N_("Nothing was saved. Please look at the plan again.")
_NOT_SENT = frozenset({"csrf_token", "sure", "again"})


@dataclass(frozen=True, slots=True)
class Desk:
    """The plan that is edited, as it is on file, and the agency's units by all their names."""

    plan: PlanOnFile
    units: tuple[Unit, ...]

    @property
    def about(self) -> MeasureForm:
        """What reading a measure's fields asks for."""
        return MeasureForm(
            self.plan.year, self.units, own_plan_columns(visit().agency.layout_of(self.plan.ref).columns)
        )


@plan_edit_pages.get(PLAN)
def show_plan(plan_id: int) -> ResponseReturnValue:
    """The plan with a way to everything that can be changed in it, and the measures that were ended."""
    desk = load_desk(plan_id)
    ended = port().database.read(lambda conn: load_ended(books_of_visit(conn), plan_id))
    return render_template("admin/plan_edit.html", plan=desk.plan, ended=ended, rhythms=RHYTHMS)


def load_desk(plan_id: int) -> Desk:
    """The plan of the visitor's agency; 404 where it is not there."""

    def load_with_units(conn: Connection) -> tuple[PlanOnFile | None, tuple[Unit, ...]]:
        books = books_of_visit(conn)
        return find_plan(books, plan_id), units_as_written(books)

    plan, units = port().database.read(load_with_units)
    return Desk(plan, units) if plan else abort(404)


def find_measure_or_404(desk: Desk, measure_id: int) -> tuple[TopicOnFile, MeasureOnFile]:
    """The measure with its topic."""
    try:
        return find_measure(desk.plan, measure_id)
    except NotOnFile:
        abort(404)


def find_topic_or_404(desk: Desk, topic_id: int) -> TopicOnFile:
    """The topic."""
    try:
        return find_topic(desk.plan, topic_id)
    except NotOnFile:
        abort(404)


def form_page(
    form: Form, desk: Desk, *, title: str, about: str = "", back: str = "", note: str = ""
) -> ResponseReturnValue:
    """The page with this form; 422 where something in it is wrong, 409 where a `note` says what changed meanwhile."""
    page = render_template(
        "admin/plan_form.html",
        form=form,
        title=title,
        about=about,
        back=back or url_for("plan_edit.show_plan", plan_id=desk.plan.id),
        note=note,
        units=desk.units,
    )
    return page, 422 if form.wrong else 409 if note else 200


def save_edit(
    desk: Desk, edit: Callable[[PlanOnFile], PlanOnFile], *, title: str, about: str, done: str = ""
) -> ResponseReturnValue:
    """Save the plan as edited, once what that does to tasks, replies and reports under way was read and confirmed."""
    try:
        edited = edit(desk.plan)
    except NotOnFile:
        abort(404)
    write = EditPlan(edited, port().now())
    effect = port().database.read(lambda conn: find_plan_effect(books_of_visit(conn), desk.plan, edited))
    changes, lines = find_task_changes([write]), describe_effect(effect)
    if changes or effect.matters:
        page = {"title": title, "about": about, "action": request.path, "button": N_("Yes, save it")}
        if asked := ask_if_sure(changes, [str(line) for line in lines], lines=lines, hidden=list_sent(), **page):
            return asked
    try:
        _apply_to(desk.plan, write)
    except Conflict:
        return problem_page(
            409, _CHANGED, (translator()(_AGAIN),), url_for("plan_edit.show_plan", plan_id=desk.plan.id)
        )
    say_saved(N_("Saved: {name}"), name=about)
    return redirect(done or url_for("plan_edit.show_plan", plan_id=desk.plan.id), 303)


def _apply_to(before: PlanOnFile, write: EditPlan) -> None:
    """Apply the write to the plan that was looked at; raises Conflict where it is another one by now."""
    agency_id, keys, by = visit().agency.id, port().keys, act_of_visit()  # the writer's thread has no request

    def apply_in_books(conn: Connection) -> None:
        books = Books(conn, agency_id)
        books.hold_office()
        if find_plan(books, before.id) != before:
            raise Conflict("the plan has changed since it was looked at")
        apply(books, [write], keys, by)

    port().database.run(apply_in_books)


def list_sent() -> Mapping[str, str]:
    """What was typed, as the next page carries it along."""
    return {name: request.form.getlist(name)[-1] for name in request.form if name not in _NOT_SENT}


def mark_of(value: object) -> str:
    """What a form remembers of what it was shown beside, to tell whether that has changed."""
    return sha256(repr(value).encode()).hexdigest()[:16]


def is_stale(value: object) -> bool:
    """True where the form was shown beside something else than this."""
    return request.form.get("seen", "") != mark_of(value)
