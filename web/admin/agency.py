"""What the agency says of itself: its name and place, who signs its reports, its emblem."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from domain.agency import Agency, Person
from domain.messages import N_
from domain.plan import Signatory
from domain.writes import SetLayout
from store.people import load_people
from thai.normalise import fold_text
from web.admin.emblem import LARGEST, BadPicture, redraw_emblem
from web.forms import Field, Form, make_text_reader, read_form, read_some_words, say_saved
from web.language import translator
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

agency_pages = admin_pages("agency", __name__)

_LONG: Final = {"maxlength": 200}
_MOST: Final = 8
_NO_NAME = N_("Please write who this is, or empty the other fields too.")
_NO_POSITION = N_("Nobody here has this name: please write the position too.")
_CHANGED = N_("Who signs was changed meanwhile. Please look at the rows again, and save.")
_NO_FILE = N_("Please choose a picture first.")
_PARTS: Final = ("name", "position", "acting_for", "label")
# What usually stands beside a line that is signed; printed as it is.
LABELS: Final = ("ผู้รายงาน", "ผู้จัดทำ", "ผู้ตรวจสอบ", "ผู้รับรองข้อมูล")


@agency_pages.url_value_preprocessor
def allow_pictures(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A picture may be larger than what LINE sends."""
    request.max_content_length = LARGEST + 64 * 1024


@agency_pages.get("/agency")
def show_agency() -> ResponseReturnValue:
    """What the agency says of itself, a form each."""
    return _agency_page()


@agency_pages.post("/agency")
def save_agency() -> ResponseReturnValue:
    """The agency's name and place from now on; certified reports keep theirs."""
    form, values = read_form(name_form(visit().agency))
    if form.wrong:
        return _agency_page(about=form)
    apply_writes(SetLayout(name=values.get("name"), place=values.get("place")))
    say_saved()
    return redirect(url_for("agency.show_agency"), 303)


@agency_pages.post("/agency/signatories")
def save_signatories() -> ResponseReturnValue:
    """Who signs from now on, in the order of the form; a row that is empty is nobody."""
    people = _load_people()
    form, values = read_form(signatories_form(visit().agency.signatories))
    form, found = _read_signatories(form, values, people)
    if request.form.get("seen") != form.hidden["seen"]:
        form = form.with_problem("name-1", translator()(_CHANGED))
    if form.wrong:
        return _agency_page(signing=form)
    apply_writes(SetLayout(signatories=found))
    say_saved(N_("{count} people sign."), count=len(found))
    return redirect(url_for("agency.show_agency", _anchor="signing"), 303)


@agency_pages.get("/agency/emblem.png")
def send_emblem() -> Response:
    """The emblem as it is kept; 404 without one."""
    kept = visit().agency.emblem or abort(404)
    try:
        return send_file(port().files.open(kept), mimetype="image/png")
    except FileNotFoundError:
        abort(404)


@agency_pages.post("/agency/emblem")
def save_emblem() -> ResponseReturnValue:
    """The emblem from now on, drawn anew; without a file and with `remove` none."""
    if request.form.get("remove"):
        apply_writes(SetLayout(emblem=""))
        say_saved()
        return redirect(url_for("agency.show_agency", _anchor="emblem"), 303)
    form, sent = emblem_form(), request.files.get("file")
    if sent is None or not sent.filename:
        return _agency_page(emblem=form.with_problem("file", translator()(_NO_FILE)))
    try:
        drawn = redraw_emblem(sent.stream.read(LARGEST + 1))
    except BadPicture as bad:
        return _agency_page(emblem=form.with_problem("file", translator()(bad.sentence)))
    sha256, _ = port().files.save([drawn])
    apply_writes(SetLayout(emblem=sha256))
    say_saved()
    return redirect(url_for("agency.show_agency", _anchor="emblem"), 303)


