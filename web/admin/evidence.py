"""The bytes of evidence, to the admins of the agency that it belongs to."""

from flask import Response

from store.evidence import evidence_by_id
from web.addresses import LARGEST_ID
from web.files import send_piece
from web.port import port
from web.visit import admin_pages, books_of_visit

evidence_pages = admin_pages("evidence", __name__)


@evidence_pages.get(f"/evidence/<int(max={LARGEST_ID}):evidence_id>")
def send_evidence(evidence_id: int) -> Response:
    """The copy to show of a photo, in place; a file as a download under its own name."""
    return send_piece(port().database.read(lambda conn: evidence_by_id(books_of_visit(conn), evidence_id)))
