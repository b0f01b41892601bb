"""What all endpoints of the Messaging API share: errors, tokens, bodies, request ids, faults."""

import json
import math
import socket
import struct
import time
from typing import Any, cast

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException

from . import ids
from .bad_days import BadDays
from .state import Channel, Json
from .webhooks import Webhooks
from .world import World

MAX_BODY = 2 * 1024 * 1024
MAX_UPLOAD = 300 * 1024 * 1024  # what people send: photos, videos, files
LOGGED = 20_000  # characters of a body kept for the panel
WORDS = {404: "Not found", 413: "The request entity is too large.", 500: "Internal server error"}


class ApiError(Exception):
    """An answer in LINE's error shape."""

    def __init__(
        self,
        status: int,
        message: str,
        details: list[Json] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, **({"details": details} if details else {})}


def world() -> World:
    """The world that this app serves."""
    return cast(World, current_app.extensions["simulator.world"])


def hooks() -> Webhooks:
    """The webhook sender of this app."""
    return cast(Webhooks, current_app.extensions["simulator.hooks"])


def current_channel() -> Channel:
    """The channel whose access token the request bears."""
    return cast(Channel, g.channel)


def invalid(property: str) -> ApiError:
    """The 400 for a property of the wrong kind or an unknown one."""
    return ApiError(400, f"The property, '{property}', in the request body is invalid (line: -, column: -)")


def errors(*details: Json) -> ApiError:
    """The 400 that says of each property what is wrong with it."""
    return ApiError(400, f"The request body has {len(details)} error(s)", list(details))


def must_have_token() -> None:
    """Find the channel of the bearer token; 401 without one that is good."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    with world().lock:
        found = world().by_token(bearer.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise ApiError(
            401,
            "Authentication failed due to the following reason: invalid token. "
            "Confirm that the access token in the authorization header is valid.",
        )
    g.channel = found


def json_body() -> Json:
    """The request's JSON object; 400, 413 or 415 in LINE's words otherwise."""
    if request.mimetype != "application/json":
        raise ApiError(415, f"Content-Type '{request.content_type or ''}' is not supported")
    raw = request.get_data()
    if len(raw) >= MAX_BODY:  # a body sent in chunks is cut there
        raise ApiError(413, WORDS[413])
    try:
        body = strict_json(raw)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", "-"), getattr(error, "colno", "-")
        text = f"The request body could not be parsed as JSON (line: {line}, column: {column})"
        raise ApiError(400, text) from None
    if not isinstance(body, dict):
        raise ApiError(400, "The request body could not be parsed as JSON (line: 1, column: 1)")
    return body


def strict_json(raw: bytes) -> Any:
    """JSON without NaN, infinities and halves of characters; raises ValueError or RecursionError."""
    value = json.loads(raw, parse_constant=_no_number, parse_float=_finite)
    if b"\\u" in raw:
        json.dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError, a ValueError, for a half
    return value


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _no_number(digits)


def spelling() -> "Spelling":
    """How the request's JSON was written, which decides how many bytes a Flex message has."""
    raw = request.get_data()
    return Spelling(b"\\u" in raw and raw.isascii(), b'": ' in raw)


class Spelling:
    """Measures JSON in the bytes in which it was sent."""

    def __init__(self, escaped: bool = False, spaced: bool = False) -> None:
        self.escaped = escaped
        self.separators = (", ", ": ") if spaced else (",", ":")

    def size(self, value: Any) -> int:
        """Bytes of this value as the sender spelt it."""
        return len(json.dumps(value, ensure_ascii=self.escaped, separators=self.separators).encode())


# -- faults, ids and the log around each call -----------------------------------------------------


def install(app: Flask) -> None:
    """Put request ids, the log, LINE's error bodies and the bad days around the API's paths."""
    app.before_request(_begin)
    app.after_request(_finish_answer)
    app.register_error_handler(ApiError, _error)
    app.register_error_handler(HTTPException, _plain_error)
    app.register_error_handler(500, _plain_error)


