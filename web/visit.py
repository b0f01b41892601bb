"""Who is asking: every admin page is behind this door, and the roles are looked up each time."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, abort, current_app, g, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from domain.agency import Agency, Person, Role
from domain.audit import Act
from domain.browsers import SignIn, name_browser
from domain.writes import Write
from store.agencies import load_agency
from store.apply import apply
from store.books import Books, open_books
from store.people import load_people
from store.signins import find_sign_in, mark_seen
from web.port import port

COOKIE = "tidtam_admin"
_ADMIN = "/admin/<slug>"
SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}")
# Which agency's pages `/admin/` leads to; it opens nothing.
LAST_AGENCY = "tidtam_agency"
# So exactly a session says when it was last used: a write for each page would cost too much.
_SEEN_EVERY = timedelta(minutes=10)
_AGENCY_KEPT = 180 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in admin."""

    agency: Agency
    person: Person
    session_id: int = 0


def admin_pages(name: str, import_name: str) -> Blueprint:
    """A blueprint under `/admin/SLUG` whose pages are open to that agency's admins alone."""
    blueprint = Blueprint(name, import_name, url_prefix=_ADMIN)
    blueprint.url_value_preprocessor(_take_slug)
    blueprint.url_defaults(_give_slug)
    return blueprint


def visit() -> Visit:
    """The visit of the request at hand."""
    return cast(Visit, g.visit)


def books_of_visit(conn: Connection) -> Books:
    """The books of the visitor's agency."""
    return Books(conn, visit().agency.id)


def act_of_visit() -> Act:
    """That the visitor does now what the request asks for, for the record."""
    return Act("page", visit().person.id, port().now())


def apply_writes(*writes: Write) -> None:
    """Apply the writes to the books of the visitor's agency, all or none."""
    # A write runs in a thread of its own, where no request is at hand.
    here, agency_id, by = port(), visit().agency.id, act_of_visit()
    here.database.run(lambda conn: apply(Books(conn, agency_id), writes, here.keys, by))


def name_this_browser() -> str:
    """What the browser says it is: `Chrome · Windows`; "" where it does not."""
    return name_browser(request.headers.get("User-Agent", ""))


def books_at(conn: Connection, slug: str) -> Books | None:
    """The books that the address names; None where its text cannot be a slug."""
    return open_books(conn, slug) if SLUG.fullmatch(slug) else None


def admin(books: Books, person_id: int) -> Person | None:
    """The person, where they still work here and have the admin's role."""
    return next((who for who in load_people(books) if who.id == person_id and Role.ADMIN in who.roles), None)


def session_token(slug: str) -> str | None:
    """The token of the browser's session with this agency; a session with another one finds nothing here: 404."""
    held_by, _, token = request.cookies.get(COOKIE, "").rpartition(".")
    if held_by and held_by != slug:
        abort(404)
    return token or None


def set_session(response: Response, slug: str, token: str, seconds: int) -> None:
    """Give the browser its session; 0 seconds take it away."""
    value = f"{slug}.{token}" if seconds else ""
    secure = port().secure_cookies
    response.set_cookie(
        COOKIE, value, max_age=seconds, path=f"/admin/{slug}/", secure=secure, httponly=True, samesite="Lax"
    )
    kept = _AGENCY_KEPT if seconds else 0
    response.set_cookie(LAST_AGENCY, slug, max_age=kept, path="/admin/", secure=secure, httponly=True, samesite="Lax")


def _take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.slug = (values or {}).pop("slug", "")


def _give_slug(_endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("slug", g.get("slug"))


def check_visitor() -> None:
    """Lets an admin of this agency in; 401 without a session, 403 without the role, 404 at another agency's.

    It runs before anything reads what was sent: a stranger's upload is never taken apart.
    """
    rooms = current_app.blueprints
    if request.blueprint is None or rooms[request.blueprint].url_prefix != _ADMIN:
        return
    token = session_token(g.slug)
    g.visit, session = port().database.read(lambda conn: _visit(conn, token))
    now, agency_id = port().now(), visit().agency.id
    if session.seen_at is None or now - session.seen_at >= _SEEN_EVERY:
        port().database.run(lambda conn: mark_seen(Books(conn, agency_id), session.id, now))


def _visit(conn: Connection, token: str | None) -> tuple[Visit, SignIn]:
    books = books_at(conn, g.slug)
    if books is None:
        abort(404)
    session = find_sign_in(books, port().keys.hash_token(token), port().now()) if token else None
    if session is None:
        abort(401)
    who = admin(books, session.person_id)
    if who is None:
        abort(403)
    return Visit(load_agency(books), who, session.id), session
