"""One signed POST to a bot, given up once the whole of it has taken too long."""

import base64
import hashlib
import hmac
import io
import json
import socket
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any

from urllib3.util import parse_url

from .state import Json

SHOWN = 2000  # bytes of the bot's answer kept for the panel; the rest is not waited for
_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


def sign_body(secret: str, body: bytes) -> str:
    """The `x-line-signature` of a raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def send(url: str, secret: str, body: Json, timeout: float) -> Json:
    """What came of the POST, as a line for the log; `timeout` seconds are for connecting, sending and the answer."""
    raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "LineBotWebhook/2.0",
        "x-line-signature": sign_body(secret, raw),
    }
    started = time.monotonic()
    line: Json = {"direction": "webhook", "method": "POST", "path": url, "status": None}
    try:
        line |= _post(url, raw, headers, started + timeout)
    except (OSError, HTTPException, ValueError) as error:  # ValueError: an address that is none
        line["error"] = f"{type(error).__name__}: {error}"
    line["ms"] = round((time.monotonic() - started) * 1000)
    return line


def _post(url: str, raw: bytes, headers: dict[str, str], end: float) -> Json:
    place = parse_url(url)
    connection = _CONNECTIONS[place.scheme or ""]((place.host or "").strip("[]"), place.port, timeout=_left(end))
    try:
        connection.connect()
        connection.sock.settimeout(_left(end))
        connection.request("POST", place.request_uri, raw, headers)
        with HTTPResponse(_Hurried(connection.sock, end), method="POST") as answer:  # type: ignore[arg-type]
            answer.begin()
            return {"status": answer.status, "response": answer.read(SHOWN).decode("utf-8", "replace")}
    finally:
        connection.close()


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


class _Hurried(io.RawIOBase):
    """What comes over a socket until an instant; a socket's own timeout begins anew with each byte."""

    def __init__(self, sock: socket.socket, end: float) -> None:
        self._sock, self._end = sock, end

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The reader that an HTTPResponse asks of a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._sock.settimeout(_left(self._end))
        return self._sock.recv_into(buffer)
