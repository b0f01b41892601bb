"""Signing in by a one-time link, and out.

The link opens a page with a button: LINE's crawler and previews open links too, and a GET spends nothing.
"""

import logging
import secrets
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.messages import N_
from domain.secret_paths import without_token
from store.books import Books
from store.conversations import note_sign_in, state_of
from store.signins import end_session, open_session, spend_signin
from web.messages import EXPIRED, message_page
from web.port import WebPort, port
from web.public.one_button import show_one_button
from web.visit import admin, admin_pages, books_at, name_this_browser, session_token, set_session, visit

SESSION_LIVES: Final = timedelta(hours=12)
entrance = Blueprint("entrance", __name__, url_prefix="/admin/sign-in")
exit_ = admin_pages("exit", __name__)

_LEFT = (N_("You are signed out"), N_("Type “เว็บ” in the agency's LINE chat when you want to come back."))


def sign_in_address(base_url: str, slug: str, token: str) -> str:
    """The address that signs its bearer in, once."""
    return f"{base_url.rstrip('/')}/admin/sign-in/{quote(slug, safe='')}/{quote(token, safe='')}"


class TokensLeftOut(logging.Filter):
    """Takes sign-in tokens out of log records: of access logs, and of the path that an error is logged with."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True; the record is changed in place."""
        record.msg = _clean(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_clean, record.args))
        elif isinstance(record.args, dict):
            # gunicorn's own mapping looks up what it lacks, so it stays of its kind.
            for name, value in record.args.items():
                record.args[name] = _clean(value)
        return True


TOKENS_LEFT_OUT = TokensLeftOut()


def _clean(value: object) -> object:
    return without_token(value) if isinstance(value, str) else value


@entrance.get("/<slug>/<token>")
def show_sign_in(slug: str, token: str) -> ResponseReturnValue:
    """A page with one button, whatever the link is worth."""
    return show_one_button(slug, token, "public/sign_in.html", EXPIRED)


@entrance.post("/<slug>/<token>")
def sign_in(slug: str, token: str) -> ResponseReturnValue:
    """Spends the link and opens a session; a link that is used, expired or unknown gets one same answer."""
    session = secrets.token_urlsafe(32)
    here = port()  # a write runs in a thread of its own, where no request is at hand
    browser = name_this_browser()
    entered = here.database.run(lambda conn: _sign_in(conn, here, slug, token, session, browser))
    if entered is None:
        return message_page(410, *EXPIRED)
    if not entered:
        abort(403)
    response = redirect(url_for("now.show_now", slug=slug), 303)
    set_session(response, slug, session, int(SESSION_LIVES.total_seconds()))
    return response


@exit_.post("/sign-out")
def sign_out() -> Response:
    """Ends the session and says so."""
    here, agency_id = port(), visit().agency.id
    ended = here.keys.hash_token(session_token(g.slug) or "")
    here.database.run(lambda conn: end_session(Books(conn, agency_id), ended, here.now()))
    g.pop("visit")
    response = message_page(200, *_LEFT)
    set_session(response, g.slug, "", 0)
    return response


def _sign_in(conn: Connection, here: WebPort, slug: str, token: str, session: str, browser: str) -> bool | None:
    """True once a session is open, None for a link that is not worth one, False for a person who is no admin."""
    keys, now = here.keys, here.now()
    books = books_at(conn, slug)
    person_id = spend_signin(books, keys.hash_token(token), now) if books else None
    if books is None or person_id is None:
        return None
    who = admin(books, person_id)
    if who is None:
        return False
    if who.line_user is not None:  # who holds the conversation comes first: a turn does so, too
        state_of(books, who.line_user, hold=True)
    opened = open_session(books, person_id, keys.hash_token(session), now, now + SESSION_LIVES, browser=browser)
    if who.line_user is not None:
        note_sign_in(books, who.line_user, opened, browser, now)
    return True
