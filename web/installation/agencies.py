"""The agencies of this installation: a new one with its first administrator, who goes on at once."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response as BaseResponse

from domain.agency import PersonRow, Role, may_be_slug
from domain.audit import Act
from domain.layout import Layout
from domain.layout_errors import LayoutError
from domain.messages import N_
from domain.writes import ImportPeople, SetLayout
from reports.layouts.load import layout_names, layout_of_text, named_layout
from store.agencies import add_agency
from store.apply import apply
from store.books import Books
from store.engine import Conflict
from store.operations import find_agencies, find_unfinished
from store.people import load_people
from store.signins import open_session
from web.admin.layout_words import NAMES, describe_layout_error
from web.forms import Field, Form, Wrong, read_form, read_some_words
from web.installation.entrance import PREFIX, log
from web.installation.paging import read_page, read_search
from web.language import translator
from web.port import WebPort, port
from web.public.sign_in import SESSION_LIVES
from web.visit import books_at, name_this_browser, set_session

setup_pages = Blueprint("setup", __name__, url_prefix=PREFIX)

OWN: Final = "own"
LEARNED: Final = "learned"
FIRST_LAYOUT: Final = "results"
HOME: Final = "now.show_now"
_LONG: Final = {"maxlength": 200}
_LARGEST: Final = 256 * 1024
_SLUG = N_("Only a-z, 0-9 and -, at most 40, and no other agency's.")
_TAKEN = N_("Another agency has this short name already.")
_NO_LAYOUT = N_("Please choose one of the layouts.")
_NO_FILE = N_("Please choose the layout's file.")


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """An agency, and whether nobody administers it in LINE yet: then its set-up can be gone on with from here."""

    slug: str
    name: str
    unfinished: bool


@setup_pages.get("/")
def show_agencies() -> ResponseReturnValue:
    """A page of the agencies here; where there is none yet, the form that makes the first."""
    search, page = read_search(), read_page()
    lines, more = port().database.read(lambda conn: _agency_lines(conn, search, page))
    if not lines and not search and page == 1:
        return redirect(url_for("setup.show_new_agency"))
    return render_template("installation/agencies.html", lines=lines, more=more, search=search, page=page)


@setup_pages.get("/agency")
def show_new_agency() -> ResponseReturnValue:
    """The form that makes an agency."""
    return _agency_page(agency_form())


@setup_pages.post("/agency")
def save_agency() -> ResponseReturnValue:
    """Make the agency and its first administrator, and sign this browser in as them; what is wrong is said in place."""
    form, values = read_form(agency_form())
    form, layout = _read_layout(form, values)
    if form.wrong or layout is None:
        return _agency_page(form)
    here, session, browser = port(), secrets.token_urlsafe(32), name_this_browser()
    try:
        person_id = here.database.run(lambda conn: _make_agency(conn, here, values, layout, session, browser))
    except Conflict:
        return _agency_page(form.with_problem("slug", translator()(_TAKEN)))
    log.info("agency %s was made, with p%s as its first administrator", values["slug"], person_id)
    return _signed_in(values["slug"], session, "learn.show_upload" if values["layout"] == LEARNED else HOME)


@setup_pages.post("/agency/<slug>/continue")
def continue_set_up(slug: str) -> ResponseReturnValue:
    """Sign in as the administrator of an agency that none administers in LINE yet; 404 for every other."""
    here, session, browser = port(), secrets.token_urlsafe(32), name_this_browser()

    def enter(conn: Connection) -> int | None:
        books = books_at(conn, slug)
        who = _waiting_admin(books) if books else None
        if books is None or who is None:
            return None
        now = here.now()
        open_session(books, who, here.keys.hash_token(session), now, now + SESSION_LIVES, browser=browser)
        return who

    person_id = here.database.run(enter)
    if person_id is None:
        abort(404)
    log.info("the set-up of agency %s is gone on with as p%s", slug, person_id)
    return _signed_in(slug, session, HOME)


def agency_form() -> Form:
    """What an agency is made of; its layout is one that comes with Tidtam or a file."""
    own = [
        (LEARNED, translator()(N_("Learned from the agency's own document: the next page asks for it"))),
        (OWN, translator()(N_("The agency's own layout, as a file"))),
    ]
    layouts = [(name, translator()(NAMES.get(name, name))) for name in _layouts_in_order()]
    return Form(
        "agency",
        url_for("setup.save_agency"),
        (
            Field(
                "name", N_("Name of the agency, as its reports print it"), read_some_words, required=True,
                attributes=_LONG,
            ),
            Field(
                "place", N_("District and province, as the heading states them"),
                hint=N_("For example อำเภอเมือง จังหวัดนครนายก"), attributes={"maxlength": 300},
            ),
            Field(
                "slug", N_("Short name in addresses"), _read_slug, required=True,
                hint=N_("Latin letters, for example thungtuayang. It stays: printed reports point to it."),
                attributes={"maxlength": 40, "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
            ),
            Field("layout", N_("Layout of its report"), _read_layout_name, FIRST_LAYOUT, kind="select",
                  choices=(*layouts, *own), required=True),
            Field("file", N_("The layout's file (.toml)"), kind="file", attributes={"accept": ".toml"}),
            Field("admin", N_("Your full name"), read_some_words, required=True, attributes=_LONG),
            Field("position", N_("Your position"), read_some_words, required=True, attributes=_LONG),
            Field("unit", N_("Your division"), read_some_words, "สำนักปลัด", required=True, attributes=_LONG),
        ),
        N_("Make the agency"),
        adds=True,
    )  # fmt: skip


def _layouts_in_order() -> tuple[str, ...]:
    """The layouts that come with Tidtam, the one that is proposed first."""
    return (FIRST_LAYOUT, *(name for name in layout_names() if name != FIRST_LAYOUT))


def _read_slug(typed: str) -> str:
    if not may_be_slug(slug := typed.strip().lower()):
        raise Wrong(_SLUG)
    return slug


def _read_layout_name(typed: str) -> str:
    if typed not in (*layout_names(), LEARNED, OWN):
        raise Wrong(_NO_LAYOUT)
    return typed


def _read_layout(form: Form, values: dict[str, Any]) -> tuple[Form, Layout | None]:
    """The layout chosen, or that of the file; None with what is wrong said at its field."""
    chosen = values.get("layout")
    if chosen is None:
        return form, None
    if chosen != OWN:
        return form, named_layout(FIRST_LAYOUT if chosen == LEARNED else chosen)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return form.with_problem("file", translator()(_NO_FILE)), None
    try:
        return form, layout_of_text(sent.stream.read(_LARGEST), "layout.toml")
    except LayoutError as error:
        return form.with_problem("file", describe_layout_error(error)), None


def _make_agency(
    conn: Connection, here: WebPort, values: dict[str, Any], layout: Layout, session: str, browser: str
) -> int:
    """The agency, its first administrator and their session; the administrator's id. Raises Conflict."""
    now = here.now()
    by = Act("page", None, now)
    books = Books(conn, add_agency(conn, values["slug"], values["name"], layout, now, by))
    row = PersonRow(values["admin"], values["position"], (values["unit"],), frozenset({Role.ADMIN}))
    apply(books, (SetLayout(place=values["place"]), ImportPeople((row,), (), now)), here.keys, by)
    (who,) = load_people(books)
    open_session(books, who.id, here.keys.hash_token(session), now, now + SESSION_LIVES, browser=browser)
    return who.id


def _agency_lines(conn: Connection, search: str, page: int) -> tuple[tuple[AgencyLine, ...], bool]:
    """A page of agencies by name, and whether more follow."""
    found, more = find_agencies(conn, search, page)
    unfinished = find_unfinished(conn, [one.id for one in found])
    return tuple(AgencyLine(one.slug, one.name, one.id in unfinished) for one in found), more


def _waiting_admin(books: Books) -> int | None:
    """The agency's first administrator while none of them is in LINE; None once one is, or where there is none."""
    admins = [who for who in load_people(books) if Role.ADMIN in who.roles]
    return None if any(who.line_user for who in admins) else min((who.id for who in admins), default=None)


def _signed_in(slug: str, session: str, page: str) -> BaseResponse:
    response = redirect(url_for(page, slug=slug), 303)
    set_session(response, slug, session, int(SESSION_LIVES.total_seconds()))
    return response


def _agency_page(form: Form) -> ResponseReturnValue:
    return render_template("installation/agency.html", form=form, unpictured=(LEARNED, OWN)), 422 if form.wrong else 200
