"""People added or brought up to date by a list: pasted, uploaded, or one typed; looked at before it is done."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checks.sentences import render_message, render_proposal
from domain.agency import PersonRow
from domain.messages import N_
from domain.writes import ImportPeople
from intake.people_file import PASTED, people_text, read_pasted_people, write_person
from intake.unreadable import UnreadableFile
from store.people import load_people, load_units
from store.people_import import ChangedName, changed_names, people_change
from web.admin.few_at_once import few_at_once
from web.admin.person_form import check_typed, new_person_form, typed_row
from web.admin.plan_words import describe_refusal, write_place
from web.admin.task_changes import ask_if_sure, find_task_changes
from web.forms import Field, Form, read_form, read_known_id, say_saved
from web.language import translator
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit

people_list_pages = admin_pages("people_list", __name__)

_LARGEST: Final = 5 * 1024 * 1024
_NEW: Final = "new"
_NOTHING = N_("Please paste the rows, or choose a file.")
_MOST: Final = 1000
_MANY = N_("At most {most} people at once. Please take in the list in parts.")
_TWICE = N_("This person was chosen for another name already.")
_ASKED = N_("Please say who this is.")


@people_list_pages.url_value_preprocessor
def allow_lists(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A list of people may be larger than what LINE sends."""
    request.max_content_length = _LARGEST
    request.max_form_memory_size = _LARGEST


@people_list_pages.get("/people/add")
def show_add() -> ResponseReturnValue:
    """The ways to add people: rows pasted, a file, one typed."""
    return _add_page(list_form())


@people_list_pages.post("/people/add")
@few_at_once
def save_people() -> ResponseReturnValue:
    """Take in the rows, once names that look like a known person's are explained and what it does was confirmed."""
    form, values = read_form(list_form())
    sent = request.files.get("file")
    try:
        text = _uploaded_text(sent) if sent is not None and sent.filename else values.get("text", "")
    except UnreadableFile as error:
        return _add_page(form.with_problem("file", describe_refusal(error)))
    return _add_page(list_form(text)) if "again" in request.form else _take_in(text)


@people_list_pages.get("/people/new")
def show_new_person() -> ResponseReturnValue:
    """The form that adds one person."""
    return _typed_page(new_person_form())


@people_list_pages.post("/people/new")
def show_typed_person() -> ResponseReturnValue:
    """The typed person as a list of one is looked at; what is wrong is said at its field."""
    form, values = read_form(new_person_form())
    if not form.wrong:
        form = check_typed(form, values, port().database.read(lambda conn: load_people(books_of_visit(conn))))
    if form.wrong:
        return _typed_page(form)
    return _take_in(write_person(typed_row(values)))


def list_form(text: str = "") -> Form:
    """The form that takes a list."""
    hint = N_("Rows copied from a spreadsheet, with the columns of the example; a heading row may be there or not.")
    rows = Field("text", N_("Paste the rows here"), str, text, hint, "textarea", attributes={"spellcheck": "false"})
    file = Field("file", N_("Or a file (.xlsx, .csv)"), kind="file", attributes={"accept": ".xlsx,.csv"})
    return Form("people", url_for("people_list.save_people"), (rows, file), N_("Look at it first"))


def _uploaded_text(sent: Any) -> str:
    with TemporaryDirectory(prefix="tidtam-people-") as folder:
        path = Path(folder) / f"people{Path(sent.filename).suffix.lower()[:6]}"
        sent.save(path)
        return people_text(path)


def _take_in(text: str) -> ResponseReturnValue:
    """The form again with what is wrong, else the questions, else what it does, else the people once it was done."""
    form = list_form(text)
    if not text.strip():
        return _add_page(form.with_problem("text", translator()(_NOTHING)))
    try:
        found = read_pasted_people(text)
    except UnreadableFile as error:
        return _add_page(form.with_problem("text", describe_refusal(error)))
    if found.problems:
        return _add_page(form.with_problem("text", "\n".join(map(_describe_problem, found.problems))))
    if len(found.rows) > _MOST:
        return _add_page(form.with_problem("text", translator()(_MANY).format(most=_MOST)))
    return _confirm(text, found.rows)


def _describe_problem(problem: Any) -> str:
    return f"{write_place(problem.place)}: {render_message(problem, 'th')} {render_proposal(problem, 'th')}"


def _confirm(text: str, rows: Sequence[PersonRow]) -> ResponseReturnValue:
    asked = port().database.read(lambda conn: changed_names(books_of_visit(conn), rows))
    form, values = read_form(_name_form(text, asked))
    answers = {one.name: values.get(_name_field(one.name)) for one in asked}
    if not all(answers.values()):
        return _names_page(form, answered="stage" in request.form)
    same = tuple((name, int(who)) for name, who in answers.items() if who and who != _NEW)
    for name, who in same:
        if any(who == other and name > named for named, other in same):
            return _names_page(form.with_problem(_name_field(name), translator()(_TWICE)), answered=True)
    return _sure(text, form, ImportPeople(tuple(rows), same, port().now()))


def _sure(text: str, form: Form, write: ImportPeople) -> ResponseReturnValue:
    """The page that says what taking in the rows does, until that was confirmed; then the people."""
    changes = find_task_changes([write])
    change = port().database.read(lambda conn: people_change(books_of_visit(conn), write.rows, write.same))
    asked = ask_if_sure(
        changes,
        change.new,
        change.updated,
        change.new_units,
        title=N_("What taking in the list does"),
        look=change,
        action=form.action,
        hidden={"text": text, "stage": "names", **{one.name: one.value for one in form.fields}},
        button=N_("Yes, take it in"),
    )
    if asked:
        return asked
    apply_writes(write)
    say_saved(N_("{count} people were taken in."), count=len(write.rows))
    return redirect(url_for("people.show_people"), 303)


def _names_page(form: Form, *, answered: bool) -> ResponseReturnValue:
    """The questions; once they were sent, with what is wrong said at each that is open."""
    say = translator()
    for one in form.fields:
        if answered and not one.value:
            form = form.with_problem(one.name, say(_ASKED))
    return render_template("admin/people_names.html", form=form), 422 if answered else 200


def _name_field(name: str) -> str:
    """The field that asks who has the name, whatever other names are asked about beside it."""
    return f"who-{sha256(name.encode()).hexdigest()[:16]}"


def _name_form(text: str, asked: Sequence[ChangedName]) -> Form:
    """For each name that is like a known person's the question whose it is, the likeliest first."""
    say = translator()
    fields = []
    for one in asked:
        known = [(str(who.id), say(N_("{name}, under a new name")).format(name=who.name)) for who in one.may_be]
        choices = [("", say(N_("please choose"))), *known, (_NEW, say(N_("somebody new")))]
        ids = {who.id for who in one.may_be}
        fields.append(
            Field(
                _name_field(one.name), N_("Who is {about}?"), _make_who_reader(ids), kind="select", about=one.name,
                choices=choices, required=True,
            )
        )  # fmt: skip
    return Form(
        "names", url_for("people_list.save_people"), tuple(fields), N_("Continue"), {"text": text, "stage": "names"}
    )


def _make_who_reader(ids: set[int]) -> Any:
    """What reads the id of one of these people, or that it is somebody new."""

    def read_who(typed: str) -> int | str:
        if typed == _NEW:
            return _NEW
        return read_known_id(typed, ids, _ASKED)

    return read_who


def _add_page(form: Form) -> ResponseReturnValue:
    return render_template("admin/people_add.html", form=form, columns=PASTED), 422 if form.wrong else 200


def _typed_page(form: Form) -> ResponseReturnValue:
    known = port().database.read(lambda conn: load_units(books_of_visit(conn)))
    page = render_template("admin/person_new.html", form=form, units=known)
    return page, 422 if form.wrong else 200
