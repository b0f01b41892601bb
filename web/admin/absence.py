"""A person's absence, and who stands in: what it does to the open tasks is said before it is done."""

from collections.abc import Iterable, Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Person
from domain.asked import asked_tasks
from domain.messages import N_, Say, say
from domain.task import Task
from domain.writes import SetAway, SetDeputy, Write
from store.tasks import load_tasks
from thai.dates import day_in_bangkok
from web.admin.absence_form import Span, absence_form, find_absence
from web.admin.people import PERSON, find_person, load_staff, person_page
from web.admin.task_changes import ask_if_sure
from web.forms import read_form, say_saved
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit

absence_pages = admin_pages("absence", __name__)


@absence_pages.post(f"{PERSON}/away")
def save_absence(person_id: int) -> ResponseReturnValue:
    """The absence and the deputy from now on, once what they do was read and confirmed (`sure`)."""
    staff = load_staff()
    who = find_person(staff, person_id)
    form, values = read_form(absence_form(who, staff.people, staff.units))
    form, away, deputy_id = find_absence(form, values, who, staff.people, staff.units)
    if form.wrong or "again" in request.form:
        return person_page(who, staff, away=form), 422 if form.wrong else 200
    writes = _changes(who, away, deputy_id)
    if not writes:
        say_saved()
        return redirect(url_for("people.show_person", person_id=who.id), 303)
    tasks = port().database.read(lambda conn: load_tasks(books_of_visit(conn)))
    deputy = next((one for one in staff.people if one.id == deputy_id), None)
    lines = absence_words(who, away, deputy, asked_tasks(tasks, day_in_bangkok(port().now())))
    asked = ask_if_sure(
        (),
        [repr(line) for line in lines],
        title=N_("What the absence does"),
        about=who.name,
        lines=lines,
        tasks_said=True,
        action=form.action,
        hidden={one.name: one.value for one in form.fields},
        button=N_("Yes, save it"),
    )
    if asked:
        return asked
    apply_writes(*writes)
    say_saved(N_("Saved: {name}"), name=who.name)
    return redirect(url_for("people.show_people"), 303)


def absence_words(who: Person, away: Span | None, deputy: Person | None, asked: Iterable[Task]) -> tuple[Say, ...]:
    """The absence in sentences, and what becomes of the tasks that ask for the person's report."""
    own = [task for task in asked if who.id in task.assignee_ids]
    alone = [task for task in own if task.assignee_ids == (who.id,)]
    if away is None:
        lines = [say(N_("{name} is not away."), name=who.name)]
        if deputy:
            lines.append(say(N_("Whenever they are, {deputy} stands in."), deputy=deputy.name))
        return tuple(lines)
    lines = [say(N_("{name} is away from {first} to {last}."), name=who.name, first=away[0], last=away[1])]
    if deputy:
        told = N_("Meanwhile {deputy} reports {count} open tasks, and is reminded of them.")
        lines.append(say(told, deputy=deputy.name, count=len(own)))
    elif alone:
        lines.append(say(N_("Meanwhile {count} open tasks have nobody to report them."), count=len(alone)))
    else:
        lines.append(say(N_("No open task is left without somebody to report it.")))
    return tuple(lines)


def _changes(who: Person, away: Span | None, deputy_id: int | None) -> Sequence[Write]:
    writes: list[Write] = []
    if away != who.away:
        writes.append(SetAway(who.id, away))
    if deputy_id != who.deputy_id:
        writes.append(SetDeputy(who.id, deputy_id))
    return writes
