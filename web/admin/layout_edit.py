"""A layout changed by forms: each button keeps all that was typed as a draft, and only Save makes it the layout."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from domain.layout import Layout
from domain.layout_draft import LayoutDraft
from domain.messages import N_
from domain.report import Report
from domain.writes import ForgetLayoutDraft, KeepLayoutDraft, SetLayout
from reports.layouts.load import layout_names
from reports.pdf import process
from reports.pdf.process import PdfError
from reports.turns import TooBusy
from store.engine import Conflict
from web.admin.layout import LAYOUT_SAVED
from web.admin.layout_desk import (
    Desk,
    address_of_layout,
    apply_layout,
    ask_about_layout,
    describe_conflict,
    find_effect,
    load_layout_desk,
    say_whose_layout,
)
from web.admin.layout_fields import describe_field_error
from web.admin.layout_page import find_typed, is_built_in, layout_page
from web.admin.layout_rows import change_rows
from web.admin.layout_sample import make_sample
from web.admin.layout_typed import Typed, list_numbers, read_layout_fields
from web.admin.plan_edit import list_sent
from web.forms import INCOMPLETE
from web.language import translate
from web.port import port
from web.said import said
from web.visit import admin_pages, apply_writes, visit

layout_edit_pages = admin_pages("layout_edit", __name__)

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,20}(?:-[a-z0-9_]{1,20}){0,2}")
_NOT_TYPED: Final = frozenset({"csrf_token", "do", "base", "seen", "sure", "again", "whole", "start"})
_LONGEST: Final = 20_000
_MOST_BYTES: Final = 2 * 1024 * 1024
_MOST_FIELDS: Final = 3_000
_OWN: Final = "own"
_BUSY: Final = N_("Many people are using this now. Please press Look at it in a moment.")
# A picture is told so by a picture: a browser shows nothing of an answer that is no picture.
_BUSY_PICTURE: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 120">
<text x="360" y="66" text-anchor="middle" font-size="22" fill="#55666f">{}</text></svg>"""
_COPIED: Final = N_(
    "The layout was saved as the agency's own copy; the one that comes with the system stays as it is. "
    "Reports and the chat follow it from now on."
)


@layout_edit_pages.url_value_preprocessor
def allow_many_fields(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A layout of many columns has more fields than other forms."""
    request.max_form_memory_size = _MOST_BYTES
    request.max_form_parts = _MOST_FIELDS


@layout_edit_pages.post("/layout/edit")
def change_layout() -> ResponseReturnValue:
    """What the button pressed says: rows added, moved, taken away; looked at, saved, or the draft thrown away."""
    if "whole" not in request.form:  # the last field of the form
        abort(400, INCOMPLETE)
    desk, do = load_layout_desk(), request.form.get("do", "")
    if do == "discard":
        apply_writes(ForgetLayoutDraft(desk.plan_id, request.form.get("seen", "")))
        return redirect(address_of_layout(), 303)
    typed, row, problems = change_rows(_read_typed(), do)
    if problems:
        return layout_page(typed, problems=problems, status=422)
    if do == "save" and "again" not in request.form:
        return _save_forms(desk, typed)
    try:
        _keep_draft(desk, typed)
    except Conflict:
        return layout_page(typed, note=describe_conflict(typed), status=409)
    return redirect(url_for("layout.show_layout", open=row or None, _anchor=row or "preview"), 303)


def _read_typed() -> dict[str, str]:
    """All that stands in the form; a tick box sends an empty text before its own."""
    names = (name for name in request.form if _NAME.fullmatch(name) and name not in _NOT_TYPED)
    return {name: request.form.getlist(name)[-1].replace("\r\n", "\n")[:_LONGEST] for name in names}


def _keep_draft(desk: Desk, typed: Typed) -> None:
    """Keep it as the draft, none where it says what is saved; raises Conflict where the draft is not what was seen."""
    seen = request.form.get("seen", "")
    if read_layout_fields(typed)[0] == replace(desk.saved, blocks=Layout("", "", ()).blocks):
        apply_writes(ForgetLayoutDraft(desk.plan_id, seen))
        return
    draft = LayoutDraft(desk.plan_id, typed, request.form.get("base", ""), visit().person.id, port().now())
    apply_writes(KeepLayoutDraft(draft, seen))


def _save_forms(desk: Desk, typed: Typed) -> ResponseReturnValue:
    """Make it the layout, once what that does to answers on file was read; what is wrong is told at its field."""
    found, errors = read_layout_fields(typed)
    if found is None:
        return _keep_wrong(desk, typed, {name: describe_field_error(name, one) for name, one in errors.items()})
    layout = _name_own(replace(found, blocks=desk.saved.blocks))
    effect = find_effect(desk, layout)
    if effect.refused:
        numbers = list_numbers(typed, "columns")
        told = {f"columns-{numbers[place - 1]}-kind": said(why) for place, why in effect.refused}
        return _keep_wrong(desk, typed, told)
    if layout == desk.saved:  # sent twice, or nothing was changed
        apply_writes(ForgetLayoutDraft(desk.plan_id, request.form.get("seen", "")))
        return _tell_saved(desk, layout, found)
    if asked := ask_about_layout(desk, layout, effect, list_sent()):
        return asked
    try:
        apply_layout(desk, SetLayout(layout, plan_id=desk.plan.id if desk.plan else None))
    except Conflict:
        return layout_page(typed, note=describe_conflict(typed), status=409)
    return _tell_saved(desk, layout, found)


def _keep_wrong(desk: Desk, typed: Typed, problems: Mapping[str, str]) -> Response:
    """The page with what is wrong; what was typed is kept for another visit all the same."""
    try:
        _keep_draft(desk, typed)
    except Conflict:
        return layout_page(typed, problems=problems, note=describe_conflict(typed), status=409)
    return layout_page(typed, problems=problems, status=422)


def _name_own(layout: Layout) -> Layout:
    """The layout; one that is no longer as it came with Tidtam is the agency's own."""
    copied = layout.name in layout_names() and not is_built_in(layout)
    return replace(layout, name=_OWN) if copied else layout


def _tell_saved(desk: Desk, layout: Layout, typed: Layout) -> ResponseReturnValue:
    say_whose_layout(desk.plan, LAYOUT_SAVED if layout.name == typed.name else _COPIED)
    return redirect(address_of_layout(), 303)


@layout_edit_pages.get("/layout/picture.png")
def send_picture() -> Response:
    """A page of the report as the form says: of its front matter or its table; 404 where it has none."""
    desk = load_layout_desk()
    layout, _ = read_layout_fields(find_typed(desk))
    if layout is None:
        abort(404)
    report = make_sample(layout, desk.plan).report
    shown = report if request.args.get("part") == "front" else replace(report, front=())
    try:
        return Response(draw_page(Drawn(repr(shown), shown)), mimetype="image/png")
    except TooBusy:
        return Response(_BUSY_PICTURE.format(escape(translate(_BUSY))), mimetype="image/svg+xml")
    except PdfError:
        abort(404)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report to be drawn, known by all that stands in it."""

    text: str
    report: Report = field(compare=False)


@lru_cache(maxsize=32)
def draw_page(drawn: Drawn) -> bytes:
    """The first page as PNG, drawn once for each report; raises PdfError, TooBusy."""
    return process.page_pictures(drawn.report, 1)[0]
