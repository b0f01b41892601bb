"""The page on which the head of the agency certifies: behind a one-time link of their chat, and nothing else is on it.

The link opens a page with a button, as the sign-in link does: LINE's previews open links too, and a GET spends nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from urllib.parse import quote

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.agency import Person, may_certify
from domain.certificates import LONGEST_REASON, CertificateRequest, shorten_mark
from domain.messages import N_
from domain.plan_words import round_title
from store.books import Books
from store.certificates import find_request, requests_to
from store.people import find_person
from store.plan_refs import load_plans
from web.addresses import LARGEST_ID
from web.files import send_draft
from web.forms import Field, Form, make_text_reader, read_form, say_saved
from web.messages import message_page
from web.port import port
from web.public.link_session import LinkSession, LinkVisit, end_link_session, find_link_visit, open_link_session
from web.public.one_button import show_one_button
from web.said import said
from web.visit import books_at

COOKIE: Final = "tidtam_head"

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


def _find_head(books: Books, person_id: int) -> Person | None:
    """The person, while they certify reports here: a head who was replaced is let in no more."""
    who = find_person(books, person_id)
    return who if who and may_certify(who) else None


_SESSION: Final = LinkSession(
    opens="certify", cookie=COOKIE, path="/head", endpoint="head.show_waiting", lives=timedelta(hours=2),
    over=_OVER, left=_LEFT, find=_find_head, find_again=_find_head,
)  # fmt: skip


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
    found = find_link_visit(_SESSION, (request.view_args or {}).get("slug", ""))
    if found is None:
        abort(401)
    g.head = found


def _head_visit() -> LinkVisit:
    return cast(LinkVisit, g.head)


@head_link.get("/<slug>.<token>")
def show_head_link(slug: str, token: str) -> ResponseReturnValue:
    """A page with one button, whatever the link is worth."""
    return show_one_button(slug, token, "public/head_link.html", _OVER)


@head_link.post("/<slug>.<token>")
def open_head_page(slug: str, token: str) -> ResponseReturnValue:
    """Spends the link and opens a session of this page alone."""
    return open_link_session(_SESSION, slug, token)


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
        shown = port().database.read(lambda conn: _show(_books(conn, slug), slug, waiting))
        return render_template("public/head_sure.html", slug=slug, visit_of=_head_visit(), one=shown)
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
    return end_link_session(_SESSION, slug, _head_visit().agency.id)


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


def _show(books: Books, slug: str, waiting: CertificateRequest, form: Form | None = None) -> _Shown:
    name, admin = said(round_title(load_plans(books), waiting.of)), find_person(books, waiting.person_id)
    own = _form(slug, waiting.id)
    shown = form if form and form.name == own.name else own
    return _Shown(waiting, name, admin.name if admin else "-", shorten_mark(waiting.mark), shown)


def _waiting_page(slug: str, form: Form | None = None) -> ResponseReturnValue:
    def load_shown(conn: Connection) -> list[_Shown]:
        books = _books(conn, slug)
        return [_show(books, slug, one, form) for one in requests_to(books, _head_visit().person.id)]

    waiting = port().database.read(load_shown)
    page = render_template("public/head.html", slug=slug, visit_of=_head_visit(), waiting=waiting)
    return Response(page, 422 if form and form.wrong else 200, mimetype="text/html")
