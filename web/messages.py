"""Pages that only say something: what went wrong and what to do next."""

import logging

from flask import Response, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from domain.messages import N_
from reports.turns import TooBusy
from store.files import DamagedFile, FilesUnavailable
from web.expired_form import show_again
from web.forms import INCOMPLETE, UNREADABLE

log = logging.getLogger("tidtam.web")

# What a code says, and what to do.
_ERRORS = {
    400: (N_("What was sent cannot be used"), N_("Please go back, load the page anew and try again.")),
    401: (
        N_("Please sign in"),
        N_("Type “เว็บ” in the agency's LINE chat. You will get a link that signs you in."),
    ),
    403: (
        N_("This page is for administrators"),
        N_("Your name does not have the administrator's role. Please ask the agency's administrator."),
    ),
    404: (N_("There is no such page"), N_("The address may be mistyped, or what it showed is no longer kept.")),
    405: (N_("This address cannot be opened like that"), N_("Please go back and try again.")),
    413: (N_("That was too large"), N_("Please send something smaller.")),
    500: (
        N_("Something went wrong here"),
        N_("Nothing was changed. Please try again a little later; if it stays so, tell whoever installed the system."),
    ),
}
_TOO_LONG = (N_("This page was open for too long"), N_("Please go back, load the page anew and try again."))
_NO_TOKEN = "The CSRF token is missing."  # noqa: S105  (what Flask-WTF says of a form that never had one)
_SAID = (INCOMPLETE, UNREADABLE)
EXPIRED = (
    N_("This link cannot be used any more"),
    N_("A sign-in link works once, for 10 minutes. Type “เว็บ” in the agency's LINE chat to get a new one."),
)
BUSY = (
    N_("Many people are using this now"),
    N_("The document was not made, and nothing was changed. Please try again in a moment."),
)
NO_STORAGE = (
    N_("Photos and files cannot be opened or kept now"),
    N_(
        "Their storage does not answer. Nothing was changed; please try again in a few minutes. If it stays so, tell "
        "whoever installed the system."
    ),
)
DAMAGED = (
    N_("This file is damaged"),
    N_("It is not shown: its content is not what was kept. Please tell whoever installed the system."),
)
_AGAIN_AFTER = "20"  # seconds
NO_REPORT = (
    N_("There is no report of this round"),
    N_("The year has no plan yet, or the round was never opened."),
)


def message_page(status: int, title: str, text: str, typed: str = "") -> Response:
    """A page with these two sentences of the catalogue; `typed` is what somebody wrote that nothing came of."""
    return make_response(render_template("message.html", title=title, text=text, typed=typed), status)


def busy_page(_error: TooBusy) -> Response:
    """The page for a document that was not begun, because so many are being made."""
    response = message_page(503, *BUSY)
    response.headers["Retry-After"] = _AGAIN_AFTER
    return response


def no_storage_page(trouble: FilesUnavailable) -> Response:
    """The page for what needs photos or files while their storage cannot be used."""
    log.error("photos and files cannot be used: %s", trouble)
    response = message_page(503, *NO_STORAGE)
    response.headers["Retry-After"] = _AGAIN_AFTER
    return response


def damaged_page(damage: DamagedFile) -> Response:
    """The page for bytes that are not those that were kept."""
    log.error("%s", damage)
    return message_page(500, *DAMAGED)


def problem_page(status: int, title: str, lines: tuple[str, ...], mend_at: str) -> Response:
    """A page with this title, what is wrong line by line, and a link to where it can be mended."""
    return make_response(render_template("message.html", title=title, lines=lines, mend_at=mend_at), status)


def _describe_error(error: HTTPException, status: int) -> tuple[str, str]:
    """What happened and what to do: an old form is told from a broken one, and what a page said of itself is kept."""
    if isinstance(error, CSRFError):
        return _ERRORS[400] if error.description == _NO_TOKEN else _TOO_LONG
    title, text = _ERRORS.get(status) or _ERRORS[400 if status < 500 else 500]
    return (title, error.description or text) if error.description in _SAID else (title, text)


def error_page(error: HTTPException) -> Response:
    """The page for the error; what it allows or asks for stays in its headers. An old form is shown again filled in."""
    status = error.code or 500
    if isinstance(error, CSRFError) and error.description != _NO_TOKEN and (form := show_again(422, _TOO_LONG[0])):
        return form
    response = message_page(status, *_describe_error(error, status))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response
