"""The LINE Messaging API as Tidtam uses it: reply, push, profile of the bot, quota, tokens, contents.

One client a process, shared by its threads. Every call has a timeout; every failure is a `SendError`. The SDK's
transport is used with plain JSON bodies: its models drop misspelt Flex properties silently and cost more than
the call.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

import urllib3

from bot.clock import seconds
from bot.line_transport import Transport, open_transport
from domain.groups import GroupAtLine
from domain.sending import Quota, SendError

log = logging.getLogger("tidtam.line")
T = TypeVar("T")

TIMEOUT = (3.0, 8.0)
_TOKEN_MARGIN = 60.0
_NEVER_SENT = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a channel signs in with; `token` only where the agency insists on a long-lived one."""

    channel_id: str
    secret: str
    token: str | None = None


class Line:
    """The API on one host; safe to share between threads."""

    def __init__(self, host: str, content_host: str, connections: int = 64) -> None:
        self._host, self._content_host = host, content_host
        self._connections = connections
        self._http = urllib3.PoolManager(maxsize=8, retries=False)
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    @cached_property
    def _transport(self) -> Transport:
        """The SDK's; each call brings its own token."""
        return open_transport(self._host, self._connections)

    def warm_up(self) -> None:
        """Load what the first call would have to wait for."""
        _ = self._transport

    def hold_token(self, channel: Credentials) -> None:
        """Ask for the channel's token where none is at hand; raises SendError."""
        self._token(channel)

    def confirm_secret(self, channel: Credentials) -> None:
        """Ask for a new token by id and secret, whatever is at hand; raises SendError where LINE does not know them."""
        self._new_token(channel)

    def reply(self, channel: Credentials, reply_token: str, messages: Sequence[Mapping[str, Any]]) -> None:
        """Answer an event, free of quota; the token works once, for about a minute, and has no retry key."""
        self._call(channel, "POST", "/v2/bot/message/reply", {"replyToken": reply_token, "messages": list(messages)})

    def push(self, channel: Credentials, to: str, messages: Sequence[Mapping[str, Any]], retry_key: str) -> None:
        """Send unasked, at the cost of one message of the quota; 409 means that the key was accepted before."""
        body = {"to": to, "messages": list(messages)}
        try:
            self._call(channel, "POST", "/v2/bot/message/push", body, {"X-Line-Retry-Key": retry_key})
        except SendError as error:
            if error.status != 409:
                raise

    def bot_info(self, channel: Credentials) -> dict[str, Any]:
        """The account's `userId`, `basicId` and `displayName`."""
        return self._call(channel, "GET", "/v2/bot/info")

    def fetch_quota(self, channel: Credentials) -> Quota:
        """How many pushes the month allows and has seen."""
        limit = self._call(channel, "GET", "/v2/bot/message/quota")
        used = self._call(channel, "GET", "/v2/bot/message/quota/consumption")
        return Quota(limit.get("value") if limit.get("type") == "limited" else None, int(used.get("totalUsage", 0)))

    def fetch_group(self, channel: Credentials, line_group: str) -> GroupAtLine:
        """The name of a group that the account is in, and how many members it has, the account not counted."""
        name = self._call(channel, "GET", f"/v2/bot/group/{line_group}/summary").get("groupName", "")
        told = self._call(channel, "GET", f"/v2/bot/group/{line_group}/members/count").get("count")
        if not isinstance(told, int) or isinstance(told, bool):
            raise SendError("members/count: LINE does not say how many", permanent=False)
        return GroupAtLine(str(name), told)

    def leave_group(self, channel: Credentials, line_group: str) -> None:
        """Have the account leave the group."""
        self._call(channel, "POST", f"/v2/bot/group/{line_group}/leave")

    def create_menu(self, channel: Credentials, menu: Mapping[str, Any]) -> str:
        """The id of a new rich menu, which needs its picture next."""
        return str(self._call(channel, "POST", "/v2/bot/richmenu", menu).get("richMenuId", ""))

    def set_menu_picture(self, channel: Credentials, menu_id: str, png: bytes) -> None:
        """Give a rich menu its picture, once."""
        url = f"{self._content_host}/v2/bot/richmenu/{menu_id}/content"
        timeout = urllib3.Timeout(connect=TIMEOUT[0], read=TIMEOUT[1])

        def upload(signed: Mapping[str, str]) -> None:
            headers = {**signed, "Content-Type": "image/png"}
            try:
                answer = self._http.request("POST", url, body=png, headers=headers, timeout=timeout)
            except urllib3.exceptions.HTTPError as error:
                raise SendError(f"menu picture: {type(error).__name__}", permanent=False) from error
            if answer.status != 200:
                raise SendError(f"menu picture: {answer.status}", answer.status in (400, 404, 413, 415), answer.status)

        self._signed(channel, upload)

    def has_menu(self, channel: Credentials, menu_id: str) -> bool:
        """Whether the account still has this rich menu."""
        try:
            self._call(channel, "GET", f"/v2/bot/richmenu/{menu_id}")
        except SendError as error:
            if error.status != 404:
                raise
            return False
        return True

    def link_menu(self, channel: Credentials, user: str, menu_id: str) -> None:
        """Show the user this menu, at once and free of quota."""
        self._call(channel, "POST", f"/v2/bot/user/{user}/richmenu/{menu_id}")

    def unlink_menu(self, channel: Credentials, user: str) -> None:
        """Show the user the account's own menu again, if it has one."""
        self._call(channel, "DELETE", f"/v2/bot/user/{user}/richmenu")

    def webhook(self, channel: Credentials) -> dict[str, Any]:
        """Where LINE sends the account's events: `endpoint` and whether it is `active`; {} where none was ever set."""
        try:
            return self._call(channel, "GET", "/v2/bot/channel/webhook/endpoint")
        except SendError as error:
            if error.status != 404:
                raise
            return {}

    def set_webhook(self, channel: Credentials, address: str) -> None:
        """Have LINE send the account's events to this address."""
        self._call(channel, "PUT", "/v2/bot/channel/webhook/endpoint", {"endpoint": address})

    @contextmanager
    def fetch_content(self, channel: Credentials, message_id: str) -> Iterator[Iterator[bytes]]:
        """The bytes of a photo or file, streamed. 202 (not ready) and 400 may pass; 404 and 410 are final."""
        url = f"{self._content_host}/v2/bot/message/{message_id}/content"
        timeout = urllib3.Timeout(connect=TIMEOUT[0], read=30.0)

        def open_content(signed: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
            try:
                answer = self._http.request("GET", url, headers=signed, preload_content=False, timeout=timeout)
            except urllib3.exceptions.HTTPError as error:
                raise SendError(f"content: {type(error).__name__}", permanent=False) from error
            if answer.status != 200:
                answer.release_conn()
                raise SendError(f"content: {answer.status}", answer.status in (404, 410), answer.status)
            return answer

        answer = self._signed(channel, open_content)
        try:
            yield _chunks(answer)
        finally:
            answer.release_conn()

    def _call(
        self,
        channel: Credentials,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        always = {"Content-Type": "application/json", **(headers or {})}
        return self._signed(channel, lambda signed: self._request(method, path, body, {**always, **signed}))

    def _signed(self, channel: Credentials, send: Callable[[Mapping[str, str]], T]) -> T:
        """What `send` returns, given the header that signs in; with a new token where LINE refuses the one at hand."""
        token = self._token(channel)
        try:
            return send({"Authorization": f"Bearer {token}"})
        except SendError as error:
            if error.status != 401 or not self._forget_token(channel, token):
                raise
        return send({"Authorization": f"Bearer {self._token(channel)}"})

    def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        try:
            answer = self._transport.client.request(
                method, self._host + path, headers=dict(headers), body=body, _request_timeout=TIMEOUT
            )
        except self._transport.refusal as error:
            _log_call(method, path, error.status or 0, error.headers)
            raise _refused(path, error) from error
        except urllib3.exceptions.HTTPError as error:
            log.warning("%s %s: %s", method, path, type(error).__name__)
            unknown = not isinstance(error, _NEVER_SENT)
            raise SendError(f"{path}: {type(error).__name__}", permanent=False, unknown=unknown) from error
        _log_call(method, path, answer.status, answer.getheaders())
        return _parse_object(answer.data)

    def _token(self, channel: Credentials) -> str:
        """The channel's own token, else a stateless one (15 minutes), asked for anew a minute before its end."""
        if channel.token:
            return channel.token
        with self._lock:
            known = self._tokens.get(channel.channel_id)
        if known is not None and known[1] > seconds():
            return known[0]
        token, lives = self._new_token(channel)
        with self._lock:
            self._tokens[channel.channel_id] = (token, seconds() + max(0.0, lives - _TOKEN_MARGIN))
        return token

    def _forget_token(self, channel: Credentials, token: str) -> bool:
        """True where a stateless token that LINE refused is forgotten, so that a new one is asked for."""
        with self._lock:
            known = self._tokens.get(channel.channel_id)
            if known is not None and known[0] == token:
                del self._tokens[channel.channel_id]
        return channel.token is None

    def _new_token(self, channel: Credentials) -> tuple[str, float]:
        form = {"grant_type": "client_credentials", "client_id": channel.channel_id, "client_secret": channel.secret}
        timeout = urllib3.Timeout(connect=TIMEOUT[0], read=TIMEOUT[1])
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = self._http.request(
                "POST", f"{self._host}/oauth2/v3/token", body=urlencode(form), headers=headers, timeout=timeout
            )
        except urllib3.exceptions.HTTPError as error:
            raise SendError(f"token: {type(error).__name__}", permanent=False) from error
        told = _parse_object(answer.data)
        if answer.status != 200 or "access_token" not in told:
            # Never for good: the secret may have been rotated, and `tidtam channel set` is still to come.
            raise SendError(f"token: {answer.status}", permanent=False, status=401)
        return str(told["access_token"]), float(told.get("expires_in", 900))


def _refused(path: str, error: Any) -> SendError:
    """5xx, 429 and refused credentials may pass; any other refusal will be repeated."""
    status = int(error.status or 0)
    passing = status >= 500 or status in (0, 401, 403, 408, 429)
    told = str(_parse_object(error.body or "{}").get("message", ""))
    reason = f"{path}: {status} {told}".strip()
    return SendError(reason, not passing, status, unknown=status >= 500 or status == 0, told=told)


def _parse_object(data: bytes | str) -> dict[str, Any]:
    """A JSON object, {} where the body is anything else: a 2xx with an odd body was accepted all the same."""
    try:
        told = json.loads(data or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _chunks(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from answer.stream(65536)
    except urllib3.exceptions.HTTPError as error:
        raise SendError(f"content: {type(error).__name__}", permanent=False) from error


def _log_call(method: str, path: str, status: int, headers: Any) -> None:
    """LINE asks callers to keep each call's request id, time, endpoint and status; never what was sent."""
    request_id = headers.get("x-line-request-id", "-") if headers else "-"
    log.info("%s %s %s request-id=%s", method, path, status, request_id)
