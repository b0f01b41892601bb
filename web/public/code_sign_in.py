"""Signing a computer in by a code: the page shows it, an administrator types it in the chat and confirms it there.

The code is bound to the browser by a cookie and opens nothing by itself: it works once, for five minutes.
"""

import secrets
from typing import Final

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as BaseResponse

from domain.browsers import CODE_LIVES, WaitingBrowser
from store.agencies import load_agency
from store.signins import open_session
from store.waiting_browsers import (
    add_waiting_browser,
    find_waiting_browser,
    forget_waiting_browser,
    make_browser_code,
    spend_waiting_browser,
)
from web.headers import WITH_OWN_SCRIPT
from web.limits import find_place
from web.port import WebPort, port
from web.public.sign_in import SESSION_LIVES
from web.visit import admin, name_this_browser, set_session

code_entrance = Blueprint("code_entrance", __name__, url_prefix="/admin/sign-in/code")

COOKIE: Final = "tidtam_code"
_PATH: Final = "/admin/sign-in/code"
_TRIES: Final = 5


@code_entrance.get("")
def show_code() -> ResponseReturnValue:
    """The code of this browser and what to do with it; a button that makes one where it has none."""
    token, found = _find_this_browser()
    code = make_browser_code(port().keys, token) if found else ""
    shown = render_template("public/code.html", code=f"{code[:3]} {code[3:]}", waiting=found[0] if found else None)
    answer = make_response(shown)
    answer.headers["Content-Security-Policy"] = WITH_OWN_SCRIPT
    return answer


@code_entrance.post("")
def make_code() -> ResponseReturnValue:
    """A code for this browser, in place of the one before; `web/limits.py` says how many one network is shown."""
    here, browser, place, before = port(), name_this_browser(), find_place(), request.cookies.get(COOKIE, "")

    def add(conn: Connection, token: str) -> bool:
        forget_waiting_browser(conn, here.keys.hash_token(before))
        return add_waiting_browser(conn, here.keys, token, browser, place, here.now())

    for _ in range(_TRIES):  # another browser may show the same six digits
        token = secrets.token_urlsafe(32)
        added = here.database.run(lambda conn, token=token: add(conn, token))  # type: ignore[misc]
        if added:
            answer = redirect(url_for("code_entrance.show_code"), 303)
            _set_cookie(answer, token, int(CODE_LIVES.total_seconds()))
            return answer
    raise ServiceUnavailable


@code_entrance.get("/state")
def tell_state() -> Response:
    """Whether the code was confirmed in the chat, for the page's script."""
    _, found = _find_this_browser()
    return jsonify(state="over" if found is None else "confirmed" if found[1] else "waiting")


@code_entrance.post("/finish")
def finish() -> ResponseReturnValue:
    """Signs this browser in where its code was confirmed; else the page again."""
    here, session, browser = port(), secrets.token_urlsafe(32), request.cookies.get(COOKIE, "")
    slug = here.database.run(lambda conn: _sign_in_by_code(conn, here, browser, session))
    if slug is None:
        return redirect(url_for("code_entrance.show_code"), 303)
    answer = redirect(url_for("now.show_now", slug=slug), 303)
    set_session(answer, slug, session, int(SESSION_LIVES.total_seconds()))
    _set_cookie(answer, "", 0)
    return answer


def _sign_in_by_code(conn: Connection, here: WebPort, browser: str, session: str) -> str | None:
    """The agency whose pages are open to the browser from now on; None where nobody who may has confirmed its code."""
    now = here.now()
    spent = spend_waiting_browser(conn, here.keys.hash_token(browser), now)
    if spent is None:
        return None
    books, person_id, name = spent
    if admin(books, person_id) is None:
        return None
    open_session(books, person_id, here.keys.hash_token(session), now, now + SESSION_LIVES, browser=name)
    return load_agency(books).slug


def _find_this_browser() -> tuple[str, tuple[WaitingBrowser, bool] | None]:
    """The token of this browser's cookie, and what waits under it."""
    here, token = port(), request.cookies.get(COOKIE, "")
    hashed, now = here.keys.hash_token(token), here.now()
    return token, here.database.read(lambda conn: find_waiting_browser(conn, hashed, now)) if token else None


def _set_cookie(answer: BaseResponse, token: str, seconds: int) -> None:
    secure = port().secure_cookies
    answer.set_cookie(COOKIE, token, max_age=seconds, path=_PATH, secure=secure, httponly=True, samesite="Lax")
