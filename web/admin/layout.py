"""The agency's own report layout: looked at, changed or uploaded, checked by line before it is kept."""

import tomllib
from dataclasses import replace
from functools import lru_cache
from typing import Final

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checks.kinds import OF_REPORTS
from domain.agency import Agency
from domain.layout import Layout
from domain.layout_errors import LayoutError
from domain.messages import N_
from domain.plan import Signatory
from domain.plan_ref import PlanRef
from domain.writes import SetBlocks, SetLayout
from reports.layouts.load import layout_names, layout_of_text, layout_text, named_layout
from reports.pdf import process
from reports.pdf.process import PdfError
from reports.trial import trial_report
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year
from web.admin.layout_words import describe_layout_error
from web.forms import INCOMPLETE, SAVED, Field, Form, Wrong, read_form, say_saved
from web.language import translator
from web.plans import layout_plan, list_layout_plans
from web.port import port
from web.visit import admin_pages, apply_writes, visit

layout_pages = admin_pages("layout", __name__)

_LARGEST: Final = 200_000
_MOST: Final = 12
_TOO_LARGE = N_("The layout is too large: at most 200 KB.")
_NO_NAME = N_("Each signatory needs a name and a position with | between them.")
_LINE = N_("Line {number}:")
_OWN_NOW = N_("Saved. {plan} has a layout of its own from now on and no longer follows the agency's.")
_UNCHANGED = N_("Nothing was changed: the ticks are as they were.")
_SAVED = N_("The layout was saved. Reports and the chat follow it from now on.")


# What each layout that comes with us prints of a measure, in its columns' words.
NAMES: Final = {
    "anticorruption": N_("The anti-corruption plan: money, status and reason"),
    "bs4": N_("Risks followed up (form บส.4)"),
    "dates": N_("Steps with the days they were done"),
    "did": N_("Done, not done, remark"),
    "outcomes": N_("Results and outcomes by issue"),
    "pk5": N_("Internal control followed up (form ปค.5)"),
    "plan": N_("Measures, steps and follow-up"),
    "results": N_("Results and suggestions"),
}


@layout_pages.get("/layout")
def show_layout() -> ResponseReturnValue:
    """The layout as text; with `start` one that comes with Tidtam, to begin from."""
    start = request.args.get("start", "")
    return _layout_page(layout_form(visit().agency, start))


@layout_pages.get("/layout/picture.png")
def send_picture() -> Response:
    """The first page of an invented report in the agency's layout; 404 where it cannot be drawn."""
    agency, year = visit().agency, fiscal_year(day_in_bangkok(port().now()))
    try:
        return Response(
            draw_sample(layout_text(agency.layout_of(layout_plan())), agency.name, year), mimetype="image/png"
        )
    except PdfError:
        abort(404)


@lru_cache(maxsize=32)
def draw_sample(text: str, name: str, year: int) -> bytes:
    """The page as PNG, drawn once for each text of a layout; raises PdfError, TooBusy, LayoutError."""
    report = trial_report(Agency(0, "", name, layout_of_text(text.encode(), "layout.toml")), year)
    return process.page_pictures(report, 1)[0]


@layout_pages.post("/layout")
def save_layout() -> ResponseReturnValue:
    """Keep the layout typed or uploaded; refused with its line where it cannot be used."""
    form, values = read_form(layout_form(visit().agency))
    dropped = request.files.get("file")
    data = dropped.stream.read(_LARGEST + 1) if dropped and dropped.filename else _typed()
    if len(data) > _LARGEST:
        return _layout_page(form.with_problem("text", _translate(_TOO_LARGE)))
    try:
        layout = _with_own_blocks(layout_of_text(data, "layout.toml"), data)
    except LayoutError as error:
        return _layout_page(
            form.with_value("text", _shown(data)).with_problem("text", _describe_error(error, _shown(data)))
        )
    if form.wrong:
        return _layout_page(form.with_value("text", _shown(data)))
    plan = layout_plan()
    apply_writes(SetLayout(layout, values.get("place"), values.get("signatories"), plan_id=plan.id if plan else None))
    _say_whose(plan, _SAVED)
    return redirect(url_for("layout.show_layout"), 303)


