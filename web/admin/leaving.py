"""Somebody leaves: who takes over, what becomes of their tasks, and only then are they shut out."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Person, Role
from domain.messages import N_, Say, say
from domain.writes import ChangePerson, RemovePerson, Write
from web.admin.people import PERSON, Staff, find_person, load_staff
from web.admin.person_form import is_last_admin
from web.admin.reminder_form import read_person
from web.admin.task_changes import ask_if_sure, find_task_changes
from web.forms import Field, Form, read_form, say_saved
from web.language import translator
from web.messages import problem_page
from web.port import port
from web.visit import admin_pages, apply_writes, visit

leaving_pages = admin_pages("leaving", __name__)

_CANNOT = N_("This person cannot be removed here")
_LAST = N_("Nobody else is an administrator. Give somebody else the role first.")
_SELF = N_("You cannot remove yourself. Please ask another administrator.")


@leaving_pages.get(f"{PERSON}/leave")
def show_leaving(person_id: int) -> ResponseReturnValue:
    """Whom their tasks go to if nothing is chosen, and the choice of who takes over."""
    staff = load_staff()
    who = find_person(staff, person_id)
    if refused := _refusal(who, staff):
        return problem_page(409, _CANNOT, (translator()(refused),), url_for("people.show_people"))
    writes = _leaving_writes(who, None)
    return render_template(
        "admin/leaving.html", person=who, form=_heir_form(who, staff), changes=find_task_changes(writes)
    )


@leaving_pages.post(f"{PERSON}/leave")
def confirm_leaving(person_id: int) -> ResponseReturnValue:
    """Remove the person once what it does, with the heir chosen, was read and confirmed (`sure`)."""
    staff = load_staff()
    who = find_person(staff, person_id)
    if refused := _refusal(who, staff):
        return problem_page(409, _CANNOT, (translator()(refused),), url_for("people.show_people"))
    form, values = read_form(_heir_form(who, staff))
    writes = _leaving_writes(who, _chosen_heir(values, staff))
    changes = find_task_changes(writes)
    if form.wrong or "again" in request.form:
        page = render_template("admin/leaving.html", person=who, form=form, changes=changes)
        return page, 422 if form.wrong else 200
    asked = ask_if_sure(
        changes,
        title=N_("What removing them does"),
        about=who.name,
        lines=_leaving_words(who, staff),
        action=form.action,
        hidden={"heir": form.fields[0].value},
        button=N_("Yes, remove them"),
    )
    if asked:
        return asked
    apply_writes(*writes)
    say_saved(N_("{name} was removed. What they reported stays."), name=who.name)
    return redirect(url_for("people.show_people"), 303)


def _refusal(who: Person, staff: Staff) -> str:
    """Why the person cannot be removed; "" where they can."""
    if who.id == visit().person.id:
        return _SELF
    return _LAST if is_last_admin(who, staff.people) else ""


def _heir_form(who: Person, staff: Staff) -> Form:
    others = [one for one in staff.people if one.id != who.id]
    nobody = translator()(N_("nobody more: their tasks go to who is left in the unit"))
    heir = Field(
        "heir",
        N_("Who takes over their units and roles"),
        read_person({one.id for one in others}),
        kind="select",
        choices=[("", nobody), *((str(one.id), f"{one.name} ({one.position})") for one in others)],
    )
    return Form("leaving", url_for("leaving.confirm_leaving", person_id=who.id), (heir,), N_("Look at what it does"))


def _chosen_heir(values: dict[str, Any], staff: Staff) -> Person | None:
    return next((one for one in staff.people if one.id == values.get("heir")), None)


def _leaving_writes(who: Person, heir: Person | None) -> Sequence[Write]:
    """The person removed; before that the heir gets their units and roles, but for the administrator's."""
    now = port().now()
    if heir is None:
        return (RemovePerson(who.id, now),)
    units = tuple(dict.fromkeys((*heir.unit_ids, *who.unit_ids)))
    roles = heir.roles | (who.roles - {Role.ADMIN})
    return (ChangePerson(heir.id, heir.name, heir.position, units, roles, now), RemovePerson(who.id, now))


def _leaving_words(who: Person, staff: Staff) -> tuple[Say, ...]:
    """What else ends with them."""
    lines = [say(N_("The chat, this page and unspent codes end for them at once; what they reported stays"))]
    stood_in = ", ".join(one.name for one in staff.people if one.deputy_id == who.id)
    if stood_in:
        lines.append(say(N_("Nobody stands in any more for: {names}"), names=stood_in))
    return tuple(lines)
