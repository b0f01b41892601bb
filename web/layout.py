"""The agency's own report layout: looked at, changed or uploaded, checked by line before it is kept."""

from dataclasses import replace
from typing import Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.layout import Layout, LayoutError
from domain.messages import N_
from domain.plan import Signatory
from domain.writes import SetLayout
from reports.layouts import layout_names, layout_of_text, layout_text, named_layout
from store.apply import apply
from store.books import Books
from thai.catalogue import translator
from web.findings import SENTENCES
from web.layout_words import told
from web.port import port
from web.visit import admin_pages, visit

layout_pages = admin_pages("layout", __name__)

_LARGEST: Final = 200_000
_MOST: Final = 12
_TOO_LARGE = N_("The layout is too large. Nothing was changed.")
_NO_NAME = N_("A signatory needs a name and a position. Nothing was changed.")


# What each layout that comes with us prints of a measure, in its columns' words.
NAMES: Final = {
    "dates": N_("Steps with the days they were done"),
    "did": N_("Done, not done, remark"),
    "outcomes": N_("Results and outcomes by issue"),
    "plan": N_("Measures, steps and follow-up"),
    "results": N_("Results and suggestions"),
}


@layout_pages.get("/layout")
def look() -> ResponseReturnValue:
    """The layout as text; with `start` one that comes with Tidtam, to begin from."""
    start = request.args.get("start", "")
    layout = named_layout(start) if start in layout_names() else visit().agency.layout
    return _page(layout_text(layout), saved="saved" in request.args)


@layout_pages.post("/layout")
def change() -> ResponseReturnValue:
    """Keep the layout typed or uploaded; refused with its line where it cannot be used."""
    dropped = request.files.get("file")
    data = dropped.stream.read(_LARGEST + 1) if dropped and dropped.filename else _typed()
    if len(data) > _LARGEST:
        return _page(_shown(data[:_LARGEST]), problem=_said(_TOO_LARGE))
    try:
        layout = layout_of_text(data, "layout.toml")
    except LayoutError as error:
        wrong = told(str(error))
        return _page(_shown(data), wrong.text, wrong.line)
    signatories = _signatories(request.form.get("signatories", ""))
    if signatories is None:
        return _page(_shown(data), problem=_said(_NO_NAME))
    _save(layout, " ".join(request.form.get("place", "").split())[:300], signatories)
    return redirect(url_for("layout.look", saved=1), 303)


@layout_pages.post("/layout/blocks")
def block() -> ResponseReturnValue:
    """Which findings forbid certifying from now on."""
    ticked = set(request.form.getlist("blocks"))
    agency = visit().agency
    layout = replace(agency.layout, blocks=tuple(kind for kind in SENTENCES if kind in ticked))
    _save(layout, agency.place, agency.signatories)
    return redirect(url_for("layout.look", saved=1, _anchor="blocks"), 303)


def _save(layout: Layout, place: str, signatories: tuple[Signatory, ...]) -> None:
    here, agency_id, write = port(), visit().agency.id, SetLayout(layout, place, signatories)
    here.database.run(lambda conn: apply(Books(conn, agency_id), (write,), here.keys))


def _typed() -> bytes:
    return request.form.get("text", "").replace("\r\n", "\n").encode("utf-8", "replace")


def _shown(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _said(msgid: str) -> str:
    return translator("th")(msgid)


def _signatories(text: str) -> tuple[Signatory, ...] | None:
    """One a line: name | position | acting for | label; None where a name or position is missing."""
    found: list[Signatory] = []
    for line in [line for line in text.splitlines() if line.strip()][:_MOST]:
        name, position, acting_for, label = ([part.strip()[:200] for part in line.split("|")] + [""] * 4)[:4]
        if not name or not position:
            return None
        found.append(Signatory(name, position, acting_for or None, label or None))
    return tuple(found)


def _line_of(text: str, line: int | None) -> str:
    """The line as it was written, for it is not numbered in the page."""
    lines = text.split("\n")
    return lines[line - 1].strip()[:200] if line and line <= len(lines) else ""


def _written(signatories: tuple[Signatory, ...]) -> str:
    parts = ((who.name, who.position, who.acting_for or "", who.label or "") for who in signatories)
    return "\n".join(" | ".join(each).rstrip(" |") for each in parts)


def _page(text: str, problem: str = "", line: int | None = None, saved: bool = False) -> Response:
    agency = visit().agency
    page = render_template(
        "layout.html",
        text=text,
        problem=problem,
        line=line,
        saved=saved,
        names={name: NAMES.get(name, name) for name in layout_names()},
        start=request.args.get("start", ""),
        written=_line_of(text, line),
        kinds={kind: what for kind, (what, _) in SENTENCES.items()},
        blocks=agency.layout.blocks,
        place=request.form.get("place", agency.place),
        signatories=request.form.get("signatories", _written(agency.signatories)),
    )
    return Response(page, 422 if problem else 200, mimetype="text/html")
