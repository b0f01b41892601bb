"""The people of the agency: who they are and how they stand; one of them changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person, Unit, is_away
from domain.messages import N_, Say, say
from domain.writes import ChangePerson
from store.books import Books
from store.people import load_people, load_units, removal_asked, unspent_codes
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.admin.absence_form import absence_form
from web.admin.overview import full_names
from web.admin.person_form import ROLES, check_person, chosen_roles, chosen_unit_ids, person_form
from web.admin.task_changes import ask_if_sure, find_task_changes
from web.forms import Form, read_form, say_saved
from web.person_file import collect_person_file, send_person_file
from web.port import port
from web.visit import act_of_visit, admin_pages, apply_writes, books_of_visit, visit

people_pages = admin_pages("people", __name__)

PERSON = f"/people/<int(max={LARGEST_ID}):person_id>"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the table shows them: their units in full, the marks of how they stand, each with its sentence."""

    person: Person
    units: tuple[str, ...]
    marks: tuple[tuple[str, Say], ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody of the agency, its units, and until when the unspent codes of whom are good."""

    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    codes: Mapping[int, datetime]
    leaving: Mapping[int, datetime] = field(default_factory=dict)


@people_pages.get("/people")
def show_people() -> ResponseReturnValue:
    """Everybody with units, roles and how they stand; the ways to add, change, invite and let go."""
    staff = load_staff()
    lines = person_lines(staff, day_in_bangkok(port().now()))
    without = sum(person.line_user is None for person in staff.people)
    return render_template(
        "admin/people.html",
        lines=lines,
        roles=ROLES,
        without=without,
        me=visit().person.id,
        units=_in_tree(staff.units),
    )


@people_pages.get(PERSON)
def show_person(person_id: int) -> ResponseReturnValue:
    """The form that changes a person."""
    staff = load_staff()
    who = find_person(staff, person_id)
    return person_page(who, staff)


@people_pages.post(PERSON)
def save_person(person_id: int) -> ResponseReturnValue:
    """Change the person; where that changes who reports what, only once it was read and confirmed (`sure`)."""
    staff = load_staff()
    who = find_person(staff, person_id)
    form, values = read_form(person_form(who, staff.units))
    form = check_person(form, who, values, staff.units, staff.people)
    if form.wrong or "again" in request.form:
        return person_page(who, staff, form), 422 if form.wrong else 200
    chosen = chosen_unit_ids(who, values, staff.units)
    name, position = values.get("name", who.name), values.get("position", who.position)
    write = ChangePerson(who.id, name, position, chosen, chosen_roles(values, who.roles), port().now())
    changes = find_task_changes([write])
    shown = {"title": N_("What the change does"), "about": name, "button": N_("Yes, save it")}
    if changes and (page := ask_if_sure(changes, action=form.action, hidden=_sent_fields(form), **shown)):
        return page
    apply_writes(write)
    say_saved(N_("Saved: {name}"), name=name)
    return redirect(url_for("people.show_people"), 303)


@people_pages.post(f"{PERSON}/data")
def send_data(person_id: int) -> Response:
    """All that is kept of the person as a file: who asks in writing, without LINE, has a right to it, too."""
    who = find_person(load_staff(), person_id)
    agency_id, by = visit().agency.id, act_of_visit()
    return send_person_file(port().database.run(lambda conn: collect_person_file(Books(conn, agency_id), by, who.id)))


def load_staff() -> Staff:
    """Everybody of the visitor's agency, as they stand now."""
    now = port().now()

    def load_people_and_units(conn: Connection) -> Staff:
        books: Books = books_of_visit(conn)
        return Staff(load_people(books), load_units(books), unspent_codes(books, now), removal_asked(books))

    return port().database.read(load_people_and_units)


def find_person(staff: Staff, person_id: int) -> Person:
    """The person with this id; 404 where nobody here has it."""
    return next((one for one in staff.people if one.id == person_id), None) or abort(404)


def person_lines(staff: Staff, today: date) -> tuple[PersonLine, ...]:
    """The table's rows, by unit and then as they were added."""
    names = full_names(staff.units)
    order = {unit.id: place for place, unit in enumerate(_in_tree(staff.units))}
    ordered = sorted(staff.people, key=lambda one: min((order[unit] for unit in one.unit_ids), default=len(order)))
    return tuple(
        PersonLine(one, tuple(names[unit] for unit in one.unit_ids), tuple(_marks(one, staff, today)))
        for one in ordered
    )


def _in_tree(units: Sequence[Unit]) -> list[Unit]:
    """The divisions in their order, each followed by its sections."""
    return [
        unit
        for division in units
        if division.parent_id is None
        for unit in (division, *(one for one in units if one.parent_id == division.id))
    ]


def _marks(person: Person, staff: Staff, today: date) -> list[tuple[str, Say]]:
    """How the person stands: a mark's class and its sentence, the way into LINE first."""
    if person.line_user is not None:
        reached = ("done", say(N_("Enrolled"))) if person.reachable else ("late", say(N_("LINE does not reach them")))
    elif person.id in staff.codes:
        reached = ("waiting", say(N_("Has a code until {day}"), day=day_in_bangkok(staff.codes[person.id])))
    else:
        reached = ("nobody", say(N_("Not invited")))
    marks = [reached]
    if person.id in staff.leaving:
        asked = say(N_("Asks to be taken out, since {day}"), day=day_in_bangkok(staff.leaving[person.id]))
        marks.append(("late", asked))
    if person.away and is_away(person, today):
        marks.append(("waiting", say(N_("Away until {day}"), day=person.away[1])))
    elif person.away and person.away[0] > today:
        marks.append(("", say(N_("Away from {day}"), day=person.away[0])))
    return marks


def _sent_fields(form: Form) -> dict[str, str]:
    """What the form was sent with, to be sent again."""
    return {one.name: one.value for one in form.fields}


def person_page(person: Person, staff: Staff, form: Form | None = None, away: Form | None = None) -> str:
    """The person's page with its forms as they are, or as they were sent with what is wrong."""
    return render_template(
        "admin/person.html",
        person=person,
        form=form or person_form(person, staff.units),
        away=away or absence_form(person, staff.people, staff.units),
        me=visit().person.id == person.id,
    )