def is_api() -> bool:
    """Whether this is a call to LINE rather than to the simulator itself; a misspelt address is one."""
    return request.path != "/" and not request.path.startswith(("/_sim/", "/page/"))


def name_call() -> str:
    """The kind of call; each kind has faults of its own, so that calls made meanwhile change none of them."""
    return request.url_rule.rule if request.url_rule else request.path


def _begin() -> Response | None:
    request.max_content_length = MAX_BODY if is_api() else MAX_UPLOAD
    if not is_api():
        return None
    with world().lock:
        g.request_id, g.started = ids.request_id(world().rng), time.monotonic()
        bad = world().bad_days
        delay = bad.seconds(bad.delay_seconds, name_call()) if bad.strikes("delay", name_call()) else 0.0
        fault = next(
            (name for name in ("hang", "reset", "api_5xx", "too_many") if bad.strikes(name, name_call())), None
        )
        hang = bad.hang_seconds
    time.sleep(delay)
    g.fault = fault
    if fault == "hang":
        time.sleep(hang)
    return _broken(fault)


def _broken(fault: str | None) -> Response | None:
    if fault in ("hang", "reset", "reset_after"):
        drop_connection()
        return Response(status=500)
    if fault in ("api_5xx", "api_5xx_after"):
        return _answer({"message": "Internal server error"}, 500)
    if fault == "too_many":
        return _answer({"message": "The API rate limit has been exceeded. Try again later."}, 429)
    return None


def _answer(body: Json, status: int) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    return answer


def _finish_answer(answer: Response) -> Response:
    if not is_api():
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
    with world().lock:
        fault = _fault_after(world().bad_days) if answer.status_code < 300 else g.get("fault")
        answer = (_broken(fault) if answer.status_code < 300 else None) or answer
        answer.headers["x-line-request-id"] = g.request_id
        world().note(_log_line(answer, fault))
    return answer


def _fault_after(bad: BadDays) -> str | None:
    return next((name for name in ("reset_after", "api_5xx_after") if bad.strikes(name, name_call())), None)


def _log_line(answer: Response, fault: str | None) -> Json:
    found = g.get("channel")
    return {
        "direction": "api",
        "channel": found.id if found else None,
        "method": request.method,
        "path": request.full_path.rstrip("?"),
        "status": answer.status_code,
        "ms": round((time.monotonic() - g.started) * 1000),
        "request": _readable(_sent(), request.mimetype),
        "response": _readable(b"" if answer.is_streamed else answer.get_data(), answer.mimetype),
        "request_id": g.request_id,
        "retry_key": request.headers.get("X-Line-Retry-Key"),
        **({"fault": fault} if fault else {}),
    }


def _sent() -> bytes:
    try:
        return request.get_data()
    except HTTPException:
        return b"(too large to be shown)"


def _readable(raw: bytes, mime: str | None) -> Any:
    if not raw:
        return None
    if mime == "application/json":
        try:
            return strict_json(raw) if len(raw) <= LOGGED else raw[:LOGGED].decode("utf-8", "replace")
        except (ValueError, RecursionError):
            return raw[:LOGGED].decode("utf-8", "replace")
    if mime == "application/x-www-form-urlencoded":
        return "(form; not shown, it may hold secrets)"
    return f"({len(raw)} bytes of {mime})"


def drop_connection() -> None:
    """Reset the client's connection, so that it hears no answer at all."""
    peer: socket.socket | None = request.environ.get("werkzeug.socket")
    if peer is None:
        return
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.shutdown(socket.SHUT_RDWR)


def _error(error: ApiError) -> Response:
    return _answer(error.body, error.status)


def _plain_error(error: HTTPException) -> Response:
    status = error.code or 500
    return _answer({"message" if is_api() else "error": WORDS.get(status, error.name)}, status)
