"""The page of a layout: its forms beside the report as it prints, and the layout as text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import Response, render_template, request
from markupsafe import Markup

from checks.kinds import OF_REPORTS
from domain.column_words import KIND_WORDS
from domain.layout import Layout
from domain.layout_draft import mark_layout
from reports.layouts.load import layout_names, named_layout
from reports.to_html import report_fragment
from web.admin.layout_desk import Desk, describe_saved_anew, list_changes, load_layout_desk
from web.admin.layout_fields import FILLERS, PARTS, PLACEHOLDER_WORDS, describe_field_error
from web.admin.layout_form import make_layout_form
from web.admin.layout_rows import list_addable
from web.admin.layout_sample import Sample, make_sample
from web.admin.layout_text import make_text_form
from web.admin.layout_typed import Typed, read_layout_fields, write_layout_fields
from web.admin.layout_words import NAMES
from web.forms import Form
from web.headers import WITH_OWN_SCRIPT
from web.language import translator
from web.plans import list_layout_plans
from web.visit import visit


def layout_page(
    typed: Typed | None = None,
    text_form: Form | None = None,
    *,
    problems: Mapping[str, str] | None = None,
    note: str = "",
    status: int = 200,
) -> Response:
    """The page with what was typed, else the layout to begin from, else the draft, else what is saved."""
    desk, start = load_layout_desk(), find_start()
    is_kept = typed is None
    shown_typed = find_typed(desk) if typed is None else typed
    if is_kept and not start and desk.draft and desk.draft.base != desk.marks["base"]:
        note = note or describe_saved_anew(desk, shown_typed)
    found, errors = read_layout_fields(shown_typed)
    wrong = {**{name: describe_field_error(name, error) for name, error in errors.items()}, **(problems or {})}
    shown = replace(found, blocks=desk.saved.blocks) if found else desk.saved
    page = render_template(
        "admin/layout.html",
        form=make_layout_form(shown_typed, wrong),
        typed=shown_typed,
        problems=wrong,
        text_form=text_form or make_text_form(visit().agency, shown, dict(desk.marks)),
        desk=desk,
        note=note,
        changes=list_changes(desk.saved, shown_typed),
        start=start,
        opened=request.args.get("open", ""),
        **_describe_sample(make_sample(found, desk.plan) if found else None, shown, is_kept),
        **_list_choices(shown_typed, shown),
    )
    return Response(page, status, mimetype="text/html", headers={"Content-Security-Policy": WITH_OWN_SCRIPT})


def find_start() -> str:
    """The name of the layout that comes with Tidtam to begin from; "" where the address names none."""
    start = request.args.get("start", "")
    return start if start in layout_names() else ""


def find_typed(desk: Desk) -> Typed:
    """What the form shows to begin with: the layout to begin from, else the draft, else what is saved."""
    if start := find_start():
        return write_layout_fields(named_layout(start))
    return desk.draft.typed if desk.draft else write_layout_fields(desk.saved)


def _describe_sample(sample: Sample | None, shown: Layout, is_kept: bool) -> Mapping[str, object]:
    """The preview: its HTML, what the placeholders stand for, and of which parts there are pictures."""
    parts = ("table", "front") if shown.front else ("table",)
    words = sample.words if sample else {}
    return {
        # The renderer escapes what people wrote.
        "sample": Markup(report_fragment(sample.report)) if sample else "",  # noqa: S704
        "is_own": bool(sample and sample.is_own),
        "pictures": parts if sample and is_kept else (),
        "picture_mark": mark_layout(shown),
        "placeholders": [(name, words.get(name, ""), what) for name, what in PLACEHOLDER_WORDS.items()],
    }


def _list_choices(typed: Typed, shown: Layout) -> Mapping[str, object]:
    """What may be chosen on the page: other layouts, new columns and parts, what forbids certifying."""
    name = shown.name
    return {
        "names": {one: NAMES.get(one, one) for one in layout_names()},
        "built_in": NAMES.get(name, name) if is_built_in(shown) else "",
        "addable": list_addable(typed),
        "kinds_of_column": _translate_pairs(KIND_WORDS.items()),
        "kinds_of_part": _translate_pairs(PARTS),
        "fillers": _translate_pairs(FILLERS),
        "kinds": {kind: what for kind, (what, _) in OF_REPORTS.items()},
        "plans": list_layout_plans(),
    }


def _translate_pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, translator()(words)) for value, words in pairs]


def is_built_in(layout: Layout) -> bool:
    """True for a layout that is as it came with Tidtam, whatever forbids certifying."""
    known = layout.name in layout_names()
    return known and replace(layout, blocks=()) == replace(named_layout(layout.name), blocks=())
