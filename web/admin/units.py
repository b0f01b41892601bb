"""The agency's units renamed: plans that call one as before mean it still."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Unit
from domain.messages import N_
from domain.writes import RenameUnit
from thai.catalogue import translator
from thai.normalise import fold_text, tidy_spaces
from web.addresses import LARGEST_ID
from web.admin.overview import full_names
from web.admin.people import Staff, load_staff
from web.admin.task_changes import ask_if_sure, find_task_changes
from web.forms import Field, Form, read_form, say_saved
from web.port import port
from web.visit import admin_pages, apply_writes

unit_pages = admin_pages("units", __name__)

_ONE = f"/people/units/<int(max={LARGEST_ID}):unit_id>"
_SAME_NAME = N_("Another unit has this name already.")


@unit_pages.get(_ONE)
def show_unit(unit_id: int) -> ResponseReturnValue:
    """The form that renames a unit, and who stands in it."""
    staff = load_staff()
    unit = _find_unit(staff, unit_id)
    return _unit_page(staff, unit, _unit_form(unit))


@unit_pages.post(_ONE)
def save_unit(unit_id: int) -> ResponseReturnValue:
    """Rename the unit; where tasks would change hands by it, only once that was read and confirmed (`sure`)."""
    staff = load_staff()
    unit = _find_unit(staff, unit_id)
    form, values = read_form(_unit_form(unit))
    name = tidy_spaces(values.get("name", unit.name))
    beside = (one for one in staff.units if one.parent_id == unit.parent_id and one.id != unit.id)
    if any(fold_text(one.name) == fold_text(name) for one in beside):
        form = form.with_problem("name", translator("th")(_SAME_NAME))
    if form.wrong or "again" in request.form:
        return _unit_page(staff, unit, form), 422 if form.wrong else 200
    write = RenameUnit(unit.id, name, port().now())
    changes = find_task_changes([write])
    shown = {"title": N_("What the change does"), "about": name, "button": N_("Yes, save it")}
    if changes and (page := ask_if_sure(changes, (name,), action=form.action, hidden={"name": name}, **shown)):
        return page
    apply_writes(write)
    say_saved(N_("Saved: {name}"), name=name)
    return redirect(url_for("people.show_people"), 303)


def _find_unit(staff: Staff, unit_id: int) -> Unit:
    return next((one for one in staff.units if one.id == unit_id), None) or abort(404)


def _unit_form(unit: Unit) -> Form:
    hint = N_("Plans that call it as before still mean this unit.")
    name = Field(
        "name", N_("Name of the unit"), value=unit.name, hint=hint, required=True, attributes={"maxlength": 200}
    )
    return Form("unit", url_for("units.save_unit", unit_id=unit.id), (name,))


def _unit_page(staff: Staff, unit: Unit, form: Form) -> str:
    stand = [one for one in staff.people if unit.id in one.unit_ids]
    return render_template("admin/unit.html", name=full_names(staff.units)[unit.id], form=form, people=stand)
