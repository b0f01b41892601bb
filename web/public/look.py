"""What came with a reply, shown for a week by an address that only whoever checks the reply was told.

Supervisors have no session with the pages; the address is the key, as that of a calendar feed.
"""

from datetime import date, timedelta

from flask import Blueprint, Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from domain.evidence import Evidence
from domain.messages import N_
from store.evidence import evidence_of_update
from store.keys import Keys
from thai.dates import day_in_bangkok
from web.addresses import LARGEST_ID
from web.files import send_piece
from web.messages import message_page
from web.port import port
from web.visit import books_at

look_pages = Blueprint("look", __name__, url_prefix=f"/look/<slug>/<int(max={LARGEST_ID}):update_id>/<day>/<token>")

_LIVES = timedelta(days=7)
_OVER = (
    N_("This address does not show anything any more"),
    N_("Type “ตรวจ” in the agency's LINE chat to get a new one."),
)


def look_address(keys: Keys, base_url: str, slug: str, update_id: int, today: date) -> str:
    """The address that shows what came with the update until a week from today."""
    until = (today + _LIVES).isoformat()
    return f"{base_url.rstrip('/')}/look/{slug}/{update_id}/{until}/{keys.sign(*_signed_parts(slug, update_id, until))}"


@look_pages.get("/")
@look_pages.get("")
def show_evidence(slug: str, update_id: int, day: str, token: str) -> ResponseReturnValue:
    """The photos in place, the files to be saved, the links."""
    found = _find_pieces(slug, update_id, day, token)
    if found is None:
        return message_page(410, *_OVER)
    parts = {"slug": slug, "update_id": update_id, "day": day, "token": token}
    return _private(make_response(render_template("public/look.html", pieces=found, parts=parts)))


@look_pages.get(f"/<int(max={LARGEST_ID}):evidence_id>")
def send_look_piece(slug: str, update_id: int, day: str, token: str, evidence_id: int) -> Response:
    """The bytes of one piece of what came with this update."""
    found = _find_pieces(slug, update_id, day, token) or ()
    return _private(send_piece(next((one for one in found if one.id == evidence_id), None)))


def _find_pieces(slug: str, update_id: int, day: str, token: str) -> tuple[Evidence, ...] | None:
    """What came with the update; None where the address was not made by us, or is over."""
    right = port().keys.is_signed(token, *_signed_parts(slug, update_id, day))
    if not right or day_in_bangkok(port().now()) > date.fromisoformat(day):
        return None

    def load_pieces(conn: Connection) -> tuple[Evidence, ...]:
        books = books_at(conn, slug) or abort(404)
        return evidence_of_update(books, update_id)

    return port().database.read(load_pieces)


def _signed_parts(slug: str, update_id: int, until: str) -> tuple[str, str, int, str]:
    return "look", slug, update_id, until


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
