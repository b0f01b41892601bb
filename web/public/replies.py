"""One page on which a person reports on all that is asked of them: behind a one-time link, bound to that person.

The link opens a page with a button, as the sign-in link does: LINE's previews open links too, and a GET spends nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, cast
from urllib.parse import quote

from flask import Blueprint, Response, abort, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response as BaseResponse

from domain.agency import Agency, Person
from domain.messages import N_, Say, say
from domain.reply_form import ReplyForm, SavedReply, SentFile, SentReply
from store.agencies import load_agency
from store.books import Books
from store.people import load_people
from store.signins import end_session, open_session, session_person, spend_signin
from web.headers import WITH_OWN_SCRIPT
from web.messages import message_page
from web.port import WebPort, port
from web.public.one_button import show_one_button
from web.said import said
from web.sent_replies import allow_photos, list_sent_names, read_sent
from web.visit import books_at, name_this_browser

COOKIE: Final = "tidtam_replies"
SESSION_LIVES: Final = timedelta(days=1)

link_page = Blueprint("replies_link", __name__, url_prefix="/r")
reply_pages = Blueprint("replies", __name__, url_prefix="/r/<slug>/tasks")

_OVER = (
    N_("This link cannot be used any more"),
    N_("The link works once, for one day. Type “เว็บ” in the agency's LINE chat to get a new one."),
)
_LEFT = (N_("You are signed out"), N_("Type “เว็บ” in the agency's LINE chat when you want to come back."))
_NOT_OPEN = N_("This task takes no more answers: its round has been closed, or it is somebody else's now.")
_NOTHING_CHOSEN = N_("Nothing was saved: please choose a status, or tick that nothing has changed.")


@dataclass(frozen=True, slots=True)
class Reporter:
    """One request of a person who reports on the page."""

    agency: Agency
    person: Person


def replies_address(base_url: str, slug: str, token: str) -> str:
    """The address that lets its bearer report as one person, once."""
    return f"{base_url.rstrip('/')}/r/{quote(slug, safe='')}.{quote(token, safe='')}"


def check_reporter() -> None:
    """Lets in who has a session of this page; 401 for everyone else, before anything that was sent is read."""
    if request.blueprint != reply_pages.name:
        return
    allow_photos()
    slug, token = (request.view_args or {}).get("slug", ""), request.cookies.get(COOKIE, "")
    found = port().database.read(lambda conn: _find_reporter(conn, slug, token)) if token else None
    if found is None:
        abort(401)
    g.reporter = found


def _find_reporter(conn: Connection, slug: str, token: str) -> Reporter | None:
    """Whose session it is, while they work here and have LINE."""
    books = books_at(conn, slug)
    if books is None:
        return None
    person_id = session_person(books, port().keys.hash_token(token), port().now(), "replies")
    who = next((one for one in load_people(books) if one.id == person_id), None)
    return Reporter(load_agency(books), who) if who and who.line_user else None


def _reporter() -> Reporter:
    return cast(Reporter, g.reporter)


@link_page.get("/<slug>.<token>")
def show_link(slug: str, token: str) -> ResponseReturnValue:
    """A page with one button, whatever the link is worth."""
    return show_one_button(slug, token, "public/replies_link.html", _OVER)


@link_page.post("/<slug>.<token>")
def open_page(slug: str, token: str) -> ResponseReturnValue:
    """Spends the link and opens a session of this page alone."""
    session, here, browser = secrets.token_urlsafe(32), port(), name_this_browser()
    if not here.database.run(lambda conn: _open(conn, here, slug, token, session, browser)):
        return message_page(410, *_OVER)
    response = redirect(url_for("replies.show_replies", slug=slug), 303)
    _set_session(response, slug, session, int(SESSION_LIVES.total_seconds()))
    return response


def _open(conn: Connection, here: WebPort, slug: str, token: str, session: str, browser: str) -> bool:
    keys, now, books = here.keys, here.now(), books_at(conn, slug)
    person_id = spend_signin(books, keys.hash_token(token), now, "replies") if books else None
    if books is None or not any(one.id == person_id for one in load_people(books)) or person_id is None:
        return False
    open_session(books, person_id, keys.hash_token(session), now, now + SESSION_LIVES, "replies", browser)
    return True


def _set_session(response: BaseResponse, slug: str, token: str, seconds: int) -> None:
    secure = port().secure_cookies
    response.set_cookie(
        COOKIE, token, max_age=seconds, path=f"/r/{slug}/", secure=secure, httponly=True, samesite="Lax"
    )


@reply_pages.get("")
def show_replies(slug: str) -> ResponseReturnValue:
    """What is asked of the person."""
    who = _reporter()
    return _page(slug, port().replies.find_forms(who.agency.id, who.person, {}))


@reply_pages.post("")
def save_replies(slug: str) -> ResponseReturnValue:
    """Saves one report, or all that were begun; what was typed of the others stays."""
    who = _reporter()
    sent = {
        task_id: read_sent(who.agency.id, who.person, task_id, names) for task_id, names in list_sent_names().items()
    }
    wanted = request.form.get("save", "")
    chosen = [task_id for task_id, one in sent.items() if (one.begun if wanted == "all" else str(task_id) == wanted)]
    results = {
        task_id: port().replies.save_report(who.agency.id, who.person, task_id, sent[task_id]) for task_id in chosen
    }
    rest = {task_id: one for task_id, one in sent.items() if task_id not in results or not results[task_id].said}
    forms = port().replies.find_forms(who.agency.id, who.person, rest)
    wrong = {task_id: result.form for task_id, result in results.items() if result.form}
    told = [sentence for result in results.values() for sentence in result.said]
    lost = [(say(_NOT_OPEN), sent[task_id]) for task_id, result in results.items() if result == SavedReply()]
    nothing = say(_NOTHING_CHOSEN) if not chosen else None
    return _page(slug, tuple(wrong.get(one.task.id, one) for one in forms), told, lost, nothing)


@reply_pages.post("/<int:task_id>/draft")
def save_draft(slug: str, task_id: int) -> Response:  # noqa: ARG001
    """Keeps what was typed of one report as the chat's draft, as JSON; 409 where it was changed elsewhere meanwhile."""
    who, names = _reporter(), list_sent_names().get(task_id)
    if names is None:
        abort(400)
    sent = read_sent(who.agency.id, who.person, task_id, names)
    kept = port().replies.save_draft(who.agency.id, who.person, task_id, sent)
    refused = sent.problems.get("evidence")
    files = [{"mark": file.message, "name": _name(file)} for file in kept.files]
    told = {"said": said(refused or kept.said), "version": kept.version, "files": files}
    answer = jsonify(told)
    answer.status_code = 200 if kept.kept else 409
    return answer


def _name(file: SentFile) -> str:
    return file.name or said(say(N_("photo") if file.kind == "photo" else N_("file")))


@reply_pages.post("/leave")
def leave(slug: str) -> Response:
    """Ends the session and says so."""
    here, agency_id = port(), _reporter().agency.id
    ended = here.keys.hash_token(request.cookies.get(COOKIE, ""))
    here.database.run(lambda conn: end_session(Books(conn, agency_id), ended, here.now()))
    g.pop("reporter")
    response = message_page(200, *_LEFT)
    _set_session(response, slug, "", 0)
    return response


def _page(
    slug: str,
    forms: tuple[ReplyForm, ...],
    told: list[Say] | None = None,
    lost: list[tuple[Say, SentReply]] | None = None,
    nothing: Say | None = None,
) -> Response:
    values = {"told": told or (), "lost": lost or (), "nothing": nothing}
    page = render_template("public/replies.html", slug=slug, forms=forms, reporter=_reporter(), **values)
    answer = make_response(page, 422 if nothing or lost or any(one.wrong for one in forms) else 200)
    answer.headers["Content-Security-Policy"] = WITH_OWN_SCRIPT
    return answer


__all__ = ["check_reporter", "link_page", "replies_address", "reply_pages"]
