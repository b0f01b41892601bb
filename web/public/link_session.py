"""One page behind a one-time link of the chat: the session opens that page alone, for the person of the link."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response as BaseResponse

from domain.agency import Agency, Person
from domain.messages import Opens
from store.agencies import load_agency
from store.books import Books
from store.signins import end_session, open_session, session_person, spend_signin
from web.messages import message_page
from web.port import port
from web.visit import books_at, name_this_browser


@dataclass(frozen=True, slots=True)
class LinkVisit:
    """One request of the person to whom the link was given."""

    agency: Agency
    person: Person


@dataclass(frozen=True, slots=True)
class LinkSession:
    """What the links open, under which cookie, below which path, for how long; `over` and `left` are what is said.

    `find` gives the person with an id where the page opens to them: asked as the link is used, and, by `find_again`,
    at each request.
    """

    opens: Opens
    cookie: str
    path: str
    endpoint: str
    lives: timedelta
    over: tuple[str, str]
    left: tuple[str, str]
    find: Callable[[Books, int], Person | None]
    find_again: Callable[[Books, int], Person | None]


def find_link_visit(kept: LinkSession, slug: str) -> LinkVisit | None:
    """Whose session the browser has with the agency; None where it has none, or the page is not theirs any more."""
    token = request.cookies.get(kept.cookie, "")

    def find_visitor(conn: Connection) -> LinkVisit | None:
        books = books_at(conn, slug)
        if books is None:
            return None
        person_id = session_person(books, port().keys.hash_token(token), port().now(), kept.opens)
        who = kept.find_again(books, person_id) if person_id is not None else None
        return LinkVisit(load_agency(books), who) if who else None

    return port().database.read(find_visitor) if token else None


def open_link_session(kept: LinkSession, slug: str, token: str) -> ResponseReturnValue:
    """Spends the link and leads to the page, in a session that opens it alone; 410 where the link is worth nothing."""
    session, here, browser = secrets.token_urlsafe(32), port(), name_this_browser()
    keys, now = here.keys, here.now()

    def open_once(conn: Connection) -> bool:
        books = books_at(conn, slug)
        person_id = spend_signin(books, keys.hash_token(token), now, kept.opens) if books else None
        who = kept.find(books, person_id) if books and person_id is not None else None
        if books is None or who is None:
            return False
        open_session(books, who.id, keys.hash_token(session), now, now + kept.lives, kept.opens, browser)
        return True

    if not here.database.run(open_once):
        return message_page(410, *kept.over)
    response = redirect(url_for(kept.endpoint, slug=slug), 303)
    _set_cookie(kept, response, slug, session, int(kept.lives.total_seconds()))
    return response


def end_link_session(kept: LinkSession, slug: str, agency_id: int) -> Response:
    """Ends the session and says so."""
    here = port()
    ended = here.keys.hash_token(request.cookies.get(kept.cookie, ""))
    here.database.run(lambda conn: end_session(Books(conn, agency_id), ended, here.now()))
    response = message_page(200, *kept.left)
    _set_cookie(kept, response, slug, "", 0)
    return response


def _set_cookie(kept: LinkSession, response: BaseResponse, slug: str, token: str, seconds: int) -> None:
    path, secure = f"{kept.path}/{slug}/", port().secure_cookies
    response.set_cookie(kept.cookie, token, max_age=seconds, path=path, secure=secure, httponly=True, samesite="Lax")
