"""The agency's units renamed and merged: people, tasks and plans follow, and what that does is said before."""

from collections.abc import Callable, Mapping

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Unit
from domain.messages import N_, Say, say
from domain.unit_merge import MergeProblem, find_merge_problem, plan_merge
from domain.writes import MergeUnits, RenameUnit
from store.unit_merge import count_following
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year
from thai.normalise import fold_text, tidy_spaces
from web.addresses import LARGEST_ID
from web.admin.overview import full_names
from web.admin.people import Staff, load_staff
from web.admin.task_changes import ask_if_sure, find_task_changes
from web.forms import Field, Form, Wrong, read_form, say_saved
from web.language import translator
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit

unit_pages = admin_pages("units", __name__)

_ONE = f"/people/units/<int(max={LARGEST_ID}):unit_id>"
_SAME_NAME = N_("Another unit has this name already.")
_CANNOT: Mapping[MergeProblem, str] = {
    "same": N_("Please choose another unit."),
    "inside": N_("A division cannot go into its own section. Please merge the section into the division."),
    "sections": N_("It has sections, and cannot go into one. Please choose a division."),
}


@unit_pages.get(_ONE)
def show_unit(unit_id: int) -> ResponseReturnValue:
    """The form that renames a unit, and who stands in it."""
    staff = load_staff()
    unit = _find_unit(staff, unit_id)
    return _unit_page(staff, unit, _unit_form(unit))


@unit_pages.post(_ONE)
def save_unit(unit_id: int) -> ResponseReturnValue:
    """Rename the unit; where tasks or plans would change by it, only once that was read and confirmed (`sure`)."""
    staff = load_staff()
    unit = _find_unit(staff, unit_id)
    form, values = read_form(_unit_form(unit))
    name = tidy_spaces(values.get("name", unit.name))
    beside = (one for one in staff.units if one.parent_id == unit.parent_id and one.id != unit.id)
    if any(fold_text(one.name) == fold_text(name) for one in beside):
        form = form.with_problem("name", translator()(_SAME_NAME))
    if form.wrong or "again" in request.form:
        return _unit_page(staff, unit, form), 422 if form.wrong else 200
    since = _this_year() if values.get("follow", True) else None
    write = RenameUnit(unit.id, name, port().now(), since)
    lines = _say_what_follows(unit, name, since)
    changes = find_task_changes([write])
    hidden = {one.name: one.value for one in form.fields}
    shown = {"title": N_("What the change does"), "about": f"{unit.name} → {name}", "button": N_("Yes, save it")}
    if (changes or lines) and (
        page := ask_if_sure(
            changes, (name,), [str(line) for line in lines], lines=lines, action=form.action, hidden=hidden, **shown
        )
    ):
        return page
    return _done(write, name)


@unit_pages.post(f"{_ONE}/merge")
def merge_unit(unit_id: int) -> ResponseReturnValue:
    """The unit goes into the one chosen, once what that does was read and confirmed (`sure`)."""
    staff = load_staff()
    unit = _find_unit(staff, unit_id)
    form, values = read_form(_merge_form(unit, staff))
    into = next((one for one in staff.units if one.id == values.get("into")), None)
    if into and (problem := find_merge_problem(staff.units, unit, into)):
        form = form.with_problem("into", translator()(_CANNOT[problem]))
    if form.wrong or into is None or "again" in request.form:
        return _unit_page(staff, unit, _unit_form(unit), form), 422 if form.wrong else 200
    since = _this_year() if values.get("follow", True) else None
    write, name = MergeUnits(unit.id, into.id, port().now(), since), full_names(staff.units)[into.id]
    lines = (*_say_merge(staff, unit, into), *_say_what_follows(unit, name, since))
    page = ask_if_sure(
        find_task_changes([write]),
        (name,),
        [str(line) for line in lines],
        title=N_("What merging them does"),
        about=f"{unit.name} → {name}",
        lines=lines,
        action=form.action,
        hidden={one.name: one.value for one in form.fields},
        button=N_("Yes, merge them"),
    )
    return page or _done(write, name)


