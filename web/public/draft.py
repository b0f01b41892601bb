"""The PDF of a report that waits for the head, shown for a week by an address that only they were told.

It is shown while the report waits, and the same bytes each time: what the head certifies is what they have seen here.
"""

import hmac
from datetime import date, timedelta

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.certificates import CertificateRequest
from domain.messages import N_
from store.certificates import find_request
from store.keys import Keys
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.files import send_draft
from web.messages import message_page
from web.port import port
from web.visit import books_at

draft_pages = Blueprint("draft", __name__)

_LIVES = timedelta(days=7)
_OVER = (
    N_("This address does not show anything any more"),
    N_(
        "The report does not wait to be certified any more, or the address is older than a week. "
        "Type “รับรองรายงาน” in the agency's LINE chat to see what waits."
    ),
)


def draft_address(keys: Keys, base_url: str, slug: str, request_id: int, today: date) -> str:
    """The address that shows the PDF until a week from today, while the report waits."""
    until = (today + _LIVES).isoformat()
    return f"{base_url.rstrip('/')}/draft/{slug}/{request_id}/{until}/{_sign(keys, slug, request_id, until)}"


@draft_pages.get(f"/draft/<slug>/<int(max={LARGEST_ID}):request_id>/<day>/<token>")
def show_draft(slug: str, request_id: int, day: str, token: str) -> ResponseReturnValue:
    """The PDF; 410 for an address that was not made by us or is over, and once the report waits no more."""
    right = hmac.compare_digest(token.encode(), _sign(port().keys, slug, request_id, day).encode())
    if not right or day_in_bangkok(port().now()) > date.fromisoformat(day):
        return message_page(410, *_OVER)

    def load_request(conn: Connection) -> CertificateRequest | None:
        return find_request(books_at(conn, slug) or abort(404), request_id)

    request = port().database.read(load_request)
    if request is None or not request.is_open:
        return message_page(410, *_OVER)
    return send_draft(request)


def _sign(keys: Keys, slug: str, request_id: int, until: str) -> str:
    return keys.sign("draft", slug, request_id, until)
