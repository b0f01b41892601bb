"""Files as both houses send them: a piece of evidence, a file of a certified version, one that waits for its head."""

from typing import Final, Literal

import filetype
from flask import Response, abort, send_file

from domain.certificates import CertificateRequest
from domain.certified import CertifiedReport
from domain.evidence import Evidence
from web.addresses import MEDIA_TYPES
from web.file_names import disposition
from web.plans import name_of_round
from web.port import port

# What a browser may show in place; anything else is only ever saved.
_SHOWN_IN_PLACE: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
# Even if a browser took it for a page it could do nothing.
_POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
_TELLING_BYTES: Final = 8192


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


def send_version(version: CertifiedReport, suffix: str) -> Response:
    """The version's bytes as they were certified, with a Thai name; 404 where there is no such file."""
    file = version.file(suffix) or abort(404)
    try:
        with port().files.open(file.sha256) as stream:
            response = Response(stream.read(), content_type=MEDIA_TYPES[suffix.rpartition(".")[2]])
    except FileNotFoundError:
        abort(404)
    response.set_etag(file.sha256)
    name = name_of_round(version.kind, version.year, version.plan, version.agency_id)
    which = f"{version.year}" if version.plan == 1 else f"{version.year}-plan{version.plan}"
    plain = f"report-{which}-{version.kind}-v{version.number}.{suffix}"
    full = f"รายงาน {name} {version.agency} ฉบับที่ {version.number}.{suffix}"
    response.headers["Content-Disposition"] = disposition("attachment", plain, full)
    return response


def send_draft(request: CertificateRequest) -> Response:
    """The bytes of the PDF, as they were kept when it was sent; 404 where they are gone."""
    try:
        with port().files.open(request.draft) as stream:
            answer = Response(stream.read(), content_type=MEDIA_TYPES["pdf"])
    except FileNotFoundError:
        abort(404)
    name = f"report-{request.year}-{request.kind}-to-certify.pdf"
    answer.headers["Content-Disposition"] = disposition("inline", name, f"{request.title}.pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer
