"""Signing in to the installation by a one-time link that the command line prints, and out.

It is a role of its own: it makes agencies and their first administrator, and opens no page of an agency that has one.
"""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Final

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from domain.messages import N_
from store.installation import (
    end_installation_session,
    has_installation_session,
    make_link_token,
    open_installation_session,
)
from store.keys import Keys
from web.messages import message_page
from web.port import port

LINK_LIVES: Final = timedelta(minutes=10)
SESSION_LIVES: Final = timedelta(hours=2)
COOKIE: Final = "tidtam_setup"
PREFIX: Final = "/setup"

log = logging.getLogger("tidtam.installation")

setup_entrance = Blueprint("setup_entrance", __name__, url_prefix=f"{PREFIX}/sign-in")
setup_exit = Blueprint("setup_exit", __name__, url_prefix=PREFIX)

_COMMAND = N_("Whoever runs the server gets a new link with the command: tidtam login --installation")
_OVER = (N_("This link cannot be used any more"), _COMMAND)
_CLOSED = (N_("This page is for whoever runs the server"), _COMMAND)
_LEFT = (N_("You are signed out"), _COMMAND)


def make_installation_address(base_url: str, keys: Keys, now: datetime) -> str:
    """The address that opens the installation's own pages, once, within ten minutes."""
    token = make_link_token(keys, secrets.token_urlsafe(16), now + LINK_LIVES)
    return f"{base_url.rstrip('/')}{PREFIX}/sign-in/{token}"


def check_installer() -> Response | None:
    """Nothing for who has a session with the installation; 401 for everyone else, before anything sent is read."""
    rooms = current_app.blueprints
    if request.blueprint is None or rooms[request.blueprint].url_prefix != PREFIX:
        return None
    here, token = port(), request.cookies.get(COOKIE, "")
    hashed = here.keys.hash_token(token)
    if not token or not here.database.read(lambda conn: has_installation_session(conn, hashed, here.now())):
        return message_page(401, *_CLOSED)
    g.installer = True
    return None


@setup_entrance.get("/<token>")
def show_setup_sign_in(token: str) -> ResponseReturnValue:
    """A page with one button, whatever the link is worth: previews open links too, and a GET spends nothing."""
    return render_template("installation/sign_in.html", token=token)


@setup_entrance.post("/<token>")
def sign_in_to_setup(token: str) -> ResponseReturnValue:
    """Spends the link and opens a session; a link that is used, expired or unknown gets one same answer."""
    here, session = port(), secrets.token_urlsafe(32)
    now = here.now()
    until = now + SESSION_LIVES
    entered = here.database.run(lambda conn: open_installation_session(conn, here.keys, token, session, now, until))
    if not entered:
        log.warning("a link to the installation was refused")
        return message_page(410, *_OVER)
    log.info("signed in to the installation by its link")
    response = redirect(url_for("setup.show_agencies"), 303)
    _set_session(response, session, int(SESSION_LIVES.total_seconds()))
    return response


@setup_exit.post("/sign-out")
def sign_out_of_setup() -> Response:
    """Ends the session and says so."""
    here = port()
    ended = here.keys.hash_token(request.cookies.get(COOKIE, ""))
    here.database.run(lambda conn: end_installation_session(conn, ended, here.now()))
    g.pop("installer")
    log.info("signed out of the installation")
    response = message_page(200, *_LEFT)
    _set_session(response, "", 0)
    return response


def _set_session(response: BaseResponse, token: str, seconds: int) -> None:
    """Give the browser its session; 0 seconds take it away. `Strict`: no page of others leads in here."""
    secure = port().secure_cookies
    response.set_cookie(
        COOKIE, token, max_age=seconds, path=f"{PREFIX}/", secure=secure, httponly=True, samesite="Strict"
    )
