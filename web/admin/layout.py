"""The agency's own report layout: its page, the layout written or uploaded as text, and what forbids certifying."""

from typing import Final

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from checks.kinds import OF_REPORTS
from domain.layout_errors import LayoutError
from domain.messages import N_
from domain.writes import SetBlocks, SetLayout
from reports.layouts.load import layout_of_text
from store.engine import Conflict
from web.admin.layout_desk import (
    address_of_layout,
    apply_layout,
    ask_about_layout,
    describe_conflict,
    find_effect,
    load_layout_desk,
    say_whose_layout,
)
from web.admin.layout_page import layout_page
from web.admin.layout_text import LARGEST, describe_line_error, keep_own_blocks, make_text_form, read_sent_text
from web.admin.layout_typed import write_layout_fields
from web.admin.plan_edit import list_sent
from web.forms import INCOMPLETE, SAVED, read_form, say_saved
from web.language import translator
from web.plans import layout_plan
from web.said import said
from web.visit import admin_pages, apply_writes, visit

layout_pages = admin_pages("layout", __name__)

_TOO_LARGE: Final = N_("The layout is too large: at most 200 KB.")
_UNCHANGED: Final = N_("Nothing was changed: the ticks are as they were.")
LAYOUT_SAVED: Final = N_("The layout was saved. Reports and the chat follow it from now on.")


@layout_pages.get("/layout")
def show_layout() -> ResponseReturnValue:
    """The layout in forms and as text; with `start` one that comes with Tidtam, to begin from."""
    return layout_page()


@layout_pages.post("/layout")
def save_layout() -> ResponseReturnValue:
    """Keep the layout typed or uploaded; refused with its line where it cannot be used."""
    desk, data = load_layout_desk(), read_sent_text()
    shown = data.decode("utf-8", "replace")
    form, values = read_form(make_text_form(visit().agency, desk.saved, dict(desk.marks)))
    form = form.with_value("text", shown[:LARGEST])
    if len(data) > LARGEST:
        return layout_page(text_form=form.with_problem("text", translator()(_TOO_LARGE)), status=422)
    try:
        layout = keep_own_blocks(layout_of_text(data, "layout.toml"), data, desk.saved)
    except LayoutError as error:
        return layout_page(text_form=form.with_problem("text", describe_line_error(error, shown)), status=422)
    effect = find_effect(desk, layout)
    if effect.refused:
        told = (f"{layout.columns[place - 1].heading}: {said(why)}" for place, why in effect.refused)
        form = form.with_problem("text", "\n".join(told))
    if form.wrong or "again" in request.form:
        return layout_page(text_form=form, status=422 if form.wrong else 200)
    if asked := ask_about_layout(desk, layout, effect, {**list_sent(), "text": shown}):
        return asked
    try:
        apply_layout(
            desk,
            SetLayout(
                layout, values.get("place"), values.get("signatories"), plan_id=desk.plan.id if desk.plan else None
            ),
        )
    except Conflict:
        note = describe_conflict(write_layout_fields(layout))
        return layout_page(text_form=form, note=note, status=409)
    say_whose_layout(desk.plan, LAYOUT_SAVED)
    return redirect(address_of_layout(), 303)


@layout_pages.post("/layout/blocks")
def save_blocks() -> ResponseReturnValue:
    """Which findings forbid certifying from now on."""
    ticked = set(request.form.getlist("blocks"))
    if not ticked:  # an empty one goes along with the ticks
        abort(400, INCOMPLETE)
    plan, kinds = layout_plan(), tuple(kind for kind in OF_REPORTS if kind in ticked)
    if plan and not plan.own_layout and set(kinds) == set(visit().agency.layout_of(plan).blocks):
        say_saved(_UNCHANGED)
        return redirect(address_of_layout(), 303)
    apply_writes(SetBlocks(kinds, plan.id if plan else None))
    say_whose_layout(plan, SAVED)
    return redirect(address_of_layout(), 303)
