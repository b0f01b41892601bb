"""Sending: reply, push, multicast, broadcast, their checks, quota and retry keys."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from .api import ApiError, current_channel, errors, invalid, json_body, must_have_token, spelling, world
from .api_quota import day, month, tell_quota
from .check_chat import chat_details
from .check_message import first_error
from .state import Accepted, Channel, Chat, Json, ReplyToken
from .webhooks import REPLY_AFTER_EVENT
from .world import World

api = Blueprint("messages", __name__, url_prefix="/v2/bot/message")
api.before_request(must_have_token)

RETRY_HOURS = 24 * 3600.0
UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
RECIPIENT = re.compile(r"[UCR][0-9a-f]{32}")
QUOTABLE = ("text", "textV2", "sticker", "image", "video", "template", "flex")
SENDING = {"messages", "notificationDisabled", "customAggregationUnits"}
FIELDS = {
    "reply": {"messages", "notificationDisabled", "replyToken"},
    "push": SENDING | {"to"},
    "multicast": SENDING | {"to"},
    "broadcast": {"messages", "notificationDisabled"},
}


@api.post("/reply")
def reply() -> Response:
    """Answer an event with its token."""
    if "X-Line-Retry-Key" in request.headers:
        raise ApiError(400, "The retry key is not supported in this API")
    body = _read_checked_body("reply")
    with world().lock:
        token = _good_token(current_channel(), body["replyToken"])
        _must_fit(token.chat, body["messages"])
        token.used = True
        return jsonify({"sentMessages": _store_messages(token.chat[1], body["messages"], "reply")})


@api.post("/push")
def push() -> Response:
    """Send to one person or group."""
    key = _retry_key()
    body = _read_checked_body("push")
    with world().lock:
        to = body["to"]
        if answer := _accepted_before(key):
            return answer
        if not _exists(world(), to):
            raise ApiError(400, "Failed to send messages")
        _must_fit((current_channel().id, to), body["messages"])
        _spend([to])
        return _accept(key, {"sentMessages": _store_messages(to, body["messages"], "push")})


@api.post("/multicast")
def multicast() -> Response:
    """Send to up to 500 people."""
    key = _retry_key()
    body = _read_checked_body("multicast")
    with world().lock:
        if answer := _accepted_before(key):
            return answer
        _must_fit(None, body["messages"])
        people = list(dict.fromkeys(body["to"]))
        _spend(people)
        for user in people:
            _store_messages(user, body["messages"], "multicast")
        return _accept(key, {})


@api.post("/broadcast")
def broadcast() -> Response:
    """Send to every friend."""
    key = _retry_key()
    body = _read_checked_body("broadcast")
    with world().lock:
        if answer := _accepted_before(key):
            return answer
        _must_fit(None, body["messages"])
        friends = list(current_channel().friends)
        _spend(friends)
        for user in friends:
            _store_messages(user, body["messages"], "broadcast")
        return _accept(key, {})


@api.post("/validate/<kind>")
def validate(kind: str) -> Response:
    """Check messages without sending them."""
    if kind not in ("reply", "push", "multicast", "broadcast", "narrowcast"):
        raise ApiError(404, "Not found")
    body = json_body()
    _refuse_unknown(body, {"messages"})
    _check_messages(body)
    return jsonify({})


@api.post("/markAsRead")
def mark_as_read() -> Response:
    """Mark all messages of a chat as read."""
    chat = json_body().get("chat")
    if not isinstance(chat, dict) or not isinstance(chat.get("userId"), str):
        raise invalid("chat")
    with world().lock:
        world().tell("read", channel=current_channel().id, chat=chat["userId"])
    return jsonify({})


@api.route("/narrowcast", methods=["POST"])
@api.route("/progress/narrowcast", methods=["GET"])
def narrowcast() -> Response:
    """Refused as for an account without access: audiences are not simulated."""
    raise ApiError(403, "Narrowcast is not simulated; use multicast or broadcast")


# -- the checks -----------------------------------------------------------------------------------


def _read_checked_body(kind: str) -> Json:
    body = json_body()
    _refuse_unknown(body, FIELDS[kind])
    details: list[Json] = []
    if kind == "reply":
        details += _wants_text(body, "replyToken")
    if kind == "push":
        details += _wants_text(body, "to")
    if details:
        raise errors(*details)
    if kind in ("push", "multicast"):
        _check_recipients(body, kind)
    if not isinstance(body.get("notificationDisabled"), bool | None):
        raise invalid("notificationDisabled")
    _check_units(body.get("customAggregationUnits"))
    _check_messages(body)
    return body


def _refuse_unknown(body: Json, known: Iterable[str]) -> None:
    for key in body:
        if key not in known:
            raise invalid(key)


def _wants_text(body: Json, key: str) -> list[Json]:
    value = body.get(key)
    if value is not None and not isinstance(value, str):
        raise invalid(key)
    return [] if value else [{"message": "May not be empty", "property": key}]


def _check_recipients(body: Json, kind: str) -> None:
    to = body.get("to")
    if kind == "push":
        if not RECIPIENT.fullmatch(to or ""):
            raise invalid("to")
        return
    if not isinstance(to, list):
        raise invalid("to")
    if not 1 <= len(to) <= 500:
        raise errors({"message": "Size must be between 1 and 500", "property": "to"})
    for number, user in enumerate(to):
        if not isinstance(user, str) or not user.startswith("U") or not RECIPIENT.fullmatch(user):
            raise invalid(f"to[{number}]")


def _check_units(units: Any) -> None:
    if units is None:
        return
    if not isinstance(units, list) or not all(isinstance(u, str) for u in units):
        raise invalid("customAggregationUnits")
    detail = None
    if len(units) > 1:
        detail = {"message": "Size must be between 0 and 1", "property": "customAggregationUnits"}
    elif units and not re.fullmatch(r"[A-Za-z0-9_]{1,30}", units[0]):
        words = "Invalid characters are included in custom aggregation unit"
        detail = {"message": words, "property": "customAggregationUnits[0]"}
    if detail:
        raise errors(detail)


def _check_messages(body: Json) -> None:
    error = first_error(body.get("messages"), spelling().size)
    if error:
        raise ApiError(400, error.headline, error.details)


def _must_fit(chat: Chat | None, messages: list[Json]) -> None:
    if details := chat_details(world(), chat, messages):
        raise errors(*details)


# -- tokens, keys, quota --------------------------------------------------------------------------


def _good_token(found: Channel, text: str) -> ReplyToken:
    token = world().reply_tokens.get(text)
    now = world().real()
    good = (
        token is not None
        and not token.used
        and token.chat[0] == found.id
        and now - token.counted_from <= world().settings.reply_seconds
        and now - token.event_at <= REPLY_AFTER_EVENT
    )
    if token is None or not good:
        raise ApiError(400, "Invalid reply token")
    return token


def _retry_key() -> str | None:
    key = request.headers.get("X-Line-Retry-Key")
    if key is not None and not UUID.fullmatch(key):
        raise ApiError(400, "Invalid retry key")
    return key.lower() if key else None


def _accepted_before(key: str | None) -> Response | None:
    before = current_channel().accepted.get(key) if key else None
    if before is None or world().real() - before.at > RETRY_HOURS:
        return None
    answer = jsonify({"message": "The retry key is already accepted", **before.answer})
    answer.status_code = 409
    answer.headers["x-line-accepted-request-id"] = before.request_id
    return answer


def _accept(key: str | None, answer: Json) -> Response:
    if key:
        current_channel().accepted[key] = Accepted(g.request_id, world().real(), answer)
    return jsonify(answer)


def _spend(recipients: list[str]) -> None:
    cost = sum(len(world().audience(current_channel(), to)) for to in recipients)
    own, now = current_channel().quota, month(world())
    used = own.used.get(now, 0)
    spent = own.limit is not None and used + cost + own.reserved > own.limit
    if spent or world().bad_days.strikes("quota_spent"):
        raise ApiError(429, "You have reached your monthly limit.")
    own.used[now] = used + cost
    tell_quota(world(), current_channel())


def _exists(of: World, to: str) -> bool:
    if to in of.groups:
        return current_channel().id in of.groups[to].channels
    return to in of.people


def _store_messages(to: str, messages: list[Json], via: str) -> list[Json]:
    chat = (current_channel().id, to)
    reached = world().audience(current_channel(), to)
    arrives = bool(reached) and not world().bad_days.strikes("lost")
    sent: list[Json] = []
    for message in messages:
        id = world().new_message_id()
        if arrives:
            world().say(chat, "bot", message, via, id)
        quotable = message["type"] in QUOTABLE
        sent.append({"id": id, **({"quoteToken": world().new_quote_token(chat)} if quotable else {})})
    if arrives:
        world().tell("loading", channel=chat[0], chat=to, seconds=0)
    counts, key = current_channel().counts, (via, day(world()))
    counts[key] = counts.get(key, 0) + len(reached)
    return sent