def name_form(agency: Agency) -> Form:
    """The agency's name and place."""
    return Form(
        "about",
        url_for("agency.save_agency"),
        (
            Field("name", N_("Name of the agency, as its reports print it"), read_some_words, agency.name,
                  required=True, attributes=_LONG),
            Field("place", N_("District and province, as the heading states them"), value=agency.place,
                  attributes={"maxlength": 300}),
        ),
    )  # fmt: skip


def signatories_form(known: Sequence[Signatory]) -> Form:
    """The form with a row for each who signs, and an empty one."""
    rows = [(who.name, who.position, who.acting_for or "", who.label or "") for who in known]
    rows += [("", "", "", "")] if len(rows) < _MOST else []
    fields = [one for place, row in enumerate(rows, 1) for one in _signatory_fields(place, row)]
    seen = sha256(repr(tuple(known)).encode()).hexdigest()[:16]
    return Form("signing", url_for("agency.save_signatories"), tuple(fields), hidden={"seen": seen})


def emblem_form() -> Form:
    """The form that takes a picture."""
    accept = {"accept": "image/png,image/jpeg,image/webp"}
    file = Field("file", N_("A picture (.png, .jpg)"), kind="file", attributes=accept)
    return Form("emblem", url_for("agency.save_emblem"), (file,), N_("Take this picture"))


def _signatory_fields(place: int, row: tuple[str, str, str, str]) -> tuple[Field, ...]:
    name, position, acting_for, label = row
    return (
        Field(f"name-{place}", N_("Full name"), _read_part, name, attributes={**_LONG, "list": "people"}),
        Field(f"position-{place}", N_("Position"), _read_part, position,
              N_("Left empty for somebody of the list of people: as it stands there."), attributes=_LONG),
        Field(f"acting_for-{place}", N_("Acting for the office of (only then)"), _read_part, acting_for,
              N_("For example นายกองค์การบริหารส่วนตำบล; printed after “รักษาราชการแทน”."), attributes=_LONG),
        Field(f"label-{place}", N_("Printed beside the line"), _read_part, label,
              attributes={**_LONG, "list": "labels"}),
    )  # fmt: skip


_read_part = make_text_reader(200)


def _read_signatories(
    form: Form, values: Mapping[str, Any], people: Sequence[Person]
) -> tuple[Form, tuple[Signatory, ...]]:
    """Who signs by the form; what is wrong is said at its field."""
    say, found = translator(), list[Signatory]()
    known = {fold_text(who.name): who.position for who in people}
    for place in range(1, len(form.fields) // len(_PARTS) + 1):
        before = visit().agency.signatories[place - 1 : place]
        name, position, acting_for, label = (
            str(values.get(f"{part}-{place}", getattr(before[0], part) if before else "") or "") for part in _PARTS
        )
        if not fold_text(name):
            if position or acting_for or label:
                form = form.with_problem(f"name-{place}", say(_NO_NAME))
            continue
        position = position or known.get(fold_text(name), "")
        if not position:
            form = form.with_problem(f"position-{place}", say(_NO_POSITION))
        signed_on = before[0].signed_on if before and before[0].name == name else None
        found.append(Signatory(name, position, acting_for or None, label or None, signed_on))
    return form, tuple(found)


def _load_people() -> tuple[Person, ...]:
    return port().database.read(lambda conn: load_people(books_of_visit(conn)))


def _agency_page(
    about: Form | None = None, signing: Form | None = None, emblem: Form | None = None
) -> ResponseReturnValue:
    """The page with the forms as they are, or as they were sent with what is wrong."""
    agency = visit().agency
    signing_form = signing or signatories_form(agency.signatories)
    step = len(_PARTS)
    rows = [signing_form.fields[place : place + step] for place in range(0, len(signing_form.fields), step)]
    page = render_template(
        "admin/agency.html",
        about=about or name_form(agency),
        signing=signing_form,
        rows=rows,
        emblem=emblem or emblem_form(),
        people=_load_people(),
        labels=LABELS,
    )
    return page, 422 if any(form and form.wrong for form in (about, signing, emblem)) else 200
