"""Pages are sent compressed to whom asks for it: a board of a thousand tasks is a tenth of its size."""

import gzip
import io
import secrets
from typing import Final

from flask import Response, request

_SMALL: Final = 1000  # bytes below which nothing is gained
_KINDS: Final = ("text/", "image/svg+xml", "application/json")


def compress(response: Response) -> Response:
    """The answer, compressed where the client accepts it; files that are sent as they lie stay so.

    The length says nothing of what is in the page (BREACH): a name of a random length stands in gzip's own header.
    """
    if not (response.mimetype or "").startswith(_KINDS) or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers or response.status_code == 304:
        return response
    body = response.get_data()
    if len(body) < _SMALL:
        return response
    made = io.BytesIO()
    with gzip.GzipFile("x" * (1 + secrets.randbelow(100)), "wb", 6, made, mtime=0) as packed:
        packed.write(body)
    response.set_data(made.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    if "ETag" in response.headers:
        response.headers["ETag"] = "W/" + response.headers["ETag"].removeprefix("W/")
    return response
