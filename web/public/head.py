"""The page on which the head of the agency certifies: behind a one-time link of their chat, and nothing else is on it.

The link opens a page with a button, as the sign-in link does: LINE's previews open links too, and a GET spends nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from urllib.parse import quote

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response as BaseResponse

from domain.agency import Agency, Person, may_certify
from domain.certificates import LONGEST_REASON, CertificateRequest, shorten_mark
from domain.messages import N_
from domain.plan_words import round_title
from store.agencies import load_agency
from store.books import Books
from store.certificates import find_request, requests_to
from store.people import find_person
from store.plan_refs import load_plans
from store.signins import end_session, open_session, session_person, spend_signin
from web.addresses import LARGEST_ID
from web.files import send_draft
from web.forms import Field, Form, make_text_reader, read_form, say_saved
from web.messages import message_page
from web.port import WebPort, port
from web.public.one_button import show_one_button
from web.said import said
from web.visit import books_at, name_this_browser

COOKIE: Final = "tidtam_head"
SESSION_LIVES: Final = timedelta(hours=2)

head_link = Blueprint("head_link", __name__, url_prefix="/head")
head_pages = Blueprint("head", __name__, url_prefix="/head/<slug>/reports")
_ONE: Final = f"/<int(max={LARGEST_ID}):request_id>"

_OVER = (
    N_("This link cannot be used any more"),
    N_("The link works once, for an hour. Type “รับรองรายงาน” in the agency's LINE chat to get a new one."),
)
_LEFT = (N_("You are signed out"), N_("Type “รับรองรายงาน” in the agency's LINE chat when you want to come back."))
_GONE = (
    N_("This report does not wait for you any more"),
    N_("It was certified, sent back or taken back, or it has changed. Nothing was certified just now."),
)
_CHANGED = (
    N_("Nothing was certified"),
    N_(
        "The report has changed since it was sent to you. The administrator is told; once they have looked at it they "
        "send it to you again."
    ),
)
_CERTIFIED = N_("You have certified version {number}. The administrator publishes it.")
_SENT_BACK = N_("The report was sent back, and the administrator is told why.")


@dataclass(frozen=True, slots=True)
class HeadVisit:
    """One request of a head who certifies on the page."""

    agency: Agency
    person: Person


@dataclass(frozen=True, slots=True)
class _Shown:
    """A report that waits: the name of its round, who sent it, the code of its contents, the form that returns it."""

    request: CertificateRequest
    name: str
    admin: str
    code: str
    form: Form


def head_address(base_url: str, slug: str, token: str) -> str:
    """The address that lets its bearer certify as one person, once."""
    return f"{base_url.rstrip('/')}/head/{quote(slug, safe='')}.{quote(token, safe='')}"


def check_head() -> None:
    """Lets in the head whose session it is; 401 for everyone else, before anything that was sent is read."""
    if request.blueprint != head_pages.name:
        return
    slug, token = (request.view_args or {}).get("slug", ""), request.cookies.get(COOKIE, "")
    found = port().database.read(lambda conn: _find_visit(conn, slug, token)) if token else None
    if found is None:
        abort(401)
    g.head = found


def _find_visit(conn: Connection, slug: str, token: str) -> HeadVisit | None:
    """Whose session it is, while they certify reports here: a head who was replaced is let in no more."""
    books = books_at(conn, slug)
    if books is None:
        return None
    person_id = session_person(books, port().keys.hash_token(token), port().now(), "certify")
    who = find_person(books, person_id) if person_id is not None else None
    return HeadVisit(load_agency(books), who) if who and may_certify(who) else None


def _head_visit() -> HeadVisit:
    return cast(HeadVisit, g.head)


@head_link.get("/<slug>.<token>")
def show_head_link(slug: str, token: str) -> ResponseReturnValue:
    """A page with one button, whatever the link is worth."""
    return show_one_button(slug, token, "public/head_link.html", _OVER)


@head_link.post("/<slug>.<token>")
def open_head_page(slug: str, token: str) -> ResponseReturnValue:
    """Spends the link and opens a session of this page alone."""
    session, here, browser = secrets.token_urlsafe(32), port(), name_this_browser()
    if not here.database.run(lambda conn: _open(conn, here, slug, token, session, browser)):
        return message_page(410, *_OVER)
    response = redirect(url_for("head.show_waiting", slug=slug), 303)
    _set_head_session(response, slug, session, int(SESSION_LIVES.total_seconds()))
    return response


def _open(conn: Connection, here: WebPort, slug: str, token: str, session: str, browser: str) -> bool:
    keys, now, books = here.keys, here.now(), books_at(conn, slug)
    person_id = spend_signin(books, keys.hash_token(token), now, "certify") if books else None
    who = find_person(books, person_id) if books and person_id is not None else None
    if books is None or who is None or not may_certify(who):
        return False
    open_session(books, who.id, keys.hash_token(session), now, now + SESSION_LIVES, "certify", browser)
    return True


def _set_head_session(response: BaseResponse, slug: str, token: str, seconds: int) -> None:
    secure = port().secure_cookies
    response.set_cookie(
        COOKIE, token, max_age=seconds, path=f"/head/{slug}/", secure=secure, httponly=True, samesite="Lax"
    )


@head_pages.get("")
def show_waiting(slug: str) -> ResponseReturnValue:
    """The reports that wait for the head."""
    return _waiting_page(slug)


@head_pages.get(f"{_ONE}.pdf")
def send_waiting_pdf(slug: str, request_id: int) -> Response:
    """The PDF of a report that waits, the same bytes each time."""
    return send_draft(_find_waiting(slug, request_id) or abort(404))


@head_pages.post(f"{_ONE}/certify")
def certify_waiting(slug: str, request_id: int) -> ResponseReturnValue:
    """The second look, which names the contents; once that was confirmed (`sure`) the version is certified."""
    waiting = _find_waiting(slug, request_id)
    if waiting is None:
        return message_page(409, *_GONE)
    if request.form.get("sure") != waiting.mark:
        return render_template("public/head_sure.html", slug=slug, visit_of=_head_visit(), one=_show(slug, waiting))
    came = port().certificates.certify(_head_visit().agency.id, _head_visit().person, request_id, waiting.mark)
    if came != "certified":
        return message_page(409, *(_CHANGED if came == "changed" else _GONE))
    say_saved(_CERTIFIED, number=waiting.number)
    return redirect(url_for("head.show_waiting", slug=slug), 303)


@head_pages.post(f"{_ONE}/return")
def return_waiting(slug: str, request_id: int) -> ResponseReturnValue:
    """Send the report back with why; the form where nothing was written."""
    waiting = _find_waiting(slug, request_id)
    if waiting is None:
        return message_page(409, *_GONE)
    form, values = read_form(_form(slug, request_id))
    if form.wrong:
        return _waiting_page(slug, form)
    if not port().certificates.send_back(_head_visit().agency.id, _head_visit().person, request_id, values["why"]):
        return message_page(409, *_GONE)
    say_saved(_SENT_BACK)
    return redirect(url_for("head.show_waiting", slug=slug), 303)


@head_pages.post("/leave")
def leave_head_page(slug: str) -> Response:
    """Ends the session and says so."""
    here, agency_id = port(), _head_visit().agency.id
    ended = here.keys.hash_token(request.cookies.get(COOKIE, ""))
    here.database.run(lambda conn: end_session(Books(conn, agency_id), ended, here.now()))
    response = message_page(200, *_LEFT)
    _set_head_session(response, slug, "", 0)
    return response


def _find_waiting(slug: str, request_id: int) -> CertificateRequest | None:
    """The request, while it waits for the visitor's word."""
    found = port().database.read(lambda conn: find_request(_books(conn, slug), request_id))
    return found if found and found.state == "waiting" and found.to_id == _head_visit().person.id else None


def _books(conn: Connection, slug: str) -> Books:
    return books_at(conn, slug) or abort(404)


def _form(slug: str, request_id: int) -> Form:
    """Why the report is sent back."""
    return Form(
        f"back-{request_id}",
        url_for("head.return_waiting", slug=slug, request_id=request_id),
        (
            Field(
                "why", N_("What is to be mended"), make_text_reader(LONGEST_REASON), kind="textarea", required=True,
                hint=N_("The administrator who sent it reads this."),
                attributes={"class": "few", "maxlength": LONGEST_REASON},
            ),
        ),
        N_("Send it back to be mended"),
        adds=True,
    )  # fmt: skip


def _show(slug: str, waiting: CertificateRequest, form: Form | None = None) -> _Shown:
    def load_names(conn: Connection) -> tuple[str, str]:
        books = _books(conn, slug)
        admin = find_person(books, waiting.person_id)
        return said(round_title(load_plans(books), waiting.of)), admin.name if admin else "-"

    name, admin = port().database.read(load_names)
    own = _form(slug, waiting.id)
    return _Shown(waiting, name, admin, shorten_mark(waiting.mark), form if form and form.name == own.name else own)


def _waiting_page(slug: str, form: Form | None = None) -> ResponseReturnValue:
    waiting = port().database.read(lambda conn: requests_to(_books(conn, slug), _head_visit().person.id))
    shown = [_show(slug, one, form) for one in waiting]
    page = render_template("public/head.html", slug=slug, visit_of=_head_visit(), waiting=shown)
    return Response(page, 422 if form and form.wrong else 200, mimetype="text/html")
