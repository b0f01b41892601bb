"""The bytes of evidence, to the admins of the agency that it belongs to."""

from typing import Final, Literal

import filetype
from flask import Response, abort, send_file

from domain.task import Evidence
from store.evidence import evidence_by_id
from web.file_names import disposition
from web.port import port
from web.task import LARGEST_ID
from web.visit import admin_pages, books_of_visit

evidence_pages = admin_pages("evidence", __name__)

# What a browser may show in place; anything else is only ever saved.
_SHOWN_IN_PLACE: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
# Even if a browser took it for a page it could do nothing.
_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
_TELLING_BYTES: Final = 8192


@evidence_pages.get(f"/evidence/<int(max={LARGEST_ID}):evidence_id>")
def bytes_of(evidence_id: int) -> Response:
    """The copy to show of a photo, in place; a file as a download under its own name."""
    return send_piece(port().database.read(lambda conn: evidence_by_id(books_of_visit(conn), evidence_id)))


def send_piece(piece: Evidence | None) -> Response:
    """The piece where it came with a saved reply; 404 for what is still in a conversation, withdrawn or another's."""
    if piece is None or piece.update_id is None or piece.state != "saved" or piece.kind == "link":
        abort(404)
    # A photo's original may hold where it was taken: what there is no clean copy of stays inside.
    name = piece.shown or (None if piece.kind == "photo" else piece.sha256)
    if name is None:
        abort(404)
    try:
        stream = port().files.open(name)
    except FileNotFoundError:
        abort(404)
    kind = filetype.guess_mime(stream.read(_TELLING_BYTES)) or ""
    stream.seek(0)
    in_place = kind in _SHOWN_IN_PLACE
    response = send_file(stream, mimetype=kind if in_place else "application/octet-stream")
    plain = f"evidence-{piece.id}"
    how: Literal["inline", "attachment"] = "inline" if in_place else "attachment"
    response.headers["Content-Disposition"] = disposition(how, plain, piece.name or plain)
    response.headers["Content-Security-Policy"] = _POLICY
    return response
