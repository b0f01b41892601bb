"""The bot itself, its people, groups and webhook address."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, request

from . import events, ids
from .api import ApiError, current_channel, errors, hooks, invalid, json_body, must_have_token, world
from .clock import iso
from .posting import send
from .state import Group, Json, Person

api = Blueprint("bot", __name__, url_prefix="/v2/bot")
api.before_request(must_have_token)


@api.get("/info")
def info() -> Response:
    """Who the bot is."""
    own = current_channel()
    names = {"userId": own.user_id, "basicId": own.basic_id, "displayName": own.name}
    return jsonify({**names, "chatMode": "bot", "markAsReadMode": "auto"})


@api.get("/profile/<user>")
def profile(user: str) -> Response:
    """A friend's profile; 404 for anyone who is none or blocked the account."""
    with world().lock:
        if current_channel().friends.get(user) != "friend" or user not in world().people:
            raise ApiError(404, "Not found")
        return jsonify(_profile(world().people[user]) | {"language": world().people[user].language})


def _profile(person: Person) -> Json:
    return {"userId": person.id, "displayName": person.name}


@api.get("/followers/ids")
def followers() -> Response:
    """The user ids of all friends, paged."""
    with world().lock:
        friends = [user for user, how in current_channel().friends.items() if how == "friend"]
    start, limit = _read_page_size("start", 0, 0, 10**9), _read_page_size("limit", 300, 1, 1000)
    page = {"userIds": friends[start : start + limit]}
    return jsonify(page | ({"next": str(start + limit)} if start + limit < len(friends) else {}))


def _read_page_size(name: str, otherwise: int, least: int, most: int) -> int:
    given = request.args.get(name) or str(otherwise)
    if not re.fullmatch(r"[0-9]{1,9}", given) or not least <= int(given) <= most:
        raise ApiError(400, f"The value for the '{name}' parameter is invalid")
    return int(given)


@api.post("/chat/loading/start")
def loading() -> Response:
    """Show the three dots in a 1:1 chat for 5 to 60 seconds."""
    body = json_body()
    seconds = body.get("loadingSeconds", 20)
    if not isinstance(body.get("chatId"), str) or not re.fullmatch(r"U[0-9a-f]{32}", body["chatId"]):
        raise invalid("chatId")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds % 5 or not 5 <= seconds <= 60:
        raise errors({"message": "must be a multiple of 5 between 5 and 60", "property": "loadingSeconds"})
    with world().lock:
        if world().audience(current_channel(), body["chatId"]):
            world().tell("loading", channel=current_channel().id, chat=body["chatId"], seconds=seconds)
    return Response("{}", status=202, content_type="application/json")


@api.post("/chat/markAsRead")
def mark_by_token() -> Response:
    """Mark messages as read up to the one whose token is given."""
    token = json_body().get("markAsReadToken")
    with world().lock:
        chat = world().read_tokens.get(token) if isinstance(token, str) else None
        if chat is None or chat[0] != current_channel().id:
            raise invalid("markAsReadToken")
        world().tell("read", channel=chat[0], chat=chat[1])
    return jsonify({})


@api.post("/user/<user>/linkToken")
def link_token(user: str) -> Response:
    """A token for linking the user's account with the bot's own service."""
    with world().lock:
        if not world().audience(current_channel(), user):
            raise ApiError(404, "Not found")
        return jsonify({"linkToken": ids.token(world().rng)})


# -- groups ---------------------------------------------------------------------------------------


def _find_group(id: str) -> Group:
    group = world().groups.get(id)
    if group is None or current_channel().id not in group.channels:
        raise ApiError(404, "Not found")
    return group


@api.get("/group/<id>/summary")
def summary(id: str) -> Response:
    """A group's name."""
    with world().lock:
        group = _find_group(id)
        return jsonify({"groupId": group.id, "groupName": group.name})


@api.get("/group/<id>/members/count")
def count_members(id: str) -> Response:
    """How many people are in a group, the bot not counted."""
    with world().lock:
        return jsonify({"count": len(_find_group(id).members)})


@api.get("/group/<id>/members/ids")
def members(id: str) -> Response:
    """The user ids of a group's members (verified accounts only, at LINE)."""
    with world().lock:
        return jsonify({"memberIds": list(_find_group(id).members)})


@api.get("/group/<id>/member/<user>")
def member(id: str, user: str) -> Response:
    """A member's profile, friend or not."""
    with world().lock:
        if user not in _find_group(id).members:
            raise ApiError(404, "Not found")
        return jsonify(_profile(world().people[user]))


@api.post("/group/<id>/leave")
def leave(id: str) -> Response:
    """Leave a group; the bot hears `leave`, as where it is removed."""
    with world().lock:
        _find_group(id).channels.discard(current_channel().id)
        world().tell("people")
        hooks().post(current_channel(), [events.envelope(world(), "leave", {"type": "group", "groupId": id})], id)
    return jsonify({})


# -- the webhook's address ------------------------------------------------------------------------


@api.get("/channel/webhook/endpoint")
def endpoint() -> Response:
    """Where events go."""
    hook = current_channel().webhook
    if hook.endpoint is None:
        raise ApiError(404, "Webhook endpoint not found")
    return jsonify({"endpoint": hook.endpoint, "active": hook.active})


@api.put("/channel/webhook/endpoint")
def set_endpoint() -> Response:
    """Say where events go; unlike LINE, plain http is taken, for bots on this machine."""
    url = json_body().get("endpoint")
    _must_be_address(url)
    with world().lock:
        current_channel().webhook.endpoint = url
        world().tell("people")
    return jsonify({})


def _must_be_address(url: Any) -> None:
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > 500:
        raise errors({"message": "Invalid webhook endpoint URL", "property": "endpoint"})


@api.post("/channel/webhook/test")
def test_endpoint() -> Response:
    """Send an empty list of events and tell what the bot said."""
    body = json_body() if request.content_length else {}
    url = body.get("endpoint") or current_channel().webhook.endpoint
    if not url:
        raise ApiError(404, "Webhook endpoint not found")
    _must_be_address(url)
    timeout = world().settings.webhook_timeout
    got = send(url, current_channel().secret, {"destination": current_channel().user_id, "events": []}, timeout)
    with world().lock:
        world().note({"channel": current_channel().id, "request": {"events": []}, **got})
        now = iso(world().clock.simulated_now())
    ok = 200 <= (got["status"] or 0) < 300
    return jsonify(
        {
            "success": ok,
            "timestamp": now,
            "statusCode": got["status"] or 0,
            "reason": _reason(got, ok),
            "detail": str(got["status"] or got.get("error")),
        }
    )


def _reason(got: Json, ok: bool) -> str:
    if ok:
        return "OK"
    if got["status"]:
        return "ERROR_STATUS_CODE"
    return "REQUEST_TIMEOUT" if "imeout" in got["error"] else "COULD_NOT_CONNECT"