def _done(write: RenameUnit | MergeUnits, name: str) -> ResponseReturnValue:
    apply_writes(write)
    say_saved(N_("Saved: {name}"), name=name)
    return redirect(url_for("people.show_people"), 303)


def _this_year() -> int:
    return fiscal_year(day_in_bangkok(port().now()))


def _say_what_follows(unit: Unit, name: str, since: int | None) -> tuple[Say, ...]:
    """What becomes of the names in plans; nothing where none follows."""
    year = _this_year()
    count = port().database.read(lambda conn: count_following(books_of_visit(conn), unit.id, year))
    if not count or name == unit.name:
        return ()
    if since is None:
        return (say(N_("{count} measures keep the name “{was}” in their wording, and mean {now}."), count=count,
                    was=unit.name, now=name),)  # fmt: skip
    follows = N_("{count} measures of fiscal year {year} and later name {now} in place of {was}.")
    closed = N_("Plans of earlier years and certified reports keep the name of then.")
    return say(follows, count=count, year=since, now=name, was=unit.name), say(closed)


def _say_merge(staff: Staff, unit: Unit, into: Unit) -> tuple[Say, ...]:
    """Who and which sections go along, and what stays."""
    merge, names = plan_merge(staff.units, unit, into), {one.id: one.name for one in staff.units}
    gone = {one for one, _ in merge.merged}
    come = [one.name for one in staff.people if gone.intersection(one.unit_ids) and into.id not in one.unit_ids]
    lines = [
        say(N_("{count} people come into {into}: {names}"), count=len(come), into=into.name, names=", ".join(come))
    ]
    for one, division in merge.moved:
        lines.append(say(N_("The section {section} stands under {into}."), section=names[one], into=names[division]))
    for one, other in merge.merged[1:]:
        lines.append(say(N_("The section {section} is merged with the one of this name."), section=names[other]))
        gone.add(one)
    lines.append(say(N_("Lists and plans that name {unit} mean {into}; closed rounds keep its name."), unit=unit.name,
                     into=into.name))  # fmt: skip
    return tuple(lines)


def _find_unit(staff: Staff, unit_id: int) -> Unit:
    return next((one for one in staff.units if one.id == unit_id), None) or abort(404)


def _unit_form(unit: Unit) -> Form:
    hint = N_("Plans that call it as before still mean this unit.")
    name = Field(
        "name", N_("Name of the unit"), value=unit.name, hint=hint, required=True, attributes={"maxlength": 200}
    )
    return Form("unit", url_for("units.save_unit", unit_id=unit.id), (name, _follow_field()), N_("Save"))


def _merge_form(unit: Unit, staff: Staff) -> Form:
    names = full_names(staff.units)
    choices = [
        ("", translator()(N_("please choose"))),
        *((str(key), n) for key, n in names.items() if key != unit.id),
    ]
    into = Field("into", N_("The unit that it goes into"), _make_unit_reader(names), kind="select", choices=choices,
                 required=True)  # fmt: skip
    return Form(
        "merge", url_for("units.merge_unit", unit_id=unit.id), (into, _follow_field()), N_("Look at what it does")
    )


def _follow_field() -> Field:
    year = str(_this_year())
    label = N_("Write the new name in the plans of fiscal year {about} and later, too")
    return Field("follow", label, value="on", kind="checkbox", about=year)


def _make_unit_reader(names: Mapping[int, str]) -> Callable[[str], int]:
    """What reads the id of one of these units."""

    def read_unit(typed: str) -> int:
        if typed not in map(str, names):
            raise Wrong(N_("Please choose one from the list."))
        return int(typed)

    return read_unit


def _unit_page(staff: Staff, unit: Unit, form: Form, merging: Form | None = None) -> str:
    stand = [one for one in staff.people if unit.id in one.unit_ids]
    sections = [one for one in staff.units if one.parent_id == unit.id]
    return render_template(
        "admin/unit.html",
        name=full_names(staff.units)[unit.id],
        form=form,
        merging=merging or _merge_form(unit, staff),
        people=stand,
        sections=sections,
        others=len(staff.units) > 1,
    )