def _say_whose(plan: PlanRef | None, saved: str) -> None:
    """Say that it was saved; of a plan that followed the agency's layout until now, that it does no longer."""
    if plan and not plan.own_layout:
        say_saved(_OWN_NOW, plan=plan.name or plan.year)
    else:
        say_saved(saved)


@layout_pages.post("/layout/blocks")
def save_blocks() -> ResponseReturnValue:
    """Which findings forbid certifying from now on."""
    ticked = set(request.form.getlist("blocks"))
    if not ticked:  # an empty one goes along with the ticks
        abort(400, INCOMPLETE)
    plan, kinds = layout_plan(), tuple(kind for kind in OF_REPORTS if kind in ticked)
    if plan and not plan.own_layout and set(kinds) == set(visit().agency.layout_of(plan).blocks):
        say_saved(_UNCHANGED)
        return redirect(url_for("layout.show_layout"), 303)
    apply_writes(SetBlocks(kinds, plan.id if plan else None))
    _say_whose(plan, SAVED)
    return redirect(url_for("layout.show_layout"), 303)


def layout_form(agency: Agency, start: str = "") -> Form:
    """The layout as text, what stands in the report's heading, and who signs; `start` names a layout to begin from."""
    now = agency.layout_of(layout_plan())
    layout = replace(named_layout(start), blocks=now.blocks) if start in layout_names() else now
    return Form(
        "layout",
        url_for("layout.save_layout"),
        (
            Field("text", N_("Layout"), str, layout_text(layout), kind="textarea", attributes={"spellcheck": "false"}),
            Field("file", N_("Or a file (.toml)"), kind="file", attributes={"accept": ".toml"}),
            Field(
                "place", N_("District and province, as the heading states them"), value=agency.place,
                attributes={"maxlength": 300},
            ),
            Field(
                "signatories", N_("Signatories, one a line: name | position | acting for | label"), read_signatories,
                _written(agency.signatories), kind="textarea", attributes={"class": "few"},
            ),
        ),
    )  # fmt: skip


def _with_own_blocks(layout: Layout, data: bytes) -> Layout:
    """The layout; with the agency's own ticks where its text says nothing of what forbids certifying."""
    named = "blocks" in tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    return layout if named else replace(layout, blocks=visit().agency.layout_of(layout_plan()).blocks)


def _typed() -> bytes:
    return request.form.get("text", "").replace("\r\n", "\n").encode("utf-8", "replace")


def _shown(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _translate(msgid: str) -> str:
    return translator()(msgid)


def read_signatories(text: str) -> tuple[Signatory, ...]:
    """One a line: name | position | acting for | label; raises Wrong where a name or position is missing."""
    found: list[Signatory] = []
    for line in [line for line in text.splitlines() if line.strip()][:_MOST]:
        name, position, acting_for, label = ([part.strip()[:200] for part in line.split("|")] + [""] * 4)[:4]
        if not name or not position:
            raise Wrong(_NO_NAME)
        found.append(Signatory(name, position, acting_for or None, label or None))
    return tuple(found)


def _describe_error(error: LayoutError, text: str) -> str:
    """What is wrong, with its line as it was written, for lines are not numbered in the page."""
    line, lines = error.line, text.split("\n")
    where = f"{_translate(_LINE).format(number=line)} " if line else ""
    written = lines[line - 1].strip()[:200] if line and line <= len(lines) else ""
    return f"{where}{describe_layout_error(error)}" + (f" – {written}" if written else "")


def _written(signatories: tuple[Signatory, ...]) -> str:
    parts = ((who.name, who.position, who.acting_for or "", who.label or "") for who in signatories)
    return "\n".join(" | ".join(each).rstrip(" |") for each in parts)


def _layout_page(form: Form) -> Response:
    page = render_template(
        "admin/layout.html",
        form=form,
        names={name: NAMES.get(name, name) for name in layout_names()},
        start=request.args.get("start", ""),
        kinds={kind: what for kind, (what, _) in OF_REPORTS.items()},
        blocks=visit().agency.layout_of(layout_plan()).blocks,
        plan=layout_plan(),
        plans=list_layout_plans(),
    )
    return Response(page, 422 if form.wrong else 200, mimetype="text/html")
