"""A reminder of what waits, asked for by an administrator: whom it reaches and what it costs is shown first."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.messages import N_
from store.people import load_units
from web.admin.overview import full_names
from web.forms import read_whole_number, say_lines
from web.language import translator
from web.port import port
from web.visit import admin_pages, books_of_visit, visit

nudge_pages = admin_pages("nudges", __name__)

_CHANGED = N_("Nobody is reminded yet: whom it reaches has changed. Please look again.")


@nudge_pages.get("/nudge")
def show_nudge() -> ResponseReturnValue:
    """Whom a reminder of all that waits would reach, of one unit and its sections where `unit` names it."""
    return _nudge_page()


@nudge_pages.post("/nudge")
def ask_nudge() -> ResponseReturnValue:
    """Ask for the reminder, where it costs no more than was seen."""
    unit_id, seen, who = _unit(), request.form.get("seen", 0, type=int), visit()
    told = port().follow.ask_nudge(who.agency.id, who.person, unit_id, seen)
    if told is None:
        return _nudge_page(translator()(_CHANGED)), 409
    say_lines((told,))
    return redirect(url_for("overview.show_overview", unit=unit_id), 303)


def _unit() -> int | None:
    """The unit that the address or form names, None for all; 404 where the agency has no such unit."""
    named = request.values.get("unit", "")
    if not named:
        return None
    known = port().database.read(lambda conn: {unit.id for unit in load_units(books_of_visit(conn))})
    unit_id = read_whole_number(named)
    return unit_id if unit_id in known else abort(404)


def _nudge_page(problem: str = "") -> str:
    unit_id, who = _unit(), visit()
    units = port().database.read(lambda conn: full_names(load_units(books_of_visit(conn))))
    look = port().follow.look_at_nudge(who.agency.id, who.person, unit_id)
    return render_template("admin/nudge.html", look=look, unit_id=unit_id, units=units, problem=problem)
