"""The simulator's own addresses for the panel: log, quota, bad days, clock."""

from typing import Any

from flask import Blueprint, Response, jsonify

from .api import hooks, world
from .api_quota import month, quota_shown, tell_quota
from .clock import Backwards, iso, read_instant
from .control import asked, body, must_be_own_page, text_of, the_channel
from .conversation import NotAllowed

api = Blueprint("panel", __name__, url_prefix="/_sim")
api.before_request(must_be_own_page)


@api.get("/log")
def list_requests() -> Response:
    """The latest requests in both directions after number `since`."""
    since = asked("since")
    with world().lock:
        return jsonify([line for line in world().log if line["n"] > since])


@api.get("/idle")
def idle() -> Response:
    """Whether all webhooks have been delivered."""
    return jsonify({"idle": hooks().idle()})


@api.get("/quota")
def show_quota() -> Response:
    """The channel's allowance this month."""
    with world().lock:
        return jsonify(quota_shown(world(), the_channel()))


@api.put("/quota")
def set_quota() -> Response:
    """Set `limit` (null: unlimited), `used` or `reserved`."""
    given = body()
    with world().lock:
        own = the_channel().quota
        for key in given:
            least = given[key] is None and key == "limit"
            if key not in ("limit", "used", "reserved") or not (least or _is_count(given[key])):
                raise NotAllowed("say limit, used or reserved, each a whole number (limit may be null)")
        own.limit = given.get("limit", own.limit)
        own.reserved = given.get("reserved", own.reserved)
        if "used" in given:
            own.used[month(world())] = given["used"]
        tell_quota(world(), the_channel())
        return jsonify(quota_shown(world(), the_channel()))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@api.get("/bad-days")
def bad_days() -> Response:
    """The faults and their chances."""
    with world().lock:
        return jsonify(world().bad_days.shown())


@api.put("/bad-days")
def set_bad_days() -> Response:
    """Set chances; what is not named stays. An empty object ends them all."""
    given = body()
    with world().lock:
        if not given:
            world().bad_days = type(world().bad_days)()
        try:
            world().bad_days.set(given)
        except ValueError as error:
            raise NotAllowed(str(error)) from None
        shown = world().bad_days.shown()
        world().tell("bad_days", bad_days=shown)
    return jsonify(shown)


# -- the clock ------------------------------------------------------------------------------------


@api.get("/clock")
def clock() -> Response:
    """The simulated instant."""
    with world().lock:
        return jsonify({"now": iso(world().clock.simulated_now())})


@api.post("/clock")
def move_clock() -> Response:
    """Move it forward: to an instant, or by months, days and minutes."""
    given = body()
    if not given or set(given) - {"to", "minutes", "days", "months"}:
        raise NotAllowed("say to, or minutes, days, months")
    with world().lock:
        try:
            if "to" in given:
                world().clock.move_to(read_instant(text_of(given, "to")))
            else:
                world().clock.move_by(**{key: _check_number(key, value) for key, value in given.items()})
        except Backwards:
            raise
        except (ValueError, OverflowError) as error:
            raise NotAllowed(f"no such time: {error}") from None
        now = iso(world().clock.simulated_now())
        world().tell("clock", now=now)
        for channel in world().channels.values():
            tell_quota(world(), channel)  # a new month may have begun
    return jsonify({"now": now})


def _check_number(key: str, value: Any) -> Any:
    kinds = (int,) if key == "months" else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or value < 0:
        raise NotAllowed(f"{key} must be a number of at least 0: the clock only moves forward")
    return value
