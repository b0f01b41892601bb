"""What the month may still cost, and how many each day's sendings reached."""

import re
from datetime import date, timedelta, timezone

from flask import Blueprint, Response, jsonify, request

from .api import ApiError, current_channel, must_have_token, world
from .state import Channel, Json
from .world import World

api = Blueprint("quota", __name__, url_prefix="/v2/bot/message")
api.before_request(must_have_token)

JAPAN = timezone(timedelta(hours=9))  # LINE counts its months and days there


def month(of: World) -> str:
    """The month that the quota counts in, `2026-11`."""
    return of.clock.simulated_now().astimezone(JAPAN).strftime("%Y-%m")


def day(of: World) -> str:
    """The day that deliveries are counted under, `20261120`."""
    return of.clock.simulated_now().astimezone(JAPAN).strftime("%Y%m%d")


def quota_shown(of: World, own: Channel) -> Json:
    """The month's `limit`, `used` and `reserved`, as pages and tests read them."""
    return {"limit": own.quota.limit, "used": own.quota.used.get(month(of), 0), "reserved": own.quota.reserved}


def tell_quota(of: World, own: Channel) -> None:
    """Let the pages show it anew."""
    of.tell("quota", channel=own.id, **quota_shown(of, own))


@api.get("/quota")
def send_quota() -> Response:
    """The month's allowance."""
    limit = current_channel().quota.limit
    return jsonify({"type": "none"} if limit is None else {"type": "limited", "value": limit})


@api.get("/quota/consumption")
def consumption() -> Response:
    """What the month has used."""
    return jsonify({"totalUsage": current_channel().quota.used.get(month(world()), 0)})


@api.get("/delivery/<kind>")
def delivered(kind: str) -> Response:
    """How many a kind of sending reached on a day."""
    asked = request.args.get("date", "")
    if kind not in ("reply", "push", "multicast", "broadcast"):
        raise ApiError(404, "Not found")
    if not re.fullmatch(r"[0-9]{8}", asked) or not _is_day(asked):
        raise ApiError(400, "The value for the 'date' parameter is invalid")
    if asked < "20180331":
        return jsonify({"status": "out_of_service"})
    if asked >= day(world()):
        return jsonify({"status": "unready"})  # a day is counted once it is over
    return jsonify({"status": "ready", "success": current_channel().counts.get((kind, asked), 0)})


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
